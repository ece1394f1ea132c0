//! Lists as callers meet them: filters, sorts, pages, labels, groups, on both databases and by both plans.

use store::testing::each_database;
use types::{Date, Id, ProblemKind, Value};

use super::{
    Ask, Totals,
    group::{Bucket, group, group_up_to},
};
use crate::{
    query::{Grouping, Measure},
    testing::World,
    write::Input,
};

fn named(name: &str) -> Input {
    Input::default().text("name", name)
}

fn many(world: &World) {
    let names = ["赵云", "Bob", "张飞", "alice", "刘备", "Zoe", "关羽", "李白"];
    for (at, name) in names.iter().enumerate() {
        let mut input = named(name).text("fee", (at * 100).to_string());
        if at % 2 == 0 {
            input = input.text("admitted", format!("2026-0{}-15", at % 8 + 1));
        }
        world.create(world.people.cai, "patients", input).unwrap();
    }
}

#[test]
fn text_sorts_latin_first_then_chinese_by_pinyin() {
    each_database(|db| {
        let world = World::new(db);
        many(&world);
        let sorted = world.titles(world.people.cai, "patients", Ask::default().sort("name", false));
        assert_eq!(sorted, ["alice", "Bob", "Zoe", "关羽", "李白", "刘备", "张飞", "赵云"]);
    });
}

#[test]
fn pages_join_without_gap_or_double_and_empty_comes_last_both_ways() {
    each_database(|db| {
        let world = World::new(db);
        many(&world);
        // Cai's list is small, Ada's is walked: both ways must give the same
        for who in [world.people.cai, world.people.ada] {
            for (path, down) in
                [("admitted", false), ("admitted", true), ("name", false), ("fee", true), ("owner", false)]
            {
                let whole = world.titles(who, "patients", Ask::default().sort(path, down).limit(200));
                assert_eq!(whole.len(), 8);
                let (mut pages, mut cursor) = (Vec::new(), None);
                loop {
                    let ask = Ask { cursor, ..Ask::default().sort(path, down).limit(3) };
                    let page = world.list(who, "patients", ask).unwrap();
                    pages.extend(page.items.into_iter().map(|i| i.title));
                    cursor = page.next;
                    if cursor.is_none() {
                        break;
                    }
                }
                assert_eq!(pages, whole, "{path} {down}");
                if path == "admitted" {
                    let last: Vec<&str> = whole[4..].iter().map(String::as_str).collect();
                    assert!(["Bob", "alice", "Zoe", "李白"].iter().all(|n| last.contains(n)), "{whole:?}");
                }
            }
        }
    });
}

#[test]
fn a_cursor_of_another_query_or_person_is_refused() {
    each_database(|db| {
        let world = World::new(db);
        many(&world);
        let page = world.list(world.people.cai, "patients", Ask::default().limit(3)).unwrap();
        let cursor = page.next.unwrap();
        for (who, ask) in [
            (world.people.cai, Ask::default().sort("name", false)),
            (world.people.ada, Ask::default()),
            (world.people.cai, Ask::default().filter("fee > 1")),
        ] {
            let ask = Ask { cursor: Some(cursor.clone()), ..ask };
            assert_eq!(world.list(who, "patients", ask).unwrap_err().code, "bad_cursor");
        }
        let broken = Ask { cursor: Some(format!("{cursor}x")), ..Ask::default() };
        assert_eq!(world.list(world.people.cai, "patients", broken).unwrap_err().code, "bad_cursor");
    });
}

