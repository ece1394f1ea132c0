//! Buttons and segmented switches. One filled button per screen. A button is a link if it has `href`, else a `<button>`.
//! Used by every page.

use super::{Attrs, el, icon, icon_s};
use maud::{Markup, Render, html};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Normal,
    /// The one thing to do on this screen.
    Primary,
    /// Quiet: tool bars and secondary acts.
    Ghost,
    /// Destroys; red text.
    Danger,
}

#[derive(Clone, Debug, Default)]
pub struct Button {
    pub label: String,
    pub icon: Option<String>,
    pub trailing: Option<String>,
    pub note: Option<String>,
    pub count: Option<String>,
    pub look: Look,
    pub small: bool,
    pub large: bool,
    /// Only the icon is drawn; the label becomes `aria-label` and the hint on hover.
    pub bare: bool,
    pub href: Option<String>,
    pub submit: bool,
    pub disabled: bool,
    pub attrs: Attrs,
}

impl Button {
    pub fn new(label: impl Into<String>) -> Self {
        Button { label: label.into(), ..Self::default() }
    }

    pub fn primary(label: impl Into<String>) -> Self {
        Button { look: Look::Primary, ..Self::new(label) }
    }

    pub fn ghost(label: impl Into<String>) -> Self {
        Button { look: Look::Ghost, ..Self::new(label) }
    }

    pub fn danger(label: impl Into<String>) -> Self {
        Button { look: Look::Danger, ..Self::new(label) }
    }

    /// A quiet square button that shows an icon; `label` is what screen readers say.
    pub fn square(name: &str, label: impl Into<String>) -> Self {
        Button { bare: true, ..Self::ghost(label) }.icon(name)
    }

    pub fn icon(mut self, name: &str) -> Self {
        self.icon = Some(name.to_owned());
        self
    }

    /// An icon after the label ("下一步 →").
    pub fn trailing(mut self, name: &str) -> Self {
        self.trailing = Some(name.to_owned());
        self
    }

    /// Grey text after the label ("字段 9").
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = Some(text.into());
        self
    }

    /// A filled counter after the label ("筛选 5").
    pub fn count(mut self, text: impl Into<String>) -> Self {
        self.count = Some(text.into());
        self
    }

    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// Becomes a link.
    pub fn href(mut self, url: impl Into<String>) -> Self {
        self.href = Some(url.into());
        self
    }

    /// `type=submit`; every other button is `type=button`.
    pub fn submit(mut self) -> Self {
        self.submit = true;
        self
    }

    /// Submits its form with `name=value`.
    pub fn sends(self, name: &str, value: impl AsRef<str>) -> Self {
        self.submit().attr("name", name).attr("value", value)
    }

    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// Not drawn on phones.
    pub fn desktop(self) -> Self {
        self.class("hide-m")
    }

    /// Pressed look, e.g. an open filter builder.
    pub fn on(self, on: bool) -> Self {
        if on { self.class("on") } else { self }
    }

    pub fn class(mut self, names: &str) -> Self {
        self.attrs = self.attrs.class(names);
        self
    }

    pub fn attr(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.attrs = self.attrs.set(name, value);
        self
    }

    /// Opens the dialog or popover with this id (behaviour `data-open`).
    pub fn opens(self, id: &str) -> Self {
        self.attr("data-open", id)
    }

    /// Opens the popover with this id, natively.
    pub fn menu(self, id: &str) -> Self {
        self.attr("popovertarget", id)
    }

    /// Closes the dialog it stands in.
    pub fn closes(mut self) -> Self {
        self.attrs = self.attrs.flag("data-close", true);
        self
    }

    /// Fetches and swaps; combine with [`Button::target`].
    pub fn get(self, url: impl AsRef<str>) -> Self {
        self.attr("hx-get", url)
    }

    pub fn post(self, url: impl AsRef<str>) -> Self {
        self.attr("hx-post", url)
    }

    pub fn target(self, selector: &str) -> Self {
        self.attr("hx-target", selector)
    }

    pub fn swap(self, style: &str) -> Self {
        self.attr("hx-swap", style)
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let attrs = Attrs::new()
            .class("btn")
            .class(match self.look {
                Look::Normal => "",
                Look::Primary => "primary",
                Look::Ghost => "ghost",
                Look::Danger => "dng",
            })
            .class_if(self.bare, "icon")
            .class_if(self.small, "sm")
            .class_if(self.large, "lg");
        let small = self.small;
        let draw = |name: &String| if small { icon_s(name) } else { icon(name) };
        let inner = html! {
            @if let Some(name) = &self.icon { (draw(name)) }
            @if !self.bare { (self.label) }
            @if let Some(note) = &self.note { " " span class="muted" { (note) } }
            @if let Some(count) = &self.count { " " span class="c" { (count) } }
            @if let Some(name) = &self.trailing { (draw(name)) }
        };
        let attrs = if self.bare { attrs.set("aria-label", &self.label).set("title", &self.label) } else { attrs };
        match &self.href {
            Some(url) => el("a", &attrs.set("href", url).and(&self.attrs), inner),
            None => {
                let kind = if self.submit { "submit" } else { "button" };
                el("button", &attrs.set("type", kind).flag("disabled", self.disabled).and(&self.attrs), inner)
            }
        }
    }
}

/// One of a few: kind of view, scope, language.
#[derive(Clone, Debug, Default)]
pub struct Segment {
    pub label: String,
    pub icon: Option<String>,
    /// Show the icon alone.
    pub bare: bool,
    pub href: String,
    pub current: bool,
    /// The language of the label if it is not the page's.
    pub lang: Option<String>,
}

/// A row of links of which one is current.
pub fn segments(label: &str, of: &[Segment]) -> Markup {
    html! {
        nav class="seg" aria-label=(label) {
            @for s in of {
                a href=(s.href) aria-current=[s.current.then_some("true")] aria-label=[s.bare.then_some(&s.label)]
                    title=[s.bare.then_some(&s.label)] lang=[s.lang.as_ref()] hreflang=[s.lang.as_ref()] {
                    @if let Some(name) = &s.icon { (icon_s(name)) }
                    @if !s.bare { (s.label) }
                }
            }
        }
    }
}
