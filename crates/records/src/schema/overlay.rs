//! The installation's own changes of metadata, laid over the module files: custom fields today. Read at every new catalog version; written by `change`.

use std::sync::Arc;

use store::{Select, Tx};
use types::{Name, Problem, Result};

use super::{Catalog, Field, Object, ship};

/// The shipped objects with this installation's fields.
pub fn laid_over(tx: &mut Tx, shipped: &Catalog, version: i64) -> Result<Catalog> {
    let mut catalog = Catalog { version, objects: shipped.objects.clone() };
    let query = Select::from(&Name::of("overlays"), &["object", "field", "body"])
        .order(store::Expr::column(0, "changed_at"), store::Direction::Up)
        .order(store::Expr::column(0, "field"), store::Direction::Up);
    for row in tx.rows(&query)?.iter() {
        let (Some(object), Some(body)) = (row[0].as_text(), row[2].as_text()) else { continue };
        let Some(there) = catalog.objects.get(object) else { continue };
        let field = read(body).map_err(|e| Problem::internal(format!("overlay of {object}: {e}")))?;
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

fn read(body: &str) -> Result<Field, String> {
    let kept: Kept = serde_json::from_str(body).map_err(|e| e.to_string())?;
    let mut field = ship::field(&kept.field).map_err(|e| e.0)?;
    field.column = kept.column;
    field.removed = kept.removed;
    field.custom = true;
    Ok(field)
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
