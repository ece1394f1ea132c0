//! The platform: people, roles and teams, files, saved views, imports, exchange rates, the organisation's settings.
//! What every other module stands on; business objects are elsewhere.

mod administrator;
pub mod attach;
pub mod content_type;
pub mod disable_user;
mod import_stays;
pub mod invite_user;
mod link_ends;
pub mod named_files;
pub mod own_access;
pub mod set_roles;
mod settings;
mod share_view;
mod stays;
#[cfg(test)]
mod tests;
mod verbs;

use records::Modules;

use crate::{load, work};

pub fn register(modules: &mut Modules) {
    load::objects(
        modules,
        "platform",
        &[
            include_str!("objects/users.toml"),
            include_str!("objects/roles.toml"),
            include_str!("objects/teams.toml"),
            include_str!("objects/files.toml"),
            include_str!("objects/views.toml"),
            include_str!("objects/imports.toml"),
            include_str!("objects/import_mappings.toml"),
            include_str!("objects/exchange_rates.toml"),
            include_str!("objects/settings.toml"),
        ],
    );
    load::roles(modules, include_str!("roles.toml"));
    let rules = &mut modules.behaviours;
    rules.on_check("users", settings::time_zone);
    rules.on_check("teams", work::no_loop);
    rules.on_check("files", attach::check);
    rules.on_delete("imports", import_stays::while_under_way);
    rules.on_check("settings", settings::check);
    rules.on_derive("files", attach::plain_name);
    rules.on_derive("settings", settings::capitals);
    rules.on_derive("exchange_rates", settings::capitals);
    rules.on_check("exchange_rates", settings::currency);
    rules.after_all("exchange_rates", settings::revalue);
    rules.on_check("views", share_view::check);
    rules.after("views", share_view::keep);
    rules.after("users", link_ends::with_the_person);
    rules.on_delete("users", stays::person);
    rules.on_delete("roles", stays::role);
    rules.on_delete("settings", stays::settings);
    verbs::register(rules);
}
