//! Many: what was found out about how many records a condition leaves, remembered for a minute so that every page need not find out again. Asked by
//! `plan` and `brief`.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Mutex,
};

use store::Expr;
use types::{Instant, Result};

#[cfg(test)]
use super::plan;
use super::resolve::Resolved;
use crate::{context::Cx, schema::Object};

/// Conditions that were found to leave more than `SMALL` rows, remembered for a minute so that every page need not find out again. What has
/// become few meanwhile is answered as well by the other way, so nothing but speed depends on it. One for the process.
#[derive(Default)]
pub struct Many(Mutex<HashMap<u64, Instant>>);

impl Many {
    const LASTS: i64 = 60 * Instant::SECOND;
    const MOST: usize = 10_000;

    pub(super) fn key(object: &Object, living: &Expr, what: impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&object.name, living, what).hash(&mut hasher);
        hasher.finish()
    }

    /// For tests of the other way: every condition is taken for one that leaves many.
    #[cfg(test)]
    pub fn learn_all(&self) {
        self.learn(u64::MAX, Instant(i64::MAX));
    }

    /// The same for the words of this query alone.
    #[cfg(test)]
    pub fn learn_words(&self, asked: &Resolved) {
        let words = asked.search.as_ref().expect("a search");
        for deleted in [false, true] {
            let driver = plan::Driver::Search(words.indexed.clone());
            self.learn(Many::key(&asked.object, &super::run::living(deleted), &driver), Instant(i64::MAX));
        }
    }

    /// And every part of a filter for one that leaves more than are sorted.
    #[cfg(test)]
    pub fn learn_all_vast(&self) {
        self.learn_all();
        self.learn(u64::MAX - 1, Instant(i64::MAX));
    }

    #[cfg(test)]
    pub(super) fn is_all_vast(&self) -> bool {
        self.0.lock().is_ok_and(|known| known.contains_key(&(u64::MAX - 1)))
    }

    /// For rights that have changed.
    pub fn forget(&self) {
        if let Ok(mut known) = self.0.lock() {
            known.clear();
        }
    }

    pub(super) fn is_known(&self, key: u64, now: Instant) -> bool {
        #[cfg(test)]
        if self.0.lock().is_ok_and(|known| known.contains_key(&u64::MAX)) {
            return true;
        }
        self.0.lock().is_ok_and(|known| known.get(&key).is_some_and(|since| now.0 - since.0 < Many::LASTS))
    }

    pub(super) fn learn(&self, key: u64, now: Instant) {
        if let Ok(mut known) = self.0.lock() {
            if known.len() >= Many::MOST {
                known.clear();
            }
            known.insert(key, now);
        }
    }
}

/// What was found out about rows of this object within the last minute, else found out now.
pub(super) fn remembered(
    cx: &mut Cx,
    asked: &Resolved,
    living: &Expr,
    what: impl Hash,
    find_out: impl FnOnce(&mut Cx) -> Result<bool>,
) -> Result<bool> {
    if let Some(is_so) = recall(cx, asked, living, &what) {
        return Ok(is_so);
    }
    let is_so = find_out(cx)?;
    remember(cx, asked, living, what, is_so);
    Ok(is_so)
}

pub(super) fn recall(cx: &Cx, asked: &Resolved, living: &Expr, what: impl Hash) -> Option<bool> {
    let is_known = |so: bool| cx.many.is_known(Many::key(&asked.object, living, (so, &what)), cx.now);
    [false, true].into_iter().find(|so| is_known(*so))
}

pub(super) fn remember(cx: &Cx, asked: &Resolved, living: &Expr, what: impl Hash, is_so: bool) {
    cx.many.learn(Many::key(&asked.object, living, (is_so, &what)), cx.now);
}
