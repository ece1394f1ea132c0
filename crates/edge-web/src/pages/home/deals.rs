//! How deals stand, as the home page shows it: this quarter, the pipeline by stage, wins by quarter, how far new deals come, which ones stand
//! still. Computed by `modules::sales::overview`; every figure opens its rows. Called by the home page.

use std::sync::Arc;

use gate::router::encode;
use maud::{Markup, html};
use modules::sales::{
    overview::{self, Overview, QuarterLine, STALLED, STALLED_FIELDS, Stage, StageLine, Step},
    report::joined,
    stage::Outcome,
};
use records::{
    Cx,
    access::{self, Action},
    query::{self, Ask},
    schema::Object,
    visible::Visible,
};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use types::{Result, Value, display, words::tr_with, workdays::FiscalYear};

use super::conversion;
use crate::{
    desk::Desk,
    show,
    ui::{
        Avatar, Hue, Related, Tag,
        avatar::Size,
        bars::{Bar, ColumnBar, as_table, bars, columns, data_table, key},
        dot,
        home::Panel,
        related,
    },
};

/// Whose deals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Mine,
    /// all that this person may see
    All,
}

impl Whose {
    pub fn within(self) -> Option<&'static str> {
        match self {
            Whose::Mine => Some("owner == me()"),
            Whose::All => None,
        }
    }
}

/// Everything about deals that the page shows.
pub struct Deals {
    pub whose: Whose,
    made: Overview,
    steps: Vec<Step>,
    stalled: Vec<Visible>,
    due: Vec<Visible>,
}

/// Deals shown as standing still, and as due next.
const SHOWN: u32 = 5;

/// None where this person sees no deals at all. Who did not choose sees their own, and where they have none, all.
pub fn read(cx: &mut Cx, asked: Option<Whose>) -> Result<Option<Deals>> {
    let Some(object) = cx.catalog.object("opportunities").cloned() else { return Ok(None) };
    if access::scope(cx, &object, Action::View).is_err() {
        return Ok(None);
    }
    let stages = overview::stages(cx)?;
    let mut whose = asked.unwrap_or(Whose::Mine);
    let mut made = overview::overview(cx, &stages, whose.within())?;
    if asked.is_none() && made.is_empty() {
        whose = Whose::All;
        made = overview::overview(cx, &stages, None)?;
    }
    if made.is_empty() {
        let deals = Deals { whose, made, steps: Vec::new(), stalled: Vec::new(), due: Vec::new() };
        return Ok(asked.map(|_| deals));
    }
    let steps = overview::conversion(cx, &stages, whose.within())?;
    let mut fields = vec!["account", "stage", "amount", "next_step"];
    fields.extend(STALLED_FIELDS);
    let ask = Ask::default().filter(stalled(whose)).fields(&fields).sort("amount", true).limit(SHOWN);
    let stalled = query::list(cx, &object, &ask)?.items;
    let due = due(cx, &object, &stages, &made.due_filter)?;
    Ok(Some(Deals { whose, made, steps, stalled, due }))
}

/// The first to close. Stage by stage, because an index has them in this order; all stages together would pass by everything that was ever closed.
fn due(cx: &mut Cx, object: &Arc<Object>, stages: &[Stage], filter: &str) -> Result<Vec<Visible>> {
    let mut due = Vec::new();
    for stage in stages.iter().filter(|stage| stage.outcome == Outcome::Open) {
        let here = format!("stage == \"{}\"", stage.id);
        let ask = Ask { filter: joined([Some(here.as_str()), Some(filter)]), ..Ask::default() };
        let ask = ask.fields(&["account", "stage", "amount", "close_date"]).sort("close_date", false).limit(SHOWN);
        due.extend(query::list(cx, object, &ask)?.items);
    }
    due.sort_by_key(|deal| (deal.get("close_date").as_date(), deal.id));
    due.truncate(SHOWN as usize);
    Ok(due)
}

fn stalled(whose: Whose) -> String {
    joined([whose.within(), Some(STALLED)]).unwrap_or_default()
}

