//! Rules on the Rust files themselves: heads, lengths, and words that have one place or none.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;

/// These rules spell out what they look for, so they do not read themselves.
const OWN: &str = "crates/app/tests/it/tidy";
const LONGEST: usize = 400;

pub fn heads(tree: &Tree) -> Vec<String> {
    let silent = tree.rust().filter(|(_, text)| {
        let head = text.lines().next().and_then(|line| line.strip_prefix("//!"));
        head.is_none_or(|head| head.trim().is_empty())
    });
    silent.map(|(path, _)| format!("{path} does not begin with //! and what it is")).collect()
}

pub fn lengths(tree: &Tree) -> Vec<String> {
    let long = without_tests(tree).filter(|(lines, _)| *lines > LONGEST);
    long.map(|(lines, path)| format!("{path} has {lines} lines without tests, {LONGEST} at most")).collect()
}

/// How long the files are, for the test report: `212 files, median 96 lines, longest 398 (crates/…)`.
pub fn sizes(tree: &Tree) -> String {
    let mut sizes: Vec<_> = without_tests(tree).collect();
    sizes.sort_unstable();
    let (median, _) = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
    let (longest, path) = sizes.last().copied().unwrap_or_default();
    format!("{} Rust files without tests: median {median} lines, longest {longest} ({path})", sizes.len())
}

fn without_tests(tree: &Tree) -> impl Iterator<Item = (usize, &str)> {
    let production = tree.rust().filter(|(path, _)| !path.ends_with("/tests.rs") && !path.contains("/tests/"));
    production.map(|(path, text)| (lines_without_tests(text), path))
}

/// Leaves out each `#[cfg(test)] mod … { }` at the margin, whose closing brace rustfmt puts there too.
fn lines_without_tests(text: &str) -> usize {
    let mut lines = text.lines().peekable();
    let mut count = 0;
    while let Some(line) = lines.next() {
        let opens_tests = line == "#[cfg(test)]" && lines.peek().is_some_and(|next| next.ends_with('{'));
        if opens_tests {
            lines.by_ref().find(|line| *line == "}");
        } else {
            count += 1;
        }
    }
    count
}

pub fn sql(tree: &Tree) -> Vec<String> {
    let elsewhere = |path: &str| path.starts_with("crates/") && !path.starts_with("crates/store/");
    lines_where(tree, elsewhere, |code| {
        let lower = code.to_lowercase();
        let phrases = ["insert into ", "delete from ", "create table ", "alter table ", "drop table ", "create index "];
        phrases.iter().any(|phrase| lower.contains(phrase))
            || code.contains("SELECT ")
            || lower.contains("\"select ") && lower.contains(" from ")
            || code.contains("UPDATE ") && code.contains(" SET ")
            || lower.contains("\"update ") && lower.contains(" set ")
    })
}

pub fn asynchronous(tree: &Tree) -> Vec<String> {
    let inside =
        |path: &str| ["types", "records", "modules"].iter().any(|room| path.starts_with(&format!("crates/{room}/")));
    lines_where(tree, inside, |code| code.contains("async fn"))
}

pub fn unfinished(tree: &Tree) -> Vec<String> {
    let words = ["todo!(", "unimplemented!(", "#[ignore]", "#[ignore ="];
    lines_where(tree, |_| true, |code| words.iter().any(|word| code.contains(word)))
}

/// Where the product acts without a person, reviewed: file and how often. Everything there is allowed, so a new place is a decision.
const WITHOUT_A_PERSON: [(&str, usize); 18] = [
    ("crates/app/src/house.rs", 1),
    ("crates/app/src/serve/health.rs", 1),
    ("crates/app/src/serve/clearing.rs", 1),
    ("crates/edge-connect/src/import/order.rs", 1),
    ("crates/edge-connect/src/import/run.rs", 2),
    ("crates/edge-connect/src/import/undo.rs", 1),
    ("crates/edge-jobs/src/lead.rs", 3),
    ("crates/edge-jobs/src/outbox.rs", 3),
    ("crates/edge-jobs/src/steps.rs", 1),
    ("crates/edge-jobs/src/upkeep.rs", 3),
    ("crates/edge-jobs/src/worker.rs", 4),
    ("crates/edge-web/src/pages/enter/link.rs", 3),
    ("crates/edge-web/src/pages/enter/set_up.rs", 1),
    ("crates/gate/src/router.rs", 1),
    ("crates/gate/src/sign_in.rs", 3),
    ("crates/modules/src/set_up.rs", 1),
    ("crates/modules/src/work.rs", 2),
    ("crates/records/src/jobs/queue.rs", 1),
];

pub fn reasons(tree: &Tree) -> Vec<String> {
    counted(tree, &WITHOUT_A_PERSON)
}

