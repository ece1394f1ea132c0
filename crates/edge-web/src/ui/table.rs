//! The list: a real `<table>` with sticky header, first column and totals; sort links, selection, peek, cells to edit in
//! place. `assets/js/table.js` gives it the keys J K X Space Enter E; without script it is still a table of links.

use super::words::{Lang, say, say_with};
use super::{Attrs, Avatar, Button, Content, el, icon_s};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Said of the scrolling region ("客户列表").
    pub label: String,
    /// Header of the first column.
    pub name: Column,
    /// The other columns in order.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Totals: one per column after the name; `None` leaves the cell empty.
    pub footer: Vec<Option<Total>>,
    /// Footer of the first column ("共 218 家").
    pub footer_name: Option<Total>,
    /// where the totals come from after the page, when counting them would have held it up
    pub footer_later: Option<String>,
    pub selectable: bool,
    /// Shown instead of rows when there are none.
    pub empty: Option<Markup>,
}

#[derive(Clone, Debug, Default)]
pub struct Column {
    pub key: String,
    pub label: String,
    pub number: bool,
    /// Address that sorts by this column; none: not sortable.
    pub sort: Option<String>,
    pub sorted: Option<Direction>,
    /// Pixels, if the person changed it.
    pub width: Option<u32>,
    /// Where a new width is posted (`column`, `width`); none: the edge cannot be dragged.
    pub resize: Option<String>,
    pub phone: Phone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// Where a column goes on a phone, whose rows have two lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phone {
    #[default]
    Hidden,
    /// Right, first line: the figure.
    Figure,
    /// Left, second line.
    Under,
    /// Right, second line: a date.
    Aside,
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Value of the check box, and the row's identity.
    pub id: String,
    pub label: String,
    /// What is drawn instead of the label, where the rest of it stands beside.
    pub short: Option<String>,
    pub href: String,
    /// Picture before the name.
    pub avatar: Option<Avatar>,
    /// Address of the peek panel's content; none: no peek.
    pub peek: Option<String>,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub content: Content,
    /// Address of the edit form (GET) that replaces the content; its answer to POST is [`edited_cell`].
    pub edit: Option<String>,
}

impl From<Content> for Cell {
    fn from(content: Content) -> Self {
        Cell { content, edit: None }
    }
}

impl Cell {
    pub fn editable(content: Content, url: impl Into<String>) -> Self {
        Cell { content, edit: Some(url.into()) }
    }
}

/// A figure in the footer: grey name, bold value.
#[derive(Clone, Debug, Default)]
pub struct Total {
    pub before: String,
    pub value: String,
    pub after: String,
}

impl Table {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            div class="scroll" tabindex="0" role="region" aria-label=(self.label) {
                table class="tbl" data-table {
                    @if self.columns.iter().any(|c| c.width.is_some()) { (self.widths()) }
                    thead hx-boost:inherited=(super::shell::PANEL) { tr {
                        @if self.selectable {
                            th class="ck" scope="col" { input type="checkbox" data-all aria-label=(say(lang, "web-select-page")); }
                        }
                        (head(&self.name, "nm"))
                        @for column in &self.columns { (head(column, "")) }
                    } }
                    tbody { @for row in &self.rows { (self.row(lang, row)) } }
                    @if !self.footer.is_empty() || self.footer_name.is_some() || self.footer_later.is_some() { (self.foot(false)) }
                }
                @if self.rows.is_empty() { @if let Some(empty) = &self.empty { (empty) } }
            }
        }
    }

    /// Only the rows, to be appended or swapped.
    pub fn rows(&self, lang: Lang) -> Markup {
        html! { @for row in &self.rows { (self.row(lang, row)) } }
    }

    fn widths(&self) -> Markup {
        html! {
            colgroup {
                @if self.selectable { col width="44"; }
                col width=[self.name.width];
                @for column in &self.columns { col width=[column.width]; }
            }
        }
    }

    fn row(&self, lang: Lang, row: &Row) -> Markup {
        html! {
            tr data-id=(row.id) data-peek=[row.peek.as_ref()] {
                @if self.selectable {
                    td class="ck" { input type="checkbox" name="id" value=(row.id) aria-label=(say_with(lang, "web-select-row", &[("name", &row.label)])); }
                }
                td class="nm" {
                    div class="row" {
                        @if let Some(avatar) = &row.avatar { (avatar) }
                        a class="trunc" href=(row.href) title=[row.short.as_ref().map(|_| &row.label)] { (row.short.as_ref().unwrap_or(&row.label)) }
                        @if row.peek.is_some() {
                            (Button::square("layout-sidebar-right", say_with(lang, "web-peek-row", &[("name", &row.label)])).small()
                                .class("peek").attr("data-peek-open", ""))
                        }
                    }
                }
                @for (cell, column) in row.cells.iter().zip(&self.columns) { (cell.draw(column)) }
            }
        }
    }

    /// The row of totals; `oob` puts it into the place it was left free.
    pub fn foot(&self, oob: bool) -> Markup {
        let later = self.footer_later.as_ref();
        html! {
            tfoot id="totals" hx-swap-oob=[oob.then_some("true")] hx-get=[later] hx-trigger=[later.map(|_| "load")]
                hx-swap=[later.map(|_| "none")] {
                tr {
                    @if self.selectable { td class="ck" {} }
                    td class="nm" { @if let Some(total) = &self.footer_name { (total.draw()) } @else { "\u{a0}" } }
                    @for (at, column) in self.columns.iter().enumerate() {
                        td class=[column.number.then_some("num")] {
                            @if let Some(Some(total)) = self.footer.get(at) { (total.draw()) }
                        }
                    }
                }
            }
        }
    }
}

impl Cell {
    fn draw(&self, column: &Column) -> Markup {
        let place = match column.phone {
            Phone::Hidden => "",
            Phone::Figure => "m1",
            Phone::Under => "m2",
            Phone::Aside => "m3",
        };
        let attrs = Attrs::new()
            .class(self.content.class())
            .class_if(column.number && !self.content.is_number(), "num")
            .class(place)
            .maybe("data-edit", self.edit.as_ref());
        el("td", &attrs, self.content.draw())
    }
}

/// The answer to a saved cell: the new `<td>`, swapped with `outerHTML`. `column` must be the one the cell stands in.
pub fn edited_cell(cell: &Cell, column: &Column) -> Markup {
    cell.draw(column)
}

impl Total {
    fn draw(&self) -> Markup {
        html! { (self.before) " " b { (self.value) } " " (self.after) }
    }
}

fn head(column: &Column, class: &str) -> Markup {
    let sort = column.sorted.map(|d| if d == Direction::Up { "ascending" } else { "descending" });
    let attrs = Attrs::new()
        .class(class)
        .class_if(column.number, "num")
        .set("scope", "col")
        .maybe("aria-sort", sort)
        .set("data-column", &column.key);
    let arrow = match column.sorted {
        Some(Direction::Up) => icon_s("chevron-up"),
        Some(Direction::Down) => icon_s("chevron-down"),
        None => Markup::default(),
    };
    el(
        "th",
        &attrs,
        html! {
            @match &column.sort {
                Some(url) => a class="sort" id={ "sort-" (column.key) } href=(url) { (column.label) (arrow) },
                None => span class="sort" { (column.label) },
            }
            @if let Some(url) = &column.resize { span class="rz" data-resize=(url) aria-hidden="true" {} }
        },
    )
}
