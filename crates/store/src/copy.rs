//! All rows of one database into an empty other one, of either kind. Called by `zhike migrate --to`.

use std::time::Duration;

use types::Name;

use crate::{Cell, Change, Clash, Compare, Database, Direction, Error, Expr, Result, Select, Step, Tx};

/// Rows on one trip.
const BATCH: u64 = 500;
/// A big installation takes hours; its snapshot stays the same all the while.
const PATIENCE: Duration = Duration::from_secs(48 * 3_600);

/// A table to be copied.
#[derive(Clone, Debug, PartialEq)]
struct Table {
    name: Name,
    columns: Vec<Name>,
    key: Vec<Name>,
}

/// Makes the shape that `steps` describe (all of them: the migrations' and the catalog's) in `to`, copies every row of one snapshot of
/// `from`, continues the sequences, then builds indexes and seals. `progress` hears table and rows so far. Says how many rows there are.
///
/// Search indexes come out empty, because SQLite does not keep their words: fill them from the records afterwards.
///
/// # Errors
/// `Other` when `to` is not empty or the counts differ in the end; whatever the databases say.
pub fn copy_all(
    from: &Database,
    to: &Database,
    steps: &[Step],
    mut progress: impl FnMut(&Name, u64) + Send + 'static,
) -> Result<u64> {
    let (from, to) = (from.with_deadline(PATIENCE), to.with_deadline(PATIENCE));
    if count(&to, &Name::of("migrations"))? > 0 {
        return Err(Error::Other("the database to copy into is not empty".into()));
    }
    let tables = tables(steps);
    let steps = steps.to_vec();
    from.read_now(move |tx| {
        shape(tx, &to, &steps)?;
        let mut total = 0;
        for table in &tables {
            let copied = rows(tx, &to, table, &mut |count| progress(&table.name, count))?;
            let there = count(&to, &table.name)?;
            if copied != there {
                return Err(Error::Other(format!("{}: {copied} rows were copied, {there} are there", table.name)));
            }
            total += copied;
        }
        for step in steps.iter().filter(|step| comes_last(step)) {
            let step = step.clone();
            to.write_now(move |tx| tx.reshape(&step))?;
        }
        for table in own() {
            rows(tx, &to, &table, &mut |_| {})?;
        }
        Ok(total)
    })
}

/// Tables first, sequences where they stand now; what slows down or refuses new rows comes after them.
fn shape(tx: &mut Tx, to: &Database, steps: &[Step]) -> Result<()> {
    for step in steps.iter().filter(|step| !comes_last(step)) {
        let step = match step {
            Step::CreateSequence { sequence, .. } => {
                Step::CreateSequence { sequence: sequence.clone(), start: tx.peek_number(sequence)? }
            }
            other => other.clone(),
        };
        to.write_now(move |tx| tx.reshape(&step))?;
    }
    Ok(())
}

fn comes_last(step: &Step) -> bool {
    matches!(step, Step::CreateIndex(_) | Step::Seal { .. })
}

/// The tables there are after these steps.
fn tables(steps: &[Step]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for step in steps {
        match step {
            Step::CreateTable { table, columns, key } => {
                let columns = columns.iter().map(|c| c.name.clone()).collect();
                tables.push(Table { name: table.clone(), columns, key: key.clone() });
            }
            Step::AddColumn { table, column } => {
                if let Some(table) = tables.iter_mut().find(|t| t.name == *table) {
                    table.columns.push(column.name.clone());
                }
            }
            Step::DropTable { table } => tables.retain(|t| t.name != *table),
            _ => {}
        }
    }
    tables
}

/// The store's own: last of all, so that a copy that broke off is not taken for a whole one.
fn own() -> [Table; 2] {
    let table = |name: &str, columns: [&str; 2]| Table {
        name: Name::of(name),
        columns: columns.map(Name::of).to_vec(),
        key: vec![Name::of(columns[0])],
    };
    [table("nodes", ["node", "floor"]), table("migrations", ["number", "name"])]
}

fn rows(tx: &mut Tx, to: &Database, table: &Table, progress: &mut impl FnMut(u64)) -> Result<u64> {
    let mut copied = 0;
    let mut last: Option<Vec<Cell>> = None;
    loop {
        let batch: Vec<Vec<Cell>> = tx.rows(&page(table, last.as_deref()))?.iter().map(<[Cell]>::to_vec).collect();
        let Some(end) = batch.last() else { return Ok(copied) };
        let whole = table.key.is_empty() || (batch.len() as u64) < BATCH;
        let place = |name: &Name| table.columns.iter().position(|c| c == name).and_then(|at| end.get(at)).cloned();
        last = table.key.iter().map(place).collect();
        copied += batch.len() as u64;
        // the nodes of the new database are there already
        let clash = match table.name.as_str() {
            "nodes" => Clash::Replace { key: table.key.clone(), set: vec![Name::of("floor")] },
            _ => Clash::Refuse,
        };
        let change = Change::Insert { table: table.name.clone(), columns: table.columns.clone(), rows: batch, clash };
        to.write_now(move |tx| tx.run(&change))?;
        progress(copied);
        if whole {
            return Ok(copied);
        }
    }
}

/// The next rows in the order of the key; a table without one in a single piece.
fn page(table: &Table, last: Option<&[Cell]>) -> Select {
    let columns: Vec<&str> = table.columns.iter().map(Name::as_str).collect();
    let mut query = Select::from(&table.name, &columns);
    let key: Vec<Expr> = table.key.iter().map(|name| Expr::Column(0, name.clone())).collect();
    if key.is_empty() {
        return query;
    }
    if let Some(last) = last {
        let after = last.iter().cloned().map(Expr::Value).collect();
        query = query.filter(Expr::Tuple(key.clone()).compare(Compare::Gt, Expr::Tuple(after)));
    }
    query.order = key.into_iter().map(|column| (column, Direction::Up)).collect();
    query.limit(BATCH)
}

fn count(db: &Database, table: &Name) -> Result<u64> {
    let query = Select { columns: vec![Expr::CountRows], ..Select::from(table, &[]) };
    let count = db.read_now(move |tx| tx.rows(&query))?.number();
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
}
