//! Numbered changes of shape, the same list for both databases. Called by `app` at every start, before anything else touches the database.

use std::time::Duration;

use types::Name;

use crate::{Change, Database, Direction, Error, Expr, Result, Select, Step, Tx};

/// One step of the schema's history. Its number and name never change once they were released.
#[derive(Clone, Debug)]
pub struct Migration {
    pub number: i64,
    pub name: &'static str,
    pub steps: Vec<Step>,
}

/// An index over a big table takes its time.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// Brings the database to the newest known shape, each migration in a transaction of its own, and says which ones were run.
/// Several nodes may start at once: one runs them, the others find them done.
///
/// # Errors
/// `Other` when the database is newer than this program or has another history: nothing is changed then.
pub fn migrate(db: &Database, migrations: &[Migration]) -> Result<Vec<i64>> {
    let known: Vec<(i64, &str)> = migrations.iter().map(|m| (m.number, m.name)).collect();
    if !known.is_sorted_by(|a, b| a.0 < b.0) {
        return Err(Error::Other("migrations are not in the order of their numbers".into()));
    }
    let db = db.with_deadline(PATIENCE);
    let done = db.read_now(done)?;
    compare(&done, &known)?;
    let mut run = Vec::new();
    for migration in migrations {
        let one = migration.clone();
        if db.write_now(move |tx| apply(tx, &one))? {
            run.push(migration.number);
        }
    }
    Ok(run)
}

fn apply(tx: &mut Tx, migration: &Migration) -> Result<bool> {
    tx.lock_shape()?;
    if done(tx)?.iter().any(|(number, _)| *number == migration.number) {
        return Ok(false);
    }
    for step in &migration.steps {
        tx.reshape(step)?;
    }
    let row = vec![("number", migration.number.into()), ("name", migration.name.into())];
    tx.run(&Change::insert(&table(), row))?;
    Ok(true)
}

/// The migrations this database has seen, in order.
fn done(tx: &mut Tx) -> Result<Vec<(i64, String)>> {
    let query = Select::from(&table(), &["number", "name"]).order(Expr::column(0, "number"), Direction::Up);
    let rows = tx.rows(&query)?;
    let pairs = rows.iter().filter_map(|row| Some((row.first()?.as_int()?, row.get(1)?.as_text()?.to_owned())));
    Ok(pairs.collect())
}

fn compare(done: &[(i64, String)], known: &[(i64, &str)]) -> Result<()> {
    let newest = known.last().map_or(0, |(number, _)| *number);
    for (number, name) in done {
        match known.iter().find(|(k, _)| k == number) {
            Some((_, ours)) if ours == name => {}
            Some((_, ours)) => {
                return Err(Error::Other(format!(
                    "migration {number} of the database is called {name:?}, here it is {ours:?}: this is another program's database"
                )));
            }
            None if *number > newest => {
                return Err(Error::Other(format!(
                    "the database was upgraded by a newer version (migration {number} {name:?}; this one knows up to {newest}): \
                     start that version, or restore the backup made before the upgrade"
                )));
            }
            None => {
                return Err(Error::Other(format!("migration {number} {name:?} of the database is unknown here")));
            }
        }
    }
    Ok(())
}

fn table() -> Name {
    Name::of("migrations")
}
