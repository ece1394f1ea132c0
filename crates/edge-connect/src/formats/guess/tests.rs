//! Types are guessed from cells as people type them, fields from headers as other systems write them.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::formats::testing;

const POINT: DecimalMark = DecimalMark::Point;
const COMMA: DecimalMark = DecimalMark::Comma;

#[test]
fn numbers_are_read_as_people_write_them() {
    let cases = [
        ("1234", "1234"),
        ("1,234.50", "1234.50"),
        ("-1,234", "-1234"),
        ("(12.5)", "-12.5"),
        ("１２３．４", "123.4"),
        ("1 234", "1234"),
        ("3.5万", "35000"),
        ("1.2亿", "120000000"),
        ("+7", "7"),
        (".5", "0.5"),
        ("0.30", "0.30"),
    ];
    for (text, expected) in cases {
        assert_eq!(number(text, POINT).as_deref(), Some(expected), "{text}");
    }
    for text in ["", "-", "1,23", "12a", "1.2.3", "1,2,3", "0x10", "1e5", ",", "5.", "1234,567"] {
        assert_eq!(number(text, POINT), None, "{text}");
    }
    assert_eq!(number("1.234,50", COMMA).as_deref(), Some("1234.50"));
    assert_eq!(number("1,5", COMMA).as_deref(), Some("1.5"));
}

#[test]
fn money_names_its_currency_where_the_sign_is_clear() {
    let cases = [
        ("¥1,200.00", "1200.00", None),
        ("￥12", "12", None),
        ("1200元", "1200", Some("CNY")),
        ("RMB 5", "5", Some("CNY")),
        ("-$5", "-5", None),
        ("usd 5.5", "5.5", Some("USD")),
        ("100美元", "100", Some("USD")),
        ("HK$3", "3", Some("HKD")),
        ("5 €", "5", Some("EUR")),
        ("1.5万元", "15000", Some("CNY")),
    ];
    for (text, amount, currency) in cases {
        assert_eq!(money(text, POINT), Some((amount.to_owned(), currency)), "{text}");
    }
    assert_eq!(money("12", POINT), None);
    assert_eq!(money("元旦", POINT), None);
    assert_eq!(percent("12.5 %", POINT).as_deref(), Some("12.5"));
    assert_eq!(percent("５０％", POINT).as_deref(), Some("50"));
}

#[test]
fn dates_are_read_in_every_usual_form() {
    let january_fifth = jiff::civil::date(2024, 1, 5);
    for text in [
        "2024-01-05",
        "2024/1/5",
        "2024.1.5",
        "2024年1月5日",
        "2024年01月05日",
        "20240105",
        "5 January 2024",
        "05-Jan-2024",
        "Jan 5, 2024",
        "２０２４－０１－０５",
        "2024-01-05 00:00:00",
        "2024-01-05T00:00:00Z",
        "5-Jan-24",
    ] {
        assert_eq!(date(text, DateOrder::YearMonthDay), Some(january_fifth), "{text}");
    }
    assert_eq!(date("05/01/2024", DateOrder::DayMonthYear), Some(january_fifth));
    assert_eq!(date("1/5/24", DateOrder::MonthDayYear), Some(january_fifth));
    for text in
        ["", "2024-13-01", "2024-02-30", "05/01/2024", "2024-01", "45296", "12345678", "2024-01-05 08:30", "May"]
    {
        assert_eq!(date(text, DateOrder::YearMonthDay), None, "{text}");
    }
}

