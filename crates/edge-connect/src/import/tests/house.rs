//! A company with an administrator and a salesperson, and a worker that carries out jobs when a test says so.

use std::ops::Deref;

use gate::testing as gated;
use modules::testing::{made, person as sells, typed};
use records::{
    Caller,
    access::Reason,
    engine::system,
    import::{Plan, Tally},
    jobs::{self, Ended, Held},
    query::{self, Ask},
    visible::Visible,
    write,
};
use types::{Id, Problem, Result, Value, words::Lang};

use crate::import::{Imports, Incoming, Inspected, MapFile, Started};

pub struct House {
    pub imports: Imports,
    /// sells
    pub chen: Id,
    house: gated::House,
}

impl Deref for House {
    type Target = gated::House;

    fn deref(&self) -> &gated::House {
        &self.house
    }
}

/// Runs the test in a fresh company on every database there is.
pub fn house(test: impl Fn(&House)) {
    gated::house(|house| {
        let team = made(&house.engine, "teams", typed(&[("name", "华东")]));
        let chen = sells(&house.engine, "陈嘉禾", "salesperson", Some(team));
        let imports = Imports { engine: house.engine.clone(), blobs: house.blobs.clone() };
        test(&House { imports, chen, house });
    });
}

pub fn person(user: Id) -> Caller {
    Caller::Person(user)
}

impl House {
    pub fn add(&self, object: &'static str, fields: &[(&str, &str)]) -> Id {
        made(&self.engine, object, typed(fields))
    }

    pub fn edit(&self, object: &'static str, id: Id, fields: &[(&str, &str)]) {
        let input = typed(fields);
        let edited = self.write(self.zhou, move |cx| {
            let object = cx.catalog.find(object)?;
            write::update(cx, &object, id, None, input.clone()).map(drop)
        });
        edited.unwrap_or_else(|problem| panic!("{object}: {problem}"));
    }

    /// All living records of an object, in the order in which they were made, with all their fields.
    pub fn all(&self, object: &'static str) -> Vec<Visible> {
        let mut found: Vec<Visible> = Vec::new();
        let mut after = None;
        loop {
            let ask = Ask { cursor: after, ..Ask::default().sort("id", false).limit(200) };
            let page = self.read(self.zhou, move |cx| {
                let object = cx.catalog.find(object)?;
                query::list(cx, &object, &ask)
            });
            let page = page.unwrap_or_else(|problem| panic!("{object}: {problem}"));
            found.extend(page.items);
            after = page.next;
            if after.is_none() {
                return found;
            }
        }
    }

    pub fn one(&self, object: &'static str, title: &str) -> Visible {
        let found = self.all(object).into_iter().find(|one| one.title == title);
        found.unwrap_or_else(|| panic!("no {title} among {object}"))
    }

    pub fn one_by_id(&self, object: &'static str, id: Id) -> Visible {
        let found = self.read(self.zhou, move |cx| {
            let object = cx.catalog.find(object)?;
            query::get(cx, &object, id, None)
        });
        found.unwrap_or_else(|problem| panic!("{object} {id}: {problem}"))
    }

    pub fn titles(&self, object: &'static str) -> Vec<String> {
        self.all(object).into_iter().map(|one| one.title).collect()
    }

    pub fn take_in(&self, name: &str, bytes: &[u8]) -> Incoming {
        self.imports.take_in(name, bytes, 100 * 1024 * 1024).expect("there is room")
    }

    pub fn inspect(&self, object: &str, name: &str, bytes: &[u8]) -> Result<Inspected> {
        let file = self.take_in(name, bytes);
        self.runtime.block_on(self.imports.inspect(person(self.zhou), object, file, None))
    }

    /// An import as it is proposed, changed by the test before it is ordered and carried out.
    pub fn import(&self, object: &str, text: impl AsRef<[u8]>, change: impl FnOnce(&mut Plan)) -> Result<Started> {
        self.import_by(self.zhou, object, text, change)
    }

