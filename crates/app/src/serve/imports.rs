//! Imports for the pages: the port of `edge-web`, carried out by the library of `edge-connect`. Here because edges never use one another.

use std::sync::Arc;

use axum::body::Body;
use edge_connect::import::{self, Incoming, Inspected};
use edge_web::ports::{Guess, Imports, Later, Seen, Shape, Stored};
use records::{
    Caller,
    import::{Plan, plan::DateOrder},
};
use serde_json::Value as Json;
use types::{Id, Problem, Result, words::Lang};

use crate::house::House;

/// The library of one house, as the pages ask for it.
struct Library(import::Imports);

/// What `edge-web` asks for.
pub fn port(house: &House) -> Arc<dyn Imports> {
    Arc::new(Library(house.imports()))
}

impl Imports for Library {
    fn draft(&self, caller: Caller, object: String, file: Stored) -> Later<Id> {
        let library = self.0.clone();
        let file = Incoming { name: file.name, sha256: file.sha256, size: file.size };
        Box::pin(async move { Ok(library.draft(caller, &object, file).await?.0) })
    }

    fn becomes(&self, caller: Caller, import: Id, object: String) -> Later<Id> {
        let library = self.0.clone();
        Box::pin(async move { library.becomes(caller, import, &object).await })
    }

    fn look(&self, caller: Caller, import: Id) -> Later<Seen> {
        let library = self.0.clone();
        Box::pin(async move { seen(library.look(caller, import).await?) })
    }

    fn reshape(&self, caller: Caller, import: Id, shape: Shape, dates: Option<DateOrder>) -> Later<()> {
        let library = self.0.clone();
        Box::pin(async move {
            let now = library.look(caller.clone(), import).await?;
            let wanted = shaped(&now, &shape)?;
            let now = match wanted == now.source.shape {
                true => now,
                false => library.reshape(caller.clone(), import, wanted).await?,
            };
            if now.plan.reading.date_order == dates {
                return Ok(());
            }
            let mut plan = now.plan;
            plan.reading.date_order = dates;
            // what was guessed of single columns gives way to what was chosen for all
            plan.columns.iter_mut().for_each(|column| column.date_order = None);
            library.remap(caller, import, plan).await
        })
    }

    fn plan(&self, caller: Caller, import: Id, plan: Plan) -> Later<()> {
        let library = self.0.clone();
        Box::pin(async move { library.remap(caller, import, plan).await })
    }

    fn check(&self, caller: Caller, import: Id) -> Later<()> {
        let library = self.0.clone();
        Box::pin(async move { library.try_out(caller, import).await.map(drop) })
    }

    fn go(&self, caller: Caller, import: Id) -> Later<()> {
        let library = self.0.clone();
        Box::pin(async move { library.go(caller, import).await.map(drop) })
    }

    fn stop(&self, caller: Caller, import: Id) -> Later<()> {
        let library = self.0.clone();
        Box::pin(async move {
            let standing = library.standing(caller.clone(), import).await?;
            let job = standing.job.ok_or_else(Problem::not_found)?;
            library.cancel(caller, job.id).await
        })
    }

    fn undo(&self, caller: Caller, import: Id) -> Later<()> {
        let library = self.0.clone();
        Box::pin(async move { library.undo(caller, import).await.map(drop) })
    }

    fn refused(&self, caller: Caller, import: Id, lang: Lang) -> Later<Body> {
        let library = self.0.clone();
        // of a run the job and the import have one id
        Box::pin(async move { Ok(import::body(library.refused(caller, import, lang).await?)) })
    }

    fn save(&self, caller: Caller, import: Id, name: String) -> Later<()> {
        let library = self.0.clone();
        Box::pin(async move {
            let standing = library.standing(caller.clone(), import).await?;
            library.save(caller, &standing.object, &name, standing.map).await.map(drop)
        })
    }

    fn saved(&self, caller: Caller, object: String) -> Later<Vec<(Id, String)>> {
        let library = self.0.clone();
        Box::pin(async move {
            let saved = library.saved(caller, &object).await?;
            Ok(saved.into_iter().map(|one| (one.id, one.name)).collect())
        })
    }

    fn apply(&self, caller: Caller, import: Id, saved: Id) -> Later<()> {
        let library = self.0.clone();
        Box::pin(async move { library.apply(caller, import, saved).await })
    }
}

fn seen(found: Inspected) -> Result<Seen> {
    let kinds = found.kinds.iter().map(|kind| word(kind, "kind")).collect::<Result<_>>()?;
    let guesses = found.guesses.iter().map(|guess| {
        let sure = guess.confidence >= edge_connect::formats::guess::SURE;
        Ok(Guess { column: guess.column, field: guess.field.clone(), sure, why: word(guess, "why")? })
    });
    let shape = &found.source.shape;
    Ok(Seen {
        size: found.source.size,
        shape: Shape {
            kind: word(shape, "kind")?,
            encoding: word(shape, "encoding")?,
            delimiter: shape.delimiter,
            header: shape.header,
            skip_lines: shape.skip_lines,
            sheet: shape.sheet.clone(),
        },
        guesses: guesses.collect::<Result<_>>()?,
        kinds,
        sheets: found.sheets,
        columns: found.columns,
        samples: found.samples,
        lines: found.lines,
        bad: found.bad,
        plan: found.plan,
        saved: found.saved,
        brings_files: found.named.is_some(),
    })
}

/// One word of what the library tells programs: the codes of its enums are its contract, their variants are not.
fn word(of: &impl serde::Serialize, name: &str) -> Result<String> {
    let told = serde_json::to_value(of).map_err(Problem::internal)?;
    Ok(told[name].as_str().unwrap_or_default().to_string())
}

/// The shape that is there, with what a person has changed.
fn shaped(now: &Inspected, wish: &Shape) -> Result<edge_connect::formats::Shape> {
    let mut shape = now.source.shape.clone();
    shape.encoding =
        serde_json::from_value(Json::from(wish.encoding.as_str())).map_err(|_| Problem::bad("bad_query"))?;
    shape.delimiter = wish.delimiter;
    shape.header = wish.header;
    shape.skip_lines = wish.skip_lines;
    shape.sheet = wish.sheet.clone();
    Ok(shape)
}
