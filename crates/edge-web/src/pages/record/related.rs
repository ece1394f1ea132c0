//! The right column: lists of records that link to this one, with their amounts; each may be added to.

use std::sync::Arc;

use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{self, Ask, Totals},
    schema::{FieldType, Object, Write},
    visible::Visible,
};
use types::{Name, Result, Value};

use super::{Seen, head::may_create};
use crate::{
    desk::Desk,
    pages::list::counted,
    place::Place,
    show,
    ui::{Block, Button, Content, Related, avatar::Size, related as rows},
};

/// Records shown per list; the rest is a list away.
const SHOWN: u32 = 5;
/// Columns that are looked at for the second line and the figure.
const LOOKED_AT: usize = 8;

pub fn blocks(cx: &mut Cx, desk: &Desk, seen: &Seen) -> Result<Markup> {
    let mut drawn = Vec::new();
    for (name, link) in &seen.object.layout.related {
        if let Some(block) = block(cx, desk, seen, name, link)? {
            drawn.push(block);
        }
    }
    Ok(html! { @for block in drawn { (block) } })
}

/// The first list, for the peek panel.
pub fn first(cx: &mut Cx, desk: &Desk, seen: &Seen) -> Result<Option<Block>> {
    match seen.object.layout.related.first() {
        Some((name, link)) => block(cx, desk, seen, name, link),
        None => Ok(None),
    }
}

fn block(cx: &mut Cx, desk: &Desk, seen: &Seen, name: &Name, link: &Name) -> Result<Option<Block>> {
    let Some(other) = cx.catalog.object(name).cloned() else { return Ok(None) };
    let Ok(scope) = access::scope(cx, &other, Action::View) else { return Ok(None) };
    if !other.position(link).is_some_and(|at| scope.may_read(at)) {
        return Ok(None);
    }
    let visible = |field: &Name| other.position(field).is_some_and(|at| scope.may_see(at));
    let columns = other.list.iter().filter(|field| **field != other.title && *field != link && visible(field));
    let fields: Vec<String> = columns.take(LOOKED_AT).map(|field| field.to_string()).collect();
    let filter = format!("{link} == {}", quoted(&seen.item.id.to_string()));
    let mut ask = Ask { totals: Totals::Capped, fields, limit: SHOWN, ..Ask::default() }.filter(&filter);
    if ask.fields.is_empty() {
        ask.fields.push("created_at".into()); // none would mean all
    }
    let mut page = query::list(cx, &other, &ask)?;
    query::mark_shut(cx, &mut page.items)?;
    let new = new_href(cx, &other, link, seen);
    if page.items.is_empty() && new.is_none() {
        return Ok(None);
    }
    let found: Vec<Related> = page.items.iter().map(|item| row(desk, item, &seen.name())).collect();
    let total = page.total.filter(|total| total.count > 0);
    let more = total.is_some_and(|total| total.count > i64::from(SHOWN));
    let all = Place::parse(&other.name, None).with(|place| place.filter = Some(filter)).url();
    let body = html! {
        @if found.is_empty() { p class="muted f13" { (desk.say("nothing-here")) } } @else { (rows(&found)) }
        @if more { (Button::ghost(desk.say("show-all")).small().trailing("arrow-right").href(all)) }
    };
    let reverse = other.field(link).and_then(|field| field.reverse.as_ref());
    let title = reverse.map_or_else(|| desk.plural(&other), |label| label.get(desk.lang));
    let mut block = Block::new(title, body);
    if let Some(total) = total {
        block = block.count(counted(desk, &total));
    }
    if let Some(href) = new {
        let label = desk.new_thing(&other);
        block = block.act(Button::square("plus", label).href(href));
    }
    Ok(Some(block))
}

/// Where a record is made that links to this one, if this person may.
pub fn new_href(cx: &Cx, other: &Arc<Object>, link: &Name, seen: &Seen) -> Option<String> {
    let scope = may_create(cx, other)?;
    let position = other.position(link).filter(|at| scope.may_write(*at))?;
    Some(format!("/{}/new?{}={}", other.name, other.fields[position].name, seen.item.id))
}

/// One record in two lines: its name and first choice; two facts; the first amount at the right. It stands on the page of `known`.
pub fn row(desk: &Desk, item: &Visible, known: &str) -> Related {
    let object = &item.object;
    let mut row = Related { href: format!("/{}/{}", object.name, item.id), ..Related::default() };
    let made = made_title(item);
    let mut notes: Vec<String> = Vec::new();
    for (column, value) in item.iter().filter(|(_, value)| !value.is_empty()) {
        let field = column.field();
        match field.result_type() {
            FieldType::Money if row.figure.is_empty() && !column.masked => row.figure = show::compact(desk, value),
            FieldType::Money
            | FieldType::Percent { .. }
            | FieldType::Rollup(_)
            | FieldType::User
            | FieldType::Users => {}
            FieldType::Choice { .. } if row.tags.is_empty() => {
                if let Content::Tags(tags) = show::content(desk, field, value, column.masked) {
                    row.tags = tags;
                }
            }
            _ if made.as_ref().is_some_and(|(fields, _)| fields.contains(&column.path.as_str())) => {}
            // what the title says already
            _ if item.title.ends_with(&show::words(desk, field, value)) => {}
            _ if notes.len() < 2 => notes.push(short(desk, field, value)),
            _ => {}
        }
    }
    row.full = match made {
        Some((_, title)) => title,
        None if item.title.is_empty() => item.id.to_string(),
        None => item.title.clone(),
    };
    row.label = show::beside(&row.full, known).to_string();
    row.note = notes.join(" · ");
    if show::is_person(&object.name) {
        row.avatar = Some(show::avatar(&object.name, &row.label).size(Size::Md));
    }
    row
}

/// A title that nobody writes is made of links: the fields it is made of, and the title in the words of its reader.
fn made_title(item: &Visible) -> Option<(Vec<&str>, String)> {
    let object = &item.object;
    let (parts, between) = object.title_parts().filter(|_| object.title_field().write == Write::Verb)?;
    let fields: Vec<&str> = parts.iter().map(|part| part.trim_matches(['{', '}'])).collect();
    let labels: Vec<&str> = fields
        .iter()
        .filter_map(|field| match item.get(field) {
            Value::Link(link) => link.label.as_deref(),
            _ => None,
        })
        .collect();
    let title = labels.join(between);
    (!title.is_empty()).then_some((fields, title))
}

fn short(desk: &Desk, field: &records::schema::Field, value: &Value) -> String {
    match value {
        Value::Date(day) => types::display::near_day(desk.lang, *day, desk.today),
        Value::Time(at) => types::display::day_or_time(desk.lang, *at, &desk.zone, desk.today),
        _ => show::words(desk, field, value),
    }
}
