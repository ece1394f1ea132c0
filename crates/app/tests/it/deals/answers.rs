//! The answers of an installation with imported deals, asked by REST and by the functions behind the sales report page.

use std::{collections::BTreeMap, sync::Arc};

use records::{Caller, Engine, access::Reason, engine::SystemClock};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use store::{Database, Options};
use types::Value;

use super::book::Book;
use crate::support::{Server, call};

pub fn hold(server: Server, book: &Book) {
    by_rest(&server, book);
    by_report(server, book);
}

/// Key → count and sum; money as whole units.
fn groups(rows: &Json) -> BTreeMap<String, (u64, u64)> {
    let rows = rows["rows"].as_array().unwrap_or_else(|| panic!("{rows}"));
    let sum = |value: &Json| {
        let amount: Decimal = value["amount"].as_str().unwrap_or("0").parse().unwrap();
        u64::try_from(amount).unwrap()
    };
    let key = |key: &Json| key.as_str().or_else(|| key["label"].as_str()).unwrap_or_default().to_string();
    rows.iter()
        .map(|row| (key(&row["keys"][0]), (row["values"][0].as_u64().unwrap(), sum(&row["values"][1]))))
        .collect()
}

fn by_rest(server: &Server, book: &Book) {
    let token = server.token();
    let get = |path: &str| call("GET", &server.url(path), Some(&token), "").1;
    let aggregate = |filter: Option<&str>, group: Json| {
        let ask = json!({ "filter": filter, "group": [group], "measures": [{ "count": true }, { "sum": "amount" }] });
        let (status, rows) =
            call("POST", &server.url("/api/v1/opportunities/aggregate"), Some(&token), &ask.to_string());
        assert_eq!((status, &rows["exact"]), (200, &json!(true)), "{rows}");
        groups(&rows)
    };
    let answers = &book.answers;
    let won = Some("stage.outcome == \"won\"");
    let stages = aggregate(None, json!({ "field": "stage.name" }));
    assert_eq!(
        stages.iter().map(|(stage, (count, _))| (stage.clone(), *count)).collect::<BTreeMap<_, _>>(),
        answers.stages
    );
    assert_eq!(stages["Won"].1, answers.won_value);
    assert_eq!(stages["Lost"].1, 0);
    assert_eq!(aggregate(won, json!({ "field": "closed_at", "by": "quarter" })), answers.quarters);
    assert_eq!(aggregate(won, json!({ "field": "owner.team.region" })), answers.regions);
    assert_eq!(aggregate(won, json!({ "field": "owning_team.region" })), answers.regions);
    // every figure opens the rows behind it
    let lost = get("/api/v1/opportunities?total=true&limit=1&filter=stage.outcome%20%3D%3D%20%22lost%22");
    assert_eq!(lost["total"]["count"], answers.stages["Lost"], "{lost}");
    let children = get("/api/v1/accounts?total=true&limit=1&filter=parent%20!%3D%20null");
    assert_eq!(children["total"]["count"], answers.children, "{children}");
    let managers =
        get("/api/v1/users?total=true&limit=200&filter=state%20%3D%3D%20%22imported%22&fields=name,email,team,manager");
    assert_eq!(managers["total"]["count"], answers.people, "agents, and managers that stand in no row of their own");
    for user in managers["items"].as_array().unwrap() {
        assert!(user["email"].is_null() && user["team"]["id"].is_string(), "{user}");
    }
    names_and_dates(book, &get);
}

/// Deals that had no name column, as their row in the file says it.
fn names_and_dates(book: &Book, get: &dyn Fn(&str) -> Json) {
    let text = String::from_utf8(book.file("sales_pipeline.csv")).unwrap();
    for line in text.lines().skip(1).step_by(577) {
        let cells: Vec<&str> = line.split(',').collect();
        let [id, agent, product, account, stage, engaged, closed, _] = cells[..] else { panic!("{line}") };
        let fields = "name,owner,product,account,stage,engaged_at,close_date,closed_at,created_at";
        let found = get(&format!("/api/v1/opportunities?fields={fields}&filter=external_id%20%3D%3D%20%22{id}%22"));
        let deal = &found["items"][0];
        let product = if product == "GTXPro" { "GTX Pro" } else { product };
        let name = if account.is_empty() { product.to_string() } else { format!("{account} – {product}") };
        let label = |field: &str| deal[field]["label"].as_str().unwrap_or_default();
        let day = |field: &str| deal[field].as_str().unwrap_or_default();
        assert_eq!(deal["name"], name.as_str(), "{deal}");
        assert_eq!(
            [label("owner"), label("product"), label("account"), label("stage")],
            [agent, product, account, stage]
        );
        assert_eq!([day("engaged_at"), day("close_date")], [engaged, closed], "{deal}");
        assert_eq!(deal["closed_at"].is_null(), closed.is_empty(), "{deal}");
    }
}

/// The functions behind the page, on the database that the server leaves.
fn by_report(server: Server, book: &Book) {
    let url = server.database_url();
    let _folder = server.killed();
    let database = Database::open(&Options::new(&url)).unwrap();
    let engine = Engine::open(database, modules::modules(), Arc::new(SystemClock)).unwrap();
    let report =
        engine.read_now(Caller::System(Reason::Command), |cx| modules::sales::report::report(cx, None)).unwrap();
    let answers = &book.answers;
    let whole = |amount: Option<Decimal>| u64::try_from(amount.unwrap()).unwrap();
    assert_eq!((report.won.count as u64, whole(report.won.amount)), (answers.stages["Won"], answers.won_value));
    assert_eq!(report.lost.count as u64, answers.stages["Lost"]);
    assert_eq!(report.open.count as u64, answers.stages["Engaging"] + answers.stages["Prospecting"]);
    assert_eq!(report.win_rate.unwrap().to_string(), answers.win_rate);
    assert_eq!(report.unconverted, 0);
    let lines = |lines: &[modules::sales::report::Line]| -> BTreeMap<String, (u64, u64)> {
        let key = |key: &Value| match key {
            Value::Text(text) => text.clone(),
            Value::Date(day) => day.to_string(),
            other => panic!("{other:?}"),
        };
        lines.iter().map(|line| (key(&line.key), (line.count as u64, whole(line.amount)))).collect()
    };
    assert_eq!(lines(&report.won_by_quarter), answers.quarters);
    assert_eq!(lines(&report.won_by_region), answers.regions);
    let agents = modules::sales::report::sum(report.won_by_agent.iter().map(|line| line.amount));
    assert_eq!(whole(agents), answers.won_value);
}
