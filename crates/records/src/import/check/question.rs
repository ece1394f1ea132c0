//! Questions: each value that fits nothing is asked about once, with the number of its rows and what it most resembles.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use types::{
    Id, Result,
    display::parse::{Order, parse_date},
    text::fold,
};

use crate::{
    context::Cx,
    import::{
        Bound, Directory,
        bind::{Slot, Target},
        nearest,
        plan::{DateOrder, Unknown},
    },
    query,
};

/// Questions listed.
const LISTED: usize = 200;
/// Distinct values remembered; a column with more is not what it was taken for.
const REMEMBERED: usize = 20_000;
/// Lines named with a question.
pub const LINES: usize = 5;

/// One value that needs a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// as the plan says it
    pub field: String,
    /// place of the column in the file, from zero
    pub column: Option<usize>,
    /// as the file calls it
    pub name: String,
    pub kind: Kind,
    pub value: String,
    pub rows: u64,
    /// the first lines that hold it
    pub lines: Vec<u64>,
    /// what happens if nothing is decided; for `similar` it is linked to the first choice
    pub otherwise: Unknown,
    /// what it may mean, the likeliest first
    pub choices: Vec<Choice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// no record is called so
    Link,
    /// several records are called so
    Ambiguous,
    /// one record is called nearly so, and was taken
    Similar,
    /// no option is called so
    Choice,
    /// anything else that cannot be what it should
    Value,
    /// day and month of the column's dates cannot be told apart; `value` is the first of them, the choices are its readings by order (`dmy`, `mdy`),
    /// the one that was taken first
    Dates,
}

/// What to give as `as` in a decision, and how people know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// but for a slip of the pen the same name
    #[serde(default)]
    pub slip: bool,
}

struct Asked {
    value: String,
    rows: u64,
    lines: Vec<u64>,
    otherwise: Unknown,
    id: Option<Id>,
}

#[derive(Default)]
pub struct Questions {
    asked: HashMap<(usize, Kind, String), Asked>,
    beyond: u64,
}

impl Questions {
    pub fn ask(&mut self, slot: usize, value: &str, kind: Kind, otherwise: Unknown, line: u64, id: Option<Id>) {
        let key = (slot, kind, fold(value.trim()).into_owned());
        if self.asked.len() >= REMEMBERED && !self.asked.contains_key(&key) {
            self.beyond += 1;
            return;
        }
        let asked = self.asked.entry(key).or_insert_with(|| Asked {
            value: value.trim().to_string(),
            rows: 0,
            lines: Vec::new(),
            otherwise,
            id,
        });
        asked.rows += 1;
        if asked.lines.len() < LINES {
            asked.lines.push(line);
        }
    }

    /// One question for all dates of a column.
    pub fn ask_dates(&mut self, slot: usize, first: &str, line: u64) {
        let asked = self.asked.entry((slot, Kind::Dates, String::new())).or_insert_with(|| Asked {
            value: first.to_string(),
            rows: 0,
            lines: Vec::new(),
            otherwise: Unknown::Empty,
            id: None,
        });
        asked.rows += 1;
        if asked.lines.len() < LINES {
            asked.lines.push(line);
        }
    }

    /// The same for several rows at once.
    pub fn ask_many(&mut self, slot: usize, value: &str, kind: Kind, otherwise: Unknown, lines: &[u64], rows: u64) {
        self.ask(slot, value, kind, otherwise, lines.first().copied().unwrap_or_default(), None);
        if let Some(asked) = self.asked.get_mut(&(slot, kind, fold(value.trim()).into_owned())) {
            asked.rows += rows.saturating_sub(1);
            asked.lines.extend(lines.iter().skip(1));
            asked.lines.truncate(LINES);
        }
    }

    /// Columns of dates first, then most rows first, with suggestions; and how many were not listed.
    pub fn answered(self, cx: &mut Cx, bound: &Bound, directory: &mut Directory) -> Result<(Vec<Question>, u64)> {
        let all = self.asked.len() as u64 + self.beyond;
        let mut asked: Vec<((usize, Kind, String), Asked)> = self.asked.into_iter().collect();
        // what is asked of a whole column must be among those listed
        let part = |key: &(usize, Kind, String)| key.1 != Kind::Dates;
        asked.sort_by(|(a, x), (b, y)| part(a).cmp(&part(b)).then(y.rows.cmp(&x.rows)).then(a.cmp(b)));
        asked.truncate(LISTED);
        let mut questions = Vec::with_capacity(asked.len());
        for ((slot, kind, _), asked) in asked {
            let choices = match kind {
                Kind::Dates => readings(&bound.slots[slot], &asked.value),
                _ => choices(cx, bound, directory, slot, &asked)?,
            };
            let column = &bound.slots[slot].column;
            questions.push(Question {
                field: column.to.clone(),
                column: column.at,
                name: column.name.clone(),
                kind,
                value: asked.value,
                rows: asked.rows,
                lines: asked.lines,
                otherwise: asked.otherwise,
                choices,
            });
        }
        let more = all - questions.len() as u64;
        Ok((questions, more))
    }
}

/// A date both ways, the one that was taken first; as `2024-06-05`.
fn readings(slot: &Slot, text: &str) -> Vec<Choice> {
    let mut orders = [(DateOrder::Dmy, "dmy"), (DateOrder::Mdy, "mdy")];
    if slot.dates == Some(Order::Mdy) {
        orders.reverse();
    }
    // of a time of day only the day is in doubt; a day may itself be written with blanks
    let ends = text.match_indices([' ', 'T', ',']).map(|(at, _)| at).rev();
    let days: Vec<&str> = std::iter::once(text.len()).chain(ends).map(|end| &text[..end]).collect();
    let day = |order: DateOrder| {
        let day = days.iter().find_map(|day| parse_date(day, Some(order.order())).ok());
        day.map_or_else(|| text.to_string(), |day| day.to_string())
    };
    let choice = |(order, word): (DateOrder, &str)| Choice { value: word.into(), label: day(order), slip: false };
    orders.map(choice).into()
}

fn choices(cx: &mut Cx, bound: &Bound, directory: &mut Directory, slot: usize, asked: &Asked) -> Result<Vec<Choice>> {
    let slot = &bound.slots[slot];
    if let Some(of) = &slot.of {
        let mut found = nearest::records(cx, directory, &of.name, &asked.value)?;
        if let Some(id) = asked.id {
            // what was taken stands first
            let label = query::labels_for_caller(cx, &of.name, &[id])?.remove(&id).unwrap_or_else(|| id.to_string());
            found.retain(|(other, _)| *other != id);
            found.insert(0, (id, label));
        }
        let choice = |(id, label): (Id, String)| Choice {
            value: id.to_string(),
            slip: nearest::is_slip(&asked.value, &label),
            label,
        };
        return Ok(found.into_iter().map(choice).collect());
    }
    let Target::Field(at) = slot.target else { return Ok(Vec::new()) };
    let lang = cx.actor.lang.unwrap_or(cx.organization.lang);
    let field = &bound.object.fields[at];
    let found = nearest::choices(field, lang, &asked.value).into_iter();
    Ok(found
        .map(|(value, label)| Choice { slip: nearest::is_slip_of(field, &value, &asked.value), value, label })
        .collect())
}
