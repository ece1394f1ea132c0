//! The platform: people, roles and teams, files, saved views, imports, exchange rates, the organisation's settings.
//! What every other module stands on; business objects are elsewhere.

use records::Modules;

use crate::load;

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
}
