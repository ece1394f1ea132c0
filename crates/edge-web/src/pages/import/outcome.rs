//! What came of an import: counts that add up, the refused rows by reason, what was decided and done on the way, and the way back.

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
};
use gate::{App, Call, Refusal, Route, Who, router::encode};
use maud::{Markup, html};
use records::{
    Cx,
    access::Action,
    import::{
        Outcome, Plan, Progress, Tally,
        refused::{self, Reason},
        undo::{self, Kept, Undone},
    },
    jobs,
    query::{self, Ask, ask::COUNT_CAP},
    schema::{Field, Object, Owned},
};
use types::{
    Id, Result, Value, display,
    words::{field_sentence, tr_with},
};

use super::{Answer, Import, number, page, port, targets::Targets};
use crate::{
    desk::{self, Desk},
    imported::Imported,
    ui::{self, Button, Stat, Tone, bars::data_table, icon_l, icon_s, stat, wizard, wizard_bar},
};

/// Refusals looked through for reasons; of more the rest is in the file.
const REFUSALS: u64 = 5_000;
const PAGE: u64 = 1_000;
/// Lines named with a reason.
const LINES: usize = 5;
/// Records listed that were left as they are.
const KEPT: usize = 20;

pub fn routes() -> Vec<Route> {
    let says = "What an import left without what it could belong to";
    vec![Route::get("/imports/{id}/without", Who::Person, left_without).asks(Action::View).says(says)]
}

pub async fn answer(app: &App, call: &Call, headers: &HeaderMap, import: Import) -> Answer {
    let plan = plan(app, call, import.id).await;
    let step = (4, StatusCode::OK);
    page(app, call, headers, import, step, move |cx, desk, import| {
        // of a run the job and the import have one id
        let run = jobs::get(cx, import.id).ok();
        let told = run.as_ref().map(|job| (job.progress.clone(), job.outcome.clone())).unwrap_or_default();
        let progress: Progress = serde_json::from_value(told.0).unwrap_or_default();
        let ended: Outcome = serde_json::from_value(told.1).unwrap_or_default();
        let tally = ended.tally.clone().unwrap_or(progress.tally);
        let targets = Targets::of(cx, desk, &import.object)?;
        let body = html! {
            (head(desk, import, &ended))
            @if import.state() == "undone" || undone(import).kept > 0 { (kept(cx, desk, import)) }
            (sums(desk, import))
            (refusals(cx, desk, import)?)
            (did(cx, desk, import, &targets, plan.as_ref(), &tally)?)
            (owners(cx, desk, import, plan.as_ref()))
            (way_back(desk, import))
        };
        let things = desk.plural(&import.object);
        let (key, href) = match written(import) {
            Some(filter) => ("wizard-view-imported", format!("/{}?filter={}", import.object.name, encode(&filter))),
            None => ("wizard-view-things", format!("/{}", import.object.name)),
        };
        let view = Button::primary(tr_with(desk.lang, key, &[("things", things)]));
        Ok(html! {
            (wizard(&desk.say("wizard-step-import"), "", "", body))
            (wizard_bar(&desk.say("wizard-in-history"), html! {
                (Button::new(desk.say("wizard-another")).href("/imports/new"))
                (view.trailing("arrow-right").href(href).attr("title", desk.say("wizard-view-imported-hint")))
            }))
        })
    })
    .await
}

/// The file may be gone by now; then decisions are told without it.
async fn plan(app: &App, call: &Call, import: Id) -> Option<Plan> {
    let imports = port(app).ok()?;
    imports.look(call.caller.clone(), import).await.map(|seen| seen.plan).ok()
}

/// The condition of the records that this import wrote. What was changed again since then is no longer among them, which the page says.
fn written(import: &Import) -> Option<String> {
    let (from, upto) = (import.time("started_at")?, import.time("finished_at")?);
    if matches!(import.state(), "undone") || import.count("created") + import.count("updated") == 0 {
        return None;
    }
    Some(Imported { from, upto, who: import.record.get("owner").as_id() }.condition())
}

