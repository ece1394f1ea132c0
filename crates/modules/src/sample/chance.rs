//! Chance that comes out the same every time: SplitMix64 from a seed, a purpose and a number.

use types::{Date, Instant};

#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// `purpose` keeps the draws for one thing apart from those for another.
    pub fn new(seed: u64, purpose: u64, number: u64) -> Chance {
        let mut chance = Chance(
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (purpose << 56) ^ number.wrapping_mul(0xD1B5_4A32_D192_ED03),
        );
        chance.next();
        chance
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 to `below` - 1
    pub fn below(&mut self, below: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(below.max(1))) >> 64) as u64
    }

    /// `from` to `to`, both included
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below((to - from + 1).max(1) as u64) as i64
    }

    /// true in so many of a hundred cases
    pub fn percent(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// One of a list whose first members come most often, as names do.
    pub fn favour<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let length = list.len() as u64;
        let at = self.below(length).min(self.below(length));
        &list[at as usize]
    }

    /// A moment of a working day: 9:00 to 18:00 by five minutes.
    pub fn office_hour(&mut self, day: Date, zone: &jiff::tz::TimeZone) -> Instant {
        day.start_in(zone).plus(9 * Instant::HOUR + self.between(0, 108) * 5 * Instant::MINUTE)
    }
}
