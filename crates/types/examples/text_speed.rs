//! How many search tokens a record has and what they cost: `cargo run --release -p types --example text_speed`. Run by hand.
#![allow(clippy::print_stdout)] // a terminal is what it is for

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

use types::text::tokens::add_tokens;
use types::text::{Kind, Query, fold, query, sort_key};

const FIELDS: [(&str, Kind); 5] =
    [("a", Kind::Name), ("n", Kind::Name), ("p", Kind::Phone), ("e", Kind::Email), ("t", Kind::Text)];
const ROUNDS: usize = 4_000;

/// Records of five fields: company, person, telephone, e-mail, note.
const RECORDS: [[&str; 5]; 4] = [
    [
        "苏州恒泰精密机械有限公司",
        "张三丰",
        "13800138000",
        "zhang.sanfeng@hengtai.com.cn",
        "上次拜访谈到明年的设备更新，预算约两百万，需要先做样件。",
    ],
    [
        "重庆长安汽车零部件（集团）股份有限公司",
        "单晓燕",
        "023-62881234-801",
        "shan@changan-parts.cn",
        "电话沟通，要求报价单与交期",
    ],
    [
        "Acme Precision Machinery GmbH",
        "François Müller",
        "+49 30 901820",
        "f.mueller@acme-precision.de",
        "Met at the fair in Hannover, asked for a quote on 20 spindles.",
    ],
    ["中国建设银行", "欧阳娜娜", "010-66215533", "ouyang@ccb.com", ""],
];

fn main() {
    let mut count = 0;
    let per_record = time(|| {
        for record in &RECORDS {
            let tokens = black_box(tokens(record));
            count = tokens.len();
        }
    }) / RECORDS.len() as f64;
    for record in &RECORDS {
        let tokens = tokens(record);
        let bytes: usize = tokens.iter().map(|token| token.len() + 1).sum();
        println!("{:>4} tokens {:>5} bytes  {}", tokens.len(), bytes, record[0]);
    }
    println!("{per_record:.1} µs per record of five fields ({count} tokens in the last)");
    for (at, (_, kind)) in FIELDS.iter().enumerate() {
        let one = |record: &[&str; 5]| add_tokens(&mut BTreeSet::new(), "t", *kind, record[at]);
        println!(
            "{:>8.2} µs {kind:?}",
            time(|| RECORDS.iter().for_each(|record| one(black_box(record)))) / RECORDS.len() as f64
        );
    }
    sort_key("一"); // the table behind it is made at the first use
    let names = || RECORDS.iter().map(|record| black_box(record[0]));
    println!("{:>8.2} µs sort_key", time(|| names().for_each(|name| drop(black_box(sort_key(name))))) / 4.0);
    println!("{:>8.2} µs fold", time(|| names().for_each(|name| drop(black_box(fold(name).into_owned())))) / 4.0);
    let typed = ["华为 138", "htjm", "恒泰精密机械", "zhang@hengtai"];
    let ask = || typed.iter().map(|typed| query(black_box(typed), &FIELDS)).map(black_box).for_each(drop::<Query>);
    println!("{:>8.2} µs query", time(ask) / 4.0);
}

fn tokens(record: &[&str; 5]) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    for ((tag, kind), value) in FIELDS.iter().zip(record) {
        add_tokens(&mut tokens, tag, *kind, value);
    }
    tokens
}

/// Microseconds of one call, the least of five rounds: other programs only ever make it slower.
fn time(mut call: impl FnMut()) -> f64 {
    let round = |call: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..ROUNDS).for_each(|_| call());
        start.elapsed().as_secs_f64() * 1e6 / ROUNDS as f64
    };
    (0..5).map(|_| round(&mut call)).fold(f64::MAX, f64::min)
}
