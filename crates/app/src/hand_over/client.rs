//! The side of the command that was called. Used by `commands`.

use std::{
    io::{BufRead, BufReader, ErrorKind, IoSlice, Write},
    mem::MaybeUninit,
    os::{fd::AsFd, unix::net::UnixStream},
};

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use types::{Problem, ProblemKind, Result};

use super::{Request, Told, VERSION, socket};
use crate::{
    args::Command,
    commands::Files,
    config::Settings,
    say::{Answer, Say},
};

pub struct Server {
    stream: UnixStream,
}

/// The server on this data folder, if one is running. A socket that a killed server left behind answers nobody.
pub fn connect(settings: &Settings) -> Result<Option<Server>> {
    match UnixStream::connect(socket(&settings.data_dir)) {
        Ok(stream) => Ok(Some(Server { stream })),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => Ok(None),
        Err(e) => Err(Problem::unavailable(e)),
    }
}

impl Server {
    /// Hands the command over and passes on what the server says.
    pub fn run(mut self, command: &Command, files: &Files, say: &mut dyn Say) -> Result<Answer> {
        self.send(command, files, say).map_err(lost)?;
        for line in BufReader::new(&self.stream).lines() {
            let line = line.map_err(lost)?;
            match serde_json::from_str(&line).map_err(Problem::internal)? {
                Told::Note(text) => say.note(&text),
                Told::Progress { what, done, total } => say.progress(&what, done, total)?,
                Told::Answer { text, json, failed } => return Ok(Answer { text, json, failed }),
                Told::Refused(sentence) => return Err(refused(sentence)),
            }
        }
        Err(Problem::unavailable("the server ended"))
    }

    fn send(&mut self, command: &Command, files: &Files, say: &dyn Say) -> std::io::Result<()> {
        let open = [&files.input, &files.output];
        let request = Request {
            version: VERSION.into(),
            lang: say.lang(),
            command: command.clone(),
            secret: files.secret.clone(),
            mapping: files.mapping.clone(),
            files: open.map(Option::is_some),
        };
        let mut line = serde_json::to_vec(&request)?;
        line.push(b'\n');
        let handles: Vec<_> = open.into_iter().flatten().map(AsFd::as_fd).collect();
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
        let mut with = SendAncillaryBuffer::new(&mut space);
        if !handles.is_empty() {
            with.push(SendAncillaryMessage::ScmRights(&handles));
        }
        // the files go with the first byte that is sent
        let sent = sendmsg(&self.stream, &[IoSlice::new(&line)], &mut with, SendFlags::empty())?;
        self.stream.write_all(&line[sent..])
    }
}

/// The server has said it in the operator's language already; `say::failure` repeats it.
fn refused(sentence: String) -> Problem {
    Problem::new(ProblemKind::Unavailable, "refused_by_server").with("sentence", sentence)
}

fn lost(error: std::io::Error) -> Problem {
    Problem::unavailable(error)
}
