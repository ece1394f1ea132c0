//! Records as rows: columns, cells with their editors, sums below. Used by lists and by the answer to a saved cell.

use std::sync::Arc;

use maud::Markup;
use records::{
    Cx,
    access::{self, Action, Scope},
    query::{self, Ask, Measure},
    schema::{Field, FieldType, Object, Write},
    visible::{self, Page, Visible},
};
use types::{Result, Value};

use crate::{
    desk::Desk,
    place::Place,
    show::{self, Hues},
    ui::{self, Cell, Column, Direction, Phone, Row, Table, Total},
};

/// What this person may do with an object at all: buttons they could not use are not shown.
pub struct May {
    pub create: bool,
    pub edit: Option<Scope>,
    pub bulk: bool,
    pub delete: bool,
    pub assign: bool,
    pub import: bool,
    pub export: bool,
}

impl May {
    pub fn of(cx: &Cx, object: &Arc<Object>) -> May {
        let may = |action| access::scope(cx, object, action).ok();
        // machinery is changed by its own verbs and pages
        let open = object.owned != records::schema::Owned::System;
        let fillable = object.living().any(|field| !field.system && field.write != Write::Verb);
        May {
            // what has bytes comes by an upload
            create: open && object.content().is_none() && may(Action::Create).is_some(),
            edit: may(Action::Edit).filter(|_| open),
            bulk: open && may(Action::BulkEdit).is_some() && may(Action::Edit).is_some(),
            delete: open && may(Action::Delete).is_some(),
            assign: open && object.field("owner").is_some() && may(Action::Assign).is_some(),
            // people come from files too, though only verbs change them; of imports themselves nothing can be filled
            import: (open || !object.keys.is_empty()) && fillable && may(Action::Import).is_some(),
            export: may(Action::Export).is_some(),
        }
    }
}

/// What the rows of a page are drawn with.
pub struct Look<'l> {
    pub may: &'l May,
    pub hues: Hues,
    /// columns by which no index orders a list that is too long to be sorted
    pub unordered: Vec<String>,
}

pub fn table(desk: &Desk, object: &Object, place: &Place, page: &Page, look: &Look, sums: Vec<Option<Total>>) -> Table {
    let direction = |path: &str| {
        let own = object.sort.first().map(|(name, down)| (name.to_string(), *down));
        let now = place.sort.clone().or(own);
        now.filter(|(sorted, _)| sorted == path).map(|(_, down)| if down { Direction::Down } else { Direction::Up })
    };
    let sortable = |path: &str, field: &Field| {
        let can = (field.sort_column().is_some() || field.kind.target().is_some())
            && !look.unordered.iter().any(|unordered| unordered == path);
        can.then(|| place.sorted_by(path).url())
    };
    let title = object.title_field();
    // two-line rows on phones: the first figure, the first date, the first other column
    let mut taken = [false; 3];
    let columns = page.columns.iter().map(|column| {
        let field = column.field();
        let (slot, phone) = match field.result_type() {
            kind if is_number(kind) => (1, Phone::Figure),
            FieldType::Date | FieldType::DateTime => (2, Phone::Aside),
            _ => (0, Phone::Under),
        };
        let phone = if std::mem::replace(&mut taken[slot], true) { Phone::Hidden } else { phone };
        Column {
            sort: sortable(&column.path, field).filter(|_| !column.masked),
            sorted: direction(&column.path),
            phone,
            ..plain_column(desk, column)
        }
    });
    let columns: Vec<Column> = columns.collect();
    // a record's page leads back to this list
    let here = place.url();
    let from = here.split_once('?').map_or_else(|| Place::WHOLE.to_string(), |(_, query)| gate::router::encode(query));
    Table {
        label: desk.plural(object).to_string(),
        name: Column {
            key: title.name.to_string(),
            label: show::label(desk, title).to_string(),
            sort: sortable(&title.name, title),
            sorted: direction(&title.name),
            ..Column::default()
        },
        columns,
        rows: page.items.iter().map(|item| row(desk, item, &from, look)).collect(),
        footer: sums,
        footer_name: None,
        footer_later: None,
        selectable: look.may.bulk || look.may.delete,
        empty: None,
    }
}

