//! A participant is a colleague or a contact. A `check` rule of activity people.

use records::{Cx, write::Draft};
use types::{Problem, Result};

pub fn check(_: &mut Cx, draft: &Draft) -> Result<()> {
    match draft.get("user").is_empty() && draft.get("contact").is_empty() {
        true => Err(Problem::field("contact", "required")),
        false => Ok(()),
    }
}
