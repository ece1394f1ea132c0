//! One property of a vCard: group, name, types, and its value as text. Called by `CardReader` for every logical line.

use encoding_rs::Encoding as Charset;

use crate::formats::encoding::Encoding;

#[derive(Clone, Debug, Default)]
pub(super) struct Property {
    /// `item1` of `item1.TEL`, which a label of the same group explains.
    pub group: String,
    /// In capitals.
    pub name: String,
    /// In small letters, from every spelling: `TEL;CELL`, `TYPE=cell,voice`, `type="HOME,VOICE"`.
    pub types: Vec<String>,
    pub preferred: bool,
    /// Of no interest as text: a picture or a key.
    pub binary: bool,
    /// `None`: the bytes mean nothing in their character set.
    pub value: Option<String>,
}

impl Property {
    /// `None` for a line that is no property.
    pub fn parse(line: &[u8], fallback: Encoding) -> Option<Property> {
        let colon = outside_quotes(line, b':').next()?;
        let (head, value) = (&line[..colon], &line[colon + 1..]);
        let head = String::from_utf8_lossy(head);
        let mut parts = split_outside_quotes(&head, b';');
        let full_name = parts.next()?.trim();
        let (group, name) = full_name.rsplit_once('.').unwrap_or(("", full_name));
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            return None;
        }
        let mut property =
            Property { group: group.to_ascii_lowercase(), name: name.to_ascii_uppercase(), ..Property::default() };
        let mut quoted_printable = false;
        let mut charset = None;
        for parameter in parts {
            let (key, text) = parameter.split_once('=').unwrap_or(("", parameter));
            let words = text.split(',').map(|word| word.trim().trim_matches('"').to_ascii_lowercase());
            match key.trim().to_ascii_uppercase().as_str() {
                "CHARSET" => charset = Charset::for_label(text.trim().trim_matches('"').as_bytes()),
                "PREF" => property.preferred = true,
                "" | "TYPE" | "ENCODING" => {
                    for word in words {
                        match word.as_str() {
                            "quoted-printable" => quoted_printable = true,
                            "base64" | "b" => property.binary = true,
                            "pref" => property.preferred = true,
                            _ => property.types.push(word),
                        }
                    }
                }
                _ => {}
            }
        }
        if !property.binary {
            let bytes = if quoted_printable { unquoted(value) } else { value.to_vec() };
            property.value = text(bytes, charset, fallback);
        }
        Some(property)
    }

    pub fn is(&self, kinds: &[&str]) -> bool {
        self.types.iter().any(|kind| kinds.contains(&kind.as_str()))
    }
}

/// A declared character set is tried first, but phones declare one and write another.
fn text(bytes: Vec<u8>, charset: Option<&'static Charset>, fallback: Encoding) -> Option<String> {
    let strict = |charset: &'static Charset| {
        charset.decode_without_bom_handling_and_without_replacement(&bytes).map(|text| text.into_owned())
    };
    // `us-ascii` is Windows-1252 by its label, and would take UTF-8 for it.
    let declared = charset.filter(|charset| *charset != encoding_rs::WINDOWS_1252);
    declared
        .and_then(strict)
        .or_else(|| strict(encoding_rs::UTF_8))
        .or_else(|| charset.and_then(strict))
        .or_else(|| strict(fallback.charset()))
}

/// `=E5=BC=A0` as bytes; soft breaks are gone already, and a `=` that begins nothing stands for itself.
fn unquoted(value: &[u8]) -> Vec<u8> {
    let digit = |at: usize| value.get(at).and_then(|byte| (*byte as char).to_digit(16));
    let mut bytes = Vec::with_capacity(value.len());
    let mut at = 0;
    while at < value.len() {
        match (value[at], digit(at + 1), digit(at + 2)) {
            (b'=', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

fn outside_quotes(text: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    let mut quoted = false;
    text.iter().enumerate().filter_map(move |(at, byte)| {
        quoted ^= *byte == b'"';
        (!quoted && *byte == wanted).then_some(at)
    })
}

fn split_outside_quotes(text: &str, wanted: u8) -> impl Iterator<Item = &str> {
    let ends = outside_quotes(text.as_bytes(), wanted).chain(std::iter::once(text.len()));
    ends.scan(0, |start, end| {
        let part = &text[*start..end];
        *start = end + 1;
        Some(part)
    })
}

/// The parts of a value between `mark`s that are not escaped, unescaped each.
pub(super) fn parts(value: &str, mark: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        let last = parts.last_mut().expect("parts begin with one and only grow");
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') => last.push('\n'),
                Some(escaped @ (',' | ';' | ':' | '\\' | '"')) => last.push(escaped),
                Some(other) => last.extend(['\\', other]),
                None => last.push('\\'),
            },
            '\r' => {}
            c if c == mark => parts.push(String::new()),
            c => last.push(c),
        }
    }
    parts
}

/// The whole value unescaped.
pub(super) fn whole(value: &str) -> String {
    // U+0000 never stands in a value that passes the checks, so nothing is split.
    parts(value, '\0').join("\0").trim().to_owned()
}
