//! Cards that move, and come back.

use records::{
    Caller,
    query::{self, Ask},
    visible::Visible,
};
use types::Id;

use crate::testing::{Answer, Person, Site, add, each_site, site};

fn deal(site: &Site, id: Id) -> Visible {
    let read = site.engine.read_now(Caller::Person(site.administrator.id), move |cx| {
        let object = cx.catalog.find("opportunities")?;
        query::get(cx, &object, id, None)
    });
    read.unwrap()
}

fn said(deal: &Visible) -> Vec<String> {
    let fields = ["stage", "probability", "close_date", "closed_at", "lost_reason"];
    fields.iter().map(|field| format!("{:?}", deal.get(field))).collect()
}

/// The stages of the first pipeline in their order: id and outcome.
fn stages(site: &Site) -> Vec<(Id, String)> {
    let read = site.engine.read_now(Caller::Person(site.administrator.id), move |cx| {
        let stages = cx.catalog.find("stages")?;
        query::list(cx, &stages, &Ask::default().sort("position", false).fields(&["outcome"]))
    });
    let outcome = |stage: &Visible| stage.get("outcome").as_text().unwrap_or_default().to_string();
    read.unwrap().items.iter().map(|stage| (stage.id, outcome(stage))).collect()
}

fn moved(site: &Site, who: &Person, deal: Id, to: Id) -> Answer {
    site.post(who, &format!("/opportunities/{deal}/move"), &format!("to={to}&before="))
}

fn undo(answer: &Answer) -> Option<String> {
    let url = answer.body.split("data-undo").nth(1)?.split('"').nth(1)?;
    Some(url.replace("&amp;", "&"))
}

const BOARD: (&str, &str) = ("hx-current-url", "http://127.0.0.1:7700/opportunities/board?filter=");

#[test]
fn a_move_is_taken_back_with_all_that_followed_from_it() {
    each_site(|site| {
        let seller = &site.seller;
        let fields = [("name", "MES 二期"), ("close_date", "2031-03-15"), ("probability", "35"), ("amount", "100")];
        let id = add(&site.engine, seller.id, "opportunities", &fields);
        let before = said(&deal(site, id));
        let stages = stages(site);
        let won = stages.iter().find(|(_, outcome)| outcome == "won").unwrap().0;
        let answer = moved(site, seller, id, won);
        assert!(answer.body.contains("已移到“赢单”") && answer.body.contains("colh-"), "{}", answer.body);
        assert_ne!(said(&deal(site, id)), before);
        let url = undo(&answer).expect("an undo");
        let headers = [("hx-request", "true"), BOARD];
        let back = site.call(seller, axum::http::Method::POST, &url, "", &headers);
        assert_eq!(said(&deal(site, id)), before, "{}", back.body);
        let told = back.headers.get("hx-trigger").unwrap().to_str().unwrap().to_string();
        assert!(told.contains("card-back") && told.contains(&id.to_string()), "{told}");
        assert!(back.body.contains("colh-"), "the columns count anew: {}", back.body);
        // its way is told as it was
        let stays = site.engine.read_now(Caller::Person(seller.id), move |cx| {
            let history = cx.catalog.find("stage_history")?;
            let ask = Ask::default().filter(format!("opportunity == \"{id}\"")).sort("id", false);
            Ok(query::list(cx, &history, &ask)?.items)
        });
        let stays = stays.unwrap();
        let to: Vec<_> = stays.iter().map(|stay| stay.get("to_stage").as_id().unwrap()).collect();
        assert_eq!(to, [stages[0].0, won, stages[0].0]);
        assert_eq!(stays.iter().filter(|stay| stay.get("left_at").is_empty()).count(), 1, "one stay lasts");
        let again = site.call(seller, axum::http::Method::POST, &url, "", &headers);
        assert!(again.body.contains("没有撤销"), "{}", again.body);
    });
}

