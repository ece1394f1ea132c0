//! Jobs on both databases: nobody loses one, nobody does one twice.

use serde_json::json;
use store::testing::each_database;
use types::{Id, Instant, Problem, ProblemKind, Result};

use super::{Held, State, Verdict};
use crate::{Caller, Cx, access::Reason, engine::system, identity::token, jobs, testing::World};

const KINDS: [&str; 2] = ["count", "copy"];

fn order(world: &World, who: Id) -> Id {
    world.write(who, |cx| jobs::enqueue(cx, "count", &json!({ "to": 3 }))).unwrap()
}

fn upkeep<T: Send + 'static>(world: &World, f: impl Fn(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
    world.engine.write_now(system(Reason::Upkeep), f)
}

fn claim(world: &World) -> Option<Held> {
    upkeep(world, |cx| jobs::claim(cx, &KINDS)).unwrap()
}

fn state(world: &World, id: Id) -> State {
    upkeep(world, move |cx| jobs::get(cx, id)).unwrap().state
}

#[test]
fn a_job_is_done_in_steps_that_keep_their_place() {
    each_database(|db| {
        let world = World::new(db);
        let id = order(&world, world.people.cai);
        let held = claim(&world).expect("one is due");
        assert_eq!((held.id, held.kind.as_str(), held.user), (id, "count", Some(world.people.cai)));
        assert!(claim(&world).is_none(), "it is in a hand");
        let hand = held.clone();
        upkeep(&world, move |cx| jobs::step(cx, &hand, &json!(2), &json!({ "read": 2 }))).unwrap();
        let seen = world.read(world.people.cai, move |cx| jobs::get(cx, id)).unwrap();
        assert_eq!((seen.state, seen.cursor, seen.progress), (State::Running, json!(2), json!({ "read": 2 })));
        let hand = held.clone();
        upkeep(&world, move |cx| jobs::finish(cx, &hand, &json!({ "counted": 3 }))).unwrap();
        let seen = world.read(world.people.cai, move |cx| jobs::get(cx, id)).unwrap();
        assert_eq!((seen.state, seen.outcome), (State::Done, json!({ "counted": 3 })));
        assert!(claim(&world).is_none());
    });
}

#[test]
fn a_worker_that_slept_too_long_changes_nothing_more() {
    each_database(|db| {
        let world = World::new(db);
        let id = order(&world, world.people.cai);
        let slow = claim(&world).unwrap();
        world.clock.forward(jobs::LEASE + 1);
        let quick = claim(&world).expect("its lease is over");
        assert_eq!(quick.id, id);
        for act in [
            (|cx: &mut Cx, held: &Held| jobs::step(cx, held, &json!(9), &json!({})))
                as fn(&mut Cx, &Held) -> Result<()>,
            |cx, held| jobs::finish(cx, held, &json!({})),
            |cx, held| jobs::beat(cx, held),
            |cx, held| jobs::release(cx, held),
        ] {
            let held = slow.clone();
            let problem = upkeep(&world, move |cx| act(cx, &held)).unwrap_err();
            assert_eq!((problem.kind, &*problem.code), (ProblemKind::Conflict, "job_lost"));
        }
        let held = quick.clone();
        upkeep(&world, move |cx| jobs::finish(cx, &held, &json!("quick"))).unwrap();
        assert_eq!(upkeep(&world, move |cx| jobs::get(cx, id)).unwrap().outcome, json!("quick"));
    });
}

#[test]
fn a_heart_beat_keeps_a_job_in_its_hand() {
    each_database(|db| {
        let world = World::new(db);
        order(&world, world.people.cai);
        let held = claim(&world).unwrap();
        for _ in 0..3 {
            world.clock.forward(jobs::LEASE - Instant::SECOND);
            let hand = held.clone();
            upkeep(&world, move |cx| jobs::beat(cx, &hand)).unwrap();
            assert!(claim(&world).is_none());
        }
    });
}

#[test]
fn what_may_help_is_tried_again_later_and_given_up_in_the_end() {
    each_database(|db| {
        let world = World::new(db);
        let id = order(&world, world.people.cai);
        let mut pauses = Vec::new();
        loop {
            let held = claim(&world).expect("it is due");
            let now = world.engine.now();
            match upkeep(&world, move |cx| jobs::fail(cx, &held, &Problem::unavailable("down"))).unwrap() {
                Verdict::Again(at) => {
                    assert!(claim(&world).is_none(), "not before its time");
                    pauses.push(at.0 - now.0);
                    world.clock.forward(at.0 - now.0);
                }
                Verdict::Dead => break,
            }
        }
        assert_eq!(pauses.len(), 5);
        assert!(pauses.windows(2).all(|p| p[1] > p[0] * 11 / 10), "{pauses:?}");
        let seen = upkeep(&world, move |cx| jobs::get(cx, id)).unwrap();
        assert_eq!((seen.state, seen.outcome["problem"].as_str()), (State::Failed, Some("unavailable")));
    });
}

