//! The control of every kind of field. Native elements first; `data-combo` selects become searchable comboboxes when the
//! script is there (`assets/js/combo.js`). Used by forms, cells, filters.

use super::filter::Choice;
use super::words::{Lang, say};
use super::{Attrs, Button, el, icon_s, void};
use maud::{Markup, html};
use serde_json::json;

/// What a field holds and how it is asked for. Values are text as a person writes them in the page's language; dates are
/// ISO (`2026-11-22`, `2026-11-22T14:00`).
#[derive(Clone, Debug)]
pub enum Input {
    Text {
        value: String,
        max: Option<u32>,
        placeholder: String,
        autocomplete: String,
    },
    LongText {
        value: String,
        rows: u8,
    },
    /// Sanitised HTML.
    RichText {
        html: String,
    },
    Integer {
        value: String,
        min: Option<i64>,
        max: Option<i64>,
    },
    Decimal {
        value: String,
    },
    Percent {
        value: String,
    },
    Money {
        amount: String,
        currency: String,
        currencies: Vec<Choice>,
    },
    YesNo {
        value: bool,
    },
    Date {
        value: String,
    },
    DateTime {
        value: String,
        zone: String,
    },
    /// Two days, posted as `name.from` and `name.to`.
    DateRange {
        from: String,
        to: String,
    },
    Choice {
        value: String,
        options: Vec<Choice>,
        empty: bool,
    },
    /// Few choices side by side.
    Radio {
        value: String,
        options: Vec<Choice>,
    },
    Choices {
        values: Vec<String>,
        options: Vec<Choice>,
    },
    /// A record of another object, searched at `search` (`?q=` → [`super::input::options`]). With `create` a new one can be made
    /// on the way: POST `name`, answered with one option (`{"value":…,"text":…}`).
    Link {
        value: Option<Choice>,
        search: String,
        create: Option<String>,
    },
    Users {
        values: Vec<Choice>,
        search: String,
        several: bool,
    },
    Tags {
        values: Vec<String>,
        search: String,
    },
    Email {
        value: String,
    },
    Phone {
        value: String,
    },
    Url {
        value: String,
    },
    Password {
        fresh: bool,
    },
    Search {
        value: String,
    },
    Address(Box<super::address::AddressInput>),
    Files {
        kept: Vec<(String, String, String)>,
        upload: String,
        several: bool,
    },
    /// Formula, roll-up, auto-number: shown, never asked.
    ReadOnly(Markup),
}

impl Default for Input {
    fn default() -> Self {
        Input::text("")
    }
}

impl Input {
    pub fn text(value: impl Into<String>) -> Self {
        Input::Text { value: value.into(), max: None, placeholder: String::new(), autocomplete: String::new() }
    }

    pub fn choice(value: impl Into<String>, options: Vec<Choice>) -> Self {
        Input::Choice { value: value.into(), options, empty: false }
    }

    /// The control with `aria-label` instead of a visible label: cells and filters.
    pub fn control(&self, lang: Lang, name: &str, label: &str) -> Markup {
        self.draw(lang, name, &Attrs::new().set("aria-label", label))
    }

    /// Several controls under one name need a `fieldset`.
    pub fn is_group(&self) -> bool {
        matches!(self, Input::Address(_) | Input::Radio { .. } | Input::Files { .. } | Input::ReadOnly(_))
    }

    /// Kinds that take both columns of a form.
    pub fn is_wide(&self) -> bool {
        matches!(self, Input::LongText { .. } | Input::RichText { .. } | Input::Address(_) | Input::Files { .. })
    }

    /// Edited in place, Enter alone does not finish these.
    pub fn needs_buttons(&self) -> bool {
        self.is_wide()
            || matches!(
                self,
                Input::Choices { .. } | Input::Tags { .. } | Input::Users { several: true, .. } | Input::Money { .. }
            )
    }

