//! The files and secrets of a command, opened by the process that was called: a server that does the work in its place may see neither the
//! operator's folders nor their terminal, so it is handed what is open already.

use std::{
    fs::File,
    io::{IsTerminal, Read},
    os::{fd::AsFd, unix::fs::OpenOptionsExt},
    path::{Path, PathBuf},
};

use types::{Problem, Result};

use crate::{
    archive,
    args::{Command, User},
    say::{Answer, Say, app},
};

/// A password file is one line; more is some other file.
const SECRET_LIMIT: u64 = 4_096;
/// A mapping of some hundred columns with a thousand decisions.
const MAPPING_LIMIT: u64 = 512 * 1024;

#[derive(Debug, Default)]
pub struct Files {
    pub input: Option<File>,
    pub output: Option<File>,
    /// a password or a key
    pub secret: Option<String>,
    /// the text of a mapping
    pub mapping: Option<String>,
    /// the output gets its name when it is complete
    part: Option<(PathBuf, PathBuf)>,
}

impl Files {
    pub fn open(command: &Command, say: &dyn Say) -> Result<Files> {
        let mut files = Files::default();
        match command {
            Command::Init(what) => files.secret = Some(password(&what.admin_password_file)?),
            Command::Backup(what) => {
                // the server gets the half that seals, never the one that opens
                files.secret = match (&what.key, &what.new_key) {
                    (Some(key), _) => Some(archive::key::public(key)?),
                    (None, Some(key)) => Some(archive::key::create(key)?),
                    (None, None) => None,
                };
                files.begin(&what.file)?;
            }
            Command::Export(what) => match &what.output {
                Some(file) => files.begin(file)?,
                None => files.output = Some(stdout()?),
            },
            Command::User { what: User::Add { password_file: Some(file), .. } } => files.secret = Some(password(file)?),
            Command::User { what: User::Passwd { password_file, link: false, .. } } => {
                files.secret = Some(match password_file {
                    Some(file) => password(file)?,
                    None => asked(say)?,
                });
            }
            Command::Import(what) => {
                files.input = Some(File::open(&what.file).map_err(|e| unusable(&what.file, &e))?);
                files.mapping = what.map.as_deref().map(mapping).transpose()?;
                if let Some(errors) = &what.errors {
                    files.begin(errors)?;
                }
            }
            _ => {}
        }
        Ok(files)
    }

    /// The output is written beside its place until it is complete.
    fn begin(&mut self, name: &Path) -> Result<()> {
        let mut part = name.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let made = File::options().write(true).create(true).truncate(true).mode(0o600).open(&part);
        self.output = Some(made.map_err(|e| unusable(name, &e))?);
        self.part = Some((part, name.to_path_buf()));
        Ok(())
    }

    /// What a client opened and handed over.
    pub fn handed(input: Option<File>, output: Option<File>, texts: [Option<String>; 2]) -> Files {
        let [secret, mapping] = texts;
        Files { input, output, secret, mapping, part: None }
    }

    /// Gives a complete output its name.
    pub fn keep(self, answer: &Answer) -> Result<()> {
        if let Some((part, name)) = self.part.as_ref().filter(|_| !answer.failed) {
            std::fs::rename(part, name).map_err(|e| unusable(name, &e))?;
        }
        Ok(())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.part {
            // after `keep` it is gone already
            let _ = std::fs::remove_file(part);
        }
    }
}

/// The caller's own stdout, for output that is asked for without a file.
fn stdout() -> Result<File> {
    let handle = std::io::stdout().as_fd().try_clone_to_owned();
    handle.map(File::from).map_err(Problem::internal)
}

/// The first line of a file.
fn password(path: &Path) -> Result<String> {
    let file = File::open(path).map_err(|e| unusable(path, &e))?;
    let mut text = String::new();
    file.take(SECRET_LIMIT).read_to_string(&mut text).map_err(|e| unusable(path, &e))?;
    first_line(&text)
}

fn mapping(path: &Path) -> Result<String> {
    let file = File::open(path).map_err(|e| unusable(path, &e))?;
    let mut text = String::new();
    file.take(MAPPING_LIMIT + 1).read_to_string(&mut text).map_err(|e| unusable(path, &e))?;
    match text.len() as u64 > MAPPING_LIMIT {
        true => Err(Problem::new(types::ProblemKind::TooLarge, "too_large")),
        false => Ok(text),
    }
}

/// From the terminal, without showing it; from a pipe, its first line.
fn asked(say: &dyn Say) -> Result<String> {
    if std::io::stdin().is_terminal() {
        let prompt = app(say.lang(), "new-password", &[]);
        return rpassword::prompt_password(prompt).map_err(Problem::internal);
    }
    let mut text = String::new();
    std::io::stdin().take(SECRET_LIMIT).read_to_string(&mut text).map_err(Problem::internal)?;
    first_line(&text)
}

fn first_line(text: &str) -> Result<String> {
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() { Err(Problem::field("password", "required")) } else { Ok(line.to_string()) }
}

pub fn unusable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::bad("file_unusable").with("file", path.display()).because(error)
}
