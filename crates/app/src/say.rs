//! How a command speaks: sentences, progress, and one answer at its end. On a terminal a bar, elsewhere plain lines; a command that runs
//! inside a server speaks through its socket instead (`hand_over`).

mod terminal;

use types::{
    Problem, ProblemKind, Result,
    words::{Arg, Lang, tr_with},
};

pub use terminal::Terminal;

/// The listener of a running command.
pub trait Say: Send {
    fn lang(&self) -> Lang;

    /// A line about what is going on; for people, not part of the answer.
    fn note(&mut self, line: &str);

    /// `done` of `total` (0: unknown) of what `what` names.
    ///
    /// # Errors
    /// When nobody listens any more: the command stops here.
    fn progress(&mut self, what: &str, done: u64, total: u64) -> Result<()>;
}

/// What a command ends with: the same for people and, with `--json`, for programs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// lines for stdout; empty: nothing
    pub text: String,
    pub json: serde_json::Value,
    /// the command did its work and found something wrong: exit code 1
    pub failed: bool,
}

impl Answer {
    pub fn new(text: impl Into<String>, json: serde_json::Value) -> Answer {
        Answer { text: text.into(), json, failed: false }
    }
}

/// Nobody waits for the command any more, or the server is closing.
pub fn cancelled() -> Problem {
    Problem::new(ProblemKind::Unavailable, "cancelled")
}

/// What went wrong, for the operator: the sentence, the fields, and the cause that web pages keep to themselves.
pub fn failure(lang: Lang, problem: &Problem) -> String {
    if let Some((_, sentence)) =
        problem.args.iter().find(|(name, _)| problem.code == "refused_by_server" && *name == "sentence")
    {
        return sentence.clone();
    }
    let mut lines = vec![types::words::sentence(lang, problem)];
    for field in &problem.fields {
        lines.push(format!("  {}: {}", field.field, types::words::field_sentence(lang, field)));
    }
    lines.extend(problem.cause.as_ref().map(|cause| format!("  {cause}")));
    lines.join("\n")
}

/// A sentence of `app.ftl`.
pub fn app(lang: Lang, key: &str, args: &[(&str, Arg)]) -> String {
    tr_with(lang, &format!("app-{key}"), args)
}
