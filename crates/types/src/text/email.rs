//! E-mail addresses: a light check, and the key they are compared by. Called by the e-mail field, sign-in and import. Whether an address
//! works only a message can tell, so little is refused.

use super::fold::{fold, visible};

/// Longest address (RFC 5321: a path of 256 octets with its brackets).
pub const EMAIL_MAX: usize = 254;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Email {
    /// As typed, without blanks around it and without the invisible characters that copying brings along.
    pub shown: String,
    /// Equal for all ways to write the address: folded, local part too (no mail system in use tells case apart).
    pub key: String,
    /// The folded domain, `huawei.com`, in Unicode (`例子.中国`): what people of one company share.
    pub domain: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EmailProblem {
    /// Not exactly one `@` with something on both sides.
    At,
    /// A blank, a control character or one of `<>()[]\,;:"`.
    Character,
    /// Over [`EMAIL_MAX`] bytes, or over 64 before the `@`.
    Length,
    /// A domain without a dot, with an empty part or a hyphen at the edge of one.
    Domain,
}

impl EmailProblem {
    /// The key of its sentence in the locales.
    pub fn code(self) -> &'static str {
        match self {
            EmailProblem::At => "email_at",
            EmailProblem::Character => "email_character",
            EmailProblem::Length => "email_length",
            EmailProblem::Domain => "email_domain",
        }
    }
}

/// Reads one address. Full-width letters and `＠` count as their ordinary forms.
pub fn parse(text: &str) -> Result<Email, EmailProblem> {
    let shown: String = text.trim().chars().filter(visible).collect();
    let key = fold(&shown);
    if shown.len() > EMAIL_MAX {
        return Err(EmailProblem::Length);
    }
    let unfit = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"".contains(c);
    if key.chars().any(unfit) {
        return Err(EmailProblem::Character);
    }
    let (local, domain) = key
        .split_once('@')
        .filter(|(local, domain)| !local.is_empty() && !domain.contains('@'))
        .ok_or(EmailProblem::At)?;
    if local.len() > 64 {
        return Err(EmailProblem::Length);
    }
    let label =
        |label: &str| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-');
    let fit = |c: char| c.is_alphanumeric() || c == '-' || !c.is_ascii();
    if !domain.contains('.') || !domain.split('.').all(label) || !domain.split('.').all(|label| label.chars().all(fit))
    {
        return Err(EmailProblem::Domain);
    }
    Ok(Email { domain: domain.to_owned(), key: key.into_owned(), shown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_read_and_compared_without_case() {
        let email = parse(" Zhang.San@Huawei.COM ").unwrap();
        assert_eq!(
            (&*email.shown, &*email.key, &*email.domain),
            ("Zhang.San@Huawei.COM", "zhang.san@huawei.com", "huawei.com")
        );
        assert_eq!(parse("ａ＠ｂ．ｃｎ").unwrap().key, "a@b.cn");
        assert_eq!(parse("a@b.cn\u{200b}").unwrap().shown, "a@b.cn");
        for good in ["o'brien+crm@sub.example.co.uk", "张三@例子.中国", "a@xn--fsqu00a.xn--fiqs8s", "user%x@host-1.org"]
        {
            assert!(parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused_with_its_reason() {
        let long = format!("{}@a.cn", "x".repeat(65));
        for (bad, problem) in [
            ("", EmailProblem::At),
            ("zhang", EmailProblem::At),
            ("@a.cn", EmailProblem::At),
            ("a@b@c.cn", EmailProblem::At),
            ("a b@c.cn", EmailProblem::Character),
            ("a\r\nBcc:x@c.cn", EmailProblem::Character),
            ("A <a@b.cn>", EmailProblem::Character),
            ("a@b", EmailProblem::Domain),
            ("a@", EmailProblem::Domain),
            ("a@.cn", EmailProblem::Domain),
            ("a@-b.cn", EmailProblem::Domain),
            ("a@b_c.cn", EmailProblem::Domain),
            (&long, EmailProblem::Length),
        ] {
            assert_eq!(parse(bad), Err(problem), "{bad:?}");
        }
    }
}
