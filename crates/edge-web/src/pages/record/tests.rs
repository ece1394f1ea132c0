//! Record pages as browsers meet them: what each person sees, what is written down, how an opportunity ends.

use axum::http::StatusCode;
use modules::testing;
use types::{Id, words::Lang};

use crate::testing::{Person, Site, add, each_site, site};

/// An opportunity of the seller, with an amount.
fn deal(site: &Site) -> Id {
    let account = site.account.to_string();
    add(
        &site.engine,
        site.seller.id,
        "opportunities",
        &[("name", "二期改造"), ("account", &account), ("amount", "1860000")],
    )
}

#[test]
fn a_record_that_its_reader_may_not_open_is_named_without_a_way_to_it() {
    each_site(|site| {
        let newcomer = site.newcomer();
        let (account, owner) = (site.account.to_string(), newcomer.id.to_string());
        let fields = [("name", "三期改造"), ("account", account.as_str()), ("owner", owner.as_str())];
        let deal = add(&site.engine, site.administrator.id, "opportunities", &fields);
        let way = format!("/accounts/{account}\"");
        assert_eq!(site.get(&newcomer, &format!("/accounts/{account}")).status, StatusCode::NOT_FOUND);
        for path in
            [format!("/opportunities/{deal}"), "/opportunities".into(), format!("/opportunities/{deal}/timeline")]
        {
            let theirs = page(site, &newcomer, &path);
            assert!(!theirs.contains(&way), "{path}: {theirs}");
            if !path.ends_with("timeline") {
                assert!(theirs.contains("苏州恒泰精密机械有限公司"), "{path}: its name they see");
                assert!(page(site, &site.administrator, &path).contains(&way), "{path}: who may open it finds the way");
            }
        }
    });
}

/// A page that must be there.
fn page(site: &Site, who: &Person, path: &str) -> String {
    let answer = site.get(who, path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.body
}

#[test]
fn every_kind_of_record_has_a_page_for_everybody_who_sees_it() {
    each_site(|site| {
        let deal = deal(site);
        let seller = site.seller.id;
        let contact =
            add(&site.engine, seller, "contacts", &[("name", "周启明"), ("account", &site.account.to_string())]);
        let visit =
            add(&site.engine, seller, "activities", &[("kind", "visit"), ("about", &format!("opportunities/{deal}"))]);
        let records = [
            ("accounts", site.account),
            ("opportunities", deal),
            ("contacts", contact),
            ("activities", visit),
            ("users", seller),
        ];
        for lang in Lang::ALL {
            for who in site.people() {
                site.post(who, &format!("/language/{}", lang.tag()), "");
                for (object, id) in records {
                    for part in ["", "/peek", "/history", "/timeline"] {
                        let answer = site.get(who, &format!("/{object}/{id}{part}"));
                        let mine = who.id == seller || who.id == site.administrator.id;
                        assert!(
                            answer.status == StatusCode::OK || (!mine && answer.status == StatusCode::NOT_FOUND),
                            "{object}{part}: {} {}",
                            answer.status,
                            answer.body
                        );
                        assert!(
                            !answer.body.contains(" style=\"") && !answer.body.contains("onclick="),
                            "{object}{part}"
                        );
                    }
                }
            }
        }
        let account = page(site, &site.seller, &format!("/accounts/{}?from=view%3Dmine", site.account));
        assert!(
            account.contains("苏州恒泰精密机械有限公司") && account.contains("href=\"/accounts?view=mine\""),
            "{account}"
        );
        assert!(
            account.contains("二期改造")
                && account.contains(&format!("/contacts/{contact}"))
                && account.contains("/cells/name")
        );
        assert!(account.contains(&format!("/opportunities/new?account={}", site.account)));
        // whoever only reads is offered nothing to change
        let read = page(site, &site.viewer, &format!("/accounts/{}", site.account));
        assert!(!read.contains("/cells/") && !read.contains("/deletion") && !read.contains("data-composer"), "{read}");
    });
}

#[test]
fn a_hidden_record_is_as_if_it_were_not_there() {
    site(|site| {
        let hidden = add(&site.engine, site.administrator.id, "accounts", &[("name", "别人的客户")]);
        let missing = Id(hidden.0 + 1_000_000);
        for id in [hidden, missing] {
            for part in ["", "/peek", "/history", "/timeline"] {
                let answer = site.get(&site.seller, &format!("/accounts/{id}{part}"));
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{part}: {}", answer.body);
                assert!(!answer.body.contains("别人的客户"));
            }
            let answer = site.post(&site.seller, &format!("/accounts/{id}/activities"), "kind=note&text=x");
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.body);
        }
    });
}

