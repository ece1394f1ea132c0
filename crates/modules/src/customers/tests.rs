//! Accounts, contacts, leads and activities: what follows from what is written, on both databases.

use records::write::Input;
use types::{Id, Instant};

use super::{
    convert_lead::{Conversion, Converted, Deal, Person, convert},
    lead_status::disqualify,
};
use crate::testing::{Company, company, refusal};

fn account(house: &Company, name: &str) -> Id {
    house.add(house.chen, "accounts", &[("name", name)])
}

fn lead(house: &Company, more: &[(&str, &str)]) -> Id {
    let fields = [
        ("name", "周启明"),
        ("company", "常州睿驰传动"),
        ("mobile", "13812342046"),
        ("source", "website"),
        ("expected_amount", "400000"),
    ];
    house.add(house.chen, "leads", &[&fields[..], more].concat())
}

fn to_convert() -> Conversion {
    Conversion { opportunity: Some(Deal::default()), ..Conversion::default() }
}

fn converted(house: &Company, lead: Id, wish: Conversion) -> Converted {
    house.write(house.chen, move |cx| convert(cx, lead, None, &wish)).expect("the lead is converted")
}

#[test]
fn a_lead_becomes_account_contact_and_opportunity_at_once() {
    company(|house| {
        let lead = lead(house, &[("job_title", "采购总监")]);
        let made = converted(house, lead, to_convert());
        let (contact, deal) = (made.contact.unwrap(), made.opportunity.unwrap());
        assert_eq!(house.field("accounts", made.account, "name"), "常州睿驰传动");
        let of_contact = |field| house.field("contacts", contact, field);
        assert_eq!(
            (of_contact("name"), of_contact("account"), of_contact("job_title")),
            ("周启明".into(), "常州睿驰传动".into(), "采购总监".into())
        );
        let of_deal = |field| house.field("opportunities", deal, field);
        assert_eq!(
            (of_deal("name"), of_deal("amount"), of_deal("contact")),
            ("常州睿驰传动".into(), "400000".into(), "周启明".into())
        );
        for (object, id) in [("accounts", made.account), ("contacts", contact), ("opportunities", deal)] {
            assert_eq!(
                (house.field(object, id, "source"), house.field(object, id, "owner")),
                ("website".into(), "陈嘉禾".into())
            );
        }
        let of_lead = |field| house.field("leads", lead, field);
        assert_eq!((of_lead("status"), of_lead("converted_at")), ("converted".into(), "2026-11-22T08:00:00Z".into()));
        assert_eq!(
            (of_lead("converted_account"), of_lead("converted_opportunity")),
            ("常州睿驰传动".into(), "常州睿驰传动".into())
        );
    });
}

#[test]
fn a_lead_of_a_known_customer_joins_what_is_there() {
    company(|house| {
        let known = account(house, "常州睿驰");
        let person = house.add(house.chen, "contacts", &[("name", "周启明")]);
        let lead = lead(house, &[]);
        let wish = Conversion { account: Some(known), contact: Person::Existing(person), ..Conversion::default() };
        let made = converted(house, lead, wish);
        assert_eq!(made, Converted { account: known, contact: Some(person), opportunity: None });
        assert_eq!(house.field("contacts", person, "account"), "常州睿驰");
    });
}

#[test]
fn a_lead_is_converted_once_and_only_by_converting() {
    company(|house| {
        let lead = lead(house, &[]);
        let by_hand = house.edit(house.chen, "leads", lead, &[("status", "converted")]);
        assert_eq!(refusal(by_hand), "status:convert_instead");
        converted(house, lead, to_convert());
        let again = house.write(house.chen, move |cx| convert(cx, lead, None, &to_convert()));
        assert_eq!(refusal(again), "already_converted");
        let back = house.edit(house.chen, "leads", lead, &[("status", "working")]);
        assert_eq!(refusal(back), "status:already_converted");
        assert_eq!(house.column("accounts", "", "id", "name").len(), 1);
    });
}

