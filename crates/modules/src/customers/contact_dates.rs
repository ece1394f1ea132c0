//! When a customer was last in contact and what comes next: kept on what an activity is about and on its account. An `after` rule of activities.
//! Counts the activities of everybody, which the fields say in their help, but none that is private.

use std::collections::BTreeSet;

use records::{
    Cx,
    query::Ask,
    write::{Change, Written, quiet},
};
use types::{Id, Name, Result, Value};

use crate::work::{first, target};

/// What of an activity these dates are made of.
const MATTERS: [&str; 7] = ["about", "account", "kind", "status", "happens_at", "due_at", "private"];

pub fn keep(cx: &mut Cx, written: &Written) -> Result<()> {
    if written.change == Change::Updated && !MATTERS.iter().any(|field| written.changed(field)) {
        return Ok(());
    }
    let mut concerned: BTreeSet<(Name, Id)> = BTreeSet::new();
    for (about, account) in
        [(written.get("about"), written.get("account")), (written.was("about"), written.was("account"))]
    {
        concerned.extend(target(about));
        concerned.extend(account.as_id().map(|id| (Name::of("accounts"), id)));
    }
    for (object, id) in concerned {
        count(cx, &object, id)?;
    }
    Ok(())
}

fn count(cx: &mut Cx, object: &Name, id: Id) -> Result<()> {
    let dated = |field| cx.catalog.object(object).is_some_and(|object| object.field(field).is_some());
    if !dated("last_contact_at") || !dated("next_activity_at") {
        return Ok(());
    }
    let whose = if *object == "accounts" { "account" } else { "about" };
    // notes count as contact, as they do for those who write them; tasks do not
    let open = format!("{whose} == \"{id}\" && private != true");
    let last = when(cx, format!("{open} && status == \"done\" && kind != \"task\""), true)?;
    let next = when(cx, format!("{open} && status == \"open\" && (due_at != null || start_at != null)"), false)?;
    let object = cx.catalog.must(object).clone();
    quiet::set(cx, &object, id, &[("last_contact_at", last), ("next_activity_at", next)])
}

fn when(cx: &mut Cx, which: String, latest: bool) -> Result<Value> {
    let ask = Ask::default().filter(which).sort("happens_at", latest).fields(&["happens_at"]);
    Ok(first(cx, "activities", ask)?.map_or(Value::Empty, |activity| activity.get("happens_at").clone()))
}
