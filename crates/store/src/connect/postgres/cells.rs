//! Cells on their way to the server and back, in its binary form. Called by the PostgreSQL session.

use std::error::Error as StdError;

use bytes::BytesMut;
use futures_util::{TryStreamExt, pin_mut};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Statement};

use super::fault;
use crate::render::Param;
use crate::{Cell, Error, Result, Rows};

type AnyError = Box<dyn StdError + Sync + Send>;

pub(super) async fn rows(client: &Client, statement: &Statement, set: &[Param], width: usize) -> Result<Rows> {
    let stream = client.query_raw(statement, set).await.map_err(fault::of)?;
    pin_mut!(stream);
    let mut rows = Rows::new(width);
    while let Some(row) = stream.try_next().await.map_err(fault::of)? {
        if row.len() != width {
            return Err(Error::Other(format!("{} columns where {width} were asked for", row.len())));
        }
        for column in 0..width {
            rows.put(row.try_get(column).map_err(fault::of)?);
        }
    }
    Ok(rows)
}

pub(super) async fn execute(client: &Client, statement: &Statement, set: &[Param]) -> Result<u64> {
    client.execute_raw(statement, set).await.map_err(fault::of)
}

impl ToSql for Param {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, AnyError> {
        match (self, kind) {
            (Param::Cell(Cell::Null), _) => Ok(IsNull::Yes),
            (Param::Cell(Cell::Int(number)), &Type::INT8) => number.to_sql(kind, out),
            (Param::Cell(Cell::Text(text)), &Type::TEXT) => (&**text).to_sql(kind, out),
            (Param::Cell(Cell::Bytes(bytes)), &Type::BYTEA) => (&**bytes).to_sql(kind, out),
            (Param::List(cells), &Type::INT8_ARRAY) => list(cells, Cell::as_int)?.to_sql(kind, out),
            (Param::List(cells), &Type::TEXT_ARRAY) => list(cells, Cell::as_text)?.to_sql(kind, out),
            (Param::List(cells), &Type::BYTEA_ARRAY) => list(cells, Cell::as_bytes)?.to_sql(kind, out),
            (Param::Cell(cell), _) => Err(format!("{cell:?} where {kind} is wanted").into()),
            (Param::List(_), _) => Err(format!("a list where {kind} is wanted").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true // looked at together with the value
    }

    to_sql_checked!();
}

/// The cells of a list, all of one kind.
fn list<'a, T>(cells: &'a [Cell], part: fn(&'a Cell) -> Option<T>) -> Result<Vec<Option<T>>, AnyError> {
    let one = |cell: &'a Cell| match part(cell) {
        None if !cell.is_null() => Err(format!("{cell:?} in a list of another kind").into()),
        found => Ok(found),
    };
    cells.iter().map(one).collect()
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Cell, AnyError> {
        Ok(match *kind {
            Type::INT8 => Cell::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(kind, raw)?.into()),
            Type::BYTEA => Cell::Bytes(raw.into()),
            _ => Cell::Text(std::str::from_utf8(raw)?.into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Cell, AnyError> {
        Ok(Cell::Null)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::BYTEA | Type::TEXT | Type::VARCHAR | Type::UNKNOWN)
    }
}
