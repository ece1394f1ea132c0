//! Changes of shape as SQLite says them. Called by `connect::sqlite`.

use types::Name;

use super::Sqlite;
use crate::render::Sql;
use crate::{Column, ColumnKind, Index, Result, Step};

/// The statements of one step, in order.
pub(crate) fn statements(step: &Step) -> Result<Vec<String>> {
    Ok(match step {
        Step::CreateTable { table, columns, key } => vec![create_table(table, columns, key)],
        Step::AddColumn { table, column } => vec![add_column(table, column)],
        Step::CreateIndex(index) => vec![create_index(index)?],
        Step::DropIndex { index } => vec![format!("DROP INDEX \"{index}\"")],
        Step::DropTable { table } => vec![format!("DROP TABLE \"{table}\"")],
        Step::CreateSearch { search } => vec![create_search(search)],
        Step::DropSearch { search } => vec![format!("DROP TABLE \"{search}\"")],
        Step::CreateSequence { sequence, start } => {
            vec![format!("INSERT INTO sequences (name, next) VALUES ('{sequence}', {start})")]
        }
        Step::Seal { table } => ["UPDATE", "DELETE"].map(|what| seal(table, what)).to_vec(),
    })
}

/// STRICT refuses what PostgreSQL would refuse. A key that is not one integer becomes the table itself.
fn create_table(table: &Name, columns: &[Column], key: &[Name]) -> String {
    let rowid = matches!(key, [one] if columns.iter().any(|c| c.name == *one && c.kind == ColumnKind::Int));
    let mut sql = Sql::<Sqlite>::new();
    sql.put("CREATE TABLE ").name(table).put(" (").list(", ", columns, column);
    if !key.is_empty() {
        sql.put(", PRIMARY KEY (").names(key).put(")");
    }
    sql.put(if rowid || key.is_empty() { ") STRICT" } else { ") STRICT, WITHOUT ROWID" });
    sql.text()
}

fn add_column(table: &Name, added: &Column) -> String {
    let mut sql = Sql::<Sqlite>::new();
    sql.put("ALTER TABLE ").name(table).put(" ADD COLUMN ");
    column(&mut sql, added);
    if added.required {
        sql.put(match added.kind {
            ColumnKind::Int => " DEFAULT 0",
            ColumnKind::Text => " DEFAULT ''",
            ColumnKind::Bytes => " DEFAULT x''",
        });
    }
    sql.text()
}

fn column(sql: &mut Sql<Sqlite>, column: &Column) {
    sql.name(&column.name).put(match column.kind {
        ColumnKind::Int => " INTEGER",
        ColumnKind::Text => " TEXT",
        ColumnKind::Bytes => " BLOB",
    });
    if column.required {
        sql.put(" NOT NULL");
    }
}

fn create_index(index: &Index) -> Result<String> {
    let mut sql = Sql::<Sqlite>::definition();
    sql.index_head(index, "").put(" (").index_parts(index);
    if !index.unique {
        for name in &index.include {
            sql.put(", ").name(name);
        }
    }
    sql.put(")");
    sql.index_condition(index);
    Ok(sql.finish()?.text)
}

/// Tokens are made by the application: the index only splits at blanks. Prefixes of nine characters are kept ready: what was typed, three characters
/// or four, behind the five that name field and family. Every commit adds a
/// segment; sixteen of a level are merged at once instead of four, which halves what writing costs and is not felt by a search.
fn create_search(search: &Name) -> String {
    format!(
        "CREATE VIRTUAL TABLE \"{search}\" USING fts5(tokens, content='', contentless_delete=1, detail=none, \
         tokenize='ascii', prefix='9'); \
         INSERT INTO \"{search}\"(\"{search}\", rank) VALUES ('automerge', 16); \
         INSERT INTO \"{search}\"(\"{search}\", rank) VALUES ('crisismerge', 64)"
    )
}

fn seal(table: &Name, what: &str) -> String {
    let suffix = what.to_ascii_lowercase();
    format!(
        "CREATE TRIGGER \"{table}_no_{suffix}\" BEFORE {what} ON \"{table}\" \
         BEGIN SELECT RAISE(ABORT, 'rows of {table} are sealed'); END"
    )
}
