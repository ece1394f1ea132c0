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
#[derive(Clone, Debug, Default)]
pub struct Conversion {
    /// the account that is there already; else a new one
    pub account: Option<Id>,
    /// what a new account is called; else after the lead's company, or the lead
    pub account_name: Option<String>,
    pub contact: Person,
    /// what a new contact is called; else like the lead
    pub contact_name: Option<String>,
    pub opportunity: Option<Deal>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Person {
    #[default]
    New,
    Existing(Id),
    Nobody,
}

/// The opportunity to make.
#[derive(Clone, Debug, Default)]
pub struct Deal {
    /// what the caller says of it; what is left out follows from lead and pipeline
    pub input: Input,
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
        None => {
            let input = named(account_of(&lead), wish.account_name.as_deref());
            make(cx, "accounts", &lead, input).map_err(|problem| of(problem, "account_name"))?
        }
    };
    let contact = match wish.contact {
        Person::New => {
            let input = named(contact_of(&lead, account), wish.contact_name.as_deref());
            Some(make(cx, "contacts", &lead, input).map_err(|problem| of(problem, "contact_name"))?)
        }
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
    let name = ["company", "name"].into_iter().map(|field| readable(lead, field)).find(|name| !name.is_empty());
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
    input = contact.into_iter().fold(input, |input, contact| input.set("contact", Value::link(contact)));
    let expected = readable(lead, "expected_amount");
    if !expected.is_empty() {
        input = input.set("amount", expected.clone());
    }
    let said = deal.input.entries.iter().filter(|(field, _)| field != "account" && field != "contact");
    for (field, raw) in said {
        input.entries.retain(|(name, _)| name != field);
        input.entries.push((field.clone(), raw.clone()));
    }
    input
}

/// What the caller reads of it in full.
fn readable<'l>(lead: &'l Visible, field: &str) -> &'l Value {
    let masked = lead.iter().any(|(column, _)| column.masked && column.path == field);
    if masked { &Value::Empty } else { lead.get(field) }
}

/// The same under a name that somebody chose.
fn named(mut input: Input, name: Option<&str>) -> Input {
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else { return input };
    // the parts of the lead's name would not fit another one
    input.entries.retain(|(field, _)| !["name", "family_name", "given_name"].contains(&field.as_str()));
    input.text("name", name)
}

/// Three records are made at once, and each has a name: tells whose was refused.
fn of(mut problem: Problem, field: &str) -> Problem {
    for one in problem.fields.iter_mut().filter(|one| one.field == "name") {
        one.field = field.to_string();
    }
    problem
}

/// The fields of the lead that are called the same there, as far as the caller reads them in full: half a phone number is none.
fn copied(lead: &Visible, fields: &[&str]) -> Input {
    let read = lead.iter().filter(|(column, value)| !column.masked && !value.is_empty());
    let wanted = read.filter(|(column, _)| fields.contains(&column.path.as_str()));
    wanted.fold(Input::default(), |input, (column, value)| input.set(&column.path, value.clone()))
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
