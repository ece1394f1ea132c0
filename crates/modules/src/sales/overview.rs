//! How deals stand: the open pipeline by stage, what was won by quarter, how far new deals come, which ones stand still. Each figure with the
//! filter of the rows behind it, all through the reader's own scope. Called by the home page and the board.

use std::collections::BTreeMap;

use records::{
    Cx,
    query::{
        self, Ask, Grouping, Measure,
        group::{Bucket, first_day, group},
    },
    visible::Visible,
};
use rust_decimal::Decimal;
use types::{Date, Id, Instant, Result, Value};

use super::{
    report::{Total, joined, sum},
    stage::Outcome,
};

pub const OPEN: &str = "stage.outcome == \"open\"";
pub const WON: &str = "stage.outcome == \"won\"";
/// Open deals that stood in their stage for two weeks without anybody speaking to the customer.
pub const STALLED: &str = "stage.outcome == \"open\" && stage_since < startOfDay(daysAgo(14)) \
    && (last_contact_at == null || last_contact_at < startOfDay(daysAgo(14)))";
/// What it takes to see that a deal stands still.
pub const STALLED_FIELDS: [&str; 2] = ["stage_since", "last_contact_at"];
const STALLED_DAYS: i64 = 14;
/// Quarters that are looked back on.
const QUARTERS: usize = 8;

/// A step of a pipeline.
#[derive(Clone, Debug)]
pub struct Stage {
    pub id: Id,
    pub name: String,
    pub pipeline: Option<Id>,
    pub outcome: Outcome,
    /// percent
    pub probability: Decimal,
    /// degrees
    pub hue: Option<u16>,
}

/// The deals of an open stage.
#[derive(Clone, Debug)]
pub struct StageLine {
    pub stage: Stage,
    pub total: Total,
    /// at the win rate of the stage, in the organisation's currency
    pub weighted: Option<Decimal>,
    pub filter: String,
}

/// What was won in a quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct QuarterLine {
    pub first: Date,
    pub total: Total,
    pub filter: String,
}

#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// open stages that have deals, in the order of the pipeline
    pub stages: Vec<StageLine>,
    /// the latest ones in which something was won, oldest first
    pub quarters: Vec<QuarterLine>,
    /// open deals that are to close by the end of this quarter, and their amount at the win rates of their stages
    pub due: Total,
    pub due_weighted: Option<Decimal>,
    pub due_filter: String,
    /// deals without a value, because their currency has no rate: in no sum
    pub unconverted: i64,
    /// first day of this quarter and of the next
    pub quarter: Option<(Date, Date)>,
}

impl Overview {
    pub fn open(&self) -> Total {
        self.stages.iter().fold(Total::default(), |sum, line| sum + line.total)
    }

    pub fn weighted(&self) -> Option<Decimal> {
        sum(self.stages.iter().map(|line| line.weighted))
    }

    /// Nothing is open and nothing was ever won.
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty() && self.quarters.is_empty()
    }
}

/// All stages as pipelines order them.
pub fn stages(cx: &mut Cx) -> Result<Vec<Stage>> {
    let object = cx.catalog.find("stages")?;
    let fields = ["name", "pipeline", "outcome", "probability", "hue"];
    let ask = Ask::default().sort("pipeline", false).sort("position", false).fields(&fields).limit(200);
    let stage = |item: &Visible| Stage {
        id: item.id,
        name: item.title.clone(),
        pipeline: item.get("pipeline").as_id(),
        outcome: Outcome::of(item.get("outcome").as_text()),
        probability: match item.get("probability") {
            Value::Decimal(percent) => *percent,
            _ => Decimal::ZERO,
        },
        hue: item.get("hue").as_int().and_then(|hue| u16::try_from(hue).ok()),
    };
    Ok(query::list(cx, &object, &ask)?.items.iter().map(stage).collect())
}

/// The pipeline as it stands and what was won, in one grouped query; `within` narrows it, e.g. to one person's deals.
pub fn overview(cx: &mut Cx, stages: &[Stage], within: Option<&str>) -> Result<Overview> {
    let deals = cx.catalog.find("opportunities")?;
    let by = [
        Grouping { path: "stage".into(), by: None },
        Grouping { path: "close_date".into(), by: Some(Bucket::Quarter) },
    ];
    let ask = Ask { filter: joined([within]), ..Ask::default() };
    let grouped = group(cx, &deals, &ask, &by, &[Measure::Count, Measure::Sum("amount".into())])?;
    let today = cx.now.date_in(&cx.organization.zone);
    let (this, next) = quarter_of(cx, today);
    let mut made = Overview { quarter: Some((this, next)), unconverted: grouped.unconverted, ..Overview::default() };
    made.due_filter = all([within, Some(OPEN), Some(&format!("close_date < date(\"{next}\")"))]);
    let mut won: BTreeMap<Date, Total> = BTreeMap::new();
    let mut open: Vec<Total> = vec![Total::default(); stages.len()];
    for row in &grouped.rows {
        let Some(at) = stages.iter().position(|stage| row.keys[0].as_id() == Some(stage.id)) else { continue };
        let total = Total { count: row.values[0].as_int().unwrap_or_default(), amount: row.amount(1) };
        let day = row.keys[1].as_date();
        match stages[at].outcome {
            Outcome::Open => {
                open[at] = open[at] + total;
                if day.is_some_and(|day| day < next) {
                    made.due = made.due + total;
                    made.due_weighted = sum([made.due_weighted, weighted(&stages[at], total)]);
                }
            }
            Outcome::Won => {
                if let Some(day) = day {
                    let known = won.entry(day).or_default();
                    *known = *known + total;
                }
            }
            Outcome::Lost => {}
        }
    }
    let lines = stages.iter().zip(open).filter(|(_, total)| total.count > 0);
    made.stages = lines
        .map(|(stage, total)| StageLine {
            weighted: weighted(stage, total),
            filter: all([within, Some(&format!("stage == \"{}\"", stage.id))]),
            stage: stage.clone(),
            total,
        })
        .collect();
    made.quarters = quarters(cx, &won, within);
    Ok(made)
}