#[test]
fn filters_reach_behind_links_only_as_far_as_the_reader() {
    each_database(|db| {
        let world = World::new(db);
        let (cai, eve) = (world.people.cai, world.people.eve);
        let big = world.create(world.people.ada, "wards", named("North").text("beds", "40")).unwrap();
        let elder = world.create(cai, "patients", named("Elder").text("fee", "900")).unwrap();
        let young = named("Young").set("sibling", Value::link(elder.id)).set("ward", Value::link(big.id));
        let young = world.create(cai, "patients", young).unwrap();
        let found = |who: Id, filter: &str| world.titles(who, "patients", Ask::default().filter(filter));
        assert_eq!(found(cai, "ward.beds > 30"), ["Young"]);
        assert_eq!(found(cai, "sibling.fee == 900"), ["Young"]);
        let page = world
            .list(cai, "patients", Ask::default().filter("ward != null").fields(&["sibling", "ward.beds"]))
            .unwrap();
        assert_eq!(page.items[0].get("ward.beds"), &Value::Int(40));
        assert!(matches!(page.items[0].get("sibling"), Value::Link(link) if link.label.as_deref() == Some("Elder")));
        // Eve is given Young alone: she reads Elder's label and nothing else of them
        let id = young.id;
        world
            .write(world.people.ada, move |cx| {
                let patients = cx.catalog.find("patients")?;
                use crate::access::share;
                share::give(cx, &patients.name, id, share::With::User(eve), share::Level::View, None)
            })
            .unwrap();
        assert_eq!(found(eve, "sibling.name == \"Elder\""), Vec::<String>::new());
        assert_eq!(found(eve, "sibling.name == null"), ["Young"]);
        let page = world.list(eve, "patients", Ask::default().fields(&["sibling", "sibling.name"])).unwrap();
        assert!(matches!(page.items[0].get("sibling"), Value::Link(link) if link.label.as_deref() == Some("Elder")));
        assert_eq!(page.items[0].get("sibling.name"), &Value::Empty);
    });
}

#[test]
fn groups_count_and_add_by_calendar_buckets() {
    each_database(|db| {
        let world = World::new(db);
        for (day, fee) in [("2026-01-31", "100.50"), ("2026-02-01", "200"), ("2026-04-30", "300"), ("", "9")] {
            let input = named("x").text("fee", fee).text("admitted", day);
            world.create(world.people.cai, "patients", input).unwrap();
        }
        let grouped = world
            .read(world.people.cai, |cx| {
                let patients = cx.catalog.find("patients")?;
                let by = [Grouping { path: "admitted".into(), by: Some(Bucket::Quarter) }];
                let measures = [Measure::Count, Measure::Sum("fee".into()), Measure::Average("fee".into())];
                group(cx, &patients, &Ask::default(), &by, &measures)
            })
            .unwrap();
        let read = |v: &Value| match v {
            Value::Money(money) => money.amount.normalize().to_string(),
            Value::Int(n) => n.to_string(),
            other => format!("{other:?}"),
        };
        let rows: Vec<(Value, Vec<String>)> =
            grouped.rows.iter().map(|row| (row.keys[0].clone(), row.values.iter().map(read).collect())).collect();
        let first = |text: &str| Value::Date(Date::parse(text).unwrap());
        let said = |list: [&str; 3]| list.map(str::to_string).to_vec();
        assert_eq!(
            rows,
            [
                (Value::Empty, said(["1", "9", "9"])),
                (first("2026-01-01"), said(["2", "300.5", "150.25"])),
                (first("2026-04-01"), said(["1", "300", "300"])),
            ]
        );
    });
}

#[test]
fn totals_are_exact_and_limits_are_errors_never_cuts() {
    each_database(|db| {
        let world = World::new(db);
        many(&world);
        let ask = Ask { totals: Totals::Capped, ..Ask::default().limit(2) };
        for who in [world.people.cai, world.people.ada] {
            let total = world.list(who, "patients", ask.clone()).unwrap().total.unwrap();
            assert_eq!((total.count, total.exact), (8, true));
        }
        let problem = world.list(world.people.cai, "patients", Ask::default().limit(10_000)).unwrap_err();
        assert_eq!((problem.kind, &*problem.code), (ProblemKind::BadRequest, "limit"));
    });
}

