//! Random expressions about deals, well typed: what a seed says, no deeper than asked.

use super::world::{CITIES, DATES, Dice, TEXTS, TIMES};

pub struct Author {
    pub dice: Dice,
    pub depth: usize,
}

const NUMBERS: [&str; 13] = [
    "amount",
    "cost",
    "quantity",
    "rate",
    "fine",
    "discount",
    "version",
    "account.size",
    "account.credit",
    "margin",
    "share",
    "size(tags)",
    "account.parent.version",
];
const LITERALS: [&str; 12] = [
    "0",
    "1",
    "2",
    "-1",
    "0.5",
    "100",
    "3.333333",
    "99.99",
    "0.000000001",
    "-123456.789",
    "1000000000",
    "900000000000000000",
];
const TEXT_FIELDS: [&str; 10] = [
    "name",
    "notes",
    "story",
    "code",
    "email",
    "address.city",
    "amount.currency",
    "about.object",
    "account.name",
    "account.parent.name",
];
const DATE_FIELDS: [&str; 2] = ["close_date", "account.founded"];
const LINKS: [&str; 3] = ["owner", "account.owner", "me()"];
const ACCOUNTS: [&str; 4] = ["account", "account.parent", "account.id", "about"];
const CHOICES: [(&str, [&str; 2]); 2] = [("stage", ["open", "won"]), ("account.region", ["east", "south"])];
const SEVERAL: [(&str, [&str; 2]); 3] =
    [("tags", ["\"vip\"", "\"a b\""]), ("channels", ["\"web\"", "\"fair\""]), ("account.marks", ["\"vip\"", "\"no\""])];
const BOOLS: [&str; 4] = ["won", "account.vip", "late", "account.parent.vip"];

impl Author {
    pub fn condition(&mut self) -> String {
        if self.depth == 0 {
            return self.dice.pick(&BOOLS).to_owned();
        }
        self.depth -= 1;
        let text = match self.dice.roll(20) {
            0 | 1 => format!("({} && {})", self.condition(), self.condition()),
            2 | 3 => format!("({} || {})", self.condition(), self.condition()),
            4 | 5 => format!("!({})", self.condition()),
            6 | 7 => format!("{} {} {}", self.number(), self.comparison(), self.number()),
            8 => format!("{} {} {}", self.date(), self.comparison(), self.date()),
            9 => format!("{} {} {}", self.time(), self.comparison(), self.moment()),
            10 => {
                let test = self.dice.pick(&["contains", "startsWith", "endsWith"]);
                format!("{}.{test}({})", self.text(), self.text())
            }
            11 => format!("{} {} {}", self.text(), self.comparison(), self.text()),
            12 => self.membership(),
            13 => self.several(),
            14 => format!("{} {} {}", self.link(), self.equality(), self.link()),
            15 => {
                let (field, codes) = self.dice.pick(&CHOICES);
                format!("{field} {} \"{}\"", self.equality(), self.dice.pick(&codes))
            }
            16 => format!("isEmpty({})", self.anything()),
            17 => format!("{} {} null", self.anything(), self.equality()),
            18 => format!("({} ? {} : {})", self.condition(), self.condition(), self.condition()),
            _ => format!("(({}) {} ({}))", self.condition(), self.equality(), self.condition()),
        };
        self.depth += 1;
        text
    }

