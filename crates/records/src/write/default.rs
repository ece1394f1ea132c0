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
    // nobody makes a record for no team: an empty one means that of its owner, whom `draft` has asked already
    if draft.get("owning_team").is_empty() {
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
        } else {
            draft.record.values[position] = of(cx, &object, position)?;
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

/// What a field of a new record is where nothing was given: a record is its maker's own; else what the metadata says, read once for all the rows
/// of one piece of work. Also for forms, which show it before it is kept.
pub fn of(cx: &mut Cx, object: &Object, position: usize) -> Result<Value> {
    let field = &object.fields[position];
    if field.name == "owner" {
        return Ok(cx.actor.user.map_or(Value::Empty, Value::link));
    }
    let Some(source) = &field.default else { return Ok(Value::Empty) };
    let key = (object.name.clone(), position);
    if let Some(known) = cx.memo.constants.get(&key) {
        return Ok(known.clone());
    }
    let value = language::constant(cx, object, &object.fields[position], source)?;
    cx.memo.constants.insert(key, value.clone());
    Ok(value)
}

/// What the rules of the modules make of that where nothing stands yet, by position. For forms.
pub fn begins(cx: &mut Cx, object: &Object, values: &[Value]) -> Result<Vec<(usize, Value)>> {
    let behaviours = cx.behaviours.clone();
    let mut begun = Vec::new();
    for rule in behaviours.begins(&object.name) {
        let told = rule(cx, object, values)?.into_iter();
        begun.extend(told.filter_map(|(field, value)| Some((object.position(field)?, value))));
    }
    begun.retain(|(position, _)| values[*position].is_empty());
    Ok(begun)
}
