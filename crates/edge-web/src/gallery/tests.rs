//! The rules every page keeps: nothing inline, nothing from elsewhere, every control named, every id once.

use super::PAGES;
use crate::ui::Lang;
use std::collections::HashSet;

fn everything() -> impl Iterator<Item = (String, String)> {
    [Lang::Zh, Lang::En].into_iter().flat_map(|lang| {
        PAGES.iter().map(move |page| (format!("{} {lang}", page.name), (page.draw)(lang).into_string()))
    })
}

fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    let starts: Vec<usize> = html.match_indices(&start).map(|(at, _)| at + start.len()).collect();
    starts.into_iter().filter_map(move |at| html[at..].split('"').next())
}

#[test]
fn no_page_has_inline_style_or_script() {
    for (page, html) in everything() {
        assert!(!html.contains(" style="), "{page} has an inline style");
        assert!(!html.contains("<style"), "{page} has a style element");
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{page} has inline script");
        for script in html.match_indices("<script").map(|(at, _)| &html[at..]) {
            let head = script.split('>').next().unwrap_or_default();
            assert!(head.contains("src=\"/assets/") || head.contains("application/json"), "{page}: {head}");
        }
    }
}

#[test]
fn no_page_asks_another_host() {
    for (page, html) in everything() {
        for name in ["src", "href", "action", "hx-get", "hx-post"] {
            for value in attributes(&html, name) {
                assert!(!value.contains("://") && !value.starts_with("//"), "{page}: {name}={value}");
            }
        }
    }
}

#[test]
fn every_id_stands_once() {
    for (page, html) in everything() {
        let mut seen = HashSet::new();
        for id in attributes(&html, "id") {
            assert!(seen.insert(id), "{page}: {id} stands twice");
        }
    }
}

#[test]
fn labels_and_descriptions_point_at_something() {
    for (page, html) in everything() {
        let ids: HashSet<&str> = attributes(&html, "id").collect();
        for name in ["for", "aria-describedby", "aria-labelledby", "popovertarget", "data-open"] {
            for value in attributes(&html, name).flat_map(str::split_whitespace) {
                assert!(ids.contains(value), "{page}: {name}={value} points nowhere");
            }
        }
    }
}

#[test]
fn every_icon_used_is_in_the_sprite() {
    for (page, html) in everything() {
        for name in html.split("icons.").skip(1).filter_map(|rest| rest.split('#').nth(1)?.split('"').next()) {
            assert!(crate::assets::has_icon(name), "{page}: {name}");
        }
        assert_eq!(
            html.matches("#circle-dashed\"").count() > 0,
            page.starts_with("import-4"),
            "{page} uses an icon that is missing"
        );
    }
}
