//! The commands, one file each. A command is the same function whether it runs in a process of its own or inside the running server, and
//! speaks through `Say`. This file decides where it runs.

mod backup;
mod demo;
mod doctor;
mod export;
mod files;
mod import;
mod init;
mod migrate;
mod openapi;
mod people;
mod restore;
mod token;
mod user;
mod verify;

use types::{Problem, ProblemKind, Result};

use crate::{
    args::Command,
    config::Settings,
    hand_over::client,
    house::House,
    say::{Answer, Say},
};

pub use files::{Files, unusable};

/// Runs a command in the server that is running on the data folder, or here when there is none.
pub fn run_here_or_there(command: Command, settings: &Settings, say: &mut dyn Say) -> Result<Answer> {
    let server = client::connect(settings)?;
    if let Command::Restore(what) = &command {
        return match server {
            Some(_) => Err(Problem::conflict("server_running")),
            None => restore::run(what, settings, say),
        };
    }
    let files = Files::open(&command, say)?;
    let answer = match server {
        Some(server) => server.run(&command, &files, say)?,
        None => run(&command, &files, &opened(&command, settings)?, say)?,
    };
    files.keep(&answer)?;
    Ok(answer)
}

/// Only these may begin an installation.
fn opened(command: &Command, settings: &Settings) -> Result<House> {
    match command {
        Command::Init(_) | Command::Migrate(_) => House::open(settings),
        _ => House::open_existing(settings),
    }
}

/// The table of contents.
pub fn run(command: &Command, files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    match command {
        Command::Init(what) => init::run(what, files, house, say),
        Command::User { what } => user::run(what, files, house, say),
        Command::Token { what } => token::run(what, house, say),
        Command::Export(what) => export::run(what, files, house, say),
        Command::Backup(_) => backup::run(files, house, say),
        Command::Verify => verify::run(house, say),
        Command::Doctor => doctor::run(house, say),
        Command::Openapi => openapi::run(house),
        // these never come here: they have no house, or are none of a command's
        Command::Serve(_) | Command::Restore(_) => Err(Problem::internal("not a command for an open house")),
        Command::Demo(what) => demo::run(what, house, say),
        Command::Migrate(what) => migrate::run(what, house, say),
        Command::Import(what) => import::run(what, files, house, say),
    }
}

/// Refuses a word that names no object, with those there are: the likeliest first.
fn known_object(house: &House, name: &str) -> Result<()> {
    let asked = name.to_string();
    let names = house.read(move |cx| {
        let objects = &cx.catalog.objects;
        let people_know = |name: &&types::Name| objects[*name].section.is_some();
        let known = objects.contains_key(asked.as_str());
        Ok((!known).then(|| objects.keys().filter(people_know).map(|name| name.to_string()).collect::<Vec<_>>()))
    })?;
    let Some(mut names) = names else { return Ok(()) };
    let lower = name.to_lowercase();
    let shared = |other: &str| other.chars().zip(lower.chars()).take_while(|(a, b)| a == b).count();
    names.sort_by_key(|other| (std::cmp::Reverse(shared(other)), other.clone()));
    Err(Problem::new(ProblemKind::NotFound, "unknown_object").with("name", name).with("names", names.join(", ")))
}
