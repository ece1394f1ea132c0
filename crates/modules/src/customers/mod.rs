//! Customers: accounts, the people there, leads before they are customers, and every activity with them.

use records::Modules;

use crate::load;

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
}
