//! The sales report: figures, charts with their tables, each line a link to the rows behind it. What it says is computed by `modules::sales::report`.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who, router::encode};
use maud::html;
use modules::sales::report::{self, Line, Report};
use records::access::Action;
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use serde_json::json;
use types::{
    Date, Value, display,
    words::tr_with,
    workdays::{FiscalYear, Quarter},
};

use crate::{
    desk::{self, Desk, Drawn},
    place::pairs,
    show,
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
        let fiscal = FiscalYear::starting_in(cx.organization.fiscal_start).unwrap_or(FiscalYear::CALENDAR);
        Ok(drawn(desk, &made, year, fiscal))
    })
    .await
}

/// Years to choose from, and agents that have a bar of their own.
const YEARS: usize = 6;
const AGENTS: usize = 15;
/// More quarters than these are drawn without those in which there was nothing, or as years; more years than these likewise.
const QUARTERS: usize = 16;
const COLUMNS: usize = 40;

fn drawn(desk: &Desk, made: &Report, year: Option<i16>, fiscal: FiscalYear) -> Drawn {
    let title = desk.say("report-sales");
    let years = made.years.iter().take(YEARS).rev();
    let choices: Vec<Segment> = std::iter::once((None, desk.say("report-all-years")))
        .chain(years.map(|year| (Some(*year), year.to_string())))
        .map(|(choice, label)| Segment {
            label,
            href: choice.map_or("/reports/sales".into(), |y| format!("/reports/sales?year={y}")),
            current: choice == year,
            ..Segment::default()
        })
        .collect();
    let top = Top::titled(title.as_str()).acts(segments(&desk.say("report-period"), &choices));
    let rate = made.win_rate.map_or_else(|| "—".to_string(), |rate| format!("{}%", display::decimal(rate, 0, 1)));
    let money = |of: report::Total| show::sum(desk, of.count, of.amount);
    let deals = |of: report::Total| show::summed(desk, of.count, of.amount);
    let within = within(year);
    let decided = tr_with(desk.lang, "board-decided", &[("count", made.won.count + made.lost.count)]);
    let rows = |is: &str, outcome: &str| {
        let outcome = format!("stage.outcome {is} \"{outcome}\"");
        rows(&report::joined([within.as_deref(), Some(&outcome)]).unwrap_or_default())
    };
    let figures = [
        Stat::new(desk.say("report-won"), money(made.won)).note(deals(made.won), Mood::Plain).href(rows("==", "won")),
        Stat::new(desk.say("report-rate"), rate).note(decided, Mood::Plain).href(rows("!=", "open")),
        Stat::new(desk.say("report-open"), money(made.open))
            .note(deals(made.open), Mood::Plain)
            .href(rows("==", "open")),
        Stat::new(desk.say("report-lost"), display::integer(made.lost.count)).href(rows("==", "lost")),
    ];
    let named = |lines: &[Line]| lines.iter().map(|line| Bar::new(name(desk, fiscal, &line.key), line)).collect();
    let mut agents: Vec<Bar> = named(&made.won_by_agent[..made.won_by_agent.len().min(AGENTS)]);
    if let Some(others) = made.other_agents(within.as_deref(), AGENTS) {
        let count = (made.won_by_agent.len() - AGENTS) as i64;
        agents.push(Bar::new(tr_with(desk.lang, "report-others", &[("count", count)]), &others));
    }
    let block = |id: &str, title: &str, lines: &[Line], bars: Vec<Bar>, horizontal: bool| {
        block(desk, id, desk.say(title), lines, (bars, horizontal), |line| name(desk, fiscal, &line.key))
    };
    let (quarters, span) = columns(fiscal, &made.won_by_quarter);
    let (by_time, left_out) = match span {
        Span::Quarters => ("report-by-quarter", String::new()),
        Span::SomeQuarters => ("report-by-quarter", desk.say("report-empty-quarters")),
        Span::Years(None) => ("report-by-year", desk.say("report-choose-year")),
        Span::Years(Some(0)) => ("report-by-year", desk.say("report-empty-years")),
        Span::Years(Some(count)) => {
            ("report-by-year", tr_with(desk.lang, "report-earlier-years", &[("count", count as i64)]))
        }
    };
    let main = html! {
        (top.html(desk.lang))
        (stat::strip(&desk.say("report-figures"), &figures))
        div class="scroll report" {
            @if made.unconverted > 0 { p class="hint" { (tr_with(desk.lang, "report-unconverted", &[("count", made.unconverted)])) } }
            (block("by-stage", "report-by-stage", &made.by_stage, named(&made.by_stage), true))
            (block("by-quarter", by_time, &made.won_by_quarter, quarters, false).note(left_out))
            (block("by-region", "report-by-region", &made.won_by_region, named(&made.won_by_region), true))
            (block("by-agent", "report-by-agent", &made.won_by_agent, agents, true))
        }
    };
    Drawn::new(title, main)
}

