//! What programs may do with people beside changing them, with the right to administer: ways in, roles, shutting out.

use records::{
    Cx,
    behaviour::Behaviours,
    verb::{Asked, Kind, Run, Take, Told, Verb},
};
use types::Result;

use super::{disable_user, invite_user, set_roles};

pub fn register(rules: &mut Behaviours) {
    let verb = |noun, says, run: Run| Verb::new("users", noun, says, run);
    let invitation = verb("invitation", "Invite a person, or again: answers with a link that works once", invite);
    rules.verb(invitation.makes_link("welcome"));
    let reset =
        verb("password-reset", "Let a person choose a new password: answers with a link that works once", reset);
    rules.verb(reset.makes_link("password"));
    let roles = verb("roles", "Give a person these roles and no others", roles);
    rules.verb(roles.takes([Take::required("roles", Kind::Texts, "codes")]));
    rules.verb(verb("disabling", "Shut a person out: their sessions end, their records stay theirs", disable));
    rules.verb(verb("enabling", "Let a person in again", enable));
}

fn invite(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    invite_user::invite(cx, asked.id, asked.secret).map(|_| Told::Done)
}

fn reset(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    invite_user::reset(cx, asked.id, asked.secret).map(|()| Told::Done)
}

fn roles(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    let person = set_roles::set_roles(cx, asked.id, asked.version, &asked.texts("roles"))?;
    Ok(Told::Changed(person.into()))
}

fn disable(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    disable_user::disable(cx, asked.id, asked.version).map(|person| Told::Changed(person.into()))
}

fn enable(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    disable_user::enable(cx, asked.id, asked.version).map(|person| Told::Changed(person.into()))
}
