//! What search fields offer: records by words (within the caller's scope), tags in use, the parts of an address. Asked by comboboxes as one types.

use axum::{
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Who};
use records::{
    Cx,
    access::{self, Action},
    query::{self, Ask},
    visible::Visible,
};
use types::{Problem, ProblemKind, Result, Value};

use crate::{
    control,
    desk::{self, Desk},
    place::pairs,
    show,
    ui::{filter::Choice, input},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/options/{object}", Who::Person, records).asks(Action::View).says("Records for a search field"),
        Route::get("/options/tags/{object}/{field}", Who::Person, tags).asks(Action::View).says("Tags in use"),
        Route::get("/address", Who::Person, address).says("The parts of an address that follow from those chosen"),
    ]
}

const MOST: usize = 20;
/// Rows that are looked through for tags in use.
const LOOKED_AT: u32 = 200;

type Found = Vec<(Choice, String)>;

async fn answer(
    app: &App,
    call: &Call,
    read: impl FnOnce(&mut Cx, &Desk) -> Result<Found> + Send + 'static,
) -> Result<Response, Refusal> {
    let lang = call.lang;
    let found = app.engine.read(call.caller.clone(), move |cx| {
        let desk = Desk::bare(cx, lang);
        read(cx, &desk)
    });
    let found = found.await.map_err(|problem| Refusal::of(call, problem))?;
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], input::options(&found)).into_response())
}

fn words(raw: Option<&str>) -> String {
    let pairs = pairs(raw.unwrap_or_default());
    pairs
        .into_iter()
        .find(|(name, _)| name == "q")
        .map(|(_, value)| value.chars().take(100).collect())
        .unwrap_or_default()
}

/// `any` stands for every object that activities may be about.
async fn records(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let words = words(raw.as_deref());
    answer(&app, &call, move |cx, desk| {
        let any = object == "any";
        let objects = if any {
            cx.catalog.objects.values().filter(|o| o.timeline && o.section.is_some()).cloned().collect()
        } else {
            vec![cx.catalog.find(&object)?]
        };
        let items = if words.trim().is_empty() {
            let mut items = Vec::new();
            for object in &objects {
                let Ok(scope) = access::scope(cx, object, Action::View) else { continue };
                let mut ask = Ask { sort: vec![("id".into(), true)], limit: MOST as u32, ..Ask::default() };
                ask.fields = super::list::default_columns(object, &scope).into_iter().take(1).collect();
                if object.name == "users" {
                    ask.filter = Some("state == \"active\"".into());
                }
                items.extend(query::list(cx, object, &ask)?.items);
            }
            items
        } else {
            query::find(cx, &objects, &words, MOST)?
        };
        if !any && access::scope(cx, &objects[0], Action::View).is_err() {
            return Err(Problem::not_found());
        }
        Ok(items.iter().take(MOST).map(|item| offered(desk, item, any)).collect())
    })
    .await
}

fn offered(desk: &Desk, item: &Visible, any: bool) -> (Choice, String) {
    let label = if item.title.is_empty() { item.id.to_string() } else { item.title.clone() };
    let first =
        item.iter().find(|(column, value)| *column.path != *item.object.title && !column.masked && !value.is_empty());
    let fact = first.map(|(column, value)| show::words(desk, column.field(), value)).unwrap_or_default();
    if any {
        return ((format!("{}/{}", item.object.name, item.id), label), desk.single(&item.object).to_string());
    }
    ((item.id.to_string(), label), fact)
}

async fn tags(
    State(app): State<App>,
    call: Call,
    Path((object, field)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let words = types::text::fold(words(raw.as_deref()).trim()).into_owned();
    answer(&app, &call, move |cx, _| {
        let object = cx.catalog.find(&object)?;
        // a field that is unknown or hidden is refused by the filter
        let ask = Ask {
            filter: Some(format!("{field} != null")),
            fields: vec![field.clone()],
            limit: LOOKED_AT,
            ..Ask::default()
        };
        let page = match query::list(cx, &object, &ask) {
            Err(problem) if problem.kind == ProblemKind::BadRequest => return Err(Problem::not_found()),
            page => page?,
        };
        let mut found = std::collections::BTreeSet::new();
        for item in &page.items {
            if let Value::Texts(list) = item.get(&field) {
                found.extend(list.iter().filter(|tag| types::text::fold(tag).contains(&*words)).cloned());
            }
        }
        Ok(found.into_iter().take(MOST).map(|tag| ((tag.clone(), tag), String::new())).collect())
    })
    .await
}

async fn address(State(app): State<App>, call: Call, RawQuery(raw): RawQuery) -> Result<Response, Refusal> {
    let posted = pairs(raw.as_deref().unwrap_or_default());
    let name = posted.iter().find(|(n, _)| n == "name").map(|(_, v)| v.clone()).unwrap_or_default();
    desk::part(&app, &call, move |_, desk| {
        let part = |part: &str| {
            let whole = format!("{name}.{part}");
            posted.iter().find(|(n, _)| *n == whole).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
        };
        Ok(control::address_control(desk.lang, &control::posted_address(part)).html(desk.lang, &name))
    })
    .await
}
