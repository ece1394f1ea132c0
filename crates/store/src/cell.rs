//! What lies in one column of one row: the only four kinds of content both databases hold alike. Rows come out of `Tx::rows`; `records::field` turns them into values.

use std::sync::Arc;

/// Everything is stored as one of these (architecture: "Values are stored alike in both databases").
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Cell {
    #[default]
    Null,
    Int(i64),
    /// Valid UTF-8 without U+0000.
    Text(Arc<str>),
    Bytes(Arc<[u8]>),
}

impl Cell {
    pub fn text(text: impl AsRef<str>) -> Cell {
        Cell::Text(text.as_ref().into())
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Cell::Null)
    }

    pub fn as_int(&self) -> Option<i64> {
        if let Cell::Int(number) = self { Some(*number) } else { None }
    }

    pub fn as_text(&self) -> Option<&str> {
        if let Cell::Text(text) = self { Some(text) } else { None }
    }

    pub fn as_bytes(&self) -> Option<&[u8]> {
        if let Cell::Bytes(bytes) = self { Some(bytes) } else { None }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Int(number)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Cell {
        Cell::Int(i64::from(yes))
    }
}

impl From<types::Id> for Cell {
    fn from(id: types::Id) -> Cell {
        Cell::Int(id.0)
    }
}

impl From<types::Instant> for Cell {
    fn from(at: types::Instant) -> Cell {
        Cell::Int(at.0)
    }
}

impl From<types::Date> for Cell {
    fn from(day: types::Date) -> Cell {
        Cell::Int(i64::from(day.0))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text.into())
    }
}

impl From<&types::Name> for Cell {
    fn from(name: &types::Name) -> Cell {
        Cell::text(name.as_str())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Null, Into::into)
    }
}

/// The answer of a `Select`: rows of equal width, in one allocation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    width: usize,
    cells: Vec<Cell>,
}

impl Rows {
    pub fn new(width: usize) -> Rows {
        Rows { width, cells: Vec::new() }
    }

    /// # Panics
    /// When the row has another width: a mistake of the driver code.
    pub fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let before = self.cells.len();
        self.cells.extend(row);
        assert_eq!(self.cells.len() - before, self.width, "a row has the width of its query");
    }

    /// The next cell, row by row from left to right: how the drivers fill it.
    pub(crate) fn put(&mut self, cell: Cell) {
        self.cells.push(cell);
    }

    pub fn len(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[Cell]> {
        self.cells.chunks_exact(self.width.max(1))
    }

    pub fn first(&self) -> Option<&[Cell]> {
        self.iter().next()
    }

    /// The first cell of the first row as a number: counts, versions.
    pub fn number(&self) -> Option<i64> {
        self.cells.first().and_then(Cell::as_int)
    }
}