fn head(desk: &Desk, import: &Import, ended: &Outcome) -> Markup {
    let written = number(import.count("created") + import.count("updated"));
    let things = desk.plural(&import.object);
    let args = [("count", written.as_str()), ("things", things), ("file", import.file())];
    let key = match import.state() {
        "failed" => "wizard-failed-title",
        "cancelled" => "wizard-cancelled-title",
        "undone" if leaves(import) => "wizard-undone-part-title",
        "undone" => "wizard-undone-title",
        _ => "wizard-done-title",
    };
    let when = import.time("finished_at").or_else(|| import.time("created_at"));
    let when = when.map(|at| display::day_and_time(desk.lang, at, &desk.zone, desk.today)).unwrap_or_default();
    let took = ended.milliseconds.map(|ms| {
        let tenths = format!("{}.{}", ms / 1000, ms % 1000 / 100);
        tr_with(desk.lang, "wizard-took", &[("seconds", tenths.as_str())])
    });
    let about = [Some(import.file().to_string()), Some(when), took].into_iter().flatten().collect::<Vec<_>>();
    let good = import.state() == "done";
    html! {
        div class="okh" {
            span class={ "ic" (if good { "" } else { " w" }) } { (icon_l(if good { "check" } else { "info-circle" })) }
            div { h2 { (tr_with(desk.lang, key, &args)) } p { (about.join(&desk.say("wizard-comma"))) } }
        }
        @if let Some(why) = import.failure(desk) { div role="alert" { (ui::note(Tone::Danger, html! { (why) }, None)) } }
    }
}

fn sums(desk: &Desk, import: &Import) -> Markup {
    let figure = |key: &str, field: &str| Stat::new(desk.say(key), number(import.count(field)));
    // what was made and what was changed is one list: it opens where only one of them happened
    let written = |key: &str, field: &str| {
        let figure = figure(key, field);
        let alone = import.count(field) == import.count("created") + import.count("updated");
        match self::written(import).filter(|_| alone) {
            Some(filter) => figure.href(format!("/{}?filter={}", import.object.name, encode(&filter))),
            None => figure,
        }
    };
    let refused = figure("wizard-refused", "failed");
    let refused = if import.count("failed") > 0 { refused.late().href("#refused") } else { refused };
    stat::sum(
        &desk.say("wizard-sums"),
        &[
            ("", figure("wizard-read", "read")),
            ("=", written("wizard-created", "created")),
            ("+", written("wizard-updated", "updated")),
            ("+", figure("wizard-skipped", "skipped")),
            ("+", refused),
        ],
    )
}

struct Group {
    reason: Reason,
    lines: Vec<u64>,
    rows: u64,
}

fn refusals(cx: &mut Cx, desk: &Desk, import: &Import) -> Result<Markup> {
    let count = import.count("failed");
    if count == 0 {
        return Ok(html! {});
    }
    let mut groups: Vec<Group> = Vec::new();
    let (mut after, mut seen) = (None, 0);
    while seen < REFUSALS {
        let refusals = refused::page(cx, import.id, after, PAGE)?;
        let Some(last) = refusals.last() else { break };
        after = Some(last.place);
        seen += refusals.len() as u64;
        for refusal in refusals {
            for reason in refusal.reasons {
                let same = |group: &&mut Group| group.reason.code == reason.code && group.reason.name == reason.name;
                match groups.iter_mut().find(same) {
                    Some(group) => {
                        group.rows += 1;
                        if group.lines.len() <= LINES {
                            group.lines.push(refusal.line);
                        }
                    }
                    None => groups.push(Group { reason, lines: vec![refusal.line], rows: 1 }),
                }
            }
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.rows));
    let rows: Vec<Vec<Markup>> = groups
        .iter()
        .map(|group| {
            let why = field_sentence(desk.lang, &group.reason.problem());
            let mut lines = group.lines.iter().take(LINES).map(|line| number(*line)).collect::<Vec<_>>().join(" · ");
            if group.lines.len() > LINES {
                lines = tr_with(desk.lang, "wizard-and-more", &[("lines", lines.as_str())]);
            }
            let place = &group.reason.name;
            vec![
                html! { @if !place.is_empty() { b { (place) } " " } (why) },
                html! { span class="t2" { (lines) } },
                html! { (number(group.rows)) },
            ]
        })
        .collect();
    let counted = number(count);
    let args = [("count", counted.as_str())];
    let title = tr_with(desk.lang, "wizard-refused-rows", &args);
    let head = [desk.say("wizard-reason"), desk.say("wizard-lines"), desk.say("wizard-rows-count")];
    let head = [(head[0].as_str(), false), (head[1].as_str(), false), (head[2].as_str(), true)];
    let file = Button::new(tr_with(desk.lang, "wizard-download-refused", &args)).small().icon("download");
    Ok(html! {
        section class="card" id="refused" aria-labelledby="h-ref" {
            header { h3 id="h-ref" { (title) } span class="grow" {} (file.href(import.url("refused.csv")).attr("download", "")) }
            (data_table(&title, &head, &rows, "dt tight refd"))
            @if count as u64 > seen { p class="morer muted" { (tr_with(desk.lang, "wizard-reasons-of-first", &[("count", number(seen))])) } }
        }
    })
}

