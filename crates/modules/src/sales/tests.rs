//! How an opportunity goes through its stages, on both databases.

use records::write::Input;
use types::{Id, Instant, Value, words::Lang};

use super::{
    close_opportunity::{Loss, lose, reopen, win},
    report::{Line, Report, report},
};
use crate::{
    set_up,
    testing::{Company, TODAY, company, refusal},
};

fn account(house: &Company) -> Id {
    house.add(house.chen, "accounts", &[("name", "苏州恒泰精密机械有限公司")])
}

fn deal(house: &Company, more: &[(&str, &str)]) -> Id {
    let fields = [&[("name", "二期 MES 产线改造")], more].concat();
    house.add(house.chen, "opportunities", &fields)
}

fn fields(house: &Company, deal: Id, names: &str) -> String {
    names.split(' ').map(|name| house.field("opportunities", deal, name)).collect::<Vec<_>>().join(" · ")
}

#[test]
fn an_installation_starts_with_one_pipeline_and_seeding_again_changes_nothing() {
    company(|house| {
        let stages = || house.column("stages", "", "position", "name");
        let before = stages();
        assert_eq!(before.join(" "), "初步接洽 需求确认 方案报价 商务谈判 合同审批 赢单 输单");
        house.engine.write_now(set_up::caller(), |cx| super::seed::seed(cx, types::words::Lang::En)).unwrap();
        assert_eq!(stages(), before);
        assert_eq!(house.column("stages", "outcome != \"open\"", "position", "code"), ["won", "lost"]);
    });
}

#[test]
fn a_new_opportunity_begins_at_the_first_stage() {
    company(|house| {
        let deal = deal(house, &[("amount", "1860000")]);
        let seen = fields(house, deal, "pipeline stage probability expected_amount closed_at close_date");
        assert_eq!(seen, "标准销售流程 · 初步接洽 · 10 · 186000 ·  · ");
        assert_eq!(fields(house, deal, "stage_since"), house.field("opportunities", deal, "created_at"));
    });
}

#[test]
fn a_stage_brings_its_probability_unless_one_is_given() {
    company(|house| {
        let deal = deal(house, &[]);
        house.edit(house.chen, "opportunities", deal, &[("stage", &house.stage("proposal"))]).unwrap();
        assert_eq!(fields(house, deal, "stage probability"), "方案报价 · 50");
        house
            .edit(house.chen, "opportunities", deal, &[("stage", &house.stage("negotiation")), ("probability", "85")])
            .unwrap();
        assert_eq!(fields(house, deal, "stage probability"), "商务谈判 · 85");
        house.edit(house.chen, "opportunities", deal, &[("next_step", "现场评审")]).unwrap();
        assert_eq!(fields(house, deal, "probability"), "85");
    });
}

#[test]
fn winning_closes_today_with_certainty() {
    company(|house| {
        let deal = deal(house, &[("close_date", "2026-12-15")]);
        house.write(house.chen, move |cx| win(cx, deal, None, None)).unwrap();
        assert_eq!(
            fields(house, deal, "stage probability close_date closed_at"),
            format!("赢单 · 100 · {TODAY} · 2026-11-22T08:00:00Z")
        );
    });
}

#[test]
fn losing_asks_why_but_an_import_need_not_say() {
    company(|house| {
        let lost = deal(house, &[]);
        let silent = house.write(house.chen, move |cx| lose(cx, lost, None, &Loss::default()));
        assert_eq!(refusal(silent), "lost_reason:required");
        let loss = Loss { reason: "price".into(), note: Some("低 8%".into()), competitor: Some("鼎捷".into()) };
        house.write(house.chen, move |cx| lose(cx, lost, None, &loss)).unwrap();
        assert_eq!(
            fields(house, lost, "stage probability lost_reason lost_note competitor"),
            "输单 · 0 · price · 低 8% · 鼎捷"
        );
        let imported = deal(house, &[("stage", &house.stage("lost"))]);
        assert_eq!(fields(house, imported, "stage probability lost_reason"), "输单 · 0 · ");
    });
}

