//! The files browsers fetch, embedded and compressed at build under names that change with their content, so they may be
//! cached for ever. `url` is called by the components, `lookup` by the route that answers `/assets/…`.

mod embedded {
    //! Written by build.rs.
    use super::File;
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

struct File {
    name: &'static str,
    path: &'static str,
    content_type: &'static str,
    plain: &'static [u8],
    /// br, gzip, zstd; none for what is compressed already.
    squeezed: Option<[&'static [u8]; 3]>,
}

/// A file ready to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    pub bytes: &'static [u8],
    pub content_type: &'static str,
    /// Value of `Content-Encoding`; none: as it is.
    pub encoding: Option<&'static str>,
    /// The address names the content: `Cache-Control: public, max-age=31536000, immutable`.
    pub immutable: bool,
}

/// The Trusted Types policies our scripts make; they stand in the header, so no other can be made.
const POLICIES: &str = "htmx combo";

/// The content security policy of every page: nothing from elsewhere, no inline script or style.
pub fn content_security_policy() -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; \
         trusted-types {POLICIES}"
    )
}

/// Address of a file by its plain name: `url("app.css")` is `/assets/app.<hash>.css`. Panics on a name that is not there:
/// names are written in our source, and a test draws every component.
pub fn url(name: &str) -> &'static str {
    let found = embedded::FILES.iter().find(|file| file.name == name);
    found.map(|file| file.path).unwrap_or_else(|| panic!("no asset {name}"))
}

/// Whether the sprite has this icon.
pub fn has_icon(name: &str) -> bool {
    embedded::ICONS.binary_search(&name).is_ok()
}

/// The file of a request path, in the best encoding the browser takes (`Accept-Encoding`). The plain name works too, without
/// being cached for ever: `/assets/favicon.svg`. None: no such file.
pub fn lookup(path: &str, accept_encoding: &str) -> Option<Asset> {
    let plain = path.strip_prefix("/assets/");
    let file = embedded::FILES.iter().find(|file| file.path == path || Some(file.name) == plain)?;
    let (bytes, encoding) = match file.squeezed {
        Some([br, gzip, zstd]) => [("br", br), ("zstd", zstd), ("gzip", gzip)]
            .into_iter()
            .find(|(name, _)| accepts(accept_encoding, name))
            .map_or((file.plain, None), |(name, bytes)| (bytes, Some(name))),
        None => (file.plain, None),
    };
    Some(Asset { bytes, content_type: file.content_type, encoding, immutable: file.path == path })
}

/// `gzip, br;q=0.8, zstd;q=0`: a coding counts unless its weight is zero.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        let named = words.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        named && !words.any(|word| matches!(word.replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_under_its_hashed_name_and_may_be_kept_for_ever() {
        let found = lookup(url("app.css"), "gzip, br;q=0.9").expect("the style sheet is there");
        assert_eq!((found.encoding, found.immutable), (Some("br"), true));
        assert!(!lookup("/assets/app.css", "").expect("the plain name works").immutable);
        assert!(lookup("/assets/app.0000000000000000.css", "").is_none());
        assert!(lookup("/assets/../Cargo.toml", "").is_none());
    }

    #[test]
    fn a_coding_of_weight_zero_is_not_sent() {
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("br; q=0, gzip", "br"));
        assert_eq!(lookup(url("app.js"), "identity").expect("there").encoding, None);
    }

    #[test]
    fn files_refer_to_one_another_by_hashed_names() {
        let css = String::from_utf8_lossy(lookup(url("app.css"), "").expect("there").bytes);
        assert!(css.contains(url("inter-latin.woff2")));
        assert!(!css.contains("/assets/inter-latin.woff2"));
    }

    #[test]
    fn the_first_view_is_small() {
        let size = |name: &str| lookup(url(name), "gzip").expect("there").bytes.len();
        assert!(size("app.js") <= 40 * 1024, "core scripts: {} bytes", size("app.js"));
        assert!(size("app.css") <= 20 * 1024, "styles: {} bytes", size("app.css"));
    }

    #[test]
    fn icons_are_sorted_for_the_search() {
        assert!(embedded::ICONS.is_sorted());
        assert!(has_icon("home") && !has_icon("no-such-icon"));
    }
}
