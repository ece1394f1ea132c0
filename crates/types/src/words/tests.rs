//! The catalogue's tests: both languages say the same things, with the same variables.

use std::collections::{BTreeMap, BTreeSet};

use super::{catalogue::sources, *};
use crate::{FieldProblem, Problem};

/// file → key → its variables, found in the text: `{ $count }` and `{ $count -> … }`.
fn catalogue(lang: Lang) -> BTreeMap<&'static str, BTreeMap<String, BTreeSet<String>>> {
    let mut files = BTreeMap::new();
    for (file, text) in sources(lang) {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) =
                line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
            {
                key = name.trim().to_owned();
                assert!(keys.insert(key.clone(), BTreeSet::new()).is_none(), "{lang}/{file}: {key} stands there twice");
            }
            let variables = line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect::<String>()
            });
            keys.entry(key.clone()).or_default().extend(variables);
        }
        files.insert(*file, keys);
    }
    files
}

#[test]
fn both_languages_have_the_same_files_keys_and_variables() {
    let (zh, en) = (catalogue(Lang::Zh), catalogue(Lang::En));
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>(), "files");
    for (file, keys) in &zh {
        for key in keys.keys().chain(en[file].keys()) {
            assert_eq!(keys.get(key), en[file].get(key), "{file}: {key} (zh-CN left, en right)");
        }
    }
}

#[test]
fn every_file_parses_and_no_key_stands_in_two_files() {
    for lang in Lang::ALL {
        for (file, text) in sources(lang) {
            if let Err((_, errors)) = fluent_bundle::FluentResource::try_new((*text).to_owned()) {
                panic!("{lang}/{file}: {errors:?}");
            }
        }
        // Building the bundle refuses a key that another file has already.
        assert!(!tr(lang, "save").is_empty());
    }
}

#[test]
fn keys_outside_the_general_files_begin_with_their_files_name() {
    for (file, keys) in catalogue(Lang::Zh) {
        let prefix = match file {
            "core.ftl" => continue,
            "problems.ftl" => "problem-".to_owned(),
            file => file.trim_end_matches(".ftl").to_owned() + "-",
        };
        for key in keys.keys().filter(|key| !key.is_empty()) {
            assert!(
                key.starts_with(&prefix) || key.starts_with("problem-"),
                "{file}: {key} should begin with {prefix}"
            );
        }
    }
}

#[test]
fn sentences_have_plurals_separators_and_no_invisible_marks() {
    assert_eq!(tr(Lang::Zh, "save"), "保存");
    assert_eq!(tr(Lang::En, "save"), "Save");
    assert_eq!(tr_with(Lang::En, "days-ago", &[("count", 1)]), "1 day ago");
    assert_eq!(tr_with(Lang::En, "days-ago", &[("count", 3)]), "3 days ago");
    assert_eq!(tr_with(Lang::Zh, "days-ago", &[("count", 3)]), "3 天前");
    assert_eq!(tr_with(Lang::En, "rows", &[("count", 8_800)]), "8,800 rows");
    assert_eq!(tr_with(Lang::En, "rows", &[("count", "1")]), "1 row");
    assert_eq!(tr_with(Lang::En, "rows", &[("count", "2026")]), "2026 rows");
    assert_eq!(tr_with(Lang::Zh, "new-thing", &[("thing", "客户")]), "新建客户");
    assert_eq!(tr_with(Lang::En, "new-thing", &[("thing", String::from("<b>\u{1F600}"))]), "New <b>\u{1F600}");
}

#[test]
#[should_panic(expected = "no sentence \"no-such-key\"")]
fn a_missing_key_is_found_while_building() {
    tr(Lang::En, "no-such-key");
}

#[test]
fn the_catalogue_is_shared_between_threads() {
    let threads: Vec<_> =
        (0..8).map(|n| std::thread::spawn(move || tr_with(Lang::En, "rows", &[("count", n)]))).collect();
    let texts: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!((texts[0].as_str(), texts[1].as_str(), texts[7].as_str()), ("0 rows", "1 row", "7 rows"));
}