#[test]
fn several_values_and_roll_ups_come_with_the_page() {
    each_database(|db| {
        let world = World::new(db);
        let cai = world.people.cai;
        let tags = Value::Texts(vec!["dust".into(), "nuts".into()]);
        let made = world.create(cai, "patients", named("a").set("allergies", tags.clone())).unwrap();
        let about = Value::Link(types::Linked::to_any(types::Name::of("patients"), made.id));
        let visit = Input::default().text("subject", "first").set("patient", Value::link(made.id)).set("about", about);
        world.create(cai, "visits", visit).unwrap();
        let seen = world.get(cai, "patients", made.id).unwrap();
        assert_eq!(seen.get("allergies"), &tags);
        assert_eq!(seen.get("visit_count"), &Value::Int(1));
        let found = world.titles(cai, "patients", Ask::default().filter("\"nuts\" in allergies"));
        assert_eq!(found, ["a"]);
        let visits = world.list(cai, "visits", Ask::default()).unwrap();
        assert!(matches!(visits.items[0].get("about"), Value::Link(l) if l.label.as_deref() == Some("a")));
    });
}

#[test]
fn amounts_without_a_rate_are_counted_not_added() {
    each_database(|db| {
        let world = World::new(db);
        let cai = world.people.cai;
        world.create(cai, "patients", named("a").text("fee", "100")).unwrap();
        let foreign = serde_json::json!({ "amount": "50", "currency": "USD" });
        let input = |name: &str| {
            let mut input = named(name);
            input.entries.push(("fee".into(), crate::write::Raw::Json(foreign.clone())));
            input
        };
        world.create(cai, "patients", input("b")).unwrap();
        let sum = |world: &World| {
            let grouped = world
                .read(cai, |cx| {
                    let patients = cx.catalog.find("patients")?;
                    group(cx, &patients, &Ask::default(), &[], &[Measure::Sum("fee".into())])
                })
                .unwrap();
            let total = grouped.rows[0].values[0].as_money().unwrap().amount.normalize().to_string();
            (total, grouped.unconverted)
        };
        assert_eq!(sum(&world), ("100".to_string(), 1));
        let rate =
            Input::default().text("name", "USD").text("currency", "USD").text("date", "2026-01-01").text("rate", "7.1");
        world.create(world.people.ada, "exchange_rates", rate).unwrap();
        world.create(cai, "patients", input("c")).unwrap();
        assert_eq!(sum(&world), ("455".to_string(), 1));
    });
}

#[test]
fn groups_beyond_the_limit_are_left_out_whole_and_the_answer_says_so() {
    each_database(|db| {
        let world = World::new(db);
        // 40 days of 2026, two patients each: January has 31 days, February the rest
        for at in 0..80 {
            let day = Date::parse("2026-01-01").unwrap().plus(at / 2);
            let input = named(&format!("p{at}")).text("admitted", day.to_string());
            world.create(world.people.ada, "patients", input).unwrap();
        }
        let asked = |path: &str, by: Option<Bucket>, most: usize| {
            let groupings = [Grouping { path: path.into(), by }];
            let answer = world.read(world.people.ada, move |cx| {
                let object = cx.catalog.find("patients")?;
                group_up_to(cx, &object, &Ask::default(), &groupings, &[Measure::Count], most)
            });
            answer.unwrap()
        };
        let counts = |answer: &super::Grouped| -> Vec<i64> {
            answer
                .rows
                .iter()
                .map(|row| if let Value::Int(n) = row.values[0] { n } else { panic!("a count") })
                .collect()
        };
        let few = asked("admitted", Some(Bucket::Day), 3);
        assert_eq!((few.exact, counts(&few)), (false, vec![2, 2, 2]));
        let months = asked("admitted", Some(Bucket::Month), 2);
        assert_eq!((months.exact, counts(&months)), (true, vec![62, 18]));
        // one group may take twenty days: January is cut, and half a January is no figure
        let cut = asked("admitted", Some(Bucket::Month), 1);
        assert_eq!((cut.exact, counts(&cut)), (false, vec![]));
    });
}

