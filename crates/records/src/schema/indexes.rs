//! Indexes at start: those that this version of the program wants for tables that are there already are built, those of ours that it wants no
//! longer are dropped. An index is told by its name, which is made of its columns in their order. Called by `setup`.

use std::{collections::HashSet, time::Duration};

use store::{Database, Index, Step, Tx};
use types::{Name, Result};

use super::{Catalog, Object, tables};

/// An index over a big table takes its time.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// Says what had to be done. Where nothing has to be, that is one query. Others who write wait for each index by itself.
pub fn match_up(db: &Database, catalog: &Catalog) -> Result<Vec<Step>> {
    let db = db.with_deadline(PATIENCE);
    let wanted = catalog.clone();
    let steps = db.read_now(move |tx| Ok::<_, types::Problem>(missing(&tx.indexes()?, &wanted)))?;
    for step in &steps {
        let step = step.clone();
        db.write_now(move |tx| one(tx, &step))?;
    }
    Ok(steps)
}

/// Another node may have been faster.
fn one(tx: &mut Tx, step: &Step) -> Result<()> {
    tx.lock_shape()?;
    let there = tx.indexes()?;
    let is_there = |wanted: &Name| there.iter().any(|(_, name)| name == wanted);
    let due = match step {
        Step::CreateIndex(index) => !is_there(&index.name),
        Step::DropIndex { index } => is_there(index),
        _ => false,
    };
    if due {
        tx.reshape(step)?;
    }
    Ok(())
}

/// First what is missing, then what is there for nothing.
fn missing(there: &[(Name, Name)], catalog: &Catalog) -> Vec<Step> {
    let names: HashSet<&Name> = there.iter().map(|(_, name)| name).collect();
    let objects = || catalog.objects.values();
    let new = objects().flat_map(|object| tables::indexes(object)).filter(|index| !names.contains(&index.name));
    let mut steps: Vec<Step> = new.map(Step::CreateIndex).collect();
    for object in objects() {
        let ours = ["ix", "ux"].map(|kind| format!("{kind}_{}_", object.name));
        let kept: HashSet<Name> = with_removed(object).into_iter().map(|index| index.name).collect();
        let idle = there.iter().filter(|(table, name)| {
            table == object.table() && ours.iter().any(|ours| name.starts_with(ours)) && !kept.contains(name)
        });
        steps.extend(idle.map(|(_, name)| Step::DropIndex { index: name.clone() }));
    }
    steps
}

/// Also those of fields that were removed, which may come back.
fn with_removed(object: &Object) -> Vec<Index> {
    let mut whole = object.clone();
    for field in &mut whole.fields {
        field.removed = false;
    }
    tables::indexes(&whole)
}

#[cfg(test)]
mod tests {
    use store::{Expr, IndexPart, testing::each_database};
    use types::Instant;

    use super::*;
    use crate::{
        Modules,
        schema::{change, ship::FieldFile},
        setup,
        testing::{World, objects, roles},
    };

    fn there(db: &Database) -> Vec<String> {
        let mut names: Vec<String> = db
            .read_now(|tx| tx.indexes())
            .unwrap()
            .into_iter()
            .map(|(table, name)| format!("{table}.{name}"))
            .collect();
        names.sort();
        names
    }

    fn start(db: &Database) {
        let modules = Modules { objects: objects(), roles: roles(), ..Modules::default() };
        setup::prepare(db, &modules, Instant(1)).unwrap();
    }

    fn room(world: &World, name: &'static str) {
        let label = serde_json::json!({ "zh": name, "en": name });
        let file = serde_json::json!({ "name": name, "type": "text", "indexed": true, "label": label });
        let file: FieldFile = serde_json::from_value(file).unwrap();
        world
            .write(world.people.ada, move |cx| {
                let patients = cx.catalog.find("patients")?;
                change::add_field(cx, &patients, file.clone())
            })
            .unwrap();
    }

    #[test]
    fn an_installation_of_before_gets_the_indexes_of_today_once() {
        each_database(|db| {
            let world = World::new(db);
            let db = world.engine.database().clone();
            room(&world, "room");
            room(&world, "bed");
            world
                .write(world.people.ada, |cx| {
                    let patients = cx.catalog.find("patients")?;
                    change::remove_field(cx, &patients, &Name::of("bed"))
                })
                .unwrap();
            let today = there(&db);
            assert!(today.contains(&"patients.ux_patients_external_id_external_source".to_string()), "{today:?}");
            // as an earlier version had laid it out
            let old = |name: &str, columns: &[&str], unique| {
                Step::CreateIndex(Index {
                    name: Name::of(name),
                    table: Name::of("patients"),
                    columns: columns.iter().map(|column| IndexPart::Column(Name::of(column))).collect(),
                    unique,
                    only: Some(Expr::column(0, "deleted_at").is_null()),
                    include: Vec::new(),
                })
            };
            let drop = |name: &str| Step::DropIndex { index: Name::of(name) };
            for step in [
                drop("ux_patients_external_id_external_source"),
                old("ux_patients_external", &["external_source", "external_id"], true),
                drop("ix_patients_owning_team_state_admitted_fee_base_id"),
                old("ix_patients_state_fee_base_id", &["state", "fee_base", "id"], false),
                // the owner of the database made this one
                old("nightly", &["name", "id"], false),
            ] {
                db.write_now(move |tx| tx.reshape(&step)).unwrap();
            }
            start(&db);
            let mut expected = today;
            expected.push("patients.nightly".into());
            expected.sort();
            assert_eq!(there(&db), expected);
            start(&db);
            assert_eq!(there(&db), expected);
            let mut catalog = Catalog::of(objects());
            catalog = db.read_now(move |tx| crate::schema::overlay::laid_over(tx, &catalog, 0)).unwrap();
            assert_eq!(match_up(&db, &catalog).unwrap(), [], "a second start has nothing to do");
        });
    }
}
