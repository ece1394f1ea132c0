//! What is wrong with an expression, and where. Made by `parse` and `check`; the edges tell people the sentence (`locales/*/expr.ftl`) and programs
//! the arguments.

use types::{
    Problem,
    words::{Arg, Lang, tr_with},
};

/// A place in the source: bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// The first mistake of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// from 1
    pub line: usize,
    /// in characters, from 1
    pub column: usize,
    pub what: What,
}

/// The kinds of mistake. `code()` is stable; programs may hold on to it.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// this cannot stand here
    Syntax {
        found: String,
        suggestion: Option<String>,
    },
    /// something is missing at the end
    Unfinished,
    /// a quotation mark is never closed
    OpenText,
    BadEscape {
        found: String,
    },
    /// U+0000 in a text
    Control,
    TooLong,
    TooComplex,
    TooManyHops,
    LongList,
    BigNumber {
        name: String,
    },
    /// unknown, removed or not readable: never told apart
    UnknownField {
        name: String,
        suggestion: Option<String>,
    },
    UnknownFunction {
        name: String,
        suggestion: Option<String>,
    },
    UnknownChoice {
        name: String,
        suggestion: Option<String>,
    },
    WrongType {
        expected: &'static str,
        found: &'static str,
    },
    /// the wrong number of arguments
    Arguments {
        name: &'static str,
        count: &'static str,
    },
    BadId {
        name: String,
    },
    BadDate {
        name: String,
    },
    BadTime {
        name: String,
    },
    /// must be known before any record is looked at
    NotConstant,
    /// `me()` or the clock in what is stored for everybody
    NotHere {
        name: String,
    },
    /// `me()` where nobody is signed in
    Nobody,
    OutOfRange {
        name: String,
    },
}

/// Most bytes of an expression.
pub const MAX_BYTES: usize = 4096;
/// Most operators, calls, names and values; the literals of a list are not counted.
pub const MAX_NODES: usize = 100;
/// Most links that a path goes through.
pub const MAX_HOPS: usize = 2;
/// Most values of a list.
pub const MAX_LIST: usize = 200;

/// A mistake before anyone knows line and column.
pub(super) struct Fault {
    pub span: Span,
    pub what: What,
}

pub(super) type Found<T> = Result<T, Fault>;

pub(super) fn fault<T>(span: Span, what: What) -> Found<T> {
    Err(Fault { span, what })
}

impl Fault {
    pub fn within(self, source: &str) -> Mistake {
        let before = source.get(..self.span.start).unwrap_or(source);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Mistake { line: before.matches('\n').count() + 1, column: line.chars().count() + 1, what: self.what }
    }
}

impl What {
    pub fn code(&self) -> &'static str {
        match self {
            What::Syntax { .. } => "syntax",
            What::Unfinished => "unfinished",
            What::OpenText => "open_text",
            What::BadEscape { .. } => "bad_escape",
            What::Control => "control_character",
            What::TooLong => "too_long",
            What::TooComplex => "too_complex",
            What::TooManyHops => "too_many_hops",
            What::LongList => "long_list",
            What::BigNumber { .. } => "big_number",
            What::UnknownField { .. } => "unknown_field",
            What::UnknownFunction { .. } => "unknown_function",
            What::UnknownChoice { .. } => "unknown_choice",
            What::WrongType { .. } => "wrong_type",
            What::Arguments { .. } => "arguments",
            What::BadId { .. } => "bad_id",
            What::BadDate { .. } => "bad_date",
            What::BadTime { .. } => "bad_time",
            What::NotConstant => "not_constant",
            What::NotHere { .. } => "not_here",
            What::Nobody => "nobody",
            What::OutOfRange { .. } => "out_of_range",
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        let suggested = |name: &String, suggestion: &Option<String>| {
            let mut args = vec![("name", name.clone())];
            args.extend(suggestion.iter().map(|s| ("suggestion", s.clone())));
            args
        };
        match self {
            What::Syntax { found: name, suggestion }
            | What::UnknownField { name, suggestion }
            | What::UnknownFunction { name, suggestion }
            | What::UnknownChoice { name, suggestion } => suggested(name, suggestion),
            What::BadEscape { found: name }
            | What::BigNumber { name }
            | What::BadId { name }
            | What::BadDate { name }
            | What::BadTime { name }
            | What::NotHere { name }
            | What::OutOfRange { name } => vec![("name", name.clone())],
            What::WrongType { expected, found } => {
                vec![("expected", (*expected).to_owned()), ("found", (*found).to_owned())]
            }
            What::Arguments { name, count } => vec![("name", (*name).to_owned()), ("wanted", (*count).to_owned())],
            What::TooLong => vec![("limit", MAX_BYTES.to_string())],
            What::TooComplex => vec![("limit", MAX_NODES.to_string())],
            What::TooManyHops => vec![("limit", MAX_HOPS.to_string())],
            What::LongList => vec![("limit", MAX_LIST.to_string())],
            What::Unfinished | What::OpenText | What::Control | What::NotConstant | What::Nobody => Vec::new(),
        }
    }
}

impl Mistake {
    /// As a problem of this code (`bad_filter`, `bad_formula` …) with the arguments `at`, `what` and those of the mistake; `hint` says whether there is
    /// a suggestion.
    pub fn problem(&self, code: &'static str) -> Problem {
        let mut problem = Problem::bad(code);
        problem.args = self.args();
        problem
    }

    /// One sentence without the full stop, as the contract gives it: `unknown field "amout" at 1:1, did you mean "amount"?`
    pub fn sentence(&self, lang: Lang) -> String {
        let args = self.args();
        let limit = |value: &str| value.parse::<i64>().map_or(Arg::from(0), Arg::from);
        let args: Vec<(&str, Arg)> = args
            .iter()
            .map(|(name, value)| (*name, if *name == "limit" { limit(value) } else { Arg::from(value) }))
            .collect();
        tr_with(lang, &format!("expr-{}", self.what.code().replace('_', "-")), &args)
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        let mut args = vec![("at", format!("{}:{}", self.line, self.column)), ("what", self.what.code().to_owned())];
        args.extend(self.what.args());
        let hint = args.iter().any(|(name, _)| *name == "suggestion");
        args.push(("hint", if hint { "yes" } else { "no" }.to_owned()));
        args
    }
}

/// Plain English.
impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for Mistake {}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        mistake.problem("bad_filter")
    }
}

/// The known word that was probably meant: the fewest slips of the finger, then the longest right beginning.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let allowed = (name.chars().count() / 3).max(1);
    let wrong = |word: &str| word.chars().count() - word.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let near = known.map(|word| (strsim::osa_distance(name, word), wrong(word), word));
    near.filter(|(distance, ..)| *distance <= allowed).min().map(|(.., word)| word.to_owned())
}
