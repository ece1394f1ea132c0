//! Rule on Cargo.lock: nothing below the version that mended a known hole. An advisory check in CI finds newer ones.

use semver::Version;

use super::tree::Tree;

/// Crate, oldest version allowed, what was mended there.
const FLOOR: [(&str, &str, &str); 13] = [
    ("rustls", "0.23.46", "RUSTSEC-2026-0346 to -0349"),
    ("rustls-webpki", "0.103.16", "RUSTSEC-2026-0382, -0383"),
    ("h2", "0.4.16", "RUSTSEC-2026-0258, empty DATA frames"),
    ("bytes", "1.11.1", "RUSTSEC-2026-0007"),
    ("time", "0.3.47", "RUSTSEC-2026-0009"),
    ("tar", "0.4.45", "RUSTSEC-2026-0067, -0068"),
    ("quick-xml", "0.41.0", "RUSTSEC-2026-0194, -0195"),
    ("calamine", "0.35.0", "RUSTSEC-2026-0194, -0195"),
    ("anyhow", "1.0.104", "RUSTSEC-2026-0190"),
    ("tracing-subscriber", "0.3.20", "RUSTSEC-2025-0055"),
    ("sqlx", "0.8.1", "RUSTSEC-2024-0363"),
    ("ammonia", "4.2.4", "older 4.x let markup through"),
    ("libsqlite3-sys", "0.37.0", "SQLite 3.51.3, WAL reset"),
];

pub fn floor(tree: &Tree) -> Vec<String> {
    let lock = tree.toml("Cargo.lock");
    let Some(packages) = lock.get("package").and_then(toml::Value::as_array) else {
        return vec!["Cargo.lock lists no package".to_owned()];
    };
    let text =
        |package: &toml::Value, key: &str| package.get(key).and_then(toml::Value::as_str).unwrap_or("").to_owned();
    packages.iter().filter_map(|package| below(&text(package, "name"), &text(package, "version"))).collect()
}

fn below(name: &str, locked: &str) -> Option<String> {
    let (_, oldest, mended) = FLOOR.iter().find(|(guarded, ..)| *guarded == name)?;
    let version = |text| Version::parse(text).unwrap_or_else(|mistake| panic!("{name} {text}: {mistake}"));
    (version(locked) < version(oldest)).then(|| format!("{name} {locked} is below {oldest} ({mended})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_below_the_floor_is_found_and_the_floor_itself_is_not() {
        let lock = |version| format!("[[package]]\nname = \"h2\"\nversion = \"{version}\"\n");
        let check = |version| floor(&Tree::sample(&[("Cargo.lock", &lock(version))]));
        assert_eq!(check("0.4.9"), ["h2 0.4.9 is below 0.4.16 (RUSTSEC-2026-0258, empty DATA frames)"]);
        assert_eq!(check("0.4.16-rc.1").len(), 1);
        assert!(check("0.4.16").is_empty());
        assert!(check("0.5.0").is_empty());
    }

    #[test]
    fn a_lock_file_that_lists_nothing_is_found() {
        assert_eq!(floor(&Tree::sample(&[])), ["Cargo.lock lists no package"]);
    }
}
