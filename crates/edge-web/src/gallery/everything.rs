//! What no sample page shows: every look of buttons, marks, cards, and the charts of the browser.

use super::frame::frame;
use super::t;
use crate::ui::avatar::Size;
use crate::ui::*;
use maud::{Markup, html};

fn buttons() -> Markup {
    let all = [Button::new("保存"), Button::primary("保存"), Button::ghost("保存"), Button::danger("删除")];
    html! {
        @for small in [false, true] {
            div class="row wrap" { @for b in &all { @let b = if small { b.clone().small() } else { b.clone() }; (b) (b.clone().icon("plus")) (b.clone().disabled(true)) } }
        }
        div class="row wrap" { (Button::primary("登录").large()) (Button::new("筛选").icon("filter").count("5").on(true)) (Button::ghost("字段").icon("columns-3").note("9")) (Button::square("dots", "更多")) (Button::square("x", "关闭").small()) (Button::new("下一步").trailing("arrow-right")) }
    }
}

fn marks() -> Markup {
    let hues = [Hue::Grey, Hue::Red, Hue::Amber, Hue::Green, Hue::Teal, Hue::Cyan, Hue::Blue, Hue::Violet, Hue::Pink];
    html! {
        div class="row wrap" { @for hue in hues { (Tag::new(format!("{hue:?}"), hue)) } }
        div class="row wrap" { @for hue in hues { (dot(hue)) } @for hue in hues { (Avatar::person("林书遥").hue(hue)) } @for hue in hues { (Avatar::record("恒泰").hue(hue)) } }
        div class="row wrap" { @for size in [Size::Xs, Size::Sm, Size::Md, Size::Lg] { (Avatar::person("林书遥").size(size)) (Avatar::person("Anna de Vries").size(size)) (Avatar::record("苏州恒泰精密").size(size)) } }
        div class="row wrap" { @for (value, hue) in [(12, Hue::Red), (55, Hue::Amber), (86, Hue::Green)] { (Meter { value, hue, words: "分".into() }) } (tag::change(Some(html! { "顾南乔" }), html! { "林书遥" })) (file_chip("合同.pdf", "4.2 MB", "#")) }
    }
}

fn cells(lang: Lang) -> Markup {
    let of = [
        Content::Empty,
        Content::Text("装备制造".into()),
        Content::Late("逾期 2 天".into()),
        Content::Tags(vec![Tag::free("MES"), Tag::free("续约客户")]),
        Content::People(vec!["顾南乔".into(), "陈嘉禾".into()]),
        Content::Link { label: "hengtai-jm.example".into(), href: "#".into() },
        Content::Gone("已删除的客户".into()),
        Content::YesNo { yes: true, words: t(lang, "是", "yes").into() },
        Content::YesNo { yes: false, words: t(lang, "否", "no").into() },
        Content::Masked("138****8000".into()),
    ];
    facts(lang, &of.map(|content| Fact::new(t(lang, "字段", "Field"), content).edit("edit")))
}

fn charts(lang: Lang) -> Markup {
    let chart = |id: &str, kind: &str, more: &str| {
        let quarters = ["Q1", "Q2", "Q3", "Q4"];
        let won = [364, 438, 476, 268];
        let lost = [120, 180, 90, 60];
        let series = if matches!(kind, "pie" | "funnel") {
            format!(r#"[{{"name":"赢单","values":{won:?}}}]"#)
        } else {
            format!(
                r#"[{{"name":"赢单","values":{won:?},"href":["home.html","home.html","home.html","home.html"]}},{{"name":"输单","values":{lost:?}}}]"#
            )
        };
        Chart {
            id: id.into(),
            title: t(lang, "赢单与输单，按季度", "Won and lost by quarter").into(),
            spec: format!(r#"{{"kind":"{kind}",{more}"unit":" 万","categories":{quarters:?},"series":{series}}}"#),
            head: vec![
                (t(lang, "季度", "Quarter").into(), false),
                (t(lang, "赢单", "Won").into(), true),
                (t(lang, "输单", "Lost").into(), true),
            ],
            rows: (0..4).map(|n| vec![html! { (quarters[n]) }, html! { (won[n]) }, html! { (lost[n]) }]).collect(),
        }
    };
    html! { div class="cols2" {
        (chart("c-bar", "bar", "").html(lang)) (chart("c-stack", "bar", r#""stack":true,"horizontal":true,"#).html(lang)) (chart("c-line", "line", "").html(lang)) (chart("c-pie", "pie", "").html(lang)) (chart("c-funnel", "funnel", "").html(lang))
    } }
}

pub fn page(lang: Lang) -> Markup {
    let card = |title: &str, body: Markup| html! { section class="card" { header { h2 { (title) } } div class="pad stack" { (body) } } };
    let figures = html! { div class="cols3" {
        (stat::card(&Stat::new("管道总额", "¥4,438 万").note("45 个商机", Mood::Plain)))
        (stat::card(&Stat::new("加权预测", "¥2,224 万").note("+6.2%", Mood::Good).href("#")))
        (stat::card(&Stat { goal: Some(68), ..Stat::new("本季目标", "68%") }))
    } };
    let main = html! {
        (Top::titled(t(lang, "全部组件", "All components")).html(lang))
        div class="scroll wz" tabindex="0" role="region" aria-label="components" { div class="wiz" {
            (card("Buttons", buttons())) (card("Marks", marks())) (card("Cells", cells(lang))) (figures) (card("Charts", charts(lang)))
        } }
    };
    frame(lang, "", t(lang, "全部组件", "All components"), main, html! {})
}
