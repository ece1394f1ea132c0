//! What people, files and the search get to see.

use types::{Currency, Date, Id, Instant, Linked, Money, Value, words::Lang};

use super::super::*;
use super::{field, hints, regions, searched, zone};

fn text(kind: FieldType, value: &Value, lang: Lang) -> String {
    to_text(&field(kind), value, lang, &zone("Asia/Shanghai"))
}

#[test]
fn people_read_labels_separators_and_their_own_clock() {
    let money = Value::Money(Money { amount: "1234.5".parse().unwrap(), currency: Currency::CNY, base: None });
    let number = Value::Decimal("-1234.5".parse().unwrap());
    let codes = Value::Texts(vec!["east".into(), "gone".into(), "south".into()]);
    let link = Value::Link(Linked { label: Some("华为".into()), ..Linked::to(Id(9)) });
    for (kind, value, zh, en) in [
        (FieldType::Integer, Value::Int(1_234_567), "1,234,567", "1,234,567"),
        (FieldType::Decimal { scale: 2 }, number.clone(), "-1,234.50", "-1,234.50"),
        (FieldType::Percent { scale: 2 }, number, "-1,234.5%", "-1,234.5%"),
        (FieldType::Money, money, "¥1,234.50", "¥1,234.50"),
        (FieldType::YesNo, Value::Bool(true), "是", "Yes"),
        (FieldType::Date, Value::Date(Date(0)), "1970-01-01", "1970-01-01"),
        (FieldType::DateTime, Value::Time(Instant(0)), "1970-01-01 08:00:00", "1970-01-01 08:00:00"),
        (FieldType::Choice { options: regions() }, Value::text("east"), "华东", "East China"),
        (FieldType::Choices { options: regions() }, codes, "华东、gone、华南", "East China, gone, South China"),
        (FieldType::User, link.clone(), "华为", "华为"),
        (FieldType::Users, Value::Links(vec![Linked { label: Some("林".into()), ..Linked::to(Id(9)) }]), "林", "林"),
        (
            FieldType::RichText,
            Value::text("<p>a &lt;b&gt;</p><p>c&nbsp;&amp; d</p><script>x</script>"),
            "a <b>\nc & d",
            "a <b>\nc & d",
        ),
    ] {
        assert_eq!(text(kind.clone(), &value, Lang::Zh), zh, "{}", kind.word());
        assert_eq!(text(kind.clone(), &value, Lang::En), en, "{}", kind.word());
    }
}

