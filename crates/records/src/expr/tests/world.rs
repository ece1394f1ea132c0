//! A small company with every kind of field, in memory and in a database, for the tests of the language.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use store::{Alias, Cell, Change, Clash, Database, Expr, Join, JoinKind, Select, Source};
use types::{Address, Currency, Date, Id, Instant, Linked, Money, Name, Result, Value, text::fold};

use crate::{
    expr::{Env, Expected, Node, Path, Row, check, check::of_any_kind, sql},
    schema::{Catalog, Field, FieldType, Object, ship, tables},
};

const USERS: &str = r#"
name = "users"
label = { zh = "用户", en = "User" }
plural = { zh = "用户", en = "Users" }
icon = "user"
owned = "system"
title = "name"
fields = [
  { name = "name", type = "text", label = { zh = "姓名", en = "Name" } },
  { name = "level", type = "integer", label = { zh = "级别", en = "Level" } },
]
"#;

const ACCOUNTS: &str = r#"
name = "accounts"
label = { zh = "客户", en = "Account" }
plural = { zh = "客户", en = "Accounts" }
icon = "building"
owned = "by_person"
title = "name"
fields = [
  { name = "name", type = "text", label = { zh = "名称", en = "Name" } },
  { name = "region", type = "choice", label = { zh = "区域", en = "Region" }, options = [
    { code = "east", zh = "华东", en = "East" }, { code = "south", zh = "华南", en = "South" } ] },
  { name = "size", type = "integer", label = { zh = "人数", en = "Size" } },
  { name = "credit", type = "money", label = { zh = "额度", en = "Credit" } },
  { name = "founded", type = "date", label = { zh = "成立", en = "Founded" } },
  { name = "vip", type = "yes_no", label = { zh = "重点", en = "VIP" } },
  { name = "marks", type = "tags", label = { zh = "标签", en = "Marks" } },
  { name = "parent", type = "link", to = "accounts", label = { zh = "上级", en = "Parent" } },
  { name = "late_size", type = "formula", result = "integer", formula = "parent.size - 1", label = { zh = "x", en = "X" } },
]
"#;

const DEALS: &str = r#"
name = "deals"
label = { zh = "商机", en = "Deal" }
plural = { zh = "商机", en = "Deals" }
icon = "deal"
owned = "by_person"
title = "name"
fields = [
  { name = "name", type = "text", label = { zh = "名称", en = "Name" } },
  { name = "notes", type = "long_text", label = { zh = "备注", en = "Notes" } },
  { name = "story", type = "rich_text", label = { zh = "经过", en = "Story" } },
  { name = "code", type = "auto_number", label = { zh = "编号", en = "Code" } },
  { name = "email", type = "email", label = { zh = "邮箱", en = "E-mail" } },
  { name = "amount", type = "money", label = { zh = "金额", en = "Amount" } },
  { name = "cost", type = "money", label = { zh = "成本", en = "Cost" } },
  { name = "quantity", type = "integer", label = { zh = "数量", en = "Quantity" } },
  { name = "rate", type = "decimal", scale = 6, label = { zh = "汇率", en = "Rate" } },
  { name = "fine", type = "decimal", scale = 9, label = { zh = "精度", en = "Fine" } },
  { name = "discount", type = "percent", scale = 2, label = { zh = "折扣", en = "Discount" } },
  { name = "stage", type = "choice", label = { zh = "阶段", en = "Stage" }, options = [
    { code = "open", zh = "进行中", en = "Under way" }, { code = "won", zh = "赢单", en = "Won" }, { code = "lost", zh = "输单", en = "Lost" } ] },
  { name = "channels", type = "choices", label = { zh = "渠道", en = "Channels" }, options = [
    { code = "web", zh = "网站", en = "Web" }, { code = "fair", zh = "展会", en = "Fair" } ] },
  { name = "tags", type = "tags", label = { zh = "标签", en = "Tags" } },
  { name = "people", type = "users", label = { zh = "成员", en = "People" } },
  { name = "close_date", type = "date", label = { zh = "预计成交", en = "Close date" } },
  { name = "closed_at", type = "date_time", label = { zh = "成交时间", en = "Closed" } },
  { name = "won", type = "yes_no", label = { zh = "赢", en = "Is won" } },
  { name = "account", type = "link", to = "accounts", label = { zh = "客户", en = "Account" } },
  { name = "about", type = "link_any", to = ["accounts", "users"], label = { zh = "关于", en = "About" } },
  { name = "address", type = "address", label = { zh = "地址", en = "Address" } },
  { name = "secret", type = "text", label = { zh = "机密", en = "Secret" } },
  { name = "children", type = "rollup", rollup = { object = "deals", via = "account", function = "count" }, label = { zh = "数", en = "Count" } },
  { name = "margin", type = "formula", result = "money", formula = "amount - cost", label = { zh = "毛利", en = "Margin" } },
  { name = "late", type = "formula", result = "yes_no", formula = "close_date < today()", label = { zh = "逾期", en = "Late" } },
  { name = "share", type = "formula", result = "percent", formula = "amount / account.credit * 100", label = { zh = "占比", en = "Share" } },
  { name = "hush", type = "formula", result = "text", formula = "account == null ? secret : name", label = { zh = "嘘", en = "Hush" } },
  { name = "circle", type = "formula", result = "integer", formula = "account.size + circle", label = { zh = "圈", en = "Circle" } },
]
"#;

