//! The frame around every page: sidebar with its sections and the badge of late tasks, the menu of one's own, theme and density. Read by `desk`.

use std::sync::Arc;

use axum::http::HeaderMap;
use records::{
    Cx,
    access::{self, Action, Reach},
    query::{self, Ask},
    schema::Object,
};
use types::{Result, words::tr};

use crate::ui::{self, Attrs, Lang, MenuItem, NavItem, NavSection, Person, Shell};

const TASKS: &str = "/activities?view=my-tasks";

/// Sections of the sidebar in order; objects name theirs in their metadata.
const SECTIONS: [(&str, &str); 4] =
    [("sales", "nav-sales"), ("service", "nav-service"), ("analytics", "nav-analytics"), ("admin", "nav-admin")];

pub(super) fn shell(cx: &mut Cx, lang: Lang, headers: &HeaderMap, current: &str) -> Result<Shell> {
    let word = |key: &str| tr(lang, key).into_owned();
    let late = overdue(cx)?;
    let item =
        |label: String, href: &str, icon: &str, name: &str| NavItem::new(label, href, icon).current(current == name);
    let mut tasks = item(word("nav-tasks"), TASKS, "checkbox", "tasks");
    if let Some(late) = late {
        tasks = tasks.count(late, true);
    }
    let mut nav = vec![NavSection { label: None, items: vec![item(word("nav-home"), "/", "home", "home"), tasks] }];
    for (section, key) in SECTIONS {
        let mut items: Vec<NavItem> = seen(cx, section)
            .iter()
            .map(|o| item(o.plural.get(lang).to_string(), &format!("/{}", o.name), &o.icon, &o.name))
            .collect();
        if section == "analytics" {
            items.push(item(word("nav-sales-report"), "/reports/sales", "report-analytics", "reports"));
        }
        if section == "admin" && cx.actor.administrator {
            items.push(item(word("nav-imports"), "/imports", "upload", "imports"));
            items.push(item(word("nav-settings"), "/settings/organization", "settings", "settings"));
        }
        if !items.is_empty() {
            nav.push(NavSection { label: Some(word(key)), items });
        }
    }
    let menu = vec![
        MenuItem::link(word("nav-profile"), "user", "/settings/profile"),
        MenuItem::link(word("nav-trash"), "trash", "/trash"),
        MenuItem::link(word("nav-bulk"), "list-details", "/bulk"),
        MenuItem::link(word("nav-api"), "code", "/api/docs"),
        MenuItem::Rule,
        MenuItem::act(word("sign-out"), "logout", Attrs::new().set("hx-post", "/signout")),
    ];
    Ok(Shell {
        look: look(headers),
        organisation: cx.organization.name.clone(),
        person: Person { name: cx.actor.name.clone(), note: team_name(cx)?, href: Some("/settings/profile".into()) },
        bottom: bottom(&nav),
        nav,
        menu,
        search_url: "/search".into(),
        ..Shell::default()
    })
}

/// What a thumb wants most, as far as this person sees it.
fn bottom(nav: &[NavSection]) -> Vec<NavItem> {
    let item = |href: &&str| nav.iter().flat_map(|section| &section.items).find(|item| item.href == *href).cloned();
    ["/", "/accounts", "/opportunities", TASKS].iter().filter_map(item).collect()
}

/// Theme, density and single keys, as the cookie `look` of the profile page says: `dark.compact.nokeys`.
pub fn look(headers: &HeaderMap) -> ui::head::Look {
    let words: Vec<&str> = gate::call::cookie(headers, "look").unwrap_or_default().split('.').collect();
    ui::head::Look {
        theme: match () {
            _ if words.contains(&"dark") => ui::head::Theme::Dark,
            _ if words.contains(&"light") => ui::head::Theme::Light,
            _ => ui::head::Theme::System,
        },
        compact: words.contains(&"compact"),
        no_keys: words.contains(&"nokeys"),
    }
}

/// Objects of a section that this person may see, in the order of their metadata.
fn seen(cx: &Cx, section: &str) -> Vec<Arc<Object>> {
    let mut objects: Vec<_> = cx
        .catalog
        .objects
        .values()
        .filter(|o| o.section.as_ref().is_some_and(|s| *s == section))
        .filter(|o| cx.actor.rights.reach(&o.name, Action::View) != Reach::None)
        .cloned()
        .collect();
    objects.sort_by_key(|o| rank(&o.name));
    objects
}

/// Where an object stands among the others.
pub fn rank(object: &str) -> usize {
    ORDER.iter().position(|name| object == *name).unwrap_or(ORDER.len())
}

/// The usual way of work, from the first contact on; others follow by name.
const ORDER: [&str; 8] = ["leads", "accounts", "contacts", "opportunities", "products", "activities", "users", "teams"];

/// Open tasks of this person that are late; more than fit into a badge are "99+".
fn overdue(cx: &mut Cx) -> Result<Option<String>> {
    const MOST: i64 = 99;
    let Some(activities) = cx.catalog.object("activities").cloned() else { return Ok(None) };
    if access::scope(cx, &activities, Action::View).is_err() || cx.actor.user.is_none() {
        return Ok(None);
    }
    let ask = Ask::default().filter("kind == \"task\" && status == \"open\" && owner == me() && due_at < now()");
    let late = query::count_up_to(cx, &activities, &ask, MOST)?;
    let more = if late.exact { "" } else { "+" };
    Ok((late.count > 0).then(|| format!("{}{more}", late.count)))
}

fn team_name(cx: &mut Cx) -> Result<String> {
    let Some(team) = cx.actor.home_team else { return Ok(String::new()) };
    let names = query::labels(cx, &types::Name::of("teams"), &[team])?;
    Ok(names.into_values().next().map(|(name, _)| name).unwrap_or_default())
}