#[test]
fn an_old_deal_keeps_the_dates_it_brings() {
    company(|house| {
        let won = house.stage("won");
        let by_day = deal(
            house,
            &[("stage", &won), ("engaged_at", "2016-10-20"), ("close_date", "2017-03-01"), ("amount", "1054")],
        );
        let by_time = deal(house, &[("stage", &won), ("engaged_at", "2016-10-20"), ("closed_at", "2017-03-01")]);
        for deal in [by_day, by_time] {
            let seen = fields(house, deal, "close_date closed_at stage_since engaged_at");
            assert_eq!(seen, "2017-03-01 · 2017-02-28T16:00:00Z · 2017-02-28T16:00:00Z · 2016-10-20");
        }
        let open = deal(house, &[("stage", &house.stage("engaging")), ("engaged_at", "2016-11-03")]);
        assert_eq!(fields(house, open, "closed_at close_date stage_since"), " ·  · 2016-11-02T16:00:00Z");
        let history = house.column("stage_history", "", "entered_at", "entered_at");
        assert_eq!(history, ["2016-11-02T16:00:00Z", "2017-02-28T16:00:00Z", "2017-02-28T16:00:00Z"]);
    });
}

#[test]
fn what_is_open_is_not_closed() {
    company(|house| {
        let deal = deal(house, &[("closed_at", "2026-12-01")]);
        assert_eq!(fields(house, deal, "stage closed_at close_date"), "初步接洽 ·  · 2026-12-01");
    });
}

#[test]
fn a_wrong_day_of_closing_can_be_put_right() {
    company(|house| {
        let deal = deal(house, &[("stage", &house.stage("won"))]);
        house.edit(house.chen, "opportunities", deal, &[("close_date", "2026-11-18")]).unwrap();
        assert_eq!(
            fields(house, deal, "close_date closed_at stage_since"),
            "2026-11-18 · 2026-11-17T16:00:00Z · 2026-11-17T16:00:00Z"
        );
        assert_eq!(house.column("stage_history", "", "id", "entered_at"), ["2026-11-17T16:00:00Z"]);
    });
}

#[test]
fn every_stay_in_a_stage_is_kept_and_ends_when_the_next_begins() {
    company(|house| {
        let deal = deal(house, &[]);
        house.forward(Instant::DAY);
        house.edit(house.chen, "opportunities", deal, &[("stage", &house.stage("proposal"))]).unwrap();
        house.forward(Instant::DAY);
        house.write(house.chen, move |cx| win(cx, deal, None, None)).unwrap();
        let column = |name| house.column("stage_history", "", "entered_at", name);
        assert_eq!(column("from_stage"), ["", "初步接洽", "方案报价"]);
        assert_eq!(column("to_stage"), ["初步接洽", "方案报价", "赢单"]);
        assert_eq!(column("entered_at"), ["2026-11-22T08:00:00Z", "2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"]);
        assert_eq!(column("left_at"), ["2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z", ""]);
    });
}

#[test]
fn a_deal_is_taken_up_again_where_it_stood() {
    company(|house| {
        let deal = deal(house, &[]);
        house.edit(house.chen, "opportunities", deal, &[("stage", &house.stage("negotiation"))]).unwrap();
        let loss = Loss { reason: "timing".into(), ..Loss::default() };
        house.write(house.chen, move |cx| lose(cx, deal, None, &loss)).unwrap();
        house.write(house.chen, move |cx| reopen(cx, deal, None)).unwrap();
        assert_eq!(fields(house, deal, "stage probability closed_at lost_reason"), "商务谈判 · 70 ·  · ");
    });
}

#[test]
fn titles_of_stages_read_alike_whoever_moved_the_deal() {
    company(|house| {
        for stage in ["prospecting", "proposal"] {
            let id = Id::parse(&house.stage(stage)).unwrap();
            house.edit(house.zhou, "stages", id, &[("name_en", stage)]).unwrap();
        }
        let deal = deal(house, &[]);
        let proposal = Id::parse(&house.stage("proposal")).unwrap();
        house
            .write(house.chen, move |cx| {
                cx.lang = Lang::En;
                let deals = cx.catalog.must("opportunities").clone();
                let input = Input::default().set("stage", Value::link(proposal));
                records::write::update(cx, &deals, deal, None, input).map(drop)
            })
            .unwrap();
        let titles = house.column("stage_history", "", "entered_at", "name");
        assert_eq!(titles.last().map(String::as_str), Some("初步接洽 → 方案报价"), "{titles:?}");
    });
}

