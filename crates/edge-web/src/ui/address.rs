//! An address: country, then province › city › district that fetch one another, then street and postcode. For other countries
//! the three are free text. Used by forms through [`super::Input::Address`].

use super::filter::Choice;
use super::words::{Lang, say};
use super::{Attrs, el, icon_s};
use maud::{Markup, html};

/// Current values and the options of each level. The levels below an unchosen one are empty.
#[derive(Clone, Debug, Default)]
pub struct AddressInput {
    pub country: String,
    pub countries: Vec<Choice>,
    /// Codes (GB/T 2260) in China, free text elsewhere.
    pub province: String,
    pub provinces: Vec<Choice>,
    pub city: String,
    pub cities: Vec<Choice>,
    pub district: String,
    pub districts: Vec<Choice>,
    pub street: String,
    pub postcode: String,
    /// GET with the current values on each change; answers this control again ([`AddressInput::html`]).
    pub refresh: String,
}

impl AddressInput {
    pub fn html(&self, lang: Lang, name: &str) -> Markup {
        let level = |part: &str, key: &str, value: &str, options: &[Choice]| {
            let label = say(lang, key);
            html! {
                label class="fld" { span class="sr" { (label) }
                    @if self.country == "CN" { (self.select(&format!("{name}.{part}"), &label, value, options)) }
                    @else { input class="inp" name={ (name) "." (part) } value=(value) placeholder=(label); }
                }
            }
        };
        let street = say(lang, "web-street");
        html! {
            div class="addr" id={ "addr-" (name) } hx-get:inherited={ (self.refresh) "?name=" (name) } hx-include:inherited={ "#addr-" (name) " [name]" }
                hx-target:inherited="closest .addr" hx-swap:inherited="outerHTML" {
                @if !self.countries.is_empty() {
                    label class="fld" { span class="sr" { (say(lang, "web-country")) } (self.select(&format!("{name}.country"), &say(lang, "web-country"), &self.country, &self.countries)) }
                }
                (level("province", "web-province", &self.province, &self.provinces))
                (level("city", "web-city", &self.city, &self.cities))
                (level("district", "web-district", &self.district, &self.districts))
                label class="fld street" { span class="sr" { (street) } input class="inp" name={ (name) ".street" } value=(self.street) placeholder=(street) autocomplete="street-address"; }
                label class="fld post" { span class="sr" { (say(lang, "web-postcode")) } input class="inp" name={ (name) ".postcode" } value=(self.postcode) placeholder=(say(lang, "web-postcode")) autocomplete="postal-code"; }
            }
        }
    }

    fn select(&self, name: &str, label: &str, value: &str, options: &[Choice]) -> Markup {
        let attrs = Attrs::new()
            .class("inp")
            .set("name", name)
            .set("aria-label", label)
            .flag("disabled", options.is_empty())
            .set("hx-get", &self.refresh)
            .set("hx-trigger", "change");
        html! {
            span class="sel" {
                (el("select", &attrs, html! {
                    option value="" { (label) }
                    @for (key, text) in options { option value=(key) selected[key == value] { (text) } }
                }))
                (icon_s("chevron-down"))
            }
        }
    }
}