/// Monday morning in New York, where the reader is; the organisation is in Shanghai.
const NOW: &str = "2026-11-22T15:30:00Z";

pub struct World {
    pub catalog: Catalog,
    zone: TimeZone,
    org_zone: TimeZone,
    /// (object, id) → field → value
    pub rows: BTreeMap<(Name, i64), BTreeMap<Name, Value>>,
}

pub fn money(amount: &str, currency: &str, base: Option<&str>) -> Value {
    let number = |text: &str| text.parse::<Decimal>().unwrap();
    Value::Money(Money { amount: number(amount), currency: Currency::parse(currency).unwrap(), base: base.map(number) })
}

/// Always the same.
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

impl World {
    fn new() -> World {
        let module = Name::of("test");
        let objects = [USERS, ACCOUNTS, DEALS].map(|source| {
            let object = ship::object(&module, source).unwrap();
            (object.name.clone(), Arc::new(object))
        });
        let catalog = Catalog { version: 1, objects: objects.into() };
        let zone = |name| TimeZone::get(name).unwrap();
        let mut world =
            World { catalog, zone: zone("America/New_York"), org_zone: zone("Asia/Shanghai"), rows: BTreeMap::new() };
        world.fill();
        world
    }

    pub fn env<'a>(&'a self, object: &str) -> Env<'a> {
        Env {
            catalog: &self.catalog,
            object: self.catalog.must(object),
            readable: &|_, field| field.name != "secret",
            me: Some(Id(1)),
            now: Instant::parse(NOW).unwrap(),
            zone: &self.zone,
            org_zone: &self.org_zone,
            org_fiscal_start: 4,
            week_start: 1,
            stored: false,
        }
    }

    /// A node of any kind, from a text about deals.
    pub fn value(&self, source: &str) -> Node {
        of_any_kind(source, &self.env("deals")).unwrap_or_else(|mistake| panic!("{source}: {mistake}")).0
    }

    /// A deal of which nothing is known.
    pub fn blank(&self) -> One<'_> {
        One { world: self, id: None, values: BTreeMap::new() }
    }

    pub fn with(&self, field: &str, value: Value) -> One<'_> {
        One { world: self, id: None, values: BTreeMap::from([(Name::of(field), value)]) }
    }

    pub fn row(&self, id: i64) -> One<'_> {
        One { world: self, id: Some(id), values: self.rows[&(Name::of("deals"), id)].clone() }
    }

    pub fn deals(&self) -> impl Iterator<Item = i64> {
        self.rows.keys().filter(|(object, _)| *object == "deals").map(|(_, id)| *id)
    }

    /// Rows whose values meet every case with every other sooner or later; always the same.
    fn fill(&mut self) {
        let mut dice = Dice(7);
        for (object, first, count) in [("users", 1, 4), ("accounts", 11, 12), ("deals", 101, 60)] {
            let object = self.catalog.must(object).clone();
            for id in first..first + count {
                let mut row = BTreeMap::new();
                for field in object.living() {
                    let unique = field.name.starts_with("external");
                    let value = if unique || dice.roll(4) == 0 { Value::Empty } else { any_value(&mut dice, field) };
                    row.insert(field.name.clone(), value);
                }
                self.rows.insert((object.name.clone(), id), row);
            }
        }
        let margins: Vec<(i64, Value)> = self
            .deals()
            .map(|id| {
                let node = check("amount - cost", &self.env("deals"), Expected::Value(&FieldType::Money)).unwrap();
                let margin = match crate::expr::eval_as(&node, &FieldType::Money, &self.row(id)) {
                    Value::Decimal(base) => {
                        Value::Money(Money { amount: base, currency: Currency::CNY, base: Some(base) })
                    }
                    _ => Value::Empty,
                };
                (id, margin)
            })
            .collect();
        for (id, margin) in margins {
            self.rows.get_mut(&(Name::of("deals"), id)).unwrap().insert(Name::of("margin"), margin);
        }
    }

    /// Puts everything into a database.
    pub fn keep(&self, db: &Database) {
        let mut steps = Vec::new();
        let mut changes = Vec::new();
        for object in self.catalog.objects.values() {
            steps.extend(tables::create(object));
        }
        for ((object, id), row) in &self.rows {
            let object = self.catalog.must(object);
            let mut cells = vec![("id".to_owned(), Cell::Int(*id)), ("version".to_owned(), Cell::Int(*id % 5))];
            if self.hidden(&object.name, *id) {
                cells.push(("deleted_at".to_owned(), Cell::Int(1)));
            }
            for field in object.living() {
                let value = &row[&field.name];
                let columns = field.columns().into_iter().map(|(name, _)| name.to_string());
                cells.extend(columns.zip(cells_of(field, value)));
                if let Some(side) = field.side_table(&object.name) {
                    let values: Vec<Vec<Cell>> =
                        many(value).into_iter().map(|cell| vec![Cell::Int(*id), cell]).collect();
                    if !values.is_empty() {
                        let columns = vec![Name::of("record"), Name::of("value")];
                        changes.push(Change::Insert { table: side, columns, rows: values, clash: Clash::Refuse });
                    }
                }
            }
            let (columns, row): (Vec<Name>, Vec<Cell>) = cells.into_iter().map(|(n, c)| (Name::of(&n), c)).unzip();
            changes.push(Change::Insert {
                table: object.table().clone(),
                columns,
                rows: vec![row],
                clash: Clash::Refuse,
            });
        }
        let steps = Arc::new(steps);
        let changes = Arc::new(changes);
        db.write_now(move |tx| {
            for step in steps.iter() {
                tx.reshape(step)?;
            }
            tx.run_all(&changes)
        })
        .unwrap();
    }

    /// Some records cannot be seen by the reader.
    fn hidden(&self, object: &Name, id: i64) -> bool {
        *object != "deals" && id % 4 == 0
    }
}

