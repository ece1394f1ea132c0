//! Web addresses that may become a link on a page. Called by the URL field and import. Only `http`, `https`, `mailto` and `tel` pass.

use super::fold::{fold, visible};

pub const URL_MAX: usize = 2_048;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UrlProblem {
    /// Another scheme: `javascript:`, `data:`, `file:` …
    Scheme,
    /// A blank, control character, quotation mark, bracket or backslash: browsers drop or bend them.
    Character,
    Host,
    /// Over [`URL_MAX`] bytes.
    Length,
}

impl UrlProblem {
    /// The key of its sentence in the locales.
    pub fn code(self) -> &'static str {
        match self {
            UrlProblem::Scheme => "url_scheme",
            UrlProblem::Character => "url_character",
            UrlProblem::Host => "url_host",
            UrlProblem::Length => "url_length",
        }
    }
}

/// The address with its scheme in lower case; `https://` is put before a bare `huawei.com/cn`.
pub fn parse(text: &str) -> Result<String, UrlProblem> {
    // Copying brings invisible characters along; some of them turn the direction of reading.
    let typed: String = text.trim().chars().filter(visible).collect();
    if typed.len() > URL_MAX {
        return Err(UrlProblem::Length);
    }
    if typed.chars().any(|c| c.is_control() || c.is_whitespace() || "<>\"`\\{}|^".contains(c)) {
        return Err(UrlProblem::Character);
    }
    let (scheme, rest) = match typed.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme, rest) => (scheme.to_ascii_lowercase(), rest),
        _ => ("https".to_owned(), typed.strip_prefix("//").unwrap_or(&typed)),
    };
    let url = match scheme.as_str() {
        "http" | "https" => format!("{scheme}://{}", rest.strip_prefix("//").unwrap_or(rest)),
        "mailto" | "tel" if !rest.trim_start_matches('/').is_empty() => return Ok(format!("{scheme}:{rest}")),
        "mailto" | "tel" => return Err(UrlProblem::Host),
        _ => return Err(UrlProblem::Scheme),
    };
    let host = host(&url).ok_or(UrlProblem::Host)?;
    let named = host == "localhost" || host.contains('.') || host.starts_with('[');
    let labels = host.split('.').all(|label| !label.is_empty());
    if named && labels { Ok(url) } else { Err(UrlProblem::Host) }
}

/// The folded host of an `http` address without user and port: what a company's addresses have in common.
pub fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') { &host[..=host.find(']')?] } else { host.split(':').next()? };
    Some(fold(host).into_owned()).filter(|host| !host.is_empty())
}

/// Whether what stands before the first colon is a scheme, or the host of `huawei.com:8080`.
fn is_scheme(before: &str, behind: &str) -> bool {
    let port =
        behind.split('/').next().is_some_and(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    let host = before.contains(['.', '/', '?', '#']) || before == "localhost";
    !(host && (port || before.contains(['/', '?', '#'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_get_a_scheme() {
        for (typed, url) in [
            ("huawei.com", "https://huawei.com"),
            (" www.huawei.com/cn?a=b:c ", "https://www.huawei.com/cn?a=b:c"),
            ("huawei.com:8080/x", "https://huawei.com:8080/x"),
            ("localhost:7700", "https://localhost:7700"),
            ("//cdn.example.com/x", "https://cdn.example.com/x"),
            ("HTTP://Example.com", "http://Example.com"),
            ("http://[::1]:80/", "http://[::1]:80/"),
            ("https://例子.中国/路径", "https://例子.中国/路径"),
            ("https://a.cn/\u{202e}gpj\u{200b}", "https://a.cn/gpj"),
            ("MailTo:a@b.cn", "mailto:a@b.cn"),
            ("tel:+8613800138000", "tel:+8613800138000"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(url), "{typed}");
        }
    }

    #[test]
    fn nothing_that_runs_or_misleads_becomes_a_link() {
        for (typed, problem) in [
            ("javascript:alert(1)", UrlProblem::Scheme),
            ("JaVaScRiPt:alert(1)", UrlProblem::Scheme),
            ("java\tscript:alert(1)", UrlProblem::Character),
            ("\u{1}javascript:alert(1)", UrlProblem::Character),
            ("javascript.x:alert(1)", UrlProblem::Scheme),
            ("javascript://huawei.com/%0aalert(1)", UrlProblem::Scheme),
            ("data:text/html,x", UrlProblem::Scheme),
            ("vbscript:x", UrlProblem::Scheme),
            ("file:///etc/passwd", UrlProblem::Scheme),
            ("https:\\\\evil.com", UrlProblem::Character),
            ("https://a.com/\"onclick=", UrlProblem::Character),
            ("https://", UrlProblem::Host),
            ("https://?x", UrlProblem::Host),
            ("华为", UrlProblem::Host),
            ("", UrlProblem::Host),
            ("a..b", UrlProblem::Host),
            ("tel:", UrlProblem::Host),
        ] {
            assert_eq!(parse(typed), Err(problem), "{typed:?}");
        }
    }

    #[test]
    fn the_host_is_what_stands_behind_user_and_before_port() {
        assert_eq!(host("https://google.com@Evil.com:8080/x@y").as_deref(), Some("evil.com"));
        assert_eq!(host("huawei.com"), None);
    }
}
