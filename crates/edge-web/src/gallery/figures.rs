//! The figures of the sample home page: target, pipeline, quarters, conversion.

use super::t;
use crate::ui::bars::*;
use crate::ui::spark::*;
use crate::ui::*;
use maud::{Markup, html};

pub fn target(lang: Lang) -> Markup {
    let week = |label: (&str, &str), x: f64, today| (x, t(lang, label.0, label.1).to_owned(), today);
    let sums = [
        (0.0, 2.14),
        (7.69, 5.36),
        (15.38, 10.36),
        (23.08, 17.14),
        (30.77, 26.43),
        (38.46, 32.5),
        (46.15, 42.86),
        (53.85, 47.86),
    ];
    let pace = Pace {
        words: t(lang, "本季累计赢单 268 万，落后进度 55 万", "Won so far 2.68M, 550K behind pace").into(),
        points: sums.to_vec(),
        target: t(lang, "目标 ¥560 万", "Target ¥5.60M").into(),
        now: t(lang, "¥268 万", "¥2.68M").into(),
        gap: t(lang, "落后进度 ¥55 万", "Behind pace ¥550K").into(),
        ticks: vec![
            week(("10-04", "Oct 4"), 0.0, false),
            week(("11-01", "Nov 1"), 30.77, false),
            week(("11-22", "Nov 22"), 53.85, true),
            week(("12-31", "Dec 31"), 100.0, false),
        ],
    };
    let head = [
        (t(lang, "周", "Week of"), false),
        (t(lang, "累计赢单（万元）", "Won, ¥10K"), true),
        (t(lang, "目标进度", "Pace"), true),
    ];
    let rows: Vec<Vec<Markup>> = [
        ("10-04", 12, 24),
        ("10-11", 30, 67),
        ("10-18", 58, 110),
        ("10-25", 96, 152),
        ("11-01", 148, 195),
        ("11-08", 182, 237),
        ("11-15", 240, 280),
        ("11-22", 268, 323),
    ]
    .iter()
    .map(|(week, won, pace)| vec![html! { (week) }, html! { a href="#" { (won) } }, html! { (pace) }])
    .collect();
    let figure = |class: &str, label: &str, value: &str| html! { div { dt { i class=(class) {} (label) } dd { a class="fig" href="#" { (value) } } } };
    html! {
        p class="tgt" { a class="fig" href="#" { b { (t(lang, "¥268 万", "¥2.68M")) } } span { (t(lang, "/ ¥560 万", "/ ¥5.60M")) } a class="end fig" href="#" { "48%" span { (t(lang, " · 时间已过 58%", " · 58% of time")) } } }
        (target_bar(47.9, 90.5, 57.6))
        dl class="figs" {
            (figure("", t(lang, "已赢", "Won"), t(lang, "¥268 万", "¥2.68M")))
            (figure("k2", t(lang, "加权预测", "Weighted"), t(lang, "¥239 万", "¥2.39M")))
            (figure("k3", t(lang, "还差", "To find"), t(lang, "¥53 万", "¥530K")))
        }
        (pace)
        (as_table(lang, t(lang, "本季累计赢单", "Won this quarter"), &head, &rows))
    }
}

pub fn pipeline(lang: Lang) -> Markup {
    let stages = [
        ("初步接洽", "First contact", Hue::Cyan, 4, 132.0, 10.0),
        ("需求确认", "Needs agreed", Hue::Blue, 3, 178.0, 30.0),
        ("方案报价", "Proposal", Hue::Violet, 2, 284.0, 50.0),
        ("商务谈判", "Negotiation", Hue::Amber, 3, 324.0, 70.0),
        ("合同审批", "Approval", Hue::Green, 2, 266.0, 90.0),
    ];
    let money = |v: f64| if lang == Lang::Zh { format!("¥{v} 万") } else { format!("¥{:.2}M", v / 100.0) };
    let list: Vec<Bar> = stages
        .iter()
        .map(|(zh, en, hue, count, sum, rate)| Bar {
            label: t(lang, zh, en).into(),
            hue: Some(*hue),
            count: count.to_string(),
            whole: sum / 3.24,
            part: sum / 3.24 * rate / 100.0,
            value: money(*sum),
            href: "kanban.html".into(),
            words: format!(" ({} {})", t(lang, "加权", "weighted"), money(sum * rate / 100.0)),
        })
        .collect();
    let head = [
        (t(lang, "阶段", "Stage"), false),
        (t(lang, "个数", "Deals"), true),
        (t(lang, "金额", "Amount"), true),
        (t(lang, "赢率", "Win rate"), true),
    ];
    let rows: Vec<Vec<Markup>> = stages
        .iter()
        .map(|(zh, en, _, count, sum, rate)| {
            vec![
                html! { (t(lang, zh, en)) },
                html! { (count) },
                html! { a href="#" { (money(*sum)) } },
                html! { (rate) "%" },
            ]
        })
        .collect();
    html! {
        (bars(&list))
        (key(&[("", t(lang, "加权 ¥675 万", "Weighted ¥6.75M")), ("k2", t(lang, "金额", "Amount"))]))
        (as_table(lang, t(lang, "管道按阶段", "Pipeline by stage"), &head, &rows))
    }
}