/// Fifty are ranked, the newest; one that is called exactly so is older than all of them.
#[test]
fn a_search_finds_the_record_that_is_called_so_behind_many_that_hold_the_word() {
    each_database(|db| {
        let world = World::new(db);
        let wanted = world.create(world.people.cai, "patients", named("华为")).unwrap().id;
        let hidden = world.create(world.people.eve, "patients", named("华为二号")).unwrap().id;
        for number in 0..60 {
            world.create(world.people.cai, "patients", named(&format!("东方 华为 {number}"))).unwrap();
        }
        let found = world.read(world.people.cai, |cx| {
            let patients = cx.catalog.find("patients")?;
            super::find(cx, &[patients], "华为", 5)
        });
        let found: Vec<Id> = found.unwrap().iter().map(|item| item.id).collect();
        assert_eq!(found[0], wanted);
        assert_eq!(found.len(), 5);
        assert!(!found.contains(&hidden), "what is named so and may not be seen stays unseen");
    });
}

/// The number of the system that a record came from is what colleagues who still work there say on the phone.
#[test]
fn a_search_finds_a_record_by_its_exact_outside_number() {
    each_database(|db| {
        let world = World::new(db);
        let numbered = |name: &str| named(name).text("external_source", "old").text("external_id", "1C1I7A6R");
        let wanted = world.create(world.people.cai, "patients", numbered("Young")).unwrap().id;
        world.create(world.people.cai, "patients", named("1C1I7A6R beside")).unwrap();
        let find = |who: Id, words: &'static str| {
            let found = world.read(who, |cx| super::find(cx, &[cx.catalog.find("patients")?], words, 5)).unwrap();
            found.iter().map(|item| item.id).collect::<Vec<Id>>()
        };
        assert_eq!(find(world.people.cai, "1C1I7A6R")[0], wanted);
        assert_eq!(find(world.people.cai, " 1c1i7a6r ")[0], wanted);
        assert!(!find(world.people.cai, "1C1I7A6").contains(&wanted), "a part of a number is no number");
        assert!(find(world.people.eve, "1C1I7A6R").is_empty(), "who may not see it does not find it either");
    });
}

#[test]
fn one_object_does_not_crowd_out_another_in_a_search() {
    each_database(|db| {
        let world = World::new(db);
        let ward = world.create(world.people.ada, "wards", named("Acme ward")).unwrap().id;
        for number in 0..20 {
            world.create(world.people.ada, "patients", named(&format!("Acme {number}"))).unwrap();
        }
        let found = world.read(world.people.ada, |cx| {
            let objects = [cx.catalog.find("patients")?, cx.catalog.find("wards")?];
            super::find(cx, &objects, "acme", 8)
        });
        let found = found.unwrap();
        assert_eq!(found.len(), 8);
        assert!(found.iter().any(|item| item.id == ward), "the one ward stands among the patients");
    });
}

#[test]
fn what_was_many_and_has_become_few_is_answered_alike() {
    each_database(|db| {
        let world = World::new(db);
        many(&world);
        let ask = Ask { totals: Totals::Free, ..Ask::default() }.filter("fee >= 300").sort("name", false).limit(3);
        let seen = |world: &World| {
            let page = world.list(world.people.ada, "patients", ask.clone()).unwrap();
            let titles: Vec<String> = page.items.into_iter().map(|item| item.title).collect();
            (titles, page.total.map(|total| total.count))
        };
        let few = seen(&world);
        // as if every condition had been found to leave many
        world
            .read(world.people.ada, |cx| {
                cx.many.learn_all();
                Ok(())
            })
            .unwrap();
        let many = seen(&world);
        assert_eq!(few.0, many.0);
        assert_eq!((few.1, many.1), (Some(5), None), "a count that takes a walk of its own is left out");
        // what was many for one role may be few for another
        world.write(world.people.ada, |cx| crate::engine::bump(cx, "rights")).unwrap();
        assert_eq!(seen(&world), few);
    });
}

