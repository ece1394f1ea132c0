//! A full disk, made by a limit on the size of files and, where the system lets us mount one, by a small disk: writes are refused with 507, reads go
//! on, and with room everything goes on without a restart.

use std::process::{Command, Stdio};

use serde_json::json;

use crate::support::{Server, call, zhike};

/// Most accounts that fit; a megabyte of room holds a few dozen of them.
const MOST: usize = 2_000;

#[test]
fn a_full_disk_refuses_writes_reads_on_and_recovers_without_a_restart() {
    // the database of an installation grows by this much before it meets the limit
    let room = 1_500_000;
    let limited = |size: u64| {
        let blocks = (size + room) / 512;
        format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\"")
    };
    fills_up_and_recovers("sh", &["-c"], &limited, |server| {
        let id = server.id().to_string();
        ran(Command::new("prlimit").args(["--pid", &id, "--fsize=unlimited:"]));
    });
}

#[test]
fn a_small_disk_does_the_same() {
    let tried = Command::new("unshare").args(["-Urm", "true"]).stderr(Stdio::null()).status();
    if !tried.is_ok_and(|status| status.success()) {
        println!("this system lets nobody mount a small disk");
        return;
    }
    // the installation moves onto a disk that is little larger than itself
    let script = |size: u64| {
        let megabytes = size / 1_000_000 + 7;
        format!(
            "mv data old && mkdir data && mount -t tmpfs -o size={megabytes}m none data && cp -a old/. data && exec \"$0\" \"$@\""
        )
    };
    fills_up_and_recovers("unshare", &["-Urm", "sh", "-c"], &script, |server| {
        let (id, data) = (server.id().to_string(), server.data());
        let mount = ["mount", "-o", "remount,size=200m"];
        ran(Command::new("nsenter").args(["-t", &id, "-U", "-m", "--preserve-credentials"]).args(mount).arg(data));
    });
}

fn ran(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}

fn fills_up_and_recovers(
    program: &str,
    words: &[&str],
    script: &dyn Fn(u64) -> String,
    make_room: impl FnOnce(&Server),
) {
    let server = Server::start();
    let token = server.token();
    let folder = server.halted();
    let size = std::fs::metadata(folder.path().join("data/zhike.db")).unwrap().len();
    let mut command = Command::new(program);
    command.args(words).arg(script(size));
    let server = Server::serve_by(folder, command);
    let accounts = server.url("/api/v1/accounts");
    let account = json!({ "name": "Acme", "description": "words without end ".repeat(2_000) }).to_string();
    let create = || call("POST", &accounts, Some(&token), &account);
    let count = || {
        let (status, list) = call("GET", &format!("{accounts}?limit=1&total=true"), Some(&token), "");
        assert_eq!(status, 200, "{list}");
        list["total"]["count"].as_u64().unwrap()
    };
    let mut kept = 0;
    let refused = loop {
        match create() {
            (201, _) => kept += 1,
            other => break other,
        }
        assert!(kept < MOST as u64, "the disk was never full");
    };
    assert_eq!((refused.0, refused.1["code"].as_str()), (507, Some("storage_full")), "{refused:?}");
    assert_eq!(count(), kept, "a refused write leaves nothing");
    // folding the log back may have made a little room: then it is full again
    while create().0 == 201 {
        kept += 1;
        assert!(kept < MOST as u64, "the disk was never full again");
    }
    assert_eq!(count(), kept);
    assert_eq!(call("GET", &server.url("/livez"), None, "").0, 200);
    assert_eq!(call("GET", &server.url("/signin"), None, "").0, 200);
    make_room(&server);
    let (status, made) = create();
    assert_eq!(status, 201, "{made}");
    assert_eq!(count(), kept + 1);
    // on a disk of its own the data are seen by the server alone
    if server.data().join("zhike.db").exists() {
        assert!(server.command(&["verify"]).status().unwrap().success());
        let folder = server.halted();
        assert!(zhike(folder.path()).arg("verify").status().unwrap().success());
    }
    println!("full after {kept} accounts");
}
