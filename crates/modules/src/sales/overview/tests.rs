//! How deals stand, on both databases: figures agree with the rows that their filters leave.

use records::{Caller, query, query::Ask};
use rust_decimal::Decimal;
use types::Id;

use super::{Overview, STALLED, Step, conversion, overview, stages};
use crate::testing::{Company, company};

fn deal(house: &Company, stage: &str, amount: &str, more: &[(&str, &str)]) -> Id {
    let stage = house.stage(stage);
    let fields = [&[("name", "二期 MES 产线改造"), ("stage", stage.as_str()), ("amount", amount)], more].concat();
    house.add(house.chen, "opportunities", &fields)
}

fn seen(house: &Company, who: Id, within: Option<&'static str>) -> (Overview, Vec<Step>) {
    let read = move |cx: &mut records::Cx| {
        let all = stages(cx)?;
        Ok((overview(cx, &all, within)?, conversion(cx, &all, within)?))
    };
    house.engine.read_now(Caller::Person(who), read).unwrap()
}

fn rows(house: &Company, who: Id, filter: &str) -> usize {
    let ask = Ask::default().filter(filter).fields(&["name"]).limit(200);
    let read = move |cx: &mut records::Cx| {
        let deals = cx.catalog.find("opportunities")?;
        query::list(cx, &deals, &ask)
    };
    house.engine.read_now(Caller::Person(who), read).unwrap().items.len()
}

#[test]
fn every_figure_is_that_of_the_rows_behind_it() {
    company(|house| {
        deal(house, "prospecting", "100", &[("close_date", "2026-12-31")]);
        deal(house, "proposal", "1000", &[("close_date", "2027-02-01")]);
        deal(house, "proposal", "3000", &[]);
        deal(house, "won", "500", &[("close_date", "2026-10-05")]);
        deal(house, "won", "700", &[("close_date", "2025-01-05")]);
        deal(house, "lost", "900", &[("close_date", "2026-10-06")]);
        let (made, steps) = seen(house, house.chen, None);
        let names: Vec<_> = made.stages.iter().map(|l| (l.stage.name.as_str(), l.total.count)).collect();
        assert_eq!(names, [("初步接洽", 1), ("方案报价", 2)]);
        assert_eq!((made.open().amount, made.weighted()), (Some(Decimal::from(4100)), Some(Decimal::from(10 + 2000))));
        assert_eq!((made.due.count, made.due_weighted), (1, Some(Decimal::from(10))));
        assert_eq!(rows(house, house.chen, &made.due_filter), 1);
        for line in &made.stages {
            assert_eq!(rows(house, house.chen, &line.filter) as i64, line.total.count);
        }
        let won: Vec<_> = made.quarters.iter().map(|q| (q.first.to_string(), q.total.count)).collect();
        assert_eq!(won, [("2025-01-01".into(), 1), ("2026-10-01".into(), 1)]);
        for line in &made.quarters {
            assert_eq!(rows(house, house.chen, &line.filter) as i64, line.total.count, "{}", line.filter);
        }
        let counts: Vec<i64> = steps.iter().map(|step| step.count).collect();
        assert_eq!(counts, [6, 4, 2], "all that entered, and the stages that one of them is known to have reached");
        for step in &steps {
            assert_eq!(rows(house, house.chen, &step.filter) as i64, step.count, "{}", step.filter);
        }
    });
}

#[test]
fn nobody_sees_figures_of_deals_they_may_not_see() {
    company(|house| {
        deal(house, "proposal", "1000", &[]);
        let (others, steps) = seen(house, house.gu, None);
        assert!(others.is_empty() && steps.is_empty());
        assert_eq!(seen(house, house.lin, None).0.open().count, 1);
        assert!(seen(house, house.lin, Some("owner == me()")).0.is_empty());
    });
}

#[test]
fn an_old_customer_book_shows_the_quarters_of_its_wins_also_beside_a_deal_of_today() {
    company(|house| {
        deal(house, "won", "700", &[("close_date", "2017-12-05")]);
        let days = || {
            let made = seen(house, house.chen, None).0;
            made.quarters.iter().map(|q| q.first.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(days(), ["2017-10-01"]);
        deal(house, "won", "700", &[("close_date", "2026-10-05")]);
        assert_eq!(days(), ["2017-10-01", "2026-10-01"]);
    });
}

#[test]
fn a_deal_counts_among_the_new_ones_by_the_day_it_began() {
    company(|house| {
        deal(house, "won", "700", &[("engaged_at", "2017-03-05"), ("close_date", "2017-12-05")]);
        assert!(seen(house, house.chen, None).1.is_empty(), "imported today, begun long ago");
        deal(house, "lost", "700", &[("engaged_at", "2026-03-05")]);
        deal(house, "prospecting", "700", &[]);
        let steps = seen(house, house.chen, None).1;
        let counts: Vec<i64> = steps.iter().map(|step| step.count).collect();
        assert_eq!(counts, [2, 0], "without a day of its own by the day it was entered");
        for step in &steps {
            assert_eq!(rows(house, house.chen, &step.filter) as i64, step.count, "{}", step.filter);
        }
    });
}

#[test]
fn deals_without_an_amount_have_no_sum_and_are_not_worth_nothing() {
    company(|house| {
        house.add(house.chen, "opportunities", &[("name", "MES"), ("stage", &house.stage("proposal"))]);
        let (made, _) = seen(house, house.chen, None);
        assert_eq!((made.open().count, made.open().amount, made.weighted()), (1, None, None));
        deal(house, "proposal", "0", &[]);
        assert_eq!(seen(house, house.chen, None).0.open().amount, Some(Decimal::ZERO));
    });
}

#[test]
fn a_deal_stands_still_when_neither_stage_nor_customer_was_touched_for_two_weeks() {
    company(|house| {
        let still =
            deal(house, "proposal", "1000", &[("engaged_at", "2026-11-01"), ("created_at", "2026-11-01T02:00:00Z")]);
        deal(house, "proposal", "1000", &[]);
        deal(house, "won", "1000", &[("close_date", "2026-10-01")]);
        assert_eq!(rows(house, house.chen, STALLED), 1);
        let call = [
            ("kind", "call"),
            ("subject", "回访"),
            ("about", &*format!("opportunities {still}")),
            ("start_at", "2026-11-20T02:00:00Z"),
        ];
        house.add(house.chen, "activities", &call);
        assert_eq!(rows(house, house.chen, STALLED), 0);
    });
}