#[test]
fn a_cursor_of_some_records_is_none_of_others() {
    each_database(|db| {
        let world = World::new(db);
        many(&world);
        let all = world.list(world.people.ada, "patients", Ask::default()).unwrap().items;
        let ids: Vec<Id> = all.iter().map(|item| item.id).collect();
        let of = |ids: &[Id], cursor| Ask { ids: Some(ids.to_vec()), cursor, ..Ask::default().limit(1) };
        let cursor = world.list(world.people.ada, "patients", of(&ids[..3], None)).unwrap().next;
        assert!(world.list(world.people.ada, "patients", of(&ids[..3], cursor.clone())).is_ok());
        let others = world.list(world.people.ada, "patients", of(&ids[3..], cursor)).unwrap_err();
        assert_eq!(others.code, "bad_cursor");
    });
}

#[test]
fn records_that_lie_far_behind_those_of_others_come_page_by_page() {
    each_database(|db| {
        let world = World::new(db);
        let people = world.people;
        for at in 0..7 {
            world.create(people.bo, "patients", named(&format!("own {at}"))).unwrap();
        }
        // more than are looked at before the way is changed
        for at in 0..60 {
            world.create(people.ada, "patients", named(&format!("zz {at}"))).unwrap();
        }
        let pages = |path: &'static str, down: bool| {
            let (mut all, mut cursor): (Vec<String>, Option<String>) = (Vec::new(), None);
            loop {
                let ask = Ask { cursor, ..Ask::default().sort(path, down).limit(2) };
                let page = world.read(people.bo, move |cx| {
                    cx.many.learn_all();
                    crate::query::list(cx, &cx.catalog.find("patients")?, &ask)
                });
                let page = page.unwrap();
                all.extend(page.items.iter().map(|item| item.title.clone()).filter(|title| title.starts_with("own")));
                cursor = page.next;
                if cursor.is_none() {
                    return all;
                }
            }
        };
        let own = |at: usize| format!("own {at}");
        let up: Vec<String> = (0..7).map(own).collect();
        let down: Vec<String> = (0..7).rev().map(own).collect();
        assert_eq!(pages("created_at", true), down);
        assert_eq!(pages("name", true), down);
        assert_eq!(pages("name", false), up);
        assert_eq!(pages("id", false), up);
    });
}

/// What a scope reaches is put together from its parts where it is few, and tested row by row where it is many.
#[test]
fn everybody_sees_the_same_records_both_ways() {
    each_database(|db| {
        let world = World::new(db);
        let people = world.people;
        for who in [people.ada, people.bo, people.cai, people.dan, people.eve] {
            let patient = world.create(who, "patients", named(&format!("patient of {who}"))).unwrap().id;
            let about = types::Linked { object: Some(types::Name::of("patients")), ..types::Linked::to(patient) };
            let visit = Input::default().text("subject", format!("visit of {who}")).set("about", Value::Link(about));
            // not everybody may make visits
            let _ = world.create(who, "visits", visit.clone());
            let _ = world.create(who, "visits", visit.set("private", Value::Bool(true)));
        }
        let seen = |world: &World| {
            let mut all = Vec::new();
            for who in [people.ada, people.bo, people.cai, people.dan, people.eve] {
                for object in ["patients", "visits"] {
                    all.push(world.titles(who, object, Ask::default().sort("id", false)));
                }
            }
            // parts that an index serves, alone, in a pair, and as alternatives, under an order that is another's
            for who in [people.ada, people.bo, people.cai, people.dan, people.eve] {
                for filter in [
                    "state == \"new\"",
                    "state == \"well\" || owner == me()",
                    "owner == me() && admitted == null",
                    &format!("state == \"new\" && owning_team == \"{}\"", people.surgery),
                    "!(owner == me() || state == \"well\")",
                ] {
                    let ask = |path: &str| Ask::default().filter(filter).sort(path, true);
                    all.push(world.titles(who, "patients", ask("name")));
                    all.push(world.titles(who, "patients", ask("admitted")));
                }
            }
            all
        };
        let few = seen(&world);
        let learn = |what: fn(&crate::query::many::Many)| {
            let learn = move |cx: &mut crate::Cx| {
                what(&cx.many);
                Ok(())
            };
            world.read(people.ada, learn).unwrap();
        };
        learn(crate::query::many::Many::learn_all);
        assert_eq!(few, seen(&world));
        // the walk tests every part of the filter by the row
        learn(crate::query::many::Many::learn_all_vast);
        assert_eq!(few, seen(&world));
        assert!(few[10].len() == 5 && few[12].len() == 1, "{:?}", &few[10..13]);
        assert_eq!(few[0].len(), 5, "the administrator sees all");
        assert!(few[8].len() < 5, "Eve does not");
        assert!(!few[5].is_empty(), "Cai sees visits");
    });
}

