//! The REST interface as programs meet it: requests through the real router, on both databases.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use gate::{
    Call, Config, Wants,
    call::RequestId,
    testing::{House, house},
};
use modules::testing;
use records::{Caller, identity::token};
use serde_json::{Value as Json, json};
use store::{Change, Clash};
use tower::ServiceExt as _;
use types::{Name, words::Lang};

struct Api {
    house: House,
    router: Router,
    token: String,
    reader: String,
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: Json,
}

/// Runs the test against a fresh installation with an administrator's token, on every database there is.
fn api(test: impl Fn(&Api)) {
    house(|house| {
        let issue = |scope| testing::token(&house.engine, house.zhou, scope);
        let (token, reader) = (issue(token::Scope::Admin), issue(token::Scope::Read));
        let router = house.router(Config::default(), crate::routes());
        test(&Api { house, router, token, reader });
    });
}

impl Api {
    fn call(&self, method: &str, path: &str, body: Option<Json>, headers: &[(&str, &str)]) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut request = Request::builder().method(method).uri(path);
        if headers.iter().all(|(name, _)| *name != "authorization") {
            request = request.header(header::AUTHORIZATION, bearer);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).expect("a request"))
    }

    fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.house.answer(&self.router, request);
        let body = answer.json();
        Answer { status: answer.status, headers: answer.headers, body }
    }

    fn raw(&self, method: &str, path: &str) -> (StatusCode, Vec<u8>) {
        let bearer = format!("Bearer {}", self.token);
        let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, bearer);
        let answer = self.house.answer(&self.router, request.body(Body::empty()).expect("a request"));
        (answer.status, answer.bytes)
    }

    fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None, &[])
    }

    fn post(&self, path: &str, body: Json) -> Answer {
        self.call("POST", path, Some(body), &[])
    }

    fn account(&self, name: &str) -> Json {
        let made = self.post("/api/v1/accounts", json!({ "name": name }));
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        made.body
    }
}

#[test]
fn a_record_is_created_read_changed_and_deleted() {
    api(|api| {
        let made = api.post(
            "/api/v1/accounts",
            json!({ "name": "华为技术", "annual_revenue": { "amount": "1234.50", "currency": "CNY" } }),
        );
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let id = made.body["id"].as_str().unwrap();
        assert_eq!(made.headers[header::LOCATION], format!("/api/v1/accounts/{id}"));
        assert_eq!(made.headers[header::ETAG], "\"1\"");
        assert_eq!(made.body["annual_revenue"]["amount"], "1234.50");
        let path = format!("/api/v1/accounts/{id}");
        let changed = api.call("PATCH", &path, Some(json!({ "phone": "13812345678" })), &[("if-match", "\"1\"")]);
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
        assert_eq!(changed.body["version"], 2);
        let stale = api.call("PATCH", &path, Some(json!({ "name": "x" })), &[("if-match", "\"1\"")]);
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(api.get(&path).body["name"], "华为技术");
        let cleared = api.call("PATCH", &path, Some(json!({ "phone": null })), &[]);
        assert_eq!(cleared.body["phone"], Json::Null);
        assert_eq!(api.call("DELETE", &path, None, &[]).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&path).status, StatusCode::NOT_FOUND);
        let back = api.call("POST", &format!("{path}/restoration"), Some(json!({})), &[]);
        assert_eq!(back.status, StatusCode::OK, "{}", back.body);
    });
}