/// A deal in memory, with the world behind its links.
pub struct One<'a> {
    world: &'a World,
    id: Option<i64>,
    values: BTreeMap<Name, Value>,
}

impl Row for One<'_> {
    fn value(&self, path: &Path) -> Value {
        let (mut values, mut object, mut id) = (&self.values, self.world.catalog.must("deals").clone(), self.id);
        for hop in &path.hops {
            let target = self.world.catalog.target(object.field(hop).unwrap()).unwrap().clone();
            let Some(link) = values.get(hop).and_then(Value::as_id) else { return Value::Empty };
            let Some(row) = self.world.rows.get(&(target.name.clone(), link.0)) else { return Value::Empty };
            if self.world.hidden(&target.name, link.0) {
                return Value::Empty;
            }
            (values, object, id) = (row, target, Some(link.0));
        }
        match path.field.as_str() {
            "id" => id.map_or(Value::Empty, |id| Value::link(Id(id))),
            "version" => id.map_or(Value::Empty, |id| Value::Int(id % 5)),
            field => values.get(field).cloned().unwrap_or_default(),
        }
    }
}

/// The tables of one query about deals.
pub struct Tables<'a> {
    world: &'a World,
    joins: RefCell<Vec<(Vec<Name>, Join)>>,
}

impl<'a> Tables<'a> {
    pub fn new(world: &'a World) -> Tables<'a> {
        Tables { world, joins: RefCell::default() }
    }

    /// `SELECT id, column FROM deals WHERE filter`
    pub fn select(self, column: Expr, filter: Option<Expr>) -> Select {
        Select {
            columns: vec![Expr::column(0, "id"), column],
            from: Some((Source::Table(Name::of("deals")), 0)),
            joins: self.joins.into_inner().into_iter().map(|(_, join)| join).collect(),
            filter,
            ..Select::default()
        }
    }

    fn object(&self, hops: &[Name]) -> Arc<Object> {
        hops.iter().fold(self.world.catalog.must("deals").clone(), |object, hop| {
            self.world.catalog.target(object.field(hop).unwrap()).unwrap().clone()
        })
    }
}

impl sql::Places for Tables<'_> {
    fn alias(&mut self, hops: &[Name]) -> Result<Alias> {
        let Some((link, before)) = hops.split_last() else { return Ok(0) };
        if let Some((_, join)) = self.joins.borrow().iter().find(|(chain, _)| chain == hops) {
            return Ok(join.alias);
        }
        let from = self.alias(before)?;
        let alias = self.joins.borrow().len() as Alias + 1;
        let target = self.object(hops);
        let on =
            Expr::column(alias, "id").equals(Expr::column(from, link)).and(Expr::column(alias, "deleted_at").is_null());
        let join = Join { kind: JoinKind::Left, source: Source::Table(target.table().clone()), alias, on };
        self.joins.borrow_mut().push((hops.to_vec(), join));
        Ok(alias)
    }
}

