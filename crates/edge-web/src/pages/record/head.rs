//! The head of a record: the way here, title, the line under it, what can be done, key figures, tabs.

use maud::{Markup, html};
use modules::sales::report::joined;
use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{Ask, Measure, group::group},
    schema::{Field, FieldType, Rollup, RollupFunction},
};
use types::{Value, display, words::tr_with};

use super::{
    Seen, related,
    tabs::{self, Tab},
};
use crate::{
    desk::Desk,
    place::Place,
    show::{self, Hues},
    ui::{self, About, Attrs, Button, Content, Crumb, MenuItem, Mood, RecordHeader, Stat, Tag, Top, top::Steps},
};

/// Most figures in the strip.
const FIGURES: usize = 5;

/// `steps`: the ways to the neighbours in the list one came from.
pub fn top(desk: &Desk, seen: &Seen, back: &Place, steps: Option<Steps>) -> Markup {
    let mut items = Vec::new();
    if seen.edit.is_some() {
        items.push(MenuItem::link(desk.say("edit"), "pencil", format!("{}/edit", seen.href())));
    }
    items.push(MenuItem::link(desk.say("history"), "history", format!("{}/history", seen.href())));
    if seen.delete {
        items.push(MenuItem::Rule);
        let act = Attrs::new().set("hx-post", format!("{}/deletion", seen.href())).set("hx-swap", "none");
        items.push(MenuItem::danger(desk.say("delete"), "trash", act));
    }
    let acts = html! {
        (Button::square("dots", desk.say("more")).menu("record-more"))
        (ui::menu("record-more", &items))
    };
    let crumbs = vec![Crumb { label: desk.plural(&seen.object).to_string(), href: back.url() }];
    Top { crumbs, acts: Some(acts), pager: steps, wide: true, ..Top::default() }.html(desk.lang)
}

/// `verbs`: what this kind of record can do besides (win, lose).
pub fn header(cx: &mut Cx, desk: &Desk, seen: &Seen, open: &Tab, verbs: Option<Markup>) -> RecordHeader {
    // a head without colours is better than none
    let hues = show::hues(cx, std::slice::from_ref(&seen.item)).unwrap_or_default();
    let (tags, about) = about_line(cx, desk, seen, &hues);
    let acts = html! {
        (call_and_mail(desk, seen, false))
        @if seen.edit.is_some() { (Button::new(desk.say("edit")).icon("pencil").href(format!("{}/edit", seen.href()))) }
        @match verbs {
            Some(verbs) => (verbs),
            None => @if let Some((label, href)) = first_new(cx, desk, seen) { (Button::primary(label).icon("plus").href(href)) },
        }
    };
    RecordHeader {
        title: seen.name(),
        avatar: Some(seen.avatar()),
        tags,
        about,
        acts: Some(acts),
        figures: valued(cx, desk, seen),
        figures_label: desk.say("record-figures"),
        tabs: tabs::tabs(cx, desk, seen, open),
    }
}

/// The first thing that may be added to this record.
fn first_new(cx: &mut Cx, desk: &Desk, seen: &Seen) -> Option<(String, String)> {
    seen.object.layout.related.iter().find_map(|(name, link)| {
        let other = cx.catalog.object(name).cloned().filter(|other| other.section.is_some())?;
        let href = related::new_href(cx, &other, link, seen)?;
        Some((desk.new_thing(&other), href))
    })
}

