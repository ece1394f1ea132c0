//! The built program as a running server of its own: an installation in a temporary folder on a free loopback port,
//! with one administrator and no records. Gone when dropped.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const READY_WITHIN: Duration = Duration::from_secs(30);

pub struct Server {
    process: Child,
    address: SocketAddr,
    folder: TempDir,
    /// another database than the file in the data folder
    database: Option<String>,
}

/// Runs the test against a fresh server on every database there is.
pub fn each_server(test: impl Fn(Server)) {
    test(Server::start());
    match std::env::var("ZHIKE_TEST_POSTGRES") {
        Ok(server) => {
            let scratch = store::testing::Scratch::make(&server);
            test(Server::start_on(Some(scratch.url())));
        }
        Err(_) => assert!(std::env::var_os("CI").is_none(), "CI tests on PostgreSQL too"),
    }
}

impl Server {
    pub const ADMIN_EMAIL: &str = "admin@example.com";
    pub const ADMIN_PASSWORD: &str = "a quiet river in spring";

    /// Sets up and serves, and comes back when `/readyz` answers 200; panics with the server's own words otherwise.
    pub fn start() -> Server {
        Server::start_on(None)
    }

    pub fn start_on(database: Option<String>) -> Server {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let password = folder.path().join("password");
        std::fs::write(&password, Self::ADMIN_PASSWORD).expect("a file in it");
        let set_up = on(&database, zhike(folder.path()))
            .args(["init", "--admin-email", Self::ADMIN_EMAIL, "--admin-name", "Admin", "--locale", "en"])
            .arg("--admin-password-file")
            .arg(&password)
            .output()
            .expect("the built program");
        assert!(set_up.status.success(), "zhike init: {}", String::from_utf8_lossy(&set_up.stderr));

        let command = on(&database, zhike(folder.path()));
        Server::begin(folder, database, command)
    }

    /// Serves the installation in `folder`.
    pub fn serve(folder: TempDir) -> Server {
        let command = zhike(folder.path());
        Server::begin(folder, None, command)
    }

    /// The same, with the program and its words behind those of `command`, which becomes it: a shell that sets limits.
    pub fn serve_by(folder: TempDir, mut command: Command) -> Server {
        let plain = zhike(folder.path());
        command.arg(plain.get_program()).args(plain.get_args()).current_dir(folder.path());
        Server::begin(folder, None, command)
    }

    fn begin(folder: TempDir, database: Option<String>, mut command: Command) -> Server {
        let address = free_address();
        let log = File::options().append(true).create(true).open(folder.path().join("server.log"));
        let log = log.expect("a log file");
        let process = command
            .args(["serve", "--listen", &address.to_string()])
            .stdout(log.try_clone().expect("a second handle on the log"))
            .stderr(log)
            .spawn()
            .expect("the built program");
        let mut server = Server { process, address, folder, database };
        server.wait_until_ready();
        server
    }

    /// `path` begins with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The data folder; `--data-dir` for a command that is to meet this server.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A place for a test's own files.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    /// A command on this server's data folder.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = on(&self.database, zhike(self.folder.path()));
        command.args(words);
        command
    }

    /// An API token of the administrator.
    pub fn token(&self) -> String {
        let words = ["token", "create", "--user", Self::ADMIN_EMAIL, "--name", "tests", "--scope", "admin"];
        let made = self.command(&words).output().expect("the built program");
        assert!(made.status.success(), "zhike token create: {}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).expect("a token").trim().to_string()
    }

    /// For an engine of the test's own, once the server is gone.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite://{}", self.data().join("zhike.db").display()))
    }

    /// Process id, for signals.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits for the end of a server that was told to stop.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let status = self.process.wait().expect("our own child");
        (status.code(), std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default())
    }

    /// Stops it as an operator would and gives its folder back.
    pub fn halted(mut self) -> TempDir {
        let told = Command::new("kill").args(["-TERM", &self.id().to_string()]).status().expect("kill");
        assert!(told.success());
        let status = self.process.wait().expect("our own child");
        assert!(status.success(), "{status}");
        self.left()
    }

    /// Kills it in the middle of whatever it does and gives its folder back.
    pub fn killed(mut self) -> TempDir {
        self.process.kill().expect("our own child");
        self.process.wait().expect("our own child");
        self.left()
    }

    /// The folder of a server that has ended.
    fn left(&mut self) -> TempDir {
        std::mem::replace(&mut self.folder, tempfile::tempdir().expect("a temporary folder"))
    }

    fn wait_until_ready(&mut self) {
        let started = Instant::now();
        while ureq::get(self.url("/readyz")).call().is_err() {
            let ended = self.process.try_wait().expect("the state of our own child");
            if ended.is_some() || started.elapsed() > READY_WITHIN {
                let log = std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default();
                panic!("zhike serve is not ready after {:.1?} ({ended:?}):\n{log}", started.elapsed());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The built program on the installation in `folder`, in English whatever the machine speaks.
pub fn zhike(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhike"));
    command.arg("--data-dir").arg(folder.join("data")).current_dir(folder).env("LC_ALL", "en_US.UTF-8");
    command
}

fn on(database: &Option<String>, mut command: Command) -> Command {
    if let Some(url) = database {
        command.env("ZHIKE_DATABASE", url);
    }
    command
}

fn free_address() -> SocketAddr {
    let held = TcpListener::bind("127.0.0.1:0").expect("a loopback address");
    held.local_addr().expect("an address that is bound")
}

/// One request with JSON; status and JSON of the answer (`null` when it is none).
pub fn call(method: &str, url: &str, token: Option<&str>, body: &str) -> (u16, serde_json::Value) {
    let json: &[(&str, &str)] = if body.is_empty() { &[] } else { &[("content-type", "application/json")] };
    send(method, url, token, json, body).expect("an answer")
}

/// One request; an error when no answer came.
pub fn send(
    method: &str,
    url: &str,
    token: Option<&str>,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<(u16, serde_json::Value), ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .timeout_global(Some(READY_WITHIN))
        .build()
        .into();
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut answer = agent.run(request.body(body.to_string()).expect("a request"))?;
    let text = answer.body_mut().read_to_string().unwrap_or_default();
    Ok((answer.status().as_u16(), serde_json::from_str(&text).unwrap_or_default()))
}
