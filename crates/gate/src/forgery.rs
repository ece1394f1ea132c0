//! Forgery: a request that changes something must come from our own pages (security: SESS-6). Tokens are not sent by browsers on their own, so they pass.

use axum::http::{HeaderMap, Method, header};

/// May this request change anything?
pub fn passes(method: &Method, headers: &HeaderMap, base_url: &str, by_cookie: bool) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) || !by_cookie {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        // browsers before 2023: the origin must be our own, or the host that was asked
        None => match text(header::ORIGIN.as_str()) {
            Some(origin) => {
                let host = text(header::HOST.as_str()).unwrap_or_default();
                origin == base_url.trim_end_matches('/')
                    || origin.split_once("://").is_some_and(|(_, name)| !host.is_empty() && name == host)
            }
            None => false,
        },
    }
}
