//! Which of three numbers is the day, the month, the year; told by the caller or shown by a whole column.

use jiff::civil;

use super::{
    DateError,
    scan::{Piece, scan},
};

/// The order in which a column writes day, month and year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// 2024-01-05, 24/1/5
    Ymd,
    /// 5.1.2024
    Dmy,
    /// 1/5/2024
    Mdy,
}

/// Countries that write the month first (ISO 3166-1 alpha-2).
const MONTH_FIRST: [&str; 10] = ["US", "PH", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW"];

impl Order {
    pub const ALL: [Order; 3] = [Order::Ymd, Order::Dmy, Order::Mdy];

    /// What `5/6/2024` most likely means in a country.
    pub fn of_country(code: &str) -> Order {
        if MONTH_FIRST.contains(&code) { Order::Mdy } else { Order::Dmy }
    }
}

/// The order a column uses, from its values: the only one under which all dates in it exist. `Ymd` also when every date
/// begins with its year. `None` when several fit, or none does: then a person must say.
pub fn guess_date_order<'a>(samples: impl IntoIterator<Item = &'a str>) -> Option<Order> {
    let mut possible = Order::ALL.to_vec();
    let mut year_first = false;
    let mut told = false;
    for sample in samples {
        let pieces = scan(sample);
        let Some((numbers, _)) = three(&pieces) else { continue };
        if numbers.year_first() {
            year_first |= day(&numbers, None).is_ok();
            continue;
        }
        let fits = |order: &Order| numbers.in_order(*order).is_some_and(|(y, m, d)| civil(y, m, d).is_ok());
        if Order::ALL.iter().any(fits) {
            told = true;
            possible.retain(fits);
        }
    }
    match (possible.as_slice(), told) {
        ([one], true) => Some(*one),
        (_, false) if year_first => Some(Order::Ymd),
        _ => None,
    }
}

/// Three numbers at the head of a written date.
pub(super) struct Three<'a> {
    parts: [&'a str; 3],
    /// parted by 年 and 月
    chinese: bool,
}

/// Three numbers parted by equal marks, blanks, or 年月日, and how many pieces they took.
pub(super) fn three(pieces: &[Piece]) -> Option<(Three<'_>, usize)> {
    let marks = ['-', '/', '.'];
    let (parts, chinese, used) = match pieces {
        [a, s, b, t, c, ..] if s.is_word(&["年"]) && t.is_word(&["月"]) => ([a, b, c], true, 5),
        [a, s, b, t, c, ..] if s == t && s.is_mark(&marks) => ([a, b, c], false, 5),
        [a, b, c, ..] if b.digits().is_some() => ([a, b, c], false, 3),
        _ => return None,
    };
    let used = used + usize::from(pieces.get(used).is_some_and(|piece| piece.is_word(&["日", "号"])));
    let [a, b, c] = parts;
    Some((Three { parts: [a.digits()?, b.digits()?, c.digits()?], chinese }, used))
}

impl Three<'_> {
    fn year_first(&self) -> bool {
        self.chinese || self.parts[0].len() == 4
    }

    /// (year, month, day) in this order; `None` when the lengths forbid it.
    fn in_order(&self, order: Order) -> Option<(i32, i32, i32)> {
        let [a, b, c] = self.parts;
        let (y, m, d) = match order {
            Order::Ymd => (a, b, c),
            Order::Dmy => (c, b, a),
            Order::Mdy => (c, a, b),
        };
        let short = |text: &str| if text.len() <= 2 { text.parse::<i32>().ok() } else { None };
        Some((year(y)?, short(m)?, short(d)?))
    }
}

/// The day three numbers mean. A year in front decides; otherwise the told order; otherwise the only day that exists.
pub(super) fn day(numbers: &Three, told: Option<Order>) -> Result<civil::Date, DateError> {
    let read = |order| numbers.in_order(order).map(|(year, month, day)| civil(year, month, day));
    if numbers.year_first() {
        return read(Order::Ymd).unwrap_or(Err(DateError::NotADate));
    }
    if let Some(day) = told.and_then(read) {
        return day;
    }
    let readings: Vec<_> = Order::ALL.into_iter().filter_map(read).collect();
    let mut days = readings.iter().flatten();
    match days.next() {
        Some(first) if days.all(|day| day == first) => Ok(*first),
        Some(_) => Err(DateError::Ambiguous),
        None if readings.is_empty() => Err(DateError::NotADate),
        None => Err(DateError::NoSuchDay),
    }
}

/// Four digits, or two: 70–99 are of the last century, 00–69 of this one.
pub(super) fn year(text: &str) -> Option<i32> {
    let number: i32 = text.parse().ok()?;
    match (text.len(), number) {
        (4, year) => Some(year),
        (2, 70..) => Some(1900 + number),
        (2, _) => Some(2000 + number),
        _ => None,
    }
}

pub(super) fn civil(year: i32, month: i32, day: i32) -> Result<civil::Date, DateError> {
    let part = |number: i32| i8::try_from(number).map_err(|_| DateError::NoSuchDay);
    let year = i16::try_from(year).map_err(|_| DateError::NoSuchDay)?;
    civil::Date::new(year, part(month)?, part(day)?).map_err(|_| DateError::NoSuchDay)
}
