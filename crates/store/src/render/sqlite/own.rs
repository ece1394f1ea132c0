//! The store's own tables on SQLite: sequences, nodes, migrations. Called by `connect::sqlite`, `migrate` and `node`.

/// Run at every opening; changes nothing when all is there.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS sequences (name TEXT NOT NULL PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS nodes (node INTEGER NOT NULL PRIMARY KEY, floor INTEGER NOT NULL, holder TEXT, until INTEGER) STRICT;
INSERT OR IGNORE INTO nodes (node, floor) VALUES (0, 0);
";

pub(crate) const NEXT_NUMBER: &str = "UPDATE sequences SET next = next + 1 WHERE name = ? RETURNING next - 1";

/// Table and name of every index that somebody made.
pub(crate) const INDEXES: &str = "SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";

pub(crate) const FLOOR: &str = "SELECT floor FROM nodes WHERE node = 0";

pub(crate) const PEEK_NUMBER: &str = "SELECT next FROM sequences WHERE name = ?";