/// The list of the deals behind a figure.
fn rows(filter: &str) -> String {
    format!("/opportunities?filter={}", encode(filter))
}

/// A bar of a chart; without a filter there are no rows behind it.
#[derive(Default)]
struct Bar {
    name: String,
    /// on the axis, where the name is too long
    short: String,
    count: i64,
    amount: Option<Decimal>,
    filter: String,
}

impl Bar {
    fn new(name: String, line: &Line) -> Bar {
        Bar { short: name.clone(), name, count: line.count, amount: line.amount, filter: line.filter.clone() }
    }
}

/// What the columns of time stand for.
#[derive(Debug, PartialEq)]
enum Span {
    /// every quarter from the first to the last
    Quarters,
    /// those in which there was something
    SomeQuarters,
    /// years; not all of them: so many earlier ones are left out, and those in which there was nothing
    Years(Option<usize>),
}

/// A column for every quarter from the first to the last, those without deals too; of a long time those with deals, and where these are too many one for
/// every year. Of so long a time that somebody has mistyped a date, the latest years with deals.
fn columns(fiscal: FiscalYear, lines: &[Line]) -> (Vec<Bar>, Span) {
    let with_deals: BTreeSet<Date> = lines.iter().filter_map(|line| line.key.as_date()).collect();
    let (Some(first), Some(last)) = (with_deals.first().copied(), with_deals.last().copied()) else {
        return (Vec::new(), Span::Quarters);
    };
    let all = std::iter::successors(Some(fiscal.quarter_of(first)), |quarter| Some(quarter.next()));
    let mut quarters: Vec<Quarter> =
        all.take_while(|quarter| fiscal.start_of(*quarter) <= last).take(QUARTERS + 1).collect();
    let mut span = Span::Quarters;
    if quarters.len() > QUARTERS {
        if with_deals.len() > QUARTERS {
            return years(fiscal, lines, fiscal.quarter_of(first).year..=fiscal.quarter_of(last).year);
        }
        (quarters, span) = (with_deals.iter().map(|day| fiscal.quarter_of(*day)).collect(), Span::SomeQuarters);
    }
    let mut year = None;
    let bar = |quarter: Quarter| {
        let start = fiscal.start_of(quarter);
        let begins = year.replace(quarter.year) != Some(quarter.year);
        let group = if begins { format!("\n{}", quarter.year) } else { String::new() };
        let name = display::quarter(quarter.year, quarter.quarter);
        let bar = lines.iter().find(|line| line.key.as_date() == Some(start)).map(|line| Bar::new(name.clone(), line));
        Bar { short: format!("Q{}{group}", quarter.quarter), name, ..bar.unwrap_or_default() }
    };
    (quarters.into_iter().map(bar).collect(), span)
}

fn years(fiscal: FiscalYear, lines: &[Line], span: RangeInclusive<i16>) -> (Vec<Bar>, Span) {
    let mut years: BTreeMap<i16, (report::Total, Vec<String>)> = BTreeMap::new();
    for line in lines {
        let Some(day) = line.key.as_date() else { continue };
        let (total, filters) = years.entry(fiscal.quarter_of(day).year).or_default();
        *total = *total + report::Total { count: line.count, amount: line.amount };
        filters.push(format!("({})", line.filter));
    }
    let left = match span.len() > COLUMNS {
        true => Some(years.len().saturating_sub(COLUMNS)),
        false => {
            for year in span {
                years.entry(year).or_default();
            }
            None
        }
    };
    let shown = years.into_iter().skip(left.unwrap_or(0));
    let bar = |(year, (total, filters)): (i16, (report::Total, Vec<String>))| {
        let name = year.to_string();
        Bar { short: name.clone(), name, count: total.count, amount: total.amount, filter: filters.join(" || ") }
    };
    (shown.map(bar).collect(), Span::Years(left))
}