/// A small generator of numbers, the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())].clone()
    }
}

pub const TEXTS: [&str; 8] =
    ["abc", "ABC Ltd", "华为技术", "ＡＢＣ（华为）", "100%_x", "it's \"q\"\n", "\u{200b}", "z"];
pub const CITIES: [&str; 3] = ["深圳", "New York", "abc"];
pub const DATES: [&str; 6] = ["2026-11-22", "2026-11-01", "2026-03-08", "1969-12-31", "0001-01-01", "9998-12-31"];
pub const TIMES: [&str; 6] = [
    "2026-11-22T05:00:00Z",
    "2026-11-22T04:59:59.999999Z",
    "2026-03-08T05:00:00Z",
    "1960-06-01T12:00:00Z",
    "2026-11-22T15:30:00Z",
    "9999-01-01T00:00:00Z",
];
const NUMBERS: [&str; 12] = [
    "0",
    "1",
    "-1",
    "0.5",
    "-2.5",
    "3.333333",
    "99.99",
    "100",
    "10000.0001",
    "-123456789.123456789",
    "900000000000",
    "1000000000",
];

fn any_value(dice: &mut Dice, field: &Field) -> Value {
    let number =
        |dice: &mut Dice, scale| crate::expr::Number::from_decimal(dice.pick(&NUMBERS).parse().unwrap(), scale);
    match &field.kind {
        FieldType::Text { .. } | FieldType::LongText | FieldType::RichText => Value::text(dice.pick(&TEXTS)),
        FieldType::AutoNumber { .. } => Value::text(dice.pick(&["OP-00001", "op-2"])),
        FieldType::Email => Value::text(dice.pick(&["Ann@Example.com", "bo@x.cn"])),
        FieldType::Integer => match number(dice, 0) {
            Some(number) => Value::Int(number.units),
            None => Value::Empty,
        },
        FieldType::Decimal { scale } | FieldType::Percent { scale } => {
            number(dice, *scale).map_or(Value::Empty, |number| Value::Decimal(number.to_decimal()))
        }
        FieldType::Money => {
            let base = number(dice, 4).map(|n| n.to_decimal()).filter(|_| dice.roll(5) > 0);
            let currency = Currency::parse(dice.pick(&["CNY", "USD"])).unwrap();
            Value::Money(Money { amount: Decimal::ONE, currency, base })
        }
        FieldType::YesNo => Value::Bool(dice.roll(2) == 0),
        FieldType::Date => Value::Date(Date::parse(dice.pick(&DATES)).unwrap()),
        FieldType::DateTime => Value::Time(Instant::parse(dice.pick(&TIMES)).unwrap()),
        FieldType::Choice { options } => Value::text(dice.pick(options).code),
        FieldType::Choices { .. } => {
            Value::Texts(dice.pick(&[vec!["fair".to_owned()], vec!["fair".into(), "web".into()], vec![]]))
        }
        FieldType::Tags => Value::Texts(dice.pick(&[vec!["vip".to_owned()], vec!["a b".into(), "vip".into()], vec![]])),
        FieldType::Link { to } if *to == "accounts" => Value::link(Id(11 + dice.roll(12) as i64)),
        FieldType::User => Value::link(Id(1 + dice.roll(4) as i64)),
        FieldType::Users => Value::Links((1..=dice.roll(4) as i64).map(|id| Linked::to(Id(id))).collect()),
        FieldType::LinkAny { .. } => Value::Link(Linked::to_any(Name::of("accounts"), Id(11 + dice.roll(12) as i64))),
        FieldType::Address => {
            let city = Some(dice.pick(&CITIES).to_owned());
            Value::Address(Box::new(Address { city, ..Address::default() }))
        }
        _ => Value::Empty,
    }
}

