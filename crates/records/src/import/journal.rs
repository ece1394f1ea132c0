//! The journal of an import: its record among `imports`, and what it changed, so that it can be undone. What it made carries its id.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use store::{Change, Clash, Expr, Select};
use types::{Id, Instant, Name, Problem, Result, Value};

use super::Tally;
use crate::{
    access::{Action, Actor, Scope, scope},
    context::Cx,
    field,
    schema::Write,
    visible::Visible,
    write::{self, Input, Written, bulk},
};

/// How long an import can be undone.
pub const UNDO: i64 = 30 * Instant::DAY;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// uploaded; its mapping is being chosen
    Draft,
    Checking,
    Checked,
    Running,
    Done,
    Failed,
    Cancelled,
    Undoing,
    Undone,
}

impl State {
    const ALL: [State; 9] = [
        State::Draft,
        State::Checking,
        State::Checked,
        State::Running,
        State::Done,
        State::Failed,
        State::Cancelled,
        State::Undoing,
        State::Undone,
    ];

    pub fn parse(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Checking => "checking",
            State::Checked => "checked",
            State::Running => "running",
            State::Done => "done",
            State::Failed => "failed",
            State::Cancelled => "cancelled",
            State::Undoing => "undoing",
            State::Undone => "undone",
        }
    }
}

/// What is imported.
#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    /// under which its bytes are stored
    pub sha256: String,
}

/// Opens the record of an import in the caller's name. The caller needs the right to import the object.
pub fn begin(cx: &mut Cx, object: &Name, file: &File, mapping: &str, state: State) -> Result<Id> {
    let target = cx.catalog.find(object)?;
    scope(cx, &target, Action::Import)?;
    let scope = imports(cx, Action::Create)?;
    let input = Input::default()
        .text("file_name", &file.name)
        .text("file_sha256", &file.sha256)
        .text("object", object.as_str())
        .text("mapping", mapping)
        .set("state", Value::text(state.word()));
    write::created(cx, &scope, input)
}

/// Another mapping for an import that has not been run; what was checked under the old one no longer holds.
pub fn remap(cx: &mut Cx, import: Id, mapping: &str) -> Result<()> {
    let scope = imports(cx, Action::Edit)?;
    let input = Input::default().text("mapping", mapping).set("state", Value::text(State::Draft.word()));
    bulk::changed(cx, &scope, import, input)?.map(drop)
}

/// The job that works on it from here on: by it whoever began the import finds the outcome again.
pub fn worked_on_by(cx: &mut Cx, import: Id, job: Id) -> Result<()> {
    let scope = imports(cx, Action::Edit)?;
    bulk::changed(cx, &scope, import, Input::default().text("job", job.to_string()))?.map(drop)
}

/// An import of the caller's own, or one they may see.
pub fn get(cx: &mut Cx, import: Id) -> Result<Visible> {
    let object = cx.catalog.find("imports")?;
    crate::query::get(cx, &object, import, None)
}

/// Where an import stands, with its counts.
pub fn note(cx: &mut Cx, import: Id, state: State, tally: Option<&Tally>) -> Result<()> {
    let scope = imports(cx, Action::Edit)?;
    let mut input = Input::default().set("state", Value::text(state.word()));
    if let Some(tally) = tally {
        let counts = [
            ("read", tally.read),
            ("created", tally.created),
            ("updated", tally.updated),
            ("skipped", tally.skipped),
            ("failed", tally.failed),
            ("unresolved", tally.unresolved),
        ];
        for (name, count) in counts {
            input = input.set(name, Value::Int(count as i64));
        }
    }
    let now = Value::Time(cx.now);
    input = match state {
        State::Running => input.set("started_at", now),
        State::Done | State::Cancelled | State::Failed => {
            input.set("finished_at", now).set("undo_until", Value::Time(cx.now.plus(UNDO)))
        }
        State::Undone => input.set("undone_at", now),
        State::Draft | State::Checking | State::Checked | State::Undoing => input,
    };
    bulk::changed(cx, &scope, import, input)?.map(drop)
}

/// It stands as it stood before its undo was ordered: the undo is over before it came to its end, and may be ordered again.
pub fn undo_stopped(cx: &mut Cx, import: Id, was: State) -> Result<()> {
    if get(cx, import)?.get("state").as_text() != Some(State::Undoing.word()) {
        return Ok(());
    }
    let scope = imports(cx, Action::Edit)?;
    bulk::changed(cx, &scope, import, Input::default().set("state", Value::text(was.word())))?.map(drop)
}

