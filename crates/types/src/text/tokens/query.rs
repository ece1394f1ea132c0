//! What somebody typed, as conditions on tokens. `store` turns a `Query` into an FTS5 or `tsquery` expression; `matches` is the same in
//! memory, for live filters and as the judge in tests.

use std::collections::BTreeSet;
use std::ops::Bound;

use super::super::fold::{base_fold, head};
use super::super::phone;
use super::runs::{Run, pairs, parts, runs};
use super::{Family, Kind, MAX_PINYIN, MIN_PHONE, begin, code_payload, cut, email_payload};

const MAX_QUERY: usize = 200;
/// Further words are not looked at; they could only narrow the answer.
const MAX_TERMS: usize = 8;
const MAX_PAIRS: usize = 12;

/// All terms must hold. Without any (nothing typed but signs) nothing is found.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Query {
    pub terms: Vec<Term>,
}

/// One word of the query: one of the ways must hold; none where no field of the query can hold such a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    pub any: Vec<Way>,
    /// The tokens only say that all pairs of these three or more characters are there: the folded value of one of the fields must contain
    /// this. Ask [`Query::verified`].
    pub verify: Option<String>,
}

/// One way to find a term: all these tokens, all of the same field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// The tag of the field.
    pub field: String,
    pub tokens: Vec<Token>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Token {
    Is(String),
    Starts(String),
}

impl Query {
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn needs_verifying(&self) -> bool {
        self.terms.iter().any(|term| term.verify.is_some())
    }

    /// Whether the tokens of this text of a field can matter to `matches`. Chinese is looked for as it is written: a text without the very characters
    /// need not be taken apart.
    pub fn concerns(&self, field: &str, text: &str) -> bool {
        let text = base_fold(text);
        let written = |c: char| c.is_ascii() || ('\u{e000}'..'\u{f900}').contains(&c) || text.contains(c);
        let written = |(Token::Is(token) | Token::Starts(token)): &Token| token.chars().all(written);
        let mut ways = self.terms.iter().flat_map(|term| &term.any).filter(|way| way.field == field);
        ways.any(|way| way.tokens.iter().all(written))
    }

    /// Whether a record that the tokens found really holds the query. `value` gives a field's text by its tag; `None` for an empty one.
    pub fn verified<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> bool {
        self.terms.iter().all(|term| match &term.verify {
            None => true,
            Some(wanted) => {
                let holds = |way: &Way| value(&way.field).is_some_and(|text| base_fold(text).contains(wanted));
                term.any.iter().any(holds)
            }
        })
    }
}

/// Reads what was typed, to be looked for in `fields`: tags and kinds of those the caller may read. Words are beginnings; what is typed
/// without blanks between scripts counts as several words; digits that belong to one telephone number as one.
pub fn query(text: &str, fields: &[(&str, Kind)]) -> Query {
    let base = base_fold(head(text, MAX_QUERY));
    let chunks: Vec<&str> = base.split_whitespace().collect();
    let mut rest = chunks.as_slice();
    let mut terms = Vec::new();
    while let [chunk, after @ ..] = rest
        && terms.len() < MAX_TERMS
    {
        let groups = phone_length(rest);
        if groups > 0 {
            let typed = rest[..groups].join(" ");
            terms.push(term(fields, |tag, kind| number_ways(&typed, tag, kind)));
            rest = &rest[groups..];
            continue;
        }
        if chunk.contains('@') && runs(chunk).next().is_some() {
            terms.push(term(fields, |tag, kind| email_ways(chunk, tag, kind)));
        } else {
            terms.extend(runs(chunk).map(|run| run_term(run, fields)));
        }
        rest = after;
    }
    terms.truncate(MAX_TERMS);
    Query { terms }
}

fn term(fields: &[(&str, Kind)], ways: impl Fn(&str, Kind) -> Vec<Vec<Token>>) -> Term {
    let any = fields.iter().flat_map(|&(tag, kind)| {
        let of_field = |tokens| Way { field: tag.to_owned(), tokens };
        ways(tag, kind).into_iter().filter(|tokens| !tokens.is_empty()).map(of_field).collect::<Vec<_>>()
    });
    Term { any: any.collect(), verify: None }
}

fn run_term(run: Run, fields: &[(&str, Kind)]) -> Term {
    let ways = |tag: &str, kind| match run {
        Run::Word(word) => word_ways(word, tag, kind),
        Run::Pairs(_) if kind == Kind::Phone => Vec::new(),
        Run::Pairs(text) => vec![pair_tokens(text, tag)],
    };
    let long = matches!(run, Run::Pairs(text) if text.chars().nth(2).is_some());
    Term { verify: long.then(|| run.text().to_owned()), ..term(fields, ways) }
}

