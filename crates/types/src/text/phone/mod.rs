//! Telephone numbers: read, brought into one form, masked. Called by the phone field, the import and the search. A number that cannot be
//! understood is kept as typed with a warning; nothing is refused, because number ranges grow faster than programs.

mod countries;
#[cfg(test)]
mod tests;

use super::fold::{fold, head};

/// A number as far as it was understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phone {
    /// What is shown: one form for Chinese numbers (`13800138000`, `0512-62888888-801`, `400-810-6666`), otherwise what was typed.
    pub shown: String,
    /// The digits as dialled inside the country, without extension; equal for every way to write the number.
    pub digits: String,
    /// `+8613800138000`; `None` when unknown or not reachable from abroad (400, 800, short numbers).
    pub e164: Option<String>,
    pub extension: Option<String>,
    pub warning: Option<PhoneWarning>,
}

/// What a person should look at once more; never a reason to refuse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhoneWarning {
    NotUnderstood,
    /// Seven or eight digits: a landline without its area.
    NoAreaCode,
    UnknownCallingCode,
    /// Fewer than 7 or more than 15 digits with the calling code.
    Length,
}

impl PhoneWarning {
    /// The key of its sentence in the locales.
    pub fn code(self) -> &'static str {
        match self {
            PhoneWarning::NotUnderstood => "phone_not_understood",
            PhoneWarning::NoAreaCode => "phone_no_area_code",
            PhoneWarning::UnknownCallingCode => "phone_unknown_calling_code",
            PhoneWarning::Length => "phone_length",
        }
    }
}

/// Reads a number. `default_country` (ISO 3166, `CN`) is where numbers without a calling code are from; unknown or empty: they get no
/// `e164`.
pub fn parse(text: &str, default_country: &str) -> Phone {
    let typed = fold(text);
    let (main, extension) = split_extension(typed.trim());
    let groups: Vec<&str> = main.split(|c: char| !c.is_ascii_digit() && c != '+').filter(|g| !g.is_empty()).collect();
    let joined = groups.concat();
    let kept = |digits: &str, warning| Phone {
        shown: text.to_owned(),
        digits: digits.to_owned(),
        e164: None,
        extension: None,
        warning: Some(warning),
    };
    let digits: String = joined.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || main.chars().any(char::is_alphabetic) || joined.rfind('+') > Some(0) {
        return kept(&digits, PhoneWarning::NotUnderstood);
    }
    let country = default_country.to_ascii_uppercase();
    let abroad = joined.strip_prefix('+').or_else(|| joined.strip_prefix("00").filter(|rest| rest.len() >= 8));
    if let Some(digits) = abroad {
        let national = digits.strip_prefix("86").map(|national| behind(&groups, joined.len() - national.len()));
        let chinese = national.and_then(|groups| chinese(&groups, extension, true));
        return chinese.unwrap_or_else(|| international(text, main, digits, extension));
    }
    if country == "CN" {
        let with_code =
            || digits.strip_prefix("86").filter(|national| national.len() >= 10).map(|_| behind(&groups, 2));
        let understood = chinese(&groups, extension, false).or_else(|| chinese(&with_code()?, extension, true));
        return understood.unwrap_or_else(|| match digits.len() {
            7..=8 => Phone { extension: extension.map(str::to_owned), ..kept(&digits, PhoneWarning::NoAreaCode) },
            _ => kept(&digits, PhoneWarning::NotUnderstood),
        });
    }
    let Some(code) = countries::calling_code(&country) else { return kept(&digits, PhoneWarning::NotUnderstood) };
    let national = digits.strip_prefix(countries::trunk_prefix(&country)).unwrap_or(&digits);
    Phone { digits: digits.clone(), ..international(text, main, &format!("{code}{national}"), extension) }
}

/// The groups of digits without their first `count` characters: behind the calling code.
fn behind<'a>(groups: &[&'a str], mut count: usize) -> Vec<&'a str> {
    let rest = groups.iter().map(|group| {
        let skipped = count.min(group.len());
        count -= skipped;
        &group[skipped..]
    });
    rest.filter(|group| !group.is_empty()).collect()
}

