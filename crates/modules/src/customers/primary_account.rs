//! The account that a contact names is one of its accounts: kept among `account_contacts`, marked as the primary one. An `after` rule of contacts.

use records::{
    Cx,
    query::Ask,
    write::{Change, Input, Written},
};
use types::{Id, Result, Value};

use crate::work::{add, change, first};

pub fn keep(cx: &mut Cx, written: &Written) -> Result<()> {
    let made = matches!(written.change, Change::Created | Change::Updated);
    if !made || !written.changed("account") {
        return Ok(());
    }
    let contact = written.after.id;
    let today = Value::Date(cx.now.date_in(&cx.organization.zone));
    if written.before.is_some()
        && let Some(old) = relation(cx, contact, "primary == true")?
    {
        change(
            cx,
            "account_contacts",
            old,
            Input::default().set("primary", Value::Bool(false)).set("until", today.clone()),
        )?;
    }
    let Some(account) = written.get("account").as_id() else { return Ok(()) };
    let primary = Input::default().set("primary", Value::Bool(true));
    match relation(cx, contact, &format!("account == \"{account}\""))? {
        Some(there) => change(cx, "account_contacts", there, primary.set("until", Value::Empty)).map(|_| ()),
        None => {
            let mut input = primary.set("account", Value::link(account)).set("contact", Value::link(contact));
            if !written.get("job_title").is_empty() {
                input = input.set("role", written.get("job_title").clone());
            }
            if written.before.is_some() {
                input = input.set("since", today);
            }
            add(cx, "account_contacts", input).map(|_| ())
        }
    }
}

fn relation(cx: &mut Cx, contact: Id, which: &str) -> Result<Option<Id>> {
    let ask =
        Ask::default().filter(format!("contact == \"{contact}\" && {which}")).sort("id", false).fields(&["contact"]);
    Ok(first(cx, "account_contacts", ask)?.map(|relation| relation.id))
}