#[test]
fn a_conversion_that_fails_leaves_nothing_behind() {
    company(|house| {
        let hidden = house.add(house.gu, "contacts", &[("name", "别人的")]);
        let lead = lead(house, &[]);
        let wish = Conversion { contact: Person::Existing(hidden), ..to_convert() };
        let refused = house.write(house.chen, move |cx| convert(cx, lead, None, &wish));
        assert_eq!(refusal(refused), "contact:missing_link");
        assert!(house.column("accounts", "", "id", "name").is_empty());
        assert_eq!(house.field("leads", lead, "status"), "new");
        let stale = house.write(house.chen, move |cx| convert(cx, lead, Some(7), &to_convert()));
        assert_eq!(refusal(stale), "stale");
        assert!(house.column("accounts", "", "id", "name").is_empty());
    });
}

#[test]
fn a_manager_converts_for_the_one_whose_lead_it_is() {
    company(|house| {
        let lead = lead(house, &[]);
        let made = house.write(house.lin, move |cx| convert(cx, lead, None, &to_convert())).unwrap();
        assert_eq!(house.field("accounts", made.account, "owner"), "陈嘉禾");
        assert_eq!(house.field("accounts", made.account, "owning_team"), "华东");
        let outside = house.write(house.gu, move |cx| convert(cx, lead, None, &to_convert()));
        assert_eq!(refusal(outside), "not_found");
    });
}

#[test]
fn a_lead_put_aside_says_why_until_it_is_taken_up_again() {
    company(|house| {
        let lead = lead(house, &[]);
        let silent = house.write(house.chen, move |cx| disqualify(cx, lead, None, " ", None));
        assert_eq!(refusal(silent), "disqualify_reason:required");
        house.write(house.chen, move |cx| disqualify(cx, lead, None, "no_budget", Some("明年再说"))).unwrap();
        let seen = |field| house.field("leads", lead, field);
        assert_eq!((seen("status"), seen("disqualify_reason")), ("disqualified".into(), "no_budget".into()));
        house.edit(house.chen, "leads", lead, &[("status", "working")]).unwrap();
        assert_eq!((seen("disqualify_reason"), seen("disqualify_note")), (String::new(), String::new()));
    });
}

#[test]
fn a_lead_without_a_person_is_called_after_its_company() {
    company(|house| {
        let lead = house.add(house.chen, "leads", &[("company", "无锡太湖光电")]);
        assert_eq!(house.field("leads", lead, "name"), "无锡太湖光电");
        assert_eq!(refusal(house.try_add(house.chen, "leads", &[("source", "website")])), "name:required");
    });
}

#[test]
fn a_name_is_made_of_its_parts_until_one_is_typed() {
    company(|house| {
        let person = house.add(house.chen, "contacts", &[("family_name", "刘"), ("given_name", "振东")]);
        let name = || house.field("contacts", person, "name");
        assert_eq!(name(), "刘振东");
        house.edit(house.chen, "contacts", person, &[("given_name", "镇东")]).unwrap();
        assert_eq!(name(), "刘镇东");
        house.edit(house.chen, "contacts", person, &[("name", "刘工")]).unwrap();
        house.edit(house.chen, "contacts", person, &[("given_name", "振东")]).unwrap();
        assert_eq!(name(), "刘工");
    });
}

#[test]
fn the_account_of_a_contact_is_one_of_its_accounts() {
    company(|house| {
        let (old, new) = (account(house, "恒泰"), account(house, "太湖"));
        let fields = [("name", "许文静"), ("job_title", "财务主管"), ("account", &*old.to_string())];
        let person = house.add(house.chen, "contacts", &fields);
        let seen = |field| house.column("account_contacts", "", "id", field);
        assert_eq!(
            (seen("account"), seen("role"), seen("primary")),
            (vec!["恒泰".into()], vec!["财务主管".into()], vec!["true".into()])
        );
        house.edit(house.chen, "contacts", person, &[("account", &new.to_string())]).unwrap();
        assert_eq!(seen("account"), ["恒泰", "太湖"]);
        assert_eq!(
            (seen("primary"), seen("until")),
            (vec!["false".into(), "true".into()], vec!["2026-11-22".into(), String::new()])
        );
        house.edit(house.chen, "contacts", person, &[("account", &old.to_string())]).unwrap();
        assert_eq!(
            (seen("primary"), seen("until")),
            (vec!["true".into(), "false".into()], vec![String::new(), "2026-11-22".into()])
        );
    });
}