pub fn won(lang: Lang) -> Markup {
    let quarters = [
        ("Q1", "2025", 286.0, 300.0),
        ("Q2", "", 342.0, 340.0),
        ("Q3", "", 318.0, 340.0),
        ("Q4", "", 521.0, 480.0),
        ("Q1", "2026", 364.0, 380.0),
        ("Q2", "", 438.0, 440.0),
        ("Q3", "", 476.0, 460.0),
        ("Q4", "", 268.0, 560.0),
    ];
    let short = |v: f64| if lang == Lang::Zh { v.to_string() } else { format!("{:.1}", v / 100.0) };
    let list: Vec<ColumnBar> = quarters
        .iter()
        .enumerate()
        .map(|(n, (label, group, value, target))| ColumnBar {
            label: (*label).into(),
            group: (*group).into(),
            value: *value,
            text: short(*value),
            target: Some(*target),
            target_text: if n == 7 { short(*target) } else { String::new() },
            strong: n == 7,
            href: "#".into(),
            words: format!("{label} {} / {}", short(*value), short(*target)),
        })
        .collect();
    let head = [(t(lang, "季度", "Quarter"), false), (t(lang, "赢单", "Won"), true), (t(lang, "目标", "Target"), true)];
    let rows: Vec<Vec<Markup>> = quarters
        .iter()
        .map(|(label, _, value, target)| {
            vec![html! { (label) }, html! { a href="#" { (short(*value)) } }, html! { (short(*target)) }]
        })
        .collect();
    html! {
        (columns(t(lang, "各季度赢单金额与目标", "Won by quarter, with target"), &list))
        (key(&[("k2", t(lang, "赢单，万元", "Won, ¥M")), ("", t(lang, "本季至今", "This quarter")), ("kt", t(lang, "目标", "Target"))]))
        (as_table(lang, t(lang, "赢单按季度", "Won by quarter"), &head, &rows))
    }
}

pub fn conversion(lang: Lang) -> Markup {
    let steps = [
        ("新线索", "New leads", 64, ""),
        ("初步接洽", "First contact", 38, "59%"),
        ("需求确认", "Needs agreed", 26, "68%"),
        ("方案报价", "Proposal", 17, "65%"),
        ("商务谈判", "Negotiation", 11, "65%"),
        ("赢单", "Won", 7, "64%"),
    ];
    let list: Vec<FunnelStep> = steps
        .iter()
        .map(|(zh, en, count, rate)| FunnelStep {
            label: t(lang, zh, en).into(),
            value: count.to_string(),
            share: f64::from(*count) / 0.64,
            rate: (*rate).into(),
            href: "#".into(),
            words: String::new(),
        })
        .collect();
    let head = [(t(lang, "阶段", "Stage"), false), (t(lang, "到达", "Reached"), true), (t(lang, "转化", "Rate"), true)];
    let rows: Vec<Vec<Markup>> = steps
        .iter()
        .map(|(zh, en, count, rate)| {
            vec![html! { (t(lang, zh, en)) }, html! { a href="#" { (count) } }, html! { (rate) }]
        })
        .collect();
    html! {
        (funnel(&list))
        div class="key" { span { (t(lang, "百分比为从上一步走到这一步的比例", "Percentages: share that came on from the step before")) } }
        (as_table(lang, t(lang, "转化漏斗", "Conversion"), &head, &rows))
    }
}
