//! Where the server is and how to speak to it: the URL, the greeting, the words that open a transaction. Made by `Database::open`.

use std::time::{Duration, Instant};

use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};

use super::wire::Drive;
use super::{Role, fault, tls};
use crate::render::postgres::own;
use crate::{Error, Result};

pub(crate) struct Target {
    config: Config,
    tls: Option<tls::Connector>,
    /// the longest a statement of this lane may take
    limit: Duration,
}

/// The oldest server the statements are written for.
const OLDEST: u32 = 15;

impl Target {
    /// `sslmode`: `disable` (also when it is missing) speaks plainly, `prefer` encrypts when the server can, `require`, `verify-ca` and
    /// `verify-full` always; wherever it encrypts, the certificate is checked, against `sslrootcert` or the system's authorities.
    pub fn parse(url: &str, limit: Duration) -> Result<Target> {
        let (plain, mode, root) = take_tls(url);
        let mut config: Config = plain.parse().map_err(|e| Error::Other(format!("database URL: {e}")))?;
        config.application_name("zhike").connect_timeout(Duration::from_secs(5));
        config.keepalives_idle(Duration::from_secs(30)).tcp_user_timeout(Duration::from_secs(30));
        let mode = match mode.as_deref().unwrap_or("disable") {
            "disable" | "allow" => SslMode::Disable,
            "prefer" => SslMode::Prefer,
            "require" | "verify-ca" | "verify-full" => SslMode::Require,
            other => return Err(Error::Other(format!("database URL: sslmode {other:?} is not known"))),
        };
        config.ssl_mode(mode);
        let tls = if mode == SslMode::Disable { None } else { Some(tls::connector(root.as_deref())?) };
        Ok(Target { config, tls, limit })
    }

    pub(super) async fn connect(&self) -> Result<(Client, Box<dyn Drive>)> {
        let fault = |error| match fault::of(error) {
            Error::Other(text) => Error::Other(format!("PostgreSQL: {text}")),
            other => other,
        };
        match &self.tls {
            None => {
                let (client, connection) = self.config.connect(NoTls).await.map_err(fault)?;
                check(connection.parameter("server_version"), connection.parameter("server_encoding"))?;
                Ok((client, Box::new(connection)))
            }
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await.map_err(fault)?;
                check(connection.parameter("server_version"), connection.parameter("server_encoding"))?;
                Ok((client, Box::new(connection)))
            }
        }
    }

    pub fn greeting(&self, role: Role) -> String {
        let isolation = match role {
            Role::Reader => own::READER,
            Role::Writer => own::WRITER,
        };
        own::GREETING.replace('%', &self.limit.as_millis().to_string()) + isolation
    }

    /// A closure whose time differs much from its lane's tells the server so.
    pub fn limit(&self, deadline: Instant) -> String {
        let left = deadline.saturating_duration_since(Instant::now());
        if left > self.limit || left < self.limit / 2 {
            format!("SET LOCAL statement_timeout = {};", left.as_millis().max(1))
        } else {
            String::new()
        }
    }
}

fn check(version: Option<&str>, encoding: Option<&str>) -> Result<()> {
    let major = version.and_then(|v| v.split(['.', ' ', 'b', 'r']).next()?.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        let version = version.unwrap_or("unknown");
        return Err(Error::Other(format!("PostgreSQL {OLDEST} or newer is needed; the server is {version}")));
    }
    if encoding != Some("UTF8") {
        let encoding = encoding.unwrap_or("unknown");
        return Err(Error::Other(format!("the database must be made with ENCODING 'UTF8'; it is {encoding}")));
    }
    Ok(())
}

/// The URL without what the driver does not know, `sslmode` and `sslrootcert`.
fn take_tls(url: &str) -> (String, Option<String>, Option<String>) {
    let Some((head, query)) = url.split_once('?') else { return (url.to_owned(), None, None) };
    let (mut mode, mut root, mut rest) = (None, None, Vec::new());
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value.to_owned()),
            Some(("sslrootcert", value)) => root = Some(value.replace("%2F", "/")),
            _ => rest.push(pair),
        }
    }
    let url = if rest.is_empty() { head.to_owned() } else { format!("{head}?{}", rest.join("&")) };
    (url, mode, root)
}