    fn comparison(&mut self) -> &'static str {
        self.dice.pick(&["==", "!=", "<", "<=", ">", ">="])
    }

    fn equality(&mut self) -> &'static str {
        self.dice.pick(&["==", "!="])
    }

    fn anything(&mut self) -> String {
        match self.dice.roll(6) {
            0 => self.number(),
            1 => self.text(),
            2 => self.date(),
            3 => self.time(),
            4 => self.dice.pick(&["address", "tags", "people", "channels", "account.marks"]).to_owned(),
            _ => self.link(),
        }
    }

    pub fn number(&mut self) -> String {
        if self.depth == 0 {
            return if self.dice.roll(2) == 0 { self.dice.pick(&NUMBERS) } else { self.dice.pick(&LITERALS) }
                .to_owned();
        }
        self.depth -= 1;
        let text = match self.dice.roll(10) {
            0..5 => {
                let sign = self.dice.pick(&["+", "-", "*", "/", "%"]);
                format!("({} {sign} {})", self.number(), self.number())
            }
            5 => format!("round({}, {})", self.number(), self.dice.roll(10)),
            6 => format!("-{}", self.number()),
            7 => format!("abs({})", self.number()),
            8 => {
                let which = self.dice.pick(&["min", "max"]);
                format!("{which}({}, {})", self.number(), self.number())
            }
            _ => match self.dice.roll(3) {
                0 => format!("({} ? {} : {})", self.condition(), self.number(), self.number()),
                1 => format!("({} - {})", self.date(), self.date()),
                _ => format!("({} - {})", self.time(), self.moment()),
            },
        };
        self.depth += 1;
        text
    }

    pub fn text(&mut self) -> String {
        match self.dice.roll(6) {
            0 | 1 => {
                let all: Vec<&str> =
                    TEXTS.iter().chain(&CITIES).copied().chain(["a", "华", "OP-", "(", "bc"]).collect();
                format!("{:?}", self.dice.pick(&all)).replace("\\u{200b}", "\u{200b}").replace("\\'", "'")
            }
            2 if self.depth > 0 => {
                self.depth -= 1;
                let text = format!("({} ? {} : {})", self.condition(), self.text(), self.text());
                self.depth += 1;
                text
            }
            3 if self.depth > 0 => {
                self.depth -= 1;
                let text = format!("({} + {})", self.text(), self.text());
                self.depth += 1;
                text
            }
            _ => self.dice.pick(&TEXT_FIELDS).to_owned(),
        }
    }

    pub fn date(&mut self) -> String {
        match self.dice.roll(6) {
            0 => format!("date(\"{}\")", self.dice.pick(&DATES)),
            1 => self.dice.pick(&["today()", "startOfMonth(-1)", "daysAgo(20)"]).to_owned(),
            2 if self.depth > 0 => {
                let days = self.dice.pick(&["1", "quantity", "-30", "account.size"]);
                format!("({} + {days})", self.date())
            }
            3 if self.depth > 0 => format!("max({}, {})", self.date(), self.date()),
            _ => self.dice.pick(&DATE_FIELDS).to_owned(),
        }
    }

    pub fn time(&mut self) -> String {
        match self.dice.roll(6) {
            0 => format!("time(\"{}\")", self.dice.pick(&TIMES)),
            1 => "now()".to_owned(),
            2 if self.depth > 0 => {
                let days = self.dice.pick(&["1", "0.5", "rate", "fine", "-30"]);
                format!("({} - {days})", self.time())
            }
            3 => format!("startOfDay({})", self.dice.pick(&DATE_FIELDS)),
            _ => "closed_at".to_owned(),
        }
    }

    /// A time, or a date that must become one.
    fn moment(&mut self) -> String {
        if self.dice.roll(2) == 0 { self.time() } else { self.date() }
    }

    pub fn link(&mut self) -> String {
        if self.dice.roll(2) == 0 { self.dice.pick(&LINKS) } else { "\"0000000000002\"" }.to_owned()
    }

    fn membership(&mut self) -> String {
        match self.dice.roll(6) {
            0 => format!("{} in [0, 1.5, 100, -123456.789, null]", self.number()),
            1 => format!("{} in [\"abc\", \"华为技术\"]", self.text()),
            2 => format!("{} in [today(), date(\"2026-03-08\"), now()]", self.date()),
            3 => format!("{} in [me(), \"0000000000003\"]", self.dice.pick(&["owner", "account.owner"])),
            4 => {
                let field = self.dice.pick(&ACCOUNTS);
                let id = types::Id(11 + self.dice.roll(12) as i64);
                format!("{field} == \"{id}\" || {field} == {}", self.dice.pick(&ACCOUNTS))
            }
            _ => "stage in [\"won\", \"lost\"]".to_owned(),
        }
    }

    fn several(&mut self) -> String {
        let (field, values) = self.dice.pick(&SEVERAL);
        let value = self.dice.pick(&values);
        match self.dice.roll(6) {
            0 => format!("hasAll({field}, [{}, {}])", values[0], values[1]),
            1 => "hasAll(people, [me(), \"0000000000002\"])".to_owned(),
            2 => format!("{} in people", self.link()),
            3 => format!("{} in tags", self.text()),
            _ => format!("{value} in {field}"),
        }
    }
}