    pub fn import_by(
        &self,
        who: Id,
        object: &str,
        text: impl AsRef<[u8]>,
        change: impl FnOnce(&mut Plan),
    ) -> Result<Started> {
        let file = self.take_in("file.csv", text.as_ref());
        let Inspected { source, mut plan, .. } =
            self.runtime.block_on(self.imports.inspect(person(who), object, file, None))?;
        change(&mut plan);
        let started = self.runtime.block_on(self.imports.start(person(who), source, plan, false))?;
        self.work(started.job)?;
        Ok(started)
    }

    pub fn hold(&self, job: Id) -> Held {
        let held = self.engine.write_now(system(Reason::Upkeep), move |cx| jobs::take(cx, job));
        held.expect("jobs are read").expect("the job waits")
    }

    /// Carries out a job as a worker does.
    pub fn work(&self, job: Id) -> Result<()> {
        let held = self.hold(job);
        self.carry_out(held)
    }

    pub fn carry_out(&self, held: Held) -> Result<()> {
        let imports = self.imports.clone();
        let hand = held.clone();
        let ended = match held.kind.as_str() {
            crate::import::JOB => self.runtime.block_on(imports.run(held)),
            _ => self.runtime.block_on(imports.run_undo(held)),
        };
        let said = ended.clone();
        self.engine.write_now(system(Reason::Upkeep), move |cx| match &said {
            Ok(Ended::Done) => Ok(()),
            Ok(Ended::With(outcome)) => jobs::finish(cx, &hand, outcome),
            Ok(Ended::Stopped) => jobs::release(cx, &hand),
            Err(problem) if problem.code == "job_lost" => Ok(()),
            Err(problem) => jobs::fail(cx, &hand, problem).map(drop),
        })?;
        ended.map(drop)
    }

    /// The first step of an undo, kept with its place as the job keeps it.
    pub fn one_step_of_undo(&self, held: &Held) {
        use records::import::undo::{self, Place, Undone};
        let import = held.input["import"].as_str().and_then(Id::parse).expect("an import");
        let (hand, object) = (held.clone(), types::Name::of("accounts"));
        let stepped = self.engine.write_now(held.caller(), move |cx| {
            let (place, undone) = undo::step(cx, import, &object, &Place::default(), &Undone::default(), undo::ROWS)?;
            jobs::step(cx, &hand, &serde_json::json!(place), &serde_json::json!(undone))
        });
        stepped.expect("a step");
    }

    pub fn job(&self, job: Id) -> jobs::Job {
        self.read(self.zhou, move |cx| jobs::get(cx, job)).expect("the job is there")
    }

    pub fn tally(&self, job: Id) -> Tally {
        let job = self.job(job);
        let tally = job.outcome.get("tally").cloned().unwrap_or_else(|| job.progress["tally"].clone());
        let tally: Tally = serde_json::from_value(tally).expect("a tally");
        assert!(tally.adds_up(), "{tally:?}");
        tally
    }

    /// The file of refused rows, as lines.
    pub fn refused(&self, job: Id) -> Vec<String> {
        let file = self.runtime.block_on(self.imports.refused(person(self.zhou), job, Lang::En)).expect("a file");
        let text = std::io::read_to_string(file).expect("text");
        text.trim_start_matches('\u{feff}').lines().map(str::to_string).collect()
    }

    pub fn undo(&self, import: Id) -> Result<Id> {
        let job = self.runtime.block_on(self.imports.undo(person(self.zhou), import))?;
        self.work(job)?;
        Ok(job)
    }
}

/// read, created, updated, skipped, failed
pub fn counts(tally: &Tally) -> [u64; 5] {
    [tally.read, tally.created, tally.updated, tally.skipped, tally.failed]
}

pub fn map(toml: &str) -> MapFile {
    MapFile::parse(toml).expect("a mapping")
}

pub fn label(record: &Visible, field: &str) -> String {
    match record.get(field) {
        Value::Link(link) => link.label.clone().unwrap_or_default(),
        Value::Text(text) => text.clone(),
        Value::Empty => String::new(),
        other => panic!("{field} is {other:?}"),
    }
}

/// `code`, or `code field:code …`
pub fn codes(problem: &Problem) -> String {
    let fields = problem.fields.iter().map(|field| format!(" {}:{}", field.field, field.code));
    format!("{}{}", problem.code, fields.collect::<String>())
}
