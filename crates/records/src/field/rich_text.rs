//! HTML, stored untouched and sanitised whenever it is shown.

use std::{collections::HashSet, sync::LazyLock};

use ammonia::{Builder, UrlRelative};
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, words::Lang};

use super::kind::{Kind, Outcome, fits, json_text, text_of, wrong_type};
use super::{Exported, Hints, Operator, long_text};

pub(super) struct RichText;

/// HTML that may stand on a page: no scripts, styles, forms, frames or pictures (no page loads anything from another host; pictures are
/// attached as files); links to `http`, `https`, `mailto` and `tel` only, which do not tell where they were clicked.
pub fn safe_html(html: &str) -> String {
    static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = Builder::default();
        builder
            .rm_tags(["img", "map", "area"])
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
            .url_relative(UrlRelative::Deny)
            .link_rel(Some("noopener noreferrer nofollow"));
        builder
    });
    ALLOWED.clean(html).to_string()
}

/// The words without the marks: for search, history and plain-text mail.
pub fn plain_text(html: &str) -> String {
    static NOTHING: LazyLock<Builder<'static>> = LazyLock::new(Builder::empty);
    const ENDS: [&str; 12] = [
        "<br>",
        "<br/>",
        "<br />",
        "</p>",
        "</li>",
        "</div>",
        "</tr>",
        "</h1>",
        "</h2>",
        "</h3>",
        "</h4>",
        "</blockquote>",
    ];
    let mut lines = html.to_owned();
    for end in ENDS {
        if lines.contains(end) {
            lines = lines.replace(end, &format!("{end}\n"));
        }
    }
    let escaped = NOTHING.clean(&lines).to_string();
    let text = escaped.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text.trim().to_owned()
}

impl Kind for RichText {
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        json_text(json).map(Value::text)
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        Ok(Value::text(text))
    }

    fn check(&self, value: Value) -> Outcome {
        fits(value.as_text().ok_or_else(|| wrong_type("text"))?, long_text::MAX)?;
        Ok(value)
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_text().into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        text_of(cells)
    }

    fn to_json(&self, value: &Value) -> Json {
        value.as_text().into()
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        plain_text(value.as_text().unwrap_or_default())
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        Exported::text(value.as_text().unwrap_or_default())
    }

    fn operators(&self) -> &'static [Operator] {
        &[Operator::IsEmpty, Operator::IsNotEmpty]
    }

    fn searched(&self, value: &Value) -> Vec<String> {
        vec![plain_text(value.as_text().unwrap_or_default())]
    }
}
