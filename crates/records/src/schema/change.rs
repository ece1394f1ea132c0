//! Changing metadata at run time: a field is added, changed, removed, in one transaction with its columns and the new catalog version.
//! A removed field is hidden; its column goes in maintenance only (dropping one rewrites the table on SQLite).

use std::sync::Arc;

use store::{Change, Clash, Expr, Select};
use types::{Name, Problem, Result};

use super::{Choice, Field, FieldType, Object, overlay, recompute, ship, tables};
use crate::{
    access::{self, Action},
    audit::{self, Entry},
    context::Cx,
    engine::bump,
    language,
};

/// Custom fields of one object at most: each indexed one costs every write.
const MAX_FIELDS: usize = 400;
const MAX_INDEXED: usize = 16;

/// Adds a field. Names of removed fields may be used again; they get a column of their own.
pub fn add_field(cx: &mut Cx, object: &Arc<Object>, file: ship::FieldFile) -> Result<()> {
    access::scope(cx, object, Action::Customise)?;
    if object.field(&file.name).is_some() {
        return Err(Problem::field("name", "not_unique"));
    }
    if object.living().count() >= MAX_FIELDS {
        return Err(Problem::field("name", "too_many_fields"));
    }
    if file.indexed && object.living().filter(|f| f.indexed).count() >= MAX_INDEXED {
        return Err(Problem::field("indexed", "too_many_indexes"));
    }
    if file.required {
        // rows that are there already could never fulfil it
        return Err(Problem::field("required", "required_later"));
    }
    let mut field = read(cx, object, &file)?;
    field.column = Name::of(&format!("f_{}", cx.id()?.to_string().to_lowercase()));
    if overlay::with_field(object, field.clone()).same_tag().is_some() {
        return Err(Problem::field("name", "not_unique"));
    }
    for step in tables::add(object, &field) {
        cx.tx.reshape(&step)?;
    }
    keep(cx, object, &file, field.column.clone(), false)?;
    recompute::order(cx, object, &field)?;
    note(cx, object, "field_add", &file)
}

/// Changes what may change without touching the data: labels, help, options, whether it is required, how a formula reads. What is stored keeps its
/// meaning: another scale, target or result would make other values of the same cells.
///
/// # Errors
/// `read_only` at the part that may not change.
pub fn change_field(cx: &mut Cx, object: &Arc<Object>, file: ship::FieldFile) -> Result<()> {
    access::scope(cx, object, Action::Customise)?;
    let there = custom(object, &file.name)?.clone();
    let field = Field { column: there.column.clone(), ..read(cx, object, &file)? };
    let part = match () {
        () if !same_values(&there.kind, &field.kind) || there.columns() != field.columns() => Some("type"),
        () if field.unique != there.unique => Some("unique"),
        () if field.indexed != there.indexed => Some("indexed"),
        // what was searched by another rule is not found by this one
        () if field.search != there.search => Some("search"),
        () => None,
    };
    if let Some(part) = part {
        return Err(Problem::field(part, "read_only"));
    }
    keep(cx, object, &file, there.column.clone(), false)?;
    if field.kind != there.kind {
        recompute::order(cx, object, &field)?;
    }
    note(cx, object, "field_change", &file)
}

/// Whether the same cells say the same under both.
fn same_values(one: &FieldType, other: &FieldType) -> bool {
    match (one, other) {
        (FieldType::Decimal { scale: one }, FieldType::Decimal { scale: other })
        | (FieldType::Percent { scale: one }, FieldType::Percent { scale: other }) => one == other,
        (FieldType::Link { to: one }, FieldType::Link { to: other }) => one == other,
        (FieldType::LinkAny { to: one }, FieldType::LinkAny { to: other }) => one == other,
        (FieldType::Formula { result: one, .. }, FieldType::Formula { result: other, .. }) => same_values(one, other),
        (one, other) => one.word() == other.word(),
    }
}

