//! Files: taken in, hung on records, given out as downloads, taken away with an undo. Shown on record pages and in timelines; whoever sees
//! the record a file hangs on sees the file, at the moment of the download.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use axum::{
    extract::{Multipart, Path, RawQuery, State, multipart::MultipartRejection},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use gate::{
    App, Call, Refusal, Route, Wants, Who, files,
    upload::{self, Form},
};
use maud::{Markup, html};
use modules::platform::{
    attach::{self, Arrival},
    content_type,
};
use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{self, Ask, Totals},
    visible::Visible,
    write::trash,
};
use types::{Id, Problem, ProblemKind, Result, Value, display, words::tr_with};

use super::{list, list::counted, record::Seen};
use crate::{
    desk::{self, Desk},
    ui::{self, Attrs, Block, Button, icon_s, input::kept_file},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/files", Who::Person, all).asks(Action::View).says("The list of files"),
        Route::post("/files", Who::Person, take).asks(Action::Create).says("Upload files").large(),
        Route::get("/files/{id}", Who::Person, give).asks(Action::View).says("Download a file"),
        Route::post("/files/{id}/removal", Who::Person, remove).asks(Action::Delete).says("Take a file away"),
    ]
}

/// Files of one upload, the record they hang on, and the field of a form that they are for.
const FORM: Form = Form { files: 20, head: content_type::HEAD, texts: &[("about", 200), ("name", 200)] };
/// Files shown beside a record.
const SHOWN: u32 = 20;
async fn all(
    State(app): State<App>,
    call: Call,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    list::list(State(app), call, Path("files".into()), RawQuery(raw), headers).await
}

async fn take(
    State(app): State<App>,
    call: Call,
    upload: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let received = upload::receive(&app, &call, upload, FORM, attach::may).await.map_err(refuse)?;
    let about = received.text("about").map(attach::about).transpose().map_err(refuse)?;
    let field = received.text("name").map(str::to_string);
    let files =
        received.files.into_iter().map(|file| Arrival::new(file.name, file.blob.size, &file.head, file.blob.hash));
    let (files, on) = (files.collect::<Vec<Arrival>>(), about.clone());
    let made = app
        .engine
        .write(call.caller.clone(), move |cx| {
            files.iter().map(|file| attach::attach(cx, file, on.clone())).collect::<Result<Vec<Visible>>>()
        })
        .await
        .map_err(refuse)?;
    if call.wants != Wants::Part {
        let to = about.map_or_else(|| "/files".to_string(), |(object, id)| format!("/{object}/{id}"));
        return Ok(desk::go_saying(&call, &to, "files-added"));
    }
    desk::part(&app, &call, move |_, desk| {
        Ok(match field {
            Some(field) => html! { @for file in &made { (kept_file(desk.lang, &field, &file.id.to_string(), &file.title, &size(file))) } },
            None => ui::toast(desk.lang, &desk.say("files-added"), None),
        })
    })
    .await
}

async fn give(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let file = app
        .engine
        .read(call.caller.clone(), move |cx| {
            let files = cx.catalog.find("files")?;
            query::get(cx, &files, id, Some(&["name", "sha256", "content_type"].map(str::to_string)))
        })
        .await
        .map_err(refuse)?;
    let text = |name: &str| file.get(name).as_text().unwrap_or_default().to_string();
    let given = files::give_out(&app, &text("sha256"), &file.title, &text("content_type")).await.map_err(refuse)?;
    // named by a record and not in the store: a backup without its attachments
    given.ok_or_else(|| refuse(Problem::new(ProblemKind::NotFound, "blob_missing"))).map(IntoResponse::into_response)
}

async fn remove(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let file = Id::asked(&id).map_err(refuse)?;
    app.engine
        .write(call.caller.clone(), move |cx| {
            let files = cx.catalog.find("files")?;
            trash::delete(cx, &files, file, None)
        })
        .await
        .map_err(refuse)?;
    if call.wants != Wants::Part {
        return Ok(desk::go_deleted(&call, "/files", "files", file));
    }
    let undo = format!("/trash/files/{file}/restoration");
    let response =
        desk::part(&app, &call, move |_, desk| Ok(ui::toast(desk.lang, &desk.say("deleted"), Some(&undo)))).await?;
    Ok(desk::refreshing(response))
}

fn size(file: &Visible) -> String {
    file.get("size").as_int().and_then(|size| u64::try_from(size).ok()).map(display::file_size).unwrap_or_default()
}

