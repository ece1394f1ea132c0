//! Default: what a new record gets where nothing was given.

use types::{Result, Value};

use super::Draft;
use crate::{
    context::Cx,
    language,
    schema::{FieldType, Object},
};

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
            let number = match cx.trial {
                true => 0,
                false => cx.tx.next_number(&crate::schema::tables::sequence(&object, field))?,
            };
            draft.record.values[position] = Value::Text(format!("{prefix}{number:0width$}", width = *digits as usize));
        } else if let Some(source) = &field.default {
            draft.record.values[position] = constant(cx, &object, position, source)?;
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

/// The value of a default, read once for all the rows of one piece of work.
fn constant(cx: &mut Cx, object: &Object, position: usize, source: &str) -> Result<Value> {
    let key = (object.name.clone(), position);
    if let Some(known) = cx.memo.constants.get(&key) {
        return Ok(known.clone());
    }
    let value = language::constant(cx, object, &object.fields[position], source)?;
    cx.memo.constants.insert(key, value.clone());
    Ok(value)
}
