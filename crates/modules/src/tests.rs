//! The shipped metadata as a whole: every file reads, every name that a file mentions exists, every text is there in both languages.

use std::collections::{BTreeMap, BTreeSet};

use records::{
    access::{Action, FieldRight, Reach, Role},
    schema::{Choice, Field, FieldType, Object, Owned, Write, tables},
};
use types::{Name, words::Label};

use crate::modules;

fn objects() -> BTreeMap<Name, Object> {
    modules().objects.into_iter().map(|object| (object.name.clone(), object)).collect()
}

fn is_text(label: &Label) -> bool {
    let tidy = |text: &str| !text.is_empty() && text.trim() == text;
    tidy(&label.zh) && tidy(&label.en)
}

#[test]
fn objects_are_the_ones_the_product_promises() {
    let names: Vec<String> = objects().keys().map(ToString::to_string).collect();
    assert_eq!(
        names.join(" "),
        "account_contacts accounts activities activity_people contacts exchange_rates files import_mappings imports leads \
         opportunities pipelines products roles settings stage_history stages teams users views"
    );
}

#[test]
fn every_text_is_there_in_both_languages() {
    for object in objects().values() {
        assert!(is_text(&object.label) && is_text(&object.plural), "{}", object.name);
        for section in &object.layout.sections {
            assert!(is_text(&section.label), "{}: {:?}", object.name, section.label);
        }
        for field in &object.fields {
            assert!(is_text(&field.label), "{}.{}", object.name, field.name);
            assert!(field.help.as_ref().is_none_or(is_text), "{}.{}: help", object.name, field.name);
            assert!(field.kind.options().iter().all(|option| is_text(&option.label)), "{}.{}", object.name, field.name);
        }
    }
    assert!(modules().roles.iter().all(|(_, label, _)| is_text(label)));
}

#[test]
fn labels_tell_the_fields_of_an_object_apart() {
    for object in objects().values() {
        for language in [types::words::Lang::Zh, types::words::Lang::En] {
            let mut seen = BTreeSet::new();
            for field in object.fields.iter().filter(|field| !field.system) {
                let label = field.label.get(language);
                assert!(seen.insert(label), "{}: two fields are called {label}", object.name);
            }
        }
    }
}

#[test]
fn links_point_to_objects_that_exist() {
    let objects = objects();
    for object in objects.values() {
        for (field, target) in object.links() {
            assert!(objects.contains_key(target), "{}.{} points to {target}", object.name, field.name);
        }
        match &object.owned {
            Owned::WithParent(link) => {
                assert!(object.field(link).is_some_and(|f| f.required), "{}.{link}", object.name)
            }
            Owned::AboutAny(link) => {
                let any = object.field(link).map(|f| f.kind.clone());
                assert!(matches!(any, Some(FieldType::LinkAny { .. })), "{}.{link}", object.name);
            }
            Owned::ByPerson | Owned::Reference | Owned::System => {}
        }
    }
}

#[test]
fn related_lists_come_back_by_a_link_to_the_object() {
    let objects = objects();
    for object in objects.values() {
        for (other, link) in &object.layout.related {
            let field = objects.get(other).and_then(|other| other.field(link));
            assert_eq!(field.and_then(|f| f.kind.target()), Some(&*object.name), "{}: {other}.{link}", object.name);
        }
    }
}

