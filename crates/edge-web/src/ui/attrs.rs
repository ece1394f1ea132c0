//! Attributes decided at run time: htmx verbs, data hooks of the behaviour modules, ARIA. Used by every component that
//! lets its caller add to the element it draws; maud itself only knows attributes whose names are written in the source.

use maud::{Escaper, Markup, PreEscaped};
use std::fmt::Write;

/// A list of attributes, escaped as they are added. `class` is kept apart so that component and caller can both add to it.
#[derive(Clone, Debug, Default)]
pub struct Attrs {
    class: String,
    rest: String,
}

impl Attrs {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one or more class names.
    pub fn class(mut self, names: &str) -> Self {
        if !names.is_empty() {
            if !self.class.is_empty() {
                self.class.push(' ');
            }
            self.class.push_str(names);
        }
        self
    }

    /// Adds class names if the condition holds.
    pub fn class_if(self, holds: bool, names: &str) -> Self {
        if holds { self.class(names) } else { self }
    }

    /// Adds `name="value"`; the value is escaped, the name is trusted (it is written in our source).
    pub fn set(mut self, name: &str, value: impl AsRef<str>) -> Self {
        debug_assert!(name != "style" && !name.starts_with("on"), "the content security policy forbids {name}");
        self.rest.push(' ');
        self.rest.push_str(name);
        self.rest.push_str("=\"");
        let _ = Escaper::new(&mut self.rest).write_str(value.as_ref());
        self.rest.push('"');
        self
    }

    /// Adds the attribute only if there is a value.
    pub fn maybe(self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Adds a bare attribute (`hidden`, `required`, `data-clear`) if the condition holds.
    pub fn flag(mut self, name: &str, holds: bool) -> Self {
        if holds {
            self.rest.push(' ');
            self.rest.push_str(name);
        }
        self
    }

    /// All attributes of another list after these.
    pub fn and(self, other: &Attrs) -> Self {
        let mut all = self.class(&other.class);
        all.rest.push_str(&other.rest);
        all
    }

    fn write(&self, out: &mut String) {
        if !self.class.is_empty() {
            out.push_str(" class=\"");
            let _ = Escaper::new(out).write_str(&self.class);
            out.push('"');
        }
        out.push_str(&self.rest);
    }
}

/// `<tag attrs>inner</tag>`.
pub fn el(tag: &str, attrs: &Attrs, inner: Markup) -> Markup {
    let mut out = open(tag, attrs);
    out.push_str(&inner.0);
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
    PreEscaped(out)
}

/// `<tag attrs>` for elements without content (`input`).
pub fn void(tag: &str, attrs: &Attrs) -> Markup {
    PreEscaped(open(tag, attrs))
}

fn open(tag: &str, attrs: &Attrs) -> String {
    let mut out = String::with_capacity(tag.len() + attrs.class.len() + attrs.rest.len() + 12);
    out.push('<');
    out.push_str(tag);
    attrs.write(&mut out);
    out.push('>');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped() {
        let attrs = Attrs::new().class("a").set("title", "\"<b>&").class_if(true, "b").flag("hidden", true);
        assert_eq!(void("input", &attrs).0, "<input class=\"a b\" title=\"&quot;&lt;b&gt;&amp;\" hidden>");
    }
}