#[test]
fn an_account_is_not_above_itself() {
    company(|house| {
        let (one, two, three) = (account(house, "一"), account(house, "二"), account(house, "三"));
        for (below, above) in [(two, one), (three, two)] {
            house.edit(house.chen, "accounts", below, &[("parent", &above.to_string())]).unwrap();
        }
        for above in [one, two, three] {
            let looped = house.edit(house.chen, "accounts", one, &[("parent", &above.to_string())]);
            assert_eq!(refusal(looped), "parent:link_to_itself");
        }
        house.edit(house.chen, "accounts", three, &[("parent", &one.to_string())]).unwrap();
    });
}

#[test]
fn a_credit_code_is_brought_into_its_form_and_never_refused() {
    company(|house| {
        let account = account(house, "恒泰");
        let code = |typed: &str| {
            house.edit(house.chen, "accounts", account, &[("credit_code", typed)]).unwrap();
            house.field("accounts", account, "credit_code")
        };
        assert_eq!(code("91350100m000100y4-3"), "91350100M000100Y43");
        assert_eq!(code("９１３５０１００Ｍ０００１００Ｙ４Ｚ"), "91350100M000100Y4Z");
        assert_eq!(code("see note 7"), "see note 7");
    });
}

#[test]
fn accounts_are_numbered_and_know_since_when_they_are_what_they_are() {
    company(|house| {
        let account = account(house, "恒泰");
        let seen = |field| house.field("accounts", account, field);
        assert_eq!((seen("code"), seen("lifecycle")), ("C-00001".into(), "prospect".into()));
        assert_eq!(seen("lifecycle_since"), "2026-11-22T08:00:00Z");
        house.forward(Instant::DAY);
        house.edit(house.chen, "accounts", account, &[("lifecycle", "at_risk")]).unwrap();
        assert_eq!(seen("lifecycle_since"), "2026-11-23T08:00:00Z");
    });
}

fn activity(house: &Company, fields: &[(&str, &str)]) -> Id {
    house.add(house.chen, "activities", fields)
}

fn about(object: &str, id: Id) -> String {
    format!("{object} {id}")
}

#[test]
fn an_activity_belongs_to_the_account_behind_what_it_is_about() {
    company(|house| {
        let account = account(house, "恒泰");
        let link = account.to_string();
        let contact = house.add(house.chen, "contacts", &[("name", "周启明"), ("account", &link)]);
        let deal = house.add(house.chen, "opportunities", &[("name", "二期"), ("account", &link)]);
        for (object, id) in [("accounts", account), ("contacts", contact), ("opportunities", deal)] {
            let made = activity(house, &[("kind", "call"), ("subject", "回访"), ("about", &about(object, id))]);
            assert_eq!(house.field_for(house.chen, "activities", made, "account"), "恒泰", "{object}");
        }
        let lead = lead(house, &[]);
        let made = activity(house, &[("kind", "call"), ("subject", "首次联系"), ("about", &about("leads", lead))]);
        assert_eq!(house.field_for(house.chen, "activities", made, "account"), "");
    });
}

