//! Deals over the years, and what people did about them: as many deals as accounts, on some of them several; activities in the past and some
//! that lie ahead.

use std::ops::Range;

use records::{Cx, write::Input};
use types::{Date, Id, Instant, Linked, Name, Result, Value};

use super::{
    Ground,
    chance::Chance,
    family::{Family, PAST, created, owned},
    people::SMALL,
    talk,
};

const DEAL: u64 = 4;
const TALK: u64 = 5;

/// A small company is shown with more life.
const TALKS_WHEN_SMALL: u64 = 4;

/// A deal as its activities need it.
pub struct Deal {
    id: Id,
    family: usize,
    opened: Date,
    /// none while it is open
    closed: Option<Date>,
}

const LOST: [&str; 8] =
    ["price", "competitor", "no_budget", "no_decision", "features", "timing", "no_response", "relationship"];

pub fn make(cx: &mut Cx, ground: &Ground, families: &[Family], numbers: Range<u64>) -> Result<Vec<Deal>> {
    let (mut deals, inputs): (Vec<Deal>, Vec<Input>) = numbers.map(|number| deal(ground, families, number)).unzip();
    let ids = created(cx, "opportunities", inputs)?;
    for (deal, id) in deals.iter_mut().zip(ids) {
        deal.id = id;
    }
    Ok(deals)
}

fn deal(ground: &Ground, families: &[Family], number: u64) -> (Deal, Input) {
    let chance = &mut Chance::new(ground.sample.seed, DEAL, number);
    let at = chance.below(families.len() as u64) as usize;
    let family = &families[at];
    let goods = &ground.goods;
    let (product, amount) = goods.sold(chance, family.city.is_abroad());
    // more of them lately than long ago: the company grows
    let days = i64::from(ground.today.0 - family.since.0).min(PAST);
    let opened = ground.today.plus(-(chance.between(1, days.max(1)).min(chance.between(1, days.max(1))) as i32));
    let takes = chance.between(15, 200) as i32;
    let ends = opened.plus(takes);
    // some go on although their day has passed
    let over = ends <= ground.today && !(ends.plus(60) > ground.today && chance.percent(20));
    let mut input = Input::default()
        .set("name", Value::text(format!("{} – {}", family.name, product.name)))
        .set("account", Value::link(family.id))
        .set("product", Value::link(product.id))
        .set("amount", Value::Money(amount))
        .set("engaged_at", Value::Date(opened))
        .set("close_date", Value::Date(ends))
        .set("created_at", Value::Time(chance.office_hour(opened, &ground.zone)));
    if let Some(contact) = family.contact {
        input = input.set("contact", Value::link(contact));
    }
    let stages = &goods.stages;
    input = if over {
        let input = input.set("closed_at", Value::Time(chance.office_hour(ends, &ground.zone)));
        match chance.percent(44) {
            true => input.set("stage", Value::link(stages.won)),
            false => {
                input.set("stage", Value::link(stages.lost)).set("lost_reason", Value::text(*chance.favour(&LOST)))
            }
        }
    } else {
        let gone = i64::from(ground.today.0 - opened.0).min(i64::from(takes) - 1);
        let stage = stages.open[(gone * stages.open.len() as i64 / i64::from(takes)) as usize];
        input.set("stage", Value::link(stage)).set("next_step", Value::text(talk::next_step(chance, ground.lang)))
    };
    let deal = Deal { id: Id(0), family: at, opened, closed: over.then_some(ends) };
    (deal, owned(input, family.owner))
}

/// Activities about the deals, and about accounts without one.
pub fn talks(cx: &mut Cx, ground: &Ground, families: &[Family], deals: &[Deal], numbers: Range<u64>) -> Result<u64> {
    let each = if ground.sample.rows <= SMALL { TALKS_WHEN_SMALL } else { 1 };
    let numbers = numbers.start * each..numbers.end * each;
    let inputs: Vec<Input> = numbers.map(|number| talk(ground, families, deals, number)).collect();
    Ok(created(cx, "activities", inputs)?.len() as u64)
}

fn talk(ground: &Ground, families: &[Family], deals: &[Deal], number: u64) -> Input {
    let chance = &mut Chance::new(ground.sample.seed, TALK, number);
    let (object, about, family, first, last) = if chance.percent(75) {
        let deal = chance.pick(deals);
        ("opportunities", deal.id, &families[deal.family], deal.opened, deal.closed)
    } else {
        let family = chance.pick(families);
        ("accounts", family.id, family, family.since, None)
    };
    let (kind, subject) = talk::subject(chance, ground.lang);
    // one in ten lies ahead, if there is anything left to do
    let ahead = last.is_none() && kind != "note" && chance.percent(10);
    let day = match ahead {
        true => ground.today.plus(chance.between(1, 21) as i32),
        false => {
            let days = last.unwrap_or(ground.today).0 - first.0;
            first.plus(chance.below(days.max(1) as u64) as i32)
        }
    };
    let at = chance.office_hour(day, &ground.zone);
    let made = if ahead { ground.now.plus(-chance.between(1, 10) * Instant::DAY) } else { at };
    let mut input = Input::default()
        .set("kind", Value::text(kind))
        .set("subject", Value::text(subject))
        .set("about", Value::Link(Linked::to_any(Name::of(object), about)))
        .set("created_at", Value::Time(made));
    if chance.percent(55) {
        input = input.set("body", Value::text(talk::note(chance, ground.lang)));
    }
    input = match kind {
        "task" => {
            let input = input.set("due_at", Value::Time(at));
            // what a small company has not done yet lies around today, where the administrator sees it
            let done = !ahead && (chance.percent(92) || ground.sample.rows <= SMALL);
            if done { input.set("status", Value::text("done")).set("done_at", Value::Time(at)) } else { input }
        }
        "note" => input,
        _ => input
            .set("start_at", Value::Time(at))
            .set("duration_minutes", Value::Int(*chance.pick(&[10, 15, 30, 60, 90, 120]))),
    };
    if kind == "call" && !ahead {
        let result =
            *chance.favour(&["reached", "follow_up", "interested", "no_answer", "left_message", "not_interested"]);
        input = input
            .set("direction", Value::text(*chance.pick(&["out", "out", "out", "in"])))
            .set("result", Value::text(result));
    }
    owned(input, family.owner)
}