#[test]
fn what_people_type_never_becomes_markup() {
    site(|site| {
        let bad = "<script>alert(1)</script>";
        let id = add(
            &site.engine,
            site.seller.id,
            "accounts",
            &[("name", bad), ("description", "\"><img src=x onerror=alert(1)>")],
        );
        let path = format!("/accounts/{id}");
        let note = site.post(
            &site.seller,
            &format!("{path}/activities"),
            "kind=note&text=%3Cimg+src%3Dx+onerror%3Dalert(2)%3E",
        );
        assert_eq!(note.status, StatusCode::OK, "{}", note.body);
        for part in ["", "/peek", "/history", "/timeline"] {
            let body = page(site, &site.seller, &format!("{path}{part}"));
            assert!(!body.contains(bad) && !body.contains("<img"), "{part}: {body}");
        }
        assert!(page(site, &site.seller, &path).contains("&lt;img src=x onerror=alert(2)&gt;"));
    });
}

#[test]
fn what_is_written_down_stands_on_the_timeline_and_tasks_are_ticked_off() {
    each_site(|site| {
        let path = format!("/accounts/{}", site.account);
        let empty = site.post(&site.seller, &format!("{path}/activities"), "kind=call&text=+");
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            empty.body.contains("role=\"alert\"") && empty.body.contains("value=\"call\" checked"),
            "{}",
            empty.body
        );
        let call = site.post(
            &site.seller,
            &format!("{path}/activities"),
            "kind=call&text=%E9%A2%84%E7%AE%97%E8%BF%87%E4%BC%9A&result=reached&due_at=2020-01-01T10:00",
        );
        assert_eq!(call.status, StatusCode::OK, "{}", call.body);
        let task = site.post(
            &site.seller,
            &format!("{path}/activities"),
            "kind=task&text=Send+the+plan%0AWith+prices&due_at=2020-01-01T10:00",
        );
        assert_eq!(task.status, StatusCode::OK, "{}", task.body);
        let body = page(site, &site.seller, &path);
        assert!(body.contains("预算过会") && body.contains("Send the plan") && body.contains("With prices"), "{body}");
        let done =
            body.split("hx-post=\"/activities/").nth(1).and_then(|rest| rest.split('"').next()).expect("an open task");
        let ticked = site.post(&site.seller, &format!("/activities/{done}"), "");
        assert!(ticked.status == StatusCode::OK && ticked.body.contains("done=0"), "{}", ticked.body);
        assert!(!page(site, &site.seller, &path).contains("/completion?done=1"));
        let history =
            page(site, &site.seller, &format!("/activities/{}/history", done.split('/').next().unwrap_or_default()));
        assert!(history.contains("已完成"), "{history}");
    });
}

#[test]
fn an_opportunity_moves_along_is_lost_with_a_reason_taken_up_again_and_won() {
    site(|site| {
        let path = format!("/opportunities/{}", deal(site));
        let body = page(site, &site.seller, &path);
        let stages: Vec<&str> =
            body.split("name=\"stage\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(stages.len() > 2, "{body}");
        let moved = site.post(&site.seller, &format!("{path}/stage"), &format!("stage={}", stages[1]));
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        assert!(page(site, &site.seller, &path).contains(&format!("value=\"{}\" aria-current=\"step\"", stages[1])));
        let dialog =
            site.call(&site.seller, axum::http::Method::GET, &format!("{path}/loss"), "", &[("hx-request", "true")]);
        assert!(dialog.body.contains("<dialog") && dialog.body.contains("lost_reason"), "{}", dialog.body);
        let silent = site.post(&site.seller, &format!("{path}/loss"), "lost_reason=&lost_note=late");
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.body);
        assert!(silent.body.contains("late"), "{}", silent.body);
        let lost = site.post(&site.seller, &format!("{path}/loss"), "lost_reason=price");
        assert_eq!(lost.status, StatusCode::OK, "{}", lost.body);
        assert!(page(site, &site.seller, &path).contains("/reopening"));
        assert_eq!(site.post(&site.seller, &format!("{path}/reopening"), "").status, StatusCode::OK);
        assert_eq!(site.post(&site.seller, &format!("{path}/win"), "").status, StatusCode::OK);
        let won = page(site, &site.seller, &format!("/accounts/{}", site.account));
        assert!(won.contains("186.0"), "{won}");
        // who may not change it is not asked why it was lost
        let refused = site.get(&site.viewer, &format!("{path}/loss"));
        assert!([403, 404].contains(&refused.status.as_u16()), "{}", refused.status);
    });
}

