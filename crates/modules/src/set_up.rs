//! The first steps of an installation: the organisation, its first administrator, what selling starts with. Called by `zhike init` and
//! by the set-up page, in one write; both ask for the password's hash before, because hashing is slow.

use records::{
    Caller, Cx,
    access::{Action, Reason},
    engine::{bump, system},
    identity::{
        one_time::{self, Purpose},
        password,
    },
    query::Ask,
    write::{self, Input},
};
use types::{Id, Problem, Result, Value, words::Lang};

use crate::{sales, work};

/// What the operator was asked.
#[derive(Clone, Debug)]
pub struct SetUp {
    pub organization: String,
    /// ISO 4217
    pub currency: String,
    pub lang: Lang,
    /// IANA name
    pub time_zone: String,
    /// first month of the fiscal year, 1–12
    pub fiscal_start: u8,
    pub name: String,
    pub email: String,
    /// Argon2id, from `password::hash`
    pub password_hash: String,
}

/// Whether the password will do for this person; asked before it is hashed.
pub fn check_password(password: &str, organization: &str, name: &str, email: &str) -> Result<()> {
    let local = email.split('@').next().unwrap_or_default();
    let refused = password::acceptable(password, &[organization, name, local, email, "zhike", "知客"]);
    refused.map_err(|code| {
        let problem = Problem::field("password", code);
        let (min, max) = (password::SHORTEST, password::LONGEST);
        Problem { fields: problem.fields.into_iter().map(|f| f.with("min", min).with("max", max)).collect(), ..problem }
    })
}

/// Whether somebody administers already. From then on nobody sets up again.
pub fn is_done(cx: &mut Cx) -> Result<bool> {
    let ask = Ask::default().filter("state == \"active\" && \"administrator\" in roles").fields(&["name"]);
    Ok(work::first(cx, "users", ask)?.is_some())
}

/// Sets up; gives the administrator.
///
/// # Errors
/// `set_up_already`; fields that were refused.
pub fn set_up(cx: &mut Cx, what: &SetUp) -> Result<Id> {
    if is_done(cx)? {
        return Err(Problem::conflict("set_up_already"));
    }
    let code = types::Currency::parse(&what.currency).and_then(types::display::currency);
    if code.is_none() {
        return Err(Problem::field("currency", "not_a_currency"));
    }
    if jiff::tz::TimeZone::get(&what.time_zone).is_err() {
        return Err(Problem::field("time_zone", "unknown_time_zone"));
    }
    organization(cx, what)?;
    // what follows is written under the settings above
    let administrator = administrator(cx, what)?;
    sales::seed::seed(cx, what.lang)?;
    bump(cx, "rights")?;
    // nobody sets up a second time: every such link dies in this transaction
    one_time::end(cx, Purpose::Setup)?;
    Ok(administrator)
}

/// The one record of the settings: made, or completed when an earlier attempt or an import made it.
fn organization(cx: &mut Cx, what: &SetUp) -> Result<()> {
    let input = Input::default()
        .text("name", &what.organization)
        .text("currency", &what.currency)
        .text("locale", what.lang.tag())
        .text("time_zone", &what.time_zone)
        .set("fiscal_start", Value::Int(i64::from(what.fiscal_start)));
    match work::first(cx, "settings", Ask::default().fields(&["name"]))? {
        Some(there) => work::change(cx, "settings", there.id, input).map(drop),
        None => work::add(cx, "settings", input).map(drop),
    }
}

fn administrator(cx: &mut Cx, what: &SetUp) -> Result<Id> {
    let scope = work::verb(cx, "users", Action::Create)?;
    let input = Input::default()
        .text("name", &what.name)
        .text("email", &what.email)
        .set("state", Value::text("active"))
        .set("roles", Value::Texts(vec!["administrator".into()]));
    let user = write::created(cx, &scope, input)?;
    password::set(cx, user, &what.password_hash)?;
    Ok(user)
}

/// Who sets up when nobody exists yet.
pub fn caller() -> Caller {
    system(Reason::Setup)
}
