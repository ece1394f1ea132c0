//! The table of header names of other systems, from `header_aliases.toml`. Asked by `mapping` and, for whether a row is a
//! header at all, by `sniff`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::normalise;

/// Holds for every object that does not say otherwise.
const ANY: &str = "any";

pub(super) struct Aliases {
    /// Object → normalised header → field.
    objects: HashMap<String, HashMap<String, String>>,
    profiles: Vec<Profile>,
    known: HashSet<String>,
}

struct Profile {
    object: String,
    requires: Vec<String>,
    fields: HashMap<String, String>,
}

#[derive(Deserialize)]
struct File {
    profile: Vec<ProfileLine>,
    #[serde(flatten)]
    objects: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
struct ProfileLine {
    object: String,
    requires: Vec<String>,
    fields: BTreeMap<String, String>,
}

pub(super) static ALIASES: LazyLock<Aliases> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("header_aliases.toml")).expect("the shipped alias table is well formed");
    Aliases::from(file)
});

impl From<File> for Aliases {
    fn from(file: File) -> Aliases {
        let profiles = file.profile.into_iter().map(|line| Profile {
            object: line.object,
            requires: line.requires.iter().map(|header| normalise(header)).collect(),
            fields: line.fields.into_iter().map(|(header, field)| (normalise(&header), field)).collect(),
        });
        let objects: HashMap<_, HashMap<_, _>> = file
            .objects
            .into_iter()
            .map(|(object, fields)| {
                let pairs = fields.into_iter().flat_map(|(field, headers)| {
                    headers.into_iter().map(move |header| (normalise(&header), field.clone()))
                });
                (object, pairs.collect())
            })
            .collect();
        let known = objects.values().flat_map(|headers| headers.keys().cloned()).collect();
        Aliases { profiles: profiles.collect(), objects, known }
    }
}

impl Aliases {
    /// The field of `object` that other systems call by this normalised header, in the company of `headers`.
    pub(super) fn field(&self, object: &str, header: &str, headers: &[String]) -> Option<&str> {
        let profiles = self.profiles.iter().filter(|profile| {
            profile.object == object && profile.requires.iter().all(|required| headers.contains(required))
        });
        let by_company = profiles.filter_map(|profile| profile.fields.get(header)).next();
        let own = || self.objects.get(object).and_then(|headers| headers.get(header));
        let any = || self.objects.get(ANY).and_then(|headers| headers.get(header));
        by_company.or_else(own).or_else(any).map(String::as_str)
    }

    /// Whether a profile speaks about this header, so that it outranks even a field of the same name.
    pub(super) fn is_decided_by_company(&self, object: &str, header: &str, headers: &[String]) -> bool {
        self.profiles.iter().any(|profile| {
            profile.object == object
                && profile.fields.contains_key(header)
                && profile.requires.iter().all(|required| headers.contains(required))
        })
    }

    /// Every normalised header that stands for this field of the object.
    pub(super) fn headers_of<'a>(&'a self, object: &'a str, field: &'a str) -> impl Iterator<Item = &'a str> {
        let tables = [object, ANY].into_iter().filter_map(|name| self.objects.get(name));
        tables.flatten().filter(move |(_, named)| *named == field).map(|(header, _)| header.as_str())
    }

    pub(super) fn knows(&self, header: &str) -> bool {
        self.known.contains(header)
    }
}
