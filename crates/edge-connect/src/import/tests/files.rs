//! Files as the world writes them, through the whole import: what a cell says is what is stored and shown.

use records::import::{Column, Plan};
use serde_json::Value as Json;
use types::Value;

use super::house::{House, counts, house, label, person};
use crate::formats::{Cell, Shape, XlsxWriter, testing};

/// Every row gets a name of its own; one column of the file goes to a long text.
fn into_long_text(seen: &Plan, column: usize) -> Plan {
    let name = Column { text: Some("A row".into()), to: "name".into(), ..Column::default() };
    let text = Column { at: Some(column), to: "description".into(), ..Column::default() };
    Plan { object: seen.object.clone(), columns: vec![name, text], ..Plan::default() }
}

fn text(value: &Value) -> &str {
    value.as_text().unwrap_or_default()
}

/// (CSV, what it means) of the public collection of difficult ones, or the hardest of them.
fn spectrum() -> Vec<(String, Vec<u8>, Json)> {
    let Some(folder) = testing::data("csv-spectrum") else {
        let csv = b"a,b\r\n\"1, \"\"ha\"\" \r\n\"\"ha\"\"\",2\r\n,\"{\"\"x\"\": [1, 2]}\"\r\n".to_vec();
        let json = serde_json::json!([{ "a": "1, \"ha\" \r\n\"ha\"", "b": "2" }, { "a": "", "b": "{\"x\": [1, 2]}" }]);
        return vec![("generated".into(), csv, json)];
    };
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let csvs = names.filter_map(|name| Some(name.strip_prefix("csvs__")?.strip_suffix(".csv")?.to_string()));
    csvs.map(|name| {
        let csv = std::fs::read(folder.join(format!("csvs__{name}.csv"))).unwrap();
        let json = std::fs::read(folder.join(format!("json__{name}.json"))).unwrap();
        let mut json = String::from_utf8(json).unwrap();
        if !csv.contains(&b'\r') {
            // some carriers have turned the line ends of the file, but not of its answer
            json = json.replace("\\r\\n", "\\n");
        }
        let mut json: Json = serde_json::from_str(&json).unwrap();
        if let Json::Object(one) = &mut json {
            // the collection's own answer names another number than its file
            one.insert("Contact Phone Number".into(), "2095257564".into());
            json = Json::Array(vec![json]);
        }
        (name, csv, json)
    })
    .collect()
}

#[test]
fn every_difficult_csv_is_stored_as_it_means() {
    house(|house| {
        for (name, csv, meant) in spectrum() {
            let file = house.take_in("file.csv", &csv);
            let look = |shape| house.imports.inspect(person(house.zhou), "accounts", file.clone(), shape);
            let shape = house.runtime.block_on(look(None)).unwrap().source.shape;
            let seen = house.runtime.block_on(look(Some(Shape { header: true, ..shape }))).unwrap();
            for (column, header) in seen.columns.iter().enumerate() {
                let before = house.titles("accounts").len();
                let plan = into_long_text(&seen.plan, column);
                let started = house.imports.start(person(house.zhou), seen.source.clone(), plan, false);
                let started = house.runtime.block_on(started).unwrap();
                house.work(started.job).unwrap();
                let stored = house.all("accounts").split_off(before);
                let stored: Vec<&str> = stored.iter().map(|row| text(row.get("description"))).collect();
                let meant: Vec<&str> =
                    meant.as_array().unwrap().iter().map(|row| row[header].as_str().unwrap()).collect();
                assert_eq!(stored, meant, "{name}, column {header}");
            }
        }
    });
}

#[test]
fn naughty_strings_are_stored_and_shown_exactly() {
    house(|house| {
        let strings: Vec<String> = testing::nasty().into_iter().filter(|text| !text.trim().is_empty()).collect();
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let rows: String = strings.iter().map(|text| format!("{0},{0}\n", quoted(text))).collect();
        let file = house.take_in("file.csv", format!("one,two\n{rows}").as_bytes());
        let shape = Shape { restore: false, ..Shape::default() };
        let seen =
            house.runtime.block_on(house.imports.inspect(person(house.zhou), "accounts", file, Some(shape))).unwrap();
        let to = |at: usize, to: &str| Column { at: Some(at), to: to.into(), ..Column::default() };
        let plan = Plan { columns: vec![to(0, "name"), to(1, "description")], ..into_long_text(&seen.plan, 0) };
        let started = house.imports.start(person(house.zhou), seen.source, plan, false);
        let started = house.runtime.block_on(started).unwrap();
        house.work(started.job).unwrap();
        let tally = house.tally(started.job);
        let stored = house.all("accounts");
        // a name has a limited length; nothing else may be refused
        let fits = |text: &&String| text.chars().count() <= 255;
        let kept: Vec<&String> = strings.iter().filter(fits).collect();
        assert_eq!(counts(&tally)[1] as usize, kept.len(), "{tally:?}");
        for (row, text) in stored.iter().zip(kept) {
            assert_eq!((&row.title, row.get("description").as_text()), (text, Some(text.as_str())));
        }
    });
}

