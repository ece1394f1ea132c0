//! Display and lenient parsing: what the pages show, and what forms and spreadsheets send.

use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::{parse::*, *};
use crate::{
    Currency, Date, Instant,
    words::Lang::{self, En, Zh},
};

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn code(text: &str) -> Currency {
    Currency::parse(text).unwrap()
}

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

#[test]
fn numbers_have_thousands_separators() {
    for (number, text) in [
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (1_000, "1,000"),
        (-1_234_567, "-1,234,567"),
        (i64::MIN, "-9,223,372,036,854,775,808"),
    ] {
        assert_eq!(integer(number), text);
    }
    assert_eq!(decimal(d("1234.5"), 2, 2), "1,234.50");
    assert_eq!(decimal(d("1234.565"), 2, 2), "1,234.57");
    assert_eq!(decimal(d("-0.005"), 2, 2), "-0.01");
    assert_eq!(decimal(d("-0.004"), 2, 2), "0.00");
    assert_eq!(decimal(d("1234.5000"), 0, 4), "1,234.5");
    assert_eq!(decimal(d("100"), 0, 4), "100");
    assert_eq!(percent(d("53.85")), "53.85%");
    assert_eq!(percent(d("100.00")), "100%");
    assert_eq!(percent(d("63.1499")), "63.15%");
}

#[test]
fn money_knows_its_currency() {
    let cases = [
        ("1234.5", "CNY", "¥1,234.50"),
        ("1857796.80", "CNY", "¥1,857,796.80"),
        ("-12", "USD", "-$12.00"),
        ("0.0035", "CNY", "¥0.0035"),
        ("1200", "JPY", "JP¥1,200"),
        ("5", "CHF", "CHF 5.00"),
        ("5", "KWD", "KWD 5.000"),
        ("5", "ZZZ", "ZZZ 5.00"),
        ("-0.00004", "CNY", "¥0.00"),
    ];
    for (amount, currency, text) in cases {
        assert_eq!(money(d(amount), code(currency)), text);
    }
    assert_eq!(money_trimmed(d("1860000.0000"), Currency::CNY), "¥1,860,000");
    assert_eq!(money_trimmed(d("1234.5"), Currency::CNY), "¥1,234.50");
}

#[test]
fn tables_show_no_more_of_an_amount_than_its_currency_has() {
    let cases = [
        ("5009514.848", "¥5,009,514.85", "¥5,009,515"),
        ("-2.999", "-¥3", "-¥3"),
        ("0.0035", "¥0.0035", "¥0"),
        ("0", "¥0", "¥0"),
    ];
    for (amount, trimmed, whole) in cases {
        assert_eq!(money_trimmed(d(amount), Currency::CNY), trimmed);
        assert_eq!(money_whole(d(amount), Currency::CNY), whole);
    }
    assert_eq!(money_trimmed(d("1200.4"), code("JPY")), "JP¥1,200");
}

#[test]
fn summaries_are_compact_in_each_language() {
    let cases = [
        ("0", "¥0", "¥0"),
        ("999.5", "¥1,000", "¥1.0K"),
        ("6800", "¥6,800", "¥6.8K"),
        ("9999.6", "¥1.0 万", "¥10K"),
        ("260000", "¥26.0 万", "¥260K"),
        ("1860000", "¥186.0 万", "¥1.86M"),
        ("11910000", "¥1,191 万", "¥11.91M"),
        ("99999999", "¥1.0 亿", "¥100.0M"),
        ("680000000", "¥6.8 亿", "¥680.0M"),
        ("999960", "¥100.0 万", "¥1.00M"),
        ("10005534", "¥1,001 万", "¥10.01M"),
        ("-1860000", "-¥186.0 万", "-¥1.86M"),
        ("123456789012", "¥1,235 亿", "¥123.5B"),
    ];
    for (amount, zh, en) in cases {
        assert_eq!(money_compact(Zh, d(amount), Currency::CNY), zh);
        assert_eq!(money_compact(En, d(amount), Currency::CNY), en.replace("¥1.0K", "¥1K"));
    }
    assert_eq!(compact(Zh, d("23500")), "2.4 万");
}

