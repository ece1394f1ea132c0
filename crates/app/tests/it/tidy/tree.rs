//! The project's text files, path to content: what every house rule reads. A sample of two files is a tree as well.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::project;

/// Paths are relative to the project, with `/`. Files that are not UTF-8 have no part in the rules.
pub struct Tree(BTreeMap<String, String>);

impl Tree {
    /// Every file git knows or would add; in a copy without git, every file outside the folders that builds and servers make.
    pub fn of_the_project() -> Tree {
        let root = project();
        let paths = listed_by_git(&root).unwrap_or_else(|| found_in(&root));
        let read = |path: String| std::fs::read_to_string(root.join(&path)).ok().map(|text| (path, text));
        let tree = Tree(paths.into_iter().filter_map(read).collect());
        assert!(tree.text("Cargo.toml").is_some(), "no project at {}", root.display());
        tree
    }

    pub fn sample(files: &[(&str, &str)]) -> Tree {
        Tree(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect())
    }

    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| path.ends_with(".rs"))
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// The content as TOML; a file that does not parse fails the test that reads it.
    pub fn toml(&self, path: &str) -> toml::Table {
        let text = self.text(path).unwrap_or_default();
        text.parse().unwrap_or_else(|mistake| panic!("{path}: {mistake}"))
    }
}

fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let answer = Command::new("git").args(list).current_dir(root).output().ok()?;
    let paths = String::from_utf8(answer.stdout).ok()?;
    answer.status.success().then(|| paths.split_terminator('\0').map(str::to_owned).collect())
}

fn found_in(root: &Path) -> Vec<String> {
    let left_alone = ["target", "node_modules", ".git"];
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let path = folder.join(entry.file_name());
            if left_alone.iter().any(|name| path.ends_with(name)) || path == Path::new("data") {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_file() => found.push(path.to_string_lossy().replace('\\', "/")),
                Ok(kind) if kind.is_dir() => folders.push(path),
                _ => {}
            }
        }
    }
    found
}

#[test]
fn without_git_the_same_files_are_found() {
    let root = project();
    let Some(mut by_git) = listed_by_git(&root) else { return };
    by_git.retain(|path| path.starts_with("crates/types/"));
    let mut by_walking = found_in(&root);
    by_walking.retain(|path| path.starts_with("crates/types/"));
    by_walking.sort();
    by_git.sort();
    assert_eq!(by_git, by_walking);
}
