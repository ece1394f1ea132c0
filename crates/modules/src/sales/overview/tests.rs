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
        assert_eq!((made.open().amount, made.weighted()), (Decimal::from(4100), Decimal::from(10 + 2000)));
        assert_eq!((made.due.count, made.due_weighted), (1, Decimal::from(10)));
        assert_eq!(rows(house, house.chen, &made.due_filter), 1);
        for line in &made.stages {
            assert_eq!(rows(house, house.chen, &line.filter) as i64, line.total.count);
        }
        assert_eq!(made.quarters.len(), 8);
        assert_eq!(made.quarters[0].first.to_string(), "2025-01-01");
        let won: Vec<i64> = made.quarters.iter().map(|q| q.total.count).collect();
        assert_eq!(won, [1, 0, 0, 0, 0, 0, 0, 1]);
        for line in &made.quarters {
            assert_eq!(rows(house, house.chen, &line.filter) as i64, line.total.count, "{}", line.filter);
        }
        let counts: Vec<i64> = steps.iter().map(|step| step.count).collect();
        assert_eq!(counts, [6, 5, 4, 4, 2, 2, 2]);
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
fn an_old_customer_book_shows_the_quarters_of_its_wins() {
    company(|house| {
        deal(house, "won", "700", &[("close_date", "2017-12-05")]);
        let (made, _) = seen(house, house.chen, None);
        let days: Vec<String> = made.quarters.iter().map(|q| q.first.to_string()).collect();
        assert_eq!((days[0].as_str(), days[7].as_str()), ("2016-01-01", "2017-10-01"));
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