/// Highlights: choices as tags after the title, everything else under it.
pub fn about_line(cx: &Cx, desk: &Desk, seen: &Seen, hues: &Hues) -> (Vec<Tag>, Vec<About>) {
    let (mut tags, mut about) = (Vec::new(), Vec::new());
    for name in seen.object.layout.highlights.iter().filter(|name| **name != seen.object.title) {
        let Some((field, value, masked)) =
            seen.column(name).filter(|(field, value, _)| !value.is_empty() && !is_figure(field))
        else {
            continue;
        };
        let words = show::words(desk, field, value);
        let board = seen.object.board.as_ref().is_some_and(|board| board.by == *name);
        match (field.result_type(), value) {
            _ if masked => about.push(About::text("lock", words)),
            (FieldType::User, Value::Link(_)) => about.push(About::Person(words)),
            (_, Value::Link(link)) if board => {
                tags.push(Tag::new(words, hues.get(&link.id).copied().unwrap_or(ui::Hue::Blue)));
            }
            // a yes alone says nothing
            (FieldType::YesNo, _) => {}
            (_, Value::Link(link)) => about.push(match link.opens() {
                Some(object) => About::Link {
                    icon: cx.catalog.object(object).map_or_else(|| "link".to_string(), |o| o.icon.clone()),
                    text: words,
                    href: format!("/{object}/{}", link.id),
                },
                None => About::text("link", words),
            }),
            (FieldType::Phone, _) => about.push(About::Link { icon: "phone".into(), text: words, href: tel(value) }),
            (FieldType::Email, _) => {
                about.push(About::Link { icon: "mail".into(), href: format!("mailto:{words}"), text: words })
            }
            (FieldType::Date, Value::Date(day)) => {
                about.push(dated(desk, field, types::display::date_prose(desk.lang, *day, desk.today)))
            }
            (FieldType::DateTime, Value::Time(at)) => {
                about.push(dated(desk, field, types::display::day_and_time(desk.lang, *at, &desk.zone, desk.today)));
            }
            _ => match show::content(desk, field, value, masked) {
                Content::Tags(more) => tags.extend(more),
                _ => about.push(About::text(about_icon(field), words)),
            },
        }
    }
    (tags, about)
}

fn about_icon(field: &Field) -> &'static str {
    match (field.name.as_str(), &field.kind) {
        (_, FieldType::Address) | ("region", _) => "map-pin",
        ("industry", _) => "building-factory-2",
        ("company", _) => "building",
        ("job_title", _) => "briefcase",
        _ => "tag",
    }
}

fn dated(desk: &Desk, field: &Field, when: String) -> About {
    About::text("clock", format!("{} {when}", show::label(desk, field)))
}

fn tel(value: &Value) -> String {
    format!("tel:{}", value.as_text().unwrap_or_default().replace(' ', ""))
}

/// Buttons for the first telephone number and the first e-mail address.
pub fn call_and_mail(desk: &Desk, seen: &Seen, small: bool) -> Markup {
    let first = |kind: fn(&FieldType) -> bool| {
        let mut columns = seen
            .item
            .iter()
            .filter(|(column, value)| kind(&column.field().kind) && !column.masked && !value.is_empty());
        columns.next().map(|(_, value)| value)
    };
    let button = |key: &str, icon: &str, href: String| {
        let button = Button::new(desk.say(key)).icon(icon).href(href);
        if small { button.small() } else { button.desktop() }
    };
    html! {
        @if let Some(phone) = first(|kind| matches!(kind, FieldType::Phone)) { (button("record-call", "phone", tel(phone))) }
        @if let Some(email) = first(|kind| matches!(kind, FieldType::Email)) {
            (button("record-mail", "mail", format!("mailto:{}", email.as_text().unwrap_or_default())))
        }
    }
}

fn is_figure(field: &Field) -> bool {
    matches!(field.result_type(), FieldType::Money | FieldType::Percent { .. } | FieldType::Rollup(_))
}

/// What the object says; else money, shares and roll-ups, those of the highlights first. Roll-ups stand there even when there is nothing to add up.
pub fn figures(cx: &Cx, desk: &Desk, seen: &Seen) -> Vec<Stat> {
    let layout = &seen.object.layout;
    if !layout.figures.is_empty() {
        let figures = layout.figures.iter().filter_map(|(name, beside)| {
            let stat = figure(cx, desk, seen, seen.column(name)?);
            let note = beside.as_ref().and_then(|name| aside(cx, desk, seen.column(name)?));
            Some(stat.note(note.unwrap_or_default(), Mood::Plain))
        });
        return figures.take(FIGURES).collect();
    }
    let shown = |field: &Field, value: &Value| {
        is_figure(field) && (matches!(field.kind, FieldType::Rollup(_)) || !value.is_empty())
    };
    let first = layout.highlights.iter().filter_map(|name| seen.column(name));
    let rest = seen.item.iter().filter(|(column, _)| !layout.highlights.iter().any(|name| *name == *column.path));
    let rest = rest.map(|(column, value)| (column.field(), value, column.masked));
    let figures = first.chain(rest).filter(|(field, value, _)| shown(field, value));
    figures.take(FIGURES).map(|column| figure(cx, desk, seen, column)).collect()
}

