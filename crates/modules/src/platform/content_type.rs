//! What a file is, by its first bytes: the name a person gave it only tells apart what looks alike inside. Called when a file is taken in.

/// Bytes of the beginning that decide.
pub const HEAD: usize = 512;

/// What nobody may take for a page.
pub const UNKNOWN: &str = "application/octet-stream";

/// First bytes and what they mean.
const MARKS: [(&[u8], &str); 14] = [
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"{\\rtf", "application/rtf"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
];

/// Archives that are documents, by the end of the name.
const PACKED: [(&str, &str); 6] = [
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("ofd", "application/ofd"),
];

/// The same in the container of older Office versions.
const COMPOUND: [(&str, &str); 4] = [
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("msg", "application/vnd.ms-outlook"),
];

/// The media type of a file; what could run in a browser (HTML, SVG, XML, scripts) is never called by its name.
pub fn of(head: &[u8], name: &str) -> &'static str {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    let named = |known: &[(&str, &'static str)]| known.iter().find(|(one, _)| *one == end).map(|(_, kind)| *kind);
    if head.starts_with(b"PK\x03\x04") {
        return named(&PACKED).unwrap_or("application/zip");
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return named(&COMPOUND).unwrap_or(UNKNOWN);
    }
    if head.len() >= 12 && &head[..4] == b"RIFF" && &head[8..12] == b"WEBP" {
        return "image/webp";
    }
    if head.get(4..8) == Some(b"ftyp") {
        return if end == "m4a" { "audio/mp4" } else { "video/mp4" };
    }
    if let Some((_, kind)) = MARKS.iter().find(|(mark, _)| head.starts_with(mark)) {
        return kind;
    }
    match end.as_str() {
        "txt" | "log" | "md" => "text/plain",
        "csv" => "text/csv",
        "vcf" => "text/vcard",
        "eml" => "message/rfc822",
        _ => UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_and_the_name_only_tells_alike_apart() {
        assert_eq!(of(b"%PDF-1.7 ...", "page.html"), "application/pdf");
        assert_eq!(of(b"PK\x03\x04....", "quote.xlsx"), PACKED[1].1);
        assert_eq!(of(b"PK\x03\x04....", "quote.png"), "application/zip");
        assert_eq!(of(b"a,b\n1,2", "data.CSV"), "text/csv");
    }

    #[test]
    fn what_a_browser_would_run_is_never_called_so() {
        for name in ["a.html", "a.svg", "a.xml", "a.js", "a.xhtml", "a.htm", "html", ""] {
            assert_eq!(of(b"<script>alert(1)</script>", name), UNKNOWN, "{name}");
        }
        assert_eq!(of(b"", "a.svg"), UNKNOWN);
    }
}
