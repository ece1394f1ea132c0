//! Tests that need a process of their own start this test binary again, with a task in its environment.

use std::path::Path;
use std::process::{Command, Stdio};

pub const TASK: &str = "STORE_TEST_TASK";

/// A child that runs the test `name` with `task` set; its output comes through a pipe.
pub fn of(name: &str, task: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    wired(&mut command, name, task);
    command
}

/// The same in a shell that limits the size of files, in blocks of 512 bytes.
pub fn limited(name: &str, task: &str, blocks: u32) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\""));
    command.arg(std::env::current_exe().unwrap());
    wired(&mut command, name, task);
    command
}

/// The same with a small file system of its own on `folder`, where the system lets us make one.
pub fn on_small_disk(name: &str, task: &str, folder: &Path, size: &str) -> Command {
    let mut command = Command::new("unshare");
    let script = format!("mount -t tmpfs -o size={size} none '{}' && exec \"$0\" \"$@\"", folder.display());
    command.args(["-Urm", "sh", "-c", &script]);
    command.arg(std::env::current_exe().unwrap());
    wired(&mut command, name, task);
    command
}

/// Whether this system lets an ordinary process have mounts of its own.
pub fn may_mount() -> bool {
    let tried = Command::new("unshare").args(["-Urm", "true"]).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success())
}

/// What this process was started for, if it is such a child.
pub fn task() -> Option<String> {
    std::env::var(TASK).ok()
}

fn wired(command: &mut Command, name: &str, task: &str) {
    command.args([name, "--exact", "--nocapture", "--test-threads=1"]);
    command.env(TASK, task).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
}
