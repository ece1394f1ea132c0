//! Exports as a view, a program and an operator get them: the right rows in the right form, for those who may, on both databases.

use std::io::Read;

use axum::{
    body::Body,
    http::{Request, header},
};
use gate::{Config, testing as gated};
use modules::testing;
use records::{Caller, access::FieldRight, identity::token, query::Ask};
use serde_json::Value as Json;
use store::{Compare, Expr, Select, testing::each_database};
use types::{Id, Name, Problem, ProblemKind, Result, words::Lang};

use super::{Exported, Exports, Format, Wish};
use crate::formats::{self, Kind, Limits, Row, Shape};

struct House {
    exports: Exports,
    house: gated::House,
    zhou: Id,
    /// sells; e-mail addresses of accounts are hidden from salespeople here
    chen: Id,
}

fn house(test: impl Fn(&House)) {
    each_database(|database| {
        let mut modules = modules::modules();
        let (.., sales) = modules.roles.iter_mut().find(|(code, ..)| code == "salesperson").expect("a shipped role");
        sales.fields.entry(Name::of("accounts")).or_default().insert(Name::of("email"), FieldRight::Hidden);
        let house = gated::House::open(database, modules, Lang::En);
        let exports = Exports { engine: house.engine.clone(), folder: house.folder.path().into() };
        let chen = testing::person(&house.engine, "陈嘉禾", "salesperson", None);
        test(&House { exports, zhou: house.zhou, chen, house });
    });
}

fn person(user: Id) -> Caller {
    Caller::Person(user)
}

impl House {
    fn account(&self, fields: &[(&str, &str)]) -> Id {
        testing::add(&self.house.engine, self.zhou, "accounts", fields)
    }

    fn export(&self, who: Id, object: &str, ask: Ask, format: Format) -> Result<Exported> {
        let wish = Wish { object: object.into(), ask, format, lang: Lang::En };
        self.house.runtime.block_on(self.exports.export(person(who), wish))
    }

    /// Columns and rows of a file, as an import reads them.
    fn read(&self, mut exported: Exported, kind: Kind) -> (Vec<String>, Vec<Vec<String>>) {
        let mut bytes = Vec::new();
        exported.file.read_to_end(&mut bytes).expect("a file");
        assert_eq!(bytes.len() as u64, exported.bytes);
        let shape = Shape { kind, restore: true, ..Shape::default() };
        let mut source = formats::open(std::io::Cursor::new(bytes), &shape, Limits::default()).expect("a table");
        let rows = source.rows().expect("rows");
        let columns = rows.columns().to_vec();
        let cells: Vec<Row> = rows.map(|row| row.expect("a good row")).collect();
        assert_eq!(cells.len() as u64, exported.rows);
        (columns, cells.into_iter().map(|row| row.cells).collect())
    }
}

fn shown() -> Ask {
    Ask { filter: Some(r#"name != "Left out""#.into()), ..Ask::default() }
        .fields(&["name", "annual_revenue", "type", "parent.name"])
        .sort("annual_revenue", true)
}

fn fill(house: &House) {
    let group = house.account(&[("name", "Group, the"), ("annual_revenue", "100")]);
    house.account(&[("name", "华远精密"), ("annual_revenue", "2500.50"), ("parent", &group.to_string())]);
    house.account(&[("name", "Abroad"), ("annual_revenue", "7 USD")]);
    house.account(&[("name", "Left out"), ("annual_revenue", "1")]);
}

#[test]
fn a_file_holds_what_the_view_shows_in_its_columns_and_order() {
    house(|house| {
        fill(house);
        for (format, kind) in [(Format::Csv, Kind::Csv), (Format::Xlsx, Kind::Xlsx)] {
            let exported = house.export(house.zhou, "accounts", shown(), format).unwrap();
            assert_eq!(exported.name, format!("accounts.{}", format.ending()));
            let (columns, rows) = house.read(exported, kind);
            assert_eq!(columns, ["Account name", "Annual revenue", "Type", "Account Account name"]);
            // 7 USD have no rate here: empty for the order, which comes last
            let amounts = rows.iter().map(|row| row[1].as_str()).collect::<Vec<_>>();
            let names = rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>();
            assert_eq!(names, ["华远精密", "Group, the", "Abroad"], "{format:?}");
            assert_eq!(amounts[2], "7.00 USD");
            assert_eq!(amounts[0].trim_end_matches('0'), "2500.5", "{format:?}");
            assert_eq!((&*rows[0][2], &*rows[0][3], &*rows[1][3]), ("Prospect", "Group, the", ""));
        }
    });
}

#[test]
fn lines_of_json_hold_records_as_the_rest_interface_gives_them() {
    house(|house| {
        fill(house);
        let mut exported = house.export(house.zhou, "accounts", shown(), Format::Jsonl).unwrap();
        let mut text = String::new();
        exported.file.read_to_string(&mut text).unwrap();
        let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0]["name"], "华远精密");
        assert_eq!(lines[0]["parent.name"], "Group, the");
        assert_eq!(lines[0]["annual_revenue"]["currency"], "CNY");
        assert!(lines[0]["id"].as_str().is_some_and(|id| id.len() == 13) && lines[0]["version"].is_number());
    });
}