fn counted(tree: &Tree, reviewed: &[(&str, usize)]) -> Vec<String> {
    let words = ["Reason::Setup", "Reason::Command", "Reason::Upkeep", "Reason::SignIn"];
    let tests = |path: &str| path.ends_with("/tests.rs") || path.contains("/tests/") || path.contains("/testing");
    let product =
        |path: &str| path.starts_with("crates/") && path != "crates/records/src/access/actor.rs" && !tests(path);
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, text) in tree.rust().filter(|(path, _)| product(path)) {
        let text = text.split("\n#[cfg(test)]").next().unwrap_or_default();
        let times = words.iter().map(|word| text.matches(word).count()).sum();
        if times > 0 {
            found.insert(path, times);
        }
    }
    let known: BTreeMap<&str, usize> = reviewed.iter().copied().collect();
    let paths: BTreeSet<&str> = found.keys().chain(known.keys()).copied().collect();
    let times = |of: &BTreeMap<&str, usize>, path: &str| of.get(path).copied().unwrap_or_default();
    let differs = paths.into_iter().filter(|path| times(&found, path) != times(&known, path));
    differs
        .map(|path| {
            format!("{path} acts without a person {} times, reviewed are {}", times(&found, path), times(&known, path))
        })
        .collect()
}

fn lines_where(tree: &Tree, place: impl Fn(&str) -> bool, broken: impl Fn(&str) -> bool) -> Vec<String> {
    let files = tree.rust().filter(|(path, _)| place(path) && !path.starts_with(OWN));
    let lines = files.flat_map(|(path, text)| code(text).map(move |(number, code)| (path, number, code)));
    lines
        .filter(|(.., code)| broken(code))
        .map(|(path, number, code)| format!("{path}:{number}: {}", code.trim()))
        .collect()
}

/// The lines that are not comments, numbered from one.
pub fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, text: &str) -> Tree {
        Tree::sample(&[(path, text)])
    }

    #[test]
    fn a_file_without_a_head_is_found() {
        assert!(heads(&one("a.rs", "//! Says it.\nfn a() {}\n")).is_empty());
        for silent in ["fn a() {}\n", "//!\n", "", "// Not enough.\n", "#![allow(unused)]\n//! Too late.\n"] {
            assert_eq!(heads(&one("a.rs", silent)), ["a.rs does not begin with //! and what it is"], "{silent:?}");
        }
    }

    #[test]
    fn the_401st_line_is_found_but_tests_do_not_count() {
        let full = "fn a() {}\n".repeat(400);
        let tests = format!("{full}#[cfg(test)]\nmod tests {{\n{}}}\n", "    fn b() {}\n".repeat(50));
        assert!(lengths(&one("a.rs", &full)).is_empty());
        assert!(lengths(&one("a.rs", &tests)).is_empty());
        assert!(lengths(&one("crates/a/src/b/tests.rs", &full.repeat(2))).is_empty());
        let found = lengths(&one("a.rs", &format!("{tests}fn behind_the_tests() {{}}\n")));
        assert_eq!(found, ["a.rs has 401 lines without tests, 400 at most"]);
    }

    #[test]
    fn the_report_names_median_and_longest() {
        let tree = Tree::sample(&[("a.rs", "\n"), ("b.rs", "\n\n"), ("c.rs", "\n\n\n\n")]);
        assert_eq!(sizes(&tree), "3 Rust files without tests: median 2 lines, longest 4 (c.rs)");
    }

    #[test]
    fn sql_outside_the_store_is_found_in_either_case() {
        for text in [
            "\"SELECT id FROM t\"",
            "\"select id from t\"",
            "\"INSERT INTO t\"",
            "\"insert into t\"",
            "\"UPDATE t SET a = 1\"",
            "\"delete from t\"",
            "\"CREATE TABLE t (a)\"",
        ] {
            assert_eq!(sql(&one("crates/records/src/a.rs", text)).len(), 1, "{text}");
            assert!(sql(&one("crates/store/src/a.rs", text)).is_empty(), "{text}");
        }
        let prose = "// SELECT is written below\nlet hint = \"Select a view, then update it or delete it\";\n";
        assert!(sql(&one("crates/records/src/a.rs", prose)).is_empty());
    }

    #[test]
    fn an_asynchronous_inside_is_found_and_an_asynchronous_edge_is_not() {
        assert_eq!(asynchronous(&one("crates/records/src/a.rs", "pub async fn a() {}")).len(), 1);
        assert!(asynchronous(&one("crates/edge-web/src/a.rs", "pub async fn a() {}")).is_empty());
    }

    #[test]
    fn a_new_place_that_acts_without_a_person_is_found_and_one_that_is_gone_too() {
        let text = "fn a() { system(Reason::Upkeep) }\n#[cfg(test)]\nmod tests { system(Reason::Setup) }\n";
        let tree = one("crates/gate/src/a.rs", text);
        assert!(counted(&tree, &[("crates/gate/src/a.rs", 1)]).is_empty());
        assert_eq!(counted(&tree, &[]), ["crates/gate/src/a.rs acts without a person 1 times, reviewed are 0"]);
        assert_eq!(counted(&tree, &[("crates/gate/src/a.rs", 1), ("crates/gate/src/b.rs", 2)]).len(), 1);
    }

    #[test]
    fn what_is_left_to_do_is_found() {
        for text in ["todo!()", "unimplemented!(\"later\")", "#[ignore]", "#[ignore = \"slow\"]"] {
            assert_eq!(unfinished(&one("crates/types/src/a.rs", text)).len(), 1, "{text}");
        }
    }
}