#[test]
fn times_keep_their_zone() {
    let cases = [
        ("2024-01-05 08:30", "2024-01-05T08:30:00"),
        ("2024-01-05T08:30:15.5", "2024-01-05T08:30:15.5"),
        ("2024/1/5 8:30:15 PM", "2024-01-05T20:30:15"),
        ("2024年1月5日 下午2:05", "2024-01-05T14:05:00"),
        ("2024年1月5日上午12:05", "2024-01-05T00:05:00"),
        ("2024-01-05T08:30:00Z", "2024-01-05T08:30:00Z"),
        ("2024-01-05T08:30:00.000+0800", "2024-01-05T08:30:00+08:00"),
        ("2024-01-05 08:30:00-05", "2024-01-05T08:30:00-05:00"),
    ];
    for (text, expected) in cases {
        assert_eq!(date_time(text, DateOrder::YearMonthDay).as_deref(), Some(expected), "{text}");
    }
    for text in ["2024-01-05", "2024-01-05 25:00", "2024-01-05 13:00 PM", "2024-01-05 noon", "08:30"] {
        assert_eq!(date_time(text, DateOrder::YearMonthDay), None, "{text}");
    }
}

#[test]
fn columns_show_their_type() {
    let date = |order, ambiguous| Guessed::Date { order, ambiguous };
    let cases: Vec<(&[&str], Guessed)> = vec![
        (&["", " "], Guessed::Empty),
        (&["1", "22", "-3"], Guessed::Integer),
        (&["1", "0"], Guessed::Integer),
        (&["1.5", "2", "1,000.25"], Guessed::Decimal { mark: POINT }),
        (&["1,5", "2,25"], Guessed::Decimal { mark: COMMA }),
        (&["¥5", "¥1,200.00"], Guessed::Money { mark: POINT, currency: None }),
        (&["5元", "1.5万元"], Guessed::Money { mark: POINT, currency: Some("CNY") }),
        (&["5%", "12.5%"], Guessed::Percent { mark: POINT }),
        (&["2024-01-05", "2024/2/3"], date(DateOrder::YearMonthDay, false)),
        (&["13/01/2024", "02/01/2024"], date(DateOrder::DayMonthYear, false)),
        (&["01/13/2024", "01/02/2024"], date(DateOrder::MonthDayYear, false)),
        (&["01/02/2024", "03/04/2024"], date(DateOrder::DayMonthYear, true)),
        (&["2024-01-05 08:30", "2024-01-06"], Guessed::DateTime { order: DateOrder::YearMonthDay, ambiguous: false }),
        (&["是", "否", "是"], Guessed::YesNo),
        (&["TRUE", "false"], Guessed::YesNo),
        (&["a@b.cn", "c.d@e.com"], Guessed::Email),
        (&["13800138000", "+86 139 0013 9000", "010-88888888"], Guessed::Phone),
        (&["(905) 555-1234", "905-666-1234"], Guessed::Phone),
        (&["021-12345678转801", "400-800-8888"], Guessed::Phone),
        (&["https://a.cn", "www.b.com", "c.com.cn"], Guessed::Url),
        (&["08123", "01000"], Guessed::Text),
        (&["one\ntwo", "x"], Guessed::LongText),
        (&["张三", "李四"], Guessed::Text),
    ];
    for (cells, expected) in cases {
        assert_eq!(guess_kind(cells.iter().copied()), expected, "{cells:?}");
    }
    let stages: Vec<&str> = ["Won", "Lost", "Won", "Engaging"].into_iter().cycle().take(40).collect();
    let values = ["Won", "Lost", "Engaging"].map(str::to_owned).into();
    assert_eq!(guess_kind(stages), Guessed::Choice { values });
}

#[test]
fn one_exception_in_twenty_does_not_change_the_type() {
    let mut cells = vec!["2024-01-05"; 39];
    cells.push("unknown");
    assert_eq!(guess_kind(cells), Guessed::Date { order: DateOrder::YearMonthDay, ambiguous: false });
}

#[test]
fn headers_are_compared_without_case_width_blanks_and_punctuation() {
    for header in ["E-mail Address", "e_mail_address", "Ｅ－ｍａｉｌ　ａｄｄｒｅｓｓ", " EmailAddress* "]
    {
        assert_eq!(normalise(header), "emailaddress");
    }
    assert_eq!(normalise_outside_brackets("负责人（必填）"), "负责人");
}

