//! The person a command names: by e-mail address or id. Used by `user` and `token`.

use records::{
    Cx,
    query::{self, Ask},
    visible::Visible,
};
use types::{Id, Problem, ProblemKind, Result, text::email};

/// What the commands show of a person.
const FIELDS: [&str; 5] = ["name", "email", "state", "roles", "team"];

pub fn find(cx: &mut Cx, named: &str) -> Result<Visible> {
    let users = cx.catalog.must("users").clone();
    let ask = match (Id::parse(named), email::parse(named)) {
        (Some(id), _) => Ask { ids: Some(vec![id]), ..Ask::default() },
        (None, Ok(address)) => Ask::default().filter(format!("email == {}", quoted(&address.key))),
        (None, Err(_)) => return Err(nobody(named)),
    };
    let page = query::list(cx, &users, &ask.fields(&FIELDS).limit(1))?;
    page.items.into_iter().next().ok_or_else(|| nobody(named))
}

fn nobody(named: &str) -> Problem {
    Problem::new(ProblemKind::NotFound, "no_such_user").with("value", named)
}

/// A text of the expression language.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
