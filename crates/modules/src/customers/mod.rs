//! Customers: accounts, the people there, leads before they are customers, and every activity with them.

mod account;
mod activity;
mod contact_dates;
pub mod convert_lead;
pub mod lead_matches;
pub mod lead_status;
mod participant;
mod person_name;
mod primary_account;
#[cfg(test)]
mod tests;
mod verbs;

use records::Modules;

use crate::{load, platform::attach, work};

pub fn register(modules: &mut Modules) {
    load::objects(
        modules,
        "customers",
        &[
            include_str!("objects/accounts.toml"),
            include_str!("objects/contacts.toml"),
            include_str!("objects/account_contacts.toml"),
            include_str!("objects/leads.toml"),
            include_str!("objects/activities.toml"),
            include_str!("objects/activity_people.toml"),
        ],
    );
    let rules = &mut modules.behaviours;
    rules.on_derive("accounts", account::follow);
    rules.on_check("accounts", work::no_loop);
    rules.on_derive("contacts", person_name::join);
    rules.after("contacts", primary_account::keep);
    rules.on_derive("leads", person_name::join);
    rules.on_derive("leads", lead_status::follow);
    rules.on_check("leads", lead_status::check);
    rules.on_derive("activities", activity::follow);
    rules.after("activities", contact_dates::keep);
    rules.after("activities", attach::hang);
    rules.touches("activities", activity::touches);
    rules.on_check("activity_people", participant::check);
    rules.after("activity_people", participant::touch);
    verbs::register(rules);
}
