//! Quiet: what the engine counts from elsewhere and can count anew (an account's next activity), set beside the pipeline: no version, no audit,
//! no event. Whoever has the record open is not told that it changed, because nothing that they could change has.

use store::{Change, Expr};
use types::{Id, Name, Problem, Result, Value};

use crate::{
    context::Cx,
    field,
    schema::{Object, Write},
};

/// Only fields that nobody but the engine writes.
pub fn set(cx: &mut Cx, object: &Object, id: Id, values: &[(&str, Value)]) -> Result<()> {
    let mut set: Vec<(Name, Expr)> = Vec::new();
    for (name, value) in values {
        let field = object.field(name).filter(|field| field.write == Write::Engine && field.is_stored());
        let field =
            field.ok_or_else(|| Problem::internal(format!("{}.{name} is no field of the engine", object.name)))?;
        let cells = field::to_cells(field, value);
        set.extend(field.columns().into_iter().zip(cells).map(|((column, _), cell)| (column, Expr::Value(cell))));
    }
    let filter = Expr::column(0, "id").eq(id);
    cx.run(&Change::Update { table: object.table().clone(), set, filter })?;
    Ok(())
}
