//! Search tokens: what a field's text is found by. `index_tokens` is called when a record is kept, `query` when somebody searches; the two
//! sides agree by the tests beside this file. SQLite keeps the tokens in FTS5 (`ascii` tokenizer), PostgreSQL in a `tsvector`.
//!
//! A token is `field tag + family + payload`: the tag is short ASCII, the family one private-use character, so that neither fields nor
//! families can be mistaken for one another and a query looks only into the fields it names. Tokens hold ASCII letters and digits and
//! characters from U+0080 on, nothing that either database would split or that needs quoting inside `'…'` or `"…"`; at most 64 bytes.
//! A prefix index of the database that is to help queries of n characters must be `tag + 1 + n` characters long.

mod name;
mod query;
mod runs;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use query::{Query, Term, Token, Way, matches, query};

use super::fold::{base_fold, fold, head};
use super::phone;
use runs::{Run, runs};

/// Changes with the tokens and with the dictionary behind them; older tokens must then be written anew.
pub const TOKEN_VERSION: u32 = 1;

/// Of one value at most so many tokens are kept, in the order of the text: the end of a long document is not found.
pub const MAX_TOKENS: usize = 2_000;

/// So many characters of one value are looked at.
pub const MAX_CHARS: usize = 20_000;

/// How a field's text is taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Words, numbers and pairs of Chinese characters.
    Text,
    /// Text that is also found by pinyin: names of people, companies, products.
    Name,
    /// Found by any four digits in a row, or by its first three.
    Phone,
    /// Text that is also found by its beginning as a whole, `zhang@hua`.
    Email,
    /// Text that is also found without its punctuation, `so2024001` in `SO-2024-001`.
    Code,
}

/// What kind of payload a token has.
#[derive(Clone, Copy)]
enum Family {
    Word = 0xe001,
    Pinyin,
    /// The digits of a number from some place to its end.
    PhoneEnd,
    Phone,
    Email,
    Code,
}

const MAX_TAG: usize = 8;
const MAX_PAYLOAD: usize = 48; // 8 + 3 + 48 < 64
/// Pinyin is compared by its first sixteen letters; beyond them a query finds too much rather than too little.
const MAX_PINYIN: usize = 16;
const MIN_PHONE: usize = 4;
const MAX_PHONE: usize = 20;

/// The tokens of one field's value. `field` is its tag: one to eight ASCII letters and digits.
pub fn index_tokens(field: &str, kind: Kind, text: &str) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    add_tokens(&mut tokens, field, kind, text);
    tokens
}

/// The same, into the set of the whole record.
pub fn add_tokens(tokens: &mut BTreeSet<String>, field: &str, kind: Kind, text: &str) {
    let mut sink = Sink { tokens, tag: field, room: MAX_TOKENS, buffer: String::with_capacity(64) };
    let text = head(text, MAX_CHARS);
    if kind == Kind::Phone {
        return add_phone(&mut sink, text);
    }
    let base = base_fold(text);
    match kind {
        Kind::Name => name::add_pinyin(&mut sink, &base),
        Kind::Email => sink.put(Family::Email, &email_payload(&base)),
        Kind::Code => sink.put(Family::Code, &code_payload(&base)),
        Kind::Text | Kind::Phone => {}
    }
    for run in runs(&base) {
        if sink.room == 0 {
            break;
        }
        match run {
            Run::Word(word) => {
                sink.put(Family::Word, word);
                runs::parts(word).for_each(|part| sink.put(Family::Word, part));
                if kind == Kind::Code {
                    add_without_zeros(&mut sink, word);
                }
            }
            Run::Pairs(text) => runs::pairs(text).for_each(|pair| sink.put(Family::Word, pair)),
        }
    }
}

/// `0042` is also found as `42`: people leave out the zeros of a running number.
fn add_without_zeros(sink: &mut Sink, word: &str) {
    let number = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let short = number.trim_start_matches('0');
    if short.len() < number.len() && !short.is_empty() {
        sink.put(Family::Word, short);
    }
}

/// A field may hold several numbers; the first four are indexed.
fn add_phone(sink: &mut Sink, text: &str) {
    for number in text.split(['/', '、', ',', '，', ';', '；']).take(4) {
        // The country only matters for what is read as a Chinese number; other digits come out the same under any.
        let phone = phone::parse(number, "CN");
        let digits = head(&phone.digits, MAX_PHONE);
        sink.put(Family::Phone, digits);
        // Inside the country, from abroad, and as typed where that is neither.
        let abroad = phone.e164.as_deref().map_or("", |e164| &e164[1..]);
        let typed: String = fold(number).chars().filter(char::is_ascii_digit).take(MAX_PHONE).collect();
        for form in [digits, abroad, if phone.extension.is_none() { &typed } else { "" }] {
            (0..form.len().saturating_sub(MIN_PHONE - 1)).for_each(|start| sink.put(Family::PhoneEnd, &form[start..]));
        }
        if let Some(extension) = &phone.extension {
            sink.put(Family::PhoneEnd, &format!("{digits}{extension}"));
        }
    }
}

/// Signs have no place in a token; those of an address become private-use characters.
fn email_payload(base: &str) -> String {
    let sign = |c: char| char::from_u32(0xe100 + c as u32).unwrap_or(c);
    let payload = base.trim().chars().filter(|c| !is_private(*c) && !c.is_whitespace() && !c.is_control());
    payload.take(MAX_PAYLOAD).map(|c| if c.is_ascii() && !c.is_ascii_alphanumeric() { sign(c) } else { c }).collect()
}

fn code_payload(base: &str) -> String {
    base.chars().filter(|c| c.is_alphanumeric()).take(MAX_PAYLOAD).collect()
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// Begins a token: field and family.
fn begin(token: &mut String, tag: &str, family: Family) {
    debug_assert!(
        (1..=MAX_TAG).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric()),
        "{tag:?} is no tag"
    );
    token.clear();
    token.extend(tag.chars().filter(char::is_ascii_alphanumeric).take(MAX_TAG));
    token.push(char::from_u32(family as u32).expect("families are private-use characters"));
}

/// Cuts a payload to size, between characters.
fn cut(payload: &str) -> &str {
    &payload[..payload.floor_char_boundary(MAX_PAYLOAD)]
}

/// Where the tokens of one value go.
struct Sink<'a> {
    tokens: &'a mut BTreeSet<String>,
    tag: &'a str,
    room: usize,
    buffer: String,
}

impl Sink<'_> {
    fn put(&mut self, family: Family, payload: &str) {
        if self.room == 0 || payload.is_empty() {
            return;
        }
        begin(&mut self.buffer, self.tag, family);
        self.buffer.push_str(cut(payload));
        if !self.tokens.contains(&self.buffer) {
            self.tokens.insert(self.buffer.clone());
            self.room -= 1;
        }
    }
}