#[test]
fn what_is_logged_is_done_and_what_lies_ahead_is_open() {
    company(|house| {
        let seen = |fields: &[(&str, &str)]| {
            let made = activity(house, fields);
            ["status", "done_at", "happens_at"]
                .map(|field| house.field_for(house.chen, "activities", made, field))
                .join(" · ")
        };
        assert_eq!(
            seen(&[("kind", "call"), ("subject", "回访")]),
            "done · 2026-11-22T08:00:00Z · 2026-11-22T08:00:00Z"
        );
        assert_eq!(
            seen(&[("kind", "visit"), ("subject", "走访"), ("start_at", "2026-11-18T06:12:00Z")]),
            "done · 2026-11-18T06:12:00Z · 2026-11-18T06:12:00Z"
        );
        assert_eq!(
            seen(&[("kind", "meeting"), ("subject", "评审"), ("start_at", "2026-11-24T06:00:00Z")]),
            "open ·  · 2026-11-24T06:00:00Z"
        );
        assert_eq!(
            seen(&[("subject", "寄样机"), ("due_at", "2026-11-20T10:00:00Z")]),
            "open ·  · 2026-11-20T10:00:00Z"
        );
        assert_eq!(seen(&[("subject", "寄样机")]), "open ·  · 2026-11-22T08:00:00Z");
        assert_eq!(
            seen(&[("kind", "note"), ("body", "预算已过会"), ("status", "open")]),
            "done · 2026-11-22T08:00:00Z · 2026-11-22T08:00:00Z"
        );
    });
}

#[test]
fn an_old_note_keeps_the_time_it_brings() {
    company(|house| {
        let made = activity(house, &[("kind", "note"), ("body", "旧系统备注"), ("created_at", "2024-03-05T01:00:00Z")]);
        assert_eq!(house.field_for(house.chen, "activities", made, "happens_at"), "2024-03-05T01:00:00Z");
    });
}

#[test]
fn a_task_that_is_done_says_when_until_it_is_taken_up_again() {
    company(|house| {
        let task = activity(house, &[("subject", "催收尾款"), ("due_at", "2026-11-25T02:00:00Z")]);
        let done_at = || house.field_for(house.chen, "activities", task, "done_at");
        house.edit(house.chen, "activities", task, &[("status", "done")]).unwrap();
        assert_eq!(done_at(), "2026-11-22T08:00:00Z");
        house.edit(house.chen, "activities", task, &[("status", "open")]).unwrap();
        assert_eq!(done_at(), "");
    });
}

#[test]
fn a_meeting_that_is_done_early_happened_when_it_was_done() {
    company(|house| {
        let meeting = activity(house, &[("kind", "meeting"), ("start_at", "2026-11-24T06:00:00Z")]);
        house.edit(house.chen, "activities", meeting, &[("status", "done")]).unwrap();
        assert_eq!(house.field_for(house.chen, "activities", meeting, "happens_at"), "2026-11-22T08:00:00Z");
    });
}

#[test]
fn an_activity_without_a_subject_takes_the_first_line_or_its_kind() {
    company(|house| {
        let seen =
            |fields: &[(&str, &str)]| house.field_for(house.chen, "activities", activity(house, fields), "subject");
        assert_eq!(seen(&[("kind", "note"), ("body", "\n  二期预算已经过会  \n总额 190 万以内")]), "二期预算已经过会");
        assert_eq!(seen(&[("kind", "call")]), "电话");
        let long = "长".repeat(200);
        assert_eq!(seen(&[("kind", "note"), ("body", &long)]).chars().count(), 80);
    });
}

#[test]
fn start_end_and_length_give_each_other() {
    company(|house| {
        let call =
            activity(house, &[("kind", "call"), ("start_at", "2026-11-22T02:24:00Z"), ("duration_minutes", "18")]);
        let seen = |field| house.field_for(house.chen, "activities", call, field);
        assert_eq!(seen("end_at"), "2026-11-22T02:42:00Z");
        house.edit(house.chen, "activities", call, &[("end_at", "2026-11-22T02:54:00Z")]).unwrap();
        assert_eq!(seen("duration_minutes"), "30");
    });
}

