//! The first step: which object, and the file, dropped or chosen or pasted. A file that cannot be read is refused in place.

use std::sync::Arc;

use axum::{
    extract::{Multipart, Path, RawQuery, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use gate::{
    App, Call, Refusal, Route, Wants, Who,
    upload::{self, Form},
};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    schema::{Object, Write},
};
use types::{Problem, ProblemKind, Result, display, text::neutral::neutralise, words::tr_with};

use super::{Answer, framed, port, told};
use crate::{
    desk::{self, Desk, Drawn},
    place::pairs,
    ports::Stored,
    show,
    ui::{self, Button, DropZone, Empty, Pick, Picture, Tone, picks, wizard, wizard_bar},
};

/// Endings of files that can be read.
pub const ACCEPTED: &str = ".csv,.tsv,.txt,.xlsx,.vcf,.zip,text/csv,text/vcard,application/zip";
/// A file, or text in its place, and what its rows become.
const FORM: Form = Form { files: 1, head: 0, texts: &[("object", 200), ("pasted", 1024 * 1024)] };
/// The usual order of a move: what others name comes first.
const ORDER: [&str; 9] =
    ["users", "teams", "accounts", "contacts", "products", "leads", "opportunities", "activities", "files"];

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/imports/new", Who::Person, anything).says("Import a file"),
        Route::post("/imports/new", Who::Person, take).large().says("Take a file in for an import"),
        Route::get("/{object}/import", Who::Person, into).asks(Action::Import).says("Import a file into an object"),
        Route::get("/{object}/import/template.csv", Who::Person, template)
            .asks(Action::Import)
            .says("An empty file with the columns of an object"),
    ]
}

async fn anything(State(app): State<App>, call: Call, RawQuery(raw): RawQuery, headers: HeaderMap) -> Answer {
    let given = pairs(raw.as_deref().unwrap_or_default());
    let object = given.into_iter().find(|(name, _)| name == "object").map(|(_, value)| value);
    whole(&app, &call, &headers, object, None).await
}

async fn into(State(app): State<App>, call: Call, Path(object): Path<String>, headers: HeaderMap) -> Answer {
    whole(&app, &call, &headers, Some(object), None).await
}

async fn take(
    State(app): State<App>,
    call: Call,
    headers: HeaderMap,
    body: Result<Multipart, MultipartRejection>,
) -> Answer {
    let mut object = None;
    match draft(&app, &call, body, &mut object).await {
        Ok(id) => Ok(desk::go(&call, &format!("/imports/{id}"))),
        Err(refusal) if in_place(refusal.problem.kind) => {
            whole(&app, &call, &headers, object, Some(refusal.problem)).await
        }
        Err(refusal) => Err(refusal),
    }
}

/// What is wrong with the file, rather than with the caller or the house.
pub fn in_place(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::Invalid | ProblemKind::TooLarge | ProblemKind::BadRequest | ProblemKind::StorageFull)
}

async fn draft(
    app: &App,
    call: &Call,
    body: Result<Multipart, MultipartRejection>,
    object: &mut Option<String>,
) -> Result<types::Id, Refusal> {
    let refuse = |problem| Refusal::of(call, problem);
    let may = |cx: &mut Cx| match importable(cx).is_empty() {
        true => Err(Problem::forbidden("no_right")),
        false => access::scope(cx, &cx.catalog.find("imports")?, Action::Create).map(drop),
    };
    let mut received = upload::receive(app, call, body, FORM, may).await.map_err(refuse)?;
    *object = received.text("object").filter(|name| !name.is_empty()).map(str::to_string);
    let file = match (received.files.pop(), received.text("pasted").unwrap_or_default()) {
        (Some(file), _) => file,
        (None, text) if text.trim().is_empty() => {
            return Err(refuse(Problem::new(ProblemKind::Invalid, "file_missing")));
        }
        (None, text) => {
            let name = types::words::tr(call.lang, "wizard-pasted-name").into_owned();
            upload::pasted(app, name, text.to_string()).await.map_err(refuse)?
        }
    };
    let file = Stored { name: file.name, sha256: file.blob.hash, size: file.blob.size };
    let object = object.clone().ok_or_else(|| refuse(Problem::new(ProblemKind::Invalid, "object_missing")))?;
    port(app).map_err(refuse)?.draft(call.caller.clone(), object, file).await.map_err(refuse)
}

/// The page; of a refused upload that a script has sent, the form alone.
async fn whole(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    object: Option<String>,
    refused: Option<Problem>,
) -> Result<Response, Refusal> {
    let limit = app.config.upload_limit;
    let part = call.wants == Wants::Part && refused.is_some();
    let status = refused.as_ref().map_or(StatusCode::OK, |problem| {
        StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
    });
    if part {
        let response = desk::part(app, call, move |cx, desk| {
            let objects = importable(cx);
            Ok(form(desk, &objects, object.as_deref(), refused.as_ref(), limit))
        });
        let mut response = response.await?;
        *response.status_mut() = status;
        return Ok(response);
    }
    let current = object.clone().unwrap_or_else(|| "imports".into());
    desk::answer(app, call, headers, &current, String::new(), move |cx, desk| {
        let objects = importable(cx);
        let chosen = match &object {
            Some(name) => Some(cx.catalog.find(name)?),
            None => None,
        };
        if let Some(chosen) = &chosen {
            access::scope(cx, chosen, Action::Import)?;
        }
        let body = match objects.is_empty() {
            true => nothing(desk),
            false => form(desk, &objects, object.as_deref(), refused.as_ref(), limit),
        };
        let title = match &chosen {
            Some(chosen) => tr_with(desk.lang, "wizard-upload-title-of", &[("things", desk.plural(chosen))]),
            None => desk.say("wizard-upload-title"),
        };
        let back = chosen.as_ref().map_or_else(|| "/imports".to_string(), |object| format!("/{}", object.name));
        let main = html! {
            (wizard(&desk.say("wizard-step-upload"), &title, &desk.say("wizard-upload-text"), body))
            (wizard_bar("", html! { (Button::ghost(desk.say("cancel")).href(back)) }))
        };
        Ok(Drawn { status, ..framed(desk, chosen.as_deref(), None, 0, main) })
    })
    .await
}

