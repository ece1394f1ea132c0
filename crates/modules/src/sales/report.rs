//! The sales report: pipeline by stage, won by close quarter, by region, by agent, and the win rate, each figure with the filter of the rows behind it.
//! Computed through the reader's own scope. Called by the report page and the home page.

use std::{collections::BTreeSet, sync::Arc};

use records::{
    Cx,
    field::quoted,
    query::{
        Ask, Grouping, Measure,
        group::{Bucket, Grouped, group},
    },
    schema::Object,
};
use rust_decimal::Decimal;
use types::{Date, Result, Value};

/// A figure of the report and the condition of its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// a link with its label, a day (first of its quarter), a text, or empty
    pub key: Value,
    pub count: i64,
    /// in the organisation's currency; none where no deal has one
    pub amount: Option<Decimal>,
    pub filter: String,
}

#[derive(Clone, Debug, Default)]
pub struct Report {
    /// every stage with deals, in the order of the pipeline
    pub by_stage: Vec<Line>,
    pub won_by_quarter: Vec<Line>,
    pub won_by_region: Vec<Line>,
    /// best first
    pub won_by_agent: Vec<Line>,
    pub won: Total,
    pub lost: Total,
    pub open: Total,
    /// won of all that was decided, percent, three places; none while nothing was
    pub win_rate: Option<Decimal>,
    /// amounts without a rate, left out of all sums
    pub unconverted: i64,
    /// in which deals were decided, the latest first; whatever the report is narrowed to
    pub years: Vec<i16>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Total {
    pub count: i64,
    /// none where no deal has one, which is not the same as nothing
    pub amount: Option<Decimal>,
}

impl std::ops::Add for Total {
    type Output = Total;