#[test]
fn names_are_joined_as_their_language_does() {
    assert_eq!(join_name("张", "三"), "张三");
    assert_eq!(join_name("Doe", "John"), "John Doe");
    assert_eq!(join_name("", "三"), "三");
    assert_eq!(join_name("欧阳", "Lisa"), "Lisa 欧阳");
}

/// The whole of our model, as the catalog would tell it.
fn model(object: &str) -> Vec<FieldFacts> {
    use FieldKind as K;
    let fact = |name: &str, kind| FieldFacts { name: name.to_owned(), labels: vec![], aliases: vec![], kind };
    let common = [
        fact("owner", K::Link),
        fact("external_id", K::Text),
        fact("description", K::LongText),
        fact("tags", K::Other),
        fact("created_at", K::DateTime),
    ];
    let own = match object {
        "accounts" => vec![
            fact("name", K::Text),
            fact("parent", K::Link),
            fact("industry", K::Choice),
            fact("website", K::Url),
            fact("phone", K::Phone),
            fact("email", K::Email),
            fact("employees", K::Integer),
            fact("annual_revenue", K::Money),
            fact("founded_year", K::Integer),
            fact("address", K::Address),
            fact("credit_code", K::Text),
            fact("source", K::Choice),
            fact("status", K::Choice),
        ],
        "contacts" => vec![
            fact("name", K::Text),
            fact("account", K::Link),
            fact("job_title", K::Text),
            fact("department", K::Text),
            fact("mobile", K::Phone),
            fact("phone", K::Phone),
            fact("email", K::Email),
            fact("birthday", K::Date),
            fact("address", K::Address),
            fact("website", K::Url),
        ],
        "opportunities" => vec![
            fact("name", K::Text),
            fact("account", K::Link),
            fact("contact", K::Link),
            fact("product", K::Link),
            fact("stage", K::Link),
            fact("amount", K::Money),
            fact("close_date", K::Date),
            fact("closed_at", K::DateTime),
            fact("engaged_at", K::Date),
            fact("probability", K::Percent),
        ],
        "products" => vec![
            fact("name", K::Text),
            fact("code", K::Text),
            fact("series", K::Choice),
            fact("list_price", K::Money),
            fact("currency", K::Choice),
            fact("active", K::YesNo),
        ],
        "users" => vec![
            fact("name", K::Text),
            fact("email", K::Email),
            fact("team", K::Link),
            fact("phone", K::Phone),
            fact("manager", K::Link),
        ],
        "teams" => {
            vec![fact("name", K::Text), fact("parent", K::Link), fact("manager", K::Link), fact("region", K::Text)]
        }
        "leads" => vec![
            fact("name", K::Text),
            fact("company", K::Text),
            fact("job_title", K::Text),
            fact("mobile", K::Phone),
            fact("phone", K::Phone),
            fact("email", K::Email),
            fact("status", K::Choice),
            fact("source", K::Choice),
            fact("website", K::Url),
            fact("address", K::Address),
        ],
        other => panic!("{other}"),
    };
    own.into_iter().chain(common).collect()
}

fn mapped(object: &str, headers: &[&str], samples: &[&[&str]]) -> BTreeMap<String, String> {
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    let samples: Vec<Vec<String>> =
        samples.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
    let guesses = guess_mapping(object, &headers, &samples, &model(object));
    guesses.into_iter().map(|guess| (headers[guess.column].clone(), guess.field)).collect()
}

#[track_caller]
fn assert_mapped(object: &str, pairs: &[(&str, &str)]) {
    let headers: Vec<&str> = pairs.iter().map(|(header, _)| *header).collect();
    let expected: BTreeMap<String, String> = pairs
        .iter()
        .filter(|(_, field)| !field.is_empty())
        .map(|(header, field)| ((*header).to_owned(), (*field).to_owned()))
        .collect();
    assert_eq!(mapped(object, &headers, &[]), expected);
}

