//! Every encoding is recognised from real sentences and decoded without loss, whatever the sizes of the reads.

use std::io::Read;

use super::*;

const CHINESE: &str = "姓名,公司,电话\r\n张三,北京示例科技有限公司,13800138000\r\n李四,上海某某贸易,021-12345678\r\n";

fn utf16(text: &str, encoding: Encoding) -> Vec<u8> {
    let bytes = |unit: u16| if encoding == Encoding::Utf16Le { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

pub(crate) fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => utf16(text, encoding),
        other => other.charset().encode(text).0.into_owned(),
    }
}

/// Hands out one byte at a time, to show that no boundary matters.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
        buffer[0] = *first;
        self.0 = rest;
        Ok(1)
    }
}

fn decoded(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
    let mut text = Vec::new();
    Decoder::new(Drip(bytes), encoding).read_to_end(&mut text).unwrap();
    text
}

#[test]
fn chinese_is_recognised_in_every_encoding_excel_writes() {
    for encoding in [Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16Le, Encoding::Utf16Be] {
        let bytes = encode(CHINESE, encoding);
        assert_eq!(Encoding::detect(&bytes, true), encoding);
        assert_eq!(decoded(&bytes, encoding), CHINESE.as_bytes(), "{encoding:?}");
    }
}

#[test]
fn a_mark_decides_and_is_removed() {
    let marks: [(&[u8], Encoding); 4] = [
        (b"\xEF\xBB\xBF", Encoding::Utf8),
        (b"\xFF\xFE", Encoding::Utf16Le),
        (b"\xFE\xFF", Encoding::Utf16Be),
        (b"\x84\x31\x95\x33", Encoding::Gb18030),
    ];
    for (mark, encoding) in marks {
        let bytes = [mark, &encode("名a", encoding)].concat();
        assert_eq!(Encoding::detect(&bytes, true), encoding);
        assert_eq!(decoded(&bytes, encoding), "名a".as_bytes(), "{encoding:?}");
    }
}

#[test]
fn western_text_is_not_taken_for_chinese() {
    let western = "Name;Stadt\r\nMüller;Köln\r\nLefèvre;Orléans\r\nÅse;Ærø\r\n";
    assert_eq!(Encoding::detect(&encode(western, Encoding::Windows1252), true), Encoding::Windows1252);
}

#[test]
fn rare_characters_beyond_gb2312_stay_gb18030() {
    let rare = "姓名,地址\n王喆,深圳市龙岗区坂田街道\n李垚,镕㙍𠮷\n";
    assert_eq!(Encoding::detect(&encode(rare, Encoding::Gb18030), true), Encoding::Gb18030);
}

#[test]
fn one_broken_byte_in_much_utf8_is_damage_and_not_another_encoding() {
    let mut bytes = CHINESE.repeat(20).into_bytes();
    bytes[40] = 0xFF;
    assert_eq!(Encoding::detect(&bytes, true), Encoding::Utf8);
}

#[test]
fn a_character_cut_off_by_the_end_of_the_sample_is_no_damage() {
    let bytes = "名".repeat(5);
    assert_eq!(Encoding::detect(&bytes.as_bytes()[..13], false), Encoding::Utf8);
}

#[test]
fn plain_ascii_and_nothing_are_utf8() {
    assert_eq!(Encoding::detect(b"a,b\n1,2\n", true), Encoding::Utf8);
    assert_eq!(Encoding::detect(b"", true), Encoding::Utf8);
}

#[test]
fn zeros_in_a_narrow_file_do_not_make_it_wide() {
    assert_eq!(Encoding::detect(b"name,phone\nA\0lice,1\nBob,22\nCarol,333\n", true), Encoding::Utf8);
}

#[test]
fn undecodable_bytes_are_marked_and_never_replaced() {
    for (bytes, encoding) in [
        (&b"a\x81\x20b"[..], Encoding::Gb18030),
        (&b"a\0\x00\xD8b\0"[..], Encoding::Utf16Le),
        (&b"a\0b"[..], Encoding::Utf16Le),
    ] {
        let text = decoded(bytes, encoding);
        assert!(text.contains(&BROKEN) && std::str::from_utf8(&text).is_err(), "{encoding:?} {text:?}");
    }
}
