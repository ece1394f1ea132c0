//! What programs may do with people beside changing them, with the right to administer: ways in, roles, shutting out.

use records::{
    behaviour::Behaviours,
    verb::{Kind, Take, Told, Verb},
};

use super::{disable_user, invite_user, set_roles};

pub fn register(rules: &mut Behaviours) {
    rules.verb(Verb {
        object: "users",
        noun: "invitation",
        says: "Invite a person, or again: answers with a link that works once",
        takes: vec![],
        link: Some("welcome"),
        run: |cx, asked| invite_user::invite(cx, asked.id, asked.secret).map(|_| Told::Done),
    });
    rules.verb(Verb {
        object: "users",
        noun: "password-reset",
        says: "Let a person choose a new password: answers with a link that works once",
        takes: vec![],
        link: Some("password"),
        run: |cx, asked| invite_user::reset(cx, asked.id, asked.secret).map(|()| Told::Done),
    });
    rules.verb(Verb {
        object: "users",
        noun: "roles",
        says: "Give a person these roles and no others",
        takes: vec![Take::required("roles", Kind::Texts, "codes")],
        link: None,
        run: |cx, asked| {
            let person = set_roles::set_roles(cx, asked.id, asked.version, &asked.texts("roles"))?;
            Ok(Told::Changed(person.into()))
        },
    });
    rules.verb(Verb {
        object: "users",
        noun: "disabling",
        says: "Shut a person out: their sessions end, their records stay theirs",
        takes: vec![],
        link: None,
        run: |cx, asked| Ok(Told::Changed(disable_user::disable(cx, asked.id, asked.version)?.into())),
    });
    rules.verb(Verb {
        object: "users",
        noun: "enabling",
        says: "Let a person in again",
        takes: vec![],
        link: None,
        run: |cx, asked| Ok(Told::Changed(disable_user::enable(cx, asked.id, asked.version)?.into())),
    });
}