fn weighted(stage: &Stage, total: Total) -> Option<Decimal> {
    total.amount.map(|amount| amount * stage.probability / Decimal::ONE_HUNDRED)
}

/// The latest ones with a win, wherever they lie: a customer book from elsewhere beside a deal of today.
fn quarters(cx: &Cx, won: &BTreeMap<Date, Total>, within: Option<&str>) -> Vec<QuarterLine> {
    let line = |(first, total): (&Date, &Total)| {
        let next = quarter_of(cx, *first).1;
        let days = format!("close_date >= date(\"{first}\") && close_date < date(\"{next}\")");
        QuarterLine { first: *first, total: *total, filter: all([within, Some(WON), Some(&days)]) }
    };
    won.iter().skip(won.len().saturating_sub(QUARTERS)).map(line).collect()
}

/// First day of the quarter this day falls in, and of the next.
fn quarter_of(cx: &Cx, day: Date) -> (Date, Date) {
    let of = |day| first_day(day, Bucket::Quarter, cx.organization.week_start, cx.organization.fiscal_start);
    let first = of(day);
    // no quarter has more than 92 days, and none of two has fewer than 180
    (first, of(first.plus(100)))
}

/// One step on the way of deals: those that are there or beyond, and not lost. In the first one all that were begun, lost ones too.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub name: String,
    pub count: i64,
    pub filter: String,
}

/// How far the deals that began in the last twelve months have come, from all that entered to those won. Empty while there are none. Stages in which none
/// of them stands are passed over: nobody is known to have been there. Where there are several pipelines, in the first.
pub fn conversion(cx: &mut Cx, stages: &[Stage], within: Option<&str>) -> Result<Vec<Step>> {
    let deals = cx.catalog.find("opportunities")?;
    let Some(pipeline) = stages.first().map(|stage| stage.pipeline) else { return Ok(Vec::new()) };
    let several = stages.iter().any(|stage| stage.pipeline != pipeline);
    let own = pipeline.filter(|_| several).map(|id| format!("pipeline == \"{id}\""));
    let since = cx.now.date_in(&cx.organization.zone).plus(-365);
    let made = format!("created_at >= startOfDay(date(\"{since}\"))");
    let begun = match &deals.begins {
        Some(day) => format!("({day} >= date(\"{since}\") || {day} == null && {made})"),
        None => made,
    };
    let these = [within, own.as_deref(), Some(begun.as_str())];
    let ask = Ask { filter: joined(these), ..Ask::default() };
    let by = [Grouping { path: "stage".into(), by: None }];
    let grouped = group(cx, &deals, &ask, &by, &[Measure::Count])?;
    let count = |stage: &Stage| {
        let row = grouped.rows.iter().find(|row| row.keys[0].as_id() == Some(stage.id));
        row.and_then(|row| row.values[0].as_int()).unwrap_or_default()
    };
    let mut kept = stages.iter().filter(|stage| stage.pipeline == pipeline && stage.outcome != Outcome::Lost);
    let begun: i64 = grouped.rows.iter().filter_map(|row| row.values[0].as_int()).sum();
    let Some(first) = kept.next().filter(|_| begun > 0) else { return Ok(Vec::new()) };
    let mut steps = vec![Step { name: first.name.clone(), count: begun, filter: all(these) }];
    let known: Vec<&Stage> = kept.filter(|stage| count(stage) > 0 || stage.outcome == Outcome::Won).collect();
    for (at, stage) in known.iter().enumerate() {
        let beyond: Vec<String> = known[at..].iter().map(|stage| format!("\"{}\"", stage.id)).collect();
        let there = format!("stage in [{}]", beyond.join(", "));
        steps.push(Step {
            name: stage.name.clone(),
            count: known[at..].iter().map(|stage| count(stage)).sum(),
            filter: all(these.into_iter().chain([Some(there.as_str())])),
        });
    }
    Ok(steps)
}

fn all<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(" && ")
}

/// For how many days this deal has stood still; none while it moves. The deal is open and has `STALLED_FIELDS`.
pub fn stalled_days(deal: &Visible, now: Instant) -> Option<i64> {
    let since = deal.get("stage_since").as_time()?;
    let moved = deal.get("last_contact_at").as_time().map_or(since, |contact| contact.max(since));
    let days = (now.0 - moved.0).div_euclid(Instant::DAY);
    (days >= STALLED_DAYS).then_some(days)
}

#[cfg(test)]
mod tests;
