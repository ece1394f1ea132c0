//! Changes of shape as PostgreSQL says them. Called by `connect::postgres`.

use types::Name;

use super::Postgres;
use crate::render::Sql;
use crate::{Column, ColumnKind, Index, Result, Step};

/// The statements of one step, in order.
pub(crate) fn statements(step: &Step) -> Result<Vec<String>> {
    Ok(match step {
        Step::CreateTable { table, columns, key } => vec![create_table(table, columns, key)],
        Step::AddColumn { table, column } => vec![add_column(table, column)],
        Step::CreateIndex(index) => vec![create_index(index, "")?],
        Step::DropIndex { index } => vec![format!("DROP INDEX \"{index}\"")],
        Step::DropTable { table } => vec![format!("DROP TABLE \"{table}\"")],
        Step::CreateSearch { search } => create_search(search),
        Step::DropSearch { search } => vec![format!("DROP TABLE \"{search}\"")],
        Step::CreateSequence { sequence, start } => {
            vec![format!("CREATE SEQUENCE \"{sequence}\" MINVALUE {} START {start}", (*start).min(1))]
        }
        Step::Seal { table } => seal(table),
    })
}

fn create_table(table: &Name, columns: &[Column], key: &[Name]) -> String {
    let mut sql = Sql::<Postgres>::new();
    sql.put("CREATE TABLE ").name(table).put(" (").list(", ", columns, column);
    if !key.is_empty() {
        sql.put(", CONSTRAINT \"pk_").put(table).put("\" PRIMARY KEY (").names(key).put(")");
    }
    sql.put(")");
    sql.text()
}

fn add_column(table: &Name, added: &Column) -> String {
    let mut sql = Sql::<Postgres>::new();
    sql.put("ALTER TABLE ").name(table).put(" ADD COLUMN ");
    column(&mut sql, added);
    if added.required {
        sql.put(match added.kind {
            ColumnKind::Int => " DEFAULT 0",
            ColumnKind::Text | ColumnKind::Bytes => " DEFAULT ''",
        });
    }
    sql.text()
}

fn column(sql: &mut Sql<Postgres>, column: &Column) {
    sql.name(&column.name).put(match column.kind {
        ColumnKind::Int => " bigint",
        ColumnKind::Text => " text COLLATE \"C\"",
        ColumnKind::Bytes => " bytea",
    });
    if column.required {
        sql.put(" NOT NULL");
    }
}

/// `how`: nothing, or `CONCURRENTLY IF NOT EXISTS` outside a transaction.
pub(crate) fn create_index(index: &Index, how: &str) -> Result<String> {
    let mut sql = Sql::<Postgres>::definition();
    sql.index_head(index, how).put(" (").index_parts(index);
    if !index.include.is_empty() {
        sql.put(") INCLUDE (").names(&index.include);
    }
    sql.put(")");
    sql.index_condition(index);
    Ok(sql.finish()?.text)
}

/// A short pending list: a search reads it whole.
fn create_search(search: &Name) -> Vec<String> {
    vec![
        format!(
            "CREATE TABLE \"{search}\" (id bigint, tokens tsvector NOT NULL, CONSTRAINT \"pk_{search}\" PRIMARY KEY (id))"
        ),
        format!("CREATE INDEX \"ix_{search}\" ON \"{search}\" USING gin (tokens) WITH (gin_pending_list_limit = 256)"),
    ]
}

fn seal(table: &Name) -> Vec<String> {
    vec![
        format!(
            "CREATE TRIGGER \"sealed\" BEFORE UPDATE OR DELETE ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION sealed()"
        ),
        format!(
            "CREATE TRIGGER \"sealed_whole\" BEFORE TRUNCATE ON \"{table}\" FOR EACH STATEMENT EXECUTE FUNCTION sealed()"
        ),
    ]
}
