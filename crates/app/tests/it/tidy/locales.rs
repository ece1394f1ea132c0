//! Rule on translations: every message of every language has its counterpart in all others, in the file of the same name.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;

const FOLDER: &str = "crates/types/locales/";
const LANGUAGES: [&str; 2] = ["en", "zh-CN"];

pub fn complete(tree: &Tree) -> Vec<String> {
    let mut languages: BTreeMap<&str, BTreeSet<(&str, String)>> = LANGUAGES.map(|name| (name, BTreeSet::new())).into();
    let mut broken = Vec::new();
    for (path, text) in tree.files() {
        let Some((language, file)) = path.strip_prefix(FOLDER).and_then(|path| path.split_once('/')) else { continue };
        if !file.ends_with(".ftl") {
            continue;
        }
        let messages = languages.entry(language).or_default();
        for key in keys(text) {
            if !messages.insert((file, key.clone())) {
                broken.push(format!("{path}: {key} stands there twice"));
            }
        }
    }
    let everything: BTreeSet<_> = languages.values().flatten().cloned().collect();
    for (language, messages) in &languages {
        let missing = everything.difference(messages);
        broken.extend(missing.map(|(file, key)| format!("{FOLDER}{language}/{file}: {key} is missing")));
    }
    broken
}

/// Messages, terms (`-brand`) and attributes (`save.title`) of one Fluent file.
fn keys(text: &str) -> Vec<String> {
    let mut message = "";
    let mut keys = Vec::new();
    for line in text.lines() {
        let Some((left, _)) = line.split_once('=') else { continue };
        let name = left.trim_end();
        let is_name =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        if is_name(name) {
            message = name;
            keys.push(name.to_owned());
        } else if let Some(attribute) = name.trim_start().strip_prefix('.').filter(|attribute| is_name(attribute)) {
            keys.push(format!("{message}.{attribute}"));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_one_language_only_is_found_on_either_side() {
        let tree = Tree::sample(&[
            ("crates/types/locales/en/web.ftl", "save = Save\n    .title = Ctrl+S\n# note = not a text\n"),
            ("crates/types/locales/zh-CN/web.ftl", "save = 保存\n-brand = 知客\n"),
        ]);
        let missing = [
            "crates/types/locales/en/web.ftl: -brand is missing",
            "crates/types/locales/zh-CN/web.ftl: save.title is missing",
        ];
        assert_eq!(complete(&tree), missing);
    }

    #[test]
    fn a_missing_language_and_a_doubled_key_are_found() {
        let tree = Tree::sample(&[("crates/types/locales/en/web.ftl", "a = A\na = B\nlong =\n    first = second\n")]);
        let broken = [
            "crates/types/locales/en/web.ftl: a stands there twice",
            "crates/types/locales/zh-CN/web.ftl: a is missing",
            "crates/types/locales/zh-CN/web.ftl: long is missing",
        ];
        assert_eq!(complete(&tree), broken);
    }
}