#[test]
fn a_visitors_language_is_the_best_of_ours() {
    for (header, lang) in [
        ("zh-CN,zh;q=0.9,en;q=0.8", Some(Lang::Zh)),
        ("en-US,en;q=0.5", Some(Lang::En)),
        ("fr,de;q=0.9,en;q=0.3,zh;q=0.2", Some(Lang::En)),
        ("en;q=0.2, zh-Hant-TW;q=0.7", Some(Lang::Zh)),
        ("fr", None),
        ("", None),
        ("*", Some(Lang::Zh)),
        ("en;q=0", None),
        ("en;q=nonsense,zh;q=0.1", Some(Lang::Zh)),
        ("english, zhe", None),
        ("EN_gb ; q=1.000", Some(Lang::En)),
    ] {
        assert_eq!(Lang::from_accept_language(header), lang, "{header:?}");
    }
    assert_eq!(Lang::parse("zh"), Some(Lang::Zh));
    assert_eq!(Lang::parse(""), None);
    assert_eq!(Lang::ALL.map(Lang::tag), ["zh-CN", "en"]);
}

#[test]
fn a_label_in_one_language_serves_the_other() {
    let label = Label::new("客户", "Account");
    assert_eq!((label.get(Lang::Zh), label.get(Lang::En)), ("客户", "Account"));
    assert_eq!(Label::new("区域", "").get(Lang::En), "区域");
}

#[test]
fn problems_are_told_in_sentences() {
    let problem = Problem::bad("limit").with("max", 10_000);
    assert_eq!(sentence(Lang::En, &problem), "The limit must be from 1 to 10,000.");
    assert_eq!(sentence(Lang::Zh, &Problem::not_found()), "记录不存在，或者你无权查看。");
    let field = FieldProblem::new("name", "too_long").with("max", 12).with("count", 1);
    assert_eq!(field_sentence(Lang::En, &field), "This is too long by 1 character; at most 12.");
    let field = FieldProblem::new("industry", "unknown_choice").with("value", "12345");
    assert_eq!(field_sentence(Lang::Zh, &field), "没有“12345”这个选项，请从列表中选择。");
    let field = FieldProblem::new("at", "wrong_type").with("expected", "date and time");
    assert_eq!(field_sentence(Lang::Zh, &field), "类型不对，应为日期和时间。");
}

#[test]
fn the_same_code_speaks_of_the_request_or_of_the_field() {
    assert_eq!(
        sentence(Lang::En, &Problem::bad("unknown_field").with("name", "amout")),
        "There is no field “amout”. Check the name."
    );
    assert_eq!(
        field_sentence(Lang::En, &FieldProblem::new("amout", "unknown_field")),
        "There is no such field. Check the name."
    );
}

#[test]
fn a_code_without_a_sentence_or_its_arguments_is_told_generally() {
    assert_eq!(sentence(Lang::Zh, &Problem::conflict("not_invented_yet")), "与现有数据冲突，请刷新后重试。");
    assert_eq!(
        field_sentence(Lang::En, &FieldProblem::new("name", "too_long")),
        "This value is not right. Please change it."
    );
}

#[test]
fn every_problem_the_code_names_has_a_sentence() {
    let mut missing = BTreeSet::new();
    let mut seen = 0;
    for path in rust_files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let own = text.split("#[cfg(test)]").next().unwrap_or_default();
        for code in codes(own) {
            let told =
                |key: &str| sources(Lang::En).iter().any(|(_, text)| text.contains(&format!("\nproblem-{key} =")));
            let key = code.replace('_', "-");
            seen += 1;
            if !told(&key) && !told(&format!("request-{key}")) {
                missing.insert(format!("problem-{key} ({})", path.file_name().unwrap_or_default().display()));
            }
        }
    }
    assert!(seen > 50, "only {seen} codes found: have the constructors of problems changed?");
    assert!(missing.is_empty(), "add to locales/*/problems.ftl, or to the file of your room: {missing:#?}");
}

/// The codes given to the constructors of problems: the first text in lower case and underscores of the call.
fn codes(text: &str) -> Vec<&str> {
    let is_code = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let calls = [
        ("Problem::bad(\"", 0),
        ("Problem::conflict(\"", 0),
        ("Problem::forbidden(\"", 0),
        ("refuse(\"", 0),
        ("Problem::field(\"", 2),
        ("FieldProblem::new(", 1),
        ("Problem::new(ProblemKind::", 1),
    ];
    let mut found = Vec::new();
    for (call, arguments) in calls {
        for after in text.split(call).skip(1) {
            let call = after.split([';', '\n']).next().unwrap_or_default();
            // The code is the last argument: behind the comma that parts it from the first.
            let code = if arguments == 0 {
                call.split('"').next()
            } else {
                call.split_once(", \"").and_then(|(_, rest)| rest.split('"').next())
            };
            found.extend(code.filter(is_code));
        }
    }
    found
}

fn rust_files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files
}
