//! What is measured: the paths that people and programs take all day. One request each, as a browser or a program would send it.

use std::sync::atomic::{AtomicUsize, Ordering};

use records::{
    Caller,
    access::Reason,
    query::{self, Ask},
};
use types::Result;

use crate::{client::Asked, people::Person, site::Site};

pub struct Path {
    pub name: String,
    /// takes turns, so that no figure is that of one cached row
    pub requests: Vec<Asked>,
    next: AtomicUsize,
}

impl Path {
    fn new(name: &str, requests: Vec<Asked>) -> Path {
        Path { name: name.into(), requests, next: AtomicUsize::new(0) }
    }

    pub fn next(&self) -> &Asked {
        &self.requests[self.next.fetch_add(1, Ordering::Relaxed) % self.requests.len()]
    }
}

fn page(path: &str) -> Asked {
    Asked { method: "GET", path: path.into(), json: None, page: true }
}

fn rest(path: String) -> Asked {
    Asked { method: "GET", path, json: None, page: false }
}

fn post(path: &str, json: String) -> Asked {
    Asked { method: "POST", path: path.into(), json: Some(json), page: false }
}

const FILTER: &str = "filter=amount%20%3E%2050000&sort=-close_date";

pub fn reads(site: &Site, person: &Person) -> Result<Vec<Path>> {
    let one: Vec<Asked> = person.deals.iter().map(|id| rest(format!("/api/v1/opportunities/{id}"))).collect();
    let record: Vec<Asked> = person.deals.iter().map(|id| page(&format!("/opportunities/{id}"))).collect();
    let find = |words: &str| {
        rest(format!("/api/v1/search?q={}&objects=accounts,contacts,opportunities", gate::router::encode(words)))
    };
    let phone = site.engine.read_now(Caller::System(Reason::Command), |cx| {
        let accounts = cx.catalog.find("accounts")?;
        let ask =
            Ask { filter: Some("phone != null".into()), fields: vec!["phone".into()], limit: 1, ..Ask::default() };
        Ok(query::list(cx, &accounts, &ask)?
            .items
            .first()
            .map(|a| a.get("phone").as_text().unwrap_or_default().to_string()))
    })?;
    let digits: String = phone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let by_month = r#"{"group":[{"field":"close_date","by":"month"},{"field":"stage"}],"measures":[{"count":true},{"sum":"amount"}]}"#;
    let mut paths = vec![
        Path::new("list page, 50 rows, filter and sort", vec![page(&format!("/opportunities?{FILTER}"))]),
        Path::new("list page, accounts as they come", vec![page("/accounts")]),
        Path::new("REST list, 50 rows, filter and sort", vec![rest(format!("/api/v1/opportunities?{FILTER}"))]),
        Path::new("board, 7 columns of 20 cards", vec![page("/opportunities/board")]),
        Path::new("home page", vec![page("/")]),
        Path::new("search, two Chinese characters", vec![find("华为"), find("机械"), find("科技"), find("物流")]),
        Path::new("search, prefix", vec![find("suzh"), find("Acme"), find("苏州恒")]),
        Path::new("search, pinyin initials", vec![find("szht"), find("hzyx"), find("shcm")]),
        Path::new("search, part of a phone number", vec![find(&digits[digits.len().saturating_sub(6)..])]),
        Path::new("sum by month and stage, REST", vec![post("/api/v1/opportunities/aggregate", by_month.into())]),
    ];
    if !one.is_empty() {
        paths.insert(3, Path::new("REST read one", one));
        paths.insert(4, Path::new("record page", record));
    }
    Ok(paths)
}

/// Writes never repeat: what they send is made anew each time.
pub struct Written {
    pub name: String,
    pub make: Box<dyn Fn(usize) -> Asked + Send + Sync>,
}

pub fn writes(person: &Person) -> Vec<Written> {
    let deals = person.deals.clone();
    let title = person.title.split(':').next().unwrap_or_default().to_string();
    let create = move |n: usize| {
        post(
            "/api/v1/accounts",
            format!(r#"{{"name":"测试客户 {n} 有限公司","phone":"0512-62{:06}","region":"华东"}}"#, n % 1_000_000),
        )
    };
    let update = move |n: usize| Asked {
        method: "PATCH",
        path: format!("/api/v1/opportunities/{}", deals[n % deals.len()]),
        json: Some(format!(r#"{{"next_step":"第 {n} 次跟进"}}"#)),
        page: false,
    };
    vec![
        Written { name: format!("create an account, {title}"), make: Box::new(create) },
        Written { name: format!("change an opportunity, {title}"), make: Box::new(update) },
    ]
}
