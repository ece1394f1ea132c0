//! What text a field takes. Called by the text fields before anything is stored; whatever passes is stored to the byte.

/// Why a text was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextProblem {
    /// U+0000, which PostgreSQL cannot hold.
    Nul,
    /// A line break in a single-line text.
    LineBreak,
    TooLong {
        chars: usize,
        max: usize,
    },
}

impl TextProblem {
    /// The key of its sentence in the locales.
    pub fn code(self) -> &'static str {
        match self {
            TextProblem::Nul => "text_nul",
            TextProblem::LineBreak => "text_line_break",
            TextProblem::TooLong { .. } => "text_too_long",
        }
    }
}

/// Text of one line: no U+0000, no line feed or carriage return, at most `max` characters. Other control characters are people's own
/// business: they are kept, and shown harmlessly.
pub fn single_line(text: &str, max: usize) -> Result<(), TextProblem> {
    if text.contains(['\n', '\r']) {
        return Err(TextProblem::LineBreak);
    }
    long_text(text, max)
}

/// Text of any number of lines: no U+0000, at most `max` characters.
pub fn long_text(text: &str, max: usize) -> Result<(), TextProblem> {
    if text.contains('\0') {
        return Err(TextProblem::Nul);
    }
    // No text has more characters than bytes.
    let chars = if text.len() <= max { 0 } else { text.chars().count() };
    if chars > max { Err(TextProblem::TooLong { chars, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::real_data::real_file;
    use super::*;

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(single_line("华为技术", 4), Ok(()));
        assert_eq!(single_line("华为技术", 3), Err(TextProblem::TooLong { chars: 4, max: 3 }));
        assert_eq!(long_text("", 0), Ok(()));
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(single_line("a\nb", 9), Err(TextProblem::LineBreak));
        assert_eq!(single_line("a\rb", 9), Err(TextProblem::LineBreak));
        assert_eq!(long_text("a\r\nb\tc", 9), Ok(()));
        assert_eq!(single_line("a\0b", 9), Err(TextProblem::Nul));
        assert_eq!(long_text("a\0b", 9), Err(TextProblem::Nul));
    }

    #[test]
    fn every_naughty_string_passes() {
        let Some(file) = real_file("naughty-strings/blns.json") else { return };
        let strings: Vec<String> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        assert!(strings.len() > 500);
        for text in strings {
            assert_eq!(single_line(&text, 20_000), Ok(()), "{text:?}");
        }
    }
}