#[test]
fn the_crm_sales_opportunities_files_are_understood() {
    assert_mapped(
        "accounts",
        &[
            ("account", "name"),
            ("sector", "industry"),
            ("year_established", "founded_year"),
            ("revenue", "annual_revenue"),
            ("employees", "employees"),
            ("office_location", "address.country"),
            ("subsidiary_of", "parent"),
        ],
    );
    assert_mapped("products", &[("product", "name"), ("series", "series"), ("sales_price", "list_price")]);
    assert_mapped(
        "opportunities",
        &[
            ("opportunity_id", "external_id"),
            ("sales_agent", "owner"),
            ("product", "product"),
            ("account", "account"),
            ("deal_stage", "stage"),
            ("engage_date", "engaged_at"),
            ("close_date", "closed_at"),
            ("close_value", "amount"),
        ],
    );
    assert_mapped("users", &[("sales_agent", "name"), ("manager", "manager"), ("regional_office", "")]);
    assert_mapped("teams", &[("sales_agent", ""), ("manager", "manager"), ("regional_office", "region")]);
}

#[test]
fn a_close_date_without_that_company_is_the_expected_one() {
    assert_mapped("opportunities", &[("Opportunity Name", "name"), ("Close Date", "close_date"), ("Amount", "amount")]);
}

#[test]
fn other_systems_exports_find_their_fields() {
    assert_mapped(
        "contacts",
        &[
            ("First Name", "name.given"),
            ("Last Name", "name.family"),
            ("Email", "email"),
            ("Phone Number", "phone"),
            ("Contact owner", "owner"),
            ("Record ID", "external_id"),
            ("Associated Company", "account"),
            ("Create Date", "created_at"),
        ],
    );
    assert_mapped(
        "contacts",
        &[("姓名", "name"), ("手机号码", "mobile"), ("住宅电话", ""), ("办公电话", "phone"), ("传真", "")],
    );
    assert_mapped(
        "accounts",
        &[
            ("企业名称", "name"),
            ("统一社会信用代码", "credit_code"),
            ("法定代表人", ""),
            ("注册资本(万元)", ""),
            ("行业", "industry"),
            ("省份", "address.province"),
            ("城市", "address.city"),
        ],
    );
    assert_mapped(
        "opportunities",
        &[
            ("商机名称（必填）", "name"),
            ("客户名称", "account"),
            ("商机金额(元)", "amount"),
            ("预计成交日期", "close_date"),
            ("赢率", "probability"),
            ("销售阶段", "stage"),
            ("负责人", "owner"),
        ],
    );
    assert_mapped(
        "opportunities",
        &[
            ("Deal Name", "name"),
            ("Deal Stage", "stage"),
            ("Amount", "amount"),
            ("Deal owner", "owner"),
            ("Associated Company IDs", "account"),
            ("Record ID", "external_id"),
        ],
    );
    assert_mapped(
        "contacts",
        &[
            ("First Name", "name.given"),
            ("Last Name", "name.family"),
            ("Company", "account"),
            ("Job Title", "job_title"),
            ("Business Street", "address.street"),
            ("Business City", "address.city"),
            ("Business Phone", "phone"),
            ("Mobile Phone", "mobile"),
            ("E-mail Address", "email"),
            ("Notes", "description"),
            ("Birthday", "birthday"),
        ],
    );
}

#[test]
fn the_columns_of_cards_map_like_any_export() {
    let found = mapped("contacts", &crate::formats::vcard::COLUMNS, &[]);
    for (column, field) in [
        ("full_name", "name"),
        ("organization", "account"),
        ("department", "department"),
        ("job_title", "job_title"),
        ("phone_mobile", "mobile"),
        ("phone", "phone"),
        ("email", "email"),
        ("birthday", "birthday"),
        ("address_street", "address.street"),
        ("address_city", "address.city"),
        ("address_region", "address.province"),
        ("address_postal_code", "address.postal_code"),
        ("address_country", "address.country"),
        ("website", "website"),
        ("note", "description"),
        ("tags", "tags"),
        ("uid", "external_id"),
    ] {
        assert_eq!(found.get(column).map(String::as_str), Some(field), "{column}");
    }
}

