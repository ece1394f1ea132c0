//! `zhike user`: people, by the verbs that the users page has too.

use modules::platform::{
    disable_user,
    invite_user::{self, Newcomer},
    set_roles,
};
use records::{
    Cx,
    identity::{password, secret},
    query::{self, Ask},
    visible::Visible,
    write::{self, Input},
};
use serde_json::json;
use types::{Id, Problem, Result, Value};

use super::{Files, people};
use crate::{
    args::User,
    house::House,
    say::{Answer, Say, app},
};

pub fn run(what: &User, files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    match what {
        User::Add { email, name, roles, team, .. } => {
            let new = New { email: email.clone(), name: name.clone(), roles: roles.clone(), team: team.clone() };
            add(new, files, house, say)
        }
        User::Invite { user, email, roles } => invite(user.clone(), email.clone(), roles.clone(), house, say),
        User::Passwd { user, link: true, .. } => reset(user.clone(), house, say),
        User::Passwd { user, .. } => passwd(user.clone(), files, house, say),
        User::Disable { user } => disable(user.clone(), house, say),
        User::List => list(house, say),
    }
}

#[derive(Clone)]
struct New {
    email: String,
    name: String,
    roles: Vec<String>,
    team: Option<String>,
}

/// The secret of a link and its digest.
fn link() -> Result<(String, [u8; 32])> {
    let fresh = secret::fresh("")?;
    let hash = secret::hash(&fresh);
    Ok((fresh, hash))
}

/// With a password the person can sign in at once; without one they get a link.
fn add(new: New, files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    let known = match &files.secret {
        Some(secret) => Some(hashed(house, secret, &new.name, &new.email)?),
        None => None,
    };
    let (fresh, digest) = link()?;
    let (one, with) = (new.clone(), known.clone());
    let user = house.write(move |cx| {
        let team = one.team.as_ref().map(|team| team_named(cx, team)).transpose()?;
        let who = Newcomer { name: one.name.clone(), email: one.email.clone(), team, roles: one.roles.clone() };
        let user = invite_user::invite_new(cx, &who, digest)?;
        if let Some(password) = &with {
            invite_user::accept(cx, &digest, password)?;
        }
        Ok(user)
    })?;
    match known {
        Some(_) => {
            let text = app(say.lang(), "user-added", &[("email", new.email.into())]);
            Ok(Answer::new(text, json!({ "user": user })))
        }
        None => Ok(invitation(house, say, user, &fresh)),
    }
}

/// A link stands alone on stdout; what it is for goes beside it.
fn invitation(house: &House, say: &mut dyn Say, user: Id, fresh: &str) -> Answer {
    say.note(&app(say.lang(), "invitation-link", &[]));
    let url = format!("{}/welcome/{fresh}", house.settings.base_url);
    Answer::new(&url, json!({ "user": user, "link": url }))
}

fn invite(
    named: String,
    address: Option<String>,
    roles: Vec<String>,
    house: &House,
    say: &mut dyn Say,
) -> Result<Answer> {
    let (fresh, digest) = link()?;
    let user = house.write(move |cx| {
        let user = people::find(cx, &named)?;
        if let Some(address) = &address {
            let object = cx.catalog.must("users").clone();
            write::update(cx, &object, user.id, None, Input::default().text("email", address))?;
        }
        if !roles.is_empty() {
            set_roles::set_roles(cx, user.id, None, &roles)?;
        }
        invite_user::invite(cx, user.id, digest).map(|person| person.id)
    })?;
    Ok(invitation(house, say, user, &fresh))
}

fn reset(named: String, house: &House, say: &mut dyn Say) -> Result<Answer> {
    let (fresh, digest) = link()?;
    let user = house.write(move |cx| {
        let user = people::find(cx, &named)?.id;
        invite_user::reset(cx, user, digest).map(|()| user)
    })?;
    say.note(&app(say.lang(), "reset-link", &[]));
    let url = format!("{}/password/{fresh}", house.settings.base_url);
    Ok(Answer::new(&url, json!({ "user": user, "link": url })))
}

