//! Reads the time of day behind a date. Called by the date readers only.

use jiff::{civil, tz::Offset};

use super::{DateError, scan::Piece};

pub(super) struct Clock {
    pub time: civil::Time,
    pub offset: Option<Offset>,
}

/// `.5` of a day is 12:00:00; rounded to seconds, as spreadsheets show it.
pub(super) fn of_day(fraction: &str) -> Option<Clock> {
    let digits = &fraction[..fraction.len().min(12)];
    let scale = 10_i64.checked_pow(u32::try_from(digits.len()).ok()?)?;
    let seconds = (digits.parse::<i64>().ok()? * 86_400 + scale / 2) / scale;
    // Half a second before midnight stays on its day.
    let seconds = i32::try_from(seconds.min(86_399)).ok()?;
    let part = |number: i32| i8::try_from(number).ok();
    let time = civil::Time::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, 0).ok()?;
    Some(Clock { time, offset: None })
}

/// Everything behind the day must be a time; nothing is `None`.
pub(super) fn clock(pieces: &[Piece]) -> Result<Option<Clock>, DateError> {
    let mut rest = Rest(pieces);
    rest.skip(|piece| piece.is_mark(&[',']) || piece.is_word(&["t", "at"]));
    if rest.0.is_empty() {
        return if pieces.is_empty() { Ok(None) } else { Err(DateError::NotADate) };
    }
    let half = rest.half();
    let [hour, minute, second] = rest.hour_minute_second(half.is_some()).ok_or(DateError::NotADate)?;
    let nanoseconds = if rest.0.len() > 1 && rest.skip(|piece| piece.is_mark(&['.', ','])) {
        let digits = rest.digits().ok_or(DateError::NotADate)?;
        format!("{digits:0<9}")[..9].parse().map_err(|_| DateError::NotADate)?
    } else {
        0
    };
    let half = half.or(rest.half());
    let offset = rest.offset()?;
    if !rest.0.is_empty() {
        return Err(DateError::NotADate);
    }
    let number = |text: &str| text.parse::<i8>().map_err(|_| DateError::NoSuchTime);
    let mut hour = number(hour)?;
    if let Some(half) = half {
        hour = half.of_24(hour).ok_or(DateError::NoSuchTime)?;
    }
    let time = civil::Time::new(hour, number(minute)?, number(second)?, nanoseconds);
    time.map(|time| Some(Clock { time, offset })).map_err(|_| DateError::NoSuchTime)
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    /// 中午: 11 and 12 are themselves, 1 is 13
    Noon,
    Afternoon,
}

impl Half {
    fn of_24(self, hour: i8) -> Option<i8> {
        match (self, hour) {
            (Half::Morning, 12) => Some(0),
            (Half::Morning, 0..12) => Some(hour),
            (Half::Noon, 10..=13) | (Half::Afternoon, 12..24) => Some(hour),
            (Half::Noon, 1..=2) | (Half::Afternoon, 0..12) => Some(hour + 12),
            _ => None,
        }
    }
}

/// The pieces not read yet.
struct Rest<'a>(&'a [Piece]);

impl<'a> Rest<'a> {
    fn skip(&mut self, matches: impl Fn(&Piece) -> bool) -> bool {
        let found = self.0.first().is_some_and(matches);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    fn digits(&mut self) -> Option<&'a str> {
        let digits = self.0.first()?.digits()?;
        self.0 = &self.0[1..];
        Some(digits)
    }

    /// `13:45:10`, `13时45分`, `14点`, `1345`; a bare hour only beside 上午 or `pm` (`half` says one stands before it).
    fn hour_minute_second(&mut self, half: bool) -> Option<[&'a str; 3]> {
        let hour = self.digits()?;
        match hour.len() {
            4 => return Some([&hour[..2], &hour[2..], "0"]),
            6 => return Some([&hour[..2], &hour[2..4], &hour[4..]]),
            1 | 2 => {}
            _ => return None,
        }
        let named = self.skip(|piece| piece.is_word(&["时", "点"]));
        let parted = named || self.skip(|piece| piece.is_mark(&[':']));
        let minute = if parted { self.digits() } else { None };
        let parted = minute.is_some() && self.skip(|piece| piece.is_mark(&[':']) || piece.is_word(&["分"]));
        let second = if parted { self.digits() } else { None };
        self.skip(|piece| piece.is_word(&["秒"]));
        let half = half || self.0.first().is_some_and(|piece| piece.is_word(&["am", "pm"]));
        (minute.is_some() || named || half).then(|| [hour, minute.unwrap_or("0"), second.unwrap_or("0")])
    }

    fn half(&mut self) -> Option<Half> {
        let halves = [
            (&["上午", "早上", "凌晨", "am"][..], Half::Morning),
            (&["中午"], Half::Noon),
            (&["下午", "晚上", "pm"], Half::Afternoon),
        ];
        halves.into_iter().find_map(|(words, half)| self.skip(|piece| piece.is_word(words)).then_some(half))
    }

    /// `Z`, `UTC`, `+08:00`, `+0800`, `+8`.
    fn offset(&mut self) -> Result<Option<Offset>, DateError> {
        let named = self.skip(|piece| piece.is_word(&["z", "utc", "gmt"]));
        let sign = match self.0.first() {
            Some(Piece::Mark('+')) => 1,
            Some(Piece::Mark('-')) => -1,
            _ => return Ok(named.then_some(Offset::UTC)),
        };
        self.0 = &self.0[1..];
        let digits = self.digits().ok_or(DateError::NotADate)?;
        let (hours, minutes) = if digits.len() == 4 {
            digits.split_at(2)
        } else if self.skip(|piece| piece.is_mark(&[':'])) {
            (digits, self.digits().ok_or(DateError::NotADate)?)
        } else {
            (digits, "0")
        };
        let number = |text: &str| text.parse::<u8>().ok().filter(|number| *number < 60);
        let (Some(hours), Some(minutes)) = (number(hours), number(minutes)) else { return Err(DateError::NoSuchTime) };
        let seconds = sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60);
        Offset::from_seconds(seconds).map(Some).map_err(|_| DateError::NoSuchTime)
    }
}
