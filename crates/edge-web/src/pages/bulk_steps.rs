//! Something done to many records: in transactions of as many as keep the writer free. One that fails as a whole leaves nothing behind and is tried in
//! halves, down to the record that cannot be written. Goes on to its end when the caller has gone. Used by `bulk`, its undo and the recycle bin.

use std::{sync::Arc, time::Instant};

use records::{
    Caller, Cx, Engine,
    write::pace::{Pace, concerns_records},
};
use types::{
    Id, Problem, Result,
    words::{Lang, sentence, tr_with},
};

/// Records of one transaction at most.
pub const STEP: usize = 50;

/// What became of it.
pub struct Done<T> {
    /// what each step gave, in order
    pub kept: Vec<T>,
    /// records that were not written
    pub left: u64,
    /// why the first of them was not
    pub reason: Option<Problem>,
}

/// Does `act` to all of them, also when nobody waits for the answer any more.
///
/// # Errors
/// What is wrong with the work rather than with a record, before anything was kept.
pub async fn each<T: Send + 'static>(
    engine: &Engine,
    caller: &Caller,
    ids: Vec<Id>,
    act: impl Fn(&mut Cx, &[Id]) -> Result<T> + Clone + Send + 'static,
) -> Result<Done<T>> {
    let steps = steps(engine.clone(), caller.clone(), ids.into(), act);
    tokio::spawn(steps).await.map_err(Problem::internal)?
}

async fn steps<T: Send + 'static>(
    engine: Engine,
    caller: Caller,
    ids: Arc<[Id]>,
    act: impl Fn(&mut Cx, &[Id]) -> Result<T> + Clone + Send + 'static,
) -> Result<Done<T>> {
    let mut done = Done { kept: Vec::new(), left: 0, reason: None };
    let (mut at, mut pace) = (0, Pace::new(STEP));
    while at < ids.len() {
        let end = ids.len().min(at + pace.next());
        let (these, act) = (ids.clone(), act.clone());
        let step = engine.write_background(caller.clone(), move |cx| {
            let begun = Instant::now();
            act(cx, &these[at..end]).map(|told| (told, begun.elapsed()))
        });
        match step.await {
            Ok((told, took)) => {
                done.kept.push(told);
                pace.kept(took);
                at = end;
            }
            Err(problem) if !concerns_records(&problem) && done.kept.is_empty() => return Err(problem),
            // what is kept must be told, and can be taken back
            Err(problem) if !concerns_records(&problem) => {
                done.left += (ids.len() - at) as u64;
                done.reason = Some(problem);
                return Ok(done);
            }
            Err(problem) => {
                if !pace.failed(end - at) {
                    done.left += 1;
                    done.reason.get_or_insert(problem);
                    at = end;
                }
            }
        }
    }
    Ok(done)
}

/// What is said about it: with those that were not written, and why the first of them was not.
pub fn with_rest(lang: Lang, said: String, left: u64, reason: Option<&Problem>) -> String {
    if left == 0 {
        return said;
    }
    let count = types::display::integer(left as i64);
    let rest = tr_with(lang, "bulk-rest", &[("count", count.as_str())]);
    match reason {
        Some(problem) => {
            tr_with(lang, "bulk-why-rest", &[("said", &*said), ("rest", &*rest), ("why", &*sentence(lang, problem))])
        }
        None => tr_with(lang, "bulk-and-rest", &[("said", &*said), ("rest", &*rest)]),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;
    use crate::testing::site;

    fn ids(count: i64) -> Vec<Id> {
        (1..=count).map(Id).collect()
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
    }

    #[test]
    fn what_was_kept_before_the_work_had_to_stop_is_told_with_the_reason() {
        site(|site| {
            let runtime = runtime();
            let act = |_: &mut Cx, ids: &[Id]| match ids.last() {
                Some(Id(..=60)) => Ok(ids.len()),
                _ => Err(Problem::unavailable("the disk is full")),
            };
            let caller = Caller::Person(site.administrator.id);
            let done = runtime.block_on(each(&site.engine, &caller, ids(200), act)).unwrap();
            let kept: usize = done.kept.iter().sum();
            assert!((1..=60).contains(&kept), "{kept}");
            assert_eq!(done.left as usize, 200 - kept);
            let said = with_rest(Lang::En, "5 updated".into(), done.left, done.reason.as_ref());
            assert!(said.starts_with("5 updated; ") && said.contains("could not be changed"), "{said}");
            let nothing = |_: &mut Cx, _: &[Id]| Err::<(), _>(Problem::unavailable("the disk is full"));
            assert!(runtime.block_on(each(&site.engine, &caller, ids(200), nothing)).is_err());
        });
    }

    #[test]
    fn who_leaves_before_the_answer_leaves_nothing_half_done() {
        site(|site| {
            let runtime = runtime();
            let count = Arc::new(AtomicUsize::new(0));
            let seen = count.clone();
            let caller = Caller::Person(site.administrator.id);
            // nothing is written before they have left
            let left = Arc::new(Mutex::new(()));
            let (not_yet, held) = (left.clone(), left.lock().unwrap());
            let last = Arc::new(tokio::sync::Notify::new());
            let all = last.clone();
            let act = move |_: &mut Cx, ids: &[Id]| {
                drop(not_yet.lock());
                if seen.fetch_add(ids.len(), Ordering::Relaxed) + ids.len() >= 400 {
                    all.notify_one();
                }
                Ok(())
            };
            runtime.block_on(async {
                tokio::select! {
                    biased;
                    _ = each(&site.engine, &caller, ids(400), act) => unreachable!("it waits for the lock"),
                    () = tokio::task::yield_now() => {}
                }
                drop(held);
                last.notified().await;
            });
            assert_eq!(count.load(Ordering::Relaxed), 400);
        });
    }
}
