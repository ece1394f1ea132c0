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
}

impl Server {
    pub const ADMIN_EMAIL: &str = "admin@example.com";
    pub const ADMIN_PASSWORD: &str = "a quiet river in spring";

    /// Sets up and serves, and comes back when `/readyz` answers 200; panics with the server's own words otherwise.
    pub fn start() -> Server {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let password = folder.path().join("password");
        std::fs::write(&password, Self::ADMIN_PASSWORD).expect("a file in it");
        let set_up = zhike(folder.path())
            .args(["init", "--admin-email", Self::ADMIN_EMAIL, "--admin-name", "Admin", "--locale", "en"])
            .arg("--admin-password-file")
            .arg(&password)
            .output()
            .expect("the built program");
        assert!(set_up.status.success(), "zhike init: {}", String::from_utf8_lossy(&set_up.stderr));

        let address = free_address();
        let log = File::create(folder.path().join("server.log")).expect("a log file");
        let process = zhike(folder.path())
            .args(["serve", "--listen", &address.to_string()])
            .stdout(log.try_clone().expect("a second handle on the log"))
            .stderr(log)
            .spawn()
            .expect("the built program");
        let mut server = Server { process, address, folder };
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

fn zhike(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhike"));
    command.arg("--data-dir").arg(folder.join("data")).current_dir(folder);
    command
}

fn free_address() -> SocketAddr {
    let held = TcpListener::bind("127.0.0.1:0").expect("a loopback address");
    held.local_addr().expect("an address that is bound")
}