fn imports(cx: &Cx, action: Action) -> Result<Scope> {
    let object = cx.catalog.find("imports")?;
    scope(cx, &object, action).map(Scope::for_verb)
}

/// From here on the audit says that what happens comes from this import.
pub(super) fn act_for(cx: &mut Cx, import: Id) {
    cx.actor = Arc::new(Actor { via: Some(import), ..Actor::clone(&cx.actor) });
}

fn table() -> Name {
    Name::of("import_changes")
}

/// A record that was there and that an import changed.
#[derive(Clone, Debug)]
pub(super) struct Changed {
    pub record: Id,
    /// field → [before, after], in the form of the REST contract
    pub fields: Map<String, Json>,
    /// an undo has put back some of its fields and could not put back these
    pub in_part: bool,
}

/// Keeps what a change of an import replaced; of several changes of one record, what was there before the first. A record that the import made itself
/// is taken away as a whole: nothing of it is kept.
pub(super) fn keep(cx: &mut Cx, import: Id, written: &Written) -> Result<()> {
    let Some(before) = &written.before else { return Ok(()) };
    let made = Select::from(written.object.table(), &["id"])
        .filter(Expr::column(0, "id").eq(written.after.id))
        .filter(Expr::column(0, "import").eq(import));
    if !cx.rows(&made)?.is_empty() {
        return Ok(());
    }
    let this = Expr::column(0, "import").eq(import).and(Expr::column(0, "record").eq(written.after.id));
    let earlier = cx.rows(&Select::from(&table(), &["before"]).filter(this))?;
    let text = earlier.first().and_then(|row| row[0].as_text());
    let mut fields: Map<String, Json> = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    for (position, one) in written.object.fields.iter().enumerate() {
        let (was, is) = (&before.values[position], &written.after.values[position]);
        if one.removed || one.write != Write::Caller || was == is {
            continue;
        }
        let first = fields.get(&*one.name).and_then(|pair| pair.get(0).cloned());
        let pair = json!([first.unwrap_or_else(|| field::to_json(one, was)), field::to_json(one, is)]);
        fields.insert(one.name.to_string(), pair);
    }
    let body = serde_json::to_string(&fields).map_err(Problem::internal)?;
    let row = vec![
        import.into(),
        written.after.id.into(),
        (&written.object.name).into(),
        written.after.version.into(),
        body.into(),
    ];
    cx.run(&Change::Insert {
        table: table(),
        columns: ["import", "record", "object", "version", "before"].iter().map(|c| Name::of(c)).collect(),
        rows: vec![row],
        clash: Clash::Replace {
            key: vec![Name::of("import"), Name::of("record")],
            set: vec![Name::of("version"), Name::of("before")],
        },
    })?;
    Ok(())
}

/// What an import changed, in order of id; `after` = the last record of the page before.
pub(super) fn changes(cx: &mut Cx, import: Id, after: Id, limit: u64) -> Result<Vec<Changed>> {
    let query = Select::from(&table(), &["record", "before", "version"])
        .filter(Expr::column(0, "import").eq(import))
        .filter(Expr::column(0, "record").compare(store::Compare::Gt, Expr::value(after)))
        .order(Expr::column(0, "record"), store::Direction::Up)
        .limit(limit);
    let rows = cx.rows(&query)?;
    let read = rows.iter().filter_map(|row| {
        let fields = serde_json::from_str(row[1].as_text()?).ok()?;
        Some(Changed { record: Id(row[0].as_int()?), fields, in_part: row[2].as_int() == Some(IN_PART) })
    });
    Ok(read.collect())
}

/// Instead of the version of a change of which a part was put back.
const IN_PART: i64 = 0;

/// What is back needs not be put back again: only the fields that were left are kept for the next try.
pub(super) fn put_back(cx: &mut Cx, import: Id, change: &Changed, left: &[String]) -> Result<()> {
    let this = Expr::column(0, "import").eq(import).and(Expr::column(0, "record").eq(change.record));
    if left.is_empty() {
        return cx.run(&store::Change::delete(&table(), this)).map(drop);
    }
    if left.len() == change.fields.len() {
        return Ok(());
    }
    let fields: Map<String, Json> = change
        .fields
        .iter()
        .filter(|(name, _)| left.contains(name))
        .map(|(name, pair)| (name.clone(), pair.clone()))
        .collect();
    let body = serde_json::to_string(&fields).map_err(Problem::internal)?;
    let values = vec![("before", Expr::value(body)), ("version", Expr::value(IN_PART))];
    cx.run(&store::Change::update(&table(), values, this)).map(drop)
}