fn word_ways(word: &str, tag: &str, kind: Kind) -> Vec<Vec<Token>> {
    if kind == Kind::Phone {
        return if word.bytes().all(|b| b.is_ascii_digit()) { phone_ways(word, tag) } else { Vec::new() };
    }
    let mut ways = vec![vec![Token::Starts(token(tag, Family::Word, word))]];
    let mut apart: Vec<_> = parts(word).map(|part| Token::Is(token(tag, Family::Word, part))).collect();
    if let Some(Token::Is(last)) = apart.pop() {
        apart.push(Token::Starts(last));
        ways.push(apart);
    }
    if kind == Kind::Name && word.is_ascii() {
        ways.push(vec![Token::Starts(token(tag, Family::Pinyin, head(word, MAX_PINYIN)))]);
    }
    if kind == Kind::Code {
        ways.push(vec![Token::Starts(token(tag, Family::Code, &code_payload(word)))]);
    }
    ways
}

fn pair_tokens(text: &str, tag: &str) -> Vec<Token> {
    let mut chars = text.chars();
    if chars.next().is_some() && chars.next().is_none() {
        return vec![Token::Starts(token(tag, Family::Word, text))];
    }
    // The last of `pairs` is the single last character.
    let count = text.chars().count() - 1;
    pairs(text).take(count.min(MAX_PAIRS)).map(|pair| Token::Is(token(tag, Family::Word, pair))).collect()
}

/// All words of a piece in one field, the last one a beginning.
fn all_runs(text: &str, tag: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => tokens.push(Token::Is(token(tag, Family::Word, word))),
            Run::Pairs(text) => tokens.extend(pair_tokens(text, tag)),
        }
    }
    if let Some(Token::Is(last)) = tokens.last().cloned() {
        tokens.pop();
        tokens.push(Token::Starts(last));
    }
    tokens
}

fn email_ways(chunk: &str, tag: &str, kind: Kind) -> Vec<Vec<Token>> {
    match kind {
        Kind::Phone => Vec::new(),
        Kind::Email if !chunk.starts_with('@') => {
            vec![vec![Token::Starts(token(tag, Family::Email, &email_payload(chunk)))]]
        }
        _ => vec![all_runs(chunk, tag)],
    }
}

fn number_ways(typed: &str, tag: &str, kind: Kind) -> Vec<Vec<Token>> {
    if kind == Kind::Phone { phone_ways(typed, tag) } else { vec![all_runs(typed, tag)] }
}

/// The digits as typed, and without what people write in front of a number: `+86`, `0086`, `86`, the 0 of an area.
fn phone_ways(typed: &str, tag: &str) -> Vec<Vec<Token>> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == MIN_PHONE - 1 {
        return vec![vec![Token::Starts(token(tag, Family::Phone, &digits))]];
    }
    let international = typed.starts_with('+').then_some(&*digits).or_else(|| digits.strip_prefix("00"));
    let mut spellings = vec![&*digits];
    if let Some(digits) = international {
        spellings.extend([digits, phone::without_calling_code(digits)]);
    } else if digits.len() >= 8 {
        spellings.extend(digits.strip_prefix("86").or_else(|| digits.strip_prefix('0')));
    }
    let mut ways: Vec<Vec<Token>> = Vec::new();
    for digits in spellings.into_iter().filter(|digits| digits.len() >= MIN_PHONE) {
        let way = vec![Token::Starts(token(tag, Family::PhoneEnd, digits))];
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// How many of the chunks ahead belong to one telephone number written in groups; 0 when the first is an ordinary word.
fn phone_length(chunks: &[&str]) -> usize {
    let phonelike = |chunk: &&&str| {
        chunk.bytes().all(|b| b.is_ascii_digit() || b"+-()./".contains(&b))
            && chunk.contains(|c: char| c.is_ascii_digit())
    };
    let candidates = chunks.iter().take_while(phonelike).count();
    let joined = |count: usize| chunks[..count].concat();
    let complete = (2..=candidates).rev().find(|&count| {
        let digits: String = joined(count).chars().filter(char::is_ascii_digit).collect();
        let mobile =
            chunks[0].len() == 3 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3' && digits.len() <= 11;
        let with_area = digits.starts_with('0') && (10..=12).contains(&digits.len());
        let service = (digits.starts_with("400") || digits.starts_with("800")) && digits.len() == 10;
        let abroad = chunks[0].starts_with('+') || chunks[0].starts_with("00");
        digits.len() <= 17 && (abroad || mobile && digits.len() > 3 || with_area || service)
    });
    let grouped = candidates > 0 && chunks[0].bytes().any(|b| !b.is_ascii_digit());
    complete.unwrap_or(usize::from(grouped))
}

fn token(tag: &str, family: Family, payload: &str) -> String {
    let mut token = String::with_capacity(tag.len() + payload.len() + 3);
    begin(&mut token, tag, family);
    token.push_str(cut(payload));
    token
}

/// Whether a record with these tokens is found, up to [`Query::verified`].
pub fn matches(query: &Query, tokens: &BTreeSet<String>) -> bool {
    let holds = |token: &Token| match token {
        Token::Is(whole) => tokens.contains(whole),
        Token::Starts(start) => {
            let from = (Bound::Included(start.as_str()), Bound::Unbounded);
            tokens.range::<str, _>(from).next().is_some_and(|next| next.starts_with(start.as_str()))
        }
    };
    let found = |term: &Term| term.any.iter().any(|way| way.tokens.iter().all(holds));
    !query.is_empty() && query.terms.iter().all(found)
}
