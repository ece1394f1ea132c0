//! Jobs, outbox and upkeep as they run: on both databases, with processes that come and go.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use records::{
    Engine,
    jobs::{self, Ended, State},
    query::Ask,
    testing::World,
    write::{Input, trash},
};
use serde_json::json;
use store::testing::each_database;
use types::{Id, Instant, Problem, Result};

use crate::{Handlers, Options, start};

const QUICK: Options = Options { workers: 2, poll: Duration::from_millis(20) };
const PATIENCE: Duration = Duration::from_secs(20);

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(work)
}

async fn until(mut holds: impl AsyncFnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < PATIENCE, "it did not come to pass");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn state(engine: &Engine, id: Id) -> State {
    let job = engine.read(records::testing::system(), move |cx| jobs::get(cx, id)).await;
    job.map_or(State::Waiting, |job| job.state)
}

/// Counts to `to` in steps, each kept with its place.
async fn count(engine: Engine, held: jobs::Held, steps: Arc<AtomicU64>) -> Result<Ended> {
    let to = held.input["to"].as_u64().unwrap_or_default();
    let mut at = held.cursor.as_u64().unwrap_or_default();
    while at < to {
        if held.stop.is_asked() {
            return Ok(Ended::Stopped);
        }
        let hand = held.clone();
        engine.write(held.caller(), move |cx| jobs::step(cx, &hand, &json!(at + 1), &json!({ "at": at + 1 }))).await?;
        steps.fetch_add(1, Ordering::SeqCst);
        at += 1;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok(Ended::With(json!({ "counted": at })))
}

fn counting(engine: &Engine, steps: &Arc<AtomicU64>) -> Handlers {
    let (engine, steps) = (engine.clone(), steps.clone());
    Handlers::default().job("count", move |held| count(engine.clone(), held, steps.clone()))
}

#[test]
fn a_job_goes_on_where_a_closed_house_left_it() {
    each_database(|db| {
        let world = World::new(db);
        let engine = world.engine.clone();
        let id = world.write(world.people.cai, |cx| jobs::enqueue(cx, "count", &json!({ "to": 60 }))).unwrap();
        let steps = Arc::new(AtomicU64::new(0));
        block_on(async {
            let house = start(engine.clone(), counting(&engine, &steps), QUICK).await;
            until(async || steps.load(Ordering::SeqCst) > 5).await;
            house.stop(PATIENCE).await;
            assert_eq!(state(&engine, id).await, State::Waiting);
            let so_far = steps.load(Ordering::SeqCst);
            assert!(so_far < 60, "it was closed on the way");
            let house = start(engine.clone(), counting(&engine, &steps), QUICK).await;
            until(async || state(&engine, id).await == State::Done).await;
            house.stop(PATIENCE).await;
        });
        assert_eq!(steps.load(Ordering::SeqCst), 60, "no step was done twice");
        let job = world.read(world.people.cai, move |cx| jobs::get(cx, id)).unwrap();
        assert_eq!(job.outcome, json!({ "counted": 60 }));
    });
}

#[test]
fn a_handler_that_panics_or_fails_for_good_leaves_a_dead_letter() {
    each_database(|db| {
        let world = World::new(db);
        let engine = world.engine.clone();
        let order = |kind: &'static str, who| world.write(who, move |cx| jobs::enqueue(cx, kind, &json!({}))).unwrap();
        let (refused, bad) = (order("refuse", world.people.cai), order("panic", world.people.dan));
        let handlers = Handlers::default()
            .job("refuse", |_| async { Err(Problem::forbidden("no_right")) })
            .job("panic", |_| async { panic!("a mistake of the handler") });
        block_on(async {
            let house = start(engine.clone(), handlers, QUICK).await;
            until(async || state(&engine, refused).await == State::Failed).await;
            // each pause passes at once
            until(async || {
                world.clock.forward(20 * Instant::MINUTE);
                state(&engine, bad).await == State::Failed
            })
            .await;
            house.stop(PATIENCE).await;
        });
        let job = world.read(world.people.ada, move |cx| jobs::get(cx, refused)).unwrap();
        assert_eq!(job.outcome["problem"], "no_right");
    });
}

#[test]
fn what_happens_is_delivered_in_order_and_again_after_a_failure() {
    each_database(|db| {
        let world = World::new(db);
        let engine = world.engine.clone();
        let heard: Arc<Mutex<Vec<(String, i64)>>> = Arc::default();
        let tries = Arc::new(AtomicU64::new(0));
        let made = world.create(world.people.cai, "patients", Input::default().text("name", "Anna")).unwrap();
        let id = made.id;
        for name in ["Berta", "Cora"] {
            world.update(world.people.cai, "patients", id, None, Input::default().text("name", name)).unwrap();
        }
        let (list, count) = (heard.clone(), tries.clone());
        let handlers = Handlers::default().outbox(move |happened| {
            let (list, count) = (list.clone(), count.clone());
            async move {
                if happened.record != id {
                    return Ok(());
                }
                if happened.version == 2 && count.fetch_add(1, Ordering::SeqCst) == 0 {
                    return Err(Problem::unavailable("busy"));
                }
                list.lock().unwrap().push((happened.topic.clone(), happened.version));
                Ok(())
            }
        });
        block_on(async {
            let house = start(engine.clone(), handlers, QUICK).await;
            until(async || {
                world.clock.forward(Instant::MINUTE);
                heard.lock().unwrap().len() >= 3
            })
            .await;
            until(async || {
                engine.read(records::testing::system(), |cx| records::outbox::due(cx, 10)).await.unwrap().is_empty()
            })
            .await;
            house.stop(PATIENCE).await;
        });
        let expected =
            [("create", 1), ("update", 2), ("update", 3)].map(|(topic, version)| (topic.to_string(), version));
        assert_eq!(*heard.lock().unwrap(), expected);
    });
}

#[test]
fn the_audit_is_sealed_and_the_recycle_bin_emptied_while_nobody_asks() {
    each_database(|db| {
        let world = World::new(db);
        let engine = world.engine.clone();
        let made = world
            .create(world.people.cai, "patients", Input::default().text("name", "Anna").text("allergies", "nuts"))
            .unwrap();
        let id = made.id;
        world
            .write(world.people.cai, move |cx| {
                let patients = cx.catalog.find("patients")?;
                trash::delete(cx, &patients, id, None)
            })
            .unwrap();
        world.clock.forward(31 * Instant::DAY);
        block_on(async {
            let (_close, closing) = tokio::sync::watch::channel(false);
            crate::upkeep::seal(&engine).await;
            crate::upkeep::sweep(&engine, &Handlers::default(), &closing).await;
        });
        let bin = Ask { deleted: true, ..Ask::default() };
        assert!(world.titles(world.people.ada, "patients", bin).is_empty());
        let verified = world.read(world.people.ada, records::audit::seal::verify).unwrap();
        assert!(verified.blocks > 0 && verified.broken.is_empty(), "{verified:?}");
    });
}
