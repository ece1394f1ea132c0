//! The house rules as tests. Each rule is a function over a [`Tree`] that lists what breaks it; here it meets the
//! project, and beside the rule small samples that break it. To add a rule: a function, its samples, one test here.

mod crates;
mod locales;
mod lock;
mod source;
mod traces;
mod tree;

use tree::Tree;

#[track_caller]
fn holds(rule: fn(&Tree) -> Vec<String>) {
    let broken = rule(&Tree::of_the_project());
    assert!(broken.is_empty(), "{} times broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn a_crate_uses_only_crates_listed_below_it_and_edges_never_meet() {
    holds(crates::point_down);
}

#[test]
fn modules_meet_by_name_and_never_use_one_another() {
    holds(crates::modules_keep_apart);
}

#[test]
fn only_connect_in_the_store_names_a_database_driver() {
    holds(crates::drivers_stay_in_connect);
}

#[test]
fn every_version_stands_once_in_the_root_with_its_reason() {
    holds(crates::versions_have_reasons);
}

#[test]
fn every_rust_file_says_at_its_head_what_it_is() {
    holds(source::heads);
}

#[test]
fn no_rust_file_is_over_400_lines_without_tests() {
    let project = Tree::of_the_project();
    println!("{}", source::sizes(&project));
    holds(source::lengths);
}

#[test]
fn sql_is_written_only_in_the_store() {
    holds(source::sql);
}

#[test]
fn the_inside_is_synchronous() {
    holds(source::asynchronous);
}

#[test]
fn every_place_that_acts_without_a_person_was_reviewed() {
    holds(source::reasons);
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_ignored() {
    holds(source::unfinished);
}

#[test]
fn every_text_exists_in_both_languages() {
    holds(locales::complete);
}

#[test]
fn no_locked_dependency_is_below_the_security_floor() {
    holds(lock::floor);
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    holds(traces::folders);
}

#[test]
fn no_file_names_a_package_registry() {
    holds(traces::registries);
}

/// The first command of the README names no program, so there may be one alone where it looks.
#[test]
fn cargo_run_without_a_name_means_zhike() {
    let ask = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let answer = std::process::Command::new(cargo).args(ask).current_dir(crate::support::project()).output();
    let told = answer.expect("cargo runs where its tests run");
    let workspace: serde_json::Value = serde_json::from_slice(&told.stdout).expect("cargo metadata answers JSON");
    let defaults = workspace["workspace_default_members"].as_array().expect("cargo names the default members");
    let packages = workspace["packages"].as_array().expect("cargo lists packages").iter();
    let programs: Vec<&str> = packages
        .filter(|package| defaults.contains(&package["id"]))
        .flat_map(|package| package["targets"].as_array().into_iter().flatten())
        .filter(|target| target["kind"][0] == "bin")
        .filter_map(|target| target["name"].as_str())
        .collect();
    assert_eq!(programs, ["zhike"]);
}