#[test]
fn a_column_asks_for_what_is_empty_and_the_answer_is_kept_with_the_move() {
    each_site(|site| {
        let seller = &site.seller;
        let id = add(&site.engine, seller.id, "opportunities", &[("name", "MES 二期"), ("close_date", "2031-03-15")]);
        let stages = stages(site);
        let of = |outcome: &str| stages.iter().find(|(_, own)| own == outcome).unwrap().0;
        let (won, lost) = (of("won"), of("lost"));
        let asked = moved(site, seller, id, lost);
        assert!(asked.body.contains("move-question") && asked.body.contains("lost_reason"), "{}", asked.body);
        assert_eq!(asked.headers.get("hx-retarget").unwrap(), "#dialogs");
        assert_ne!(deal(site, id).get("stage").as_id(), Some(lost), "nothing has moved yet");
        let path = format!("/opportunities/{id}/move");
        let silent = site.post(seller, &path, &format!("to={lost}&answered=1&lost_reason=&close_date=2026-03-01"));
        assert_eq!(silent.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.body);
        assert!(silent.body.contains("2026-03-01") && silent.body.contains("aria-invalid"), "{}", silent.body);
        // the name is not asked for and stays
        let form = format!("to={lost}&answered=1&lost_reason=price&close_date=2026-03-01&name=X");
        let answer = site.post(seller, &path, &form);
        assert!(answer.headers.get("hx-trigger").unwrap().to_str().unwrap().contains("done"), "{}", answer.body);
        let kept = deal(site, id);
        assert_eq!((kept.get("stage").as_id(), kept.get("lost_reason").as_text()), (Some(lost), Some("price")));
        assert_eq!(
            (kept.title.as_str(), kept.get("close_date").as_date().unwrap().to_string()),
            ("MES 二期", "2026-03-01".into())
        );
        let url = undo(&answer).expect("an undo");
        site.call(seller, axum::http::Method::POST, &url, "", &[("hx-request", "true"), BOARD]);
        let back = deal(site, id);
        assert!(back.get("lost_reason").is_empty() && back.get("stage").as_id() == Some(stages[0].0));
        // won without an amount: asked; with one: moved. Without script both are pages.
        assert!(moved(site, seller, id, won).body.contains("name=\"amount\""));
        let page = site.call(seller, axum::http::Method::POST, &path, &format!("to={won}"), &[]);
        assert!(page.body.contains("name=\"amount\"") && page.body.contains("</html>"), "{}", page.body);
        let choice = site.get(seller, &path);
        assert!(choice.body.contains(&format!("<option value=\"{won}\"")), "{}", choice.body);
        let done = site.call(seller, axum::http::Method::POST, &path, &format!("to={won}&answered=1&amount=3万"), &[]);
        assert_eq!(done.status, axum::http::StatusCode::SEE_OTHER);
        assert_eq!(deal(site, id).get("amount").as_money().unwrap().amount.normalize().to_string(), "30000");
        let open = site.get(&site.viewer, &format!("{path}?to={won}"));
        assert!([403, 404].contains(&open.status.as_u16()), "who may not move it is not asked");
        let given = [("name", "WMS"), ("amount", "5"), ("close_date", "2031-03-15")];
        let known = add(&site.engine, seller.id, "opportunities", &given);
        assert!(undo(&moved(site, seller, known, won)).is_some(), "nothing to ask");
        // winning on the page of the record asks the same
        let bare = add(&site.engine, seller.id, "opportunities", &[("name", "ERP")]);
        let asked = site.post(seller, &format!("/opportunities/{bare}/win"), "");
        assert!(asked.body.contains("move-question"), "{}", asked.body);
    });
}

#[test]
fn what_a_column_asks_for_and_somebody_may_not_see_does_not_stand_in_the_way() {
    site(|site| {
        let rights = serde_json::json!({
            "others": { "view": "all", "create": "all", "edit": "all" },
            "fields": { "opportunities": { "amount": "hidden", "lost_reason": "hidden" } },
        });
        let role = records::write::Input::default().text("name", "Seller of less").text("code", "less");
        modules::testing::made(&site.engine, "roles", role.text("rights", rights.to_string()));
        let id = modules::testing::person(&site.engine, "何少见", "less", None);
        let person = Person { id, cookie: crate::testing::sign_in(&site.engine, id) };
        let given = [("name", "ERP"), ("close_date", "2031-03-15")];
        let bare = add(&site.engine, site.administrator.id, "opportunities", &given);
        let answer = site.post(&person, &format!("/opportunities/{bare}/win"), "");
        assert_eq!(answer.status, axum::http::StatusCode::OK, "{}", answer.body);
        let won = stages(site).into_iter().find(|(_, outcome)| outcome == "won").map(|(stage, _)| stage);
        assert_eq!(deal(site, bare).get("stage").as_id(), won, "{}", answer.body);
    });
}

#[test]
fn what_somebody_changed_since_is_not_taken_back() {
    each_site(|site| {
        let id = add(&site.engine, site.seller.id, "opportunities", &[("name", "MES")]);
        let stages = stages(site);
        let url = undo(&moved(site, &site.seller, id, stages[1].0)).expect("an undo");
        moved(site, &site.manager, id, stages[2].0);
        let back = site.post(&site.seller, &url, "");
        assert!(back.body.contains("没有撤销") && back.headers.contains_key("hx-trigger"), "{}", back.body);
        assert_eq!(deal(site, id).get("stage").as_id(), Some(stages[2].0));
        let others = site.post(&site.manager, &url, "");
        assert!(others.body.contains("没有撤销"), "nor what another one did: {}", others.body);
    });
}

#[test]
fn a_card_put_elsewhere_in_its_column_has_not_moved() {
    each_site(|site| {
        let id = add(&site.engine, site.seller.id, "opportunities", &[("name", "MES")]);
        let version = deal(site, id).version;
        let answer = moved(site, &site.seller, id, stages(site)[0].0);
        assert!(undo(&answer).is_none() && answer.body.contains("colh-"), "{}", answer.body);
        assert_eq!(deal(site, id).version, version);
    });
}