#[test]
fn lists_filter_sort_page_and_count() {
    api(|api| {
        for name in ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"] {
            api.account(name);
        }
        let page = api.get("/api/v1/accounts?sort=name&limit=2&total=true&fields=name,owner");
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let names = |page: &Answer| -> Vec<String> {
            page.body["items"].as_array().unwrap().iter().map(|i| i["name"].as_str().unwrap().to_string()).collect()
        };
        assert_eq!(names(&page), ["Alpha", "Beta"]);
        assert_eq!(page.body["total"], json!({ "count": 5, "exact": true }));
        assert_eq!(page.body["items"][0]["owner"]["label"], "周闻");
        let cursor = page.body["next"].as_str().unwrap();
        let second = api.get(&format!("/api/v1/accounts?sort=name&limit=2&fields=name,owner&cursor={cursor}"));
        assert_eq!(names(&second), ["Delta", "Epsilon"]);
        let filtered = api.get("/api/v1/accounts?filter=name.contains(%22amm%22)&fields=name");
        assert_eq!(names(&filtered), ["Gamma"]);
        assert_eq!(names(&api.get("/api/v1/accounts?q=delt&fields=name")), ["Delta"]);
    });
}

#[test]
fn mistakes_are_problem_documents_that_name_the_place() {
    api(|api| {
        let code = |answer: &Answer| answer.body["code"].as_str().unwrap_or_default().to_string();
        for (path, status, wanted) in [
            ("/api/v1/accounts?limit=10000", 400, "limit"),
            ("/api/v1/accounts?nonsense=1", 400, "unknown_parameter"),
            ("/api/v1/accounts?limit=1&limit=2", 400, "parameter_twice"),
            ("/api/v1/accounts?cursor=abc", 400, "bad_cursor"),
            ("/api/v1/nothing", 404, "not_found"),
            ("/api/v1/accounts/0000000000001", 404, "not_found"),
        ] {
            let answer = api.get(path);
            assert_eq!((answer.status.as_u16(), code(&answer).as_str()), (status, wanted), "{path} {}", answer.body);
            assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
        }
        let filter = api.get("/api/v1/accounts?filter=amout%20%3E%201");
        assert_eq!(filter.status.as_u16(), 400);
        assert_eq!(filter.body["args"]["at"], "1:1");
        let fields = api.post("/api/v1/accounts", json!({ "name": "x", "no_such": 1, "employees": "many" }));
        assert_eq!(fields.status.as_u16(), 422);
        let mut named: Vec<&str> =
            fields.body["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        named.sort_unstable();
        assert_eq!(named, ["employees", "no_such"]);
        assert!(crate::json::strict(br#"{"a":1,"a":2}"#).is_err());
    });
}

#[test]
fn the_same_idempotency_key_gives_the_first_answer_again() {
    api(|api| {
        let key = [("idempotency-key", "k1")];
        let first = api.call("POST", "/api/v1/accounts", Some(json!({ "name": "once" })), &key);
        let again = api.call("POST", "/api/v1/accounts", Some(json!({ "name": "once" })), &key);
        assert_eq!((first.status, &first.body["id"]), (again.status, &again.body["id"]));
        let other = api.call("POST", "/api/v1/accounts", Some(json!({ "name": "other" })), &key);
        assert_eq!(other.status.as_u16(), 422);
        assert_eq!(api.get("/api/v1/accounts?total=true").body["total"]["count"], 1);
    });
}

#[test]
fn a_batch_is_all_or_nothing_or_row_by_row() {
    api(|api| {
        let operations = json!([
            { "op": "create", "data": { "name": "good" } },
            { "op": "create", "data": { "no_such": 1 } },
        ]);
        let whole = api.post("/api/v1/accounts/batch", json!({ "atomic": true, "operations": operations }));
        assert_eq!(whole.status.as_u16(), 422);
        assert_eq!(api.get("/api/v1/accounts?total=true").body["total"]["count"], 0);
        let rows = api.post("/api/v1/accounts/batch", json!({ "operations": operations }));
        let statuses: Vec<i64> =
            rows.body["results"].as_array().unwrap().iter().map(|r| r["status"].as_i64().unwrap()).collect();
        assert_eq!(statuses, [201, 422]);
        let upsert = json!([{ "op": "upsert", "key": "name", "data": { "name": "good", "phone": "13800000000" } }]);
        let changed = api.post("/api/v1/accounts/batch", json!({ "operations": upsert }));
        assert_eq!(changed.body["results"][0]["status"], 200, "{}", changed.body);
    });
}

#[test]
fn sums_come_by_groups_and_behind_links() {
    api(|api| {
        let account = api.account("Big");
        for amount in ["100.50", "200"] {
            let deal = json!({ "name": "deal", "account_id": account["id"], "amount": { "amount": amount, "currency": "CNY" } });
            let made = api.post("/api/v1/opportunities", deal);
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        }
        let ask = json!({ "group": [{ "field": "account" }], "measures": [{ "count": true }, { "sum": "amount" }] });
        let answer = api.post("/api/v1/opportunities/aggregate", ask);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.body["rows"][0]["keys"][0]["label"], "Big");
        assert_eq!(answer.body["rows"][0]["values"][0], 2);
        assert_eq!(answer.body["rows"][0]["values"][1]["amount"], "300.5");
        let by_stage = json!({ "group": [{ "field": "stage.outcome" }, { "field": "created_at", "by": "quarter" }], "measures": [{ "count": true }] });
        let answer = api.post("/api/v1/opportunities/aggregate", by_stage);
        assert_eq!(answer.body["rows"][0]["keys"][0], "open", "{}", answer.body);
    });
}

/// More accounts than are walked unnoticed, one of them called so.
fn crowd(house: &House, name: &str) {
    let columns = ["id", "version", "name", "website", "created_at"].map(Name::of).to_vec();
    for part in 0..41 {
        let called = |n: i64| if n == 1 { name } else { "x" };
        let row = |n: i64| vec![n.into(), 1.into(), "x".into(), called(n).into(), n.into()];
        let insert = Change::Insert {
            table: Name::of("accounts"),
            columns: columns.clone(),
            rows: (1..=500).map(|n| row(part * 500 + n)).collect(),
            clash: Clash::Refuse,
        };
        house.write(house.zhou, move |cx| cx.run(&insert)).expect("accounts");
    }
}

#[test]
fn what_walks_a_whole_table_waits_for_its_turn_and_nothing_else_does() {
    api(|api| {
        crowd(&api.house, "rare.example");
        let app = api.house.app(Config::default());
        let router = gate::router(app.clone(), crate::routes());
        let send = |method: &str, path: &str, body: &str| {
            let request = Request::builder().method(method).uri(path);
            let request = request.header(header::AUTHORIZATION, format!("Bearer {}", api.token));
            let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()));
            let router = router.clone();
            async move {
                let answer = router.oneshot(request.expect("a request")).await.expect("an answer");
                let status = answer.status();
                (status, axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a body"))
            }
        };
        api.house.runtime.block_on(async {
            let call = Call {
                caller: Caller::Person(api.house.zhou),
                request: RequestId(String::new()),
                lang: Lang::En,
                address: None,
                wants: Wants::Json,
            };
            let (begun, begins) = tokio::sync::oneshot::channel();
            let (end, ends) = std::sync::mpsc::channel::<()>();
            let mut first = std::pin::pin!(app.read_in_turn(&call, move |_| {
                let _ = begun.send(());
                let _ = ends.recv();
                Ok(())
            }));
            tokio::select! { _ = &mut first => panic!("it has not ended"), begun = begins => begun.unwrap() }
            let walk = send("GET", "/api/v1/accounts?fields=name&filter=website.contains(%22rare%22)", "");
            let sums = send("POST", "/api/v1/accounts/aggregate", "{}");
            let mut others = std::pin::pin!(async { tokio::join!(walk, sums) });
            for path in ["/api/v1/accounts?limit=2", "/api/v1/accounts?filter=created_at%20%3E%20now()&total=true"] {
                tokio::select! {
                    biased;
                    _ = &mut first => panic!("it has not ended"),
                    _ = &mut others => panic!("they did not wait"),
                    served = send("GET", path, "") => assert_eq!(served.0, StatusCode::OK, "{:?}", served.1),
                }
            }
            end.send(()).unwrap();
            let (ended, (walk, sums)) = tokio::join!(first, others);
            ended.unwrap();
            let walk: Json = serde_json::from_slice(&walk.1).unwrap();
            assert_eq!(walk["items"].as_array().map(Vec::len), Some(1), "{walk}");
            assert_eq!(sums.0, StatusCode::OK, "{:?}", sums.1);
        });
    });
}

#[test]
fn tokens_open_no_more_than_their_scope() {
    api(|api| {
        let reader = format!("Bearer {}", api.reader);
        let as_reader = [("authorization", reader.as_str())];
        assert_eq!(api.call("GET", "/api/v1/accounts", None, &as_reader).status, StatusCode::OK);
        let write = api.call("POST", "/api/v1/accounts", Some(json!({ "name": "x" })), &as_reader);
        assert_eq!(write.status, StatusCode::FORBIDDEN);
        for bad in ["Bearer zk_nothing", "Basic abc", "Bearer "] {
            let answer = api.call("GET", "/api/v1/accounts", None, &[("authorization", bad)]);
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{bad}");
        }
    });
}

#[test]
fn a_field_added_at_run_time_is_there_for_everything() {
    api(|api| {
        let field = json!({ "name": "rating", "type": "integer", "label": { "zh": "评分", "en": "Rating" } });
        let added = api.post("/api/v1/meta/objects/accounts/fields", field);
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
        let made = api.post("/api/v1/accounts", json!({ "name": "rated", "rating": 5 }));
        assert_eq!(made.body["rating"], 5, "{}", made.body);
        let found = api.get("/api/v1/accounts?filter=rating%20%3E%204&fields=name,rating");
        assert_eq!(found.body["items"][0]["rating"], 5);
        let gone = api.call("DELETE", "/api/v1/meta/objects/accounts/fields/rating", None, &[]);
        assert_eq!(gone.status, StatusCode::OK, "{}", gone.body);
        assert_eq!(api.get("/api/v1/accounts?filter=rating%20%3E%204").status.as_u16(), 400);
        let shipped = api.call("DELETE", "/api/v1/meta/objects/accounts/fields/name", None, &[]);
        assert_eq!(shipped.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_document_describes_every_declared_route() {
    api(|api| {
        let document = api.get("/api/v1/openapi.json").body;
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().unwrap();
        for verb in ["leads/{id}/conversion", "opportunities/{id}/loss", "users/{id}/password-reset"] {
            assert!(paths[&format!("/api/v1/{verb}")]["post"].is_object(), "{verb}");
        }
        for route in crate::routes().iter().filter(|r| r.path.starts_with("/api/v1/") && !r.path.ends_with("/{verb}")) {
            let path =
                route.path.replace("{object}", if route.path.contains("/meta/") { "{object}" } else { "accounts" });
            let method = route.method.as_str().to_lowercase();
            assert!(paths[&path][&method].is_object(), "{method} {path}");
        }
        let ids: Vec<&str> = paths
            .values()
            .flat_map(|methods| methods.as_object().unwrap().values())
            .map(|operation| operation["operationId"].as_str().unwrap())
            .collect();
        let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len());
    });
}

#[test]
fn timelines_histories_and_links_hang_on_a_record() {
    api(|api| {
        let account = api.account("Hub");
        let id = account["id"].as_str().unwrap();
        let call = json!({ "kind": "call", "subject": "first call", "about": { "object": "accounts", "id": id } });
        let made = api.post("/api/v1/activities", call);
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let timeline = api.get(&format!("/api/v1/accounts/{id}/timeline"));
        assert_eq!(timeline.body["items"][0]["record"]["subject"], "first call", "{}", timeline.body);
        api.call("PATCH", &format!("/api/v1/accounts/{id}"), Some(json!({ "name": "Hub 2" })), &[]);
        let history = api.get(&format!("/api/v1/accounts/{id}/history"));
        assert_eq!(
            history.body["items"][0]["changes"][0],
            json!({ "field": "name", "before": "Hub", "after": "Hub 2" })
        );
        let contact = json!({ "name": "Li", "account_id": id });
        api.post("/api/v1/contacts", contact);
        let links = api.get(&format!("/api/v1/accounts/{id}/links/contacts.account?fields=name"));
        assert_eq!(links.body["items"][0]["name"], "Li", "{}", links.body);
        let search = api.get("/api/v1/search?q=hub&objects=accounts");
        assert_eq!(search.body["items"][0]["label"], "Hub 2");
    });
}

#[test]
fn an_atomic_batch_keeps_all_of_many_records_or_none() {
    api(|api| {
        let account = api.account("Whole");
        // each takes six ids: itself, its stage's history, and the audit and outbox of both
        let one = json!({ "op": "create", "data": { "name": "deal", "account_id": account["id"] } });
        let mut operations = vec![one; 100];
        let count = || api.get("/api/v1/opportunities?total=true&limit=1").body["total"]["count"].clone();
        operations[99]["data"] = json!({ "no_such": 1 });
        let refused = api.post("/api/v1/opportunities/batch", json!({ "atomic": true, "operations": operations }));
        assert_eq!((refused.status.as_u16(), count()), (422, json!(0)), "{}", refused.body);
        operations[99] = operations[0].clone();
        let kept = api.post("/api/v1/opportunities/batch", json!({ "atomic": true, "operations": operations }));
        assert_eq!((kept.status.as_u16(), count()), (200, json!(100)), "{}", kept.body);
        let more = vec![operations[0].clone(); 1_001];
        for atomic in [true, false] {
            let more = api.post("/api/v1/opportunities/batch", json!({ "atomic": atomic, "operations": more }));
            assert_eq!((more.status.as_u16(), count()), (400, json!(100)), "{}", more.body);
        }
    });
}

#[test]
fn a_body_is_bounded_in_bytes_and_in_values() {
    api(|api| {
        let long = "x".repeat(crate::batch::BODY);
        let operations = json!([{ "op": "create", "data": { "name": long } }]);
        let answer = api.post("/api/v1/accounts/batch", json!({ "operations": operations }));
        assert_eq!(answer.status.as_u16(), 413, "{}", answer.body);
        let many = format!("[{}0]", "0,".repeat(600_000));
        assert!(crate::json::strict(many.as_bytes()).is_err());
    });
}

#[test]
fn an_idempotency_key_holds_for_every_post() {
    api(|api| {
        let key = |key: &'static str| [("idempotency-key", key)];
        let count = || api.get("/api/v1/accounts?total=true&limit=1").body["total"]["count"].clone();
        let batch = json!({ "operations": [
            { "op": "create", "data": { "name": "one" } },
            { "op": "create", "data": { "no_such": 1 } },
            { "op": "create", "data": { "name": "two" } },
        ] });
        let first = api.call("POST", "/api/v1/accounts/batch", Some(batch.clone()), &key("b"));
        let again = api.call("POST", "/api/v1/accounts/batch", Some(batch), &key("b"));
        assert_eq!(
            (&first.body["results"][0], &first.body["results"][2]),
            (&again.body["results"][0], &again.body["results"][2])
        );
        assert_eq!((again.body["results"][1]["status"].as_i64(), count()), (Some(422), json!(2)));
        let other = json!({ "operations": [{ "op": "create", "data": { "name": "three" } }] });
        let other = api.call("POST", "/api/v1/accounts/batch", Some(other), &key("b"));
        assert_eq!((other.status.as_u16(), count()), (422, json!(2)));

        let path = format!("/api/v1/accounts/{}", first.body["results"][0]["id"].as_str().unwrap());
        api.call("DELETE", &path, None, &[]);
        let back = api.call("POST", &format!("{path}/restoration"), None, &key("r"));
        let again = api.call("POST", &format!("{path}/restoration"), None, &key("r"));
        assert_eq!((back.status, back.body), (StatusCode::OK, again.body));
        assert_eq!(api.call("POST", &format!("{path}/restoration"), None, &[]).status, StatusCode::NOT_FOUND);

        let field = json!({ "name": "rating", "type": "integer", "label": { "zh": "评分", "en": "Rating" } });
        let fields = "/api/v1/meta/objects/accounts/fields";
        let added = api.call("POST", fields, Some(field.clone()), &key("f"));
        let again = api.call("POST", fields, Some(field.clone()), &key("f"));
        assert_eq!((added.status, again.status), (StatusCode::CREATED, StatusCode::CREATED), "{}", again.body);
        assert_eq!(api.call("POST", fields, Some(field), &[]).status.as_u16(), 422);
    });
}

#[test]
fn links_lead_both_ways() {
    api(|api| {
        let account = api.account("Hub");
        let id = account["id"].as_str().unwrap();
        let contact = api.post("/api/v1/contacts", json!({ "name": "Li", "account_id": id })).body;
        let call = json!({ "kind": "call", "subject": "about it", "about": { "object": "accounts", "id": id } });
        let call = api.post("/api/v1/activities", call).body;
        let at = |path: String| api.get(&format!("/api/v1/{path}"));
        let (contact, call) = (contact["id"].as_str().unwrap(), call["id"].as_str().unwrap());
        let there = at(format!("contacts/{contact}/links/account?fields=name&total=true&filter="));
        assert_eq!(there.body["items"][0]["name"], "Hub", "{}", there.body);
        assert_eq!(there.body["total"]["count"], 1);
        assert_eq!(at(format!("activities/{call}/links/about?fields=name")).body["items"][0]["name"], "Hub");
        let back = at(format!("accounts/{id}/links/activities.about?fields=subject&filter=%20"));
        assert_eq!(back.body["items"][0]["subject"], "about it", "{}", back.body);
        assert_eq!(at(format!("accounts/{id}/links/parent")).body, json!({ "items": [], "next": null }));
        for wrong in ["name", "no_such", "contacts.name", "contacts.owner"] {
            assert_eq!(at(format!("accounts/{id}/links/{wrong}")).status.as_u16(), 404, "{wrong}");
        }
    });
}

#[test]
fn business_verbs_are_nouns_under_a_record() {
    api(|api| {
        let made = |object: &str, fields: Json| {
            let made = api.post(&format!("/api/v1/{object}"), fields);
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
            made.body["id"].as_str().unwrap().to_string()
        };
        let lead = made("leads", json!({ "name": "Li Na", "company": "Hengtai" }));
        let path = format!("/api/v1/leads/{lead}/conversion");
        let wrong = api.post(&path, json!({ "account": "x", "opportunity": 1 }));
        let named = |answer: &Answer| -> Vec<String> {
            let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
            errors.iter().map(|e| format!("{}:{}", e["field"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
        };
        assert_eq!(named(&wrong), ["account:unknown_field", "opportunity:wrong_type"], "{}", wrong.body);
        let key = [("idempotency-key", "c1")];
        let ask = json!({ "account_name": "Hengtai Steel", "opportunity": { "name": "First order" } });
        let done = api.call("POST", &path, Some(ask.clone()), &key);
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);
        let account = api.get(&format!("/api/v1/accounts/{}", done.body["account_id"].as_str().unwrap()));
        assert_eq!(account.body["name"], "Hengtai Steel");
        assert_eq!(api.call("POST", &path, Some(ask), &key).body, done.body, "once");
        assert_eq!(api.call("POST", &path, None, &[]).status, StatusCode::CONFLICT);

        let aside = made("leads", json!({ "name": "Wang" }));
        let path = format!("/api/v1/leads/{aside}/disqualification");
        assert_eq!(named(&api.call("POST", &path, None, &[])), ["reason:required"]);

        let deal = done.body["opportunity_id"].as_str().unwrap();
        let verb = |noun: &str, body: Option<Json>, headers: &[(&str, &str)]| {
            api.call("POST", &format!("/api/v1/opportunities/{deal}/{noun}"), body, headers)
        };
        assert_eq!(verb("win", None, &[("if-match", "\"99\"")]).status, StatusCode::PRECONDITION_FAILED);
        let won = verb("win", None, &[]);
        assert_eq!(won.status, StatusCode::OK, "{}", won.body);
        assert!(won.headers.contains_key("etag") && !won.body["closed_at"].is_null(), "{}", won.body);
        assert!(verb("reopening", None, &[]).body["closed_at"].is_null());
        assert_eq!(verb("nonsense", None, &[]).status, StatusCode::NOT_FOUND);

        let user = made("users", json!({ "name": "Chen", "email": "chen@test.example" }));
        let invite = || api.call("POST", &format!("/api/v1/users/{user}/invitation"), None, &[]);
        let refused = invite();
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "who has no role would see nothing: {}",
            refused.body
        );
        api.post(&format!("/api/v1/users/{user}/roles"), json!({ "roles": ["viewer"] }));
        let invited = invite();
        assert_eq!(invited.status, StatusCode::CREATED, "{}", invited.body);
        assert!(invited.body["link"].as_str().unwrap().contains("/welcome/"), "{}", invited.body);
        let roles = api.post(&format!("/api/v1/users/{user}/roles"), json!({ "roles": ["salesperson"] }));
        assert_eq!(roles.body["roles"], json!(["salesperson"]), "{}", roles.body);
        let out = api.call("POST", &format!("/api/v1/users/{user}/disabling"), None, &[]);
        assert_eq!(out.body["state"], "disabled", "{}", out.body);
        let reset = api.call("POST", &format!("/api/v1/users/{user}/password-reset"), None, &[]);
        assert_eq!(reset.body["code"], "not_active", "{}", reset.body);
    });
}

#[test]
fn files_are_uploaded_listed_and_downloaded() {
    api(|api| {
        let account = api.account("Hub");
        let id = account["id"].as_str().unwrap();
        let upload = |headers: &[(&str, &str)], about: &str| {
            let part = |name: &str, rest: &str, text: &str| {
                format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{rest}\r\n\r\n{text}\r\n")
            };
            let body = part("about", "", about) + &part("file", "; filename=\"notes.txt\"", "hello") + "--x--\r\n";
            let mut request = Request::builder()
                .method("POST")
                .uri("/api/v1/files")
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
            if headers.iter().all(|(name, _)| *name != "authorization") {
                request = request.header(header::AUTHORIZATION, format!("Bearer {}", api.token));
            }
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            api.send(request.body(Body::from(body)).expect("a request"))
        };
        let about = format!("accounts/{id}");
        let key = [("idempotency-key", "u1")];
        let made = upload(&key, &about);
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        assert_eq!(upload(&key, &about).body, made.body);
        let file = made.body["items"][0]["id"].as_str().unwrap();
        let listed = api.get("/api/v1/files?fields=name,size,about&total=true");
        assert_eq!((&listed.body["items"][0]["size"], &listed.body["total"]["count"]), (&json!(5), &json!(1)));
        assert_eq!(listed.body["items"][0]["about"]["id"], id);
        let bytes = api.raw("GET", &format!("/api/v1/files/{file}/content"));
        assert_eq!((bytes.0, bytes.1.as_slice()), (StatusCode::OK, b"hello".as_slice()));
        let renamed = api.call("PATCH", &format!("/api/v1/files/{file}"), Some(json!({ "name": "n.txt" })), &[]);
        assert_eq!(renamed.body["name"], "n.txt", "{}", renamed.body);
        let reader = format!("Bearer {}", api.reader);
        let refused = upload(&[("authorization", reader.as_str())], &about);
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        assert_eq!(api.call("DELETE", &format!("/api/v1/files/{file}"), None, &[]).status, StatusCode::NO_CONTENT);
        assert_eq!(api.raw("GET", &format!("/api/v1/files/{file}/content")).0, StatusCode::NOT_FOUND);
    });
}
