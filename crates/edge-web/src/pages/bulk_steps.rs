//! Something done to many records: in transactions of as many as keep the writer free. One that fails as a whole leaves nothing behind and is tried in
//! halves, down to the record that cannot be written. Used by `bulk` and the recycle bin.

use std::{sync::Arc, time::Instant};

use records::{
    Caller, Cx, Engine,
    write::pace::{Pace, concerns_records},
};
use types::{Id, Problem, Result};

/// Records of one transaction at most.
pub const STEP: usize = 50;

/// Records that could not be written at all.
#[derive(Default)]
pub struct Left {
    pub count: u64,
    /// why the first of them was not
    pub reason: Option<Problem>,
}

/// Does `act` to all of them; `kept` hears what each step gave once it is kept.
///
/// # Errors
/// What is wrong with the work rather than with a record; steps before it stay.
pub async fn each<T: Send + 'static>(
    engine: &Engine,
    caller: &Caller,
    ids: Vec<Id>,
    act: impl Fn(&mut Cx, &[Id]) -> Result<T> + Clone + Send + 'static,
    mut kept: impl FnMut(T),
) -> Result<Left> {
    let ids: Arc<[Id]> = ids.into();
    let (mut at, mut pace, mut left) = (0, Pace::new(STEP), Left::default());
    while at < ids.len() {
        let end = ids.len().min(at + pace.next());
        let (these, act) = (ids.clone(), act.clone());
        let step = engine.write_background(caller.clone(), move |cx| {
            let begun = Instant::now();
            act(cx, &these[at..end]).map(|told| (told, begun.elapsed()))
        });
        match step.await {
            Ok((told, took)) => {
                kept(told);
                pace.kept(took);
                at = end;
            }
            Err(problem) if !concerns_records(&problem) => return Err(problem),
            Err(problem) => {
                if !pace.failed(end - at) {
                    left.count += 1;
                    left.reason.get_or_insert(problem);
                    at = end;
                }
            }
        }
    }
    Ok(left)
}