#[test]
fn an_activity_stands_on_every_timeline_it_touches() {
    company(|house| {
        let account = account(house, "恒泰");
        let deal = house.add(house.chen, "opportunities", &[("name", "二期"), ("account", &account.to_string())]);
        let call = activity(house, &[("kind", "call"), ("subject", "回访"), ("about", &about("opportunities", deal))]);
        let titles = |object: &'static str, id| {
            let page = house.read(house.chen, move |cx| {
                let object = cx.catalog.find(object)?;
                records::timeline::page(cx, &object, id, None, 10)
            });
            page.unwrap().0.into_iter().map(|entry| entry.record.title).collect::<Vec<_>>()
        };
        assert_eq!(
            (titles("accounts", account), titles("opportunities", deal)),
            (vec!["回访".into()], vec!["回访".into()])
        );
        house.delete(house.chen, "activities", call).unwrap();
        assert!(titles("accounts", account).is_empty());
    });
}

#[test]
fn people_of_an_activity_see_it_even_if_not_what_it_is_about() {
    company(|house| {
        let account = account(house, "恒泰");
        let visit = activity(house, &[("kind", "visit"), ("subject", "陪访"), ("about", &about("accounts", account))]);
        assert_eq!(refusal(house.get(house.gu, "activities", visit)), "not_found");
        let fields = [("activity", &*visit.to_string()), ("user", &*house.gu.to_string())];
        let person = house.add(house.chen, "activity_people", &fields);
        assert_eq!(house.field("activity_people", person, "name"), "顾南乔");
        assert_eq!(house.get(house.gu, "activities", visit).unwrap().title, "陪访");
        assert_eq!(refusal(house.get(house.gu, "accounts", account)), "not_found");
        let nobody = house.try_add(house.chen, "activity_people", &[("activity", &visit.to_string())]);
        assert_eq!(refusal(nobody), "contact:required");
    });
}

#[test]
fn a_private_activity_is_for_its_owner() {
    company(|house| {
        let account = account(house, "恒泰");
        let open = activity(house, &[("subject", "公开"), ("about", &about("accounts", account))]);
        let private =
            activity(house, &[("subject", "私下"), ("about", &about("accounts", account)), ("private", "yes")]);
        assert!(house.get(house.lin, "activities", open).is_ok());
        assert_eq!(refusal(house.get(house.lin, "activities", private)), "not_found");
        assert!(house.get(house.chen, "activities", private).is_ok());
    });
}

#[test]
fn a_customer_knows_the_last_contact_and_what_comes_next() {
    company(|house| {
        let account = account(house, "恒泰");
        let link = account.to_string();
        let deal = house.add(house.chen, "opportunities", &[("name", "二期"), ("account", &link)]);
        let about = about("opportunities", deal);
        let before = house.get(house.zhou, "accounts", account).unwrap();
        let task = activity(house, &[("subject", "寄样机"), ("about", &about), ("due_at", "2026-11-25T10:00:00Z")]);
        let visit = activity(house, &[("kind", "visit"), ("about", &about), ("start_at", "2026-11-24T06:00:00Z")]);
        activity(house, &[("kind", "call"), ("about", &about), ("start_at", "2026-11-20T06:00:00Z")]);
        activity(house, &[("subject", "无日期"), ("about", &about)]);
        let dates = || {
            [("accounts", account), ("opportunities", deal)].map(|(object, id)| {
                ["last_contact_at", "next_activity_at"].map(|field| house.field(object, id, field)).join(" ")
            })
        };
        assert_eq!(dates(), ["2026-11-20T06:00:00Z 2026-11-24T06:00:00Z"; 2].map(String::from));
        house
            .edit(house.chen, "activities", visit, &[("status", "done"), ("done_at", "2026-11-22T07:00:00Z")])
            .unwrap();
        assert_eq!(dates(), ["2026-11-22T07:00:00Z 2026-11-25T10:00:00Z"; 2].map(String::from));
        house.delete(house.chen, "activities", task).unwrap();
        house.delete(house.chen, "activities", visit).unwrap();
        assert_eq!(dates(), ["2026-11-20T06:00:00Z "; 2].map(String::from));
        let after = house.get(house.zhou, "accounts", account).unwrap();
        assert_eq!((after.version, after.get("updated_at")), (before.version, before.get("updated_at")));
    });
}

