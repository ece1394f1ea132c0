//! Record ids: positive signed 64-bit, sortable by time of entry, shown as 13 characters of Crockford base 32. Used by every layer.
//!
//! Layout (most significant first): 41 bits milliseconds since 2020-01-01T00:00Z, 10 bits node, 12 bits sequence.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::{Problem, Result, time::Instant};

/// Milliseconds between the Unix epoch and 2020-01-01T00:00Z.
const EPOCH_MS: i64 = 1_577_836_800_000;
const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The id of a record, job, audit entry …; unique in one installation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub i64);

impl Id {
    /// The moment this id was issued (not when the thing happened: imports keep original dates elsewhere).
    pub fn issued_at(self) -> Instant {
        Instant(((self.0 >> (NODE_BITS + SEQUENCE_BITS)) + EPOCH_MS) * 1_000)
    }

    /// The smallest id that could be issued at `at` (node 0).
    pub fn first_at(at: Instant) -> Id {
        Id(((at.0 / 1_000) - EPOCH_MS).max(0) << (NODE_BITS + SEQUENCE_BITS))
    }

    /// The id that a request names. One that cannot be is as good as one that is missing.
    ///
    /// # Errors
    /// `not_found`.
    pub fn asked(text: &str) -> Result<Id> {
        Id::parse(text).ok_or_else(Problem::not_found)
    }

    /// Reads the shown form; `None` for anything that is not exactly 13 characters of the alphabet (either case).
    pub fn parse(text: &str) -> Option<Id> {
        let bytes = text.as_bytes();
        if bytes.len() != 13 {
            return None;
        }
        let mut value: u64 = 0;
        for (place, byte) in bytes.iter().enumerate() {
            let digit = ALPHABET.iter().position(|c| *c == byte.to_ascii_uppercase())? as u64;
            if place == 0 && digit > 7 {
                return None; // 13 × 5 = 65 bits: the first character holds three, and the sign bit is never set
            }
            value = (value << 5) | digit;
        }
        (value > 0).then_some(Id(value as i64))
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = self.0 as u64;
        let mut out = [0u8; 13];
        for (place, slot) in out.iter_mut().enumerate() {
            *slot = ALPHABET[((value >> (60 - 5 * place)) & 31) as usize];
        }
        f.write_str(std::str::from_utf8(&out).expect("the alphabet is ASCII"))
    }
}

impl std::fmt::Debug for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Id, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        Id::parse(&text).ok_or_else(|| serde::de::Error::custom("not an id"))
    }
}

/// Issues ids of one node, never below the last one issued. One per process; `records::engine` asks it before each write.
pub struct Mint {
    node: i64,
    last: Mutex<i64>,
}

impl Mint {
    /// `floor` is the highest id the database knows (kept there, see `store`), so a clock set back never repeats one.
    pub fn new(node: u16, floor: Id) -> Mint {
        assert!(u32::from(node) < 1 << NODE_BITS, "a node number has ten bits");
        let tick = (floor.0 >> (NODE_BITS + SEQUENCE_BITS) << SEQUENCE_BITS) | (floor.0 & ((1 << SEQUENCE_BITS) - 1));
        Mint { node: i64::from(node), last: Mutex::new(tick) }
    }

    /// Sets `count` ids aside for one piece of work that begins at `now`.
    pub fn block(&self, now: Instant, count: u32) -> IdBlock {
        let floor = ((now.0 / 1_000) - EPOCH_MS).max(0) << SEQUENCE_BITS;
        let mut last = self.last.lock().unwrap_or_else(|poison| poison.into_inner());
        let first = floor.max(*last + 1);
        *last = first + i64::from(count) - 1;
        IdBlock { node: self.node, first, next: first, end: first + i64::from(count) }
    }
}

/// Ids drawn before a piece of work begins, so that it may run again. Cloning gives the same ids.
#[derive(Clone, Debug)]
pub struct IdBlock {
    node: i64,
    first: i64,
    next: i64,
    end: i64,
}

impl IdBlock {
    /// The last id that was taken; `None` when nothing was.
    pub fn highest(&self) -> Option<Id> {
        (self.next > self.first).then(|| self.at(self.next - 1))
    }

    /// The next id; `None` when the work asks for more than was set aside (a bug in its size estimate).
    pub fn take(&mut self) -> Option<Id> {
        if self.next >= self.end {
            return None;
        }
        let tick = self.next;
        self.next += 1;
        Some(self.at(tick))
    }

    fn at(&self, tick: i64) -> Id {
        let (ms, sequence) = (tick >> SEQUENCE_BITS, tick & ((1 << SEQUENCE_BITS) - 1));
        Id((ms << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_shown_and_read() {
        for raw in [1, 42, i64::MAX, 1 << 40, 123_456_789_012_345_678] {
            let id = Id(raw);
            assert_eq!(Id::parse(&id.to_string()), Some(id));
            assert_eq!(Id::parse(&id.to_string().to_lowercase()), Some(id));
        }
        for bad in ["", "0", "0000000000000", "ZZZZZZZZZZZZZ", "0J4K!!!!!!!!!", "01234567890123"] {
            assert_eq!(Id::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn shown_ids_sort_like_ids() {
        let mint = Mint::new(3, Id(0));
        let mut block = mint.block(Instant(1_700_000_000_000_000), 10_000);
        let ids: Vec<Id> = std::iter::from_fn(|| block.take()).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.windows(2).all(|w| w[0] < w[1] && w[0].to_string() < w[1].to_string()));
    }

    #[test]
    fn a_clock_set_back_never_repeats_an_id() {
        let mint = Mint::new(0, Id(0));
        let late = mint.block(Instant(1_800_000_000_000_000), 5).take().unwrap();
        let early = mint.block(Instant(1_700_000_000_000_000), 5).take().unwrap();
        assert!(early > late);
        let restarted = Mint::new(0, early);
        assert!(restarted.block(Instant(1_700_000_000_000_000), 1).take().unwrap() > early);
    }
}