fn nothing(desk: &Desk) -> Markup {
    let state = Empty::new(Picture::Lock, desk.say("wizard-no-right-title"), desk.say("wizard-no-right-text"));
    html! { (state) }
}

/// Objects this person may import, in the order in which files are best imported.
pub fn importable(cx: &Cx) -> Vec<Arc<Object>> {
    // what a file can be matched with, what people work with, and what has bytes
    let may = |object: &&Arc<Object>| {
        let meant = object.section.is_some() || !object.keys.is_empty() || object.content().is_some();
        meant && access::scope(cx, object, Action::Import).is_ok()
    };
    let mut objects: Vec<_> = cx.catalog.objects.values().filter(may).cloned().collect();
    let rank = |name: &str| ORDER.iter().position(|one| *one == name).unwrap_or(ORDER.len());
    objects.sort_by_key(|object| (rank(&object.name), object.section.is_none()));
    objects
}

fn form(desk: &Desk, objects: &[Arc<Object>], chosen: Option<&str>, refused: Option<&Problem>, limit: u64) -> Markup {
    let most = display::file_size(limit);
    let too_large = tr_with(desk.lang, "wizard-too-large", &[("limit", most.as_str())]);
    let zone = DropZone {
        name: "file".into(),
        title: desk.say("wizard-drop"),
        text: tr_with(desk.lang, "wizard-drop-text", &[("limit", most.as_str())]),
        button: desk.say("wizard-choose-file"),
        accept: ACCEPTED.into(),
        at_once: true,
        limit: Some((limit, too_large.clone())),
        more: chosen.map(|object| {
            let href = format!("/{object}/import/template.csv");
            html! { (Button::ghost(desk.say("wizard-template")).icon("download").href(href).attr("download", "")) }
        }),
        several: false,
    };
    let said = refused.map(|problem| match problem.kind {
        ProblemKind::TooLarge if problem.code == "too_large" => too_large.clone(),
        _ => told(desk.lang, problem),
    });
    let pick = |object: &Arc<Object>| Pick::new(object.name.as_str(), desk.plural(object), "");
    let first = chosen.map(str::to_string).or_else(|| objects.first().map(|object| object.name.to_string()));
    html! {
        form class="wiz-f" method="post" action="/imports/new" enctype="multipart/form-data" aria-label=(desk.say("wizard-choose-file")) {
            @if let Some(said) = &said { div role="alert" { (ui::note(Tone::Danger, html! { (said) }, None)) } }
            @match chosen {
                Some(object) => input type="hidden" name="object" value=(object);,
                None => {
                    section class="card whatc" aria-labelledby="h-what" {
                        header { h3 id="h-what" { (desk.say("wizard-what")) } span class="n" { (desk.say("wizard-what-order")) } }
                        div class="pick-grid" role="radiogroup" aria-labelledby="h-what" {
                            (picks("object", first.as_deref().unwrap_or_default(), &objects.iter().map(pick).collect::<Vec<_>>()))
                        }
                    }
                }
            }
            (zone.html(desk.lang))
            noscript { (Button::primary(desk.say("wizard-upload")).submit()) }
            details class="paste card" {
                summary { (desk.say("wizard-paste")) }
                div class="pad" {
                    textarea class="inp" name="pasted" rows="6" aria-label=(desk.say("wizard-paste")) placeholder=(desk.say("wizard-paste-hint")) {}
                    (Button::new(desk.say("wizard-paste-use")).submit())
                }
            }
        }
    }
}

/// The labels of what can be filled, as a CSV that spreadsheets open in the right encoding.
async fn template(State(app): State<App>, call: Call, Path(object): Path<String>) -> Answer {
    let lang = call.lang;
    let name = object.clone();
    let line = app.engine.read(call.caller.clone(), move |cx| {
        let object = cx.catalog.find(&name)?;
        let scope = access::scope(cx, &object, Action::Import)?;
        let desk = Desk::bare(cx, lang);
        let fields = object.fields.iter().enumerate().filter(|(at, field)| {
            !field.removed && !field.system && field.write == Write::Caller && scope.may_write(*at)
        });
        // a label that somebody chose is no formula
        let quoted = |label: &str| format!("\"{}\"", neutralise(label).replace('"', "\"\""));
        Ok(fields.map(|(_, field)| quoted(show::label(&desk, field))).collect::<Vec<_>>().join(","))
    });
    let line = line.await.map_err(|problem| Refusal::of(&call, problem))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{object}.csv\"")),
    ];
    Ok((headers, format!("\u{feff}{line}\r\n")).into_response())
}
