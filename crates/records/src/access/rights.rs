//! Questions 2 and 4: what a role may do, how far it reaches, which fields it sees. Roles are records whose `rights` are this, as TOML or JSON.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use types::{Id, Name};

/// What can be done with the records of an object. Each is granted by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    View,
    Create,
    Edit,
    Delete,
    Assign,
    Share,
    Export,
    Import,
    BulkEdit,
    Approve,
    Customise,
}

impl Action {
    pub const ALL: [Action; 11] = [
        Action::View,
        Action::Create,
        Action::Edit,
        Action::Delete,
        Action::Assign,
        Action::Share,
        Action::Export,
        Action::Import,
        Action::BulkEdit,
        Action::Approve,
        Action::Customise,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Action::View => "view",
            Action::Create => "create",
            Action::Edit => "edit",
            Action::Delete => "delete",
            Action::Assign => "assign",
            Action::Share => "share",
            Action::Export => "export",
            Action::Import => "import",
            Action::BulkEdit => "bulk_edit",
            Action::Approve => "approve",
            Action::Customise => "customise",
        }
    }

    /// What a read-only token keeps.
    pub fn only_reads(self) -> bool {
        matches!(self, Action::View | Action::Export)
    }
}

/// How far a right reaches; the widest of several roles wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    #[default]
    None,
    Own,
    Team,
    Subtree,
    All,
}

/// What a role sees of a field; the widest of several roles wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldRight {
    Hidden,
    Masked,
    Read,
    #[default]
    Write,
}

/// One role as its record holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Role {
    /// for every object not named below
    pub others: BTreeMap<Action, Reach>,
    pub objects: BTreeMap<Name, BTreeMap<Action, Reach>>,
    /// exceptions by field; all others may be written
    pub fields: BTreeMap<Name, BTreeMap<Name, FieldRight>>,
    /// may manage users, roles, teams, settings, and see the audit
    pub administrator: bool,
}

/// The roles of one person, united.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rights {
    others: [Reach; 11],
    objects: HashMap<Name, [Reach; 11]>,
    /// only fields that are not fully open
    fields: HashMap<(Name, Name), FieldRight>,
}

impl Rights {
    pub fn everything() -> Rights {
        Rights { others: [Reach::All; 11], ..Rights::default() }
    }

    /// Unites roles: the widest reach and the widest field right win.
    pub fn unite(roles: &[&Role]) -> Rights {
        let mut rights = Rights::default();
        for role in roles {
            for (action, reach) in &role.others {
                let slot = &mut rights.others[*action as usize];
                *slot = (*slot).max(*reach);
            }
        }
        let named: std::collections::BTreeSet<&Name> = roles.iter().flat_map(|r| r.objects.keys()).collect();
        for object in named {
            let mut reaches = [Reach::None; 11];
            for role in roles {
                // a role that names the object says all about it; one that does not falls back to its `others`
                let said = role.objects.get(object).unwrap_or(&role.others);
                for (action, reach) in said {
                    let slot = &mut reaches[*action as usize];
                    *slot = (*slot).max(*reach);
                }
            }
            rights.objects.insert(object.clone(), reaches);
        }
        let fields: std::collections::BTreeSet<(&Name, &Name)> = roles
            .iter()
            .flat_map(|r| r.fields.iter().flat_map(|(o, fields)| fields.keys().map(move |f| (o, f))))
            .collect();
        for (object, field) in fields {
            let widest = roles
                .iter()
                .map(|r| r.fields.get(object).and_then(|f| f.get(field)).copied().unwrap_or_default())
                .max()
                .unwrap_or_default();
            if widest != FieldRight::Write {
                rights.fields.insert((object.clone(), field.clone()), widest);
            }
        }
        rights
    }

    pub fn reach(&self, object: &Name, action: Action) -> Reach {
        self.objects.get(object).unwrap_or(&self.others)[action as usize]
    }

    /// No field of any object is restricted.
    pub fn all_fields_open(&self) -> bool {
        self.fields.is_empty()
    }

    pub fn field(&self, object: &Name, field: &Name) -> FieldRight {
        if self.fields.is_empty() {
            return FieldRight::Write;
        }
        self.fields.get(&(object.clone(), field.clone())).copied().unwrap_or_default()
    }

    /// What remains for a token that may only read.
    pub fn only_reading(&self) -> Rights {
        let keep = |reaches: &[Reach; 11]| kept(reaches, Action::only_reads);
        Rights {
            others: keep(&self.others),
            objects: self.objects.iter().map(|(name, reaches)| (name.clone(), keep(reaches))).collect(),
            fields: self.fields.clone(),
        }
    }

    /// Without what is an administrator's: changing what exists, and the people, roles and settings (`house`), which can still be read.
    pub fn only_working<'o>(&self, house: impl Iterator<Item = &'o Name>) -> Rights {
        let keep = |reaches: &[Reach; 11]| kept(reaches, |action| action != Action::Customise);
        let mut objects: HashMap<Name, [Reach; 11]> =
            self.objects.iter().map(|(name, reaches)| (name.clone(), keep(reaches))).collect();
        for name in house {
            let reaches = objects.get(name).unwrap_or(&self.others);
            objects.insert(name.clone(), kept(reaches, Action::only_reads));
        }
        Rights { others: keep(&self.others), objects, fields: self.fields.clone() }
    }
}

fn kept(reaches: &[Reach; 11], which: impl Fn(Action) -> bool) -> [Reach; 11] {
    let mut kept = [Reach::None; 11];
    for action in Action::ALL.into_iter().filter(|action| which(*action)) {
        kept[action as usize] = reaches[action as usize];
    }
    kept
}

/// The team tree, closed both ways; loaded with the rights and replaced with them.
#[derive(Clone, Debug, Default)]
pub struct Teams {
    parents: HashMap<Id, Option<Id>>,
    children: HashMap<Id, Vec<Id>>,
}

impl Teams {
    pub fn new(parents: impl IntoIterator<Item = (Id, Option<Id>)>) -> Teams {
        let mut teams = Teams::default();
        for (team, parent) in parents {
            teams.parents.insert(team, parent);
            if let Some(parent) = parent {
                teams.children.entry(parent).or_default().push(team);
            }
        }
        teams
    }

    /// The teams and everything below them, sorted. A loop in the data ends where it began.
    pub fn below(&self, roots: &[Id]) -> Vec<Id> {
        let mut seen: std::collections::BTreeSet<Id> = std::collections::BTreeSet::new();
        let mut open: Vec<Id> = roots.to_vec();
        while let Some(team) = open.pop() {
            if seen.insert(team) {
                open.extend(self.children.get(&team).into_iter().flatten());
            }
        }
        seen.into_iter().collect()
    }

    /// The teams and everything above them, sorted.
    pub fn above(&self, leaves: &[Id]) -> Vec<Id> {
        let mut seen: std::collections::BTreeSet<Id> = std::collections::BTreeSet::new();
        let mut open: Vec<Id> = leaves.to_vec();
        while let Some(team) = open.pop() {
            if seen.insert(team) {
                open.extend(self.parents.get(&team).copied().flatten());
            }
        }
        seen.into_iter().collect()
    }
}