#[test]
fn behind_the_bar_of_all_others_are_all_others() {
    company(|house| {
        for (owner, count) in [(house.chen, 3), (house.gu, 2), (house.zhou, 1)] {
            for _ in 0..count {
                let fields = [("stage", &*house.stage("won")), ("owner", &owner.to_string()), ("amount", "10")];
                let deal = deal(house, &[]);
                house.edit(house.zhou, "opportunities", deal, &fields).unwrap();
            }
        }
        let none = deal(house, &[("stage", &house.stage("won"))]);
        house.edit(house.zhou, "opportunities", none, &[("owner", "")]).unwrap();
        let made = house.read(house.zhou, |cx| report(cx, None)).unwrap();
        let rows = |filter: &str| house.column("opportunities", filter, "id", "name").len() as i64;
        for shown in 1..made.won_by_agent.len() {
            let others = made.other_agents(Some("created_at != null"), shown).unwrap();
            assert_eq!(rows(&others.filter), others.count, "{}", others.filter);
        }
        // however many have bars of their own, the rows behind the others are narrowed further
        let line = |n: i64| Line { key: Value::link(Id(n)), count: 1, amount: Some(1.into()), filter: String::new() };
        let many = Report { won_by_agent: (1..40).map(line).collect(), ..Report::default() };
        let within = "(closed_at >= date(\"2026-01-01\") && closed_at < date(\"2027-01-01\")) || (closed_at == null && created_at >= date(\"2026-01-01\"))";
        let others = many.other_agents(Some(within), 30).unwrap();
        let narrowed =
            format!("({}) && name.contains(\"x\") && owner == me() && amount > 5 && probability < 50", others.filter);
        assert_eq!(rows(&narrowed), 0);
    });
}

#[test]
fn the_first_sale_makes_a_customer() {
    company(|house| {
        let account = account(house);
        let deal = deal(house, &[("account", &account.to_string())]);
        house.write(house.chen, move |cx| win(cx, deal, None, None)).unwrap();
        let seen = |name| house.field("accounts", account, name);
        assert_eq!(
            (seen("lifecycle"), seen("type"), seen("first_won_at")),
            ("customer".into(), "customer".into(), TODAY.into())
        );
        assert_eq!(seen("lifecycle_since"), "2026-11-22T08:00:00Z");
        let account = account.to_string();
        house.add(
            house.chen,
            "opportunities",
            &[("name", "一期"), ("account", &account), ("stage", &house.stage("won")), ("close_date", "2024-05-06")],
        );
        assert_eq!(seen("first_won_at"), "2024-05-06");
    });
}

#[test]
fn a_sale_that_was_none_is_forgotten() {
    company(|house| {
        let account = account(house);
        let won = || deal(house, &[("account", &account.to_string()), ("stage", &house.stage("won"))]);
        let seen = || ["first_won_at", "lifecycle", "type"].map(|name| house.field("accounts", account, name));
        house.edit(house.chen, "accounts", account, &[("lifecycle", "lost"), ("type", "")]).unwrap();
        let (first, second) = (won(), won());
        assert_eq!(seen(), [TODAY, "won_back", "customer"]);
        house.write(house.chen, move |cx| reopen(cx, first, None)).unwrap();
        assert_eq!(seen(), [TODAY, "won_back", "customer"], "another one is left");
        house.delete(house.zhou, "opportunities", second).unwrap();
        assert_eq!(seen(), ["", "lost", ""], "as it was before the first");
    });
}

#[test]
fn what_a_later_sale_made_of_an_account_is_forgotten_too() {
    company(|house| {
        let account = account(house);
        let won = || deal(house, &[("account", &account.to_string()), ("stage", &house.stage("won"))]);
        let seen = || ["first_won_at", "lifecycle", "type"].map(|name| house.field("accounts", account, name));
        let first = won();
        house.edit(house.chen, "accounts", account, &[("lifecycle", "prospect")]).unwrap();
        let second = won();
        assert_eq!(seen(), [TODAY, "customer", "customer"]);
        house.write(house.chen, move |cx| reopen(cx, first, None)).unwrap();
        house.write(house.chen, move |cx| reopen(cx, second, None)).unwrap();
        assert_eq!(seen(), ["", "prospect", "prospect"]);
        let third = won();
        house.write(house.chen, move |cx| reopen(cx, third, None)).unwrap();
        assert_eq!(seen(), ["", "prospect", "prospect"], "again and again");
    });
}

