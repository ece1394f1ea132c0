//! The OpenAPI document as a page for people, in the frame of the site: every object with its operations, their parameters and the right they
//! ask for. Without script; answered at `/api/docs`.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use gate::{App, Call, Refusal, frame};
use maud::{Markup, html};
use serde_json::Value as Json;
use types::words::{Label, Lang, says, tr, tr_with};

use crate::openapi;

pub async fn page(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    let routes = app.routes.clone();
    let read = app.read(&call, move |cx| {
        let names = cx.catalog.objects.values().map(|object| (object.name.to_string(), object.plural.clone()));
        Ok((openapi::build(cx, &routes), names.collect::<BTreeMap<_, _>>()))
    });
    let (document, names) = read.await?;
    let draw = move |lang| frame::Page {
        status: StatusCode::OK,
        title: tr(lang, "api-title").into_owned(),
        html: drawn(lang, &document, &names).into_string(),
    };
    frame::page(&app, &call, &headers, Box::new(draw)).await
}

/// One operation: method, path, what the document says of it.
type Operation<'d> = (&'d str, &'d str, &'d Json);

fn drawn(lang: Lang, document: &Json, names: &BTreeMap<String, Label>) -> Markup {
    let word = |key: &str| tr(lang, key).into_owned();
    // what belongs to no object comes first
    let mut groups: BTreeMap<&str, Vec<Operation>> = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let tag = operation["tags"][0].as_str().unwrap_or_default();
            groups.entry(tag).or_default().push((method, path, operation));
        }
    }
    html! {
        div class="docs" {
            p { (word("api-lead")) }
            p class="row wrap" {
                a class="btn" href="/settings/tokens" { (word("api-tokens")) }
                a class="btn" href="/api/v1/openapi.json" { (word("api-document")) }
            }
            @for (tag, operations) in &groups {
                details class="card" open[tag.is_empty()] {
                    summary {
                        h2 { @match names.get(*tag) { Some(name) => (name.get(lang)), None => (word("api-general")) } }
                        @if !tag.is_empty() { code { (tag) } }
                        span class="n" { (tr_with(lang, "api-operations", &[("count", operations.len() as i64)])) }
                    }
                    @for operation in operations { (described(lang, operation)) }
                }
            }
        }
    }
}

fn described(lang: Lang, (method, path, operation): &Operation) -> Markup {
    let word = |key: &str| tr(lang, key).into_owned();
    let hue = match *method {
        "get" => "h6",
        "post" => "h3",
        "delete" => "h1",
        _ => "h2",
    };
    let text = |value: &Json| value.as_str().unwrap_or_default().to_string();
    // what nobody translated stands as the document has it
    let said = |value: &Json| says(lang, "api", &text(value)).unwrap_or_else(|| text(value));
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    html! {
        details class="op" {
            summary { span class={ "tag " (hue) } { (method.to_uppercase()) } code { (path) } span class="t2" { (said(&operation["summary"])) } }
            @if operation["description"].is_string() { p class="muted f13" { (said(&operation["description"])) } }
            @if !parameters.is_empty() {
                div class="ovx" { table class="dt tight" {
                    caption class="sr" { (word("api-parameters")) }
                    thead { tr { @for key in ["api-parameter", "api-place", "api-meaning"] { th scope="col" { (word(key)) } } } }
                    tbody { @for one in parameters { tr {
                        th scope="row" { code { (text(&one["name"])) } }
                        td { (word(&format!("api-in-{}", text(&one["in"])))) }
                        td { (said(&one["description"])) }
                    } } }
                } }
            }
            @if let Some(body) = operation["requestBody"]["content"].as_object() {
                p class="f13" { (word("api-body")) " " @for kind in body.keys() { code { (kind) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_an_operation_does_is_said_in_the_readers_language() {
        let document = json!({ "paths": { "/api/v1/accounts": { "get": { "summary": "List records",
            "description": "Asks for the right to view.",
            "parameters": [{ "name": "q", "in": "query", "description": "words to search for" }] } } } });
        let page = |lang| drawn(lang, &document, &BTreeMap::new()).into_string();
        for (zh, en) in [("列出记录", "List records"), ("查看", "Asks for"), ("要搜索的词", "words to search")]
        {
            assert!(page(Lang::Zh).contains(zh) && !page(Lang::Zh).contains(en), "{}", page(Lang::Zh));
            assert!(page(Lang::En).contains(en) && !page(Lang::En).contains(zh), "{}", page(Lang::En));
        }
    }

    #[test]
    fn the_page_says_every_operation_in_the_readers_language_and_escapes_it() {
        let document = json!({ "paths": {
            "/api/v1/me": { "get": { "summary": "Who am I" } },
            "/api/v1/accounts/{id}": { "patch": { "summary": "a < b", "tags": ["accounts"],
                "parameters": [{ "name": "If-Match", "in": "header", "description": "the version" }],
                "requestBody": { "content": { "application/json": {} } } } },
        } });
        let names = BTreeMap::from([("accounts".to_string(), Label { zh: "客户".into(), en: "Accounts".into() })]);
        for (lang, name) in [(Lang::Zh, "客户"), (Lang::En, "Accounts")] {
            let page = drawn(lang, &document, &names).into_string();
            for part in [name, "a &lt; b", "If-Match", "application/json", "/api/v1/me", "PATCH"] {
                assert!(page.contains(part), "{part} in {page}");
            }
            assert!(!page.contains("api-") && !page.contains("style="), "{page}");
        }
    }
}
