//! The side of the running server: listens on the socket and runs each command in a thread of its own. Started by `serve`.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, IoSliceMut, Read, Write},
    mem::MaybeUninit,
    os::{
        fd::OwnedFd,
        unix::{
            fs::PermissionsExt,
            net::{UnixListener, UnixStream},
        },
    },
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg, sockopt};
use types::{Problem, Result, words::Lang};

use super::{REQUEST_LIMIT, Request, Told, VERSION, owner, socket};
use crate::{
    commands::{self, Files},
    house::House,
    say::{Answer, Say, app, cancelled, failure},
};

/// A client that says nothing is sent away.
const PATIENCE: Duration = Duration::from_secs(10);

/// Listens until dropped; then the socket is gone and running commands stop at their next progress.
pub struct Listening {
    path: PathBuf,
    closing: Arc<AtomicBool>,
}

/// Begins to listen. Whoever holds the database may replace a socket that an ended server left behind.
pub fn listen(house: &House) -> io::Result<Listening> {
    let folder = &house.settings.data_dir;
    let path = socket(folder);
    let owner = owner(folder)?;
    // made aside and renamed, so that it is never there with other rights
    let aside = path.with_extension("new");
    let _ = std::fs::remove_file(&aside);
    let listener = UnixListener::bind(&aside)?;
    std::fs::set_permissions(&aside, std::fs::Permissions::from_mode(0o600))?;
    std::fs::rename(&aside, &path)?;
    let closing = Arc::new(AtomicBool::new(false));
    let (house, ended) = (house.clone(), closing.clone());
    std::thread::Builder::new().name("commands".into()).spawn(move || {
        for stream in listener.incoming() {
            if ended.load(Ordering::Acquire) {
                break;
            }
            let Ok(stream) = stream else { continue };
            let (house, closing) = (house.clone(), ended.clone());
            let one = move || {
                if let Err(error) = serve(&stream, owner, &house, closing) {
                    tracing::warn!(%error, "a command was not answered");
                }
            };
            if let Err(error) = std::thread::Builder::new().name("command".into()).spawn(one) {
                tracing::error!(%error, "no thread for a command");
            }
        }
    })?;
    Ok(Listening { path, closing })
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Release);
        // wakes the listener, which holds the database open
        let _ = UnixStream::connect(&self.path);
        let _ = std::fs::remove_file(&self.path);
    }
}

fn serve(stream: &UnixStream, owner: u32, house: &House, closing: Arc<AtomicBool>) -> io::Result<()> {
    let peer = sockopt::socket_peercred(stream)?.uid.as_raw();
    if peer != owner && peer != 0 {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!("user {peer} may not command this server"),
        ));
    }
    stream.set_read_timeout(Some(PATIENCE))?;
    let (request, files) = receive(stream)?;
    let mut say = Remote { lang: request.lang, stream, closing };
    if request.version != VERSION {
        let sentence =
            app(request.lang, "other-version", &[("here", VERSION.into()), ("there", request.version.into())]);
        return say.tell(&Told::Refused(sentence));
    }
    let told = match run(&request.command, &files, house, &mut say) {
        Ok(Answer { text, json, failed }) => Told::Answer { text, json, failed },
        Err(problem) => Told::Refused(failure(request.lang, &problem)),
    };
    say.tell(&told)
}

/// A panic ends its command alone.
fn run(command: &crate::args::Command, files: &Files, house: &House, say: &mut Remote) -> Result<Answer> {
    let work = std::panic::AssertUnwindSafe(|| commands::run(command, files, house, say));
    std::panic::catch_unwind(work).unwrap_or_else(|_| Err(Problem::internal("the command panicked")))
}

/// The request and the files that came with its first byte.
fn receive(stream: &UnixStream) -> io::Result<(Request, Files)> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut with = RecvAncillaryBuffer::new(&mut space);
    let mut first = [0u8; 4096];
    let got = recvmsg(stream, &mut [IoSliceMut::new(&mut first)], &mut with, RecvFlags::CMSG_CLOEXEC)?.bytes;
    let mut handles: Vec<OwnedFd> = Vec::new();
    for message in with.drain() {
        if let RecvAncillaryMessage::ScmRights(rights) = message {
            handles.extend(rights);
        }
    }
    let mut line = String::new();
    BufReader::new(first[..got].chain(stream).take(REQUEST_LIMIT)).read_line(&mut line)?;
    let request: Request = serde_json::from_str(&line)?;
    let mut handles = handles.into_iter().map(File::from);
    let [input, output] = request.files.map(|sent| if sent { handles.next() } else { None });
    let files = Files::handed(input, output, [request.secret.clone(), request.mapping.clone()]);
    Ok((request, files))
}

/// What a command says goes down the socket.
struct Remote<'s> {
    lang: Lang,
    stream: &'s UnixStream,
    closing: Arc<AtomicBool>,
}

impl Remote<'_> {
    fn tell(&mut self, told: &Told) -> io::Result<()> {
        let mut line = serde_json::to_vec(told)?;
        line.push(b'\n');
        self.stream.write_all(&line)
    }
}

impl Say for Remote<'_> {
    fn lang(&self) -> Lang {
        self.lang
    }

    fn note(&mut self, line: &str) {
        // a client that is gone is noticed at the next progress
        let _ = self.tell(&Told::Note(line.to_string()));
    }

    fn progress(&mut self, what: &str, done: u64, total: u64) -> Result<()> {
        if self.closing.load(Ordering::Acquire) {
            return Err(gate::router::closing());
        }
        self.tell(&Told::Progress { what: what.to_string(), done, total }).map_err(|_| cancelled())
    }
}