#[test]
fn an_activity_stands_on_the_timelines_of_the_contacts_who_took_part() {
    company(|house| {
        let contact = house.add(house.chen, "contacts", &[("name", "周启明")]);
        let account = account(house, "恒泰");
        let visit = activity(house, &[("kind", "visit"), ("subject", "陪访"), ("about", &about("accounts", account))]);
        let entries = || {
            let page = house.read(house.chen, move |cx| {
                let object = cx.catalog.find("contacts")?;
                records::timeline::page(cx, &object, contact, None, 10)
            });
            page.unwrap().0.into_iter().map(|entry| entry.record.title).collect::<Vec<_>>()
        };
        assert!(entries().is_empty());
        let fields = [("activity", &*visit.to_string()), ("contact", &*contact.to_string())];
        let person = house.add(house.chen, "activity_people", &fields);
        assert_eq!(entries(), ["陪访"]);
        house.delete(house.chen, "activity_people", person).unwrap();
        assert!(entries().is_empty());
    });
}

#[test]
fn whoever_sees_a_deal_may_log_on_it_even_if_not_its_account() {
    company(|house| {
        let account = account(house, "恒泰");
        let deal = house.add(house.chen, "opportunities", &[("name", "二期"), ("account", &account.to_string())]);
        house.edit(house.zhou, "opportunities", deal, &[("owner", &house.gu.to_string())]).unwrap();
        let fields = [("kind", "call"), ("subject", "回访"), ("about", &*about("opportunities", deal))];
        let call = house.add(house.gu, "activities", &fields);
        assert_eq!(house.field("activities", call, "account"), "恒泰");
    });
}

#[test]
fn a_task_about_nothing_is_seen_by_those_who_reach_its_owner() {
    company(|house| {
        let task = activity(house, &[("subject", "写周报")]);
        let seen = [house.chen, house.lin, house.gu, house.zhou].map(|who| house.get(who, "activities", task).is_ok());
        assert_eq!(seen, [true, true, false, true]);
        let private = activity(house, &[("subject", "体检"), ("private", "yes")]);
        let seen = [house.chen, house.lin, house.zhou].map(|who| house.get(who, "activities", private).is_ok());
        assert_eq!(seen, [true, false, false]);
    });
}

#[test]
fn whoever_a_lead_may_be_already_is_proposed_as_far_as_one_sees_them() {
    company(|house| {
        let known = account(house, "常州睿驰传动");
        let by_number = house.add(house.chen, "contacts", &[("name", "老周"), ("mobile", "13800001234")]);
        house.add(house.gu, "contacts", &[("name", "周启明")]);
        let lead = lead(house, &[("mobile", "138 0000 1234")]);
        let found = |who| {
            let matches = house.read(who, move |cx| {
                let leads = cx.catalog.find("leads")?;
                let item = records::query::get(cx, &leads, lead, None)?;
                super::lead_matches::find(cx, &item)
            });
            let matches = matches.expect("matches");
            let ids = |list: &[records::visible::Visible]| list.iter().map(|item| item.id).collect::<Vec<_>>();
            (ids(&matches.accounts), ids(&matches.contacts))
        };
        assert_eq!(found(house.chen), (vec![known], vec![by_number]));
        assert_eq!(found(house.zhou).1.len(), 2);
    });
}

#[test]
fn what_a_conversion_makes_may_be_called_otherwise() {
    company(|house| {
        let lead = lead(house, &[]);
        let input = Input::default().text("name", "一期").text("amount", "很多");
        let wish = Conversion {
            account_name: Some("睿驰集团".into()),
            contact_name: Some("周先生".into()),
            opportunity: Some(Deal { input }),
            ..Conversion::default()
        };
        let bad = wish.clone();
        let refused = house.write(house.chen, move |cx| convert(cx, lead, None, &bad));
        assert!(refusal(refused).starts_with("amount:"));
        let right = Conversion { opportunity: Some(Deal { input: Input::default().text("name", "一期") }), ..wish };
        let made = converted(house, lead, right);
        assert_eq!(house.field("accounts", made.account, "name"), "睿驰集团");
        assert_eq!(house.field("contacts", made.contact.unwrap(), "name"), "周先生");
        let deal = made.opportunity.unwrap();
        assert_eq!(
            (house.field("opportunities", deal, "name"), house.field("opportunities", deal, "amount")),
            ("一期".into(), "400000".into())
        );
    });
}