/// A column by itself, without the state of a list.
pub fn plain_column(desk: &Desk, column: &visible::Column) -> Column {
    Column {
        key: column.path.clone(),
        label: header(desk, column),
        number: is_number(column.field().result_type()),
        ..Column::default()
    }
}

pub fn is_number(kind: &FieldType) -> bool {
    matches!(
        kind,
        FieldType::Integer
            | FieldType::Decimal { .. }
            | FieldType::Percent { .. }
            | FieldType::Money
            | FieldType::Rollup(_)
    )
}

/// A column behind a link says where it comes from.
fn header(desk: &Desk, column: &visible::Column) -> String {
    let own = show::label(desk, column.field());
    match column.path.split_once('.') {
        Some(_) => format!("{} · {own}", column.object.label.get(desk.lang)),
        None => own.to_string(),
    }
}

fn row(desk: &Desk, item: &Visible, from: &str, look: &Look) -> Row {
    let object = &item.object;
    let name = if item.title.is_empty() { item.id.to_string() } else { item.title.clone() };
    let cells = item.iter().map(|(column, value)| cell(desk, item, column, value, look)).collect();
    Row {
        id: item.id.to_string(),
        short: show::shortened(&name, item).map(str::to_string),
        label: name.clone(),
        href: format!("/{}/{}?from={from}", object.name, item.id),
        avatar: object.section.is_some().then(|| show::avatar(&object.name, &name)),
        peek: object.section.is_some().then(|| format!("/{}/{}/peek", object.name, item.id)),
        cells,
    }
}

/// A cell, with the address of its editor if this person may change it.
pub fn cell(desk: &Desk, item: &Visible, column: &visible::Column, value: &Value, look: &Look) -> Cell {
    let content = show::cell(desk, item, column, value, &look.hues);
    let own = !column.path.contains('.') && !column.masked;
    let editable = own && look.may.edit.as_ref().is_some_and(|scope| scope.may_write(column.position));
    if editable {
        Cell::editable(content, format!("/{}/{}/cells/{}", item.object.name, item.id, column.path))
    } else {
        content.into()
    }
}

/// The answer to a saved cell of a list.
pub fn saved_cell(desk: &Desk, item: &Visible, column: &visible::Column, value: &Value, look: &Look) -> Markup {
    ui::table::edited_cell(&cell(desk, item, column, value, look), &plain_column(desk, column))
}

/// Sums of the money columns over everything the filter leaves, while that is few enough to be quick.
pub fn sums(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, place: &Place, page: &Page) -> Result<Vec<Option<Total>>> {
    let summed = |c: &&visible::Column| {
        let field = c.field();
        !c.path.contains('.') && !c.masked && field.is_stored() && matches!(field.result_type(), FieldType::Money)
    };
    let paths: Vec<String> = page.columns.iter().filter(summed).map(|c| c.path.clone()).collect();
    let few = page.total.is_some_and(|total| total.exact && total.count > 0);
    if paths.is_empty() || !few {
        return Ok(Vec::new());
    }
    let ask = Ask { filter: place.filter.clone(), search: place.search.clone(), ..Ask::default() };
    let measures: Vec<Measure> = paths.iter().map(|p| Measure::Sum(p.clone())).collect();
    let grouped = query::group::group(cx, object, &ask, &[], &measures)?;
    let values = grouped.rows.first().map(|row| row.values.clone()).unwrap_or_default();
    let sum = |column: &visible::Column| {
        let at = paths.iter().position(|p| *p == column.path)?;
        let value = show::compact(desk, values.get(at)?);
        Some(Total { before: desk.say("sum"), value, after: String::new() })
    };
    Ok(page.columns.iter().map(sum).collect())
}
