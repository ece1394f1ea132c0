//! Converts a lead into an account, a contact and an opportunity, in one transaction: each made new, chosen among those there are, or left out.
//! Called by the record page and `POST /leads/{id}/conversion`.

use records::{
    Cx,
    access::Action,
    visible::Visible,
    write::{self, Input},
};
use types::{Id, Problem, Result, Value};

use crate::work::{reveal, verb};

/// What shall become of a lead.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// the account that is there already; else a new one
    pub account: Option<Id>,
    pub contact: Person,
    pub opportunity: Option<Deal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    New,
    Existing(Id),
    Nobody,
}

/// The opportunity to make; what is left out follows from lead and pipeline.
#[derive(Clone, Debug, Default)]
pub struct Deal {
    pub name: Option<String>,
    pub product: Option<Id>,
    pub stage: Option<Id>,
    /// else the amount the lead expects
    pub amount: Option<Value>,
    pub close_date: Option<Value>,
}

/// What became of a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Converted {
    pub account: Id,
    pub contact: Option<Id>,
    pub opportunity: Option<Id>,
}

/// The caller needs the right to edit the lead and to create what is new. A lead is converted once: 409 afterwards.
pub fn convert(cx: &mut Cx, id: Id, version: Option<i64>, wish: &Conversion) -> Result<Converted> {
    let scope = verb(cx, "leads", Action::Edit)?;
    let lead = reveal(cx, "leads", id)?;
    if !lead.get("converted_at").is_empty() {
        return Err(Problem::conflict("already_converted"));
    }
    let account = match wish.account {
        Some(account) => must_see(cx, "accounts", account, "account")?.id,
        None => make(cx, "accounts", &lead, account_of(&lead))?,
    };
    let contact = match wish.contact {
        Person::New => Some(make(cx, "contacts", &lead, contact_of(&lead, account))?),
        Person::Existing(contact) => Some(existing(cx, contact, account)?),
        Person::Nobody => None,
    };
    let opportunity = match &wish.opportunity {
        Some(deal) => Some(make(cx, "opportunities", &lead, opportunity_of(&lead, deal, account, contact))?),
        None => None,
    };
    let mut input = Input::default()
        .text("status", "converted")
        .set("converted_at", Value::Time(cx.now))
        .set("converted_account", Value::link(account));
    for (field, made) in [("converted_contact", contact), ("converted_opportunity", opportunity)] {
        input = made.into_iter().fold(input, |input, made| input.set(field, Value::link(made)));
    }
    write::updated(cx, &scope, id, version, input)?;
    Ok(Converted { account, contact, opportunity })
}

fn account_of(lead: &Visible) -> Input {
    let name = [lead.get("company"), lead.get("name")].into_iter().find(|name| !name.is_empty());
    let input = copied(lead, &["industry", "source", "region", "address", "website", "phone", "tags"]);
    name.into_iter().fold(input, |input, name| input.set("name", name.clone()))
}

fn contact_of(lead: &Visible, account: Id) -> Input {
    let fields = [
        "name",
        "family_name",
        "given_name",
        "job_title",
        "mobile",
        "phone",
        "email",
        "wechat",
        "address",
        "source",
        "tags",
        "description",
    ];
    copied(lead, &fields).set("account", Value::link(account))
}

/// A contact who belongs nowhere yet now belongs here.
fn existing(cx: &mut Cx, contact: Id, account: Id) -> Result<Id> {
    let person = must_see(cx, "contacts", contact, "contact")?;
    if person.get("account").is_empty() {
        let object = cx.catalog.must("contacts").clone();
        write::update(cx, &object, contact, None, Input::default().set("account", Value::link(account)))?;
    }
    Ok(contact)
}

fn opportunity_of(lead: &Visible, deal: &Deal, account: Id, contact: Option<Id>) -> Input {
    let mut input = copied(lead, &["source", "tags"]).set("account", Value::link(account));
    let links = [("contact", contact), ("product", deal.product), ("stage", deal.stage)];
    for (field, link) in links {
        input = link.into_iter().fold(input, |input, link| input.set(field, Value::link(link)));
    }
    let expected = Some(lead.get("expected_amount")).filter(|amount| !amount.is_empty());
    let values = [("amount", deal.amount.as_ref().or(expected)), ("close_date", deal.close_date.as_ref())];
    for (field, value) in values {
        input = value.into_iter().fold(input, |input, value| input.set(field, value.clone()));
    }
    match &deal.name {
        Some(name) => input.text("name", name),
        None => input,
    }
}

/// The fields of the lead that are called the same there.
fn copied(lead: &Visible, fields: &[&str]) -> Input {
    let filled = fields.iter().map(|field| (*field, lead.get(field))).filter(|(_, value)| !value.is_empty());
    filled.fold(Input::default(), |input, (field, value)| input.set(field, value.clone()))
}

/// What is made of a lead belongs to whom the lead belongs. Where that is the caller it need not be said, nor given away.
fn make(cx: &mut Cx, object: &str, lead: &Visible, mut input: Input) -> Result<Id> {
    let mine = lead.get("owner").as_id() == cx.actor.user && lead.get("owning_team").as_id() == cx.actor.home_team;
    if !mine {
        input.entries.extend(copied(lead, &["owner", "owning_team"]).entries);
    }
    let object = cx.catalog.must(object).clone();
    Ok(write::create(cx, &object, input)?.id)
}

/// The record that the caller chose; one they may not see is as missing as one that is not there.
fn must_see(cx: &mut Cx, object: &str, id: Id, field: &str) -> Result<Visible> {
    reveal(cx, object, id).map_err(|problem| match problem.kind {
        types::ProblemKind::NotFound => Problem::field(field, "missing_link"),
        _ => problem,
    })
}