/// What was done besides writing rows: decisions used, records made on the way, links set later, fields left empty.
fn did(
    cx: &mut Cx,
    desk: &Desk,
    import: &Import,
    targets: &Targets,
    plan: Option<&Plan>,
    tally: &Tally,
) -> Result<Markup> {
    let mut lines: Vec<Line> = Vec::new();
    let said = |text: String| html! { (text) };
    if import.state() == "undone" {
        return Ok(html! {}); // none of it holds any more
    }
    for (at, rows) in &tally.decided {
        let Some(decision) = plan.and_then(|plan| plan.decisions.get(*at)) else { continue };
        lines.push(("link", said(super::problems::settled_words(cx, desk, import, targets, decision)?), *rows));
    }
    for (name, count) in &tally.made {
        if let Some(object) = cx.catalog.objects.get(name.as_str()) {
            lines.push(("plus", said(tr_with(desk.lang, "wizard-made", &[("things", desk.plural(object))])), *count));
        }
    }
    if tally.linked_later > 0 {
        lines.push(("arrows-exchange", said(desk.say("wizard-linked-later")), tally.linked_later));
    }
    for (path, count) in &tally.unresolved_by {
        let label = targets.label(path);
        lines.push(("eraser", said(tr_with(desk.lang, "wizard-left-empty", &[("field", label.as_str())])), *count));
    }
    // counted in all that was ever written, so it must not hold up the page
    let counted = written(import).is_some() && plan.is_some_and(|plan| linked(import, plan).next().is_some());
    let url = import.url("without");
    Ok(match (lines.is_empty(), counted) {
        (true, true) => html! { div hidden hx-get={ (url) "?alone=1" } hx-trigger="load" hx-swap="outerHTML" {} },
        (true, false) => html! {},
        (false, _) => card(
            desk,
            html! { (items(&lines)) @if counted { li hidden hx-get=(url) hx-trigger="load" hx-swap="outerHTML" {} } },
        ),
    })
}

/// Icon, words, how many.
type Line = (&'static str, Markup, u64);

fn card(desk: &Desk, items: Markup) -> Markup {
    html! {
        section class="card" aria-labelledby="h-did" {
            header { h3 id="h-did" { (desk.say("wizard-did")) } }
            ul class="did" { (items) }
        }
    }
}

fn items(lines: &[Line]) -> Markup {
    html! { @for (icon, text, count) in lines { li { (icon_s(icon)) span { (text) } b { (number(*count)) } } } }
}

/// Lines for the list of what was done, or the whole card where there is none yet.
async fn left_without(State(app): State<App>, call: Call, Path(id): Path<String>, RawQuery(raw): RawQuery) -> Answer {
    let id = Id::asked(&id).map_err(|problem| Refusal::of(&call, problem))?;
    let plan = plan(&app, &call, id).await;
    desk::part_later(&app, &call, move |cx, desk| {
        let import = Import::read(cx, id)?;
        let targets = Targets::of(cx, desk, &import.object)?;
        let lines = without(cx, desk, &import, &targets, plan.as_ref())?;
        let alone = raw.as_deref() == Some("alone=1") && !lines.is_empty();
        Ok(if alone { card(desk, items(&lines)) } else { items(&lines) })
    })
    .await
}

/// Link fields of the object that columns of the file fill.
fn linked<'i>(import: &'i Import, plan: &'i Plan) -> impl Iterator<Item = &'i Field> {
    let links =
        import.object.fields.iter().filter(|field| field.kind.target().is_some_and(|to| *to != *import.object.name));
    links.filter(|field| plan.columns.iter().any(|column| column.to == *field.name))
}

/// Records that came without what they could belong to, with the list of them: a deal without an account is worth a look.
fn without(cx: &mut Cx, desk: &Desk, import: &Import, targets: &Targets, plan: Option<&Plan>) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    let (Some(written), Some(plan)) = (written(import), plan) else { return Ok(lines) };
    for field in linked(import, plan) {
        let filter = format!("{written} && {} == null", field.name);
        let found = query::count_up_to(cx, &import.object, &Ask::default().filter(filter.as_str()), COUNT_CAP)?;
        if found.count > 0 {
            let label = targets.label(&field.name);
            let words = tr_with(desk.lang, "wizard-without", &[("field", label.as_str())]);
            let line =
                html! { a class="in" href={ "/" (import.object.name) "?filter=" (encode(&filter)) } { (words) } };
            lines.push(("building", line, found.count.unsigned_abs()));
        }
    }
    Ok(lines)
}

