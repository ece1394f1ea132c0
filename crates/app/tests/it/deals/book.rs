//! The files of a company and the answers they have: the real ones with what was published about them, or generated ones of the same shape and
//! traps, whose answers are counted while they are made.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::support::data_dir;

pub struct Book {
    files: BTreeMap<&'static str, Vec<u8>>,
    pub answers: Answers,
}

/// Computed without this program.
#[derive(Default)]
pub struct Answers {
    /// stage → deals
    pub stages: BTreeMap<String, u64>,
    /// first day of the quarter → won deals, their value
    pub quarters: BTreeMap<String, (u64, u64)>,
    /// region → won deals, their value
    pub regions: BTreeMap<String, (u64, u64)>,
    pub won_value: u64,
    /// won of all decided, percent with three places
    pub win_rate: String,
    /// deals whose product is written as no product is called
    pub misspelt: u64,
    /// accounts with a parent
    pub children: u64,
    pub people: u64,
}

impl Book {
    pub fn open() -> Book {
        match data_dir() {
            Some(folder) => Book::real(&folder.join("crm-sales-opportunities")),
            None => {
                eprintln!("no real data here: the same deals in small, generated");
                Book::generated()
            }
        }
    }

    pub fn file(&self, name: &str) -> Vec<u8> {
        self.files[name].clone()
    }

    /// The file in a folder, for a command.
    pub fn write(&self, folder: PathBuf, name: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, &self.files[name]).expect("a file in the test's folder");
        path
    }

    /// Data rows of each file, in the order of the imports.
    pub fn rows(&self) -> [u64; 4] {
        super::FILES.map(|(_, name)| self.files[name].iter().filter(|byte| **byte == b'\n').count() as u64 - 1)
    }

    /// Published with the data set; see its README.
    fn real(folder: &Path) -> Book {
        let files = super::FILES.map(|(_, name)| (name, std::fs::read(folder.join(name)).expect("a file of the set")));
        let pairs = |pairs: &[(&str, u64, u64)]| pairs.iter().map(|(k, n, v)| (k.to_string(), (*n, *v))).collect();
        let stages = [("Won", 4_238), ("Lost", 2_473), ("Engaging", 1_589), ("Prospecting", 500)];
        let answers = Answers {
            stages: stages.into_iter().map(|(stage, count)| (stage.to_string(), count)).collect(),
            quarters: pairs(&[
                ("2017-01-01", 531, 1_134_672),
                ("2017-04-01", 1_254, 3_086_111),
                ("2017-07-01", 1_257, 2_982_255),
                ("2017-10-01", 1_196, 2_802_496),
            ]),
            regions: pairs(&[("Central", 1_629, 3_346_293), ("East", 1_171, 3_090_594), ("West", 1_438, 3_568_647)]),
            won_value: 10_005_534,
            win_rate: "63.150".into(),
            misspelt: 1_480,
            children: 15,
            people: 41,
        };
        Book { files: files.into(), answers }
    }

    /// Six teams, twelve accounts of which some name a parent in a later row, four products, 480 deals; `GTXPro` is no product, open deals have no
    /// account, lost ones no value; CRLF.
    fn generated() -> Book {
        let regions = ["Central", "East", "West"];
        let agent = |n: usize| format!("Agent {}", char::from(b'A' + n as u8));
        let teams = (0..18).map(|n| {
            let team = n / 3;
            format!("{},Manager {},{}\r\n", agent(n), char::from(b'P' + team as u8), regions[team / 2])
        });
        let parent = |n: usize| if n % 4 == 1 { format!("Company {:02}", (n * 5 + 3) % 12) } else { String::new() };
        let accounts = (0..12).map(|n| {
            format!("Company {n:02},technolgy,{},{}.25,{},Philipines,{}\r\n", 1990 + n, 100 + n, 10 * n + 1, parent(n))
        });
        let products =
            [("GTX Basic", "GTX", 550), ("GTX Pro", "GTX", 4821), ("MG Special", "MG", 55), ("GTK 500", "GTK", 26768)];
        let mut answers = Answers { people: 18 + 6, children: 3, ..Answers::default() };
        let mut deals = String::new();
        for n in 0..480_usize {
            let stage = ["Won", "Lost", "Won", "Engaging", "Won", "Lost", "Prospecting", "Won"][n % 8];
            let product = ["GTX Basic", "GTXPro", "MG Special", "GTK 500", "GTXPro"][n % 5];
            let (seller, month) = (n * 7 % 18, 1 + n % 12);
            let account = if n % 3 == 0 && stage != "Won" && stage != "Lost" {
                String::new()
            } else {
                format!("Company {:02}", n % 12)
            };
            let value = (n * 37 % 900 + 50) as u64;
            let (closed, worth) = match stage {
                "Won" => (format!("2017-{month:02}-{:02}", 1 + n % 28), value.to_string()),
                "Lost" => (format!("2017-{month:02}-{:02}", 1 + n % 28), "0".to_string()),
                _ => (String::new(), String::new()),
            };
            let engaged = if stage == "Prospecting" { "" } else { "2016-11-02" };
            deals += &format!("ID{n:06},{},{product},{account},{stage},{engaged},{closed},{worth}\r\n", agent(seller));
            *answers.stages.entry(stage.to_string()).or_default() += 1;
            answers.misspelt += u64::from(product == "GTXPro");
            if stage == "Won" {
                answers.won_value += value;
                let quarter = format!("2017-{:02}-01", (month - 1) / 3 * 3 + 1);
                for (count, sum) in [
                    answers.quarters.entry(quarter).or_default(),
                    answers.regions.entry(regions[seller / 6].into()).or_default(),
                ] {
                    *count += 1;
                    *sum += value;
                }
            }
        }
        let (won, lost) = (answers.stages["Won"], answers.stages["Lost"]);
        // thousandths of a percent, half up
        let rate = (won * 200_000 + (won + lost)) / (2 * (won + lost));
        answers.win_rate = format!("{}.{:03}", rate / 1_000, rate % 1_000);
        let lines = |header: &str, rows: String| format!("{header}\r\n{rows}").into_bytes();
        let product_rows = products.map(|(name, series, price)| format!("{name},{series},{price}\r\n")).concat();
        let files = BTreeMap::from([
            ("sales_teams.csv", lines("sales_agent,manager,regional_office", teams.collect())),
            (
                "accounts.csv",
                lines(
                    "account,sector,year_established,revenue,employees,office_location,subsidiary_of",
                    accounts.collect(),
                ),
            ),
            ("products.csv", lines("product,series,sales_price", product_rows)),
            (
                "sales_pipeline.csv",
                lines(
                    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
                    deals,
                ),
            ),
        ]);
        Book { files, answers }
    }
}
