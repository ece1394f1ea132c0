//! Inspect: look at a file and propose what to do with it: its shape, the mapping of its columns, the key. A saved mapping for the same header comes
//! first. Everything may be changed by whoever asked.

use records::{
    Caller, Cx,
    import::{
        Column, OnDuplicate, Plan, Unknown,
        plan::{CONTENT, DateOrder, Mark},
    },
    schema::Object,
};
use serde::Serialize;
use types::{FieldProblem, Result};

use super::{Imports, Incoming, Source, content, facts, files::blocking, problems, saved};
use crate::formats::{
    self, Inspection, Limits, Shape,
    guess::{self, DecimalMark, Guess, Guessed, Why, guess_kind, guess_mapping},
};

/// What `external_id` is unique within when nobody says which system a file comes from.
pub const EXTERNAL_SOURCE: &str = "import";

/// A file as it was understood.
#[derive(Clone, Debug, Serialize)]
pub struct Inspected {
    pub source: Source,
    pub sheets: Vec<String>,
    pub columns: Vec<String>,
    pub samples: Vec<Vec<String>>,
    /// where each of these rows stands in the file
    pub lines: Vec<u64>,
    /// rows among the first that cannot be read: where, and why
    #[serde(skip)]
    pub bad: Vec<(u64, FieldProblem)>,
    /// what each column seems to hold
    pub kinds: Vec<Guessed>,
    pub guesses: Vec<Guess>,
    pub plan: Plan,
    /// the saved mapping that the plan is of
    pub saved: Option<String>,
    /// the column whose cells name files that came along
    pub named: Option<usize>,
}

impl Imports {
    /// Looks at a file; `shape`: as a person has changed it.
    pub async fn inspect(
        &self,
        caller: Caller,
        object: &str,
        file: Incoming,
        shape: Option<Shape>,
    ) -> Result<Inspected> {
        let here = self.clone();
        let (source, seen, named) = blocking(move || {
            let content = here.open(&file.sha256)?;
            let limits = Limits::default();
            let seen = match &shape {
                Some(shape) => formats::preview(content, shape, limits),
                None => formats::inspect(content, &file.name, limits),
            };
            let seen = seen.map_err(|problem| problems::of_file(&problem))?;
            let named = content::column(here.open(&file.sha256)?, &seen.samples, seen.columns.len());
            let named = named.map_err(|problem| problems::of_file(&problem))?;
            Ok((file.shaped(seen.shape.clone()), seen, named))
        })
        .await?;
        let object = object.to_string();
        self.engine
            .read(caller, move |cx| {
                let object = cx.catalog.find(&object)?;
                understood(cx, &object, source, seen, named)
            })
            .await
    }
}

/// `named`: the column whose cells name files that came along.
fn understood(
    cx: &mut Cx,
    object: &Object,
    source: Source,
    seen: Inspection,
    named: Option<usize>,
) -> Result<Inspected> {
    let facts = facts::of(cx, object)?;
    let mut guesses = guess_mapping(&object.name, &seen.columns, &seen.samples, &facts.fields);
    let cells = |column: usize| seen.samples.iter().filter_map(move |row| row.get(column)).map(String::as_str);
    let kinds: Vec<Guessed> = (0..seen.columns.len()).map(|column| guess_kind(cells(column))).collect();
    let (plan, saved) = match saved::of_header(cx, &object.name, &seen.columns)? {
        Some((name, map)) => (map.plan(&object.name, &seen.columns)?, Some(name)),
        None => {
            let mut plan = proposed(object, &seen.columns, &kinds, &guesses, &facts);
            if let (Some(at), true) = (named, object.content().is_some()) {
                guesses.push(Guess { column: at, field: CONTENT.into(), confidence: 100, why: Why::Values });
                plan.columns.push(Column {
                    at: Some(at),
                    name: seen.columns[at].clone(),
                    to: CONTENT.into(),
                    ..Column::default()
                });
                plan.columns.sort_by_key(|column| column.at);
            }
            (plan, None)
        }
    };
    guesses.iter_mut().for_each(|guess| guess.field = facts.path(&guess.field));
    Ok(Inspected {
        source,
        sheets: seen.sheets,
        columns: seen.columns,
        samples: seen.samples,
        lines: seen.lines,
        bad: seen.bad.iter().map(|row| (row.number, problems::of_row(&row.problem))).collect(),
        kinds,
        guesses,
        plan,
        saved,
        named,
    })
}

fn proposed(object: &Object, names: &[String], kinds: &[Guessed], guesses: &[Guess], facts: &facts::Facts) -> Plan {
    let mut columns: Vec<Column> = guesses
        .iter()
        .map(|guess| Column {
            at: Some(guess.column),
            name: names[guess.column].clone(),
            to: facts.path(&guess.field),
            date_order: date_order(&kinds[guess.column]),
            mark: mark(&kinds[guess.column]),
            ..Column::default()
        })
        .collect();
    let described = describe(&mut columns, object);
    let mapped = |field: &str| columns.iter().any(|column| column.to == field);
    let keys = std::iter::once("external_id").chain(object.keys.iter().map(|key| key.as_str()));
    let key = keys.into_iter().find(|key| mapped(key)).map(str::to_string);
    let external_source = mapped("external_id").then(|| EXTERNAL_SOURCE.to_string());
    // who is named before their own row comes is completed by it
    let on_duplicate = if described { OnDuplicate::Update } else { OnDuplicate::default() };
    Plan { object: object.name.to_string(), columns, key, on_duplicate, external_source, ..Plan::default() }
}

/// People with a manager and a region are members of a team that is known by both; the managers, who may have no row of their own, are made.
fn describe(columns: &mut Vec<Column>, object: &Object) -> bool {
    let place = |field: &str| columns.iter().position(|column| column.to == field);
    let itself = object.field("manager").is_some_and(|field| field.kind.target() == Some(&*object.name));
    let (Some(region), Some(manager), true) = (place("team.region"), place("manager"), itself) else { return false };
    if place("team").is_some() || place("team.manager").is_some() {
        return false;
    }
    let team = Column { to: "team.manager".into(), ..columns[manager].clone() };
    columns[manager].unknown = Some(Unknown::Create);
    // the region first: so the names of teams stand together by region
    columns.insert(region + 1, team);
    true
}

fn date_order(kind: &Guessed) -> Option<DateOrder> {
    let (Guessed::Date { order, .. } | Guessed::DateTime { order, .. }) = kind else { return None };
    match order {
        guess::DateOrder::YearMonthDay => None,
        guess::DateOrder::DayMonthYear => Some(DateOrder::Dmy),
        guess::DateOrder::MonthDayYear => Some(DateOrder::Mdy),
    }
}

fn mark(kind: &Guessed) -> Option<Mark> {
    let (Guessed::Decimal { mark } | Guessed::Money { mark, .. } | Guessed::Percent { mark }) = kind else {
        return None;
    };
    match mark {
        DecimalMark::Point => None,
        DecimalMark::Comma => Some(Mark::Comma),
    }
}