#[test]
fn roll_ups_and_formulas_name_fields_that_exist() {
    let objects = objects();
    for object in objects.values() {
        for field in &object.fields {
            match &field.kind {
                FieldType::Rollup(rollup) => {
                    let children = objects.get(&rollup.object).expect("a roll-up's object exists");
                    let back = children.field(&rollup.via).and_then(|f| f.kind.target());
                    assert_eq!(back, Some(&*object.name), "{}.{}", object.name, field.name);
                    let summed = rollup.field.as_ref().is_none_or(|f| children.field(f).is_some());
                    assert!(summed, "{}.{}", object.name, field.name);
                    assert!(rollup.filter.iter().all(|source| records::expr::parse(source).is_ok()));
                }
                FieldType::Formula { source, .. } => {
                    assert!(records::expr::parse(source).is_ok(), "{}.{}", object.name, field.name);
                    assert!(field.is_stored(), "{}.{} can be stored", object.name, field.name);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn title_templates_name_fields_of_the_object() {
    for object in objects().values() {
        for part in object.title_parts().into_iter().flat_map(|(parts, _)| parts) {
            let name = part.trim_matches(['{', '}']);
            assert!(name != part && object.field(name).is_some(), "{}: {part}", object.name);
        }
    }
}

#[test]
fn every_field_a_person_may_write_has_a_place_on_the_page() {
    for object in objects().values() {
        let placed: BTreeSet<&Name> = object.layout.sections.iter().flat_map(|s| &s.fields).collect();
        let total: usize = object.layout.sections.iter().map(|s| s.fields.len()).sum();
        assert_eq!(placed.len(), total, "{}: a field stands in two sections", object.name);
        let made = object.title_template.is_some().then_some(&object.title);
        for field in object.fields.iter().filter(|f| !f.system && f.write == Write::Caller && Some(&f.name) != made) {
            assert!(placed.contains(&field.name), "{}.{} is in no section", object.name, field.name);
        }
    }
}

/// Small for good, so that sorting them costs nothing.
const SMALL: [&str; 5] = ["stages", "pipelines", "views", "exchange_rates", "settings"];

#[test]
fn every_list_begins_in_an_order_that_an_index_has() {
    for object in objects().values().filter(|object| !SMALL.contains(&&*object.name)) {
        let [(key, _)] = &object.sort[..] else { panic!("{}: one key", object.name) };
        let field = object.field(key);
        let served = field.is_some_and(|f| (f.indexed || f.name == object.title) && f.sort_column().is_some());
        assert!(served || &**key == "id", "{}: {key}", object.name);
    }
}

/// Each index costs every write. The ones every object has are not counted here.
#[test]
fn an_object_has_at_most_eight_indexes_of_its_own_choice() {
    for object in objects().values() {
        let keys = object.keys.iter().filter_map(|key| object.field(key)).filter(|f| is_exact_key(f)).count();
        let chosen = object.fields.iter().filter(|f| f.indexed && !f.system).count();
        assert!(keys + chosen + object.indexes.len() <= 8, "{}", object.name);
    }
}

/// A key that needs an index besides the one it sorts by.
fn is_exact_key(field: &Field) -> bool {
    !field.system && !field.unique && field.sort_column().as_ref() != Some(&field.column)
}

#[test]
fn tables_can_be_made_of_every_object() {
    let mut names = BTreeSet::new();
    for object in objects().values() {
        let steps = tables::create(object);
        assert!(steps.len() > 2, "{}", object.name);
        for field in &object.fields {
            for (column, _) in field.columns() {
                assert!(names.insert((object.name.clone(), column.clone())), "{}: two columns {column}", object.name);
            }
        }
    }
}

#[test]
fn the_engine_finds_the_columns_it_reads() {
    let objects = objects();
    for (object, columns) in [
        ("roles", "code code_key name name_key name_en rights"),
        ("teams", "id parent"),
        ("settings", "name currency time_zone locale week_start fiscal_start"),
        ("users", "name email team state locale time_zone last_seen_at"),
        ("exchange_rates", "currency date rate"),
        ("activities", "private about about_object"),
        ("activity_people", "activity user"),
    ] {
        let object = &objects[object];
        let there: BTreeSet<Name> = object.fields.iter().flat_map(Field::columns).map(|(name, _)| name).collect();
        for column in columns.split(' ').filter(|column| *column != "id") {
            assert!(there.contains(column), "{}.{column}", object.name);
        }
    }
    let roles = objects["users"].field("roles").and_then(|f| f.side_table(&Name::of("users")));
    assert_eq!(roles, Some(Name::of("users__roles")));
}

#[test]
fn the_same_list_of_choices_has_the_same_codes_everywhere() {
    let objects = objects();
    let options = |object: &str, field: &str| objects[object].field(field).map(|f| f.kind.options().to_vec());
    for (field, holders) in
        [("source", vec!["accounts", "contacts", "leads", "opportunities"]), ("industry", vec!["accounts", "leads"])]
    {
        let first = options(holders[0], field);
        assert!(first.as_ref().is_some_and(|options: &Vec<Choice>| !options.is_empty()));
        for holder in &holders[1..] {
            assert_eq!(options(holder, field), first, "{holder}.{field}");
        }
    }
}

#[test]
fn choices_have_codes_of_their_own_and_defaults_are_among_them() {
    for object in objects().values() {
        for field in &object.fields {
            let codes: Vec<&str> = field.kind.options().iter().map(|option| option.code.as_str()).collect();
            let distinct: BTreeSet<&&str> = codes.iter().collect();
            assert_eq!(distinct.len(), codes.len(), "{}.{}", object.name, field.name);
            if let (Some(default), false) = (&field.default, codes.is_empty()) {
                assert!(codes.contains(&default.trim_matches('"')), "{}.{}: {default}", object.name, field.name);
            }
            assert!(field.kind.options().iter().all(|o| o.hue.is_none_or(|h| h < 360)), "{}", object.name);
        }
    }
}

fn role(code: &str) -> Role {
    let found = modules().roles.into_iter().find(|(name, ..)| name == code);
    found.map(|(_, _, role)| role).unwrap_or_else(|| panic!("no role {code}"))
}

fn reach(role: &Role, object: &str, action: Action) -> Reach {
    role.objects.get(object).unwrap_or(&role.others).get(&action).copied().unwrap_or_default()
}

#[test]
fn roles_name_objects_and_fields_that_exist() {
    let objects = objects();
    for (code, _, role) in modules().roles {
        assert!(role.objects.keys().all(|name| objects.contains_key(name)), "{code}");
        for (object, fields) in &role.fields {
            assert!(fields.keys().all(|name| objects[object].field(name).is_some()), "{code}: {object}");
        }
    }
}

/// When somebody signed in is told to its person and to administrators.
#[test]
fn nobody_but_administrators_sees_when_others_were_here() {
    let hidden = |role: &Role| {
        role.fields.get("users").and_then(|fields| fields.get("last_seen_at")) == Some(&FieldRight::Hidden)
    };
    for (code, _, role) in modules().roles {
        assert!(role.administrator || hidden(&role), "{code}");
    }
}

#[test]
fn salespeople_reach_their_own_and_managers_their_subtree() {
    let (sales, manager) = (role("salesperson"), role("manager"));
    for object in ["accounts", "contacts", "leads", "opportunities"] {
        assert_eq!(reach(&sales, object, Action::View), Reach::Own, "{object}");
        assert_eq!(reach(&manager, object, Action::Edit), Reach::Subtree, "{object}");
    }
    for object in ["users", "teams", "stages", "pipelines", "products"] {
        assert_eq!(reach(&sales, object, Action::View), Reach::All, "{object}");
        assert_eq!(reach(&sales, object, Action::Create), Reach::None, "{object}");
    }
    assert_eq!(reach(&sales, "accounts", Action::Delete), Reach::None);
}

#[test]
fn only_administrators_see_roles_and_settings_or_change_other_people() {
    for (code, _, role) in modules().roles {
        if role.administrator {
            assert_eq!(code, "administrator");
            continue;
        }
        for object in ["roles", "settings"] {
            assert!(Action::ALL.iter().all(|action| reach(&role, object, *action) == Reach::None), "{code}: {object}");
        }
        assert!(reach(&role, "users", Action::Edit) <= Reach::Own, "{code}");
        assert_eq!(reach(&role, "users", Action::Create), Reach::None, "{code}");
        assert_eq!(reach(&role, "stage_history", Action::Create), Reach::None, "{code}");
    }
}