#[test]
fn a_private_activity_moves_no_date_that_others_see() {
    company(|house| {
        let account = account(house, "恒泰");
        let link = about("accounts", account);
        let fields = [("kind", "call"), ("about", &*link), ("start_at", "2026-11-20T06:00:00Z"), ("private", "yes")];
        let call = activity(house, &fields);
        activity(
            house,
            &[("subject", "私下"), ("about", &link), ("due_at", "2026-11-25T10:00:00Z"), ("private", "yes")],
        );
        let dates = || ["last_contact_at", "next_activity_at"].map(|field| house.field("accounts", account, field));
        assert_eq!(dates(), ["", ""]);
        house.edit(house.chen, "activities", call, &[("private", "no")]).unwrap();
        assert_eq!(dates(), ["2026-11-20T06:00:00Z", ""]);
        house.edit(house.chen, "activities", call, &[("private", "yes")]).unwrap();
        assert_eq!(dates(), ["", ""]);
    });
}

#[test]
fn pages_of_a_timeline_pass_over_what_the_reader_may_not_see_and_tell_nothing_of_it() {
    company(|house| {
        let account = account(house, "恒泰");
        let link = about("accounts", account);
        let log = |subject: &str, day: u32, private: &str| {
            let at = format!("2026-10-{day:02}T06:00:00Z");
            activity(
                house,
                &[("kind", "call"), ("subject", subject), ("about", &link), ("start_at", &at), ("private", private)],
            )
        };
        log("旧", 1, "no");
        log("新", 30, "no");
        for day in 2..28 {
            log("私下", day, "yes");
        }
        let page = |who, after: Option<String>, limit| {
            house.read(who, move |cx| {
                let object = cx.catalog.find("accounts")?;
                let (entries, next) = records::timeline::page(cx, &object, account, after.as_deref(), limit)?;
                Ok((entries.into_iter().map(|entry| entry.record.title).collect::<Vec<_>>(), next))
            })
        };
        let (first, next) = page(house.lin, None, 1).unwrap();
        assert_eq!(first, ["新"]);
        assert!(next.is_some());
        assert_eq!(page(house.lin, next.clone(), 1).unwrap(), (vec!["旧".into()], None), "nothing follows the last");
        assert_eq!(page(house.lin, None, 2).unwrap(), (vec!["新".into(), "旧".into()], None));
        let (all, rest) = page(house.chen, None, 20).unwrap();
        assert_eq!((all.len(), page(house.chen, rest, 20).unwrap().0.len()), (20, 8));
        assert_eq!(refusal(page(house.chen, next, 1)), "bad_cursor", "a place belongs to its reader");
        assert_eq!(refusal(page(house.lin, Some("1795334400000000-0000000000001".into()), 1)), "bad_cursor");
    });
}

#[test]
fn a_masked_value_does_not_become_the_value_of_a_new_contact() {
    company(|house| {
        let lead = lead(house, &[]);
        let made = house.engine.write_now(crate::set_up::caller(), |cx| {
            let all = serde_json::json!({ "view": "all", "create": "all", "edit": "all", "assign": "all" });
            let rights = serde_json::json!({ "others": all, "fields": { "leads": { "mobile": "masked" } } });
            let role = Input::default().text("name", "转化").text("code", "converter");
            crate::work::add(cx, "roles", role.text("rights", rights.to_string()))
        });
        made.expect("a role");
        let somebody = house.person("何少见", "converter", house.east);
        let made = house.write(somebody, move |cx| convert(cx, lead, None, &to_convert())).unwrap();
        let contact = made.contact.expect("a contact");
        assert_eq!(house.field("contacts", contact, "name"), "周启明");
        assert_eq!(house.field("contacts", contact, "mobile"), "");
    });
}
