//! Problems as sentences for people: `problem-<code>` of the catalogue, with the problem's own arguments. Used by the
//! edges that speak to people; programs get the code.

use super::{Arg, Lang, has, tr_with};
use crate::{FieldProblem, Problem, ProblemKind};

/// What went wrong and what to do, in one or two sentences.
pub fn sentence(lang: Lang, problem: &Problem) -> String {
    let kind = match problem.kind {
        ProblemKind::BadRequest => "problem-bad_request",
        ProblemKind::Unauthorized => "problem-unauthorized",
        ProblemKind::Forbidden => "problem-forbidden",
        ProblemKind::NotFound => "problem-not_found",
        ProblemKind::Conflict => "problem-conflict",
        ProblemKind::Stale => "problem-stale",
        ProblemKind::TooLarge => "problem-too_large",
        ProblemKind::Invalid => "problem-invalid",
        ProblemKind::RateLimited => "problem-rate_limited",
        ProblemKind::Unavailable => "problem-unavailable",
        ProblemKind::StorageFull => "problem-storage_full",
        ProblemKind::Internal => "problem-internal",
    };
    told(lang, &problem.code, &problem.args, kind)
}

/// What is wrong with one field; shown beside it, so the sentence does not name it.
pub fn field_sentence(lang: Lang, problem: &FieldProblem) -> String {
    told(lang, &problem.code, &problem.args, "problem-bad_value")
}

/// A code without a sentence is answered with the general one of its kind (debug builds panic in `tr_with`).
fn told(lang: Lang, code: &str, args: &[(&'static str, String)], general: &str) -> String {
    let key = format!("problem-{code}");
    let values: Vec<(&str, Arg)> = args.iter().map(|(name, value)| (*name, argument(name, value))).collect();
    let known = has(&key) || cfg!(debug_assertions);
    tr_with(lang, if known { &key } else { general }, &values)
}

/// Limits are numbers and get their separators; what the user typed stays as typed.
fn argument<'a>(name: &str, value: &'a str) -> Arg<'a> {
    match value.parse::<i64>() {
        Ok(number) if matches!(name, "min" | "max" | "limit" | "count") => Arg::Number(number),
        _ => Arg::from(value),
    }
}
