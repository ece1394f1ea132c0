//! The logical lines of a vCard: folded lines joined, soft breaks of quoted-printable removed, pictures skipped, all in
//! bounded memory. Called by `CardReader`.

use std::io::{self, BufRead};

use crate::formats::limits::Limits;

/// A logical line with the number of its first physical one.
pub(super) struct Line {
    pub number: u64,
    /// At most a cell's limit and the property's name; longer ones are cut.
    pub bytes: Vec<u8>,
    /// Before the cut.
    pub length: usize,
}

impl Line {
    /// Whether the line is this, in any case.
    pub fn is(&self, words: &[u8]) -> bool {
        self.bytes.trim_ascii().eq_ignore_ascii_case(words)
    }
}

pub(super) struct Lines<B> {
    input: B,
    number: u64,
    most: usize,
    /// A physical line read ahead.
    ahead: Option<Line>,
    put_back: Option<Line>,
}

impl<B: BufRead> Lines<B> {
    pub fn new(input: B, limits: Limits) -> Lines<B> {
        Lines { input, number: 0, most: limits.cell_bytes + 1024, ahead: None, put_back: None }
    }

    /// A line that belongs to the next card.
    pub fn put_back(&mut self, line: Line) {
        self.put_back = Some(line);
    }

    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.put_back.take() {
            return Ok(Some(line));
        }
        let Some(mut line) = self.physical()? else { return Ok(None) };
        let head = Head::of(&line.bytes);
        loop {
            let soft_break = head.quoted_printable && line.bytes.ends_with(b"=");
            let Some(mut next) = self.physical()? else { return Ok(Some(line)) };
            if soft_break {
                line.bytes.pop();
                self.join(&mut line, &next.bytes, next.length);
            } else if matches!(next.bytes.first(), Some(b' ' | b'\t')) {
                next.bytes.remove(0);
                self.join(&mut line, &next.bytes, next.length - 1);
            } else if head.base64 && !next.bytes.is_empty() && !next.bytes.contains(&b':') {
                line.length += next.length;
            } else {
                self.ahead = Some(next);
                return Ok(Some(line));
            }
        }
    }

    fn join(&self, line: &mut Line, more: &[u8], length: usize) {
        line.length += length;
        let room = self.most.saturating_sub(line.bytes.len());
        line.bytes.extend_from_slice(&more[..more.len().min(room)]);
    }

    fn physical(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.ahead.take() {
            return Ok(Some(line));
        }
        self.number += 1;
        let mut line = Line { number: self.number, bytes: Vec::new(), length: 0 };
        let mut any = false;
        loop {
            let available = self.input.fill_buf()?;
            if available.is_empty() {
                break;
            }
            any = true;
            let end = memchr::memchr(b'\n', available);
            let text = &available[..end.unwrap_or(available.len())];
            line.length += text.len();
            let room = self.most.saturating_sub(line.bytes.len());
            line.bytes.extend_from_slice(&text[..text.len().min(room)]);
            let used = end.map_or(available.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        while line.bytes.last() == Some(&b'\r') {
            line.bytes.pop();
            line.length -= 1;
        }
        Ok(any.then_some(line))
    }
}

/// What the part before the colon says about how the value goes on.
struct Head {
    quoted_printable: bool,
    base64: bool,
}

impl Head {
    fn of(line: &[u8]) -> Head {
        let end = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let head = line[..end].to_ascii_uppercase();
        let word = |words: &[&[u8]]| {
            let mut parts = head.split(|byte| matches!(byte, b';' | b'=' | b','));
            parts.any(|part| words.contains(&part))
        };
        Head { quoted_printable: word(&[b"QUOTED-PRINTABLE"]), base64: word(&[b"BASE64", b"B"]) }
    }
}