/// How long a bar is, and what stands at it. Where no deal has an amount they are told by their number.
fn measured(desk: &Desk, bars: &[Bar], horizontal: bool) -> (Vec<Option<f64>>, Vec<String>) {
    let by_count = bars.iter().all(|bar| bar.amount.is_none());
    let value = |bar: &Bar| match by_count {
        true => Some(bar.count as f64),
        false => bar.amount.unwrap_or_default().to_f64(),
    };
    let text = |bar: &Bar| match (bar.amount, bar.count) {
        (None, 0) => String::new(),
        (None, count) if by_count => display::integer(count),
        (None, count) if horizontal => format!("— · {}", show::summed(desk, count, None)),
        (None, _) => "—".into(),
        // columns stand close together
        (Some(amount), _) if !horizontal => display::compact(desk.lang, amount),
        (amount, count) => show::sum(desk, count, amount),
    };
    (bars.iter().map(value).collect(), bars.iter().map(text).collect())
}

fn block(
    desk: &Desk,
    id: &str,
    title: String,
    lines: &[Line],
    (bars, horizontal): (Vec<Bar>, bool),
    name: impl Fn(&Line) -> String,
) -> Panel {
    if lines.is_empty() {
        return Panel::new(id, title.as_str(), html! { p class="hint" { (desk.say("report-nothing")) } });
    }
    let each = |of: &dyn Fn(&Bar) -> String| bars.iter().map(of).collect::<Vec<_>>();
    let (values, texts) = measured(desk, &bars, horizontal);
    let measure = if bars.iter().all(|bar| bar.amount.is_none()) { "report-count" } else { "report-amount" };
    let spec = json!({
        "kind": "bar", "horizontal": horizontal,
        "categories": each(&|bar| bar.name.clone()), "short": each(&|bar| bar.short.clone()),
        "series": [{
            "name": desk.say(measure), "values": values, "texts": texts,
            "href": each(&|bar| if bar.filter.is_empty() { String::new() } else { rows(&bar.filter) }),
        }],
    });
    let table = lines.iter().map(|line| {
        vec![
            html! { a href=(rows(&line.filter)) { (name(line)) } },
            html! { (display::integer(line.count)) },
            html! { (line.amount.map_or_else(|| "—".into(), |amount| display::money_whole(amount, desk.currency))) },
        ]
    });
    let chart = Chart {
        id: format!("chart-{id}"),
        title: title.clone(),
        spec: spec.to_string(),
        head: vec![(title.clone(), false), (desk.say("report-count"), true), (desk.say("report-amount"), true)],
        rows: table.collect(),
    };
    Panel::new(id, title, chart.html(desk.lang))
}

/// What a group is called: a record's label, a quarter, a text.
fn name(desk: &Desk, fiscal: FiscalYear, key: &Value) -> String {
    match key {
        Value::Link(link) => link.label.clone().unwrap_or_default(),
        Value::Date(day) => {
            let at = fiscal.quarter_of(*day);
            display::quarter(at.year, at.quarter)
        }
        Value::Text(text) => text.clone(),
        _ => desk.say("report-none"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(year: i16) -> Line {
        let key = Value::Date(Date::new(year, 4, 1).unwrap());
        Line { key, count: 1, amount: Some(Decimal::ONE), filter: format!("in {year}") }
    }

    #[test]
    fn a_mistyped_year_does_not_fill_the_chart_with_empty_columns() {
        let drawn = |years: &[i16]| {
            let lines: Vec<Line> = years.iter().copied().map(line).collect();
            let (bars, left) = columns(FiscalYear::CALENDAR, &lines);
            (bars.iter().map(|bar| bar.name.clone()).collect::<Vec<_>>(), left)
        };
        assert_eq!(drawn(&[2025, 2026]).0.len(), 5, "a column for every quarter");
        let quarters = |years: [&str; 4]| years.map(|year| format!("{year} Q2")).to_vec();
        let long = quarters(["202", "2017", "2026", "9999"]);
        assert_eq!(drawn(&[202, 2017, 2026, 9999]), (long, Span::SomeQuarters), "still quarters");
        let (years, span) = drawn(&(2001..=2017).collect::<Vec<_>>());
        assert_eq!((years.len(), span), (17, Span::Years(None)), "too many of them: years");
        let many: Vec<i16> = (0..50).map(|n| 1000 + 3 * n).collect();
        let (years, left) = drawn(&many);
        assert_eq!((years.len(), left, &*years[39]), (40, Span::Years(Some(10)), "1147"), "the latest ones");
    }
}
