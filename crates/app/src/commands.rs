//! The commands, one file each. A command is the same function whether it runs in a process of its own or inside the running server, and
//! speaks through `Say`. This file decides where it runs.

mod files;
mod init;
mod people;
mod token;

use types::{Problem, Result};

use crate::{
    args::Command,
    config::Settings,
    hand_over,
    house::House,
    say::{Answer, Say},
};

pub use files::Files;

/// Runs a command in the server that is running on the data folder, or here when there is none.
pub fn run_here_or_there(command: Command, settings: &Settings, say: &mut dyn Say) -> Result<Answer> {
    let files = Files::open(&command, say)?;
    let answer = match hand_over::client::connect(settings)? {
        Some(server) => server.run(&command, &files, say)?,
        None => run(&command, &files, &House::open(settings)?, say)?,
    };
    files.keep(&answer)?;
    Ok(answer)
}

/// The table of contents.
pub fn run(command: &Command, files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    match command {
        Command::Init(what) => init::run(what, files, house, say),
        Command::Token { what } => token::run(what, house, say),
        _ => Err(Problem::internal("not yet")),
    }
}
