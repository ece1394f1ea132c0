//! Words of the language, one after the other. Called by `parse`.

use super::{
    mistake::{Found, Span, What, fault},
    number::Number,
};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(Number),
    Text(String),
    Name(String),
    /// operators and brackets
    Sign(&'static str),
    End,
}

/// Longer ones first: `<=` before `<`.
const SIGNS: [&str; 22] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]", ",", ".",
];

/// Signs of other languages, and what they are called here.
const FOREIGN: [(&str, &str); 11] = [
    ("=", "=="),
    ("&", "&&"),
    ("|", "||"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("“", "\""),
    ("”", "\""),
    ("（", "("),
    ("）", ")"),
    ("，", ","),
];

pub(super) struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    pub fn new(source: &'s str) -> Lexer<'s> {
        Lexer { source, at: 0 }
    }

    pub fn next(&mut self) -> Found<(Token, Span)> {
        let rest = &self.source[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        let (start, rest) = (self.at, &self.source[self.at..]);
        let Some(first) = rest.chars().next() else { return Ok((Token::End, Span { start, end: start })) };
        let token = match first {
            '"' | '\'' => self.text(first)?,
            '0'..='9' => self.number(rest)?,
            c if c.is_alphabetic() || c == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                self.at += end;
                Token::Name(rest[..end].to_owned())
            }
            other => self.sign(rest, other)?,
        };
        Ok((token, Span { start, end: self.at }))
    }

    fn sign(&mut self, rest: &str, first: char) -> Found<Token> {
        if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            self.at += sign.len();
            return Ok(Token::Sign(sign));
        }
        let meant = FOREIGN.into_iter().find(|(foreign, _)| rest.starts_with(foreign));
        let suggestion = meant.map(|(_, sign)| sign.to_owned());
        self.stop(first.len_utf8(), What::Syntax { found: first.to_string(), suggestion })
    }

    fn number(&mut self, rest: &str) -> Found<Token> {
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let mut end = digits(rest);
        if rest[end..].strip_prefix('.').is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit())) {
            end += 1 + digits(&rest[end + 1..]);
        }
        let word = &rest[..end];
        match rest[end..].chars().next() {
            Some(c) if c.is_alphanumeric() || c == '_' => {
                let found = format!("{word}{c}");
                self.stop(end, What::Syntax { found, suggestion: None })
            }
            _ => match Number::parse(word) {
                Some(number) => {
                    self.at += end;
                    Ok(Token::Number(number))
                }
                None => self.stop(end, What::BigNumber { name: word.to_owned() }),
            },
        }
    }

    fn text(&mut self, quote: char) -> Found<Token> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.source[start + 1..].char_indices().map(|(at, c)| (start + 1 + at, c));
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == quote => {
                    self.at = at + 1;
                    return Ok(Token::Text(text));
                }
                '\0' => return fault(Span { start: at, end: at + 1 }, What::Control),
                '\\' => {
                    let found: String = self.source[at..].chars().take(2).collect();
                    let span = Span { start: at, end: at + found.len() };
                    let plain = match chars.next().map(|(_, c)| c) {
                        Some('n') => '\n',
                        Some('r') => '\r',
                        Some('t') => '\t',
                        Some(c @ ('\\' | '"' | '\'')) => c,
                        Some('u') => {
                            let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                            let hex = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit());
                            let code = u32::from_str_radix(&digits, 16).ok().filter(|_| hex);
                            match code.and_then(char::from_u32) {
                                Some('\0') => return fault(span, What::Control),
                                Some(c) => c,
                                None => return fault(span, What::BadEscape { found: format!("\\u{digits}") }),
                            }
                        }
                        Some(_) => return fault(span, What::BadEscape { found }),
                        None => break,
                    };
                    text.push(plain);
                }
                c => text.push(c),
            }
        }
        fault(Span { start, end: start + 1 }, What::OpenText)
    }

    fn stop<T>(&self, length: usize, what: What) -> Found<T> {
        fault(Span { start: self.at, end: self.at + length }, what)
    }
}
