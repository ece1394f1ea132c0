//! Derive: what follows from the draft: the modules' rules in their listed order, the title, formulas, the common currency, who and when.

use std::sync::Arc;

use types::{Result, Value};

use super::Draft;
use crate::{
    context::Cx,
    language, money,
    record::Record,
    schema::{FieldType, Object},
};

pub fn compute(cx: &mut Cx, mut draft: Draft) -> Result<Draft> {
    let behaviours = cx.behaviours.clone();
    for rule in behaviours.derives(&draft.object.name) {
        rule(cx, &mut draft)?;
    }
    title(cx, &mut draft)?;
    money::convert(cx, &mut draft)?;
    formulas(cx, &draft.object, &mut draft.record)?;
    draft.set("updated_at", Value::Time(cx.now));
    draft.set("updated_by", cx.actor.user.map_or(Value::Empty, Value::link));
    Ok(draft)
}

/// A record without a title gets one from the object's template: `{account} – {product}`. Parts that are empty leave their dash out.
fn title(cx: &mut Cx, draft: &mut Draft) -> Result<()> {
    let object = draft.object.clone();
    let Some((template, between)) = object.title_parts() else { return Ok(()) };
    if !draft.get(&object.title).is_empty() {
        return Ok(());
    }
    // kept for everybody, so in the language of the company and not of whoever writes
    let reader = std::mem::replace(&mut cx.lang, cx.organization.lang);
    let parts = parts(cx, draft, template);
    cx.lang = reader;
    let parts = parts?;
    if !parts.is_empty() {
        draft.set(&object.title, Value::Text(parts.join(between)));
    }
    Ok(())
}

fn parts(cx: &mut Cx, draft: &Draft, template: Vec<&str>) -> Result<Vec<String>> {
    let mut parts = Vec::new();
    for part in template {
        let name = part.trim_matches(['{', '}']);
        if name == part {
            parts.push(part.to_string());
            continue;
        }
        let Some(field) = draft.object.field(name) else { continue };
        let text = match draft.get(name) {
            Value::Link(link) => crate::query::label(cx, field, link)?,
            Value::Empty => None,
            value => Some(crate::field::to_text(field, value, cx.organization.lang, &cx.organization.zone)),
        };
        parts.extend(text.filter(|t| !t.is_empty()));
    }
    Ok(parts)
}

/// Stored formulas use only their own row and no clock.
pub fn formulas(cx: &mut Cx, object: &Arc<Object>, record: &mut Record) -> Result<()> {
    for (position, field) in object.fields.iter().enumerate() {
        if let FieldType::Formula { source, result } = &field.kind
            && field.is_stored()
            && !field.removed
        {
            let key = (object.name.clone(), position);
            let node = match cx.memo.formulas.get(&key) {
                Some(known) => known.clone(),
                None => {
                    let node = Arc::new(language::formula_node(cx, object, source, result)?);
                    cx.memo.formulas.insert(key, node.clone());
                    node
                }
            };
            record.values[position] = language::evaluated(cx, object, &node, result, record);
        }
    }
    Ok(())
}
