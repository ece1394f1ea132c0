//! What programs may do with opportunities beside changing them: closing them, taking them up again.

use records::{
    behaviour::Behaviours,
    verb::{Kind, Take, Told, Verb},
};

use super::close_opportunity::{self, Loss};

pub fn register(rules: &mut Behaviours) {
    rules.verb(Verb {
        object: "opportunities",
        noun: "win",
        says: "Win an opportunity: it moves to the won stage of its pipeline",
        takes: vec![Take::optional("at", Kind::Time, "when; now if left out")],
        link: None,
        run: |cx, asked| {
            let deal = close_opportunity::win(cx, asked.id, asked.version, asked.time("at"))?;
            Ok(Told::Changed(deal.into()))
        },
    });
    rules.verb(Verb {
        object: "opportunities",
        noun: "loss",
        says: "Lose an opportunity, with the reason",
        takes: vec![
            Take::required("reason", Kind::Text, "a code of lost_reason"),
            Take::optional("note", Kind::Text, "more about it"),
            Take::optional("competitor", Kind::Text, "to whom"),
        ],
        link: None,
        run: |cx, asked| {
            let text = |name: &str| asked.text(name).map(str::to_string);
            let reason = text("reason").unwrap_or_default();
            let loss = Loss { reason, note: text("note"), competitor: text("competitor") };
            Ok(Told::Changed(close_opportunity::lose(cx, asked.id, asked.version, &loss)?.into()))
        },
    });
    rules.verb(Verb {
        object: "opportunities",
        noun: "reopening",
        says: "Take an opportunity up again where it stood before it was closed",
        takes: vec![],
        link: None,
        run: |cx, asked| Ok(Told::Changed(close_opportunity::reopen(cx, asked.id, asked.version)?.into())),
    });
}
