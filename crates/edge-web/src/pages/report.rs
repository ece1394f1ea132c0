//! The sales report: figures, charts with their tables, each line a link to the rows behind it. What it says is computed by `modules::sales::report`.

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who, router::encode};
use maud::{Markup, html};
use modules::sales::report::{self, Line, Report};
use records::access::Action;
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use serde_json::json;
use types::{Value, display, words::Lang};

use crate::{
    desk::{self, Desk, Drawn},
    place::pairs,
    ui::{Chart, Mood, Segment, Stat, Top, home::Panel, segments, stat},
};

pub fn routes() -> Vec<Route> {
    vec![Route::get("/reports/sales", Who::Person, show).asks(Action::View).says("The sales report")]
}

/// Years to narrow the report to; none = everything.
fn chosen_year(query: Option<&str>) -> Option<i16> {
    let year = pairs(query.unwrap_or_default()).into_iter().find(|(name, _)| name == "year")?.1;
    year.parse().ok().filter(|y| (1990..=2100).contains(y))
}

fn within(year: Option<i16>) -> Option<String> {
    let year = year?;
    let of = |path: &str| format!("{path} >= date(\"{year}-01-01\") && {path} < date(\"{}-01-01\")", year + 1);
    // open deals belong to the year in which they were made, decided ones to that of the decision
    Some(format!("({}) || (closed_at == null && {})", of("closed_at"), of("created_at")))
}

async fn show(
    State(app): State<App>,
    call: Call,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let year = chosen_year(query.as_deref());
    let here = year.map_or("/reports/sales".to_string(), |y| format!("/reports/sales?year={y}"));
    desk::answer_later(&app, &call, &headers, "reports", here, move |cx, desk| {
        let within = within(year);
        let made = report::report(cx, within.as_deref())?;
        Ok(drawn(desk, &made, year))
    })
    .await
}

fn drawn(desk: &Desk, made: &Report, year: Option<i16>) -> Drawn {
    let title = desk.say("report-sales");
    let this = desk.today.to_jiff().year();
    let choices: Vec<Segment> = std::iter::once((None, desk.say("report-all-years")))
        .chain((this - 2..=this).map(|y| (Some(y), y.to_string())))
        .map(|(choice, label)| Segment {
            label,
            href: choice.map_or("/reports/sales".into(), |y| format!("/reports/sales?year={y}")),
            current: choice == year,
            ..Segment::default()
        })
        .collect();
    let top = Top::titled(title.as_str()).acts(segments(&desk.say("report-period"), &choices));
    let money = |amount: Decimal| display::money_compact(desk.lang, amount, desk.currency);
    let rate = made.win_rate.map_or_else(|| "—".to_string(), |rate| format!("{}%", display::decimal(rate, 0, 1)));
    let deals = |count: i64| types::words::tr_with(desk.lang, "report-deals", &[("count", count)]);
    let figures = [
        Stat::new(desk.say("report-won"), money(made.won.amount))
            .note(deals(made.won.count), Mood::Plain)
            .href(rows("stage.outcome == \"won\"")),
        Stat::new(desk.say("report-rate"), rate).note(deals(made.won.count + made.lost.count), Mood::Plain),
        Stat::new(desk.say("report-open"), money(made.open.amount))
            .note(deals(made.open.count), Mood::Plain)
            .href(rows("stage.outcome == \"open\"")),
        Stat::new(desk.say("report-lost"), display::integer(made.lost.count)).href(rows("stage.outcome == \"lost\"")),
    ];
    let main = html! {
        (top.html(desk.lang))
        (stat::strip(&desk.say("report-figures"), &figures))
        div class="scroll report" {
            @if made.unconverted > 0 { p class="hint" { (types::words::tr_with(desk.lang, "report-unconverted", &[("count", made.unconverted)])) } }
            (block(desk, "by-stage", "report-by-stage", &made.by_stage, true))
            (block(desk, "by-quarter", "report-by-quarter", &made.won_by_quarter, false))
            (block(desk, "by-region", "report-by-region", &made.won_by_region, true))
            (block(desk, "by-agent", "report-by-agent", &made.won_by_agent, true))
        }
    };
    Drawn::new(title, main)
}

/// The list of the deals behind a figure.
fn rows(filter: &str) -> String {
    format!("/opportunities?filter={}", encode(filter))
}

fn block(desk: &Desk, id: &str, key: &str, lines: &[Line], horizontal: bool) -> Markup {
    let title = desk.say(key);
    if lines.is_empty() {
        return html! { (Panel::new(id, title.as_str(), html! { p class="hint" { (desk.say("report-nothing")) } })) };
    }
    let names: Vec<String> = lines.iter().map(|line| name(desk, &line.key)).collect();
    let spec = json!({
        "kind": "bar", "horizontal": horizontal, "unit": desk.currency.as_str(), "categories": names,
        "series": [{
            "name": desk.say("report-amount"),
            "values": lines.iter().map(|line| line.amount.to_f64()).collect::<Vec<_>>(),
            "href": lines.iter().map(|line| rows(&line.filter)).collect::<Vec<_>>(),
        }],
    });
    let table = lines.iter().zip(&names).map(|(line, name)| {
        vec![
            html! { a href=(rows(&line.filter)) { (name) } },
            html! { (display::integer(line.count)) },
            html! { (display::money_trimmed(line.amount, desk.currency)) },
        ]
    });
    let chart = Chart {
        id: format!("chart-{id}"),
        title: title.clone(),
        spec: spec.to_string(),
        head: vec![(title.clone(), false), (desk.say("report-count"), true), (desk.say("report-amount"), true)],
        rows: table.collect(),
        tall: lines.len() > 12,
    };
    html! { (Panel::new(id, title, chart.html(desk.lang))) }
}

/// What a group is called: a record's label, a quarter, a text.
fn name(desk: &Desk, key: &Value) -> String {
    match key {
        Value::Link(link) => link.label.clone().unwrap_or_default(),
        Value::Date(day) => {
            let (year, quarter) = (day.to_jiff().year(), (day.to_jiff().month() - 1) / 3 + 1);
            match desk.lang {
                Lang::Zh => format!("{year} 年 {quarter} 季度"),
                Lang::En => format!("{year} Q{quarter}"),
            }
        }
        Value::Text(text) => text.clone(),
        _ => desk.say("report-none"),
    }
}
