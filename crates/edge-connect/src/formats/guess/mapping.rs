//! Which field each column goes to, by its header and its cells. Called by the import's second step; every guess says how
//! sure it is and why, so that a page can show it and a person correct it.

use serde::Serialize;

use super::aliases::ALIASES;
use super::kind::{Guessed, guess_kind};
use super::{normalise, normalise_outside_brackets};

/// What the guess must know about a field. Filled from the catalog by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFacts {
    /// `close_date`.
    pub name: String,
    /// In every language of the product.
    pub labels: Vec<String>,
    /// Further names the installation has given it, e.g. from saved mappings.
    pub aliases: Vec<String>,
    pub kind: FieldKind,
}

/// The kinds of field that differ in what cells they accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    LongText,
    Integer,
    Decimal,
    Percent,
    Money,
    YesNo,
    Date,
    DateTime,
    Choice,
    Link,
    Email,
    Phone,
    Url,
    Address,
    /// Everything that takes any text: tags, several choices, files by name.
    Other,
}

/// One column and the field it seems to belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// Index into the headers, from zero.
    pub column: usize,
    /// A field's name, or a part of one: `address.city`, `name.family`, `name.given`.
    pub field: String,
    /// In percent; below [`SURE`] a person should look.
    pub confidence: u8,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The header is the field's name.
    Name,
    /// The header is the field's label in one of the languages.
    Label,
    /// Another system, or this installation, calls the field so.
    Alias,
    /// The header resembles one of these.
    Similar,
    /// The header says nothing, but the cells are what only this field holds.
    Values,
}

/// At least this confident, a guess needs no look.
pub const SURE: u8 = 80;
/// Less confident guesses are not made.
const LEAST: u8 = 50;
/// What cells of another type take off.
const MISFIT: u8 = 35;

/// Proposes at most one field for a column and one column for a field. `samples` are rows of cells in the headers' order.
pub fn guess_mapping(object: &str, headers: &[String], samples: &[Vec<String>], fields: &[FieldFacts]) -> Vec<Guess> {
    let normalised: Vec<String> = headers.iter().map(|header| normalise(header)).collect();
    let kinds: Vec<Guessed> = (0..headers.len())
        .map(|column| guess_kind(samples.iter().filter_map(|row| row.get(column)).map(String::as_str)))
        .collect();
    let mut candidates = Vec::new();
    for (column, header) in headers.iter().enumerate() {
        let bare = normalise_outside_brackets(header);
        let found = by_header(object, &normalised[column], &bare, &normalised, fields);
        candidates.extend(found.into_iter().map(|(field, fact, confidence, why)| {
            let misfit = if accepts(fact.kind, &kinds[column], &field) { 0 } else { MISFIT };
            Guess { column, field, confidence: confidence - misfit, why }
        }));
    }
    // Stable: of equals the column further left wins.
    candidates.sort_by_key(|guess| std::cmp::Reverse(guess.confidence));
    let mut guesses: Vec<Guess> = Vec::new();
    for candidate in candidates.into_iter().filter(|guess| guess.confidence >= LEAST) {
        if !guesses.iter().any(|taken| taken.column == candidate.column || collide(&taken.field, &candidate.field)) {
            guesses.push(candidate);
        }
    }
    by_values(&kinds, fields, &mut guesses);
    guesses.sort_by_key(|guess| guess.column);
    guesses
}

/// A whole field and its own parts cannot both be filled.
fn collide(one: &str, other: &str) -> bool {
    let root = |field: &str| field.split('.').next().unwrap_or_default().to_owned();
    one == other || (root(one) == root(other) && one.contains('.') != other.contains('.'))
}

type Candidate<'f> = (String, &'f FieldFacts, u8, Why);

fn by_header<'f>(
    object: &str,
    header: &str,
    bare: &str,
    headers: &[String],
    fields: &'f [FieldFacts],
) -> Vec<Candidate<'f>> {
    let mut found = Vec::new();
    // What stands in brackets is a unit or a hint, so without it a match is a little less sure.
    let bracketed = (bare != header).then_some((bare, 3));
    for (header, less) in std::iter::once((header, 0)).chain(bracketed).filter(|(header, _)| !header.is_empty()) {
        let decided = ALIASES.is_decided_by_company(object, header, headers);
        for fact in fields {
            let any = |names: &[String]| names.iter().any(|name| normalise(name) == header);
            let (confidence, why) = if normalise(&fact.name) == header {
                (if decided { 85 } else { 100 }, Why::Name)
            } else if any(&fact.labels) {
                (98, Why::Label)
            } else if any(&fact.aliases) {
                (97, Why::Alias)
            } else {
                continue;
            };
            found.push((fact.name.clone(), fact, confidence - less, why));
        }
        if let Some((field, fact)) = ALIASES.field(object, header, headers).and_then(|field| resolve(field, fields)) {
            found.push((field, fact, if decided { 99 } else { 95 } - less, Why::Alias));
        }
    }
    // A header that is known to mean something this object lacks resembles nothing else.
    let means_another = || ALIASES.field(object, bare, headers).is_some();
    if found.is_empty() && !bare.is_empty() && !means_another() {
        found.extend(similar(object, bare, fields));
    }
    found
}

