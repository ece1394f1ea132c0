//! The left column: what is known of a record, by the sections of its layout, each value editable in place.

use maud::{Markup, html};
use records::{Cx, field, schema::Field, write::draft};
use types::{Value, words::field_sentence};

use super::Seen;
use crate::{
    desk::Desk,
    show,
    ui::{self, Block, Fact},
};

/// Columns that every object has and that say whose a record is, since when, and what it is called where it came from.
const OWNERSHIP: [&str; 8] =
    ["owner", "owning_team", "created_at", "created_by", "updated_at", "updated_by", "external_id", "external_source"];

pub fn facts(cx: &Cx, desk: &Desk, seen: &Seen) -> Markup {
    let fact = |desk: &Desk, seen: &Seen, name: &str| fact(cx, desk, seen, name);
    let layout = &seen.object.layout;
    let placed = |field: &Field| layout.sections.iter().any(|section| section.fields.contains(&field.name));
    let mut blocks = Vec::new();
    for section in &layout.sections {
        let found: Vec<Fact> = section.fields.iter().filter_map(|name| fact(desk, seen, name)).collect();
        blocks.push((section.label.get(desk.lang).to_string(), found));
    }
    // fields that were added in this installation and nobody has put anywhere
    let further =
        seen.object.living().filter(|field| !placed(field) && !field.system && field.name != seen.object.title);
    blocks.push((desk.say("record-further"), further.filter_map(|field| fact(desk, seen, &field.name)).collect()));
    let owned = seen.object.living().any(|field| OWNERSHIP.contains(&field.name.as_str()) && placed(field));
    if !owned {
        blocks
            .push((desk.say("record-ownership"), OWNERSHIP.iter().filter_map(|name| fact(desk, seen, name)).collect()));
    }
    html! {
        @for (title, found) in blocks.into_iter().filter(|(_, found)| !found.is_empty()) {
            (Block::new(title, ui::facts(desk.lang, &found)))
        }
    }
}

/// What is empty and cannot be filled in says nothing.
fn fact(cx: &Cx, desk: &Desk, seen: &Seen, name: &str) -> Option<Fact> {
    let (field, value, masked) = seen.column(name)?;
    let editable = !masked && seen.may_write(name);
    if value.is_empty() && !editable {
        return None;
    }
    let fact = Fact::new(show::label(desk, field), show::content(desk, field, value, masked));
    let doubt = if masked { None } else { doubt(cx, desk, field, value) };
    let fact = Fact { doubt, help: field.help.as_ref().map(|help| help.get(desk.lang).to_string()), ..fact };
    Some(if editable { fact.edit(format!("{}/cells/{name}", seen.href())) } else { fact })
}

/// What should be looked at once more: said beside the value, never in its way.
pub fn doubt(cx: &Cx, desk: &Desk, field: &Field, value: &Value) -> Option<String> {
    let found = field::warnings(field, value, &draft::hints(cx));
    found.first().map(|problem| field_sentence(desk.lang, problem))
}