#[test]
fn files_have_a_readable_size() {
    let cases = [
        (0, "0 B"),
        (1023, "1,023 B"),
        (88_064, "86 KB"),
        (720_896, "704 KB"),
        (4_404_019, "4.2 MB"),
        (52_428_800, "50 MB"),
    ];
    for (bytes, text) in cases {
        assert_eq!(file_size(bytes), text.replace(",", ""));
    }
}

#[test]
fn currencies_have_names_and_places() {
    let yuan = currency(Currency::CNY).unwrap();
    assert_eq!((yuan.places, yuan.symbol, yuan.name(Zh), yuan.name(En)), (2, "¥", "人民币", "Chinese Yuan"));
    assert_eq!(currency(code("JPY")).unwrap().places, 0);
    assert!(currency(code("ZZZ")).is_none());
    assert!(currencies().len() > 150);
    let mut symbols: Vec<_> = currencies().iter().map(|info| info.symbol).collect();
    symbols.sort_unstable();
    symbols.dedup();
    assert_eq!(symbols.len(), currencies().len(), "no two currencies share a symbol");
}

#[test]
fn days_are_short_in_tables_and_worded_in_prose() {
    let today = day("2026-11-22");
    let cases = [
        ("2026-11-22", "11-22", "11月22日", "Nov 22", "11月22日星期日", "Sunday, November 22"),
        ("2026-03-05", "03-05", "3月5日", "Mar 5", "3月5日星期四", "Thursday, March 5"),
        (
            "2025-12-22",
            "2025-12-22",
            "2025年12月22日",
            "Dec 22, 2025",
            "2025年12月22日星期一",
            "Monday, December 22, 2025",
        ),
    ];
    for (text, table, zh, en, long_zh, long_en) in cases {
        let day = day(text);
        assert_eq!(date(day, today), table);
        assert_eq!((date_prose(Zh, day, today), date_prose(En, day, today)), (zh.to_owned(), en.to_owned()));
        assert_eq!((date_long(Zh, day, today), date_long(En, day, today)), (long_zh.to_owned(), long_en.to_owned()));
    }
    assert_eq!((weekday(Zh, today), weekday(En, today)), ("周日", "Sun"));
    assert_eq!((month(Zh, today), month(En, today)), ("2026年11月".to_owned(), "Nov 2026".to_owned()));
    assert_eq!(quarter(2017, 1), "2017 Q1");
}

#[test]
fn near_days_are_counted_from_today() {
    let today = day("2026-11-22");
    let cases = [
        (0, "今天", "Today"),
        (-1, "昨天", "Yesterday"),
        (1, "明天", "Tomorrow"),
        (-3, "3 天前", "3 days ago"),
        (14, "14 天后", "in 14 days"),
        (-31, "10-22", "10-22"),
    ];
    for (days, zh, en) in cases {
        let day = today.plus(days);
        assert_eq!((relative_day(Zh, day, today), relative_day(En, day, today)), (zh.to_owned(), en.to_owned()));
    }
    assert_eq!(relative_day(Zh, Date(i32::MIN), Date(i32::MAX)), date(Date(i32::MIN), Date(i32::MAX)));
}