#[test]
fn what_a_person_has_said_of_a_customer_since_the_first_sale_stays() {
    company(|house| {
        let account = account(house);
        let deal = deal(house, &[("account", &account.to_string()), ("stage", &house.stage("won"))]);
        house.edit(house.chen, "accounts", account, &[("lifecycle", "at_risk")]).unwrap();
        house.write(house.chen, move |cx| reopen(cx, deal, None)).unwrap();
        let seen = ["first_won_at", "lifecycle", "type"].map(|name| house.field("accounts", account, name));
        assert_eq!(seen, ["", "at_risk", "prospect"]);
    });
}

#[test]
fn an_account_adds_up_what_is_open_and_what_was_won() {
    company(|house| {
        let account = account(house).to_string();
        for (stage, amount) in [("proposal", "980000"), ("negotiation", "1860000"), ("won", "2600000"), ("lost", "7")] {
            deal(house, &[("account", &account), ("stage", &house.stage(stage)), ("amount", amount)]);
        }
        let account = Id::parse(&account).unwrap();
        let seen = |name| house.field("accounts", account, name);
        assert_eq!(
            (seen("open_opportunities"), seen("open_amount"), seen("won_amount")),
            ("2".into(), "2840000".into(), "2600000".into())
        );
    });
}

#[test]
fn a_sale_counts_for_an_account_that_the_seller_may_not_edit() {
    company(|house| {
        let account = account(house);
        // the deal passes to somebody who does not reach the account
        let deal = deal(house, &[("account", &account.to_string())]);
        house.edit(house.zhou, "opportunities", deal, &[("owner", &house.gu.to_string())]).unwrap();
        assert!(house.get(house.gu, "accounts", account).is_err());
        house.write(house.gu, move |cx| win(cx, deal, None, None)).unwrap();
        assert_eq!(house.field("accounts", account, "lifecycle"), "customer");
    });
}

#[test]
fn a_deal_without_a_name_is_called_after_account_and_product() {
    company(|house| {
        let account = account(house).to_string();
        let product = house.add(house.zhou, "products", &[("name", "GTX Pro")]).to_string();
        let both = house.add(house.chen, "opportunities", &[("account", &account), ("product", &product)]);
        assert_eq!(house.field("opportunities", both, "name"), "苏州恒泰精密机械有限公司 – GTX Pro");
        let one = house.add(house.chen, "opportunities", &[("product", &product)]);
        assert_eq!(house.field("opportunities", one, "name"), "GTX Pro");
    });
}

#[test]
fn a_stage_made_by_name_alone_stands_last_in_the_pipeline() {
    company(|house| {
        let stage = house.add(house.zhou, "stages", &[("name", "搁置")]);
        let seen = |name| house.field("stages", stage, name);
        assert_eq!(
            (seen("pipeline"), seen("position"), seen("outcome")),
            ("标准销售流程".into(), "5".into(), "open".into())
        );
    });
}

#[test]
fn stage_changes_stand_on_the_timelines_of_deal_and_account() {
    company(|house| {
        let account = account(house);
        let deal = deal(house, &[("account", &account.to_string())]);
        house.edit(house.chen, "opportunities", deal, &[("stage", &house.stage("proposal"))]).unwrap();
        for (object, id) in [("accounts", account), ("opportunities", deal)] {
            let page = house.read(house.chen, move |cx| {
                let object = cx.catalog.find(object)?;
                records::timeline::page(cx, &object, id, None, 10)
            });
            let titles: Vec<String> = page.unwrap().0.into_iter().map(|entry| entry.record.title).collect();
            assert_eq!(titles, ["初步接洽 → 方案报价"], "{object}");
        }
    });
}

#[test]
fn nobody_writes_the_history_by_hand() {
    company(|house| {
        let deal = deal(house, &[]);
        let forged = house.try_add(house.lin, "stage_history", &[("opportunity", &deal.to_string())]);
        assert_eq!(refusal(forged), "no_right");
        let forged = house.try_add(house.zhou, "stage_history", &[("opportunity", &deal.to_string())]);
        assert_eq!(refusal(forged), "opportunity:read_only");
    });
}

#[test]
fn the_amount_then_is_kept_with_the_stage() {
    company(|house| {
        let deal = deal(house, &[("amount", "100")]);
        house
            .edit(house.chen, "opportunities", deal, &[("amount", "250.50"), ("stage", &house.stage("proposal"))])
            .unwrap();
        assert_eq!(house.column("stage_history", "", "id", "amount"), ["100", "250.5"]);
        let kept = house.get(house.zhou, "opportunities", deal).unwrap();
        assert!(matches!(kept.get("amount"), Value::Money(money) if money.currency == types::Currency::CNY));
    });
}