fn figure(cx: &Cx, desk: &Desk, seen: &Seen, (field, value, masked): (&Field, &Value, bool)) -> Stat {
    let text = match value {
        Value::Empty => "—".to_string(),
        _ if masked => show::words(desk, field, value),
        Value::Money(_) | Value::Int(_) => show::compact(desk, value),
        Value::Time(at) => types::display::day_and_time(desk.lang, *at, &desk.zone, desk.today),
        _ => show::words(desk, field, value),
    };
    let stat = Stat::new(show::label(desk, field), text);
    match &field.kind {
        FieldType::Rollup(rollup) => Stat { href: added_up(cx, seen, rollup), ..stat },
        _ => stat,
    }
}

/// What stands in small beside a figure: how many there are of something, or a value with its name.
fn aside(cx: &Cx, desk: &Desk, (field, value, masked): (&Field, &Value, bool)) -> Option<String> {
    if masked || value.is_empty() {
        return None;
    }
    if let (FieldType::Rollup(rollup), Value::Int(count)) = (&field.kind, value)
        && rollup.function == RollupFunction::Count
    {
        let child = cx.catalog.object(&rollup.object)?;
        let things = desk.within(if *count == 1 { desk.single(child) } else { desk.plural(child) });
        return Some(tr_with(
            desk.lang,
            "record-count",
            &[("count", &*display::integer(*count)), ("things", &*things)],
        ));
    }
    Some(format!("{} {}", show::label(desk, field), show::words(desk, field, value)))
}

/// The list of what a roll-up adds up, for those who may see such.
fn added_up(cx: &Cx, seen: &Seen, rollup: &Rollup) -> Option<String> {
    let child = cx.catalog.object(&rollup.object).filter(|child| access::scope(cx, child, Action::View).is_ok())?;
    let filter = joined([Some(of(seen, rollup).as_str()), rollup.filter.as_deref()]);
    Some(Place::parse(&child.name, None).with(|place| place.filter = filter).url())
}

fn of(seen: &Seen, rollup: &Rollup) -> String {
    format!("{} == {}", rollup.via, quoted(&seen.item.id.to_string()))
}

/// The figures with what is missing from them: sums say how many amounts have no value, because their currency has no rate.
fn valued(cx: &mut Cx, desk: &Desk, seen: &Seen) -> Vec<Stat> {
    let mut stats = figures(cx, desk, seen);
    for field in seen.object.living() {
        let FieldType::Rollup(rollup) = &field.kind else { continue };
        let label = show::label(desk, field);
        let Some(stat) = stats.iter_mut().find(|stat| stat.label == label) else { continue };
        // a head without this note is better than none
        let count = without_value(cx, seen, rollup).unwrap_or_default();
        if count > 0 {
            let note = tr_with(desk.lang, "record-unconverted", &[("count", count)]);
            stat.note = if stat.note.is_empty() { note } else { format!("{} · {note}", stat.note) };
        }
    }
    stats
}

fn without_value(cx: &mut Cx, seen: &Seen, rollup: &Rollup) -> types::Result<i64> {
    let (RollupFunction::Sum, Some(measured)) = (rollup.function, &rollup.field) else { return Ok(0) };
    let child = cx.catalog.find(&rollup.object)?;
    if child.field(measured).is_none_or(|field| *field.result_type() != FieldType::Money) {
        return Ok(0);
    }
    let ask = Ask { filter: joined([Some(of(seen, rollup).as_str()), rollup.filter.as_deref()]), ..Ask::default() };
    Ok(group(cx, &child, &ask, &[], &[Measure::Sum(measured.to_string())])?.unconverted)
}

/// Whether this person may make records of an object at all.
pub fn may_create(cx: &Cx, object: &std::sync::Arc<records::schema::Object>) -> Option<access::Scope> {
    access::scope(cx, object, Action::Create).ok().filter(|_| object.owned != records::schema::Owned::System)
}
