//! Confine: the row as it *will* be must be one that this actor may have, unless they used the right to assign it.

use types::{Problem, Result};

use super::Draft;
use crate::{access::Scope, context::Cx};

pub fn within(cx: &mut Cx, scope: &Scope, draft: &Draft) -> Result<()> {
    if draft.assigns || scope.rows().clone().holds(cx, &draft.object, &draft.record)? {
        return Ok(());
    }
    Err(Problem::forbidden("outside_reach").with("action", scope.action().word()).with("object", &draft.object.name))
}