/// The field an alias means in this installation: itself, the whole it is a part of, or the part standing alone.
fn resolve<'f>(field: &str, fields: &'f [FieldFacts]) -> Option<(String, &'f FieldFacts)> {
    let named = |name: &str| fields.iter().find(|fact| fact.name == name);
    if let Some(fact) = named(field) {
        return Some((field.to_owned(), fact));
    }
    if let Some((whole, part)) = field.split_once('.') {
        let fact = named(whole).filter(|fact| fact.kind == FieldKind::Address).or_else(|| named(part))?;
        let name = if fact.name == whole { field.to_owned() } else { fact.name.clone() };
        return Some((name, fact));
    }
    let part = match field {
        "family_name" => "name.family",
        "given_name" => "name.given",
        _ => return None,
    };
    named("name").map(|fact| (part.to_owned(), fact))
}

/// A header that contains a known one, or is one letter away from it.
fn similar<'f>(object: &str, header: &str, fields: &'f [FieldFacts]) -> Option<Candidate<'f>> {
    let mut best: Option<(usize, Candidate<'f>)> = None;
    for fact in fields {
        let own = std::iter::once(&fact.name).chain(&fact.labels).chain(&fact.aliases).map(|name| normalise(name));
        let known = ALIASES.headers_of(object, &fact.name).map(str::to_owned);
        for name in own.chain(known) {
            let likeness = likeness(header, &name);
            if likeness > best.as_ref().map_or(0, |(best, _)| *best) {
                best = Some((likeness, (fact.name.clone(), fact, 60, Why::Similar)));
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Letters in common, if one name holds the other for its greater part or they differ in one letter; else 0.
fn likeness(one: &str, other: &str) -> usize {
    let letters = |name: &str| name.chars().count();
    let (long, short) = if letters(one) >= letters(other) { (one, other) } else { (other, one) };
    let (long_letters, short_letters) = (letters(long), letters(short));
    // Two Chinese characters say as much as four letters.
    let weighty = short_letters >= if short.is_ascii() { 4 } else { 2 };
    let holds = weighty && long.contains(short) && short_letters * 2 >= long_letters;
    let near = short_letters >= 5 && long_letters - short_letters <= 1 && one_letter_apart(long, short);
    if holds || near { short_letters } else { 0 }
}

fn one_letter_apart(long: &str, short: &str) -> bool {
    let (long, short): (Vec<char>, Vec<char>) = (long.chars().collect(), short.chars().collect());
    let same = long.iter().zip(&short).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[char], skip: usize| letters.get(same + skip..).map(<[char]>::to_vec).unwrap_or_default();
    let swapped = long.len() == short.len()
        && long.get(same) == short.get(same + 1)
        && long.get(same + 1) == short.get(same)
        && rest(&long, 2) == rest(&short, 2);
    swapped || rest(&long, 1) == rest(&short, usize::from(long.len() == short.len()))
}

/// A nameless column of e-mail addresses, phones or web addresses, where one field of that kind is still free.
fn by_values(kinds: &[Guessed], fields: &[FieldFacts], guesses: &mut Vec<Guess>) {
    for (column, kind) in kinds.iter().enumerate() {
        let wanted = match kind {
            Guessed::Email => FieldKind::Email,
            Guessed::Phone => FieldKind::Phone,
            Guessed::Url => FieldKind::Url,
            _ => continue,
        };
        if guesses.iter().any(|guess| guess.column == column) {
            continue;
        }
        let taken = |fact: &&FieldFacts| !guesses.iter().any(|guess| guess.field == fact.name);
        let mut free = fields.iter().filter(|fact| fact.kind == wanted).filter(taken);
        if let (Some(fact), None) = (free.next(), free.next()) {
            guesses.push(Guess { column, field: fact.name.clone(), confidence: LEAST, why: Why::Values });
        }
    }
}

/// Whether a field may take cells like these. Text takes anything; a part of a field is text.
fn accepts(field: FieldKind, cells: &Guessed, name: &str) -> bool {
    use Guessed as G;
    let number = matches!(cells, G::Integer | G::Decimal { .. } | G::Money { .. } | G::Percent { .. });
    if matches!(cells, G::Empty) || name.contains('.') {
        return true;
    }
    match field {
        FieldKind::Text | FieldKind::LongText | FieldKind::Address | FieldKind::Other => true,
        FieldKind::Link | FieldKind::Choice => !matches!(cells, G::Date { .. } | G::DateTime { .. } | G::LongText),
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Percent | FieldKind::Money => number,
        FieldKind::YesNo => matches!(cells, G::YesNo | G::Integer | G::Choice { .. }),
        FieldKind::Date | FieldKind::DateTime => matches!(cells, G::Date { .. } | G::DateTime { .. }),
        FieldKind::Email => matches!(cells, G::Email),
        FieldKind::Phone => matches!(cells, G::Phone | G::Integer | G::Text | G::Choice { .. }),
        FieldKind::Url => matches!(cells, G::Url | G::Text | G::Choice { .. }),
    }
}
