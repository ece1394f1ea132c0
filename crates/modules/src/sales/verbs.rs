//! What programs may do with opportunities beside changing them: closing them, taking them up again.

use records::{
    Cx,
    behaviour::Behaviours,
    verb::{Asked, Kind, Run, Take, Told, Verb},
};
use types::Result;

use super::close_opportunity::{self, Loss};

pub fn register(rules: &mut Behaviours) {
    let verb = |noun, says, run: Run| Verb::new("opportunities", noun, says, run);
    let at = Take::optional("at", Kind::Time, "when; now if left out");
    rules.verb(verb("win", "Win an opportunity: it moves to the won stage of its pipeline", win).takes([at]));
    rules.verb(verb("loss", "Lose an opportunity, with the reason", lose).takes([
        Take::required("reason", Kind::Text, "a code of lost_reason"),
        Take::optional("note", Kind::Text, "more about it"),
        Take::optional("competitor", Kind::Text, "to whom"),
    ]));
    rules.verb(verb("reopening", "Take an opportunity up again where it stood before it was closed", reopen));
}

fn win(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    close_opportunity::win(cx, asked.id, asked.version, asked.time("at")).map(|deal| Told::Changed(deal.into()))
}

fn lose(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    let text = |name: &str| asked.text(name).map(str::to_string);
    let reason = text("reason").unwrap_or_default();
    let loss = Loss { reason, note: text("note"), competitor: text("competitor") };
    close_opportunity::lose(cx, asked.id, asked.version, &loss).map(|deal| Told::Changed(deal.into()))
}

fn reopen(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    close_opportunity::reopen(cx, asked.id, asked.version).map(|deal| Told::Changed(deal.into()))
}
