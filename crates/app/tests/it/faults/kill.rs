//! kill -9 under load: what was acknowledged is there after the restart, and what is repeated with its idempotency key happens once.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value as Json, json};

use crate::support::{Server, send, zhike};

const KILLS: u64 = 20;
const CLIENTS: u64 = 4;
/// A client gives up after this long without an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the clients share.
struct Load {
    /// where the server is; another address after each restart
    url: Mutex<String>,
    token: String,
    acknowledged: AtomicU64,
    enough: AtomicBool,
}

impl Load {
    /// Creates one account after another; each is repeated under the same key until it is acknowledged. Gives how many.
    fn create(&self, client: u64) -> u64 {
        for number in 0.. {
            if self.enough.load(Ordering::SeqCst) {
                return number;
            }
            let name = format!("{client}-{number}");
            let headers = [("idempotency-key", name.as_str()), ("content-type", "application/json")];
            let body = json!({ "name": name }).to_string();
            let began = Instant::now();
            loop {
                let url = format!("{}/api/v1/accounts", self.url.lock().unwrap());
                match send("POST", &url, Some(&self.token), &headers, &body) {
                    Ok((201, _)) => break,
                    Ok((503, _)) | Err(_) => {}
                    Ok((status, answer)) => panic!("{name}: {status} {answer}"),
                }
                assert!(began.elapsed() < PATIENCE, "{name} was never acknowledged");
                std::thread::sleep(Duration::from_millis(5));
            }
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
        }
        0
    }

    fn until(&self, count: u64) {
        let began = Instant::now();
        while self.acknowledged.load(Ordering::SeqCst) < count {
            assert!(began.elapsed() < PATIENCE, "there is no load");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_happens_twice_when_the_server_is_killed() {
    let mut server = Server::start();
    let load = Arc::new(Load {
        url: Mutex::new(server.url("")),
        token: server.token(),
        acknowledged: AtomicU64::new(0),
        enough: AtomicBool::new(false),
    });
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let load = load.clone();
            std::thread::spawn(move || load.create(client))
        })
        .collect();
    for kill in 0..KILLS {
        // at another moment of its work each time
        load.until(load.acknowledged.load(Ordering::SeqCst) + 3 + kill * 7 % 20);
        let folder = server.killed();
        server = Server::serve(folder);
        *load.url.lock().unwrap() = server.url("");
    }
    load.enough.store(true, Ordering::SeqCst);
    let made: Vec<u64> = clients.into_iter().map(|client| client.join().unwrap()).collect();
    let folder = server.killed();
    let said = |words: &[&str]| {
        let output = zhike(folder.path()).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    said(&["verify"]);
    let mut there: BTreeMap<String, u64> = BTreeMap::new();
    for line in said(&["export", "accounts", "--format", "jsonl"]).lines() {
        let record: Json = serde_json::from_str(line).unwrap();
        *there.entry(record["name"].as_str().unwrap().to_string()).or_default() += 1;
    }
    for (client, count) in made.iter().enumerate() {
        for number in 0..*count {
            assert_eq!(there.remove(&format!("{client}-{number}")), Some(1), "{client}-{number}");
        }
    }
    assert!(there.is_empty(), "nobody asked for {there:?}");
    println!("{KILLS} kills, {} creates acknowledged", made.iter().sum::<u64>());
}
