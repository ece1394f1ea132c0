//! Jobs that are stopped, cancelled, lost and taken up again: every row once.

use std::collections::BTreeSet;

use records::{access::Reason, engine::system, import::journal, jobs};
use types::{Id, Instant};

use super::house::{House, counts, house, person};
use crate::import::Started;

const ROWS: usize = 1_500;

fn order(house: &House) -> Started {
    let text: String = (0..ROWS).map(|number| format!("Company {number},{number}\n")).collect();
    let text = format!("name,employees\n{text}");
    let seen = house.inspect("accounts", "many.csv", text.as_bytes()).unwrap();
    house.runtime.block_on(house.imports.start(person(house.zhou), seen.source, seen.plan, false)).unwrap()
}

/// Lets the job run until some rows are written, then pulls the plug in the way that the test says.
fn interrupt(house: &House, job: Id, how: impl Fn(&jobs::Held) + Send + 'static) {
    let held = house.hold(job);
    let (hand, engine) = (held.clone(), house.imports.engine.clone());
    let watch = std::thread::spawn(move || {
        loop {
            let job = engine.read_now(system(Reason::Upkeep), move |cx| jobs::get(cx, job)).expect("the job is there");
            let written = job.progress["tally"]["created"].as_u64().unwrap_or_default();
            if (written > 0 && job.progress["phase"] == "rows") || job.state.is_over() {
                return how(&hand);
            }
            std::thread::yield_now();
        }
    });
    let _ = house.carry_out(held);
    watch.join().expect("the watcher ends");
}

fn every_row_is_there_once(house: &House, job: Id) {
    assert_eq!(counts(&house.tally(job)), [ROWS as u64, ROWS as u64, 0, 0, 0]);
    let titles = house.titles("accounts");
    assert_eq!(titles.len(), ROWS);
    assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), ROWS);
}

#[test]
fn an_import_goes_on_after_the_house_was_closed() {
    house(|house| {
        let started = order(house);
        interrupt(house, started.job, |held| held.stop.ask());
        assert_eq!(house.job(started.job).state, jobs::State::Waiting, "not finished, not lost");
        let before = house.titles("accounts").len();
        assert!(before > 0 && before < ROWS, "{before} rows were written before");
        house.work(started.job).unwrap();
        every_row_is_there_once(house, started.job);
    });
}

#[test]
fn an_import_whose_worker_was_lost_goes_on_elsewhere_and_the_old_worker_writes_nothing_more() {
    house(|house| {
        let started = order(house);
        let (engine, job) = (house.imports.engine.clone(), started.job);
        // another worker takes the job over, as after a lease that ran out
        interrupt(house, job, move |_| {
            engine.write_now(system(Reason::Upkeep), jobs::reclaim).expect("it is taken away");
        });
        let before = house.titles("accounts").len();
        assert!(before < ROWS, "the old worker was stopped by its fence");
        house.work(started.job).unwrap();
        every_row_is_there_once(house, started.job);
    });
}

#[test]
fn what_a_cancelled_import_has_written_stays_and_can_be_undone() {
    house(|house| {
        let started = order(house);
        let (imports, zhou, job) = (house.imports.clone(), house.zhou, started.job);
        interrupt(house, job, move |_| {
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            runtime.block_on(imports.cancel(person(zhou), job)).expect("it is cancelled");
        });
        assert_eq!(house.job(job).state, jobs::State::Cancelled);
        let record = house.read(zhou, move |cx| journal::get(cx, started.import)).unwrap();
        assert_eq!(record.get("state").as_text(), Some("cancelled"));
        let written = house.titles("accounts").len();
        assert!(written > 0 && written < ROWS);
        assert_eq!(record.get("created"), &types::Value::Int(written as i64));
        house.undo(started.import).unwrap();
        assert_eq!(house.titles("accounts").len(), 0);
    });
}

#[test]
fn an_import_that_was_given_up_can_be_undone() {
    house(|house| {
        let started = order(house);
        let (engine, job) = (house.imports.engine.clone(), started.job);
        interrupt(house, job, |held| held.stop.ask());
        // workers that die without a word, again and again
        for _ in 0..10 {
            engine
                .write_now(system(Reason::Upkeep), move |cx| {
                    cx.now = cx.now.plus(jobs::LEASE + Instant::HOUR);
                    jobs::take(cx, job).map(drop)
                })
                .unwrap();
            engine.write_now(system(Reason::Upkeep), jobs::reclaim).unwrap();
        }
        assert_eq!(house.job(job).state, jobs::State::Failed);
        house.undo(started.import).unwrap();
        assert_eq!(house.titles("accounts").len(), 0);
    });
}
