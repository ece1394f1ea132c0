//! The operator's terminal, or the pipe that stands in its place. Made by `main`.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};
use types::{Result, display, words::Lang};

use super::{Answer, Say};

/// Elsewhere than on a terminal, progress is told this often.
const EVERY: Duration = Duration::from_secs(5);

pub struct Terminal {
    lang: Lang,
    json: bool,
    bar: Option<(String, ProgressBar)>,
    told: Option<Instant>,
    live: bool,
}

impl Terminal {
    pub fn new(lang: Lang, json: bool) -> Terminal {
        Terminal { lang, json, bar: None, told: None, live: std::io::stderr().is_terminal() }
    }

    /// Ends with the answer: on stdout, as lines or as one line of JSON.
    pub fn answer(&mut self, answer: &Answer) {
        self.clear();
        if self.json {
            line(&mut std::io::stdout(), &answer.json.to_string());
        } else if !answer.text.is_empty() {
            line(&mut std::io::stdout(), &answer.text);
        }
    }

    /// Ends with what went wrong, on stderr.
    pub fn fail(&mut self, sentence: &str) {
        self.clear();
        line(&mut std::io::stderr(), sentence);
    }

    fn clear(&mut self) {
        if let Some((_, bar)) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn draw(&mut self, what: &str, done: u64, total: u64) {
        if self.bar.as_ref().is_none_or(|(name, _)| name != what) {
            self.clear();
            let bar = if total > 0 { ProgressBar::new(total) } else { ProgressBar::new_spinner() };
            let form = if total > 0 {
                "{msg} [{bar:30}] {human_pos}/{human_len} {per_sec:.dim} {eta}"
            } else {
                "{msg} {spinner} {human_pos} {per_sec:.dim}"
            };
            bar.set_style(ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message(what.to_string());
            self.bar = Some((what.to_string(), bar));
        }
        if let Some((_, bar)) = &self.bar {
            bar.set_length(total.max(done));
            bar.set_position(done);
        }
    }
}

impl Say for Terminal {
    fn lang(&self) -> Lang {
        self.lang
    }

    fn note(&mut self, text: &str) {
        match &self.bar {
            Some((_, bar)) => bar.println(text),
            None => line(&mut std::io::stderr(), text),
        }
    }

    fn progress(&mut self, what: &str, done: u64, total: u64) -> Result<()> {
        if self.live {
            self.draw(what, done, total);
        } else if self.told.is_none_or(|at| at.elapsed() >= EVERY) {
            // the first comes at once, so that a log shows what began
            self.told = Some(Instant::now());
            let of = if total > 0 { format!("/{}", display::integer(total as i64)) } else { String::new() };
            line(&mut std::io::stderr(), &format!("{what} {}{of}", display::integer(done as i64)));
        }
        Ok(())
    }
}

/// A pipe that was closed at its other end is no failure of the command.
fn line(out: &mut dyn Write, text: &str) {
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}