/// A Chinese number from its digits as they were separated: a last short group behind area and number is an extension. `abroad` when 86
/// stood before them, which also drops the 0 of the area.
fn chinese(groups: &[&str], extension: Option<&str>, abroad: bool) -> Option<Phone> {
    let build = |shown: &str, digits: &str, e164: Option<&str>, extension: Option<&str>| Phone {
        shown: extension.map_or_else(|| shown.to_owned(), |extension| format!("{shown}-{extension}")),
        digits: digits.to_owned(),
        e164: e164.map(|national| format!("+86{national}")),
        extension: extension.map(str::to_owned),
        warning: None,
    };
    let digits = groups.concat();
    let bytes = digits.as_bytes();
    let mobile = bytes.len() == 11 && bytes[0] == b'1' && bytes[1] >= b'3';
    let of_a_machine = bytes.len() == 13 && (digits.starts_with("1064") || digits.starts_with("14"));
    if mobile || of_a_machine {
        return Some(build(&digits, &digits, Some(&digits), extension));
    }
    let with_area = |groups: &[&str]| {
        let zero = if abroad && !groups.concat().starts_with('0') { "0" } else { "" };
        Some(format!("{zero}{}", groups.concat())).filter(|digits| area_and_number(digits).is_some())
    };
    let landline = with_area(groups).map(|landline| (landline, extension)).or_else(|| match groups {
        [start @ .., last] if extension.is_none() && (2..=6).contains(&last.len()) => {
            Some((with_area(start)?, Some(*last)))
        }
        _ => None,
    });
    if let Some((landline, extension)) = landline {
        let (area, number) = area_and_number(&landline)?;
        return Some(build(&format!("{area}-{number}"), &landline, Some(&landline[1..]), extension));
    }
    if abroad {
        return None;
    }
    let service = bytes.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    if service {
        return Some(build(&format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]), &digits, None, extension));
    }
    let short = (3..=5).contains(&bytes.len()) && matches!(bytes[0], b'1' | b'9')
        || bytes.len() <= 8 && digits.starts_with("106");
    short.then(|| build(&digits, &digits, None, extension))
}

/// `0512` `62888888`: areas have three digits (010, 02x) or four, numbers seven or eight.
fn area_and_number(digits: &str) -> Option<(&str, &str)> {
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return None,
    };
    let (area, number) = digits.split_at_checked(area)?;
    (matches!(number.len(), 7 | 8) && !number.starts_with('0')).then_some((area, number))
}

/// A number with its calling code, from its digits. `(0)` is how people write the prefix of their own country into it.
fn international(text: &str, main: &str, digits: &str, extension: Option<&str>) -> Phone {
    let (code, national) = digits.split_at(countries::calling_code_length(digits));
    let national = if main.contains("(0)") { national.strip_prefix('0').unwrap_or(national) } else { national };
    let warning = match code.len() + national.len() {
        _ if !countries::is_calling_code(code) => Some(PhoneWarning::UnknownCallingCode),
        7..=15 => None,
        _ => Some(PhoneWarning::Length),
    };
    Phone {
        shown: text.trim().to_owned(),
        digits: national.to_owned(),
        e164: warning.is_none().then(|| format!("+{code}{national}")),
        extension: extension.map(str::to_owned),
        warning,
    }
}

/// International digits without their calling code: what a number's own fragments are searched by.
pub fn without_calling_code(digits: &str) -> &str {
    &digits[countries::calling_code_length(digits)..]
}

/// What stands behind 转, 分机, `ext`, `x`, `#` or `;`.
fn split_extension(typed: &str) -> (&str, Option<&str>) {
    for mark in ["转", "分机", "ext", "#", "x", ";"] {
        if let Some((main, behind)) = typed.split_once(mark) {
            let digits = behind.trim_matches(|c: char| !c.is_ascii_digit());
            let only_digits = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if only_digits && main.contains(|c: char| c.is_ascii_digit()) {
                return (main.trim_end_matches([' ', '-', '(', ';']), Some(digits));
            }
        }
    }
    (typed, None)
}

/// The number with its middle hidden, `138****8000`, for those who may not see it; shows nothing of text that is no number.
pub fn mask(text: &str) -> String {
    let phone = parse(text, "CN");
    let digits = head(&phone.digits, 20);
    let ends = |first: usize, last: usize| format!("{}****{}", &digits[..first], &digits[digits.len() - last..]);
    match (digits.len(), &phone.e164) {
        (11.., Some(e164)) if !e164.starts_with("+86") => {
            format!("+{}{}", &e164[1..e164.len() - digits.len()], ends(0, 4))
        }
        (8.., Some(e164)) if !e164.starts_with("+86") => {
            format!("+{}{}", &e164[1..e164.len() - digits.len()], ends(0, 2))
        }
        (11.., _) => ends(3, 4),
        (7..=10, _) => ends(digits.len().saturating_sub(7).min(3), 3),
        (4..=6, _) => ends(0, 1),
        _ => "****".to_owned(),
    }
}
