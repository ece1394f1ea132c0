//! What an import ends with, for people and as one line of JSON: the counts, and everything that nobody has decided.

use edge_connect::import::{Assumed, Started};
use records::{
    import::{Checked, Tally, Unknown, check::Kind},
    jobs::Job,
};
use serde_json::{Value as Json, json};
use types::{
    FieldProblem, Problem, Result,
    words::{Lang, field_sentence},
};

use crate::{
    args::Import,
    say::{Answer, app},
};

/// Reasons and assumptions that are told.
const LINES: usize = 10;

pub fn of(what: &Import, job: &Job, started: Started, seconds: f64, lang: Lang) -> Result<Answer> {
    match job.outcome.get("checked") {
        Some(checked) => {
            tried(what, serde_json::from_value(checked.clone()).map_err(Problem::internal)?, seconds, lang)
        }
        None => done(job, started, seconds, lang),
    }
}

fn done(job: &Job, started: Started, seconds: f64, lang: Lang) -> Result<Answer> {
    let tally: Tally = serde_json::from_value(job.outcome["tally"].clone()).map_err(Problem::internal)?;
    let assumed: Vec<Assumed> = serde_json::from_value(job.outcome["assumed"].clone()).unwrap_or_default();
    let mut lines = vec![counts(&tally, seconds)];
    lines.extend(details(&tally, &assumed, lang));
    lines.push(app(lang, "import-undo", &[("import", started.import.to_string().into())]));
    let json = all(&tally, seconds, json!({ "import": started.import, "assumed": assumed }));
    Ok(Answer::new(lines.join("\n"), json))
}

fn tried(what: &Import, checked: Checked, seconds: f64, lang: Lang) -> Result<Answer> {
    let mut lines = vec![counts(&checked.tally, seconds)];
    lines.extend(details(&checked.tally, &Assumed::of(&checked), lang));
    for reason in checked.reasons.iter().take(LINES) {
        let mut examples = checked.refused.iter().flat_map(|row| &row.reasons);
        let example = examples.find(|one| one.code == reason.code && one.field == reason.field);
        let problem =
            example.map_or_else(|| FieldProblem::new(&reason.field, reason.code.clone()), |one| one.problem());
        let field = if reason.field.is_empty() { &what.object } else { &reason.field };
        let sentence = field_sentence(lang, &problem);
        let args = [("count", reason.rows.into()), ("field", field.into()), ("reason", sentence.into())];
        lines.push(app(lang, "import-refused", &args));
    }
    lines.push(app(lang, "import-nothing-written", &[]));
    let Checked { questions, reasons, samples, .. } = &checked;
    let more = json!({ "dry_run": true, "questions": questions, "reasons": reasons, "samples": samples });
    Ok(Answer::new(lines.join("\n"), all(&checked.tally, seconds, more)))
}

/// The line that programs read (contract, "Commands"): the same in every language.
fn counts(tally: &Tally, seconds: f64) -> String {
    let Tally { read, created, updated, skipped, failed, .. } = tally;
    format!("read {read} created {created} updated {updated} skipped {skipped} failed {failed} in {seconds:.1} s")
}

fn all(tally: &Tally, seconds: f64, more: Json) -> Json {
    let mut json = json!(tally);
    json["seconds"] = json!((seconds * 1_000.0).round() / 1_000.0);
    if let (Some(all), Json::Object(more)) = (json.as_object_mut(), more) {
        all.extend(more);
    }
    json
}

fn details(tally: &Tally, assumed: &[Assumed], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for one in assumed.iter().take(LINES) {
        let key = match (one.kind, one.otherwise) {
            (Kind::Similar, _) => "import-taken",
            (_, Unknown::Create) if one.taken.is_some() => "import-created-near",
            (_, Unknown::Create) => "import-created",
            (_, Unknown::Empty) => "import-empty",
            (_, Unknown::Refuse) => "import-refuse",
        };
        let (value, field) = (one.value.as_str(), one.field.as_str());
        let choice = one.taken.as_deref().unwrap_or_default();
        let args =
            [("count", one.rows.into()), ("value", value.into()), ("field", field.into()), ("choice", choice.into())];
        lines.push(app(lang, key, &args));
    }
    for (field, count) in &tally.unresolved_by {
        lines.push(app(lang, "import-unresolved", &[("count", (*count).into()), ("field", field.into())]));
    }
    for (object, count) in &tally.made {
        lines.push(app(lang, "import-made", &[("count", (*count).into()), ("object", object.into())]));
    }
    if tally.linked_later > 0 {
        lines.push(app(lang, "import-linked", &[("count", tally.linked_later.into())]));
    }
    lines
}
