//! Rules on who may use whom, read off the Cargo.toml files: alphabetical order of `ls crates` is dependency order.

use super::tree::Tree;
use crate::tidy::source::code;

/// What reaches a database past the store's door, and what renders SQL.
const DRIVERS: [&str; 9] = [
    "rusqlite",
    "libsqlite3-sys",
    "postgres",
    "tokio-postgres",
    "postgres-types",
    "deadpool-postgres",
    "sqlx",
    "diesel",
    "sea-query",
];

pub fn point_down(tree: &Tree) -> Vec<String> {
    let rooms: Vec<Manifest> = manifests(tree).collect();
    let folder_of = |package: &str| rooms.iter().find(|room| room.package == package).map(|room| room.folder.as_str());
    let mut broken = Vec::new();
    for room in &rooms {
        for used in room.dependencies.iter().filter_map(|dependency| folder_of(&dependency.package)) {
            if used <= room.folder.as_str() {
                broken.push(format!("crates/{} uses {used}, which is not below it", room.folder));
            } else if room.folder.starts_with("edge-") && used.starts_with("edge-") {
                broken.push(format!("crates/{} uses {used}: edges never meet", room.folder));
            }
        }
    }
    broken
}

/// Only the store's Cargo.toml may name one, and inside the store only `connect` (sea-query, which renders, anywhere).
pub fn drivers_stay_in_connect(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for room in manifests(tree).filter(|room| room.folder != "store") {
        let named = room.dependencies.iter().filter(|dependency| DRIVERS.contains(&dependency.package.as_str()));
        broken.extend(named.map(|dependency| format!("crates/{} names {}", room.folder, dependency.package)));
    }
    let paths = ["rusqlite::", "postgres::", "tokio_postgres::"];
    let elsewhere = |path: &str| path.starts_with("crates/store/src/") && !path.starts_with("crates/store/src/connect");
    for (path, text) in tree.rust().filter(|(path, _)| elsewhere(path)) {
        let lines = code(text).filter(|(_, code)| paths.iter().any(|driver| begins_a_path(code, driver)));
        broken.extend(lines.map(|(line, _)| format!("{path}:{line} names a driver; only connect does")));
    }
    broken
}

/// Whether `start` stands there as the first step of a path: `rusqlite::Error`, not `crate::connect::postgres::open`.
fn begins_a_path(code: &str, start: &str) -> bool {
    code.match_indices(start).any(|(at, _)| {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        !before.is_alphanumeric() && before != '_' && before != ':'
    })
}

/// A module is a folder of `crates/modules/src` with objects of its own.
pub fn modules_keep_apart(tree: &Tree) -> Vec<String> {
    let inside = |path: &str| path.strip_prefix("crates/modules/src/").map(str::to_owned);
    let mut modules: Vec<String> = tree
        .files()
        .filter_map(|(path, _)| inside(path))
        .filter_map(|path| path.split_once("/objects/").map(|(module, _)| module.to_owned()))
        .collect();
    modules.dedup();
    let mut broken = Vec::new();
    for (path, text) in tree.rust() {
        let Some(home) = inside(path).and_then(|inside| inside.split_once('/').map(|(home, _)| home.to_owned())) else {
            continue;
        };
        for other in modules.iter().filter(|other| **other != home && modules.contains(&home)) {
            let names = [format!("crate::{other}::"), format!("crate::{other};"), format!("super::super::{other}::")];
            for (line, _) in code(text).filter(|(_, code)| names.iter().any(|name| code.contains(name.as_str()))) {
                broken.push(format!("{path}:{line}: module {home} uses module {other}; name the object instead"));
            }
        }
    }
    broken
}

/// Versions stand in the root only, one dependency a line, each with `# why` behind it; the house's own crates need no reason.
pub fn versions_have_reasons(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for room in manifests(tree) {
        for dependency in room.dependencies.iter().filter(|dependency| !dependency.from_workspace) {
            broken.push(format!("crates/{}: {} does not say workspace = true", room.folder, dependency.package));
        }
    }
    let root = tree.text("Cargo.toml").unwrap_or_default().lines();
    let list = root.skip_while(|line| line.trim() != "[workspace.dependencies]").skip(1);
    let entries = list.take_while(|line| !line.starts_with('[')).filter(|line| {
        let starts_an_entry = line.starts_with(|first: char| first.is_ascii_alphanumeric());
        starts_an_entry && !line.contains("path = \"crates/")
    });
    for entry in entries {
        let reason = entry.split_once('#').map(|(_, reason)| reason.trim()).unwrap_or_default();
        if reason.is_empty() {
            broken.push(format!("Cargo.toml: no reason beside {entry}"));
        }
    }
    broken
}