/// The files of a record with the way to add more; `None` where there are none and none may be added.
pub fn block(cx: &mut Cx, desk: &Desk, seen: &Seen) -> Result<Option<Markup>> {
    let Some(files) = cx.catalog.object("files").cloned().filter(|_| seen.object.timeline) else { return Ok(None) };
    if access::scope(cx, &files, Action::View).is_err() {
        return Ok(None);
    }
    let ask = Ask { totals: Totals::Capped, ..Ask::default() }
        .filter(format!("about == {}", quoted(&seen.item.id.to_string())))
        .fields(&["name", "size", "owner", "created_at"])
        .sort("created_at", true)
        .limit(SHOWN);
    let page = match query::list(cx, &files, &ask) {
        Err(problem) if problem.kind == ProblemKind::BadRequest => return Ok(None),
        page => page?,
    };
    let may_add = access::scope(cx, &files, Action::Create).is_ok();
    if page.items.is_empty() && !may_add {
        return Ok(None);
    }
    let delete = access::scope(cx, &files, Action::Delete).ok();
    let mut rows = Vec::new();
    for file in &page.items {
        let may = match &delete {
            Some(scope) => query::is_visible(cx, scope, file.id)?,
            None => false,
        };
        rows.push(row(desk, file, may));
    }
    let body = html! {
        @if !rows.is_empty() { ul class="rls" { @for row in &rows { (row) } } }
        @if may_add { (adder(desk, seen)) }
    };
    let mut block = Block::new(desk.plural(&files), body);
    if let Some(total) = page.total.filter(|total| total.count > 0) {
        block = block.count(counted(desk, &total));
    }
    Ok(Some(html! { (block) }))
}

fn row(desk: &Desk, file: &Visible, may_delete: bool) -> Markup {
    let owner = match file.get("owner") {
        Value::Link(link) => link.label.clone(),
        _ => None,
    };
    let when = file.get("created_at").as_time().map(|at| display::day_and_time(desk.lang, at, &desk.zone, desk.today));
    let notes: Vec<String> =
        [Some(size(file)), owner, when].into_iter().flatten().filter(|note| !note.is_empty()).collect();
    let label = tr_with(desk.lang, "web-remove", &[("name", file.title.as_str())]);
    html! {
        li class="rl" {
            (icon_s("paperclip"))
            span class="m" {
                a class="trunc" href={ "/files/" (file.id) } download { (file.title) }
                span class="p" { (notes.join(" · ")) }
            }
            @if may_delete {
                (Button::square("trash", label).small().post(format!("/files/{}/removal", file.id)).swap("none"))
            }
        }
    }
}

/// A form of its own; sent as soon as something is chosen where there is script.
fn adder(desk: &Desk, seen: &Seen) -> Markup {
    let attrs = Attrs::new()
        .class("files")
        .set("method", "post")
        .set("action", "/files")
        .set("enctype", "multipart/form-data")
        .set("aria-label", desk.say("files-add"))
        .flag("data-attach", true);
    ui::el(
        "form",
        &attrs,
        html! {
            input type="hidden" name="about" value={ (seen.object.name) "/" (seen.item.id) };
            label class="btn sm ghost" { (icon_s("upload")) (desk.say("files-add")) input type="file" class="sr" name="file" multiple; }
            noscript { (Button::new(desk.say("upload")).small().submit()) }
            progress class="pg" max="100" value="0" hidden aria-label=(desk.say("web-uploading")) {}
        },
    )
}

/// Name and size of the files that a page of a timeline names, as far as they are seen.
pub fn named(cx: &mut Cx, records: &[&Visible]) -> Result<HashMap<Id, (String, String)>> {
    let mut ids: Vec<Id> = records.iter().flat_map(|record| of(record)).collect();
    ids.sort_unstable();
    ids.dedup();
    let Some(files) = cx.catalog.object("files").cloned().filter(|_| !ids.is_empty()) else {
        return Ok(HashMap::new());
    };
    if access::scope(cx, &files, Action::View).is_err() {
        return Ok(HashMap::new());
    }
    ids.truncate(200);
    let ask = Ask { ids: Some(ids), ..Ask::default() }.fields(&["name", "size"]).sort("id", false).limit(200);
    let page = query::list(cx, &files, &ask)?;
    Ok(page.items.into_iter().map(|file| (file.id, (file.title.clone(), size(&file)))).collect())
}

/// The files that an entry names.
pub fn of(record: &Visible) -> Vec<Id> {
    match record.get("files") {
        Value::Links(links) => links.iter().map(|link| link.id).collect(),
        _ => Vec::new(),
    }
}
