//! Filters: the chips above a list and the builder behind them. Every change is a request; the answer holds the new builder,
//! chips and rows, so the address in the browser always tells the whole filter. Used by lists, boards and reports.

use super::words::{Lang, say, say_with};
use super::{Button, icon_s};
use maud::{Markup, html};

/// One condition as a chip: field · operator · value ×.
#[derive(Clone, Debug, Default)]
pub struct Chip {
    pub icon: Option<String>,
    pub field: String,
    pub op: String,
    pub value: String,
    /// Address of the list without this condition.
    pub remove: String,
}

impl Chip {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            span class="chip" {
                span class="k" { @if let Some(name) = &self.icon { (icon_s(name)) } (self.field) }
                span class="op" { (self.op) }
                @if !self.value.is_empty() { span class="v" { (self.value) } }
                a class="rm" href=(self.remove) aria-label=(say_with(lang, "web-remove-filter", &[("name", &self.field)])) { (icon_s("x")) }
            }
        }
    }
}

/// The bar above a list: chips on the left, tools (sort, columns, kind of view) on the right.
#[derive(Clone, Debug, Default)]
pub struct FilterBar {
    pub chips: Vec<Chip>,
    /// Buttons before the chips, e.g. which pipeline.
    pub before: Option<Markup>,
    /// Address of the list with the builder open; closed: without it.
    pub builder_url: String,
    /// The builder is open: chips give way to a counter.
    pub open: bool,
    /// The view has changes: offer to save (id of the dialog) and to go back to what was saved (address).
    pub save: Option<String>,
    pub revert: Option<String>,
    pub tools: Option<Markup>,
}

impl FilterBar {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            div class="bar" {
                div class="chips" hx-boost:inherited=(super::shell::PANEL) {
                    @if let Some(before) = &self.before { (before) }
                    @if self.open {
                        @let button = Button::new(say(lang, "filter")).small().on(true).icon("filter");
                        @let button = if self.chips.is_empty() { button } else { button.count(self.chips.len().to_string()) };
                        (button.href(&self.builder_url).attr("aria-expanded", "true").attr("aria-controls", "builder").attr("data-filter", ""))
                    } @else {
                        @for chip in &self.chips { (chip.html(lang)) }
                        a class="addf" href=(self.builder_url) data-filter="" { (icon_s("plus")) (say(lang, "filter")) }
                    }
                    @if let Some(id) = &self.save { button type="button" class="addf acc" data-open=(id) { (say(lang, "web-save-view")) } }
                    @if let Some(url) = &self.revert { a class="addf" href=(url) { (say(lang, "web-revert")) } }
                }
                @if let Some(tools) = &self.tools { (tools) }
            }
        }
    }
}

/// A choice of a select: value and label.
pub type Choice = (String, String);

/// The builder: a tree of conditions with "all of" and "any of" groups.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    /// The form goes here (GET) on every change. Its fields, with `P` the path of a node ("0", "1.2"):
    /// `f.P` field, `o.P` operator, `v.P` value (repeated for several), `g.P` = all | any for a group,
    /// and of the pressed button `add` = path of a group, `addgroup` = path, `drop` = path of a node.
    pub action: String,
    pub root: Group,
    /// Just opened, with a first line that waits to be filled in.
    pub fresh: bool,
    pub fields: Vec<Choice>,
    /// "2,846 家里有 9 家符合"
    pub hits: String,
    /// The filter as an expression.
    pub expression: String,
    /// Everything else of the address that must survive, as hidden fields.
    pub hidden: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default)]
