//! The made-up company: as big and as uneven as asked, the same every time, and accepted by every rule.

use std::collections::BTreeMap;

use records::query::{self, Ask, Totals};
use types::text::{phone, uscc};

use super::{chance::Chance, company_names, people, places::City, *};
use crate::testing::{Company, company};

fn fill(company: &Company, sample: Sample) -> u64 {
    for at in 0..sample.beginnings() {
        company.write(company.zhou, move |cx| sample.begin(cx, at)).unwrap();
    }
    let ground = company.read(company.zhou, move |cx| sample.ground(cx)).unwrap();
    let mut from = company.read(company.zhou, move |cx| sample.done(cx)).unwrap();
    let mut made = 0;
    while from < sample.rows {
        let ground = ground.clone();
        made += company.write(company.zhou, move |cx| ground.step(cx, from)).unwrap();
        from += FAMILIES;
    }
    made
}

fn count(company: &Company, object: &'static str, filter: &str) -> i64 {
    let ask = Ask { totals: Totals::Capped, ..Ask::default().filter(filter).fields(&["id"]).limit(1) };
    let ask = Ask { fields: Vec::new(), ..ask };
    let page = company.read(company.zhou, move |cx| {
        let object = cx.catalog.must(object).clone();
        query::list(cx, &object, &ask)
    });
    page.unwrap().total.unwrap().count
}

#[test]
fn every_rule_accepts_a_small_company_and_a_second_run_goes_on_where_the_first_ended() {
    company(|company| {
        let small = Sample { rows: 50, seed: 7 };
        assert!(fill(company, small) > 300);
        assert_eq!(count(company, "accounts", "true"), 50);
        assert_eq!(count(company, "opportunities", "true"), 58);
        assert_eq!(count(company, "activities", "true"), 214);
        assert!(count(company, "opportunities", "stage.outcome == \"won\"") > 5);
        assert!(count(company, "opportunities", "stage.outcome == \"open\"") > 2);
        assert_eq!(count(company, "contacts", "account == null"), 0);
        assert!(count(company, "leads", "status == \"new\"") > 2 && count(company, "leads", "owner == null") == 0);
        assert_eq!(count(company, "opportunities", "owning_team.region == null"), 0, "every deal has its region");
        assert_eq!(fill(company, small), 0);
        let bigger = Sample { rows: 90, ..small };
        assert!(fill(company, bigger) > 200);
        assert_eq!(count(company, "accounts", "true"), 90);
        let another = Sample { seed: 8, ..small };
        let refused = company.read(company.zhou, move |cx| another.done(cx)).unwrap_err();
        assert_eq!(refused.code, "not_empty");
    });
}

#[test]
fn the_administrator_finds_deals_and_a_day_of_their_own() {
    company(|company| {
        fill(company, Sample::COMPANY);
        let mine = |object, filter: &str| count(company, object, &format!("owner == me() && {filter}"));
        assert!(mine("opportunities", "stage.outcome == \"open\"") >= 10);
        let day = |from, upto| {
            mine(
                "activities",
                &format!(
                    "kind == \"task\" && status == \"open\" && due_at >= startOfDay(daysAhead({from})) && due_at < startOfDay(daysAhead({upto}))"
                ),
            )
        };
        assert_eq!((day(-400, -2), day(-2, 0), day(0, 1), day(1, 2)), (0, 2, 2, 1));
        assert!(mine("activities", "kind == \"meeting\" && start_at >= startOfDay()") >= 2);
    });
}

#[test]
fn a_million_accounts_are_owned_very_unevenly() {
    let plan = people::shares(Sample { rows: 1_000_000, seed: 1 });
    let all: u64 = plan.iter().map(|(_, weight)| weight).sum();
    let accounts = |weight: u64| weight * 1_000_000 / all;
    let owned: Vec<u64> = plan.iter().map(|(_, weight)| accounts(*weight)).collect();
    let ordinary = owned.iter().filter(|count| (400..=600).contains(*count)).count();
    assert!(ordinary * 2 > owned.len(), "{ordinary} of {} own about 500", owned.len());
    assert!(owned.iter().any(|count| (10..=30).contains(count)), "newcomers own about 20");
    let mut regions: BTreeMap<usize, u64> = BTreeMap::new();
    for (region, weight) in &plan {
        *regions.entry(*region).or_default() += weight;
    }
    assert_eq!(regions.len(), 5);
}

#[test]
fn chance_comes_out_the_same_every_time() {
    let draw = |number| {
        let chance = &mut Chance::new(1, 2, number);
        let city = City::of(chance, 0);
        company_names::company(chance, city).name
    };
    assert_eq!(draw(5), draw(5));
    let names: std::collections::BTreeSet<String> = (0..1_000).map(draw).collect();
    assert!(names.len() > 950, "{} of 1,000 names differ", names.len());
}

#[test]
fn codes_and_numbers_are_ones_that_could_exist() {
    let chance = &mut Chance::new(1, 9, 0);
    for region in 0..5 {
        for _ in 0..200 {
            let city = City::of(chance, region);
            let address = city.address(chance);
            if let Some(code) = &address.code {
                assert_eq!(uscc::check(&company_names::credit_code(chance, code)), None);
            }
            for number in [city.landline(chance), city.mobile(chance)] {
                let read = phone::parse(&number, "CN");
                assert_eq!(read.warning, None, "{number} in {}", city.name);
            }
        }
    }
}