/// More patients than are sorted without an index, all of Cai.
fn crowd(world: &World) {
    let columns = ["id", "version", "name", "created_at", "owner", "state", "phone"].map(types::Name::of).to_vec();
    let cai = world.people.cai;
    for part in 0..101 {
        // every seventh has a phone number
        let phone = |n: i64| if n % 7 == 0 { format!("{:08}", 60_000 - n).as_str().into() } else { store::Cell::Null };
        let row = |n: i64| vec![n.into(), 1.into(), "x".into(), n.into(), cai.into(), "new".into(), phone(n)];
        let insert = store::Change::Insert {
            table: types::Name::of("patients"),
            columns: columns.clone(),
            rows: (0..500).map(|n| row(part * 500 + n + 1)).collect(),
            clash: store::Clash::Refuse,
        };
        world.write(world.people.ada, move |cx| cx.run(&insert)).unwrap();
    }
}

/// Rare words are looked up; frequent ones are looked for in the few records that somebody sees, or the index is walked.
#[test]
fn a_search_finds_the_same_records_however_it_is_walked() {
    each_database(|db| {
        let world = World::new(db);
        let people = world.people;
        let everybody = [people.ada, people.bo, people.cai, people.dan, people.eve];
        for who in everybody {
            for (name, diagnosis) in [("张三丰", "流行性感冒"), ("三张", "骨折"), ("Zhang Sanfeng", "感冒")]
            {
                let input = named(name).text("phone", "13812345678").text("diagnosis", diagnosis);
                // Eve may neither read nor write a diagnosis
                let input = if who == people.eve { named(name) } else { input };
                world.create(who, "patients", input.clone()).unwrap();
                let gone = world.create(who, "patients", input);
                let Ok(gone) = gone else { continue };
                let _ = world.write(who, move |cx| {
                    let patients = cx.catalog.find("patients")?;
                    crate::write::trash::delete(cx, &patients, gone.id, None)
                });
            }
        }
        let words = ["张三", "张三丰", "zsf", "zhang", "12345678", "感冒", "流行性感", "三丰 感冒", "P-0", "骨", "！"];
        let seen = |world: &World| {
            let mut all = Vec::new();
            for who in everybody {
                for words in words {
                    for deleted in [false, true] {
                        let ask =
                            Ask { search: Some(words.into()), deleted, ..Ask::default().sort("id", true).limit(2) };
                        let first = world.list(who, "patients", ask.clone()).unwrap();
                        let more = first.next.clone().map(|cursor| Ask { cursor: Some(cursor), limit: 200, ..ask });
                        let rest = more.map(|ask| world.titles(who, "patients", ask)).unwrap_or_default();
                        all.push((words, first.items.into_iter().map(|item| item.title).collect::<Vec<_>>(), rest));
                    }
                }
            }
            all
        };
        let looked_up = seen(&world);
        let found = |words: &str| looked_up.iter().filter(|(w, first, _)| *w == words && !first.is_empty()).count();
        assert!(found("感冒") > 1 && found("感冒") < found("张三丰"), "not everybody reads the diagnosis");
        assert_eq!(found("！"), 0);
        for who in everybody {
            world
                .read(who, move |cx| {
                    let patients = cx.catalog.find("patients")?;
                    for words in words {
                        let ask = Ask { search: Some(words.into()), ..Ask::default() };
                        let asked = super::resolve::resolve(cx, &patients, &ask)?;
                        cx.many.learn_words(&asked);
                    }
                    Ok(())
                })
                .unwrap();
        }
        assert_eq!(looked_up, seen(&world), "the records of whom who sees few");
        world
            .read(people.ada, |cx| {
                cx.many.learn_all();
                Ok(())
            })
            .unwrap();
        assert_eq!(looked_up, seen(&world), "the index, walked");
    });
}

