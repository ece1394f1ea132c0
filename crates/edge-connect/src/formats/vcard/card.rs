//! A card as it is read, and the row it becomes. Called by `CardReader`.

use types::text::phone;

use super::COLUMNS;
use super::property::{Property, parts, whole};
use crate::formats::guess::{DateOrder, date, join_name};
use crate::formats::limits::Limits;
use crate::formats::problem::{BadRow, RowProblem, Warning, WarningKind};
use crate::formats::table::Row;

/// Properties that say nothing about the person, or repeat what another says.
const SILENT: [&str; 24] = [
    "VERSION",
    "PRODID",
    "REV",
    "X-ABLABEL",
    "X-ABADR",
    "X-ABUID",
    "X-ABSHOWAS",
    "SORT-STRING",
    "NAME",
    "SOURCE",
    "MAILER",
    "CLASS",
    "PROFILE",
    "LABEL",
    "KIND",
    "TZ",
    "X-GENERATOR",
    "X-ETAG",
    "X-ID",
    "X-EVOLUTION-FILE-AS",
    "X-MS-OL-DESIGN",
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS",
    "X-COUCHDB-APPLICATION-ANNOTATIONS",
    "AGENT",
];

#[derive(Default)]
pub(super) struct Card {
    properties: Vec<Property>,
    bytes: usize,
    photos: bool,
    left_out: bool,
    agent: bool,
    problem: Option<RowProblem>,
}

impl Card {
    /// Keeps a property, within the limits; `length` is its line before it was cut.
    pub fn add(&mut self, property: Property, length: usize, limits: &Limits) {
        if property.binary || matches!(property.name.as_str(), "PHOTO" | "LOGO" | "SOUND" | "KEY") {
            self.photos |= matches!(property.name.as_str(), "PHOTO" | "LOGO" | "SOUND");
            self.left_out |= !matches!(property.name.as_str(), "PHOTO" | "LOGO" | "SOUND");
            return;
        }
        self.agent |= property.name == "AGENT";
        let column = column_of(&property.name);
        let Some(value) = &property.value else {
            self.problem.get_or_insert(RowProblem::BrokenText { column });
            return;
        };
        if length > limits.cell_bytes {
            self.fail(RowProblem::CellTooLong { column, bytes: length, limit: limits.cell_bytes });
            return;
        }
        if value.contains('\0') {
            self.fail(RowProblem::NulCharacter { column });
            return;
        }
        self.bytes += length;
        if self.bytes > limits.row_bytes {
            self.fail(RowProblem::RowTooLong { bytes: self.bytes, limit: limits.row_bytes });
            return;
        }
        self.properties.push(property);
    }

    /// A line that is no property.
    pub fn leave_out(&mut self) {
        self.left_out = true;
    }

    /// A 2.1 card within this one may follow.
    pub fn holds_agent(&self) -> bool {
        self.agent
    }

    fn fail(&mut self, problem: RowProblem) {
        self.problem.get_or_insert(problem);
    }

    pub fn into_row(mut self, number: u64) -> Result<Row, BadRow> {
        let cells = self.cells();
        if let Some(problem) = self.problem {
            return Err(BadRow { number, cells, problem });
        }
        let mut warnings = Vec::new();
        if self.photos {
            warnings.push(Warning { column: 0, kind: WarningKind::PhotoLeftOut });
        }
        if self.left_out {
            warnings.push(Warning { column: 0, kind: WarningKind::PropertyLeftOut });
        }
        Ok(Row { number, cells, warnings })
    }

    pub fn into_bad_row(mut self, number: u64, problem: RowProblem) -> BadRow {
        BadRow { number, cells: self.cells(), problem }
    }

