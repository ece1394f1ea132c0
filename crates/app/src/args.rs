//! The command line, as clap reads it. A command is also what travels to a running server (`hand_over`), so it can be serialised.
//! Words for people are not here: `help` puts them in, in the operator's language.

use std::{net::IpAddr, net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};
use types::words::Lang;

#[derive(Parser, Debug)]
#[command(name = "zhike", version, disable_help_subcommand = true)]
pub struct Line {
    #[command(flatten)]
    pub common: Common,
    /// flags of `serve` without its name: `zhike --listen …`
    #[command(flatten)]
    pub serve: Serve,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes.
#[derive(Args, Clone, Debug, Default)]
pub struct Common {
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    #[arg(long, global = true, value_parser = lang, value_name = "zh-CN|en")]
    pub locale: Option<Lang>,
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Serve {
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    #[arg(long, value_enum)]
    pub log: Option<LogForm>,
    #[arg(long = "trusted-proxy", value_name = "ADDRESS")]
    pub trusted_proxies: Vec<IpAddr>,
    #[arg(long, value_name = "SIZE")]
    pub upload_limit: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub metrics_listen: Option<SocketAddr>,
    #[arg(long)]
    pub check: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogForm {
    Text,
    Json,
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub enum Command {
    Serve(Serve),
    Init(Init),
    User {
        #[command(subcommand)]
        what: User,
    },
    Token {
        #[command(subcommand)]
        what: Token,
    },
    Export(Export),
    Backup(Backup),
    Restore(Restore),
    Verify,
    Migrate(Migrate),
    Doctor,
    Openapi,
    Demo(Demo),
    Import(Import),
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Init {
    #[arg(long, value_name = "EMAIL")]
    pub admin_email: String,
    #[arg(long, value_name = "NAME")]
    pub admin_name: String,
    #[arg(long, value_name = "FILE")]
    pub admin_password_file: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub organization: Option<String>,
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub currency: Option<String>,
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub time_zone: Option<String>,
    #[arg(long)]
    pub sample: bool,
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub enum User {
    Add {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        #[arg(long = "role", value_name = "CODE", default_value = "salesperson")]
        roles: Vec<String>,
        #[arg(long, value_name = "CODE|NAME|ID")]
        team: Option<String>,
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    Invite {
        user: String,
        #[arg(long)]
        email: Option<String>,
        #[arg(long = "role", value_name = "CODE")]
        roles: Vec<String>,
    },
    Passwd {
        user: String,
        #[arg(long, value_name = "FILE", conflicts_with = "link")]
        password_file: Option<PathBuf>,
        #[arg(long)]
        link: bool,
    },
    Disable {
        user: String,
    },
    List,
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub enum Token {
    Create {
        #[arg(long, value_name = "EMAIL")]
        user: String,
        #[arg(long)]
        name: String,
        #[arg(long, value_enum, default_value = "write")]
        scope: Scope,
        /// days
        #[arg(long, value_parser = days, default_value = "90d", value_name = "90d")]
        expires: u32,
    },
    List {
        #[arg(long, value_name = "EMAIL")]
        user: String,
    },
    Revoke {
        id: String,
    },
}

#[derive(ValueEnum, Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Scope {
    Read,
    Write,
    Admin,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Export {
    pub object: String,
    #[arg(long, value_name = "EXPR")]
    pub filter: Option<String>,
    #[arg(long, value_enum, default_value = "csv")]
    pub format: ExportForm,
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportForm {
    Csv,
    Xlsx,
    Jsonl,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Backup {
    pub file: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    pub new_key: Option<PathBuf>,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Restore {
    pub file: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Migrate {
    #[arg(long, value_name = "URL")]
    pub to: Option<String>,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Demo {
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=20_000_000))]
    pub rows: u64,
    #[arg(long, default_value = "1")]
    pub seed: u64,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Import {
    pub object: String,
    pub file: PathBuf,
    #[arg(long, value_name = "FILE.toml")]
    pub map: Option<PathBuf>,
    #[arg(long, value_name = "FIELD")]
    pub key: Option<String>,
    #[arg(long, value_enum)]
    pub on_duplicate: Option<Duplicate>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long, value_name = "FILE.csv")]
    pub errors: Option<PathBuf>,
    #[arg(long)]
    pub strict: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Duplicate {
    Skip,
    Update,
    Create,
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(text)).ok_or_else(|| "zh-CN, en".to_string())
}

fn currency(text: &str) -> Result<String, String> {
    types::Currency::parse(text).map(|code| code.to_string()).ok_or_else(|| "CNY, USD, EUR …".to_string())
}

fn zone(text: &str) -> Result<String, String> {
    jiff::tz::TimeZone::get(text).map(|_| text.to_string()).map_err(|_| "Asia/Shanghai, Europe/Berlin …".to_string())
}

/// `90d`, `12w`, `90`
fn days(text: &str) -> Result<u32, String> {
    let (number, unit) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let days = number.parse::<u32>().ok().and_then(|n| n.checked_mul(unit)).filter(|days| (1..=366).contains(days));
    days.ok_or_else(|| "1d – 366d".to_string())
}
