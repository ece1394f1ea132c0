//! People who might buy, before anyone knows: some of the last months, from new to put aside. Only in small companies, where somebody looks.

use std::ops::Range;

use records::{Cx, write::Input};
use rust_decimal::Decimal;
use types::{Money, Result, Value};

use super::{
    Ground,
    chance::Chance,
    company_names::{self, Company},
    family::{SOURCES, created, owned},
    people::SMALL,
    person_names,
    places::{self, City, REGIONS},
    talk,
};

const LEAD: u64 = 6;
/// Of a hundred accounts' worth of company.
const OFTEN: u64 = 50;
/// Days back that leads come from.
const LATELY: i64 = 90;

const ASIDE: [&str; 3] = ["no_need", "no_budget", "unreachable"];

pub fn make(cx: &mut Cx, ground: &Ground, numbers: Range<u64>) -> Result<u64> {
    if ground.sample.rows > SMALL {
        return Ok(0);
    }
    let inputs: Vec<Input> = numbers.filter_map(|number| lead(ground, number)).collect();
    Ok(created(cx, "leads", inputs)?.len() as u64)
}

fn lead(ground: &Ground, number: u64) -> Option<Input> {
    let chance = &mut Chance::new(ground.sample.seed, LEAD, number);
    if !chance.percent(OFTEN) {
        return None;
    }
    let region = places::region(chance, ground.lang);
    let owner = ground.staff.owner(chance, region);
    let city = City::of(chance, region);
    let Company { name, domain, industry } = company_names::company(chance, city);
    let abroad = city.is_abroad();
    let person = if abroad { person_names::international(chance) } else { person_names::chinese(chance) };
    let came = ground.today.plus(-(chance.between(1, LATELY) as i32));
    let (_, zh, en, _) = REGIONS[region];
    let status = *chance.pick(&["new", "new", "working", "working", "qualified", "disqualified"]);
    let amount = Decimal::from(chance.between(2, 80) * 10_000);
    let mut input = Input::default()
        .set("name", Value::text(&person.name))
        .set("company", Value::text(&name))
        .set("status", Value::text(status))
        .set("source", Value::text(*chance.favour(&SOURCES)))
        .set("industry", Value::text(industry))
        .set("region", Value::text(talk::said(ground.lang, (zh, en))))
        .text("mobile", city.mobile(chance))
        .set("expected_amount", Value::Money(Money { amount, currency: ground.base, base: None }))
        .set("created_at", Value::Time(chance.office_hour(came, &ground.zone)));
    if chance.percent(70) {
        input = input.text("email", format!("{}@{domain}", person.handle));
    }
    if status == "disqualified" {
        input = input.set("disqualify_reason", Value::text(*chance.pick(&ASIDE)));
    }
    Some(owned(input, owner))
}
