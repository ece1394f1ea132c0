//! One request as its handler sees it: who calls, in which language, from where, under which request id. An extractor; made before the database is asked.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use records::{Caller, identity::secret};
use types::words::Lang;

use crate::{App, answer::Refusal};

#[derive(Clone, Debug)]
pub struct Call {
    pub caller: Caller,
    /// shown with every error, stands in every line of the log
    pub request: RequestId,
    /// from the browser; a person's own choice comes with their actor
    pub lang: Lang,
    pub address: Option<IpAddr>,
    pub wants: crate::Wants,
}

/// 128 bits, drawn per request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

impl Call {
    /// For rate limits: who it is, where that is `known`; else from where they call, whatever they send.
    pub fn key(&self, known: bool) -> String {
        match &self.caller {
            Caller::Session { hash, .. } | Caller::Token { hash, .. } if known => format!("{:02x?}", &hash[..8]),
            _ => self.place(),
        }
    }

    /// From where this comes, as limits count it: an address, of IPv6 the network of 64 bits, because a subscriber has a whole one (RFC 6177).
    pub fn place(&self) -> String {
        match self.address.map(|address| address.to_canonical()) {
            None => String::new(),
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => format!("{:x?}/64", &address.segments()[..4]),
        }
    }

    pub fn is_stranger(&self) -> bool {
        matches!(self.caller, Caller::Stranger)
    }
}

impl FromRequestParts<App> for Call {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Call, Refusal> {
        let call = of(parts, app);
        Ok(call)
    }
}

/// Reads the request; never fails: who is not known is a stranger.
pub fn of(parts: &Parts, app: &App) -> Call {
    let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = client(&parts.headers, socket, &app.config.trusted_proxies);
    let text = address.map(|a| a.to_string());
    let caller = match (bearer(&parts.headers), cookie(&parts.headers, app.config.session_cookie())) {
        (Some(token), _) => Caller::Token { hash: secret::hash(token), address: text },
        (None, Some(session)) => Caller::Session { hash: secret::hash(session), address: text },
        (None, None) => Caller::Stranger,
    };
    Call {
        caller,
        request: parts.extensions.get::<RequestId>().cloned().unwrap_or_else(|| RequestId(String::new())),
        lang: language(&parts.headers),
        address,
        wants: crate::Wants::of(parts.uri.path(), &parts.headers),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|t| !t.is_empty() && t.len() <= 200)
}

/// A cookie by name; the first one wins, as browsers send the most specific first.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty() && value.len() <= 200).then_some(value)
        })
}

/// The language cookie that the sign-in page sets, else what the browser prefers.
pub(crate) fn language(headers: &HeaderMap) -> Lang {
    if let Some(chosen) = cookie(headers, "lang").and_then(Lang::parse) {
        return chosen;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Lang::from_accept_language(accepted).unwrap_or_default()
}

/// The socket's address, or the last one in `X-Forwarded-For` that no trusted proxy wrote.
fn client(headers: &HeaderMap, socket: Option<IpAddr>, trusted: &[IpAddr]) -> Option<IpAddr> {
    let socket = socket?;
    if !trusted.contains(&socket) {
        return Some(socket);
    }
    let chain: Vec<IpAddr> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|part| part.trim().parse().ok())
        .collect();
    Some(chain.into_iter().rev().find(|address| !trusted.contains(address)).unwrap_or(socket))
}
