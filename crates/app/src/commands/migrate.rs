//! `zhike migrate`: the database is brought to this version by being opened; with `--to`, the whole installation moves to another one.

use serde_json::json;
use store::{Database, Options, copy_all};
use types::{Id, Problem, Result};

use crate::{
    args::Migrate,
    house::{self, House},
    say::{Answer, Say, app},
};

pub fn run(what: &Migrate, house: &House, say: &mut dyn Say) -> Result<Answer> {
    match &what.to {
        None => Ok(Answer::new(app(say.lang(), "up-to-date", &[]), json!({ "up_to_date": true }))),
        // what is written meanwhile would stay behind
        Some(_) if house.serving => Err(Problem::conflict("server_running")),
        Some(url) => copy(house, url, say),
    }
}

fn copy(house: &House, url: &str, say: &mut dyn Say) -> Result<Answer> {
    let steps = house.read(|cx| Ok(records::transfer::shape(cx)))?;
    let to = Database::open(&Options::new(url)).map_err(house::named)?;
    let rows = rows(house, &to, &steps, say)?;
    drop(to);
    let mut settings = (*house.settings).clone();
    settings.database = url.to_string();
    let there = House::open(&settings)?;
    refill(&there, say)?;
    let text = app(say.lang(), "migrated", &[("rows", rows.into())]);
    Ok(Answer::new(text, json!({ "rows": rows })))
}

/// The copy runs on the database's thread and cannot speak itself.
fn rows(house: &House, to: &Database, steps: &[store::Step], say: &mut dyn Say) -> Result<u64> {
    let (told, heard) = std::sync::mpsc::channel::<(String, u64)>();
    std::thread::scope(|scope| {
        let copying = scope.spawn(move || {
            copy_all(house.engine.database(), to, steps, move |table, count| {
                let _ = told.send((table.to_string(), count));
            })
        });
        let mut listened = Ok(());
        for (table, count) in heard {
            if listened.is_ok() {
                listened = say.progress(&table, count, 0);
            }
        }
        let copied = copying.join().map_err(|_| Problem::internal("the copy panicked"))??;
        listened.map(|()| copied)
    })
}

/// Search words are no rows: they are made again from the records.
fn refill(there: &House, say: &mut dyn Say) -> Result<()> {
    let catalog = there.engine.shared().catalog.clone();
    for object in catalog.objects.values().filter(|object| object.living().any(|field| field.search.is_some())) {
        let what = app(say.lang(), "migrate-search", &[("object", object.plural.get(say.lang()).into())]);
        let mut last = Some(Id(0));
        while let Some(after) = last {
            say.progress(&what, 0, 0)?;
            let object = object.clone();
            last = there.write_behind(move |cx| records::transfer::refill(cx, &object, after))?;
        }
    }
    Ok(())
}