#[test]
fn what_cannot_help_is_given_up_at_once() {
    each_database(|db| {
        let world = World::new(db);
        let id = order(&world, world.people.cai);
        let held = claim(&world).unwrap();
        let verdict = upkeep(&world, move |cx| jobs::fail(cx, &held, &Problem::forbidden("no_right"))).unwrap();
        assert_eq!((verdict, state(&world, id)), (Verdict::Dead, State::Failed));
    });
}

#[test]
fn a_job_that_takes_its_worker_down_again_and_again_is_given_up() {
    each_database(|db| {
        let world = World::new(db);
        let id = order(&world, world.people.cai);
        for _ in 0..6 {
            assert!(claim(&world).is_some());
            world.clock.forward(jobs::LEASE + 1);
        }
        assert!(claim(&world).is_none());
        assert_eq!(state(&world, id), State::Failed);
    });
}

#[test]
fn after_a_restart_nothing_waits_for_its_lease() {
    each_database(|db| {
        let world = World::new(db);
        order(&world, world.people.cai);
        let before = claim(&world).unwrap();
        assert_eq!(upkeep(&world, jobs::reclaim).unwrap(), 1);
        let after = claim(&world).expect("at once");
        assert!(after.fence > before.fence);
        assert!(upkeep(&world, move |cx| jobs::beat(cx, &before)).is_err());
    });
}

#[test]
fn one_person_has_one_job_running_and_others_are_not_kept_waiting() {
    each_database(|db| {
        let world = World::new(db);
        let first = order(&world, world.people.cai);
        order(&world, world.people.cai);
        let third = order(&world, world.people.dan);
        assert_eq!(claim(&world).unwrap().id, first);
        assert_eq!(claim(&world).unwrap().id, third);
        assert!(claim(&world).is_none());
    });
}

#[test]
fn however_many_jobs_of_one_person_wait_the_next_ones_is_found() {
    each_database(|db| {
        let world = World::new(db);
        let first = order(&world, world.people.cai);
        for _ in 0..60 {
            order(&world, world.people.cai);
        }
        let other = order(&world, world.people.dan);
        assert_eq!(claim(&world).unwrap().id, first);
        assert_eq!(claim(&world).unwrap().id, other);
    });
}

#[test]
fn another_persons_job_is_as_missing_as_none() {
    each_database(|db| {
        let world = World::new(db);
        let id = order(&world, world.people.cai);
        assert_eq!(world.read(world.people.dan, move |cx| jobs::get(cx, id)).unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(
            world.write(world.people.dan, move |cx| jobs::cancel(cx, id)).unwrap_err().kind,
            ProblemKind::NotFound
        );
        assert!(world.read(world.people.dan, |cx| jobs::list(cx, 10)).unwrap().is_empty());
        assert_eq!(world.read(world.people.cai, |cx| jobs::list(cx, 10)).unwrap().len(), 1);
        assert!(world.read(world.people.ada, move |cx| jobs::get(cx, id)).is_ok(), "administrators see all");
    });
}

#[test]
fn a_cancelled_job_stops_at_its_next_step() {
    each_database(|db| {
        let world = World::new(db);
        let id = order(&world, world.people.cai);
        let held = claim(&world).unwrap();
        world.write(world.people.cai, move |cx| jobs::cancel(cx, id)).unwrap();
        assert!(upkeep(&world, move |cx| jobs::step(cx, &held, &json!(1), &json!({}))).is_err());
        assert_eq!(state(&world, id), State::Cancelled);
        assert_eq!(&*world.write(world.people.cai, move |cx| jobs::cancel(cx, id)).unwrap_err().code, "job_is_over");
    });
}

#[test]
fn a_token_for_reading_cancels_nothing() {
    each_database(|db| {
        let world = World::new(db);
        let cai = world.people.cai;
        let id = order(&world, cai);
        world.write(cai, move |cx| token::create(cx, cai, [1; 32], "reads", token::Scope::Read, None)).unwrap();
        let reading = Caller::Token { hash: [1; 32], address: None };
        assert!(world.engine.read_now(reading.clone(), move |cx| jobs::get(cx, id)).is_ok());
        let refused = world.engine.write_now(reading, move |cx| jobs::cancel(cx, id)).unwrap_err();
        assert_eq!(&*refused.code, "read_only_token");
        assert_eq!(state(&world, id), State::Waiting);
    });
}

#[test]
fn one_process_leads_until_it_is_no_longer_heard_of() {
    each_database(|db| {
        let world = World::new(db);
        let first = upkeep(&world, jobs::lead).unwrap().expect("nobody leads yet");
        assert!(upkeep(&world, jobs::lead).unwrap().is_none());
        for _ in 0..10 {
            world.clock.forward(jobs::LEASE + 1);
            assert!(upkeep(&world, jobs::lead).unwrap().is_some(), "the lead is never given up");
        }
        assert!(upkeep(&world, move |cx| jobs::beat(cx, &first)).is_err());
        assert!(world.read(world.people.ada, |cx| jobs::list(cx, 10)).unwrap().is_empty(), "it is nobody's job");
    });
}
