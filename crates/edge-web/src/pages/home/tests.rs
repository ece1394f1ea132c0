//! Home and board with deals on them: every figure leads to its rows, and a column to the form of a new deal in it.

use axum::http::{Method, StatusCode};
use records::{Caller, query, query::Ask};

use crate::testing::{Site, add, each_site};

fn stage(site: &Site, code: &str) -> String {
    let ask = Ask::default().filter(format!("code == \"{code}\"")).fields(&["name"]);
    let read = move |cx: &mut records::Cx| {
        let stages = cx.catalog.find("stages")?;
        query::list(cx, &stages, &ask)
    };
    let page = site.engine.read_now(Caller::Person(site.administrator.id), read).expect("stages");
    page.items[0].id.to_string()
}

fn deal(site: &Site, code: &str, amount: &str) {
    let owner = site.seller.id.to_string();
    let stage = stage(site, code);
    let fields = [("name", "二期 MES 产线改造"), ("stage", &stage), ("amount", amount), ("owner", &owner)];
    add(&site.engine, site.administrator.id, "opportunities", &fields);
}

/// The addresses of the lists that a page leads to.
fn lists(body: &str) -> Vec<String> {
    let hrefs = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.starts_with("/opportunities?")).map(|href| href.replace("&amp;", "&")).collect()
}

#[test]
fn every_figure_of_home_and_board_opens_its_rows() {
    each_site(|site| {
        for (code, amount) in [("prospecting", "100"), ("negotiation", "26000"), ("won", "500"), ("lost", "70")] {
            deal(site, code, amount);
        }
        for (path, least) in [("/", 12), ("/?deals=all", 12), ("/opportunities/board", 5)] {
            let page = site.get(&site.seller, path);
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let lists = lists(&page.body);
            assert!(lists.len() >= least, "{path}: {lists:?}");
            for list in lists {
                let answer = site.get(&site.seller, &list);
                assert!(answer.status == StatusCode::OK && !answer.body.contains("note w"), "{list}");
            }
        }
        let waiting = site.get(&site.seller, "/opportunities/board-attention");
        assert!(waiting.body.contains(">0</a>"), "{}", waiting.body);
    });
}

#[test]
fn amounts_without_a_rate_are_said_where_they_are_left_out() {
    each_site(|site| {
        deal(site, "negotiation", "26000");
        let said = |path: &str, words: &str| site.get(&site.seller, path).body.contains(words);
        for path in ["/", "/opportunities/board"] {
            assert!(!said(path, "没有汇率"), "{path}: nothing is left out yet");
        }
        deal(site, "negotiation", "500 USD");
        assert!(said("/", "有 1 笔金额没有汇率"));
        assert!(said("/opportunities/board", "1 个没有汇率，未计入"));
    });
}

#[test]
fn deals_without_an_amount_are_counted_and_never_worth_nothing() {
    each_site(|site| {
        let stage = stage(site, "negotiation");
        add(&site.engine, site.seller.id, "opportunities", &[("name", "二期 MES"), ("stage", &stage)]);
        for path in ["/", "/opportunities/board", "/reports/sales"] {
            let body = site.get(&site.seller, path).body;
            assert!(body.contains("1 个没有金额"), "{path}: {body}");
        }
        let home = site.get(&site.seller, "/").body;
        let pipeline = home.split("id=\"pipeline\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap();
        assert!(!pipeline.contains("¥0") && pipeline.contains("width=\"100%\""), "a bar by count: {pipeline}");
    });
}

#[test]
fn home_shows_ones_own_deals_and_to_those_without_any_all_they_may_see() {
    each_site(|site| {
        deal(site, "negotiation", "26000");
        let current = |body: &str, which: &str| {
            let link = body.split(&format!("href=\"/?deals={which}\"")).nth(1).and_then(|rest| rest.split('>').next());
            link.is_some_and(|rest| rest.contains("aria-current"))
        };
        let own = site.get(&site.seller, "/");
        assert!(current(&own.body, "mine") && own.body.contains("商务谈判"), "{}", own.body);
        assert!(own.body.contains("class=\"only-m\""), "the choice is there on phones too");
        let others = site.get(&site.manager, "/");
        assert!(current(&others.body, "all") && others.body.contains("商务谈判"), "{}", others.body);
        let chosen = site.get(&site.manager, "/?deals=mine");
        assert!(current(&chosen.body, "mine") && !chosen.body.contains("商务谈判"), "{}", chosen.body);
    });
}

#[test]
fn a_column_of_the_board_leads_to_a_new_deal_in_it() {
    each_site(|site| {
        let board = site.get(&site.seller, "/opportunities/board");
        let add = |code: &str| format!("/opportunities/new?stage={}&amp;pipeline=", stage(site, code));
        assert!(board.body.contains(&add("proposal")), "{}", board.body);
        assert!(!board.body.contains(&add("won")), "what is over begins nowhere");
        let form = site.get(&site.seller, &format!("/opportunities/new?stage={}", stage(site, "proposal")));
        assert!(form.body.contains(&format!("value=\"{}\" selected", stage(site, "proposal"))), "{}", form.body);
        let leads = site.get(&site.seller, "/leads/board").body;
        assert!(leads.contains("/leads/new?status=working") && !leads.contains("status=converted"), "{leads}");
        let seen = site.get(&site.viewer, "/opportunities/board");
        assert!(!seen.body.contains("/opportunities/new"), "{}", seen.body);
    });
}

#[test]
fn a_board_shows_one_pipeline_at_a_time_and_its_filter_as_chips() {
    each_site(|site| {
        let admin = site.administrator.id;
        deal(site, "proposal", "1000");
        let renewals = add(&site.engine, admin, "pipelines", &[("name", "续约流程"), ("position", "2")]);
        let fields =
            [("name", "到期提醒"), ("pipeline", &renewals.to_string()), ("outcome", "open"), ("position", "0")];
        let reminder = add(&site.engine, admin, "stages", &fields).to_string();
        let fields = [("name", "年度续约"), ("stage", &reminder), ("amount", "70000")];
        add(&site.engine, admin, "opportunities", &fields);
        let first = site.get(&site.administrator, "/opportunities/board").body;
        assert!(first.contains("二期 MES") && !first.contains("年度续约"), "{first}");
        assert!(first.contains(&format!("/opportunities/board?pipeline={renewals}")), "{first}");
        let second = site.get(&site.administrator, &format!("/opportunities/board?pipeline={renewals}")).body;
        assert!(second.contains("年度续约") && !second.contains("二期 MES"), "{second}");
        assert!(second.contains("¥7.0 万"), "its own figures: {second}");
        let filtered = site.get(&site.administrator, "/opportunities/board?filter=amount%20%3E%205000").body;
        assert!(filtered.contains("class=\"chip\"") && !filtered.contains("二期 MES"), "{filtered}");
        let built = "/opportunities/board?building=1&g.=all&f.0=amount&o.0=at-least&v.0=5000";
        let built = site.call(&site.administrator, Method::GET, built, "", &[("hx-request", "true")]);
        let pushed = built.headers.get("hx-push-url").and_then(|v| v.to_str().ok()).unwrap_or_default();
        assert!(pushed.starts_with("/opportunities/board?"), "{pushed}");
    });
}

/// An import of another system's tasks: all open, none with a day.
#[test]
fn fifty_thousand_open_tasks_of_one_person_leave_their_home_page() {
    each_site(|site| {
        site.many_tasks();
        let page = site.get(&site.administrator, "/");
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(page.body.contains("回访"), "{}", page.body);
    });
}