#[test]
fn addresses_are_written_as_in_their_country() {
    let address = |form: Json| accept_json(&field(FieldType::Address), &form, &hints()).unwrap();
    let here = address(
        serde_json::json!({ "country": "CN", "province": "北京市", "city": "北京市", "district": "朝阳区", "street": "建国路1号", "postcode": "100022" }),
    );
    assert_eq!(text(FieldType::Address, &here, Lang::Zh), "北京市朝阳区建国路1号 100022");
    let there = address(
        serde_json::json!({ "country": "US", "province": "CA", "city": "Cupertino", "street": "1 Infinite Loop", "postcode": "95014" }),
    );
    assert_eq!(text(FieldType::Address, &there, Lang::En), "1 Infinite Loop, Cupertino, CA 95014, United States");
    let exported =
        |value: &Value| to_export(&field(FieldType::Address), value, Lang::Zh, &zone("UTC")).to_text(Lang::Zh);
    assert_eq!(exported(&check(&field(FieldType::Address), &here).unwrap()), "北京市朝阳区建国路1号 100022");
    assert!(exported(&there).starts_with(r#"{"city":"Cupertino""#));
}

#[test]
fn files_get_typed_cells() {
    let export = |kind, value: &Value, zone_name: &str| to_export(&field(kind), value, Lang::Zh, &zone(zone_name));
    let half_past_one = |text: &str| Value::Time(Instant::parse(text).unwrap());
    let first = export(FieldType::DateTime, &half_past_one("2026-11-01T05:30:00Z"), "America/New_York");
    assert_eq!(first.to_text(Lang::Zh), "2026-11-01T05:30:00Z", "01:30 comes twice that night");
    let usual = export(FieldType::DateTime, &half_past_one("2026-11-02T05:30:00.25Z"), "America/New_York");
    assert!(matches!(usual, Exported::DateTime(_)));
    assert_eq!(usual.to_text(Lang::Zh), "2026-11-02 00:30:00.25");
    let money =
        Value::Money(Money { amount: "1200".parse().unwrap(), currency: Currency::parse("JPY").unwrap(), base: None });
    assert_eq!(export(FieldType::Money, &money, "UTC").to_text(Lang::Zh), "1200 JPY");
    assert_eq!(export(FieldType::YesNo, &Value::Bool(false), "UTC"), Exported::Bool(false));
    assert_eq!(Exported::Bool(false).to_text(Lang::Zh), "否");
    let choice = |code: &str, lang| {
        to_export(&field(FieldType::Choice { options: regions() }), &Value::text(code), lang, &zone("UTC"))
            .to_text(lang)
    };
    assert_eq!(
        (choice("old", Lang::Zh), choice("old", Lang::En)),
        ("旧".into(), "old".into()),
        "a label that reads as another option stays a code"
    );
    assert_eq!(choice("b", Lang::Zh), "b");
}

#[test]
fn a_link_to_any_object_is_read_with_its_object() {
    let link =
        Value::Link(Linked { label: Some("华为".into()), ..Linked::to_any(types::Name::of("accounts"), Id(9)) });
    let json = to_json(&field(FieldType::LinkAny { to: Vec::new() }), &link);
    assert_eq!(json, serde_json::json!({ "object": "accounts", "id": Id(9).to_string(), "label": "华为" }));
}

#[test]
fn nothing_in_rich_text_runs_or_loads() {
    for (html, safe) in [
        ("<p>Hi <b>x</b></p>", "<p>Hi <b>x</b></p>"),
        ("<script>alert(1)</script>a", "a"),
        ("<p onclick=alert(1) style=\"x\" class=y>a</p>", "<p>a</p>"),
        ("<a href=\"javascript:alert(1)\">a</a>", "<a rel=\"noopener noreferrer nofollow\">a</a>"),
        ("<a href=\"ja\tva\nscript:alert(1)\">a</a>", "<a rel=\"noopener noreferrer nofollow\">a</a>"),
        ("<a href=\"data:text/html,x\">a</a>", "<a rel=\"noopener noreferrer nofollow\">a</a>"),
        (
            "<a href=\"https://a.cn\" target=_blank>a</a>",
            "<a href=\"https://a.cn\" rel=\"noopener noreferrer nofollow\">a</a>",
        ),
        ("<img src=https://a.cn/pixel onerror=alert(1)>a", "a"),
        ("<iframe src=//a.cn></iframe><form action=/><input></form>a", "a"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>a", "a"),
        ("<base href=//a.cn><meta http-equiv=refresh><link rel=stylesheet href=x>a", "a"),
    ] {
        assert_eq!(safe_html(html), safe, "{html}");
    }
}

#[test]
fn a_masked_value_shows_no_more_than_its_beginning() {
    for (kind, value, masked) in [
        (FieldType::Phone, Value::text("13800138000"), Value::text("138****8000")),
        (FieldType::Email, Value::text("zhang@huawei.com"), Value::text("z****@huawei.com")),
        (FieldType::Text { max: 9 }, Value::text("张三丰"), Value::text("张***")),
        (FieldType::Integer, Value::Int(5), Value::Empty),
        (FieldType::LongText, Value::text("geheim"), Value::Empty),
        (FieldType::Link { to: types::Name::of("accounts") }, Value::link(Id(5)), Value::Empty),
    ] {
        assert_eq!(mask(&field(kind), &value), masked);
    }
}

#[test]
fn tokens_carry_the_tag_of_their_field() {
    let name = searched(FieldType::Text { max: 99 }, SearchAs::Name);
    let other = Field { column: types::Name::of("other"), ..name.clone() };
    assert_eq!(tag(&name).len(), 4);
    assert_ne!(tag(&name), tag(&other));
    let found = |field: &Field, value: &Value| {
        let mut found = Vec::new();
        tokens(field, value, &mut found);
        found
    };
    let all = found(&name, &Value::text("华为 Huawei"));
    assert!(!all.is_empty() && all.iter().all(|token| token.starts_with(&tag(&name))));
    let query = types::text::query("hw", &[(&tag(&name), search_kind(&name).unwrap())]);
    assert!(types::text::matches(&query, &all.iter().cloned().collect()));
    assert!(found(&field(FieldType::Text { max: 99 }), &Value::text("华为")).is_empty());
    let choice = searched(FieldType::Choice { options: regions() }, SearchAs::Text);
    assert_eq!(found(&choice, &Value::text("south")).len(), 4, "华南, 南, south, china");
    assert!(
        !found(&searched(FieldType::RichText, SearchAs::Text), &Value::text("<p>geheim</p>"))
            .iter()
            .any(|token| token.ends_with('p'))
    );
}

#[test]
fn a_number_that_names_something_is_shown_without_separators() {
    let year = Field { format: crate::schema::Format::Plain, ..field(FieldType::Integer) };
    let zone = jiff::tz::TimeZone::UTC;
    assert_eq!(to_text(&year, &Value::Int(2002), Lang::En, &zone), "2002");
    assert_eq!(to_text(&field(FieldType::Integer), &Value::Int(2002), Lang::En, &zone), "2,002");
}