/// Without an index of its own, an order means sorting everything for every page; exports sort once.
#[test]
fn more_than_fifty_thousand_records_are_sorted_by_an_index_only() {
    store::testing::on_sqlite(|db| {
        let world = World::new(db);
        crowd(&world);
        let list = |path: &str| world.list(world.people.ada, "patients", Ask::default().sort(path, false).limit(3));
        assert_eq!(list("created_at").unwrap().items.len(), 3);
        let refused = list("owner").unwrap_err();
        assert_eq!((refused.kind, &*refused.code), (ProblemKind::BadRequest, "too_many_to_sort"));
        let few = Ask::default().sort("owner", false).filter("created_at < date(\"1971-01-01\")").limit(3);
        assert!(world.list(world.people.ada, "patients", few).is_err(), "a filter that leaves as many does not help");
        // indexes hold living records only
        world
            .write(world.people.ada, |cx| {
                let patients = types::Name::of("patients");
                cx.run(&store::Change::update(
                    &patients,
                    vec![("deleted_at", store::Expr::value(1))],
                    store::Expr::column(0, "id").not_null(),
                ))
            })
            .unwrap();
        let deleted = |sort: &[(&str, bool)]| {
            let sort = sort.iter().map(|(path, down)| (path.to_string(), *down)).collect();
            world.list(world.people.ada, "patients", Ask { deleted: true, sort, ..Ask::default().limit(3) })
        };
        assert_eq!(deleted(&[("created_at", false)]).unwrap_err().code, "too_many_to_sort");
        assert_eq!(deleted(&[]).unwrap().items[0].id, Id(50_500), "the newest first");
    });
}

/// What no index serves walks the table until a page is full: not on the connections of pages.
#[test]
fn a_long_walk_is_left_to_who_has_time() {
    store::testing::on_sqlite(|db| {
        let world = World::with(db, |modules| {
            let patients = modules.objects.iter_mut().find(|object| *object.name == *"patients").unwrap();
            patients.indexes.push(["owner", "state", "phone"].map(String::from).to_vec());
        });
        let ada = world.people.ada;
        let briefly = move |world: &World, who, ask: Ask| {
            let read = move |cx: &mut crate::Cx| {
                let patients = cx.catalog.find("patients")?;
                let page = super::briefly(cx, |cx| super::list(cx, &patients, &ask))?;
                let count = super::briefly(cx, |cx| super::count_up_to(cx, &patients, &ask, 100))?;
                Ok((page.map(|page| page.items.len()), count.map(|count| count.count)))
            };
            world.read(who, read).unwrap()
        };
        let rare = || Ask::default().filter("phone.contains(\"00059993\")");
        world.create(world.people.bo, "patients", named("y")).unwrap();
        assert_eq!(briefly(&world, ada, rare()), (Some(0), Some(0)), "a small table is soon walked");
        crowd(&world);
        world.write(ada, |cx| crate::engine::bump(cx, "rights")).unwrap();
        assert_eq!(briefly(&world, ada, rare()), (None, None));
        assert_eq!(world.list(ada, "patients", rare()).unwrap().items.len(), 1, "elsewhere it is found");
        let newer = Ask::default().filter("created_at > date(\"2000-01-01\") && phone == null");
        assert_eq!(briefly(&world, ada, newer), (Some(1), Some(1)), "an index leaves few");
        let older = Ask::default().filter("created_at < date(\"2000-01-01\")").limit(3);
        assert_eq!(briefly(&world, ada, older), (Some(3), Some(100)));
        assert_eq!(briefly(&world, ada, Ask::default().limit(3)), (Some(3), Some(100)), "a page is full at once");
        assert_eq!(briefly(&world, ada, Ask::default().sort("owner", false)), (None, Some(100)));
        let several = Ask::default().filter("owner == me() && state == \"new\"").limit(3);
        assert_eq!(briefly(&world, world.people.cai, several), (Some(3), Some(100)), "an index of both");
        assert_eq!(briefly(&world, world.people.bo, rare()), (Some(0), Some(0)), "Bo sees few");
    });
}

