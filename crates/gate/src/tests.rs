//! What the gate lets through.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::{
    call::cookie,
    forgery,
    limits::{Limits, Purpose},
    router::encode,
};

fn headers(list: &[(&str, &str)]) -> HeaderMap {
    list.iter()
        .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()))
        .collect()
}

#[test]
fn a_change_must_come_from_our_own_pages() {
    let home = "https://crm.example";
    let passes = |method: Method, list: &[(&str, &str)]| forgery::passes(&method, &headers(list), home, true);
    assert!(passes(Method::GET, &[]));
    assert!(passes(Method::POST, &[("sec-fetch-site", "same-origin")]));
    assert!(passes(Method::POST, &[("sec-fetch-site", "none")]));
    assert!(passes(Method::POST, &[("origin", "https://crm.example")]));
    assert!(!passes(Method::POST, &[]));
    assert!(!passes(Method::POST, &[("sec-fetch-site", "cross-site")]));
    assert!(!passes(Method::POST, &[("sec-fetch-site", "same-site")]));
    assert!(!passes(Method::DELETE, &[("sec-fetch-site", "cross-site"), ("origin", "https://crm.example")]));
    assert!(!passes(Method::POST, &[("origin", "https://evil.example"), ("host", "crm.example")]));
    assert!(!passes(Method::POST, &[("origin", "null"), ("host", "crm.example")]));
    assert!(
        forgery::passes(&Method::POST, &headers(&[]), home, false),
        "a token is never sent by a browser on its own"
    );
}

#[test]
fn cookies_are_found_by_their_whole_name() {
    let sent = headers(&[("cookie", "xzhike=1; zhike=secret; other=2")]);
    assert_eq!(cookie(&sent, "zhike"), Some("secret"));
    assert_eq!(cookie(&sent, "hike"), None);
    assert_eq!(cookie(&headers(&[("cookie", "zhike=")]), "zhike"), None);
}

#[test]
fn guessing_a_password_is_slowed_down_for_that_account_alone() {
    let limits = Limits::default();
    let tries = (0..100).take_while(|_| limits.count(Purpose::SignInAccount, "ada").is_ok()).count();
    assert!((5..=20).contains(&tries), "{tries}");
    let refused = limits.count(Purpose::SignInAccount, "ada").unwrap_err();
    assert!(refused.args.iter().any(|(name, _)| *name == "seconds"));
    assert!(limits.count(Purpose::SignInAccount, "bo").is_ok());
}

#[test]
fn addresses_are_encoded() {
    assert_eq!(encode("/a b?c=华&d"), "/a%20b%3Fc%3D%E5%8D%8E%26d");
}
