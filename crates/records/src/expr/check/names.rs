//! Finding fields. Unknown, removed and not readable are one mistake with one text; suggestions come from what may be read.

use types::Name;

use super::{Checker, Expected, Typed, spend};
use crate::{
    expr::{
        mistake::{Fault, Found, MAX_HOPS, Span, What, fault, nearest},
        node::{Kind, Leaf, Node},
        parse::tree,
    },
    schema::{ADDRESS_PARTS, Choice, Field, FieldType, Object},
};

/// Formulas within formulas, and formulas altogether, that one expression may take in.
const MAX_DEPTH: usize = 4;
const MAX_FORMULAS: usize = 20;

/// What every record has beside its fields.
const ATTRIBUTES: [&str; 2] = ["id", "version"];

impl<'a> Checker<'a> {
    /// `name`, `account.name`, `account.address.province`
    pub(super) fn path(&self, path: &[(String, Span)]) -> Found<Typed<'a>> {
        let (mut object, mut hops) = (self.object, self.hops.to_vec());
        let whole = Span { start: path[0].1.start, end: path[path.len() - 1].1.end };
        for (at, (name, span)) in path.iter().enumerate() {
            let rest = &path[at + 1..];
            let Some(field) = object.field(name).filter(|field| (self.env.readable)(object, field)) else {
                return match Leaf::attribute(&hops, &object.name, name).filter(|_| rest.is_empty()) {
                    Some(leaf) => Ok(Typed::new(leaf.clone(), leaf.kind, whole)),
                    None => self.unknown(object, name, *span),
                };
            };
            let [(next, next_span), further @ ..] = rest else { return self.field(&hops, object, field, whole) };
            let part = Leaf::part(&hops, &object.name, field, next).filter(|_| further.is_empty());
            if let Some(leaf) = part {
                return Ok(Typed::new(leaf, Kind::Text, whole));
            }
            let Some(target) = self.env.catalog.target(field) else {
                let parts: &[&str] = match field.result_type() {
                    FieldType::Address => &ADDRESS_PARTS,
                    FieldType::Money => &["currency"],
                    FieldType::LinkAny { .. } => &["object"],
                    _ => &[],
                };
                let suggestion = nearest(next, parts.iter().copied());
                return fault(*next_span, What::UnknownField { name: next.clone(), suggestion });
            };
            hops.push(field.name.clone());
            if hops.len() > MAX_HOPS {
                return fault(whole, What::TooManyHops);
            }
            object = target;
        }
        unreachable!("a path has at least one name")
    }

    fn field(&self, hops: &[Name], object: &'a Object, field: &'a Field, span: Span) -> Found<Typed<'a>> {
        if let FieldType::Rollup(_) = field.kind
            && self.env.stored
        {
            return fault(span, What::NotHere { name: field.name.to_string() });
        }
        if let FieldType::Formula { source, result } = &field.kind {
            // also where its result is stored: whoever uses it must be able to read its inputs
            let node = self.formula(hops, object, field, source, result, span)?;
            if !field.is_stored() {
                let kind = Kind::of(result, self.env.catalog).unwrap_or(Kind::Empty);
                return Ok(Typed { node, kind, options: options(field), span });
            }
        }
        match Leaf::field(self.env.catalog, hops, &object.name, field) {
            Some(leaf) => Ok(Typed { kind: leaf.kind.clone(), node: leaf.into(), options: options(field), span }),
            None => self.unknown(object, &field.name, span),
        }
    }

    /// A formula that is computed when read is what it says, in the organisation's zone, seen from the record that has it. Its mistakes are not told:
    /// they could name what this reader may not see.
    fn formula(
        &self,
        hops: &[Name],
        object: &Object,
        field: &Field,
        source: &str,
        result: &FieldType,
        span: Span,
    ) -> Found<Node> {
        spend(&self.spent.formulas, MAX_FORMULAS, span)?;
        if self.depth == MAX_DEPTH {
            return fault(span, What::TooComplex);
        }
        let (zone, depth, spent) = (self.env.org_zone, self.depth + 1, self.spent.clone());
        let inner = Checker { env: self.env, object, hops, zone, depth, spent };
        tree(source).and_then(|ast| inner.whole(&ast, Expected::Value(result))).map_err(|Fault { what, .. }| {
            let name = field.name.to_string();
            let what = match what {
                What::TooComplex | What::TooManyHops | What::Nobody => what,
                What::NotHere { .. } => What::NotHere { name },
                _ => What::UnknownField { name, suggestion: None },
            };
            Fault { span, what }
        })
    }

    fn unknown<T>(&self, object: &Object, name: &str, span: Span) -> Found<T> {
        let readable = || object.living().filter(|field| (self.env.readable)(object, field));
        let labelled = readable().find(|field| field.label.zh == name || field.label.en.eq_ignore_ascii_case(name));
        let suggestion = match labelled {
            Some(field) => Some(field.name.to_string()),
            None => nearest(name, readable().map(|field| field.name.as_str()).chain(ATTRIBUTES)),
        };
        fault(span, What::UnknownField { name: name.to_owned(), suggestion })
    }
}

/// The codes of a choice, or of several.
fn options(field: &Field) -> &[Choice] {
    field.result_type().options()
}