/// The list of the deals behind a figure.
pub(super) fn rows(filter: &str) -> String {
    format!("/opportunities?filter={}", encode(filter))
}

fn money(desk: &Desk, amount: Decimal) -> String {
    display::money_compact(desk.lang, amount, desk.currency)
}

/// In tables.
fn in_full(desk: &Desk, amount: Option<Decimal>) -> String {
    amount.map_or_else(|| "—".into(), |amount| display::money_whole(amount, desk.currency))
}

fn share(part: Decimal, whole: Decimal) -> f64 {
    if whole.is_zero() { 0.0 } else { (part * Decimal::ONE_HUNDRED / whole).to_f64().unwrap_or_default() }
}

/// `58%` of two counts.
pub(super) fn percent(part: i64, whole: i64) -> String {
    if whole == 0 { String::new() } else { format!("{}%", (part * 100 + whole / 2) / whole) }
}

impl Deals {
    /// What was won this quarter and what is to close in it.
    pub fn quarter(&self, desk: &Desk, fiscal: FiscalYear) -> Option<Markup> {
        let (first, next) = self.made.quarter?;
        let none = QuarterLine { first, total: Default::default(), filter: String::new() };
        let won = self.made.quarters.iter().find(|line| line.first == first).unwrap_or(&none);
        let gone = f64::from(desk.today.0 - first.0 + 1) * 100.0 / f64::from(next.0 - first.0);
        let left = tr_with(desk.lang, "home-days-left", &[("count", i64::from(next.0 - desk.today.0 - 1))]);
        let (earned, due) = (won.total.amount.unwrap_or_default(), self.made.due);
        let expected = earned + self.made.due_weighted.unwrap_or_default();
        let all = earned + due.amount.unwrap_or_default();
        let figure = |class: &str, key: &str, text: String, href: Option<String>| {
            html! {
                div {
                    dt { i class=(class) {} (desk.say(key)) }
                    dd { @if let Some(href) = href { a class="fig" href=(href) { (text) } } @else { (text) } }
                }
            }
        };
        let won_sum = || show::sum(desk, won.total.count, won.total.amount);
        let won_rows = Some(rows(&won.filter)).filter(|_| !won.filter.is_empty());
        let due_rows = || Some(rows(&self.made.due_filter));
        let deals = show::summed(desk, won.total.count, won.total.amount);
        let body = html! {
            p class="tgt" {
                @if let Some(href) = &won_rows { a class="fig" href=(href) { b { (won_sum()) } } } @else { b { (won_sum()) } }
                span { (deals) }
                span class="end" { (tr_with(desk.lang, "home-time-gone", &[("percent", gone.floor() as i64)])) }
            }
            (crate::ui::spark::target_bar(share(earned, all), share(expected, all), gone))
            dl class="figs" {
                (figure("", "home-won", won_sum(), won_rows.clone()))
                (figure("k2", "home-weighted", show::sum(desk, due.count, self.made.due_weighted), due_rows()))
                (figure("k3", "home-due", show::sum(desk, due.count, due.amount), due_rows()))
            }
        };
        let at = fiscal.quarter_of(desk.today);
        Some(html! { (Panel::new("quarter", display::quarter(at.year, at.quarter), body).note(left)) })
    }