fn passwd(named: String, files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    let secret = files.secret.as_deref().ok_or_else(|| Problem::field("password", "required"))?;
    let person = house.read(move |cx| people::find(cx, &named))?;
    let address = person.get("email").as_text().unwrap_or_default().to_string();
    let password = hashed(house, secret, &person.title, &address)?;
    let (_, digest) = link()?;
    let user = person.id;
    house.write(move |cx| {
        invite_user::reset(cx, user, digest)?;
        invite_user::accept_reset(cx, &digest, &password)
    })?;
    Ok(Answer::new(app(say.lang(), "password-set", &[]), json!({ "user": user })))
}

fn hashed(house: &House, secret: &str, name: &str, address: &str) -> Result<String> {
    let organization = house.engine.shared().organization.name.clone();
    modules::set_up::check_password(secret, &organization, name, address)?;
    password::hash(secret)
}

fn disable(named: String, house: &House, say: &mut dyn Say) -> Result<Answer> {
    let person = house.write(move |cx| {
        let user = people::find(cx, &named)?.id;
        disable_user::disable(cx, user, None)
    })?;
    let text = app(say.lang(), "user-disabled", &[("name", (&person.title).into())]);
    Ok(Answer::new(text, json!({ "user": person.id, "state": "disabled" })))
}

fn list(house: &House, say: &dyn Say) -> Result<Answer> {
    let mut people: Vec<Visible> = Vec::new();
    let mut cursor = None;
    loop {
        let ask = Ask { cursor, ..Ask::default().fields(&["name", "email", "state", "roles", "team"]).limit(200) };
        let page = house.read(move |cx: &mut Cx| {
            let users = cx.catalog.must("users").clone();
            query::list(cx, &users, &ask)
        })?;
        people.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let text = |person: &Visible, field: &str| match person.get(field) {
        Value::Text(text) => text.clone(),
        Value::Texts(list) => list.join(","),
        Value::Link(link) => link.label.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let state = |person: &Visible| {
        let code = text(person, "state");
        let field = person.object.field("state").map(|f| &f.kind);
        let label = match field {
            Some(records::schema::FieldType::Choice { options }) => options.iter().find(|o| o.code == code),
            _ => None,
        };
        label.map_or(code.clone(), |choice| choice.label.get(say.lang()).to_string())
    };
    let lines = people.iter().map(|person| {
        let columns =
            [text(person, "email"), person.title.clone(), state(person), text(person, "roles"), text(person, "team")];
        format!("{}  {}", person.id, columns.join("  "))
    });
    let lines: Vec<String> = lines.collect();
    let json = people.iter().map(|person| {
        let roles = match person.get("roles") {
            Value::Texts(list) => list.clone(),
            _ => Vec::new(),
        };
        json!({ "id": person.id, "name": person.title, "email": person.get("email").as_text(), "state": text(person, "state"),
            "roles": roles, "team": text(person, "team") })
    });
    Ok(Answer::new(lines.join("\n"), json.collect()))
}

/// A team by id, code or name.
fn team_named(cx: &mut Cx, named: &str) -> Result<Id> {
    let teams = cx.catalog.must("teams").clone();
    let one = people::quoted(named);
    let ask = match Id::parse(named) {
        Some(id) => Ask { ids: Some(vec![id]), ..Ask::default() },
        None => Ask::default().filter(format!("code == {one} || name == {one}")),
    };
    let page = query::list(cx, &teams, &ask.fields(&["name"]).limit(2))?;
    match page.items.as_slice() {
        [team] => Ok(team.id),
        [] => Err(Problem::field("team", "missing_link")),
        _ => Err(Problem::field("team", "ambiguous_link").with("value", named)),
    }
}
