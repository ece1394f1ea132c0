//! `zhike.toml`: every key is here; an unknown one is refused with its line. Read by `config`.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::Mistake;
use crate::args::LogForm;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub database: Option<String>,
    pub data_dir: Option<PathBuf>,
    pub listen: Option<SocketAddr>,
    pub base_url: Option<String>,
    pub log: Option<LogForm>,
    pub trusted_proxies: Option<Vec<IpAddr>>,
    pub upload_limit: Option<String>,
    pub metrics: Option<Metrics>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    pub listen: Option<SocketAddr>,
    pub token: Option<String>,
}

impl File {
    pub fn read(path: &Path) -> Result<File, Mistake> {
        let place = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|e| Mistake { place: place.clone(), what: e.to_string() })?;
        toml::from_str(&text).map_err(|e| {
            let line = e.span().map(|span| 1 + text[..span.start].matches('\n').count());
            let place = line.map_or(place.clone(), |line| format!("{place}:{line}"));
            Mistake { place, what: e.message().to_string() }
        })
    }
}