    /// One cell per column. What no column takes is noted as left out.
    fn cells(&mut self) -> Vec<String> {
        let mut row = Cells(vec![String::new(); COLUMNS.len()]);
        let mut properties = std::mem::take(&mut self.properties);
        let labels: Vec<(String, String)> = properties
            .iter()
            .filter(|property| property.name == "X-ABLABEL")
            .map(|property| (property.group.clone(), property.value.as_deref().unwrap_or_default().to_lowercase()))
            .collect();
        for property in properties.iter_mut().filter(|property| !property.group.is_empty()) {
            let own = labels.iter().filter(|(group, _)| *group == property.group);
            property.types.extend(own.map(|(_, label)| label.trim_matches(['_', '$', '!', '<', '>']).to_owned()));
        }
        // The preferred phone, address … comes first, whatever its place.
        properties.sort_by_key(|property| !property.preferred);
        for property in &properties {
            self.left_out |= !row.take(property);
        }
        row.complete();
        row.0
    }
}

/// For naming the place of a problem: the first column a property goes to, or 0.
fn column_of(property: &str) -> usize {
    let column = match property {
        "FN" => "full_name",
        "N" => "family_name",
        "NICKNAME" => "nickname",
        "ORG" => "organization",
        "TITLE" => "job_title",
        "TEL" => "phone",
        "EMAIL" => "email",
        "ADR" => "address_street",
        "URL" => "website",
        "BDAY" => "birthday",
        "NOTE" => "note",
        "CATEGORIES" => "tags",
        "UID" => "uid",
        _ => return 0,
    };
    COLUMNS.iter().position(|name| *name == column).map_or(0, |index| index + 1)
}

struct Cells(Vec<String>);

impl Cells {
    fn cell(&mut self, column: &str) -> &mut String {
        let index = COLUMNS.iter().position(|name| *name == column).expect("columns are named from COLUMNS");
        &mut self.0[index]
    }

    fn set(&mut self, column: &str, value: String) -> bool {
        let cell = self.cell(column);
        let free = cell.is_empty() || *cell == value;
        if free {
            *cell = value;
        }
        free
    }

    fn append(&mut self, column: &str, between: &str, value: &str) {
        let cell = self.cell(column);
        if !cell.is_empty() && !value.is_empty() {
            cell.push_str(between);
        }
        cell.push_str(value);
    }

    /// False if no column takes it.
    fn take(&mut self, property: &Property) -> bool {
        let value = property.value.as_deref().unwrap_or_default();
        if value.chars().all(|c| c == ';' || c.is_whitespace()) {
            return true;
        }
        match property.name.as_str() {
            "FN" => self.set("full_name", whole(value)),
            "N" => self.name(value),
            "NICKNAME" => self.set("nickname", whole(value)),
            "ORG" => self.organisation(value),
            "TITLE" => self.set("job_title", whole(value)),
            "ROLE" => self.cell("job_title").is_empty() && self.set("job_title", whole(value)),
            "TEL" => self.phone(property, value),
            "EMAIL" => self.email(property, &whole(value)),
            "ADR" => self.address(value),
            "URL" => self.set("website", whole(value)),
            "BDAY" => self.set("birthday", birthday(&whole(value))),
            "NOTE" => {
                self.append("note", "\n", &whole(value));
                true
            }
            "CATEGORIES" => {
                let tags: Vec<String> = parts(value, ',').iter().map(|tag| tag.trim().to_owned()).collect();
                self.append("tags", "; ", &tags.join("; "));
                true
            }
            "UID" => self.set("uid", whole(value)),
            name => SILENT.contains(&name),
        }
    }

    fn name(&mut self, value: &str) -> bool {
        let mut parts = parts(value, ';').into_iter().map(|part| part.trim().to_owned());
        let mut next = || parts.next().unwrap_or_default();
        let (family, given, middle, prefix) = (next(), next(), next(), next());
        let given = if middle.is_empty() { given } else { format!("{given} {middle}").trim().to_owned() };
        self.set("family_name", family) & self.set("given_name", given) & self.set("salutation", prefix)
    }