#[test]
fn without_columns_everything_goes_out_with_the_id_of_each_record() {
    house(|house| {
        let id = house.account(&[("name", "One")]);
        let exported = house.export(house.zhou, "accounts", Ask::default(), Format::Csv).unwrap();
        let (columns, rows) = house.read(exported, Kind::Csv);
        assert_eq!((&*columns[0], &*rows[0][0]), ("id", &*id.to_string()));
        assert!(columns.contains(&"Industry".to_string()) && columns.contains(&"Created".to_string()), "{columns:?}");
    });
}

#[test]
fn formulas_are_text_in_a_spreadsheet_and_come_back_unchanged() {
    house(|house| {
        let names = ["=HYPERLINK(\"http://x\")", "+1", "-2", "@SUM(A1)", "'=1", "6217000010001234567", "a,\"b\"\nc"];
        for name in names {
            house.account(&[("name", "Row"), ("description", name)]);
        }
        let ask = Ask::default().fields(&["description"]).sort("id", false);
        let mut csv = house.export(house.zhou, "accounts", ask.clone(), Format::Csv).unwrap();
        let mut text = String::new();
        csv.file.read_to_string(&mut text).unwrap();
        for bad in ["\n=", "\n+", "\n-", "\n@", "\n\"="] {
            assert!(!text.contains(bad), "{text}");
        }
        for (format, kind) in [(Format::Csv, Kind::Csv), (Format::Xlsx, Kind::Xlsx)] {
            let exported = house.export(house.zhou, "accounts", ask.clone(), format).unwrap();
            let (_, rows) = house.read(exported, kind);
            assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), names, "{format:?}");
        }
    });
}

#[test]
fn whoever_may_not_export_gets_nothing_and_whoever_may_gets_their_own() {
    house(|house| {
        house.account(&[("name", "The boss's")]);
        let chen = house.chen.to_string();
        house.account(&[("name", "My own"), ("email", "secret@example.com"), ("owner", &chen)]);
        let refused = house.export(house.chen, "products", Ask::default(), Format::Csv).unwrap_err();
        assert_eq!((refused.kind, &*refused.code), (ProblemKind::Forbidden, "no_right"));
        let missing = |problem: Problem| assert_eq!(problem.kind, ProblemKind::NotFound, "{problem}");
        missing(house.export(house.chen, "settings", Ask::default(), Format::Csv).unwrap_err());
        missing(house.export(house.chen, "nothing", Ask::default(), Format::Csv).unwrap_err());
        let exported = house.export(house.chen, "accounts", Ask::default(), Format::Csv).unwrap();
        let (columns, rows) = house.read(exported, Kind::Csv);
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert!(!columns.contains(&"Email".to_string()), "{columns:?}");
        assert!(rows[0].iter().all(|cell| !cell.contains("secret")), "{rows:?}");
        let named = house.export(house.chen, "accounts", Ask::default().fields(&["email"]), Format::Csv).unwrap_err();
        let unknown =
            house.export(house.chen, "accounts", Ask::default().fields(&["nosuch"]), Format::Csv).unwrap_err();
        assert_eq!(named.code, unknown.code, "hidden and missing are the same");
    });
}

#[test]
fn who_took_out_what_stands_in_the_audit() {
    house(|house| {
        fill(house);
        house.export(house.zhou, "accounts", shown(), Format::Csv).unwrap();
        let zhou = house.zhou;
        let entries = house.house.read(zhou, move |cx| {
            let audit = Select::from(&Name::of("audit"), &["who", "object"])
                .filter(Expr::column(0, "action").compare(Compare::Eq, Expr::value("export")));
            Ok(cx
                .rows(&audit)?
                .iter()
                .map(|row| (row[0].as_int(), row[1].as_text().map(str::to_string)))
                .collect::<Vec<_>>())
        });
        assert_eq!(entries.unwrap(), [(Some(zhou.0), Some("accounts".to_string()))]);
    });
}

#[test]
fn programs_download_a_list_and_are_told_what_is_wrong_with_a_request() {
    house(|house| {
        fill(house);
        let secret = testing::token(&house.house.engine, house.zhou, token::Scope::Read);
        let config = Config { data_dir: house.house.folder.path().into(), ..Config::default() };
        let router = house.house.router(config, super::routes());
        let get = |path: &str| {
            let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {secret}"));
            let answer = house.house.answer(&router, request.body(Body::empty()).unwrap());
            (answer.status.as_u16(), answer.text(), answer.headers)
        };
        let query = "filter=name%20%3D%3D%20%22Abroad%22&fields=name,type&sort=-name";
        let (status, text, headers) = get(&format!("/api/v1/accounts/export?format=csv&{query}"));
        assert_eq!((status, &*text), (200, "\u{FEFF}客户名称,客户类型\r\nAbroad,潜在客户\r\n"));
        assert_eq!(headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert_eq!(headers[header::CONTENT_DISPOSITION], "attachment; filename*=UTF-8''accounts.csv");
        for (query, code) in [
            ("format=pdf", "unknown_format"),
            ("limit=10", "unknown_parameter"),
            ("format=csv&format=csv", "parameter_twice"),
            ("filter=nosuch%20%3D%3D%201", ""),
        ] {
            let (status, text, _) = get(&format!("/api/v1/accounts/export?{query}"));
            assert!((400..=422).contains(&status) && text.contains(code), "{query}: {status} {text}");
        }
        assert_eq!(get("/api/v1/nothing/export").0, 404);
    });
}