    fn add(self, other: Total) -> Total {
        Total { count: self.count + other.count, amount: sum([self.amount, other.amount]) }
    }
}

/// What is known of amounts; none where none is.
pub fn sum(amounts: impl IntoIterator<Item = Option<Decimal>>) -> Option<Decimal> {
    amounts.into_iter().flatten().reduce(|a, b| a + b)
}

const WON: &str = "stage.outcome == \"won\"";

impl Report {
    /// The agents after the first `shown` as one line, without a key; none where there are no more.
    pub fn other_agents(&self, within: Option<&str>, shown: usize) -> Option<Line> {
        let (shown, others) = self.won_by_agent.split_at_checked(shown).filter(|(_, others)| !others.is_empty())?;
        let ids: Vec<String> = shown.iter().filter_map(|line| Some(quoted(&line.key.as_id()?.to_string()))).collect();
        // one list for all of them: a condition has only so many parts, and the rows behind it are narrowed further
        let others_only = format!("!(owner in [{}])", ids.join(", "));
        let somebody = shown.iter().any(|line| line.key.is_empty()).then_some("owner != null");
        Some(Line {
            key: Value::Empty,
            count: others.iter().map(|line| line.count).sum(),
            amount: sum(others.iter().map(|line| line.amount)),
            filter: joined([within, Some(WON), Some(others_only.as_str()).filter(|_| !ids.is_empty()), somebody])?,
        })
    }
}

/// `within` narrows the whole report, e.g. to a year or a team.
pub fn report(cx: &mut Cx, within: Option<&str>) -> Result<Report> {
    let deals = cx.catalog.find("opportunities")?;
    let mut report = Report::default();
    let outcomes = by(cx, &deals, within, None, "stage.outcome", None)?;
    let lines = |grouped: &Grouped, filter: &dyn Fn(&Value) -> String, only| lines(grouped, filter, [within, only]);
    for line in lines(&outcomes, &|key| equals("stage.outcome", key), None) {
        let total = Total { count: line.count, amount: line.amount };
        match line.key.as_text() {
            Some("won") => report.won = total,
            Some("lost") => report.lost = total,
            _ => report.open = report.open + total,
        }
    }
    let decided = report.won.count + report.lost.count;
    report.win_rate =
        (decided > 0).then(|| records::field::round(Decimal::from(report.won.count * 100) / Decimal::from(decided), 3));
    let stages = by(cx, &deals, within, None, "stage", None)?;
    report.unconverted = stages.unconverted;
    report.by_stage = lines(&stages, &|key| equals("stage", key), None);
    let order = stage_order(cx)?;
    report.by_stage.sort_by_key(|line| order.iter().position(|id| line.key.as_id() == Some(*id)).unwrap_or(usize::MAX));
    let quarters = by(cx, &deals, within, Some(WON), "closed_at", Some(Bucket::Quarter))?;
    report.won_by_quarter = lines(&quarters, &|key| quarter("closed_at", key), Some(WON));
    let regions = by(cx, &deals, within, Some(WON), "owning_team.region", None)?;
    report.won_by_region = lines(&regions, &|key| equals("owning_team.region", key), Some(WON));
    report.won_by_region.sort_by_key(|line| std::cmp::Reverse(line.amount));
    let agents = by(cx, &deals, within, Some(WON), "owner", None)?;
    report.won_by_agent = lines(&agents, &|key| equals("owner", key), Some(WON));
    report.won_by_agent.sort_by_key(|line| std::cmp::Reverse(line.amount));
    report.years = years(cx, &deals)?;
    Ok(report)
}

fn years(cx: &mut Cx, deals: &Arc<Object>) -> Result<Vec<i16>> {
    // months, because years of the calendar need not be those of the books
    let decided = by(cx, deals, None, Some("closed_at != null"), "closed_at", Some(Bucket::Month))?;
    let months = decided.rows.iter().filter_map(|row| row.keys[0].as_date());
    let years: BTreeSet<i16> = months.map(|first| first.to_jiff().year()).collect();
    Ok(years.into_iter().rev().collect())
}

fn by(
    cx: &mut Cx,
    deals: &Arc<Object>,
    within: Option<&str>,
    only: Option<&str>,
    path: &str,
    bucket: Option<Bucket>,
) -> Result<Grouped> {
    let filter = joined([within, only]);
    let ask = Ask { filter, ..Ask::default() };
    let grouping = [Grouping { path: path.into(), by: bucket }];
    group(cx, deals, &ask, &grouping, &[Measure::Count, Measure::Sum("amount".into())])
}

/// All conditions at once.
pub fn joined<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().map(|p| format!("({p})")).collect();
    (!parts.is_empty()).then(|| parts.join(" && "))
}

fn lines(grouped: &Grouped, filter: &dyn Fn(&Value) -> String, only: [Option<&str>; 2]) -> Vec<Line> {
    grouped
        .rows
        .iter()
        .map(|row| {
            let own = filter(&row.keys[0]);
            Line {
                key: row.keys[0].clone(),
                count: row.values[0].as_int().unwrap_or_default(),
                amount: row.amount(1),
                filter: joined([only[0], only[1], Some(&own)]).unwrap_or_default(),
            }
        })
        .collect()
}

fn equals(path: &str, key: &Value) -> String {
    match key {
        Value::Link(link) => format!("{path} == {}", quoted(&link.id.to_string())),
        Value::Text(text) => format!("{path} == {}", quoted(text)),
        _ => format!("{path} == null"),
    }
}

/// The rows of a quarter: from its first day to before the first day of the next.
fn quarter(path: &str, key: &Value) -> String {
    match key {
        Value::Date(first) => {
            let next = first.to_jiff().saturating_add(jiff::Span::new().months(3));
            format!("{path} >= date(\"{first}\") && {path} < date(\"{}\")", Date::from_jiff(next))
        }
        _ => format!("{path} == null"),
    }
}

/// Ids of the stages as pipelines order them.
fn stage_order(cx: &mut Cx) -> Result<Vec<types::Id>> {
    let stages = cx.catalog.find("stages")?;
    let ask = Ask::default().sort("pipeline", false).sort("position", false).fields(&["name"]).limit(200);
    Ok(records::query::list(cx, &stages, &ask)?.items.iter().map(|stage| stage.id).collect())
}
