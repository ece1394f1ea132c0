//! The problem document (RFC 9457): `title` and `detail` for people, `code` and `errors` for programs.

use serde_json::{Value as Json, json};
use types::{
    Problem,
    words::{Lang, field_sentence, sentence},
};

pub fn render(problem: &Problem, lang: Lang, request: &str) -> Json {
    let status = problem.kind.status();
    let mut document = json!({
        "type": "about:blank",
        "title": sentence(lang, problem),
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
                "message": field_sentence(lang, field),
            })
        });
        document["errors"] = Json::Array(errors.collect());
    }
    document
}
