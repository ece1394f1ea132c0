//! What the command palette (Ctrl+K) finds: records of every kind by name, pinyin, phone; pages to go to; things to create; switches.

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::Markup;
use records::{
    Cx,
    access::{self, Action, Reach},
    query,
    visible::Visible,
};
use types::{ProblemKind, Result, words::Lang};

use super::rows::May;
use crate::{
    desk::{self, Desk},
    place::pairs,
    show,
    ui::palette::{Group, Item, Picture, results},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/search", Who::Person, search).asks(Action::View).says("The command palette"),
        Route::post("/language/{tag}", Who::Person, language).says("Read the site in another language"),
    ]
}

const MOST: usize = 8;

async fn search(State(app): State<App>, call: Call, RawQuery(raw): RawQuery) -> Result<Response, Refusal> {
    let pairs = pairs(raw.as_deref().unwrap_or_default());
    let words: String = pairs
        .into_iter()
        .find(|(n, _)| n == "q")
        .map(|(_, v)| v.trim().chars().take(100).collect())
        .unwrap_or_default();
    desk::part(&app, &call, move |cx, desk| draw(cx, desk, &words)).await
}

fn draw(cx: &mut Cx, desk: &Desk, words: &str) -> Result<Markup> {
    let mut objects: Vec<_> = cx
        .catalog
        .objects
        .values()
        .filter(|o| o.searchable && o.section.is_some() && cx.actor.rights.reach(&o.name, Action::View) != Reach::None)
        .cloned()
        .collect();
    // whose name is as good a match: the account before what there is of it
    objects.sort_by_key(|o| (o.name != "accounts", desk::rank(&o.name)));
    let mut found = Group { label: desk.say("find-records"), items: Vec::new() };
    if !words.is_empty() {
        for item in query::find(cx, &objects, words, MOST)? {
            found.items.push(record(desk, &item, words));
        }
    }
    let folded = types::text::fold(words).into_owned();
    let fits = |label: &str| words.is_empty() || types::text::fold(label).contains(&folded);
    let go = |label: String, icon: &str, href: String| Item {
        picture: Picture::Icon(icon.into()),
        label,
        href,
        ..Item::default()
    };
    let mut pages = Group { label: desk.say("find-go"), items: Vec::new() };
    pages.items.push(go(desk.say("nav-home"), "home", "/".into()));
    let mut make = Group { label: desk.say("find-create"), items: Vec::new() };
    for object in &objects {
        pages.items.push(go(desk.plural(object).to_string(), &object.icon, format!("/{}", object.name)));
        if May::of(cx, object).create {
            let label = desk.new_thing(object);
            make.items.push(go(label, "plus", format!("/{}/new", object.name)));
        }
    }
    if desk.administrator {
        pages.items.push(go(desk.say("nav-settings"), "settings", "/settings".into()));
    }
    if access::scope(cx, cx.catalog.must("users"), Action::View).is_ok() {
        pages.items.push(go(desk.say("nav-profile"), "user", "/settings/profile".into()));
    }
    pages.items.push(go(desk.say("nav-trash"), "trash", "/trash".into()));
    let other = if desk.lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let switches = Group {
        label: desk.say("find-switch"),
        items: vec![
            Item { toggles_theme: true, ..go(desk.say("web-theme"), "moon", "#".into()) },
            Item { posts: true, ..go(other.own_name().to_string(), "language", format!("/language/{}", other.tag())) },
        ],
    };
    let mut groups = vec![found, pages, make, switches];
    for group in &mut groups[1..] {
        group.items.retain(|item| fits(&item.label));
    }
    if words.is_empty() {
        groups[1].items.truncate(6);
    }
    Ok(results(desk.lang, &groups))
}

fn record(desk: &Desk, item: &Visible, words: &str) -> Item {
    let title = if item.title.is_empty() { item.id.to_string() } else { item.title.clone() };
    let mut facts = item.iter().filter(|(column, value)| *column.path != *item.object.title && !value.is_empty());
    let note = facts.next().map(|(column, value)| show::words(desk, column.field(), value)).unwrap_or_default();
    Item {
        picture: Picture::Avatar(show::avatar(&item.object.name, &title)),
        matched: marked(&title, words),
        label: title,
        note,
        hint: desk.single(&item.object).to_string(),
        href: format!("/{}/{}", item.object.name, item.id),
        ..Item::default()
    }
}

/// Where the words stand in the label, in characters; nothing where another field or pinyin matched.
fn marked(label: &str, words: &str) -> Vec<std::ops::Range<usize>> {
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (label, words) = (lower(label), lower(words));
    let at = (!words.is_empty()).then(|| label.windows(words.len()).position(|window| window == words)).flatten();
    at.map(|at| at..at + words.len()).into_iter().collect()
}

/// Kept with the person, so that it follows them to every device.
async fn language(
    State(app): State<App>,
    call: Call,
    Path(tag): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let lang = Lang::parse(&tag).unwrap_or_default();
    let kept = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let (users, Some(me)) = (cx.catalog.find("users")?, cx.actor.user) else { return Ok(()) };
            let input = records::write::Input::default().set("locale", types::Value::text(lang.tag()));
            records::write::update(cx, &users, me, None, input).map(drop)
        })
        .await;
    match kept {
        // who may not change their own record still reads this browser in it
        Err(problem) if !matches!(problem.kind, ProblemKind::Forbidden | ProblemKind::NotFound) => {
            return Err(Refusal::of(&call, problem));
        }
        _ => {}
    }
    let back = headers.get("hx-current-url").or_else(|| headers.get("referer")).and_then(|v| v.to_str().ok());
    let path = back
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_string()));
    let mut response = desk::go(&call, path.as_deref().unwrap_or("/"));
    if let Ok(cookie) = HeaderValue::from_str(&desk::language_cookie(lang)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_marked_whatever_their_case() {
        assert_eq!(marked("Suzhou Hengtai", "HENG"), vec![7..11]);
        assert_eq!(marked("苏州恒泰精密", "恒泰"), vec![2..4]);
        assert!(marked("苏州恒泰精密", "ht").is_empty());
    }
}
