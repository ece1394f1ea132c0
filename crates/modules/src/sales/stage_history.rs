//! Keeps the way of an opportunity through its stages: every stay is a row that is closed when the next one begins. An `after_all` rule.

use records::{
    Cx,
    query::Ask,
    record::Record,
    schema::Object,
    write::{Change, Input, Written},
};
use types::{Id, Instant, Name, Result, Value};

use crate::work::{add_all, change, first, look};

pub fn keep(cx: &mut Cx, kept: &[Written]) -> Result<()> {
    let (new, changed): (Vec<&Written>, Vec<&Written>) = kept.iter().partition(|one| one.change == Change::Created);
    if !new.is_empty() {
        add_all(cx, "stage_history", new.into_iter().map(opening).collect())?;
    }
    changed.into_iter().try_for_each(|written| moved(cx, written))
}

fn moved(cx: &mut Cx, written: &Written) -> Result<()> {
    match written.change {
        Change::Updated if written.changed("stage") => {
            if let Some((stay, entered)) = current(cx, written.after.id)? {
                let left = written.get("stage_since").as_time().map(|at| at.max(entered));
                let left = left.map_or(Value::Empty, Value::Time);
                change(cx, "stage_history", stay, Input::default().set("left_at", left))?;
            }
            add_all(cx, "stage_history", vec![opening(written)])
        }
        // the day of closing was put right
        Change::Updated if written.changed("stage_since") => match current(cx, written.after.id)? {
            Some((stay, _)) => {
                let entered = written.get("stage_since").clone();
                change(cx, "stage_history", stay, Input::default().set("entered_at", entered)).map(|_| ())
            }
            None => Ok(()),
        },
        Change::Created | Change::Updated | Change::Deleted | Change::Restored => Ok(()),
    }
}

/// A stay that begins.
fn opening(written: &Written) -> Input {
    let mut input = Input::default()
        .set("opportunity", Value::link(written.after.id))
        .set("to_stage", written.get("stage").clone())
        .set("entered_at", written.get("stage_since").clone());
    for (field, value) in [("from_stage", written.was("stage")), ("amount", written.get("amount"))] {
        if !value.is_empty() {
            input = input.set(field, value.clone());
        }
    }
    input
}

/// The stay that has not ended, and when it began.
fn current(cx: &mut Cx, opportunity: Id) -> Result<Option<(Id, Instant)>> {
    let ask = Ask::default()
        .filter(format!("opportunity == \"{opportunity}\" && left_at == null"))
        .sort("id", true)
        .fields(&["entered_at"]);
    let found = first(cx, "stage_history", ask)?;
    Ok(found.and_then(|stay| Some((stay.id, stay.get("entered_at").as_time()?))))
}

/// The stage an opportunity was in before its present one.
pub fn before_this(cx: &mut Cx, opportunity: Id) -> Result<Option<Id>> {
    let Some((stay, _)) = current(cx, opportunity)? else { return Ok(None) };
    Ok(look(cx, "stage_history", stay, &["from_stage"])?.and_then(|stay| stay.get("from_stage").as_id()))
}

/// A move from stage to stage stands on the timelines of the opportunity and its account; where it began does not.
pub fn touches(cx: &mut Cx, object: &Object, stay: &Record) -> Result<(Instant, Vec<(Name, Id)>)> {
    let at = stay.get(object, "entered_at").as_time().unwrap_or(cx.now);
    let opportunity = stay.get(object, "opportunity").as_id().filter(|_| !stay.get(object, "from_stage").is_empty());
    let Some(opportunity) = opportunity else { return Ok((at, Vec::new())) };
    let mut touched = vec![(Name::of("opportunities"), opportunity)];
    let account = look(cx, "opportunities", opportunity, &["account"])?.and_then(|o| o.get("account").as_id());
    touched.extend(account.map(|account| (Name::of("accounts"), account)));
    Ok((at, touched))
}
