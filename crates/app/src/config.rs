//! What the operator decided: flags over environment (`ZHIKE_…`, secrets also `ZHIKE_…_FILE`) over `zhike.toml` over defaults.
//! Resolved once by `main`, for every command alike.

mod file;
#[cfg(test)]
mod tests;

use std::{
    fmt::{Display, Formatter},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use crate::args::{Common, LogForm, Serve};
use file::File;

#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// `sqlite://…` or `postgres://…`
    pub database: String,
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// without a slash at its end
    pub base_url: String,
    pub log: LogForm,
    pub trusted_proxies: Vec<IpAddr>,
    /// bytes
    pub upload_limit: u64,
    /// an address for `/metrics` alone
    pub metrics_listen: Option<SocketAddr>,
    /// what `/metrics` on the common address asks for; without it the path answers 404 there
    pub metrics_token: Option<String>,
}

/// A setting that cannot be used: where it stands and what is wrong with it.
#[derive(Debug, PartialEq)]
pub struct Mistake {
    pub place: String,
    pub what: String,
}

impl Display for Mistake {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// The environment, as an argument: tests bring their own.
pub trait Environment {
    fn get(&self, name: &str) -> Option<String>;
}

impl<F: Fn(&str) -> Option<String>> Environment for F {
    fn get(&self, name: &str) -> Option<String> {
        self(name).filter(|value| !value.is_empty())
    }
}

const FILE: &str = "zhike.toml";
const DATA_DIR: &str = "data";
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7700);
const UPLOAD_LIMIT: u64 = 100 * 1024 * 1024;

/// Puts the layers together.
///
/// # Errors
/// The first setting that cannot be used; an unknown key of the file.
pub fn resolve(common: &Common, flags: &Serve, env: &dyn Environment) -> Result<Settings, Mistake> {
    let file = match common.config.clone().or_else(|| env.get("ZHIKE_CONFIG").map(PathBuf::from)) {
        Some(path) => File::read(&path)?,
        None if Path::new(FILE).is_file() => File::read(Path::new(FILE))?,
        None => File::default(),
    };
    let data_dir = common.data_dir.clone().or_else(|| env.get("ZHIKE_DATA_DIR").map(PathBuf::from));
    let data_dir = data_dir.or(file.data_dir).unwrap_or_else(|| DATA_DIR.into());
    let database = match &common.database {
        Some(url) => Some(url.clone()),
        None => secret(env, "ZHIKE_DATABASE")?,
    };
    let database =
        database.or(file.database).unwrap_or_else(|| format!("sqlite://{}", data_dir.join("zhike.db").display()));
    if !["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme)) {
        // the URL may hold a password: it is not repeated
        return Err(Mistake { place: "database".into(), what: "sqlite://FILE | postgres://USER@HOST/DATABASE".into() });
    }
    let listen = layer(flags.listen, env, "ZHIKE_LISTEN", file.listen, |text| text.parse().ok())?.unwrap_or(LISTEN);
    let base_url = layer(flags.base_url.clone(), env, "ZHIKE_BASE_URL", file.base_url, |text| Some(text.to_string()))?;
    let log = layer(flags.log, env, "ZHIKE_LOG", file.log, log_form)?.unwrap_or(LogForm::Text);
    let proxies = Some(flags.trusted_proxies.clone()).filter(|list| !list.is_empty());
    let trusted_proxies = layer(proxies, env, "ZHIKE_TRUSTED_PROXIES", file.trusted_proxies, addresses)?;
    let upload_limit = match layer(flags.upload_limit.clone(), env, "ZHIKE_UPLOAD_LIMIT", file.upload_limit, |text| {
        Some(text.to_string())
    })? {
        Some(text) => size(&text).ok_or_else(|| wrong("upload_limit", &text))?,
        None => UPLOAD_LIMIT,
    };
    let metrics = file.metrics.unwrap_or_default();
    let metrics_listen =
        layer(flags.metrics_listen, env, "ZHIKE_METRICS_LISTEN", metrics.listen, |text| text.parse().ok())?;
    Ok(Settings {
        database,
        data_dir,
        listen,
        base_url: base(base_url, listen)?,
        log,
        trusted_proxies: trusted_proxies.unwrap_or_default(),
        upload_limit,
        metrics_listen,
        metrics_token: secret(env, "ZHIKE_METRICS_TOKEN")?.or(metrics.token),
    })
}

impl Settings {
    /// As they are once the address is bound: port 0 asked for any.
    pub fn bound(&self, address: SocketAddr) -> Settings {
        let own = base(None, self.listen).is_ok_and(|own| own == self.base_url);
        let base_url = base(None, address).ok().filter(|_| own).unwrap_or_else(|| self.base_url.clone());
        Settings { listen: address, base_url, ..self.clone() }
    }
}

/// A flag, else the environment, else the file.
fn layer<T>(
    flag: Option<T>,
    env: &dyn Environment,
    name: &str,
    file: Option<T>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Mistake> {
    if flag.is_some() {
        return Ok(flag);
    }
    match env.get(name) {
        Some(text) => read(&text).map(Some).ok_or_else(|| wrong(name, &text)),
        None => Ok(file),
    }
}

/// `NAME`, or what the file named by `NAME_FILE` holds.
fn secret(env: &dyn Environment, name: &str) -> Result<Option<String>, Mistake> {
    let from = format!("{name}_FILE");
    match (env.get(name), env.get(&from)) {
        (Some(_), Some(_)) => Err(Mistake { place: from, what: format!("{name}?") }),
        (value, None) => Ok(value),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(&path);
            let text = text.map_err(|e| Mistake { place: from, what: format!("{path}: {e}") })?;
            Ok(Some(text.trim_end_matches(['\r', '\n']).to_string()))
        }
    }
}

fn wrong(place: &str, text: &str) -> Mistake {
    Mistake { place: place.into(), what: format!("{text:?}") }
}

fn log_form(text: &str) -> Option<LogForm> {
    match text {
        "text" => Some(LogForm::Text),
        "json" => Some(LogForm::Json),
        _ => None,
    }
}

fn addresses(text: &str) -> Option<Vec<IpAddr>> {
    text.split([',', ' ']).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
}

/// `100 MiB`, `50MB`, `1048576`
fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = match text[digits..].trim() {
        "" | "B" => 1,
        "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    text[..digits].parse::<u64>().ok()?.checked_mul(unit).filter(|bytes| *bytes > 0)
}

/// Scheme and host, perhaps a port; nothing behind.
fn base(url: Option<String>, listen: SocketAddr) -> Result<String, Mistake> {
    let Some(url) = url else {
        // from outside, "every address of this machine" is no address
        let host = if listen.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { listen.ip() };
        return Ok(format!("http://{}", SocketAddr::new(host, listen.port())));
    };
    let trimmed = url.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    let good = host.is_some_and(|host| {
        !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'))
    });
    if good { Ok(trimmed.to_string()) } else { Err(wrong("base_url", &url)) }
}