/// Whose the new records are: without a column that says so they are all the importer's, and nobody else's who sees only their own. Records that
/// they link to belong to whom they belonged.
fn owners(cx: &Cx, desk: &Desk, import: &Import, plan: Option<&Plan>) -> Markup {
    let by_person = |object: &Object| matches!(object.owned, Owned::ByPerson);
    let made = import.count("created");
    let Some(plan) = plan.filter(|_| by_person(&import.object) && made > 0 && import.state() != "undone") else {
        return html! {};
    };
    let things = desk.plural(&import.object);
    if !plan.columns.iter().any(|column| column.to.split('.').next() == Some("owner")) {
        let Value::Link(owner) = import.record.get("owner") else { return html! {} };
        let (name, count) = (owner.label.clone().unwrap_or_default(), number(made));
        let args = [("name", name.as_str()), ("count", count.as_str()), ("things", things)];
        return ui::note(Tone::Info, html! { (tr_with(desk.lang, "wizard-one-owner", &args)) }, None);
    }
    let links = import.object.living().filter(|field| plan.columns.iter().any(|column| column.to == *field.name));
    let others: Vec<&str> = links
        .filter_map(|field| cx.catalog.target(field))
        .filter(|target| target.name != import.object.name && by_person(target))
        .map(|target| desk.plural(target))
        .collect();
    let others = others.join(&desk.say("wizard-comma"));
    let args = [("things", things), ("others", others.as_str())];
    html! { @if !others.is_empty() { (ui::note(Tone::Info, html! { (tr_with(desk.lang, "wizard-own-owners", &args)) }, None)) } }
}

pub fn undone(import: &Import) -> Undone {
    import.job.as_ref().map(undo::told).unwrap_or_default()
}

/// Whether its undo left something that can be tried again.
fn leaves(import: &Import) -> bool {
    match import.state() {
        "undone" => import.job.as_ref().is_some_and(undo::leaves),
        _ => undone(import).kept > 0,
    }
}

fn way_back(desk: &Desk, import: &Import) -> Markup {
    let rest = leaves(import);
    let open = |until: &types::Instant| *until >= desk.now && (rest || import.state() != "undone");
    let Some(until) = import.time("undo_until").filter(open) else { return html! {} };
    let day = display::date_prose(desk.lang, until.date_in(&desk.zone), desk.today);
    let ask = Button::new(desk.say(if rest { "wizard-undo-rest" } else { "wizard-undo" }))
        .get(import.url("reversal"))
        .target("#dialogs")
        .swap("innerHTML");
    html! {
        section class="card undo" aria-labelledby="h-un" {
            span class="muted" { (icon_l("arrow-back-up")) }
            div class="grow" { h3 id="h-un" { (tr_with(desk.lang, "wizard-undo-until", &[("day", day.as_str())])) } p { (desk.say("wizard-undo-hint")) } }
            (ask)
        }
    }
}

/// What an undo did, and what it left alone.
fn kept(cx: &Cx, desk: &Desk, import: &Import) -> Markup {
    let undone = undone(import);
    // of a record that was put back in part, what was not
    let fields = |kept: &Kept| {
        let object = cx.catalog.object(&kept.object)?;
        let labels = kept.fields.iter().filter_map(|name| object.field(name)).map(|field| field.label.get(desk.lang));
        let labels = labels.collect::<Vec<_>>().join(&desk.say("wizard-comma"));
        (!labels.is_empty()).then_some(labels)
    };
    let figure = |key: &str, count: u64| ("", Stat::new(desk.say(key), number(count)));
    html! {
        (stat::sum(&desk.say("wizard-undone-sums"), &[
            figure("wizard-undone-deleted", undone.deleted),
            figure("wizard-undone-restored", undone.restored),
            figure("wizard-undone-kept", undone.kept),
        ]))
        @if !undone.list.is_empty() {
            section class="card" aria-labelledby="h-kept" {
                header { h3 id="h-kept" { (desk.say("wizard-kept-title")) } }
                ul class="did" { @for kept in undone.list.iter().take(KEPT) {
                    li { (icon_s("lock")) span { a class="in" href={ "/" (kept.object) "/" (kept.id) } { (kept.title) } @if let Some(fields) = fields(kept) { " " span class="muted" { (fields) } } } }
                } }
            }
        }
    }
}