#[test]
fn a_lead_is_converted_in_one_act_and_shows_what_became_of_it() {
    site(|site| {
        let fields = [
            ("name", "张伟明"),
            ("company", "苏州恒泰精密机械有限公司"),
            ("mobile", "13800001234"),
            ("expected_amount", "400000"),
        ];
        let lead = add(&site.engine, site.seller.id, "leads", &fields);
        let path = format!("/leads/{lead}");
        let before = page(site, &site.seller, &path);
        assert!(before.contains(&format!("{path}/conversion")) && before.contains(&format!("{path}/disqualification")));
        let ask = site.call(
            &site.seller,
            axum::http::Method::GET,
            &format!("{path}/conversion"),
            "",
            &[("hx-request", "true")],
        );
        // the account of that name is proposed and chosen, the amount is filled in
        assert!(
            ask.body.contains(&format!("value=\"{}\" checked", site.account)) && ask.body.contains("value=\"400,000\""),
            "{}",
            ask.body
        );
        let wrong = site.post(
            &site.seller,
            &format!("{path}/conversion"),
            "account=new&account_name=&contact=new&deal=1&name=x&amount=much",
        );
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
        assert!(wrong.body.contains("value=\"much\"") && wrong.body.contains("aria-invalid"), "{}", wrong.body);
        let form = format!(
            "account={}&contact=new&contact_name=%E5%BC%A0%E4%BC%9F&deal=1&name=First+deal&amount=400%2C000",
            site.account
        );
        let done = site.post(&site.seller, &format!("{path}/conversion"), &form);
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        let after = page(site, &site.seller, &path);
        assert!(
            after.contains("First deal") && after.contains("href=\"/opportunities/") && after.contains("张伟</a>"),
            "{after}"
        );
        assert!(!after.contains(&format!("{path}/conversion")), "{after}");
        let again = site.post(&site.seller, &format!("{path}/conversion"), &form);
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.body);
        assert_eq!(site.get(&site.viewer, &format!("{path}/conversion")).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_lead_is_put_aside_with_a_reason_and_taken_up_again() {
    site(|site| {
        let lead = add(&site.engine, site.seller.id, "leads", &[("name", "张伟明")]);
        let path = format!("/leads/{lead}");
        let silent =
            site.post(&site.seller, &format!("{path}/disqualification"), "disqualify_reason=&disqualify_note=late");
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.body);
        assert!(silent.body.contains("late"), "{}", silent.body);
        let done = site.post(&site.seller, &format!("{path}/disqualification"), "disqualify_reason=no_need");
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        assert!(page(site, &site.seller, &path).contains(&format!("{path}/reopening")));
        assert_eq!(site.post(&site.seller, &format!("{path}/reopening"), "").status, StatusCode::OK);
        assert!(page(site, &site.seller, &path).contains(&format!("{path}/conversion")));
    });
}

/// A role that may do everything with accounts but sees one field never and one in part.
fn somebody_who_sees_less(site: &Site) -> Person {
    let rights = serde_json::json!({
        "others": { "view": "all", "create": "all", "edit": "all", "delete": "all", "export": "all", "bulk_edit": "all" },
        "fields": { "accounts": { "website": "hidden", "annual_revenue": "hidden", "phone": "masked" } },
    });
    let role = records::write::Input::default().text("name", "Reader of less").text("code", "less");
    testing::made(&site.engine, "roles", role.text("rights", rights.to_string()));
    let id = testing::person(&site.engine, "何少见", "less", None);
    Person { id, cookie: crate::testing::sign_in(&site.engine, id) }
}

/// The values as they were written and as pages would write them.
const SECRETS: [&str; 8] =
    ["geheim.example", "7654321", "7,654,321", "765.4", "13866660099", "13812345678", "138 6666 0099", "138 1234 5678"];

#[test]
fn a_hidden_field_is_on_no_page_and_a_masked_one_never_whole() {
    site(|site| {
        let fields = [
            ("name", "隐山科技"),
            ("website", "https://geheim.example"),
            ("phone", "13812345678"),
            ("annual_revenue", "7654321"),
        ];
        let id = add(&site.engine, site.administrator.id, "accounts", &fields);
        let who = somebody_who_sees_less(site);
        // something of each in the history
        for (field, value) in
            [("website", "https%3A%2F%2Fgeheim.example%2Fneu"), ("phone", "13866660099"), ("region", "North")]
        {
            let cell = format!("/accounts/{id}/cells/{field}");
            assert_eq!(
                site.post(&site.administrator, &cell, &format!("{field}={value}")).status,
                StatusCode::OK,
                "{field}"
            );
        }
        let deal = add(
            &site.engine,
            site.administrator.id,
            "opportunities",
            &[("name", "一期"), ("account", &id.to_string())],
        );
        let path = format!("/accounts/{id}");
        let pages = [
            path.clone(),
            format!("{path}?from=all"),
            format!("{path}/peek"),
            format!("{path}/history"),
            format!("{path}/timeline"),
            format!("{path}/edit"),
            format!("/opportunities/{deal}"),
            "/accounts".into(),
            "/accounts?columns=name,website,phone,annual_revenue".into(),
            "/accounts?columns=phone,region".into(),
            "/accounts?sort=website".into(),
            "/accounts?sort=annual_revenue&columns=phone".into(),
            "/accounts?building=1".into(),
            "/accounts?filter=website.contains(%22geheim%22)".into(),
            "/accounts?filter=phone.contains(%221386666%22)".into(),
            "/accounts?q=geheim".into(),
            "/accounts?q=13866660099".into(),
            "/opportunities?columns=account.website,account.phone,account.annual_revenue".into(),
            "/search?q=geheim".into(),
            "/search?q=13866660099".into(),
            "/options/accounts?q=13866660099".into(),
            "/options/accounts".into(),
            "/accounts/new".into(),
            format!("{path}/cells/website"),
            format!("{path}/cells/phone"),
            format!("{path}/cells/annual_revenue"),
            "/accounts/bulk/edit".into(),
            "/accounts/views/counts".into(),
            "/trash?object=accounts".into(),
            "/".into(),
        ];
        for page in &pages {
            for part in [false, true] {
                let headers: &[(&str, &str)] = if part { &[("hx-request", "true")] } else { &[] };
                let answer = site.call(&who, axum::http::Method::GET, page, "", headers);
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{page}");
                // what the reader typed stands in addresses and search fields; it is no news to them
                let told = SECRETS.iter().filter(|secret| !page.contains(**secret));
                for secret in told {
                    assert!(!answer.body.contains(secret), "{page} shows {secret}: {}", answer.body);
                }
            }
        }
        // what is found by a hidden or a masked value is nothing
        for page in [
            "/accounts?q=geheim",
            "/accounts?q=13866660099",
            "/search?q=13866660099",
            "/options/accounts?q=13866660099",
        ] {
            assert!(!site.get(&who, page).body.contains("隐山科技"), "{page}");
        }
        assert!(page(site, &who, &path).contains("138****0099"), "{}", page(site, &who, &path));
        // and nothing of it is written either
        for field in ["website", "phone", "annual_revenue"] {
            let answer = site.post(&who, &format!("{path}/cells/{field}"), &format!("{field}=1"));
            assert!(
                !answer.body.contains("geheim") && !answer.body.contains("13866660099"),
                "{field}: {}",
                answer.body
            );
        }
        let kept = page(site, &site.administrator, &path);
        assert!(kept.contains("https://geheim.example/neu") && kept.contains("13866660099"), "{kept}");
    });
}

#[test]
fn what_follows_of_itself_stands_in_the_history_once_and_doubts_beside_the_value() {
    site(|site| {
        let (admin, account) = (&site.administrator, site.account.to_string());
        let stages = site.engine.read_now(records::Caller::Person(admin.id), |cx| {
            let stages = cx.catalog.find("stages")?;
            let ask = records::query::Ask::default().filter("code == \"won\"").fields(&["name"]);
            Ok(records::query::list(cx, &stages, &ask)?.items[0].id.to_string())
        });
        let won = stages.expect("a shipped stage");
        for day in ["2026-11-20", "2026-11-12", "2026-11-05", "2026-11-01"] {
            let fields = [("name", day), ("account", account.as_str()), ("close_date", day), ("stage", won.as_str())];
            add(&site.engine, admin.id, "opportunities", &fields);
        }
        page(site, admin, &format!("/accounts/{account}"));
        let history = page(site, admin, &format!("/accounts/{account}/history"));
        assert!(history.contains("自动更新了 3 次"), "{history}");
        let saved = site.post(admin, &format!("/accounts/{account}/cells/employees"), "employees=-5");
        assert_eq!(saved.status, StatusCode::OK, "it warns and does not block: {}", saved.body);
        assert!(page(site, admin, &format!("/accounts/{account}")).contains("通常不小于 0"));
    });
}

#[test]
fn what_belongs_to_a_record_is_counted_in_its_tabs_listed_behind_them_and_summed_up_above() {
    each_site(|site| {
        let (admin, account) = (&site.administrator, site.account);
        deal(site);
        let overview = page(site, admin, &format!("/accounts/{account}"));
        let tab = format!("/accounts/{account}/related/opportunities.account");
        let drawn = overview.split(&tab).nth(1).expect("a tab").split("</a>").next().unwrap();
        assert!(drawn.contains("商机") && drawn.contains("class=\"n\">1<"), "{drawn}");
        assert!(overview.contains("1 个商机") && overview.contains("¥186.0 万"), "{overview}");
        let figure = overview.split("class=\"fig\" href=\"").nth(2).expect("what is open").split('"').next().unwrap();
        let listed = page(site, admin, &figure.replace("&amp;", "&"));
        assert!(listed.contains("二期改造"), "a figure opens what it adds up: {figure}");
        let table = page(site, admin, &tab);
        assert!(table.contains("二期改造") && table.contains("data-table"), "{table}");
        assert!(table.contains(&format!("href=\"{tab}\" aria-current=\"page\"")), "{table}");
        assert!(page(site, admin, &format!("/accounts/{account}/related/contacts.account")).contains("张伟明"));
        page(site, admin, &format!("/accounts/{account}/related/files.about"));
        for nothing in ["leads.converted_account", "opportunities.owner", "nosuch.account", "opportunities"] {
            let answer = site.get(admin, &format!("/accounts/{account}/related/{nothing}"));
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
        }
        assert_eq!(site.get(&site.newcomer(), &tab).status, StatusCode::NOT_FOUND, "nor of a hidden record");
    });
}

#[test]
fn who_may_not_see_an_object_finds_no_tab_of_it() {
    site(|site| {
        let rights =
            serde_json::json!({ "others": { "view": "all" }, "objects": { "opportunities": { "view": "none" } } });
        let role = records::write::Input::default().text("name", "No deals").text("code", "no_deals");
        testing::made(&site.engine, "roles", role.text("rights", rights.to_string()));
        let id = testing::person(&site.engine, "何不见", "no_deals", None);
        let person = Person { id, cookie: crate::testing::sign_in(&site.engine, id) };
        let overview = page(site, &person, &format!("/accounts/{}", site.account));
        assert!(
            overview.contains("related/contacts.account") && !overview.contains("related/opportunities"),
            "{overview}"
        );
        let tab = format!("/accounts/{}/related/opportunities.account", site.account);
        assert_eq!(site.get(&person, &tab).status, StatusCode::NOT_FOUND);
    });
}