    /// Open deals that are to close this quarter, the next one first.
    pub fn due(&self, desk: &Desk) -> Panel {
        let label = |deal: &Visible, path: &str| match deal.get(path) {
            Value::Link(link) => link.label.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let row = |deal: &Visible| {
            let account = label(deal, "account");
            let notes = [account.clone(), label(deal, "stage")];
            let closes = deal.get("close_date").as_date();
            Related {
                label: deal.title.clone(),
                href: format!("/opportunities/{}", deal.id),
                avatar: Some(Avatar::record(if account.is_empty() { &deal.title } else { &account })),
                note: notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join(" · "),
                figure: show::compact(desk, deal.get("amount")),
                aside: closes.map(|day| display::date(day, desk.today)).unwrap_or_default(),
                late: closes.is_some_and(|day| day < desk.today),
                ..Related::default()
            }
        };
        let body = html! {
            @if self.due.is_empty() { p class="muted f13" { (desk.say("home-due-none")) } }
            (related(&self.due.iter().map(row).collect::<Vec<_>>()))
        };
        Panel::new("due", desk.say("home-due-deals"), body)
            .note(display::integer(self.made.due.count))
            .all(desk.say("home-all"), rows(&self.made.due_filter))
    }

    /// Pipeline, wins, conversion: three panels in a row.
    pub fn charts(&self, desk: &Desk, fiscal: FiscalYear) -> Markup {
        html! { (self.pipeline(desk)) (self.won(desk, fiscal)) (conversion::panel(desk, &self.steps)) }
    }

    fn pipeline(&self, desk: &Desk) -> Panel {
        let lines = &self.made.stages;
        let open = self.made.open();
        // where no deal has an amount, their number says how they are spread
        let length = |line: &StageLine| match open.amount {
            None => Decimal::from(line.total.count),
            Some(_) => line.total.amount.unwrap_or_default(),
        };
        let longest = lines.iter().map(length).max().unwrap_or_default();
        let drawn: Vec<Bar> = lines
            .iter()
            .map(|line| Bar {
                label: line.stage.name.clone(),
                hue: Some(show::hue(line.stage.hue)),
                count: display::integer(line.total.count),
                whole: share(length(line), longest),
                part: share(line.weighted.unwrap_or_default(), longest),
                value: show::sum(desk, line.total.count, line.total.amount),
                href: rows(&line.filter),
                words: line.weighted.map_or_else(String::new, |weighted| {
                    tr_with(desk.lang, "home-weighted-words", &[("amount", money(desk, weighted).as_str())])
                }),
            })
            .collect();
        let head = [
            (desk.say("home-stage"), false),
            (desk.say("report-count"), true),
            (desk.say("report-amount"), true),
            (desk.say("home-weighted"), true),
        ];
        let table = lines.iter().map(|line| {
            vec![
                html! { (line.stage.name) },
                html! { (display::integer(line.total.count)) },
                html! { a href=(rows(&line.filter)) { (in_full(desk, line.total.amount)) } },
                html! { (in_full(desk, line.weighted)) },
            ]
        });
        let weighted = self
            .made
            .weighted()
            .map(|amount| tr_with(desk.lang, "home-weighted-sum", &[("amount", money(desk, amount).as_str())]));
        let body = html! {
            @if lines.is_empty() { p class="muted f13" { (desk.say("report-nothing-open")) } }
            @if self.made.unconverted > 0 { p class="hint" { (tr_with(desk.lang, "report-unconverted", &[("count", self.made.unconverted)])) } }
            (bars(&drawn))
            @match &weighted {
                Some(weighted) => (key(&[("", weighted.as_str()), ("k2", desk.say("report-amount").as_str())])),
                None => @if !lines.is_empty() { (key(&[("k2", desk.say("report-count").as_str())])) },
            }
            (as_table(desk.lang, &desk.say("home-pipeline"), &named(&head), &table.collect::<Vec<_>>()))
        };
        Panel::new("pipeline", desk.say("home-pipeline"), body)
            .note(show::summed(desk, open.count, open.amount))
            .all(show::sum(desk, open.count, open.amount), rows(&whole(self.whose, overview::OPEN)))
    }

    fn won(&self, desk: &Desk, fiscal: FiscalYear) -> Panel {
        let this = self.made.quarter.map(|(first, _)| first);
        let by_count = self.made.quarters.iter().all(|line| line.total.amount.is_none());
        let mut year = None;
        let mut drawn = Vec::new();
        let mut table = Vec::new();
        for line in &self.made.quarters {
            let at = fiscal.quarter_of(line.first);
            let name = display::quarter(at.year, at.quarter);
            let amount = show::sum(desk, line.total.count, line.total.amount);
            drawn.push(ColumnBar {
                label: format!("Q{}", at.quarter),
                group: if year == Some(at.year) { String::new() } else { at.year.to_string() },
                value: match by_count {
                    true => line.total.count as f64,
                    false => line.total.amount.unwrap_or_default().to_f64().unwrap_or_default(),
                },
                text: match line.total.amount {
                    None if by_count => display::integer(line.total.count),
                    None => "—".into(),
                    Some(amount) => display::compact(desk.lang, amount),
                },
                strong: Some(line.first) == this,
                href: rows(&line.filter),
                words: format!("{name}: {amount}"),
                ..ColumnBar::default()
            });
            year = Some(at.year);
            table.push(vec![
                html! { (name) },
                html! { (display::integer(line.total.count)) },
                html! { a href=(rows(&line.filter)) { (in_full(desk, line.total.amount)) } },
            ]);
        }
        let head =
            [(desk.say("home-quarter"), false), (desk.say("report-count"), true), (desk.say("report-amount"), true)];
        let label = desk.say("home-won-quarters");
        let mut keys = vec![("k2", desk.say("report-won"))];
        if drawn.iter().any(|column| column.strong) {
            keys.push(("", desk.say("home-this-quarter")));
        }
        let keys: Vec<(&str, &str)> = keys.iter().map(|(class, label)| (*class, label.as_str())).collect();
        let body = html! {
            @if drawn.is_empty() { p class="muted f13" { (desk.say("report-nothing")) } } @else {
                (columns(&label, &drawn))
                (key(&keys))
                (as_table(desk.lang, &label, &named(&head), &table))
            }
        };
        Panel::new("won", label, body).all(desk.say("nav-sales-report"), "/reports/sales")
    }

    /// Open deals that nothing happens with, the largest first.
    pub fn stalled(&self, desk: &Desk) -> Panel {
        let head = [
            (desk.say("home-deal"), false),
            (desk.say("home-stage"), false),
            (desk.say("report-amount"), true),
            (desk.say("home-state"), false),
            (desk.say("home-next-step"), false),
        ];
        let rows_of: Vec<Vec<Markup>> = self.stalled.iter().map(|deal| self.stalled_row(desk, deal)).collect();
        let label = desk.say("home-stalled");
        let body = html! {
            @if rows_of.is_empty() { p class="muted f13" { (desk.say("home-stalled-none")) } } @else {
                div class="ovx" tabindex="0" role="region" aria-label=(desk.say("home-stalled-table")) { (data_table(&label, &named(&head), &rows_of, "dt cards stl")) }
            }
        };
        Panel::new("stalled", label, body)
            .note(desk.say("home-stalled-note"))
            .all(desk.say("home-all"), rows(&stalled(self.whose)))
    }

    fn stalled_row(&self, desk: &Desk, deal: &Visible) -> Vec<Markup> {
        let label = |path: &str| match deal.get(path) {
            Value::Link(link) => link.label.clone().unwrap_or_default(),
            Value::Text(text) => text.clone(),
            _ => String::new(),
        };
        let stage = deal.get("stage").as_id();
        let hue = self.made.stages.iter().find(|line| Some(line.stage.id) == stage).and_then(|line| line.stage.hue);
        let account = label("account");
        let next = label("next_step");
        let days = overview::stalled_days(deal, desk.now).unwrap_or_default();
        vec![
            html! { span class="row" {
                (Avatar::record(if account.is_empty() { &deal.title } else { &account }).size(Size::Xs))
                span class="trunc" { a href={ "/opportunities/" (deal.id) } { (deal.title) } span class="muted f12 blk2" { (account) } }
            } },
            html! { span class="row nw" { (dot(show::hue(hue))) (label("stage")) } },
            html! { a class="fig b nw" href={ "/opportunities/" (deal.id) } { (show::compact(desk, deal.get("amount"))) } },
            html! { (Tag::new(tr_with(desk.lang, "home-still", &[("count", days)]), Hue::Red)) },
            html! { span class="t2 f12 why" { @if next.is_empty() { (desk.say("home-no-next")) } @else { (next) } } },
        ]
    }
}

fn whole(whose: Whose, filter: &str) -> String {
    modules::sales::report::joined([whose.within(), Some(filter)]).unwrap_or_default()
}

pub(super) fn named(head: &[(String, bool)]) -> Vec<(&str, bool)> {
    head.iter().map(|(label, number)| (label.as_str(), *number)).collect()
}
