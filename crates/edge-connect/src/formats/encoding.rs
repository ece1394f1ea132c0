//! Text encodings of files: which one it is (byte-order mark, then valid UTF-8, then UTF-16 by its zeros, then GB18030 or
//! Western), and decoding as a stream. Called by `sniff` and by the readers.

use std::io::{self, BufRead, Read};

use encoding_rs::{DecoderResult, Encoding as Charset};
use serde::{Deserialize, Serialize};

/// The encodings a file may have. Excel in Chinese saves "CSV" as GB18030, "CSV UTF-8" with a mark, "Unicode text" as UTF-16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    #[default]
    Utf8,
    /// Also GBK and GB 2312, which it contains.
    Gb18030,
    Utf16Le,
    Utf16Be,
    Big5,
    /// Also ISO 8859-1.
    Windows1252,
}

/// Stands for undecodable bytes in a decoded stream: never part of UTF-8, so the cell it lands in is found broken.
const BROKEN: u8 = 0xFF;
const CHUNK: usize = 64 * 1024;

impl Encoding {
    pub const ALL: [Encoding; 6] = [
        Encoding::Utf8,
        Encoding::Gb18030,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Big5,
        Encoding::Windows1252,
    ];

    pub(crate) fn charset(self) -> &'static Charset {
        match self {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Gb18030 => encoding_rs::GB18030,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Big5 => encoding_rs::BIG5,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        }
    }

    /// The encoding of a file that begins with `head`; `whole` if that is all of it.
    pub fn detect(head: &[u8], whole: bool) -> Encoding {
        if let Some((charset, _)) = Charset::for_bom(head) {
            return if charset == encoding_rs::UTF_16LE {
                Encoding::Utf16Le
            } else if charset == encoding_rs::UTF_16BE {
                Encoding::Utf16Be
            } else {
                Encoding::Utf8
            };
        }
        if head.starts_with(&[0x84, 0x31, 0x95, 0x33]) {
            return Encoding::Gb18030;
        }
        if let Some(wide) = by_zeros(head) {
            return wide;
        }
        let (good, bad) = utf8_sequences(head, whole);
        // A few broken bytes in the midst of much UTF-8 are damage to report, not another encoding.
        if bad == 0 || good >= 10 * bad { Encoding::Utf8 } else { chinese_or_western(head, whole) }
    }
}

/// UTF-16 without a mark: its separators and Latin letters leave zeros on one side of each pair.
fn by_zeros(head: &[u8]) -> Option<Encoding> {
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd == 0 {
        return None;
    }
    let (encoding, on_its_side) = if odd > even { (Encoding::Utf16Le, odd) } else { (Encoding::Utf16Be, even) };
    let (text, _) = encoding.charset().decode_without_bom_handling(&head[..head.len() & !1]);
    let plausible = text.chars().filter(|c| c.is_alphanumeric() || c.is_ascii_graphic() || c.is_whitespace()).count();
    let wide = on_its_side > 9 * (even + odd - on_its_side) && plausible * 10 >= text.chars().count() * 9;
    wide.then_some(encoding)
}

/// Multi-byte sequences that are UTF-8, and places that are not. A sequence cut off at the end of a part is neither.
fn utf8_sequences(mut bytes: &[u8], whole: bool) -> (usize, usize) {
    let beyond_ascii = |text: &[u8]| text.iter().filter(|byte| **byte >= 0xC0).count();
    let (mut good, mut bad) = (0, 0);
    loop {
        match std::str::from_utf8(bytes) {
            Ok(text) => return (good + beyond_ascii(text.as_bytes()), bad),
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                good += beyond_ascii(valid);
                let Some(length) = error.error_len() else { return (good, bad + usize::from(whole)) };
                bad += 1;
                bytes = &rest[length..];
            }
        }
    }
}

/// In GB18030 almost every second byte is high too; in Western text a high byte stands alone among letters.
fn chinese_or_western(head: &[u8], whole: bool) -> Encoding {
    let (mut pairs, mut lone, mut at) = (0_usize, 0_usize, 0);
    while at < head.len() {
        let Some(lead) = head[at..].iter().position(|byte| *byte >= 0x80) else { break };
        at += lead;
        match head.get(at + 1) {
            Some(0x80..=0xFE) | Some(b'0'..=b'9') => {
                pairs += 1;
                at += 2;
            }
            Some(_) => {
                lone += 1;
                at += 1;
            }
            None => {
                lone += usize::from(whole);
                at += 1;
            }
        }
    }
    // The extended half of GBK has low second bytes, so some "lone" bytes are Chinese too.
    if pairs >= lone { Encoding::Gb18030 } else { Encoding::Windows1252 }
}

/// A file as a stream of UTF-8 without its byte-order mark, in constant memory.
pub struct Decoder<R> {
    source: R,
    /// `None`: the source is UTF-8 already and passes through.
    decoder: Option<encoding_rs::Decoder>,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    started: bool,
    ended: bool,
}

impl<R: Read> Decoder<R> {
    pub fn new(source: R, encoding: Encoding) -> Decoder<R> {
        let decoder = (encoding != Encoding::Utf8).then(|| encoding.charset().new_decoder_without_bom_handling());
        Decoder { source, decoder, raw: vec![0; CHUNK], text: Vec::new(), at: 0, started: false, ended: false }
    }

    /// Reads until the chunk is full or the source ends, so that a mark or a pair is never cut by a short read.
    fn read_chunk(&mut self) -> io::Result<usize> {
        let mut length = 0;
        while length < self.raw.len() {
            match self.source.read(&mut self.raw[length..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => length += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(length)
    }

    fn refill(&mut self) -> io::Result<()> {
        let length = self.read_chunk()?;
        self.text.clear();
        self.at = 0;
        let raw = &self.raw[..length];
        match &mut self.decoder {
            None => self.text.extend_from_slice(raw),
            Some(decoder) => decode(decoder, raw, self.ended, &mut self.text),
        }
        // In every encoding the mark is the same character.
        if !self.started && self.text.starts_with(b"\xEF\xBB\xBF") {
            self.at = 3;
        }
        self.started = true;
        Ok(())
    }
}

fn decode(decoder: &mut encoding_rs::Decoder, mut raw: &[u8], last: bool, text: &mut Vec<u8>) {
    loop {
        let filled = text.len();
        let room = decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(4 * raw.len()) + 16;
        text.resize(filled + room, 0);
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(raw, &mut text[filled..], last);
        text.truncate(filled + written);
        raw = &raw[read..];
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => text.push(BROKEN),
        }
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: Read> BufRead for Decoder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.text.len() && !self.ended {
            self.refill()?;
        }
        Ok(&self.text[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

#[cfg(test)]
mod tests;