#[test]
fn heads_offer_no_order_that_would_be_refused() {
    store::testing::on_sqlite(|db| {
        let world = World::new(db);
        let orders = |who, ask: Ask| {
            let read = move |cx: &mut crate::Cx| {
                let patients = cx.catalog.find("patients")?;
                super::orders(cx, &patients, &ask, &["name", "owner", "created_at", "phone"])
            };
            world.read(who, read).unwrap()
        };
        assert_eq!(orders(world.people.ada, Ask::default()), [true; 4]);
        crowd(&world);
        world.write(world.people.ada, |cx| crate::engine::bump(cx, "rights")).unwrap();
        let served = [true, false, true, false];
        assert_eq!(orders(world.people.ada, Ask::default()), served);
        let own = || Ask::default().filter("owner == me()");
        assert_eq!(orders(world.people.cai, own()), [true; 4], "nobody has counted what Cai may see");
        let measured = move |cx: &mut crate::Cx| super::measure_length(cx, &cx.catalog.find("patients")?, &own());
        world.read(world.people.cai, measured).unwrap();
        assert_eq!(orders(world.people.cai, own()), served);
        assert_eq!(orders(world.people.bo, Ask::default()), [true; 4], "Bo sees few");
        let few = Ask::default().filter("created_at > date(\"2000-01-01\")");
        assert_eq!(orders(world.people.ada, few), [true; 4], "few match");
        let unknown = Ask::default().filter("phone != null");
        assert_eq!(orders(world.people.ada, unknown), [true; 4], "nobody knows how many without a long walk");
    });
}

/// Where a filter gives one value to each column before it, an index of several has the order of a later one.
#[test]
fn an_index_of_several_columns_serves_the_order_of_a_later_one() {
    each_database(|db| {
        let world = World::with(db, |modules| {
            let patients = modules.objects.iter_mut().find(|object| *object.name == *"patients").unwrap();
            patients.indexes.push(["owner", "state", "phone"].map(String::from).to_vec());
        });
        crowd(&world);
        let cai = world.people.cai;
        let list = |filter: &str, cursor| {
            let ask = Ask { cursor, ..Ask::default().filter(filter).sort("phone", false).limit(200) };
            world.list(cai, "patients", ask)
        };
        assert_eq!(list("state == \"new\"", None).unwrap_err().code, "too_many_to_sort");
        let (mut seen, mut cursor) = (Vec::new(), None);
        let bound = "owner == me() && state == \"new\"";
        for _ in 0..37 {
            let page = list(bound, cursor).unwrap();
            seen.extend(page.items.iter().map(|item| item.id.0));
            cursor = page.next;
        }
        let filled: Vec<i64> = (1..=50_500).rev().filter(|n| n % 7 == 0).collect();
        let empty = (1..=50_500).filter(|n| n % 7 != 0);
        let expected: Vec<i64> = filled.into_iter().chain(empty).take(37 * 200).collect();
        assert!(seen == expected);
        let page = list(&format!("{bound} && phone == null"), None).unwrap();
        assert_eq!(page.items[6].id, Id(8));
        let next = list(&format!("{bound} && phone == null"), page.next).unwrap();
        assert_eq!(next.items[0].id, Id(234));
    });
}