#[test]
fn moments_are_told_in_the_readers_zone() {
    let zone = shanghai();
    let now = Instant::parse("2026-11-22T02:54:09Z").unwrap();
    let today = now.date_in(&zone);
    assert_eq!(time(now, &zone), "10:54");
    assert_eq!(date_time(now, &zone, today), "11-22 10:54");
    assert_eq!(date_time_prose(Zh, now, &zone, today), "11月22日 10:54");
    assert_eq!(date_time_prose(En, now, &zone, today), "Nov 22, 10:54");
    assert_eq!(date_time_full(now, &zone), "2026-11-22 10:54:09");
    let cases = [
        ("2026-11-22T02:54:00Z", "刚刚", "Just now"),
        ("2026-11-22T02:42:00Z", "12 分钟前", "12 minutes ago"),
        ("2026-11-22T00:54:09Z", "2 小时前", "2 hours ago"),
        ("2026-11-21T08:20:00Z", "昨天 16:20", "Yesterday, 16:20"),
        ("2026-11-18T06:12:00Z", "11月18日 14:12", "Nov 18, 14:12"),
        ("2026-11-23T06:00:00Z", "明天 14:00", "Tomorrow, 14:00"),
        ("2026-11-22T06:00:00Z", "今天 14:00", "Today, 14:00"),
    ];
    for (at, zh, en) in cases {
        let at = Instant::parse(at).unwrap();
        assert_eq!((ago(Zh, at, now, &zone), ago(En, at, now, &zone)), (zh.to_owned(), en.to_owned()));
    }
}

#[test]
fn durations_name_their_two_largest_units() {
    let cases = [
        (0, "0 秒", "0 s"),
        (45, "45 秒", "45 s"),
        (18 * 60 + 5, "18 分钟", "18 min"),
        (3 * 3600 + 20 * 60, "3 小时 20 分钟", "3 h 20 min"),
        (7200, "2 小时", "2 h"),
        (86_400 + 4 * 3600, "1 天 4 小时", "1 day 4 h"),
        (-60, "-1 分钟", "-1 min"),
    ];
    for (seconds, zh, en) in cases {
        assert_eq!((duration(Zh, seconds), duration(En, seconds)), (zh.to_owned(), en.to_owned()));
    }
}

