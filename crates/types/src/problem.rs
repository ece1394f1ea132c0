//! What can go wrong, as a typed value. The edges render it: a sentence for people (translated by code), an RFC 9457 document for programs.

use std::borrow::Cow;

pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// Why a request was not done. Texts for people are looked up by `code` in `locales/*/problems.ftl`.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    pub kind: ProblemKind,
    /// Stable, machine-readable: `not_found`, `stale`, `bad_filter` …
    pub code: Cow<'static, str>,
    /// Arguments of the sentence.
    pub args: Vec<(&'static str, String)>,
    /// Field by field, for `Invalid`.
    pub fields: Vec<FieldProblem>,
    /// The cause, for the operator's log only; never sent to a caller.
    pub cause: Option<String>,
}

/// One field that was refused.
#[derive(Clone, PartialEq, Debug)]
pub struct FieldProblem {
    pub field: String,
    pub code: Cow<'static, str>,
    pub args: Vec<(&'static str, String)>,
}

/// What the caller can do about it; each has one HTTP status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// 400: the request itself cannot be read (filter, cursor, limit)
    BadRequest,
    /// 401
    Unauthorized,
    /// 403: visible, but not allowed
    Forbidden,
    /// 404: hidden or missing, never told apart
    NotFound,
    /// 405: there is such an address, but nothing to do with it in this way
    NotAllowed,
    /// 409: clashes with what is there (uniqueness on restore, a running job)
    Conflict,
    /// 412: the record changed meanwhile
    Stale,
    /// 413
    TooLarge,
    /// 422: fields were refused
    Invalid,
    /// 429
    RateLimited,
    /// 503: try again
    Unavailable,
    /// 507: disk full
    StorageFull,
    /// 500
    Internal,
}

impl ProblemKind {
    pub fn status(self) -> u16 {
        match self {
            ProblemKind::BadRequest => 400,
            ProblemKind::Unauthorized => 401,
            ProblemKind::Forbidden => 403,
            ProblemKind::NotFound => 404,
            ProblemKind::NotAllowed => 405,
            ProblemKind::Conflict => 409,
            ProblemKind::Stale => 412,
            ProblemKind::TooLarge => 413,
            ProblemKind::Invalid => 422,
            ProblemKind::RateLimited => 429,
            ProblemKind::Internal => 500,
            ProblemKind::Unavailable => 503,
            ProblemKind::StorageFull => 507,
        }
    }
}

impl Problem {
    pub fn new(kind: ProblemKind, code: impl Into<Cow<'static, str>>) -> Problem {
        Problem { kind, code: code.into(), args: Vec::new(), fields: Vec::new(), cause: None }
    }

    pub fn not_found() -> Problem {
        Problem::new(ProblemKind::NotFound, "not_found")
    }

    pub fn forbidden(code: impl Into<Cow<'static, str>>) -> Problem {
        Problem::new(ProblemKind::Forbidden, code)
    }

    pub fn unauthorized() -> Problem {
        Problem::new(ProblemKind::Unauthorized, "unauthorized")
    }

    pub fn stale() -> Problem {
        Problem::new(ProblemKind::Stale, "stale")
    }

    pub fn bad(code: impl Into<Cow<'static, str>>) -> Problem {
        Problem::new(ProblemKind::BadRequest, code)
    }

    pub fn conflict(code: impl Into<Cow<'static, str>>) -> Problem {
        Problem::new(ProblemKind::Conflict, code)
    }

    pub fn internal(cause: impl std::fmt::Display) -> Problem {
        Problem::new(ProblemKind::Internal, "internal").because(cause)
    }

    pub fn unavailable(cause: impl std::fmt::Display) -> Problem {
        Problem::new(ProblemKind::Unavailable, "unavailable").because(cause)
    }

    pub fn field(field: impl Into<String>, code: impl Into<Cow<'static, str>>) -> Problem {
        Problem::invalid(vec![FieldProblem::new(field, code)])
    }

    pub fn invalid(fields: Vec<FieldProblem>) -> Problem {
        Problem { fields, ..Problem::new(ProblemKind::Invalid, "invalid") }
    }

    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Problem {
        self.args.push((name, value.to_string()));
        self
    }

    pub fn because(mut self, cause: impl std::fmt::Display) -> Problem {
        self.cause = Some(cause.to_string());
        self
    }
}

impl FieldProblem {
    pub fn new(field: impl Into<String>, code: impl Into<Cow<'static, str>>) -> FieldProblem {
        FieldProblem { field: field.into(), code: code.into(), args: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> FieldProblem {
        self.args.push((name, value.to_string()));
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        for field in &self.fields {
            write!(f, " {}:{}", field.field, field.code)?;
        }
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        if let Some(cause) = &self.cause {
            write!(f, " ({cause})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
