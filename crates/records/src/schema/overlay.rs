//! The installation's own changes of metadata, laid over the module files: custom fields, and choices added to shipped ones. Read at every new catalog version; written by `change`.

use std::sync::Arc;

use store::{Select, Tx};
use types::{Name, Problem, Result};

use super::{Catalog, Choice, Field, FieldType, Object, ship};

/// The shipped objects with this installation's fields.
pub fn laid_over(tx: &mut Tx, shipped: &Catalog, version: i64) -> Result<Catalog> {
    let mut catalog = Catalog { version, objects: shipped.objects.clone() };
    let query = Select::from(&Name::of("overlays"), &["object", "field", "body"])
        .order(store::Expr::column(0, "changed_at"), store::Direction::Up)
        .order(store::Expr::column(0, "field"), store::Direction::Up);
    for row in tx.rows(&query)?.iter() {
        let (Some(object), Some(body)) = (row[0].as_text(), row[2].as_text()) else { continue };
        let (Some(there), Some(name)) = (catalog.objects.get(object), row[1].as_text()) else { continue };
        let Some(field) =
            read(there, name, body).map_err(|e| Problem::internal(format!("overlay of {object}: {e}")))?
        else {
            continue;
        };
        let whole = with_field(there, field);
        catalog.objects.insert(there.name.clone(), Arc::new(whole));
    }
    Ok(catalog)
}

/// How an overlay is kept: the flat form of a field, and its column.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Kept {
    pub column: Name,
    pub removed: bool,
    pub field: ship::FieldFile,
}

/// What an installation adds to a field that a module ships: further choices.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Added {
    pub added_options: Vec<Choice>,
}

/// `None` where a module no longer ships the field that was added to.
fn read(object: &Object, name: &str, body: &str) -> Result<Option<Field>, String> {
    if let Ok(added) = serde_json::from_str::<Added>(body) {
        return Ok(object.field(name).map(|field| with_options(field, added.added_options)));
    }
    let kept: Kept = serde_json::from_str(body).map_err(|e| e.to_string())?;
    let mut field = ship::field(&kept.field).map_err(|e| e.0)?;
    field.column = kept.column;
    field.removed = kept.removed;
    field.custom = true;
    Ok(Some(field))
}

/// The field with further choices; a code that is there already stays as it is.
pub fn with_options(field: &Field, more: Vec<Choice>) -> Field {
    let mut field = field.clone();
    if let FieldType::Choice { options } | FieldType::Choices { options } = &mut field.kind {
        let new: Vec<Choice> = more.into_iter().filter(|m| !options.iter().any(|o| o.code == m.code)).collect();
        options.extend(new);
    }
    field
}

/// The object with a further field, or with a changed one in its old place.
pub fn with_field(object: &Object, field: Field) -> Object {
    let mut object = object.clone();
    match object.by_name.get(&field.name) {
        Some(at) => object.fields[*at] = field,
        None => {
            object.by_name.insert(field.name.clone(), object.fields.len());
            object.fields.push(field);
        }
    }
    object
}
