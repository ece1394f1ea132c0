//! What every test's company begins with: set up as a stranger would, people who can sign in, records as they type them. This crate's tests build
//! their `company` on it, the edges the `House` of `gate::testing` (feature `testing`).

#[cfg(test)]
mod company;

#[cfg(test)]
pub use company::*;
use records::{
    Caller, Cx, Engine,
    access::{Action, Reason, scope},
    engine::{bump, system},
    identity::{secret, session, token},
    write::{self, Input},
};
use types::{Id, Linked, Name, Result, Value, words::Lang};

use crate::{set_up, work};

/// Sets a company up in an empty database; gives its administrator.
pub fn open(engine: &Engine, lang: Lang) -> Id {
    let wish = set_up::SetUp {
        organization: "海岳工业集团".into(),
        currency: "CNY".into(),
        lang,
        time_zone: "Asia/Shanghai".into(),
        fiscal_start: 1,
        name: "周闻".into(),
        email: "zhou@haiyue.example".into(),
        password_hash: "a hash".into(),
    };
    engine.write_now(set_up::caller(), move |cx| set_up::set_up(cx, &wish)).expect("it is set up")
}

/// Makes a record as the product itself does, also in fields that only verbs set.
pub fn made(engine: &Engine, object: &'static str, input: Input) -> Id {
    let made = engine.write_now(set_up::caller(), move |cx| {
        let made = work::add(cx, object, input.clone())?;
        bump(cx, "rights")?;
        Ok(made)
    });
    made.unwrap_or_else(|problem| panic!("{object}: {problem:?}"))
}

/// Somebody who can sign in.
pub fn person(engine: &Engine, name: &str, role: &str, team: Option<Id>) -> Id {
    let input = Input::default().text("name", name).text("state", "active");
    let input = input.set("roles", Value::Texts(vec![role.into()]));
    made(engine, "users", input.set("team", team.map_or(Value::Empty, Value::link)))
}

/// Makes a record from what a person would type.
pub fn add(engine: &Engine, who: Id, object: &'static str, fields: &[(&str, &str)]) -> Id {
    try_add(engine, who, object, fields).unwrap_or_else(|problem| panic!("{object}: {problem}"))
}

/// The same, when it may be refused.
pub fn try_add(engine: &Engine, who: Id, object: &'static str, fields: &[(&str, &str)]) -> Result<Id> {
    let input = typed(fields);
    engine.write_now(Caller::Person(who), move |cx| {
        let object = cx.catalog.find(object)?;
        let scope = scope(cx, &object, Action::Create)?;
        write::created(cx, &scope, input.clone())
    })
}

/// Fields as a person fills them in: links by id, `about` by `object id` or `object/id`.
pub fn typed(fields: &[(&str, &str)]) -> Input {
    fields.iter().fold(Input::default(), |input, (field, text)| match link(field, text) {
        Some(value) => input.set(field, value),
        None => input.text(field, *text),
    })
}

fn link(field: &str, text: &str) -> Option<Value> {
    if let ("about", Some((object, id))) = (field, text.split_once([' ', '/'])) {
        return Some(Value::Link(Linked::to_any(Name::parse(object)?, Id::parse(id)?)));
    }
    Id::parse(text).map(Value::link)
}

/// What the cookie of somebody who has signed in holds.
pub fn sign_in(engine: &Engine, user: Id) -> String {
    let fresh = secret::fresh("").expect("randomness");
    let hash = secret::hash(&fresh);
    let open = move |cx: &mut Cx| session::open(cx, user, hash, None, None);
    engine.write_now(system(Reason::SignIn), open).expect("a session");
    fresh
}

/// A secret for programs.
pub fn token(engine: &Engine, user: Id, scope: token::Scope) -> String {
    let fresh = secret::fresh(token::PREFIX).expect("randomness");
    let hash = secret::hash(&fresh);
    let make = move |cx: &mut Cx| token::create(cx, user, hash, "test", scope, None);
    engine.write_now(system(Reason::Command), make).expect("a token");
    fresh
}