    /// The control with the given attributes on its main element.
    pub fn draw(&self, lang: Lang, name: &str, attrs: &Attrs) -> Markup {
        let input = |kind: &str, value: &str, more: Attrs| {
            void(
                "input",
                &Attrs::new()
                    .class("inp")
                    .set("type", kind)
                    .set("name", name)
                    .set("value", value)
                    .and(&more)
                    .and(attrs),
            )
        };
        let number = |value: &str, mode: &str| {
            input("text", value, Attrs::new().class("num").set("inputmode", mode).set("autocomplete", "off"))
        };
        match self {
            Input::Text { value, max, placeholder, autocomplete } => input(
                "text",
                value,
                Attrs::new()
                    .maybe("maxlength", max.map(|m| m.to_string()))
                    .maybe("placeholder", some(placeholder))
                    .maybe("autocomplete", some(autocomplete)),
            ),
            Input::LongText { value, rows } => area(name, value, attrs, Attrs::new().set("rows", rows.to_string())),
            Input::RichText { html } => super::rich::rich_text(lang, name, html, attrs),
            Input::Integer { value, min, max } => input(
                "text",
                value,
                Attrs::new()
                    .class("num")
                    .set("inputmode", "numeric")
                    .maybe("data-min", min.map(|m| m.to_string()))
                    .maybe("data-max", max.map(|m| m.to_string())),
            ),
            Input::Decimal { value } => number(value, "decimal"),
            Input::Percent { value } => {
                html! { span class="affix" { (number(value, "decimal")) span aria-hidden="true" { "%" } } }
            }
            Input::Money { amount, currency, currencies } => html! {
                span class="money" {
                    (super::filter::select(&format!("{name}.currency"), &say(lang, "currency"), currencies, currency))
                    (number(amount, "decimal"))
                }
            },
            Input::YesNo { value } => void(
                "input",
                &Attrs::new()
                    .set("type", "checkbox")
                    .set("name", name)
                    .set("value", "1")
                    .flag("checked", *value)
                    .and(attrs),
            ),
            Input::Date { value } => input("date", value, Attrs::new().class("num-l")),
            Input::DateTime { value, zone } => html! {
                span class="affix" { (input("datetime-local", value, Attrs::new())) span class="muted f12" { (zone) } }
            },
            Input::DateRange { from, to } => super::rich::date_range(lang, name, from, to, attrs),
            Input::Choice { value, options, empty } => choice(name, value, options, *empty, attrs),
            Input::Radio { value, options } => html! {
                div class="radios" { @for (key, label) in options {
                    label class="chk" { input type="radio" name=(name) value=(key) checked[key == value]; (label) }
                } }
            },
            Input::Choices { values, options } => {
                let chosen: Vec<&str> = values.iter().map(String::as_str).collect();
                combo(name, options, &chosen, attrs, Attrs::new().flag("multiple", true))
            }
            Input::Link { value, search, create } => {
                let options: Vec<Choice> = value.iter().cloned().collect();
                let chosen: Vec<&str> = options.iter().map(|c| c.0.as_str()).collect();
                combo(
                    name,
                    &options,
                    &chosen,
                    attrs,
                    Attrs::new().set("data-search", search).maybe("data-create", create.as_ref()),
                )
            }
            Input::Users { values, search, several } => {
                let chosen: Vec<&str> = values.iter().map(|c| c.0.as_str()).collect();
                combo(
                    name,
                    values,
                    &chosen,
                    attrs,
                    Attrs::new().set("data-search", search).flag("multiple", *several).set("data-people", ""),
                )
            }
            Input::Tags { values, search } => {
                let options: Vec<Choice> = values.iter().map(|v| (v.clone(), v.clone())).collect();
                let chosen: Vec<&str> = values.iter().map(String::as_str).collect();
                combo(
                    name,
                    &options,
                    &chosen,
                    attrs,
                    Attrs::new().set("data-search", search).flag("multiple", true).set("data-free", ""),
                )
            }
            Input::Email { value } => {
                input("email", value, Attrs::new().set("autocomplete", "email").set("spellcheck", "false"))
            }
            Input::Phone { value } => input("tel", value, Attrs::new().set("autocomplete", "tel")),
            Input::Url { value } => input(
                "url",
                value,
                Attrs::new().set("inputmode", "url").set("placeholder", "https://").set("spellcheck", "false"),
            ),
            Input::Search { value } => input("search", value, Attrs::new()),
            Input::Password { fresh } => html! {
                span class="withb" {
                    (input("password", "", Attrs::new().set("autocomplete", if *fresh { "new-password" } else { "current-password" })))
                    (Button::square("eye", say(lang, "web-reveal")).small().attr("data-reveal", "").attr("aria-pressed", "false"))
                }
            },
            Input::Address(address) => address.html(lang, name),
            Input::Files { kept, upload, several } => files(lang, name, kept, upload, *several),
            Input::ReadOnly(shown) => html! { div class="ro" { (shown) } },
        }
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn area(name: &str, value: &str, attrs: &Attrs, more: Attrs) -> Markup {
    el("textarea", &Attrs::new().class("inp area").set("name", name).and(&more).and(attrs), html! { "\n" (value) })
}

fn choice(name: &str, value: &str, options: &[Choice], empty: bool, attrs: &Attrs) -> Markup {
    // Long lists are searched, short ones are a native select.
    if options.len() > 12 {
        return combo(name, options, &[value], attrs, Attrs::new().flag("data-empty", empty));
    }
    let list = html! {
        @if empty || !options.iter().any(|(key, _)| key == value) { option value="" { "—" } }
        @for (key, label) in options { option value=(key) selected[key == value] { (label) } }
    };
    html! {
        span class="sel" {
            (el("select", &Attrs::new().class("inp").set("name", name).and(attrs), list))
            (icon_s("chevron-down"))
        }
    }
}

fn combo(name: &str, options: &[Choice], chosen: &[&str], attrs: &Attrs, more: Attrs) -> Markup {
    let list = html! {
        @if !chosen.iter().any(|c| options.iter().any(|(key, _)| key == c)) { option value="" {} }
        @for (key, label) in options { option value=(key) selected[chosen.contains(&key.as_str())] { (label) } }
    };
    el("select", &Attrs::new().class("inp").set("name", name).set("data-combo", "").and(&more).and(attrs), list)
}

/// What a `search` address answers, as `application/json`: value, label, and a note shown grey after it.
pub fn options(found: &[(Choice, String)]) -> String {
    let found = found.iter().map(|((value, text), note)| json!({ "value": value, "text": text, "note": note }));
    serde_json::Value::Array(found.collect()).to_string()
}

/// A file in a field: what an upload is answered with.
pub fn kept_file(lang: Lang, name: &str, id: &str, label: &str, size: &str) -> Markup {
    html! {
        li class="file" { (icon_s("paperclip")) (label) " " span class="muted" { (size) }
            input type="hidden" name=(name) value=(id);
            button type="button" data-drop-file aria-label=(super::words::say_with(lang, "web-remove", &[("name", label)])) { (icon_s("x")) } }
    }
}

fn files(lang: Lang, name: &str, kept: &[(String, String, String)], upload: &str, several: bool) -> Markup {
    html! {
        div class="files" data-upload=(upload) data-name=(name) {
            ul { @for (id, label, size) in kept {
                (kept_file(lang, name, id, label, size))
            } }
            label class="btn sm" { (icon_s("upload")) (say(lang, "web-choose-file")) input type="file" class="sr" name={ (name) ".new" } multiple[several]; }
            progress class="pg" max="100" value="0" hidden aria-label=(say(lang, "web-uploading")) {}
        }
    }
}