struct Manifest {
    folder: String,
    package: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    package: String,
    from_workspace: bool,
}

fn manifests(tree: &Tree) -> impl Iterator<Item = Manifest> {
    tree.files().filter_map(|(path, _)| {
        let folder = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
        let manifest = tree.toml(path);
        let package = manifest.get("package")?.get("name")?.as_str()?.to_owned();
        Some(Manifest { folder: folder.to_owned(), package, dependencies: dependencies(&manifest) })
    })
}

/// Of every kind: plain, for tests, for build scripts, for one platform.
fn dependencies(manifest: &toml::Table) -> Vec<Dependency> {
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let platforms = manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(|table| table.values());
    let tables = std::iter::once(manifest).chain(platforms.filter_map(toml::Value::as_table));
    tables
        .flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()))
        .flatten()
        .map(|(name, detail)| Dependency {
            package: detail.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned(),
            from_workspace: detail.get("workspace").and_then(toml::Value::as_bool) == Some(true),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(folder: &str, dependencies: &str) -> (String, String) {
        let name = if folder == "app" { "zhike" } else { folder };
        (format!("crates/{folder}/Cargo.toml"), format!("[package]\nname = \"{name}\"\n{dependencies}"))
    }

    fn house(rooms: &[(String, String)]) -> Tree {
        let files: Vec<_> = rooms.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        Tree::sample(&files)
    }

    #[test]
    fn an_upward_dependency_is_found_in_every_kind_of_table() {
        for table in ["dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(unix)'.dependencies"] {
            let upward = room("types", &format!("[{table}]\nstore.workspace = true"));
            let house = house(&[upward, room("store", "[dependencies]\nserde.workspace = true")]);
            assert_eq!(point_down(&house), ["crates/types uses store, which is not below it"], "{table}");
        }
    }

    #[test]
    fn the_binary_counts_by_its_folder_and_a_renamed_crate_by_its_own_name() {
        let renamed = room("store", "[dependencies]\nbinary = { package = \"zhike\", path = \"../app\" }");
        let house = house(&[renamed, room("app", "[dependencies]\nstore.workspace = true")]);
        assert_eq!(point_down(&house), ["crates/store uses app, which is not below it"]);
    }

    #[test]
    fn two_edges_that_meet_are_found() {
        let house = house(&[room("edge-api", "[dependencies]\nedge-web.workspace = true"), room("edge-web", "")]);
        assert_eq!(point_down(&house), ["crates/edge-api uses edge-web: edges never meet"]);
    }

    #[test]
    fn a_driver_outside_the_store_is_found() {
        let inside = room("store", "[dependencies]\nrusqlite.workspace = true");
        let outside = room("records", "[dev-dependencies]\nsql = { package = \"rusqlite\", workspace = true }");
        assert_eq!(drivers_stay_in_connect(&house(&[inside, outside])), ["crates/records names rusqlite"]);
    }

    #[test]
    fn a_driver_inside_the_store_but_outside_connect_is_found() {
        let text = "use crate::connect::postgres::Client;\nfn f(e: rusqlite::Error) {}\n";
        let connect =
            Tree::sample(&[("crates/store/src/connect/sqlite.rs", text), ("crates/store/src/connect.rs", text)]);
        assert!(drivers_stay_in_connect(&connect).is_empty());
        let found = drivers_stay_in_connect(&Tree::sample(&[("crates/store/src/error.rs", text)]));
        assert_eq!(found, ["crates/store/src/error.rs:2 names a driver; only connect does"]);
    }

    #[test]
    fn a_module_that_uses_another_is_found() {
        let house = Tree::sample(&[
            ("crates/modules/src/sales/objects/opportunity.toml", ""),
            ("crates/modules/src/customers/objects/account.toml", ""),
            ("crates/modules/src/sales/win.rs", "use crate::kit::Verb;\nuse crate::customers::account;\n"),
        ]);
        let found = modules_keep_apart(&house);
        assert_eq!(
            found,
            ["crates/modules/src/sales/win.rs:2: module sales uses module customers; name the object instead"]
        );
    }

    #[test]
    fn a_version_in_a_crate_or_without_a_reason_is_found() {
        let (path, text) = room("types", "[dependencies]\nserde = \"1\"");
        let root = "[workspace.dependencies]\ntypes = { path = \"crates/types\" }\nserde = \"1\"  # formats\ntoml = \"1\"\n[profile]\n";
        let found = versions_have_reasons(&Tree::sample(&[(&path, &text), ("Cargo.toml", root)]));
        assert_eq!(
            found,
            ["crates/types: serde does not say workspace = true", "Cargo.toml: no reason beside toml = \"1\""]
        );
    }
}
