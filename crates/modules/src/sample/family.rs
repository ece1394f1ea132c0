//! Accounts and what belongs to them: their contacts, their deals, what was talked about. One step makes some dozens, object by object, so
//! that each kind is kept in a statement per table.

use std::ops::Range;

use records::{
    Cx,
    access::{Action, scope},
    write::{Input, bulk},
};
use rust_decimal::Decimal;
use types::{Date, Id, Money, Result, Value, words::Lang};

use super::{
    Ground, Owner,
    chance::Chance,
    company_names::{self, Company},
    deal, lead, person_names,
    places::{self, City, REGIONS},
    talk,
};

/// What draws are for.
const ACCOUNT: u64 = 2;
const CONTACT: u64 = 3;

/// Days of the past that a company remembers.
pub const PAST: i64 = 3 * 365;

/// An account as its contacts and deals need it.
pub struct Family {
    pub id: Id,
    pub name: String,
    pub owner: Owner,
    /// its first day with us
    pub since: Date,
    pub city: &'static City,
    pub contact: Option<Id>,
    domain: String,
}

pub fn make(cx: &mut Cx, ground: &Ground, numbers: Range<u64>) -> Result<u64> {
    let (mut families, inputs): (Vec<Family>, Vec<Input>) =
        numbers.clone().map(|number| account(ground, number)).unzip();
    let ids = created(cx, "accounts", inputs)?;
    for (family, id) in families.iter_mut().zip(&ids) {
        family.id = *id;
    }
    let mut contacts = Vec::new();
    for (at, number) in numbers.clone().enumerate() {
        let mut chance = Chance::new(ground.sample.seed, CONTACT, number);
        let count = 1 + [80, 92, 98].iter().filter(|upto| chance.below(100) >= **upto).count();
        contacts.extend((0..count).map(|_| (at, contact(ground, &families[at], &mut chance))));
    }
    let (whose, inputs): (Vec<usize>, Vec<Input>) = contacts.into_iter().unzip();
    let contacts = created(cx, "contacts", inputs)?;
    for (at, id) in whose.iter().zip(&contacts) {
        families[*at].contact.get_or_insert(*id);
    }
    let deals = deal::make(cx, ground, &families, numbers.clone())?;
    let leads = lead::make(cx, ground, numbers.clone())?;
    let talks = deal::talks(cx, ground, &families, &deals, numbers)?;
    Ok((ids.len() + contacts.len() + deals.len()) as u64 + leads + talks)
}

/// Makes them all; none of them is refused.
pub fn created(cx: &mut Cx, object: &str, inputs: Vec<Input>) -> Result<Vec<Id>> {
    let scope = scope(cx, cx.catalog.must(object), Action::Create)?;
    bulk::created_all(cx, &scope, inputs)?.into_iter().collect()
}

/// `owner` and their team.
pub fn owned(input: Input, owner: Owner) -> Input {
    let input = input.set("owner", Value::link(owner.user));
    match owner.team {
        Some(team) => input.set("owning_team", Value::link(team)),
        None => input,
    }
}

fn account(ground: &Ground, number: u64) -> (Family, Input) {
    let chance = &mut Chance::new(ground.sample.seed, ACCOUNT, number);
    let region = places::region(chance, ground.lang);
    let owner = ground.staff.owner(chance, region);
    let city = City::of(chance, region);
    let Company { name, domain, industry } = company_names::company(chance, city);
    let since = ground.today.plus(-(chance.between(20, PAST + 300) as i32));
    let (_, zh, en, _) = REGIONS[region];
    let address = city.address(chance);
    let mut input = Input::default()
        .set("name", Value::text(&name))
        .set("industry", Value::text(industry))
        .set("source", Value::text(*chance.favour(&SOURCES)))
        .set("grade", Value::text(*chance.pick(&["A", "B", "B", "C", "C", "C", "D"])))
        .set("region", Value::text(talk::said(ground.lang, (zh, en))))
        .text("phone", city.landline(chance))
        .text("website", format!("https://www.{domain}"))
        .set(
            "employees",
            Value::Int([12, 30, 80, 150, 300, 800, 2_000, 6_000][chance.below(8) as usize] + chance.between(0, 9)),
        )
        .set("founded_year", Value::Int(i64::from(ground.today.to_jiff().year()) - chance.between(4, 35)))
        .set("created_at", Value::Time(chance.office_hour(since, &ground.zone)))
        .set("external_source", Value::text(ground.sample.source()))
        .set("external_id", Value::text(number.to_string()));
    if chance.percent(60) {
        let revenue = Decimal::from(chance.between(2, 900) * 1_000_000);
        input = input.set("annual_revenue", Value::Money(Money { amount: revenue, currency: ground.base, base: None }));
    }
    if let Some(code) = address.code.as_ref().filter(|_| chance.percent(70)) {
        input = input.set("credit_code", Value::text(company_names::credit_code(chance, code)));
    }
    if !city.is_abroad() && chance.percent(50) {
        input = input.set("legal_representative", Value::text(person_names::chinese(chance).name));
    }
    input = input.set("address", Value::Address(Box::new(address)));
    let family = Family { id: Id(0), name, owner, since, city, contact: None, domain };
    (family, owned(input, owner))
}

pub const SOURCES: [&str; 9] =
    ["referral", "exhibition", "website", "cold_call", "partner", "search", "incoming_call", "event", "wechat"];

fn contact(ground: &Ground, family: &Family, chance: &mut Chance) -> Input {
    let abroad = family.city.is_abroad();
    let person = if abroad { person_names::international(chance) } else { person_names::chinese(chance) };
    let (zh, en, role) = *chance.pick(&talk::TITLES);
    let title = if abroad || ground.lang == Lang::En { en } else { zh };
    let days = (ground.today.0 - family.since.0).max(1);
    let known = family.since.plus(chance.below(days as u64) as i32);
    let mut input = Input::default()
        .set("name", Value::text(&person.name))
        .set("family_name", Value::text(&person.family))
        .set("given_name", Value::text(&person.given))
        .set("account", Value::link(family.id))
        .set("job_title", Value::text(title))
        .set("buying_role", Value::text(role))
        .text("mobile", family.city.mobile(chance))
        .set("created_at", Value::Time(chance.office_hour(known, &ground.zone)));
    if chance.percent(80) {
        input = input.text("email", format!("{}@{}", person.handle, family.domain));
    }
    if !abroad && chance.percent(40) {
        input = input.set("wechat", Value::text(format!("{}{}", person.handle.replace('.', "_"), chance.below(1_000))));
    }
    owned(input, family.owner)
}
