//! What the gate lets through.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

use records::Caller;

use crate::{
    Call, Wants,
    call::{RequestId, cookie},
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
fn guessing_a_password_shuts_out_whoever_guesses_and_nobody_else() {
    let limits = Limits::default();
    let guess = |from: &str| limits.count(Purpose::SignInAttempt, &format!("{from} ada"));
    let tries = (0..100).take_while(|_| guess("192.0.2.1").is_ok()).count();
    assert!((5..=20).contains(&tries), "{tries}");
    let refused = guess("192.0.2.1").unwrap_err();
    assert!(refused.args.iter().any(|(name, _)| *name == "seconds"));
    assert!(guess("192.0.2.2").is_ok(), "Ada herself comes in from where she is");
}

#[test]
fn callers_who_are_quiet_are_forgotten_and_names_of_any_length_take_the_same_room() {
    let limits = Limits::default();
    let long = "x".repeat(1 << 20);
    for n in 0..40_000 {
        limits.count(Purpose::Request, &format!("{n}")).unwrap();
    }
    assert!(limits.remembered(Purpose::Request) < 20_000, "{}", limits.remembered(Purpose::Request));
    limits.count(Purpose::SignInName, &long).unwrap();
    assert_eq!(limits.remembered(Purpose::SignInName), 1);
}

#[test]
fn only_so_many_tries_of_one_name_are_kept_waiting() {
    let limits = Limits::default();
    let mut waiting: Vec<_> = std::iter::from_fn(|| limits.slow("ada").ok()).take(10_000).collect();
    assert!((5..2_000).contains(&waiting.len()), "{}", waiting.len());
    let refused = limits.slow("ada").err().unwrap();
    assert_eq!((refused.kind, &*refused.code), (types::ProblemKind::RateLimited, "rate_limited"));
    assert!(limits.slow("bob").is_ok(), "another name");
    waiting.pop();
    assert!(limits.slow("ada").is_ok(), "whoever has been answered makes room");
}

fn call_from(hash: u8, address: std::net::IpAddr) -> Call {
    Call {
        caller: Caller::Session { hash: [hash; 32], address: None },
        request: RequestId(String::new()),
        lang: types::words::Lang::En,
        address: Some(address),
        wants: Wants::Json,
    }
}

#[test]
fn a_network_of_ipv6_is_one_place_and_a_mapped_address_is_that_of_ipv4() {
    let place = |text: &str| call_from(1, text.parse().unwrap()).place();
    assert_eq!(place("2001:db8:1:2::1"), place("2001:db8:1:2:ffff::9"));
    assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
    assert_eq!(place("::ffff:192.0.2.1"), place("192.0.2.1"));
}

#[test]
fn what_a_stranger_makes_up_gives_no_bucket_of_its_own() {
    let call = |hash: u8, address: [u8; 4]| call_from(hash, address.into());
    assert_eq!(call(1, [192, 0, 2, 1]).key(false), call(2, [192, 0, 2, 1]).key(false));
    assert_ne!(call(1, [192, 0, 2, 1]).key(true), call(2, [192, 0, 2, 1]).key(true));
    assert_ne!(call(1, [192, 0, 2, 1]).key(false), call(1, [192, 0, 2, 2]).key(false));
}

#[test]
fn addresses_are_encoded() {
    assert_eq!(encode("/a b?c=华&d"), "/a%20b%3Fc%3D%E5%8D%8E%26d");
}
