//! What the guess must know about the fields of an object: those this caller may import, with the paths a column may also go to. Called by
//! `inspect`.

use std::collections::HashMap;

use records::{
    Cx,
    access::{self, Action},
    schema::{Field, FieldType, Object, Owned},
};
use types::{Result, words::Lang};

use crate::formats::guess::{FieldFacts, FieldKind};

/// Facts, and what some of the guessed names mean as a path.
pub struct Facts {
    pub fields: Vec<FieldFacts>,
    paths: HashMap<String, String>,
}

impl Facts {
    /// The path that a guessed name stands for.
    pub fn path(&self, guessed: &str) -> String {
        match self.paths.get(guessed) {
            Some(path) => path.clone(),
            // the alias table says it in full
            None => guessed.replace(".postal_code", ".postcode"),
        }
    }
}

pub fn of(cx: &Cx, object: &Object) -> Result<Facts> {
    let found = cx.catalog.find(&object.name)?;
    let scope = access::scope(cx, &found, Action::Import)?;
    let mut facts = Facts { fields: Vec::new(), paths: HashMap::new() };
    let writable = object.fields.iter().enumerate().filter(|(at, field)| !field.removed && scope.may_write(*at));
    for (_, field) in writable {
        match &field.kind {
            FieldType::LinkAny { to } => any(cx, &mut facts, field, to),
            _ => facts.fields.push(fact(field)),
        }
        if matches!(field.kind, FieldType::Link { .. })
            && let Some(target) = cx.catalog.target(field).filter(|target| target.owned == Owned::Reference)
        {
            behind(&mut facts, field, target);
        }
    }
    currency(&mut facts, object);
    Ok(facts)
}

fn fact(field: &Field) -> FieldFacts {
    FieldFacts {
        name: field.name.to_string(),
        labels: [Lang::Zh, Lang::En].map(|lang| field.label.get(lang).to_string()).into(),
        aliases: field.aliases.clone(),
        kind: kind(&field.kind),
    }
}

fn bare(name: String, kind: FieldKind) -> FieldFacts {
    FieldFacts { name, labels: Vec::new(), aliases: Vec::new(), kind }
}

/// `product.series`: found by that very name, or by what the alias table says of a header in its company.
fn behind(facts: &mut Facts, link: &Field, target: &Object) {
    let described =
        target.living().filter(|field| !field.system && !field.kind.is_computed() && field.name != target.title);
    facts.fields.extend(described.map(|field| bare(format!("{}.{}", link.name, field.name), kind(&field.kind))));
}

/// What a link to any object is called by columns: the objects it may point to.
fn any(cx: &Cx, facts: &mut Facts, field: &Field, to: &[types::Name]) {
    let targets =
        cx.catalog.objects.values().filter(|object| object.timeline && (to.is_empty() || to.contains(&object.name)));
    for target in targets {
        let name = target.label.en.to_lowercase().replace(' ', "_");
        let labels: Vec<String> = [Lang::Zh, Lang::En].map(|lang| target.label.get(lang).to_string()).into();
        facts.paths.insert(name.clone(), format!("{}.{}", field.name, target.name));
        facts.fields.push(FieldFacts { name, labels, aliases: Vec::new(), kind: FieldKind::Link });
    }
}

/// A column of currencies belongs to the one amount there is.
fn currency(facts: &mut Facts, object: &Object) {
    let mut amounts = object.living().filter(|field| field.kind == FieldType::Money);
    let (Some(amount), None) = (amounts.next(), amounts.next()) else { return };
    if object.field("currency").is_none() {
        facts.paths.insert("currency".into(), format!("{}.currency", amount.name));
        facts.fields.push(bare("currency".into(), FieldKind::Text));
    }
}

fn kind(kind: &FieldType) -> FieldKind {
    match kind {
        FieldType::Text { .. } | FieldType::AutoNumber { .. } => FieldKind::Text,
        FieldType::LongText | FieldType::RichText => FieldKind::LongText,
        FieldType::Integer => FieldKind::Integer,
        FieldType::Decimal { .. } => FieldKind::Decimal,
        FieldType::Percent { .. } => FieldKind::Percent,
        FieldType::Money => FieldKind::Money,
        FieldType::YesNo => FieldKind::YesNo,
        FieldType::Date => FieldKind::Date,
        FieldType::DateTime => FieldKind::DateTime,
        FieldType::Choice { .. } => FieldKind::Choice,
        FieldType::Link { .. } | FieldType::LinkAny { .. } | FieldType::User => FieldKind::Link,
        FieldType::Email => FieldKind::Email,
        FieldType::Phone => FieldKind::Phone,
        FieldType::Url => FieldKind::Url,
        FieldType::Address => FieldKind::Address,
        FieldType::Choices { .. } | FieldType::Users | FieldType::Tags | FieldType::Files => FieldKind::Other,
        FieldType::Formula { result, .. } => self::kind(result),
        FieldType::Rollup(_) => FieldKind::Other,
    }
}