#[test]
fn the_same_table_comes_in_every_encoding() {
    house(|house| {
        let table = "客户名称,区域\n华为技术,华南\n𠮷野家,\"华东, 上海\"\n";
        let utf16 = |little: bool| -> Vec<u8> {
            let units = "\u{feff}".encode_utf16().chain(table.encode_utf16());
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
        };
        let files = [
            table.as_bytes().to_vec(),
            format!("\u{feff}{table}").into_bytes(),
            encoding_rs::GB18030.encode(table).0.into_owned(),
            utf16(true),
            utf16(false),
            table.replace(',', ";").replace("东; ", "东, ").into_bytes(),
            table.replace('\n', "\r\n").into_bytes(),
        ];
        for (number, file) in files.into_iter().enumerate() {
            let before = house.titles("accounts").len();
            let started = house.import("accounts", &file, |plan| plan.key = None).unwrap();
            assert_eq!(counts(&house.tally(started.job)), [2, 2, 0, 0, 0], "file {number}");
            let stored = house.all("accounts").split_off(before);
            let told: Vec<[&str; 2]> = stored.iter().map(|row| [row.title.as_str(), text(row.get("region"))]).collect();
            assert_eq!(told, [["华为技术", "华南"], ["𠮷野家", "华东, 上海"]], "file {number}");
        }
    });
}

fn people(house: &House, name: &str, bytes: &[u8]) -> Vec<String> {
    let file = house.take_in(name, bytes);
    let seen = house.runtime.block_on(house.imports.inspect(person(house.zhou), "contacts", file, None)).unwrap();
    let started = house.imports.start(person(house.zhou), seen.source, seen.plan, false);
    let started = house.runtime.block_on(started).unwrap();
    house.work(started.job).unwrap();
    let tally = house.tally(started.job);
    assert_eq!((tally.failed, tally.created), (0, tally.read), "{:?}", house.refused(started.job));
    house.titles("contacts")
}

#[test]
fn contact_cards_of_old_phones_become_contacts() {
    house(|house| {
        let card = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=89;;;\r\n\
            FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=E4=B8=89\r\nTEL;CELL:13800138000\r\n\
            EMAIL:zhang@acme.example\r\nEND:VCARD\r\n";
        assert_eq!(people(house, "one.vcf", card.as_bytes()), ["张三"]);
        let zhang = house.one("contacts", "张三");
        let mobile = zhang.iter().any(|(_, value)| value.as_text() == Some("13800138000"));
        assert!(mobile && label(&zhang, "email") == "zhang@acme.example", "{zhang:?}");
        if let Some(real) = testing::file("vcards", "cn-from-public-tests.vcf") {
            assert!(people(house, "real.vcf", &real).len() > 1);
        }
        if let Some(real) = testing::file("vcards", "cn-gb18030-from-public-tests.vcf") {
            assert!(people(house, "gb.vcf", &real).len() > 2);
        }
    });
}

#[test]
fn a_workbook_is_imported_like_any_other_table() {
    house(|house| {
        let mut book = XlsxWriter::new("客户", ["客户名称", "员工人数", "备注"], 0, None).unwrap();
        book.row([Cell::Text("华为技术"), Cell::Number("195000"), Cell::Text("=1+1")]).unwrap();
        book.row([Cell::Text("Acme"), Cell::Empty, Cell::Text("两\n行")]).unwrap();
        let mut bytes = std::io::Cursor::new(Vec::new());
        book.finish(&mut bytes).unwrap();
        let started = house.import("accounts", bytes.into_inner(), |_| {}).unwrap();
        assert_eq!(counts(&house.tally(started.job)), [2, 2, 0, 0, 0]);
        let huawei = house.one("accounts", "华为技术");
        assert_eq!((huawei.get("employees"), text(huawei.get("description"))), (&Value::Int(195_000), "=1+1"));
        assert_eq!(text(house.one("accounts", "Acme").get("description")), "两\n行");
    });
}
