//! 统一社会信用代码 (GB 32100-2015), which is also a company's taxpayer number. Called by the account's rules and import. It warns and never
//! refuses: real early codes break the check digits, and older numbers of 15 and 20 digits are still in use.

use super::fold::fold;

/// The 31 characters of a code in the order of their values: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 11714-1997, the organisation code inside it (characters 9 to 16, check digit 17).
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UsccWarning {
    /// Neither 18 characters nor an older number.
    Length,
    /// Fifteen characters (registration or tax number before 2015) or a tax number of twenty.
    OldNumber,
    /// A character outside the alphabet; I, O, S, V and Z are left out of it.
    Character,
    /// The last character does not fit the others: most often a typing mistake.
    CheckDigit,
    /// The organisation code inside does not fit its own check digit.
    OrganisationCheck,
}

impl UsccWarning {
    /// The key of its sentence in the locales.
    pub fn code(self) -> &'static str {
        match self {
            UsccWarning::Length => "uscc_length",
            UsccWarning::OldNumber => "uscc_old_number",
            UsccWarning::Character => "uscc_character",
            UsccWarning::CheckDigit => "uscc_check_digit",
            UsccWarning::OrganisationCheck => "uscc_organisation_check",
        }
    }
}

/// The stored form: upper case, half width, without blanks and hyphens.
pub fn normal(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect()
}

/// What is doubtful about a code in its normal form.
pub fn check(code: &str) -> Option<UsccWarning> {
    let alphanumeric = code.bytes().all(|b| b.is_ascii_alphanumeric());
    match code.chars().count() {
        18 => {}
        15 | 20 if alphanumeric => return Some(UsccWarning::OldNumber),
        _ => return Some(UsccWarning::Length),
    }
    let value = |b: u8| ALPHABET.iter().position(|&known| known == b).map(|at| at as u32);
    let Some(values) = code.bytes().map(value).collect::<Option<Vec<_>>>() else { return Some(UsccWarning::Character) };
    let (sum, _) = values[..17].iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
    if (31 - sum % 31) % 31 != values[17] {
        return Some(UsccWarning::CheckDigit);
    }
    (organisation_check(&code.as_bytes()[8..16]) != code.as_bytes()[16]).then_some(UsccWarning::OrganisationCheck)
}

/// Letters count 10 to 35 here, unlike in the code around it.
fn organisation_check(code: &[u8]) -> u8 {
    let value = |b: &u8| char::from(*b).to_digit(36).unwrap_or(0);
    let sum: u32 = code.iter().map(value).zip(ORGANISATION_WEIGHTS).map(|(value, weight)| value * weight).sum();
    match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_codes_pass() {
        for code in ["91350100M000100Y43", "914403001922038216", "91110108551385082Q", "91330000712560751D"] {
            assert_eq!(check(code), None, "{code}");
        }
    }

    #[test]
    fn a_mistyped_code_is_noticed() {
        for (code, warning) in [
            ("91350100M000100Y4Z", UsccWarning::Character), // printed so in the standard's own example
            ("91350100M000100Y44", UsccWarning::CheckDigit),
            ("914403001922038261", UsccWarning::CheckDigit),
            ("91440300192203821", UsccWarning::Length),
            ("440301103097413", UsccWarning::OldNumber),
            ("91350100M000100Y4十", UsccWarning::Character),
            ("91350211M0000XUF46", UsccWarning::CheckDigit), // a real early code
        ] {
            assert_eq!(check(code), Some(warning), "{code}");
        }
    }

    #[test]
    fn codes_are_stored_in_one_form() {
        assert_eq!(normal(" 9135 0100-m000１00y43 "), "91350100M000100Y43");
    }

    #[test]
    fn every_single_wrong_character_is_noticed() {
        let code = b"91350100M000100Y43";
        for at in 0..18 {
            for other in ALPHABET {
                let mut wrong = *code;
                wrong[at] = *other;
                assert_eq!(check(std::str::from_utf8(&wrong).unwrap()).is_none(), wrong == *code);
            }
        }
    }
}
