//! A won opportunity makes its account a customer and tells since when. An `after` rule of opportunities.

use records::{
    Cx,
    query::Ask,
    write::{Change, Input, Written},
};
use types::{Date, Id, Result, Value};

use super::stage::{self, Outcome};
use crate::work::{change, first, look};

pub fn tell(cx: &mut Cx, written: &Written) -> Result<()> {
    let moved = ["stage", "account", "close_date"].iter().any(|field| written.changed(field));
    if written.change == Change::Updated && !moved {
        return Ok(());
    }
    let lives = written.after.deleted_at.is_none();
    if lives && is_won(cx, written.get("stage"))? {
        if let (Some(account), Some(day)) = (written.get("account").as_id(), written.get("close_date").as_date()) {
            won(cx, account, day)?;
        }
    }
    // what it may have told before is no longer so: another account, reopened, deleted, another day
    if let Some(account) = written.was("account").as_id()
        && is_won(cx, written.was("stage"))?
    {
        recount(cx, account)?;
    }
    Ok(())
}

fn is_won(cx: &mut Cx, stage: &Value) -> Result<bool> {
    let Some(id) = stage.as_id() else { return Ok(false) };
    Ok(stage::find(cx, id)?.is_some_and(|stage| stage.outcome == Outcome::Won))
}

fn won(cx: &mut Cx, account: Id, day: Date) -> Result<()> {
    let Some(known) = look(cx, "accounts", account, &["first_won_at", "lifecycle", "type"])? else { return Ok(()) };
    let mut news = Input::default();
    if known.get("first_won_at").as_date().is_none_or(|first| day < first) {
        news = news.set("first_won_at", Value::Date(day));
    }
    match known.get("lifecycle").as_text() {
        None | Some("prospect" | "lead") => news = news.text("lifecycle", "customer"),
        Some("lost") => news = news.text("lifecycle", "won_back"),
        Some(_) => {}
    }
    if matches!(known.get("type").as_text(), None | Some("prospect")) {
        news = news.text("type", "customer");
    }
    if news.entries.is_empty() { Ok(()) } else { change(cx, "accounts", account, news).map(|_| ()) }
}

fn recount(cx: &mut Cx, account: Id) -> Result<()> {
    let ask = Ask::default()
        .filter(format!("account == \"{account}\" && stage.outcome == \"won\" && close_date != null"))
        .sort("close_date", false)
        .fields(&["close_date"]);
    let day = first(cx, "opportunities", ask)?.map_or(Value::Empty, |deal| deal.get("close_date").clone());
    let Some(known) = look(cx, "accounts", account, &["first_won_at"])? else { return Ok(()) };
    if *known.get("first_won_at") == day {
        return Ok(());
    }
    change(cx, "accounts", account, Input::default().set("first_won_at", day)).map(|_| ())
}
