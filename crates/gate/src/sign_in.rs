//! Signing in and out: from an e-mail address and a password to a session cookie. Called by the web edge's form.

use std::{sync::Arc, time::Duration};

use records::{
    Caller, Cx,
    access::Reason,
    audit::{self, Entry},
    identity::{password, secret, session},
};
use types::{Id, Name, Problem, ProblemKind, Result};

use crate::{App, Call, limits::Purpose, passwords};

/// No mailbox has a longer name (RFC 5321, 4.5.3.1.3 and erratum 1690).
const LONGEST_NAME: usize = 254;
/// How long everybody waits for an answer while one name is being tried from many places.
const SLOWED: Duration = Duration::from_secs(2);

/// Gives the secret for the cookie. Unknown name and wrong password are one answer, in words and in time.
pub async fn sign_in(app: &App, call: &Call, email: &str, password: String, agent: Option<String>) -> Result<String> {
    let address = call.address.map(|a| a.to_string());
    let from = call.place();
    app.limits.count(Purpose::SignInAddress, &from)?;
    if email.len() > LONGEST_NAME {
        return Err(Problem::new(ProblemKind::Unauthorized, "wrong_password"));
    }
    let tried = types::text::fold(email).into_owned();
    // by name and address: who tries somebody's name shuts out themselves, not them (AUTH-8)
    app.limits.count(Purpose::SignInAttempt, &format!("{from} {tried}"))?;
    if app.limits.count(Purpose::SignInName, &tried).is_err() {
        let _place = app.limits.slow(&tried)?;
        tokio::time::sleep(SLOWED).await;
    }
    let name = email.to_string();
    let known = app.engine.read(Caller::System(Reason::SignIn), move |cx| password::of_email(cx, &name)).await?;
    let (user, hash) = known.unzip();
    if !passwords::verify(password, hash).await? {
        refused(app, user, tried, address).await?;
        return Err(Problem::new(ProblemKind::Unauthorized, "wrong_password"));
    }
    let user = user.ok_or_else(Problem::unauthorized)?;
    open(app, user, address, agent).await
}

/// Opens a session for somebody who has proved who they are; a new secret every time (SESS-1).
pub async fn open(app: &App, user: Id, address: Option<String>, agent: Option<String>) -> Result<String> {
    let fresh = secret::fresh("")?;
    let hash = secret::hash(&fresh);
    app.engine
        .write(Caller::System(Reason::SignIn), move |cx| {
            let session = session::open(cx, user, hash, address.as_deref(), agent.as_deref())?;
            reached_from(cx, address.clone(), Some(session));
            entry(cx, Some(user), "sign_in", "done", serde_json::json!({}))
        })
        .await?;
    Ok(fresh)
}

/// Ends the caller's session.
pub async fn sign_out(app: &App, call: &Call) -> Result<()> {
    app.engine
        .write(call.caller.clone(), |cx| {
            let user = cx.actor.user;
            if let Some(via) = cx.actor.via {
                session::end(cx, via)?;
            }
            entry(cx, user, "sign_out", "done", serde_json::json!({}))
        })
        .await
}

/// Whose password was wrong, or the digest of a name that nobody has: people type passwords into the wrong field, so it is not kept itself.
async fn refused(app: &App, user: Option<Id>, tried: String, address: Option<String>) -> Result<()> {
    app.engine
        .write(Caller::System(Reason::SignIn), move |cx| {
            reached_from(cx, address.clone(), None);
            let details = match user {
                Some(_) => serde_json::json!({}),
                None => serde_json::json!({ "tried": secret::sealed(&cx.seal, &tried) }),
            };
            entry(cx, user, "sign_in", "refused", details)
        })
        .await
}

/// Nobody is known before sign-in, but the audit is to say from where it was tried, and which session came of it.
fn reached_from(cx: &mut Cx, address: Option<String>, via: Option<Id>) {
    let actor = Arc::make_mut(&mut cx.actor);
    actor.address = address;
    actor.via = via;
}

fn entry(cx: &mut Cx, user: Option<Id>, action: &str, outcome: &str, details: serde_json::Value) -> Result<()> {
    let users = Name::of("users");
    audit::note(cx, Entry { action, object: Some(&users), record: user, outcome, details })
}