#[test]
fn every_guess_says_why_and_how_sure_it_is() {
    let fields = [
        FieldFacts {
            name: "close_date".into(),
            labels: vec!["预计成交日期".into(), "Close date".into()],
            aliases: vec!["ETA".into()],
            kind: FieldKind::Date,
        },
        FieldFacts { name: "email".into(), labels: vec!["邮箱".into()], aliases: vec![], kind: FieldKind::Email },
    ];
    let why = |header: &str, cells: &[&str]| {
        let samples: Vec<Vec<String>> = cells.iter().map(|cell| vec![(*cell).to_owned()]).collect();
        let mut guesses = guess_mapping("opportunities", &[header.to_owned()], &samples, &fields);
        guesses.pop().map(|guess| (guess.field, guess.why, guess.confidence >= SURE))
    };
    let close = |why, sure| Some(("close_date".to_owned(), why, sure));
    assert_eq!(why("close_date", &["2024-01-05"]), close(Why::Name, true));
    assert_eq!(why("预计成交日期", &["2024-01-05"]), close(Why::Label, true));
    assert_eq!(why("eta", &["2024-01-05"]), close(Why::Alias, true));
    assert_eq!(why("结单日期", &["2024-01-05"]), close(Why::Alias, true));
    assert_eq!(why("Clsoe Date", &["2024-01-05"]), close(Why::Similar, false));
    assert_eq!(why("close_date", &["soon", "later"]), close(Why::Name, false), "cells that are no dates raise doubt");
    assert_eq!(why("Clsoe Date", &["soon", "later"]), None);
    assert_eq!(why("zzz", &["a@b.cn"]), Some(("email".to_owned(), Why::Values, false)));
    assert_eq!(why("zzz", &["2024-01-05"]), None);
    assert_eq!(why("", &["1"]), None);
}

#[test]
fn no_field_is_given_twice_and_the_better_name_wins() {
    let found = mapped("contacts", &["Primary Phone", "Business Phone", "phone"], &[]);
    assert_eq!(found, BTreeMap::from([("phone".to_owned(), "phone".to_owned())]));
    let both = mapped("contacts", &["Full Name", "First Name", "Last Name"], &[]);
    assert_eq!(both, BTreeMap::from([("Full Name".to_owned(), "name".to_owned())]));
}

#[test]
fn in_the_shipped_table_a_header_stands_for_one_field_of_an_object() {
    let table: toml::Table = toml::from_str(include_str!("header_aliases.toml")).unwrap();
    for (object, fields) in table.iter().filter(|(name, _)| *name != "profile") {
        let mut seen = BTreeSet::new();
        for (field, headers) in fields.as_table().unwrap() {
            for header in headers.as_array().unwrap() {
                let header = normalise(header.as_str().unwrap());
                assert!(!header.is_empty(), "{object}.{field}");
                assert!(seen.insert(header.clone()), "{object}.{field}: {header} is there already");
            }
        }
    }
}

#[test]
fn most_headers_that_other_systems_export_are_known() {
    let Some(bytes) = testing::file("import-headers", "headers.json") else { return };
    let systems: BTreeMap<String, Vec<String>> = serde_json::from_slice(&bytes).unwrap();
    for (system, headers) in systems {
        let known = headers.iter().filter(|header| {
            is_known_header(&normalise(header)) || is_known_header(&normalise_outside_brackets(header))
        });
        let share = 100 * known.count() / headers.len();
        // Address books have yomi names, pagers and telexes that no CRM field takes.
        let least = if system.contains("google") || system.contains("outlook") { 40 } else { 60 };
        assert!(share >= least, "{system}: {share} %");
    }
}
