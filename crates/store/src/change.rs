//! A change of rows, or of the shape of tables, as plain data: what `records` hands to `Tx::run` and `Tx::reshape`.

use types::Name;

use crate::{Cell, Expr};

/// A change of rows. In `filter` and `set`, alias 0 is the table itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Insert {
        table: Name,
        columns: Vec<Name>,
        rows: Vec<Vec<Cell>>,
        clash: Clash,
    },
    Update {
        table: Name,
        set: Vec<(Name, Expr)>,
        filter: Expr,
    },
    Delete {
        table: Name,
        filter: Expr,
    },
    /// puts a record into a search index, replacing what was there; tokens as `types::text::tokens` makes them
    Index {
        search: Name,
        id: i64,
        tokens: Vec<String>,
    },
    Unindex {
        search: Name,
        id: i64,
    },
}

/// What an insert does when its key is already there.
#[derive(Clone, Debug, PartialEq)]
pub enum Clash {
    /// the unique index refuses: `Error::Unique`
    Refuse,
    /// the row that is there stays (`key`: columns of one unique index or the primary key)
    Keep { key: Vec<Name> },
    /// the row that is there takes these columns from the new one
    Replace { key: Vec<Name>, set: Vec<Name> },
}

/// A change of the shape of the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    CreateTable {
        table: Name,
        columns: Vec<Column>,
        key: Vec<Name>,
    },
    AddColumn {
        table: Name,
        column: Column,
    },
    CreateIndex(Index),
    DropIndex {
        index: Name,
    },
    DropTable {
        table: Name,
    },
    /// a full-text index beside a table: FTS5 (contentless, detail=none) or a tsvector with GIN
    CreateSearch {
        search: Name,
    },
    DropSearch {
        search: Name,
    },
    CreateSequence {
        sequence: Name,
        start: i64,
    },
    /// rows may be added, never changed or removed (triggers refuse): the audit
    Seal {
        table: Name,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: Name,
    pub kind: ColumnKind,
    pub required: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Int,
    /// COLLATE "C" / BINARY
    Text,
    Bytes,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    pub name: Name,
    pub table: Name,
    pub columns: Vec<IndexPart>,
    pub unique: bool,
    /// partial index: only rows for which this holds (alias 0); renderable without parameters
    pub only: Option<Expr>,
    /// further columns carried along so that a query need not visit the table (`INCLUDE`; on SQLite they are appended to the key)
    pub include: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum IndexPart {
    Column(Name),
    /// `column IS NULL`, for "empty last in both directions"
    Empty(Name),
}

impl Column {
    pub fn int(name: &str) -> Column {
        Column { name: Name::of(name), kind: ColumnKind::Int, required: false }
    }

    pub fn text(name: &str) -> Column {
        Column { name: Name::of(name), kind: ColumnKind::Text, required: false }
    }

    pub fn bytes(name: &str) -> Column {
        Column { name: Name::of(name), kind: ColumnKind::Bytes, required: false }
    }

    pub fn required(mut self) -> Column {
        self.required = true;
        self
    }
}

impl Step {
    /// A table with the given columns and primary key.
    pub fn table(table: &str, columns: Vec<Column>, key: &[&str]) -> Step {
        Step::CreateTable { table: Name::of(table), columns, key: key.iter().map(|k| Name::of(k)).collect() }
    }

    /// A plain index named after its table and columns.
    pub fn index(table: &str, columns: &[&str], unique: bool) -> Step {
        Step::CreateIndex(Index {
            name: Name::of(&format!("{}_{}_{}", if unique { "ux" } else { "ix" }, table, columns.join("_"))),
            table: Name::of(table),
            columns: columns.iter().map(|c| IndexPart::Column(Name::of(c))).collect(),
            unique,
            only: None,
            include: Vec::new(),
        })
    }
}

impl Change {
    /// One row, refused when its key is there.
    pub fn insert(table: &Name, values: Vec<(&str, Cell)>) -> Change {
        let (columns, row) = values.into_iter().map(|(name, cell)| (Name::of(name), cell)).unzip();
        Change::Insert { table: table.clone(), columns, rows: vec![row], clash: Clash::Refuse }
    }

    pub fn update(table: &Name, set: Vec<(&str, Expr)>, filter: Expr) -> Change {
        let set = set.into_iter().map(|(name, value)| (Name::of(name), value)).collect();
        Change::Update { table: table.clone(), set, filter }
    }

    pub fn delete(table: &Name, filter: Expr) -> Change {
        Change::Delete { table: table.clone(), filter }
    }
}