/// The cells of a value, in the order of the field's columns.
fn cells_of(field: &Field, value: &Value) -> Vec<Cell> {
    let scale = match field.result_type() {
        FieldType::Decimal { scale } | FieldType::Percent { scale } => *scale,
        _ => 4,
    };
    let scaled = |number: Decimal| crate::expr::Number::from_decimal(number, scale).map(|number| number.units);
    let nothing = || vec![Cell::Null; field.columns().len()];
    match value {
        Value::Bool(yes) => vec![(*yes).into()],
        Value::Int(number) => vec![(*number).into()],
        Value::Decimal(number) => vec![scaled(*number).into()],
        Value::Money(money) => {
            vec![scaled(money.amount).into(), money.currency.as_str().into(), money.base.and_then(scaled).into()]
        }
        Value::Text(text) => {
            let folded = fold(text);
            let folded = if folded == *text { Cell::Null } else { Cell::text(folded) };
            match field.columns().len() {
                3 => vec![text.as_str().into(), Cell::Null, folded],
                2 => vec![text.as_str().into(), folded],
                _ => vec![text.as_str().into()],
            }
        }
        Value::Date(day) => vec![(*day).into()],
        Value::Time(at) => vec![(*at).into()],
        Value::Link(link) => vec![link.id.into(), link.object.as_ref().map_or(Cell::Null, Cell::from)],
        Value::Address(address) => {
            let mut cells = nothing();
            cells[2] = address.city.clone().into();
            cells
        }
        Value::Empty | Value::Texts(_) | Value::Links(_) => nothing(),
    }
}

fn many(value: &Value) -> Vec<Cell> {
    match value {
        Value::Texts(list) => list.iter().map(|text| text.as_str().into()).collect(),
        Value::Links(list) => list.iter().map(|link| link.id.into()).collect(),
        _ => Vec::new(),
    }
}
