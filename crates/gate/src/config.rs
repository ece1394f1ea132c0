//! What the operator decides about HTTP. Filled by `app` from flags, environment and file.

use std::{net::IpAddr, path::PathBuf};

#[derive(Clone, Debug)]
pub struct Config {
    /// the address people type: links are made from it, never from `Host`
    pub base_url: String,
    pub data_dir: PathBuf,
    /// proxies whose `X-Forwarded-For` is believed
    pub trusted_proxies: Vec<IpAddr>,
    /// bytes of one request at most, uploads apart
    pub body_limit: usize,
    /// bytes of one uploaded file at most
    pub upload_limit: u64,
}

impl Config {
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Over plain HTTP a `__Host-` cookie would never come back; the other name keeps the two apart.
    pub fn session_cookie(&self) -> &'static str {
        if self.is_https() { "__Host-zhike" } else { "zhike" }
    }

    /// `Set-Cookie` of a session; `None` ends it.
    pub fn set_session(&self, secret: Option<&str>) -> String {
        let secure = if self.is_https() { "; Secure" } else { "" };
        let name = self.session_cookie();
        match secret {
            Some(secret) => format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age=604800"),
            None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age=0"),
        }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            base_url: "http://127.0.0.1:7700".into(),
            data_dir: "data".into(),
            trusted_proxies: Vec::new(),
            body_limit: 2 * 1024 * 1024,
            upload_limit: 100 * 1024 * 1024,
        }
    }
}
