//! Who a lead may be already: accounts of that name, contacts with that address, number or name, as far as the caller sees them. Proposed before
//! a conversion, so that nobody is kept twice.

use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{self, Ask},
    visible::Visible,
};
use types::{Id, ProblemKind, Result, Value};

/// Proposals of each kind.
const MOST: usize = 5;

#[derive(Clone, Debug, Default)]
pub struct Matches {
    /// those of the same name first
    pub accounts: Vec<Visible>,
    /// those with the same address or number first
    pub contacts: Vec<Visible>,
}

pub fn find(cx: &mut Cx, lead: &Visible) -> Result<Matches> {
    let text = |field: &str| lead.get(field).as_text().map(str::trim).filter(|text| !text.is_empty());
    let (company, name) = (text("company"), text("name"));
    let reach: Vec<String> =
        [("email", "email"), ("mobile", "mobile"), ("mobile", "phone"), ("phone", "phone"), ("phone", "mobile")]
            .into_iter()
            .filter_map(|(of_lead, of_contact)| Some(format!("{of_contact} == {}", quoted(text(of_lead)?))))
            .collect();
    let mut contacts = Vec::new();
    for one in &reach {
        add(&mut contacts, listed(cx, "contacts", one, &["name", "account"])?);
    }
    if let Some(name) = name {
        add(&mut contacts, listed(cx, "contacts", &format!("name == {}", quoted(name)), &["name", "account"])?);
    }
    let mut accounts = Vec::new();
    if let Some(company) = company {
        add(&mut accounts, listed(cx, "accounts", &format!("name == {}", quoted(company)), &["name", "owner"])?);
        add(&mut accounts, alike(cx, company)?);
    }
    // a known person's account may go by another name
    let theirs: Vec<Id> = contacts.iter().filter_map(|contact| contact.get("account").as_id()).collect();
    for id in theirs {
        add(&mut accounts, listed(cx, "accounts", &format!("id == {}", quoted(&id.to_string())), &["name", "owner"])?);
    }
    Ok(Matches { accounts, contacts })
}

fn add(known: &mut Vec<Visible>, more: Vec<Visible>) {
    for item in more {
        if known.len() < MOST && known.iter().all(|one| one.id != item.id) {
            known.push(item);
        }
    }
}

/// Nothing where this person sees none of them, or may not ask by that field.
fn listed(cx: &mut Cx, object: &str, filter: &str, fields: &[&str]) -> Result<Vec<Visible>> {
    let object = cx.catalog.must(object).clone();
    if access::scope(cx, &object, Action::View).is_err() {
        return Ok(Vec::new());
    }
    let ask = Ask::default().filter(filter).fields(fields).sort("id", true).limit(MOST as u32);
    match query::list(cx, &object, &ask) {
        Err(problem) if problem.kind == ProblemKind::BadRequest => Ok(Vec::new()),
        page => Ok(page?.items),
    }
}

/// Accounts that the search finds by the company's name.
fn alike(cx: &mut Cx, company: &str) -> Result<Vec<Visible>> {
    let accounts = cx.catalog.must("accounts").clone();
    if access::scope(cx, &accounts, Action::View).is_err() {
        return Ok(Vec::new());
    }
    let words: String = company.chars().take(60).collect();
    query::find(cx, &[accounts], &words, MOST)
}

/// Whether the first account proposed is called just like the lead's company.
pub fn is_same(lead: &Visible, account: &Visible) -> bool {
    let folded = |value: &Value| value.as_text().map(|text| types::text::fold(text.trim()).into_owned());
    folded(lead.get("company")).is_some_and(|name| types::text::fold(&account.title) == name)
}
