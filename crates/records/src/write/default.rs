//! Default: what a new record gets where nothing was given.

use types::{Result, Value};

use super::Draft;
use crate::{context::Cx, language, schema::FieldType};

pub fn fill(cx: &mut Cx, mut draft: Draft) -> Result<Draft> {
    let object = draft.object.clone();
    if draft.get("owner").is_empty() && !draft.given("owner") {
        draft.set("owner", cx.actor.user.map_or(Value::Empty, Value::link));
    }
    if draft.get("owning_team").is_empty() && !draft.given("owning_team") {
        draft.set("owning_team", cx.actor.home_team.map_or(Value::Empty, Value::link));
    }
    for (position, field) in object.fields.iter().enumerate() {
        if draft.given[position] || field.removed || !draft.record.values[position].is_empty() {
            continue;
        }
        if let FieldType::AutoNumber { prefix, digits } = &field.kind {
            let number = cx.tx.next_number(&crate::schema::tables::sequence(&object, field))?;
            draft.record.values[position] = Value::Text(format!("{prefix}{number:0width$}", width = *digits as usize));
        } else if let Some(source) = &field.default {
            draft.record.values[position] = language::constant(cx, &object, field, source)?;
        }
    }
    // imports keep original dates; everything else happens now
    if draft.get("created_at").is_empty() {
        draft.set("created_at", Value::Time(cx.now));
    }
    if draft.get("created_by").is_empty() {
        draft.set("created_by", cx.actor.user.map_or(Value::Empty, Value::link));
    }
    Ok(draft)
}
