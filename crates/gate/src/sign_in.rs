//! Signing in and out: from an e-mail address and a password to a session cookie. Called by the web edge's form.

use records::{
    Caller,
    access::Reason,
    audit::{self, Entry},
    identity::{password, secret, session},
};
use types::{Id, Name, Problem, ProblemKind, Result};

use crate::{App, Call, limits::Purpose, passwords};

/// Gives the secret for the cookie. Unknown name and wrong password are one answer, in words and in time.
pub async fn sign_in(app: &App, call: &Call, email: &str, password: String, agent: Option<String>) -> Result<String> {
    let address = call.address.map(|a| a.to_string());
    app.limits.count(Purpose::SignInAddress, address.as_deref().unwrap_or_default())?;
    app.limits.count(Purpose::SignInAccount, &types::text::fold(email))?;
    let name = email.to_string();
    let known = app.engine.read(Caller::System(Reason::SignIn), move |cx| password::of_email(cx, &name)).await?;
    let (user, hash) = known.unzip();
    if !passwords::verify(password, hash).await? {
        note(app, user, "sign_in", "refused").await?;
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
            session::open(cx, user, hash, address.as_deref(), agent.as_deref())?;
            entry(cx, Some(user), "sign_in", "done")
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
            entry(cx, user, "sign_out", "done")
        })
        .await
}

async fn note(app: &App, user: Option<Id>, action: &'static str, outcome: &'static str) -> Result<()> {
    app.engine.write(Caller::System(Reason::SignIn), move |cx| entry(cx, user, action, outcome)).await
}

fn entry(cx: &mut records::Cx, user: Option<Id>, action: &str, outcome: &str) -> Result<()> {
    let users = Name::of("users");
    let details = serde_json::json!({});
    audit::note(cx, Entry { action, object: Some(&users), record: user, outcome, details })
}