/// Adds choices to a field, also to one that a module ships.
pub fn add_options(cx: &mut Cx, object: &Arc<Object>, field: &Name, options: Vec<Choice>) -> Result<()> {
    access::scope(cx, object, Action::Customise)?;
    let there = object.field(field).ok_or_else(Problem::not_found)?;
    if !matches!(there.kind, FieldType::Choice { .. } | FieldType::Choices { .. }) {
        return Err(Problem::field(&**field, "wrong_type"));
    }
    let details = serde_json::json!({ "added_options": options });
    let body = kept_body(cx, object, field)?;
    let body = match (there.custom, body) {
        (true, Some(body)) => {
            let mut kept: overlay::Kept = serde_json::from_str(&body).map_err(Problem::internal)?;
            kept.field.options.extend(options);
            serde_json::to_string(&kept)
        }
        (true, None) => return Err(Problem::not_found()),
        (false, body) => {
            let mut added: overlay::Added = match body {
                Some(body) => serde_json::from_str(&body).map_err(Problem::internal)?,
                None => overlay::Added::default(),
            };
            added.added_options.extend(options);
            serde_json::to_string(&added)
        }
    };
    put(cx, object, field, body.map_err(Problem::internal)?)?;
    let entry = Entry { action: "field_change", object: Some(&object.name), record: None, outcome: "done", details };
    audit::note(cx, entry)
}

fn kept_body(cx: &mut Cx, object: &Object, field: &Name) -> Result<Option<String>> {
    let query = Select::from(&Name::of("overlays"), &["body"])
        .filter(Expr::column(0, "object").eq(&object.name))
        .filter(Expr::column(0, "field").eq(field));
    Ok(cx.rows(&query)?.first().and_then(|row| row[0].as_text()).map(str::to_string))
}

/// Hides a field; its values stay until maintenance, so adding the overlay back restores them.
pub fn remove_field(cx: &mut Cx, object: &Arc<Object>, name: &Name) -> Result<()> {
    access::scope(cx, object, Action::Customise)?;
    let there = custom(object, name)?.clone();
    let body = kept_body(cx, object, name)?.ok_or_else(Problem::not_found)?;
    let kept: overlay::Kept = serde_json::from_str(&body).map_err(Problem::internal)?;
    keep(cx, object, &kept.field, there.column, true)?;
    note(cx, object, "field_remove", &kept.field)
}

fn custom<'o>(object: &'o Object, name: &Name) -> Result<&'o Field> {
    match object.field(name) {
        Some(field) if field.custom => Ok(field),
        Some(_) => Err(Problem::forbidden("shipped_field").with("name", name)),
        None => Err(Problem::not_found()),
    }
}

fn read(cx: &mut Cx, object: &Arc<Object>, file: &ship::FieldFile) -> Result<Field> {
    let field = ship::field(file).map_err(|e| Problem::field("type", "bad_field").because(e))?;
    if let Some(target) = field.kind.target()
        && cx.catalog.object(target).is_none()
    {
        return Err(Problem::field("to", "missing_link"));
    }
    if let super::FieldType::Formula { source, result } = &field.kind {
        language::formula_node(cx, object, source, result)?;
    }
    Ok(field)
}

fn keep(cx: &mut Cx, object: &Object, file: &ship::FieldFile, column: Name, removed: bool) -> Result<()> {
    let kept = overlay::Kept { column, removed, field: file.clone() };
    put(cx, object, &file.name, serde_json::to_string(&kept).map_err(Problem::internal)?)
}

fn put(cx: &mut Cx, object: &Object, field: &Name, body: String) -> Result<()> {
    cx.run(&Change::Insert {
        table: Name::of("overlays"),
        columns: ["object", "field", "body", "changed_at"].iter().map(|c| Name::of(c)).collect(),
        rows: vec![vec![(&object.name).into(), field.into(), body.into(), cx.now.into()]],
        clash: Clash::Replace {
            key: vec![Name::of("object"), Name::of("field")],
            set: vec![Name::of("body"), Name::of("changed_at")],
        },
    })?;
    bump(cx, "catalog")
}

fn note(cx: &mut Cx, object: &Object, action: &str, file: &ship::FieldFile) -> Result<()> {
    let details = serde_json::json!({ "field": file });
    audit::note(cx, Entry { action, object: Some(&object.name), record: None, outcome: "done", details })
}
