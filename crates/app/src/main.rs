//! The binary `zhike`: reads the command line and the configuration, then serves, or does one command – itself, or through the server that
//! is running on the same data folder. Exit codes: 0 done, 1 failed, 2 wrong usage.

mod archive;
mod args;
mod commands;
mod config;
mod hand_over;
mod help;
mod house;
mod lang;
mod log;
mod say;
mod serve;

use std::process::ExitCode;

use clap::FromArgMatches;
use types::words::Lang;

use args::{Command, Line, Serve};
use config::Settings;
use say::{Terminal, app};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const DONE: u8 = 0;
const FAILED: u8 = 1;
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let env = |name: &str| std::env::var(name).ok();
    let lang = lang::chosen(&words, &env);
    let line = match help::command(lang).try_get_matches().and_then(|matches| Line::from_arg_matches(&matches)) {
        Ok(line) => line,
        Err(told) => {
            let _ = told.print();
            // help and version are no mistakes
            return ExitCode::from(if told.use_stderr() { USAGE } else { DONE });
        }
    };
    let mut terminal = Terminal::new(lang, line.common.json);
    let bare = Serve::default();
    let (serve, command) = match line.command {
        None => (line.serve, None),
        Some(_) if line.serve != bare => {
            terminal.fail(&app(lang, "serve-flags", &[]));
            return ExitCode::from(USAGE);
        }
        Some(Command::Serve(serve)) => (serve, None),
        Some(command) => (bare, Some(command)),
    };
    let settings = match config::resolve(&line.common, &serve, &env) {
        Ok(settings) => settings,
        Err(mistake) => {
            let (place, what) = (mistake.place, mistake.what);
            terminal.fail(&app(lang, "bad-setting", &[("place", place.into()), ("what", what.into())]));
            return ExitCode::from(USAGE);
        }
    };
    ExitCode::from(match command {
        None if serve.check => check(&settings, lang, &mut terminal),
        None => match serve::run(&settings, lang) {
            Ok(()) => DONE,
            Err(problem) => fail(&mut terminal, lang, &problem),
        },
        Some(command) => match commands::run_here_or_there(command, &settings, &mut terminal) {
            Ok(answer) => {
                terminal.answer(&answer);
                if answer.failed { FAILED } else { DONE }
            }
            Err(problem) => fail(&mut terminal, lang, &problem),
        },
    })
}

fn fail(terminal: &mut Terminal, lang: Lang, problem: &types::Problem) -> u8 {
    terminal.fail(&say::failure(lang, problem));
    FAILED
}

/// `serve --check`: the configuration was read to its end.
fn check(settings: &Settings, lang: Lang, terminal: &mut Terminal) -> u8 {
    let kind = if settings.database.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    let data = settings.data_dir.display().to_string();
    let text = app(
        lang,
        "configuration-good",
        &[
            ("database", kind.into()),
            ("data", (&data).into()),
            ("listen", settings.listen.to_string().into()),
            ("url", (&settings.base_url).into()),
        ],
    );
    let json = serde_json::json!({
        "database": kind, "data_dir": data, "listen": settings.listen, "base_url": settings.base_url, "log": settings.log,
        "trusted_proxies": settings.trusted_proxies, "upload_limit": settings.upload_limit,
        "metrics_listen": settings.metrics_listen, "metrics_token": settings.metrics_token.is_some(),
    });
    terminal.answer(&say::Answer::new(text, json));
    DONE
}
