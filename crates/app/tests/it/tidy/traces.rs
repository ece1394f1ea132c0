//! Rules on traces of somebody's machine: a clone works anywhere, so no file names a home folder or a download host.
//! What is looked for is put together from pieces, so that these rules read themselves too.

use super::tree::Tree;

pub fn folders(tree: &Tree) -> Vec<String> {
    let folders = ["home", "root", "work", "Users"].map(|name| format!("/{name}/"));
    named(tree, &folders)
}

/// Package managers know their registries; a mirror must work without a change here.
pub fn registries(tree: &Tree) -> Vec<String> {
    let hosts = [
        ["crates", "io"],
        ["npmjs", "org"],
        ["npmjs", "com"],
        ["npmmirror", "com"],
        ["yarnpkg", "com"],
        ["pypi", "org"],
        ["pythonhosted", "org"],
        ["debian", "org"],
    ];
    named(tree, &hosts.map(|host| host.join(".")))
}

/// Not read: Cargo's own lock file, whose format names its index, and third parties' files kept as they came.
fn named(tree: &Tree, words: &[String]) -> Vec<String> {
    let ours = tree.files().filter(|(path, _)| *path != "Cargo.lock" && !path.split('/').any(|part| part == "vendor"));
    let lines = ours.flat_map(|(path, text)| (1..).zip(text.lines()).map(move |(number, line)| (path, number, line)));
    lines
        .flat_map(|(path, number, line)| {
            let found = words.iter().filter(move |word| line.contains(word.as_str()));
            found.map(move |word| format!("{path}:{number}: names {word}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_folder_is_found() {
        let text = format!("fine\npath = \"/{}/me/project\"\n", "home");
        let found = folders(&Tree::sample(&[("docs/a.md", &text), ("assets/vendor/a.js", &text)]));
        assert_eq!(found, [format!("docs/a.md:2: names /{}/", "home")]);
    }

    #[test]
    fn a_registry_in_a_lock_file_of_npm_is_found() {
        let host = ["npmjs", "org"].join(".");
        let text = format!("\"resolved\": \"https://registry.{host}/a/-/a-1.0.0.tgz\"");
        let found = registries(&Tree::sample(&[("a/package-lock.json", &text), ("Cargo.lock", &text)]));
        assert_eq!(found, [format!("a/package-lock.json:1: names {host}")]);
    }
}