    fn organisation(&mut self, value: &str) -> bool {
        let mut units =
            parts(value, ';').into_iter().map(|unit| unit.trim().to_owned()).filter(|unit| !unit.is_empty());
        let taken = self.set("organization", units.next().unwrap_or_default());
        let department = units.collect::<Vec<_>>().join(" / ");
        if taken && !department.is_empty() { self.set("department", department) } else { taken }
    }

    fn phone(&mut self, property: &Property, value: &str) -> bool {
        let number = phone_number(&whole(value));
        let says = |words: &[&str]| property.types.iter().any(|kind| words.iter().any(|word| kind.contains(word)));
        if says(&["fax", "传真"]) {
            return self.set("fax", number);
        }
        if property.is(&["pager", "bbs", "modem"]) {
            return false;
        }
        let column = if says(&["cell", "mobile", "iphone", "手机", "移动"]) {
            "phone_mobile"
        } else if says(&["work", "main", "工作", "办公", "公司", "单位"]) {
            "phone_work"
        } else if says(&["home", "住宅", "家庭"]) {
            "phone_home"
        } else if is_chinese_mobile(&number) {
            "phone_mobile"
        } else {
            "phone_other"
        };
        self.place(column, "phone_other", &number);
        if column != "phone_mobile" {
            self.set("phone", number);
        }
        true
    }

    fn email(&mut self, property: &Property, address: &str) -> bool {
        let says = |words: &[&str]| property.types.iter().any(|kind| words.iter().any(|word| kind.contains(word)));
        let column = if says(&["work", "工作", "办公", "公司"]) {
            "email_work"
        } else if says(&["home", "家", "个人"]) {
            "email_home"
        } else {
            "email_other"
        };
        self.place(column, "email_other", address);
        self.set("email", address.to_owned());
        true
    }

    /// The first of a type stands alone, the others share a column.
    fn place(&mut self, column: &str, others: &str, value: &str) {
        if column == others || !self.set(column, value.to_owned()) {
            self.append(others, "; ", value);
        }
    }

    fn address(&mut self, value: &str) -> bool {
        let parts: Vec<String> = parts(value, ';').iter().map(|part| part.trim().replace('\n', ", ")).collect();
        let part = |index: usize| parts.get(index).cloned().unwrap_or_default();
        let columns = ["address_street", "address_city", "address_region", "address_postal_code", "address_country"];
        if columns.iter().any(|column| !self.cell(column).is_empty()) {
            return false;
        }
        let street: Vec<String> = [part(0), part(1), part(2)].into_iter().filter(|part| !part.is_empty()).collect();
        let values = [street.join(", "), part(3), part(4), part(5), part(6)];
        for (column, value) in columns.into_iter().zip(values) {
            *self.cell(column) = value;
        }
        true
    }

    /// A card without a written name is named by its parts, its company or its address.
    fn complete(&mut self) {
        if self.cell("full_name").is_empty() {
            let name = join_name(&self.cell("family_name").clone(), &self.cell("given_name").clone());
            let stand_ins = [name, self.cell("organization").clone(), self.cell("email").clone()];
            *self.cell("full_name") = stand_ins.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        }
    }
}

/// `tel:+1-418-656-9254;ext=102` as people write it.
fn phone_number(value: &str) -> String {
    let bare = value.strip_prefix("tel:").unwrap_or(value);
    let (number, parameters) = bare.split_once(';').unwrap_or((bare, ""));
    let extension = parameters.split(';').find_map(|parameter| parameter.strip_prefix("ext="));
    match extension {
        Some(extension) => format!("{number} x{extension}"),
        None => number.trim().to_owned(),
    }
}

fn is_chinese_mobile(number: &str) -> bool {
    phone::parse(number, "CN").e164.is_some_and(|e164| e164.starts_with("+861") && e164.len() == 14)
}

/// ISO where the year is known; `--0203` stays as written.
fn birthday(value: &str) -> String {
    let day = value.split(['T', 't']).next().unwrap_or(value);
    date(day, DateOrder::YearMonthDay).map_or_else(|| value.to_owned(), |date| date.to_string())
}
