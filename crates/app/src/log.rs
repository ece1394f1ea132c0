//! The log of a running server: text for people or JSON for collectors, one event a line whatever it quotes. Set up once by `serve`.

use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

use crate::args::LogForm;

/// From here on events go to stderr.
pub fn begin(form: LogForm) {
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).with_writer(OneLine).with_max_level(tracing::Level::INFO);
    match form {
        LogForm::Text => subscriber.with_target(false).init(),
        LogForm::Json => subscriber.json().flatten_event(true).init(),
    }
}

/// Makes the writer of each event.
struct OneLine;

impl<'a> MakeWriter<'a> for OneLine {
    type Writer = Escaping<io::StderrLock<'static>>;

    fn make_writer(&'a self) -> Self::Writer {
        Escaping(io::stderr().lock())
    }
}

/// Shows control characters instead of obeying them: nobody forges a line or paints the operator's terminal. The formatter hands over
/// one whole event at a time, with a line feed at its end.
struct Escaping<W>(W);

impl<W: Write> Write for Escaping<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let (body, end) = match event.strip_suffix(b"\n") {
            Some(body) => (body, &b"\n"[..]),
            None => (event, &b""[..]),
        };
        let text = String::from_utf8_lossy(body);
        if text.chars().any(char::is_control) {
            let mut shown = String::with_capacity(text.len() + 8);
            for c in text.chars() {
                if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
            }
            self.0.write_all(shown.as_bytes())?;
        } else {
            self.0.write_all(body)?;
        }
        self.0.write_all(end)?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_line_feeds_and_colours_stays_on_its_line() {
        let mut out = Vec::new();
        let event = "sign-in of a\r\n2026-01-01 INFO granted \u{1b}[31mred\u{9b}0m 知客\n";
        Escaping(&mut out).write_all(event.as_bytes()).unwrap();
        let shown = String::from_utf8(out).unwrap();
        assert_eq!(shown, "sign-in of a\\r\\n2026-01-01 INFO granted \\u{1b}[31mred\\u{9b}0m 知客\n");
    }
}
