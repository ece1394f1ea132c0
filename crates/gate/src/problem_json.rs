//! The problem document (RFC 9457): `title` and `detail` for people, `code` and `errors` for programs.

use serde_json::{Value as Json, json};
use types::{
    Problem,
    words::{Arg, Lang, tr_with},
};

/// The sentence for a code: `problem-<code>` with its arguments, underscores as dashes.
pub fn sentence(lang: Lang, code: &str, args: &[(&'static str, String)]) -> String {
    let args: Vec<(&str, Arg)> = args.iter().map(|(name, value)| (*name, Arg::from(value.as_str()))).collect();
    tr_with(lang, &format!("problem-{}", code.replace('_', "-")), &args).to_string()
}

pub fn render(problem: &Problem, lang: Lang, request: &str) -> Json {
    let status = problem.kind.status();
    let mut document = json!({
        "type": "about:blank",
        "title": sentence(lang, &problem.code, &problem.args),
        "status": status,
        "code": problem.code,
        "request": request,
    });
    for (name, value) in &problem.args {
        document["args"][*name] = json!(value);
    }
    if !problem.fields.is_empty() {
        let errors = problem.fields.iter().map(|field| {
            json!({
                "field": field.field,
                "code": field.code,
                "message": sentence(lang, &field.code, &field.args),
            })
        });
        document["errors"] = Json::Array(errors.collect());
    }
    document
}
