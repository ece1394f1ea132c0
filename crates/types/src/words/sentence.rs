//! Problems as sentences for people: `problem-<code>` of the catalogue with the problem's own arguments. Used by every
//! edge that speaks to people; programs get the code.

use super::{Arg, Lang, catalogue::try_with};
use crate::{FieldProblem, Problem, ProblemKind};

/// What went wrong and what to do, in one or two sentences.
pub fn sentence(lang: Lang, problem: &Problem) -> String {
    let general = match problem.kind {
        ProblemKind::BadRequest => "bad-request",
        ProblemKind::Unauthorized => "unauthorized",
        ProblemKind::Forbidden => "forbidden",
        ProblemKind::NotFound => "not-found",
        ProblemKind::NotAllowed => "method-not-allowed",
        ProblemKind::Conflict => "conflict",
        ProblemKind::Stale => "stale",
        ProblemKind::TooLarge => "too-large",
        ProblemKind::Invalid => "invalid",
        ProblemKind::RateLimited => "rate-limited",
        ProblemKind::Unavailable => "unavailable",
        ProblemKind::StorageFull => "storage-full",
        ProblemKind::Internal => "internal",
    };
    let code = key(&problem.code);
    told(lang, &[&format!("request-{code}"), &code, general], &problem.args)
}

/// What is wrong with one field; shown beside it, so the sentence does not name it.
pub fn field_sentence(lang: Lang, problem: &FieldProblem) -> String {
    told(lang, &[&key(&problem.code), "bad-value"], &problem.args)
}

fn key(code: &str) -> String {
    code.replace('_', "-")
}

/// The first sentence that exists and whose variables are all given. A code without one is found by a test, not by the
/// person who meets it: they get the general sentence of its kind.
fn told(lang: Lang, keys: &[&str], args: &[(&'static str, String)]) -> String {
    let mut values: Vec<(&str, Arg)> = args.iter().map(|(name, value)| (*name, argument(name, value))).collect();
    // A mistake in an expression says what it is by a code of its own.
    let what = args.iter().find(|(name, _)| *name == "what").map(|(_, what)| format!("expr-{}", key(what)));
    let detail = what.and_then(|key| try_with(lang, &key, &values));
    values.extend(detail.map(|detail| ("detail", Arg::from(detail))));
    let found = keys.iter().find_map(|key| try_with(lang, &format!("problem-{key}"), &values));
    found.unwrap_or_else(|| format!("problem-{}", keys[0]))
}

/// Limits are numbers and get their separators; what somebody typed stays as typed; a type's words are one key.
fn argument<'a>(name: &str, value: &'a str) -> Arg<'a> {
    match (name, value.parse::<i64>()) {
        ("min" | "max" | "limit" | "count" | "seconds", Ok(number)) => Arg::Number(number),
        ("expected", _) => Arg::from(value.replace(' ', "-")),
        _ => Arg::from(value),
    }
}
