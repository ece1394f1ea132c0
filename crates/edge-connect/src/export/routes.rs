//! `/api/v1/{object}/export`: a list as a file.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, Weak},
    time::Duration,
};

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Who, params, router::encode};
use records::{access::Action, query::Ask};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::io::ReaderStream;
use types::{Id, Problem, Result};

use super::{Exported, Exports, Format, Wish};

/// Of the connections for long reads one stays free for imports; more exports wait for their turn.
const AT_ONCE: usize = 2;
/// How long one waits for it before being told to come again.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn routes() -> Vec<Route> {
    let turns = Arc::new(Turns::default());
    let download = move |State(app): State<App>, call: Call, Path(object): Path<String>, RawQuery(raw): RawQuery| async move {
        let refuse = |problem| Refusal::of(&call, problem);
        let (ask, format) = asked(raw.as_deref()).map_err(refuse)?;
        let wish = Wish { object, ask, format, lang: call.lang };
        let who = app.engine.read(call.caller.clone(), |cx| Ok(cx.actor.user)).await.map_err(refuse)?;
        let full = || refuse(Problem::unavailable("as many exports as may run are running"));
        let turn = tokio::time::timeout(PATIENCE, turns.take(who)).await;
        let _turn = turn.ok().flatten().ok_or_else(full)?;
        let exports = Exports { engine: app.engine.clone(), folder: app.config.data_dir.clone() };
        exports.export(call.caller.clone(), wish).await.map(answer).map_err(refuse)
    };
    vec![
        Route::get("/api/v1/{object}/export", Who::Program, download)
            .asks(Action::Export)
            .long()
            .says("A list as a file: what the same filter, search, order and fields show, and as many as there are"),
    ]
}

/// Who may write a file now: one export of each person, and of all people together as many as leave a connection free.
struct Turns {
    house: Arc<Semaphore>,
    people: Mutex<HashMap<Option<Id>, Weak<Semaphore>>>,
}

impl Default for Turns {
    fn default() -> Turns {
        Turns { house: Arc::new(Semaphore::new(AT_ONCE)), people: Mutex::default() }
    }
}

impl Turns {
    /// First one's own, so that nobody holds a place of the house while they wait for themselves.
    async fn take(&self, who: Option<Id>) -> Option<[OwnedSemaphorePermit; 2]> {
        let own = self.own(who)?.acquire_owned().await.ok()?;
        Some([own, self.house.clone().acquire_owned().await.ok()?])
    }

    fn own(&self, who: Option<Id>) -> Option<Arc<Semaphore>> {
        let mut people = self.people.lock().ok()?;
        people.retain(|_, turn| turn.strong_count() > 0);
        let there = people.get(&who).and_then(Weak::upgrade);
        Some(there.unwrap_or_else(|| {
            let turn = Arc::new(Semaphore::new(1));
            people.insert(who, Arc::downgrade(&turn));
            turn
        }))
    }
}

/// A file as a download.
pub fn answer(exported: Exported) -> Response {
    let Exported { file, bytes, name, content_type, .. } = exported;
    let headers = [
        (header::CONTENT_TYPE, content_type.to_string()),
        (header::CONTENT_LENGTH, bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", encode(&name))),
    ];
    (headers, Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)))).into_response()
}

fn asked(query: Option<&str>) -> Result<(Ask, Format)> {
    let mut ask = Ask::default();
    let mut format = Format::Csv;
    for (name, value) in params::pairs(query)? {
        match name.as_str() {
            "format" => format = Format::parse(&value)?,
            _ => params::view(&mut ask, &name, value)?,
        }
    }
    Ok((ask, format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_exports_of_one_person_leave_room_for_the_next() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let turns = Turns::default();
            let at_once =
                async |who| tokio::time::timeout(Duration::ZERO, turns.take(Some(Id(who)))).await.ok().flatten();
            let first = at_once(1).await;
            assert!(first.is_some());
            assert!(at_once(1).await.is_none(), "the same person waits");
            let second = at_once(2).await;
            assert!(second.is_some());
            assert!(at_once(3).await.is_none(), "the house is full");
            drop(first);
            assert!(at_once(1).await.is_some());
        });
    }
}
