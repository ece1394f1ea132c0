//! Bulk acts beyond one transaction: ordered, carried out in steps, found again.

use axum::http::{Method, StatusCode};
use records::{
    Caller,
    access::{self, Action},
    jobs::{self, Ended},
    write::{self, Input},
};
use types::Id;

use crate::{
    pages::bulk_job,
    testing::{Site, each_site},
};

/// 600 more accounts.
fn fill(site: &Site) -> Vec<Id> {
    let mut all = Vec::new();
    for part in 0..3 {
        let made = site.engine.write_now(Caller::Person(site.administrator.id), move |cx| {
            let accounts = cx.catalog.find("accounts")?;
            let scope = access::scope(cx, &accounts, Action::Create)?;
            let inputs = (0..200).map(|row| Input::default().text("name", format!("第{part}批{row}")));
            write::bulk::created_all(cx, &scope, inputs.collect())
        });
        all.extend(made.unwrap().into_iter().map(Result::unwrap));
    }
    all
}

/// Carries the ordered job out.
fn work(site: &Site) -> serde_json::Value {
    let upkeep = || Caller::System(access::Reason::Upkeep);
    let held = site.engine.write_now(upkeep(), |cx| jobs::claim(cx, &[bulk_job::JOB])).unwrap().expect("a job");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let Ended::With(outcome) = runtime.block_on(bulk_job::run(site.engine.clone(), held.clone())).unwrap() else {
        panic!("it ends with what it did")
    };
    let told = outcome.clone();
    site.engine.write_now(upkeep(), move |cx| jobs::finish(cx, &held, &told)).unwrap();
    outcome
}

#[test]
fn a_bulk_act_on_more_than_one_transaction_holds_is_a_job_of_its_own() {
    each_site(|site| {
        fill(site);
        let form = "all=1&field=region&region=%E6%B5%B7%E5%A4%96&field=grade&grade=D";
        let preview = site.post(&site.administrator, "/accounts/bulk/edit", form);
        assert!(preview.body.contains("609") && preview.body.contains("confirmed"), "{}", preview.body);
        let form = format!("{form}&previewed=region&previewed=grade&confirmed=1");
        let running = site.post(&site.administrator, "/accounts/bulk/edit", &form);
        let url = running.body.split("hx-get=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("progress");
        assert!(url.starts_with("/bulk/"), "{}", running.body);
        let asked = |who| site.call(who, Method::GET, url, "", &[("hx-request", "true")]);
        assert_eq!(asked(&site.manager).status, StatusCode::NOT_FOUND, "it is nobody else's");
        assert!(site.get(&site.administrator, "/bulk").body.contains(url), "it is found again");
        assert!(!site.get(&site.manager, "/bulk").body.contains(url));
        let outcome = work(site);
        assert_eq!(outcome, serde_json::json!({ "changed": 609, "same": 0, "refused": 0 }));
        let over = asked(&site.administrator);
        assert!(over.body.contains("609") && !over.body.contains("every 1s"), "{}", over.body);
        assert!(over.headers.contains_key("hx-trigger"), "the list is drawn again");
        let filter = "filter=region%20!%3D%20%22%E6%B5%B7%E5%A4%96%22%20%7C%7C%20grade%20!%3D%20%22D%22";
        assert!(!site.get(&site.administrator, &format!("/accounts?{filter}")).body.contains("苏州恒泰"));
    });
}

#[test]
fn more_rows_than_one_transaction_holds_may_be_ticked_one_by_one() {
    each_site(|site| {
        let ticked: String = fill(site).iter().take(550).map(|id| format!("&id={id}")).collect();
        let form = format!("field=region&region=%E6%B5%B7%E5%A4%96{ticked}");
        let preview = site.post(&site.administrator, "/accounts/bulk/edit", &form);
        assert!(preview.body.contains("550") && preview.body.contains("confirmed"), "{}", preview.body);
        assert_eq!(preview.body.matches("name=\"id\"").count(), 550, "all of them are remembered");
        let running =
            site.post(&site.administrator, "/accounts/bulk/edit", &format!("{form}&previewed=region&confirmed=1"));
        assert!(running.body.contains("/bulk/"), "{}", running.body);
        assert_eq!(work(site), serde_json::json!({ "changed": 550, "same": 0, "refused": 0 }));
    });
}
