//! Where a column may go: the fields this person may import, the parts of addresses, what describes the record behind a link. The choices of the
//! mapping, and the names of paths in sentences.

use std::sync::Arc;

use records::{
    Cx,
    access::{self, Action},
    import::{Column, plan::CONTENT},
    schema::{ADDRESS_PARTS, Field, FieldType, Object, Owned},
};
use types::Result;

use crate::{desk::Desk, show, ui::filter::Choice};

/// Paths and what people call them, in the order of the object's fields.
pub struct Targets {
    pub choices: Vec<Choice>,
}

impl Targets {
    pub fn of(cx: &Cx, desk: &Desk, object: &Arc<Object>) -> Result<Targets> {
        let scope = access::scope(cx, object, Action::Import)?;
        let mut choices: Vec<Choice> = Vec::new();
        let fields = object.fields.iter().enumerate().filter(|(at, field)| !field.removed && scope.may_write(*at));
        // what people fill in first, then what the engine keeps (dates, origin)
        let (plain, kept): (Vec<_>, Vec<_>) = fields.map(|(_, field)| field).partition(|field| !field.system);
        for field in plain.into_iter().chain(kept) {
            let label = show::label(desk, field);
            match &field.kind {
                FieldType::Address => {
                    choices.push((field.name.to_string(), label.to_string()));
                    choices.extend(
                        ADDRESS_PARTS
                            .iter()
                            .map(|part| (format!("{}.{part}", field.name), part_label(desk, label, part))),
                    );
                }
                FieldType::LinkAny { to } => {
                    let targets =
                        cx.catalog.objects.values().filter(|o| o.timeline && (to.is_empty() || to.contains(&o.name)));
                    let targets = targets.filter(|o| access::scope(cx, o, Action::View).is_ok());
                    choices.extend(
                        targets
                            .map(|o| (format!("{}.{}", field.name, o.name), format!("{label} · {}", desk.single(o)))),
                    );
                }
                FieldType::Money => {
                    choices.push((field.name.to_string(), label.to_string()));
                    choices.push((format!("{}.currency", field.name), part_label(desk, label, "currency")));
                }
                _ => {
                    choices.push((field.name.to_string(), label.to_string()));
                    choices.extend(behind(cx, desk, field));
                }
            }
        }
        if object.content().is_some_and(|at| scope.clone().for_verb().may_write(at)) {
            choices.push((CONTENT.into(), desk.say("wizard-content")));
        }
        choices.push(("id".into(), desk.say("wizard-own-id")));
        Ok(Targets { choices })
    }

    pub fn label(&self, path: &str) -> String {
        let found = self.choices.iter().find(|(known, _)| known == path);
        found.map_or_else(|| path.to_string(), |(_, label)| label.clone())
    }
}

fn part_label(desk: &Desk, label: &str, part: &str) -> String {
    format!("{label} · {}", desk.say(&format!("wizard-part-{part}")))
}

/// What a row may say of the record it links to, where that is found or made by it.
fn behind(cx: &Cx, desk: &Desk, link: &Field) -> Vec<Choice> {
    let target = match &link.kind {
        FieldType::Link { .. } => cx.catalog.target(link).filter(|target| target.owned == Owned::Reference),
        _ => None,
    };
    let Some(target) = target else { return Vec::new() };
    let Ok(scope) = access::scope(cx, target, Action::Create) else { return Vec::new() };
    let described = target.fields.iter().enumerate().filter(|(at, field)| {
        !field.removed
            && !field.system
            && !field.kind.is_computed()
            && field.name != target.title
            && scope.may_write(*at)
    });
    described
        .map(|(_, field)| {
            (
                format!("{}.{}", link.name, field.name),
                format!("{} · {}", show::label(desk, link), show::label(desk, field)),
            )
        })
        .collect()
}

/// The field that a path ends at, and whose it is.
pub fn end_of<'c>(cx: &'c Cx, object: &'c Arc<Object>, path: &str) -> Option<(&'c Arc<Object>, &'c Field)> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let field = object.field(name)?;
    match (rest, cx.catalog.target(field)) {
        (Some(rest), Some(target)) => Some((target, target.field(rest)?)),
        _ => Some((object, field)),
    }
}

/// The object whose records the values of a column name, where they name records.
pub fn named_by<'c>(cx: &'c Cx, object: &'c Arc<Object>, path: &str) -> Option<&'c Arc<Object>> {
    if let Some((name, rest)) = path.split_once('.')
        && matches!(object.field(name).map(|field| &field.kind), Some(FieldType::LinkAny { .. }))
    {
        return types::Name::parse(rest).and_then(|name| cx.catalog.object(&name));
    }
    let (_, field) = end_of(cx, object, path)?;
    match field.kind {
        FieldType::Users => cx.catalog.objects.get("users"),
        _ => cx.catalog.target(field),
    }
}

/// Columns by which a row may find the record that is there already, as the engine allows them.
pub fn keys<'p>(object: &Object, columns: &'p [Column]) -> Vec<&'p str> {
    let is_key = |path: &str| {
        path == "id"
            || object.field(path).is_some_and(|field| {
                let plain = field.is_stored() && field.kind.target().is_none();
                let named = field.unique || object.keys.contains(&field.name) || field.name == object.title;
                plain && (named || field.name == "external_id")
            })
    };
    let mut keys: Vec<&str> = columns.iter().map(|column| column.to.as_str()).filter(|path| is_key(path)).collect();
    keys.dedup();
    keys
}
