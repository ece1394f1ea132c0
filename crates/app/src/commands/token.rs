//! `zhike token`: API tokens of people, made, listed, ended.

use records::{
    Cx,
    identity::{secret, token},
};
use serde_json::json;
use types::{Id, Instant, Result};

use super::people;
use crate::{
    args::{Scope, Token},
    house::House,
    say::{Answer, Say, app},
};

pub fn run(what: &Token, house: &House, say: &mut dyn Say) -> Result<Answer> {
    match what {
        Token::Create { user, name, scope, expires } => create(house, user, name, *scope, *expires),
        Token::List { user } => list(house, user),
        Token::Revoke { id } => {
            let token = Id::asked(id)?;
            house.write(move |cx| token::revoke(cx, token))?;
            Ok(Answer::new(app(say.lang(), "token-revoked", &[]), json!({ "id": id, "revoked": true })))
        }
    }
}

/// The token stands alone on stdout and is never shown again.
fn create(house: &House, user: &str, name: &str, scope: Scope, days: u32) -> Result<Answer> {
    let fresh = secret::fresh(token::PREFIX)?;
    let hash = secret::hash(&fresh);
    let scope = match scope {
        Scope::Read => token::Scope::Read,
        Scope::Write => token::Scope::Write,
        Scope::Admin => token::Scope::Admin,
    };
    let (user, name) = (user.to_string(), name.to_string());
    let expires_at = house.engine.now().plus(i64::from(days) * Instant::DAY);
    let id = house.write(move |cx| {
        let user = people::find(cx, &user)?;
        token::create(cx, user.id, hash, &name, scope, Some(expires_at))
    })?;
    Ok(Answer::new(&fresh, json!({ "id": id, "token": fresh, "expires_at": expires_at.to_string() })))
}

fn list(house: &House, user: &str) -> Result<Answer> {
    let user = user.to_string();
    let tokens = house.read(move |cx: &mut Cx| {
        let user = people::find(cx, &user)?;
        token::of(cx, user.id)
    })?;
    let until = |token: &token::Token| token.expires_at.map(|at| at.to_string());
    let lines = tokens.iter().map(|token| {
        format!("{}  {:5}  {}  {}", token.id, token.scope.word(), until(token).unwrap_or_default(), token.name)
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let json = tokens.iter().map(
        |token| json!({ "id": token.id, "name": token.name, "scope": token.scope.word(), "expires_at": until(token) }),
    );
    Ok(Answer::new(text, json.collect()))
}