#[test]
fn numbers_are_read_as_people_and_spreadsheets_write_them() {
    let cases = [
        ("1,234.50", "1234.50"),
        (" 1234 ", "1234"),
        ("-5", "-5"),
        ("(1,234.50)", "-1234.50"),
        ("5-", "-5"),
        ("+3", "3"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("12.", "12"),
        ("￥１，２３４．５", "1234.5"),
        ("¥1,234", "1234"),
        ("$ 99.95", "99.95"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("CNY 100", "100"),
        ("100 usd", "100"),
        ("3.5万", "35000"),
        ("1.2亿", "120000000"),
        ("350万元", "3500000"),
        ("3千", "3000"),
        ("5 仟元", "5000"),
        ("5M", "5000000"),
        ("260K", "260000"),
        ("US$ 1.5M", "1500000"),
        ("人民币100元", "100"),
        ("1 234 567", "1234567"),
        ("1'234.5", "1234.5"),
        ("12,34,567", "1234567"),
        ("9.13E+17", "913000000000000000"),
        ("1.5e-3", "0.0015"),
        ("1\u{a0}234", "1234"),
        ("−7", "-7"),
        ("007", "7"),
    ];
    for (text, number) in cases {
        assert_eq!(parse_number(text, Mark::Point), Ok(d(number)), "{text}");
    }
    for (text, number) in [
        ("1.234,50", "1234.50"),
        ("1,5", "1.5"),
        ("1.234", "1234"),
        ("€ 1.234,5", "1234.5"),
        ("9,13E+17", "913000000000000000"),
    ] {
        assert_eq!(parse_number(text, Mark::Comma), Ok(d(number)), "{text}");
    }
}

#[test]
fn a_text_that_is_no_number_says_why() {
    let cases = [
        ("", NumberError::Empty),
        ("  ", NumberError::Empty),
        ("abc", NumberError::NotANumber),
        ("--5", NumberError::NotANumber),
        ("-(5)", NumberError::NotANumber),
        ("1.234,50", NumberError::OtherMark),
        ("1,5", NumberError::OtherMark),
        ("1.234.567", NumberError::OtherMark),
        ("1,23,4", NumberError::BadGrouping),
        ("1,234,56", NumberError::BadGrouping),
        ("12 kg", NumberError::UnknownUnit("kg".to_owned())),
        ("5%", NumberError::Percent),
        ("1-2", NumberError::NotANumber),
        ("约5", NumberError::NotANumber),
        ("5abc6", NumberError::NotANumber),
        ("99999999999999999999999999999999", NumberError::TooLarge),
        ("1e99", NumberError::TooLarge),
        ("9999999999999999999999亿", NumberError::TooLarge),
        ("NaN", NumberError::NotANumber),
        ("∞", NumberError::NotANumber),
        ("0x10", NumberError::NotANumber),
        ("1e", NumberError::UnknownUnit("e".to_owned())),
    ];
    for (text, error) in cases {
        assert_eq!(parse_number(text, Mark::Point), Err(error), "{text}");
    }
    assert_eq!(parse_number("1.50", Mark::Comma), Err(NumberError::OtherMark));
}

#[test]
fn money_is_read_with_its_currency() {
    let cases = [
        ("1234.5", "1234.5", None),
        ("¥1,234.50", "1234.50", Some("CNY")),
        ("￥50", "50", Some("CNY")),
        ("JP¥1200", "1200", Some("JPY")),
        ("$5", "5", Some("USD")),
        ("HK$5", "5", Some("HKD")),
        ("5 欧元", "5", Some("EUR")),
        ("3.5亿美元", "350000000", Some("USD")),
        ("EUR 1,000", "1000", Some("EUR")),
        ("2万港币", "20000", Some("HKD")),
    ];
    for (text, amount, currency) in cases {
        assert_eq!(parse_money(text, Mark::Point, Currency::CNY), Ok((d(amount), currency.map(code))), "{text}");
    }
    assert_eq!(parse_money("$5", Mark::Point, code("AUD")), Ok((d("5"), Some(code("AUD")))));
    assert_eq!(parse_money("¥5", Mark::Point, code("JPY")), Ok((d("5"), Some(code("JPY")))));
    assert_eq!(parse_money("¥5", Mark::Point, code("AUD")), Ok((d("5"), Some(Currency::CNY))));
}

#[test]
fn every_amount_shown_is_read_again() {
    for info in currencies() {
        for amount in ["0", "1234567.89", "-5", "0.0001"] {
            let shown = money(d(amount), info.code);
            let read = parse_money(&shown, Mark::Point, Currency::CNY);
            assert_eq!(read, Ok((d(amount), Some(info.code))), "{shown}");
        }
    }
    for lang in Lang::ALL {
        let shown = money_compact(lang, d("1860000"), Currency::CNY);
        assert_eq!(parse_money(&shown, Mark::Point, Currency::CNY), Ok((d("1860000"), Some(Currency::CNY))), "{shown}");
    }
}

#[test]
fn percentages_are_read_as_shown() {
    for (text, number) in
        [("12.5%", "12.5"), ("12.5", "12.5"), ("１２．５％", "12.5"), ("5‰", "0.5"), ("-3 %", "-3"), ("0", "0")]
    {
        assert_eq!(parse_percent(text, Mark::Point), Ok(d(number)), "{text}");
    }
    assert_eq!(parse_percent("12%%", Mark::Point), Err(NumberError::Percent));
    assert_eq!(parse_percent("%", Mark::Point), Err(NumberError::Empty));
}

#[test]
fn dates_are_read_in_every_common_form() {
    let forms = [
        "2024-01-05",
        "2024/1/5",
        "2024.1.5",
        "2024年1月5日",
        "2024年01月05号",
        "24年1月5日",
        "20240105",
        "２０２４－０１－０５",
        "2024 01 05",
        "45296",
        "45296.5",
        "45296.999999",
        "2024-01-05 13:45",
        "2024/1/5 下午1:45",
        "2024-01-05T13:45:30.123Z",
        "2024-01-05T00:00:00+08:00",
        "20240105134500",
        "20240105T134500Z",
        "2024年1月5日 13时45分",
        "2024年1月5日 星期五",
        "2024-01-05 (周五)",
        "2024年1月5日 星期五 13:45",
        "5 Jan 2024",
        "Jan 5, 2024",
        "January 5th, 2024",
        "05-Jan-24",
        "5 January 2024 1:45 PM",
        "Fri, 5 Jan 2024 13:45:00 +0000",
        "2024-Jan-05",
    ];
    for form in forms {
        assert_eq!(parse_date(form, None), Ok(day("2024-01-05")), "{form}");
    }
    let told = [
        ("05.01.2024", Order::Dmy),
        ("1/5/2024", Order::Mdy),
        ("5/1/24", Order::Dmy),
        ("24/1/5", Order::Ymd),
        ("01-05-2024 10:00", Order::Mdy),
        ("5. 1. 2024", Order::Dmy),
    ];
    for (form, order) in told {
        assert_eq!(parse_date(form, Some(order)), Ok(day("2024-01-05")), "{form}");
    }
    assert_eq!(parse_date("25/12/2023", None), Ok(day("2023-12-25")));
    assert_eq!(parse_date("12/25/2023", None), Ok(day("2023-12-25")));
    assert_eq!(parse_date("24/1/5", None), Ok(day("2024-01-05")), "5 alone is no year");
    assert_eq!(parse_date("31/12/99", None), Ok(day("1999-12-31")));
    assert_eq!(parse_date("5/5/2024", None), Ok(day("2024-05-05")));
    assert_eq!(parse_date("2024-01-05", Some(Order::Mdy)), Ok(day("2024-01-05")));
    assert_eq!(parse_date("5/1/70", Some(Order::Dmy)), Ok(day("1970-01-05")));
}

#[test]
fn a_text_that_is_no_date_says_why() {
    let cases = [
        ("", None, DateError::Empty),
        ("soon", None, DateError::NotADate),
        ("2024", None, DateError::NotADate),
        ("2024-01", None, DateError::NotADate),
        ("1月5日", None, DateError::NotADate),
        ("5", None, DateError::NotADate),
        ("1704441600000", None, DateError::NotADate),
        ("2024-02-30", None, DateError::NoSuchDay),
        ("2023-02-29", None, DateError::NoSuchDay),
        ("20241301", None, DateError::NoSuchDay),
        ("0000-00-00", None, DateError::NoSuchDay),
        ("45/45/2024", None, DateError::NoSuchDay),
        ("25/12/2023", Some(Order::Mdy), DateError::NoSuchDay),
        ("1/5/2024", None, DateError::Ambiguous),
        ("05.01.2024", None, DateError::Ambiguous),
        ("1/5/2024", Some(Order::Ymd), DateError::Ambiguous),
        ("24/01/05", None, DateError::Ambiguous),
        ("2024-01-05 25:00", None, DateError::NoSuchTime),
        ("2024-01-05 上午13:00", None, DateError::NoSuchTime),
        ("2024-01-05 maybe", None, DateError::NotADate),
        ("2024-01-05 14", None, DateError::NotADate),
        ("2024-01/05", None, DateError::NotADate),
        ("2024-01-05 10:00:00+99:99", None, DateError::NoSuchTime),
        ("#VALUE!", None, DateError::NotADate),
        ("𝟚", None, DateError::NotADate),
    ];
    for (text, order, error) in cases {
        assert_eq!(parse_date(text, order), Err(error), "{text}");
    }
    assert_eq!(parse_date(&"1".repeat(5_000), None), Err(DateError::NotADate));
}

#[test]
fn moments_are_read_with_their_offset_or_in_the_told_zone() {
    let cases = [
        ("2024-01-05T13:45:30Z", "2024-01-05T13:45:30Z"),
        ("2024-01-05T13:45:30.123456+08:00", "2024-01-05T05:45:30.123456Z"),
        ("2024-01-05 13:45:30 +0800", "2024-01-05T05:45:30Z"),
        ("2024-01-05 13:45", "2024-01-05T05:45:00Z"),
        ("2024/1/5 下午1:45", "2024-01-05T05:45:00Z"),
        ("2024年1月5日13时45分", "2024-01-05T05:45:00Z"),
        ("2024年1月5日 中午12点", "2024-01-05T04:00:00Z"),
        ("2024-01-05 12:05 am", "2024-01-04T16:05:00Z"),
        ("2024-01-05", "2024-01-04T16:00:00Z"),
        ("45296.572916667", "2024-01-05T05:45:00Z"),
        ("20240105134500", "2024-01-05T05:45:00Z"),
    ];
    for (text, at) in cases {
        let read = parse_date_time(text, None, &shanghai()).map(|at| at.to_string());
        assert_eq!(read, Ok(at.to_owned()), "{text}");
    }
    let new_york = TimeZone::get("America/New_York").unwrap();
    let in_the_gap = parse_date_time("2024-03-10 02:30", None, &new_york).map(|at| at.to_string());
    assert_eq!(in_the_gap, Ok("2024-03-10T07:30:00Z".to_owned()));
}

#[test]
fn a_column_shows_its_order_or_a_person_must_say() {
    let cases: [(&[&str], Option<Order>); 9] = [
        (&["1/5/2024", "1/25/2024", ""], Some(Order::Mdy)),
        (&["1.5.2024", "25.1.2024", "n/a"], Some(Order::Dmy)),
        (&["2024/1/5", "2024年1月6日"], Some(Order::Ymd)),
        (&["1/5/2024", "2/6/2024"], None),
        (&["25/1/2024", "1/25/2024"], None),
        (&["99/1/5", "24/1/31"], Some(Order::Ymd)),
        (&["24/01/05"], None),
        (&["hello", "45296"], None),
        (&[], None),
    ];
    for (samples, order) in cases {
        assert_eq!(guess_date_order(samples.iter().copied()), order, "{samples:?}");
    }
}

#[test]
fn yes_and_no_are_read_in_both_languages() {
    for text in ["是", " Yes ", "TRUE", "1", "Y", "√", "有", "ｙ", "on", "✅"] {
        assert_eq!(parse_yes_no(text), Ok(true), "{text}");
    }
    for text in ["否", "no", "False", "0", "N", "×", "无", "off"] {
        assert_eq!(parse_yes_no(text), Ok(false), "{text}");
    }
    for text in ["", "maybe", "2", "是否"] {
        assert_eq!(parse_yes_no(text), Err(NotYesNo), "{text}");
    }
}

#[test]
fn no_text_makes_a_parser_panic() {
    let zone = shanghai();
    let pieces = [
        "1", "-", "/", ".", ",", ":", "年", "月", "t", "z", "+", "pm", "e", "(", "¥", "万", "%", " ", "上午",
        "20240105", "45296", "é", "\u{0}",
    ];
    // Every text of three pieces, and each between two digits.
    for a in pieces {
        for b in pieces {
            for c in pieces {
                for text in [format!("{a}{b}{c}"), format!("1{a}2{b}2024{c}5")] {
                    let _ = parse_number(&text, Mark::Point);
                    let _ = parse_money(&text, Mark::Comma, Currency::CNY);
                    let _ = parse_percent(&text, Mark::Comma);
                    let _ = parse_date(&text, Some(Order::Dmy));
                    let _ = parse_date_time(&text, None, &zone);
                    let _ = guess_date_order([text.as_str()]);
                }
            }
        }
    }
}

#[test]
fn a_list_says_how_near_a_moment_is() {
    let today = day("2026-11-22");
    let said = |lang: Lang, text: &str| day_or_time(lang, Instant::parse(text).unwrap(), &shanghai(), today);
    assert_eq!(said(Zh, "2026-11-22T02:24:00Z"), "今天 10:24");
    assert_eq!(said(Zh, "2026-11-21T02:24:00Z"), "昨天");
    assert_eq!(said(En, "2026-11-23T02:24:00Z"), "Tomorrow");
    assert_eq!(said(Zh, "2026-11-18T02:24:00Z"), "11-18");
    assert_eq!(near_day(En, day("2025-12-22"), today), "2025-12-22");
}
