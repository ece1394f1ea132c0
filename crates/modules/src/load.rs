//! From a module's files to what the engine takes. Called by each module's `register`.

use records::{Modules, access::Role, schema::ship};
use serde::Deserialize;
use types::{Name, words::Label};

/// Adds the objects of `module`, in their order.
///
/// # Panics
/// When a shipped file is wrong; a test reads them all.
pub fn objects(modules: &mut Modules, module: &str, files: &[&str]) {
    let module = Name::of(module);
    for file in files {
        let object = ship::object(&module, file).unwrap_or_else(|mistake| panic!("shipped metadata: {mistake}"));
        modules.objects.push(object);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesFile {
    roles: Vec<RoleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    code: String,
    label: Label,
    rights: Role,
}

/// Adds the roles of a file; its head describes the shape.
///
/// # Panics
/// As `objects`.
pub fn roles(modules: &mut Modules, file: &str) {
    let read: RolesFile = toml::from_str(file).unwrap_or_else(|mistake| panic!("shipped roles: {mistake}"));
    modules.roles.extend(read.roles.into_iter().map(|role| (role.code, role.label, role.rights)));
}
