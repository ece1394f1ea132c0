//! A mapping as a file: columns by the names in the header, so that it serves every file with this header. Read by `zhike import --map`, sent by
//! programs (as TOML or JSON), kept in saved mappings. Documented in docs/reference/import-map.md.

use std::collections::BTreeMap;

use records::import::{
    Column, Decision, OnDuplicate, Plan, Unknown,
    plan::{DateOrder, Mark, Reading},
};
use serde::{Deserialize, Serialize};
use types::{FieldProblem, Problem, Result};

use crate::formats::{Shape, guess::normalise};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MapFile {
    /// only to be sure that the file is used for what it is meant for
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub on_duplicate: OnDuplicate,
    #[serde(skip_serializing_if = "is_default")]
    pub strict: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_source: Option<String>,
    /// how numbers, dates and times are written
    #[serde(skip_serializing_if = "is_default")]
    pub reading: Reading,
    /// how the file is to be read; found out where it does not say
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Shape>,
    /// header (or `#3`: the third column) → where it goes
    pub columns: BTreeMap<String, To>,
    /// field → a text that every row gets
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
}

/// `"name"`, `["manager", "team.manager"]`, `{ field = "stage", unknown = "refuse" }`, or `false`: left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum To {
    Field(String),
    Fields(Vec<String>),
    Told(Told),
    Left(bool),
    Several(Vec<Told>),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Told {
    pub field: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl MapFile {
    /// From TOML or, if it begins with a brace, JSON.
    ///
    /// # Errors
    /// `bad_mapping`, with the place and what is wrong.
    pub fn parse(text: &str) -> Result<MapFile> {
        let bad = |detail: String| Problem::bad("bad_mapping").with("detail", detail);
        match text.trim_start().starts_with('{') {
            true => serde_json::from_str(text).map_err(|e| bad(e.to_string())),
            false => toml::from_str(text).map_err(|e| bad(e.to_string().trim().to_string())),
        }
    }

    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a mapping is tables of texts")
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a mapping is tables of texts")
    }

    /// The plan for a file with these columns.
    ///
    /// # Errors
    /// `wrong_object`; a column that the file does not have, by its name.
    pub fn plan(&self, object: &str, header: &[String]) -> Result<Plan> {
        if let Some(meant) = self.object.as_deref().filter(|meant| *meant != object) {
            return Err(Problem::bad("mapping_of_another_object").with("object", meant));
        }
        let mut columns: Vec<Column> = Vec::new();
        let mut refused = Vec::new();
        for (name, to) in &self.columns {
            let told = to.told();
            let Some(at) = place(name, header) else {
                if !told.is_empty() {
                    refused.push(FieldProblem::new(name, "no_such_column").with("name", name));
                }
                continue;
            };
            columns.extend(told.into_iter().map(|told| Column {
                at: Some(at),
                name: header[at].clone(),
                to: told.field,
                unknown: told.unknown,
                date_order: told.date_order,
                mark: told.mark,
                ..Column::default()
            }));
        }
        if !refused.is_empty() {
            return Err(Problem::invalid(refused));
        }
        columns.sort_by_key(|column| column.at);
        let set =
            self.set.iter().map(|(to, text)| Column { text: Some(text.clone()), to: to.clone(), ..Column::default() });
        columns.extend(set);
        Ok(Plan {
            object: object.to_string(),
            columns,
            key: self.key.clone(),
            on_duplicate: self.on_duplicate,
            decisions: self.decisions.clone(),
            asked: false,
            strict: self.strict,
            external_source: self.external_source.clone(),
            reading: self.reading.clone(),
        })
    }

    /// The mapping of a plan, to be used again.
    pub fn of_plan(plan: &Plan, shape: &Shape) -> MapFile {
        let mut columns: BTreeMap<String, Vec<Told>> = BTreeMap::new();
        let mut set = BTreeMap::new();
        let twice = |name: &str| {
            let places: std::collections::BTreeSet<_> =
                plan.columns.iter().filter(|c| c.name == name).filter_map(|c| c.at).collect();
            places.len() > 1
        };
        for column in &plan.columns {
            match (column.at, &column.text) {
                (Some(at), _) => {
                    let plain = !column.name.is_empty() && !column.name.starts_with('#') && !twice(&column.name);
                    let name = if plain { column.name.clone() } else { format!("#{}", at + 1) };
                    columns.entry(name).or_default().push(Told {
                        field: column.to.clone(),
                        unknown: column.unknown,
                        date_order: column.date_order,
                        mark: column.mark,
                    });
                }
                (None, Some(text)) => {
                    set.insert(column.to.clone(), text.clone());
                }
                (None, None) => {}
            }
        }
        MapFile {
            object: Some(plan.object.clone()),
            key: plan.key.clone(),
            on_duplicate: plan.on_duplicate,
            strict: plan.strict,
            external_source: plan.external_source.clone(),
            reading: plan.reading.clone(),
            file: Some(shape.clone()),
            columns: columns.into_iter().map(|(name, told)| (name, To::of(told))).collect(),
            set,
            decisions: plan.decisions.clone(),
        }
    }
}

/// A header by its name as written, then without case, blanks and punctuation; `#3` is the third.
fn place(name: &str, header: &[String]) -> Option<usize> {
    if let Some(number) = name.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()) {
        return number.checked_sub(1).filter(|at| *at < header.len());
    }
    let exact = header.iter().position(|column| column == name);
    exact.or_else(|| {
        let wanted = normalise(name);
        let mut alike = header.iter().enumerate().filter(|(_, column)| normalise(column) == wanted);
        alike.next().filter(|_| alike.next().is_none()).map(|(at, _)| at)
    })
}

impl To {
    fn told(&self) -> Vec<Told> {
        let plain = |field: &String| Told { field: field.clone(), ..Told::default() };
        let told: Vec<Told> = match self {
            To::Field(field) => vec![plain(field)],
            To::Fields(fields) => fields.iter().map(plain).collect(),
            To::Told(told) => vec![told.clone()],
            To::Several(several) => several.clone(),
            To::Left(_) => Vec::new(),
        };
        told.into_iter().filter(|told| !told.field.is_empty()).collect()
    }

    fn of(mut told: Vec<Told>) -> To {
        let plain = told.iter().all(|t| *t == Told { field: t.field.clone(), ..Told::default() });
        match (told.len(), plain) {
            (1, true) => To::Field(told.remove(0).field),
            (1, false) => To::Told(told.remove(0)),
            (_, true) => To::Fields(told.into_iter().map(|t| t.field).collect()),
            (_, false) => To::Several(told),
        }
    }
}