pub struct Group {
    pub any: bool,
    pub nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
pub enum Node {
    Condition(Condition),
    Group(Group),
}

#[derive(Clone, Debug, Default)]
pub struct Condition {
    pub field: String,
    pub op: String,
    /// Operators this field knows.
    pub ops: Vec<Choice>,
    /// The control for the value, named `v.P`; made by [`super::Input::control`]. None: the operator needs no value.
    pub value: Option<super::Input>,
    /// Grey after the value ("即 11-08 之前，逐日变化").
    pub note: String,
}

impl Builder {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            form class="fb" id="builder" aria-label=(say(lang, "web-filter-conditions")) method="get" action=(self.action)
                hx-get=(self.action) hx-trigger="change, submit" hx-target="#main" hx-select="#main" hx-swap="outerHTML" hx-push-url="true"
                hx-sync="this:replace" {
                // Enter presses the first button of a form: without this one that would be a condition's own, which takes it away
                button class="sr" type="submit" tabindex="-1" aria-hidden="true" {}
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (self.group(lang, &self.root, ""))
                div class="fadd" {
                    (add(lang, "add", "", "plus", "web-condition"))
                    (add(lang, "addgroup", "", "circle-plus", "web-condition-group"))
                    span class="grow" {}
                    span class="hits" role="status" { (self.hits) }
                }
                @if !self.expression.is_empty() {
                    div class="expr" {
                        code { (self.expression) }
                        (Button::square("copy", say(lang, "copy")).small().attr("data-copy", &self.expression))
                    }
                }
                noscript { (Button::new(say(lang, "apply")).submit()) }
            }
        }
    }

    fn group(&self, lang: Lang, group: &Group, path: &str) -> Markup {
        let label = say(lang, if group.any { "web-any-of" } else { "web-all-of" });
        html! {
            div class="fg" role="group" aria-label=(label) {
                input type="hidden" name={ "g." (path) } value=(if group.any { "any" } else { "all" }) data-group=(path);
                @for (n, node) in group.nodes.iter().enumerate() {
                    @let here = if path.is_empty() { n.to_string() } else { format!("{path}.{n}") };
                    @match node {
                        Node::Condition(c) => (self.condition(lang, c, &here, (group.any, n, path))),
                        Node::Group(inner) => div class="fr top0" {
                            (joint(lang, (group.any, n, path)))
                            (self.group(lang, inner, &here))
                        },
                    }
                }
                @if !path.is_empty() { div class="fadd" { (add(lang, "add", path, "plus", "web-condition")) } }
            }
        }
    }

    fn condition(&self, lang: Lang, c: &Condition, path: &str, place: (bool, usize, &str)) -> Markup {
        let label = self.fields.iter().find(|(key, _)| *key == c.field).map_or("", |(_, label)| label.as_str());
        let say_of = |key: &str| say_with(lang, key, &[("name", label)]);
        html! {
            div class="fr" {
                (joint(lang, place))
                div class="f" { (select_with(&format!("f.{path}"), &say(lang, "web-field"), &self.fields, &c.field, self.fresh)) }
                div class="o" { (select(&format!("o.{path}"), &say_of("web-operator-of"), &c.ops, &c.op)) }
                div class="vl" {
                    @if let Some(input) = &c.value { (input.control(lang, &format!("v.{path}"), &say_of("web-value-of"))) }
                    @if !c.note.is_empty() { span class="muted f12 nw" { (c.note) } }
                }
                (Button::square("x", say_of("web-remove-filter")).small().sends("drop", path))
            }
        }
    }
}

/// What stands before the n-th node: 当, then 且 or 或. The second one can switch the whole group.
fn joint(lang: Lang, (any, n, path): (bool, usize, &str)) -> Markup {
    let and = say(lang, "and");
    let or = say(lang, "or");
    html! {
        span class="j" {
            @match n {
                0 => (say(lang, if any { "web-any" } else { "web-where" })),
                1 => {
                    span class="sel" {
                        select class="inp" data-group-of=(path) aria-label=(say(lang, "web-joint")) {
                            option value="all" selected[!any] { (and) }
                            option value="any" selected[any] { (or) }
                        }
                        (icon_s("chevron-down"))
                    }
                },
                _ => (if any { or } else { and }),
            }
        }
    }
}

fn add(lang: Lang, name: &str, path: &str, icon: &str, key: &str) -> Markup {
    html! { button type="submit" class="addf" name=(name) value={ "at" (path) } { (icon_s(icon)) (say(lang, key)) } }
}

/// A select without a visible label.
pub fn select(name: &str, label: &str, choices: &[Choice], value: &str) -> Markup {
    select_with(name, label, choices, value, false)
}

fn select_with(name: &str, label: &str, choices: &[Choice], value: &str, focus: bool) -> Markup {
    html! {
        span class="sel" {
            select class="inp" name=(name) aria-label=(label) autofocus[focus] {
                @for (key, text) in choices { option value=(key) selected[key == value] { (text) } }
            }
            (icon_s("chevron-down"))
        }
    }
}
