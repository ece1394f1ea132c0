//! `zhike demo`: a made-up company of any size, written like everything else. Also `zhike init --sample`.

use std::time::Instant;

use modules::sample::{FAMILIES, Sample};
use serde_json::json;
use types::Result;

use crate::{
    args::Demo,
    house::House,
    say::{Answer, Say, app},
};

pub fn run(what: &Demo, house: &House, say: &mut dyn Say) -> Result<Answer> {
    let begun = Instant::now();
    let made = fill(Sample { rows: what.rows, seed: what.seed }, house, say)?;
    let seconds = begun.elapsed().as_secs_f64();
    let per_second = (made as f64 / seconds.max(0.001)) as u64;
    let numbers = [("rows", made.into()), ("seconds", format!("{seconds:.1}").into()), ("rate", per_second.into())];
    let json = json!({ "rows": made, "seconds": seconds, "rows_per_second": per_second });
    Ok(Answer::new(app(say.lang(), "demo-made", &numbers), json))
}

/// Makes what is not there yet; says how many records that were.
pub fn fill(sample: Sample, house: &House, say: &mut dyn Say) -> Result<u64> {
    let mut from = house.read(move |cx| sample.done(cx))?;
    let what = app(say.lang(), "demo-people", &[]);
    let beginnings = sample.beginnings();
    for at in 0..beginnings {
        say.progress(&what, at, beginnings)?;
        house.write_behind(move |cx| sample.begin(cx, at))?;
    }
    let ground = house.read(move |cx| sample.ground(cx))?;
    let what = app(say.lang(), "demo-customers", &[]);
    let mut made = 0;
    while from < sample.rows {
        say.progress(&what, from, sample.rows)?;
        let ground = ground.clone();
        made += house.write_behind(move |cx| ground.step(cx, from))?;
        from += FAMILIES;
    }
    say.progress(&what, sample.rows, sample.rows)?;
    Ok(made)
}
