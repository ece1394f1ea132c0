//! What programs may do with leads beside changing them: converting, putting aside.

use records::{
    Cx,
    behaviour::Behaviours,
    verb::{Asked, Kind, Take, Told, Verb},
    write::Input,
};
use types::Result;

use super::{
    convert_lead::{self, Conversion, Deal, Person},
    lead_status,
};

pub fn register(rules: &mut Behaviours) {
    let conversion =
        Verb::new("leads", "conversion", "Convert a lead into an account, a contact and an opportunity", convert);
    rules.verb(conversion.takes([
        Take::optional("account_id", Kind::Link, "the account that is there already; else a new one is made"),
        Take::optional("account_name", Kind::Text, "what a new account is called; else after the lead"),
        Take::optional("contact_id", Kind::Link, "the contact who is there already; else a new one is made"),
        Take::optional("contact_name", Kind::Text, "what a new contact is called; else like the lead"),
        Take::optional("without_contact", Kind::YesNo, "no contact at all"),
        Take::optional(
            "opportunity",
            Kind::Fields,
            "the opportunity to make, {} for one after the lead; none if left out",
        ),
    ]));
    rules.verb(Verb::new("leads", "disqualification", "Put a lead aside, with the reason", disqualify).takes([
        Take::required("reason", Kind::Text, "a code of disqualify_reason"),
        Take::optional("note", Kind::Text, "more about it"),
    ]));
}

fn disqualify(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    let reason = asked.text("reason").unwrap_or_default();
    let lead = lead_status::disqualify(cx, asked.id, asked.version, reason, asked.text("note"))?;
    Ok(Told::Changed(lead.into()))
}

fn convert(cx: &mut Cx, asked: &Asked) -> Result<Told> {
    let text = |name: &str| asked.text(name).map(str::to_string);
    let contact = match (asked.link("contact_id"), asked.yes("without_contact")) {
        (Some(id), _) => Person::Existing(id),
        (None, true) => Person::Nobody,
        (None, false) => Person::New,
    };
    let wish = Conversion {
        account: asked.link("account_id"),
        account_name: text("account_name"),
        contact,
        contact_name: text("contact_name"),
        opportunity: asked.fields("opportunity").map(|fields| Deal { input: Input::json(fields.clone()) }),
    };
    let made = convert_lead::convert(cx, asked.id, asked.version, &wish)?;
    Ok(Told::Made(vec![("account", Some(made.account)), ("contact", made.contact), ("opportunity", made.opportunity)]))
}
