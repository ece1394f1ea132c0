//! How far the deals of the last year have come, on home: a funnel and its table. Called by `deals`.

use maud::html;
use modules::sales::overview::Step;
use types::{display, words::tr_with};

use super::deals::{named, percent, rows};
use crate::{
    desk::Desk,
    ui::{
        bars::{FunnelStep, as_table, funnel},
        home::Panel,
    },
};

pub fn panel(desk: &Desk, steps: &[Step]) -> Panel {
    let label = desk.say("home-conversion");
    let Some(first) = steps.first() else {
        return Panel::new("conversion", label, html! { p class="muted f13" { (desk.say("home-conversion-none")) } });
    };
    let mut before = None;
    let mut drawn = Vec::new();
    let mut table = Vec::new();
    for step in steps {
        let name = step.name.clone();
        let rate = before.map_or_else(String::new, |before| percent(step.count, before));
        table.push(vec![
            html! { (name) },
            html! { a href=(rows(&step.filter)) { (display::integer(step.count)) } },
            html! { (rate) },
        ]);
        drawn.push(FunnelStep {
            label: name,
            value: display::integer(step.count),
            share: step.count as f64 * 100.0 / first.count as f64,
            rate,
            href: rows(&step.filter),
            words: String::new(),
        });
        before = Some(step.count);
    }
    let overall = steps.last().map(|last| percent(last.count, first.count)).unwrap_or_default();
    let head = [(desk.say("home-stage"), false), (desk.say("report-count"), true), (desk.say("home-rate"), true)];
    let body = html! {
        (funnel(&drawn))
        div class="key" { span { (desk.say("home-conversion-note")) } }
        (as_table(desk.lang, &label, &named(&head), &table))
    };
    let won = steps.last().map(|last| rows(&last.filter)).unwrap_or_default();
    Panel::new("conversion", label, body)
        .note(desk.say("home-twelve-months"))
        .all(tr_with(desk.lang, "home-overall", &[("percent", overall.as_str())]), won)
}
