//! All objects of an installation: module files with the installation's own changes laid over them. A value, replaced whole (architecture, invariant 7).

use std::{collections::BTreeMap, sync::Arc};

use types::{Name, Problem, Result};

use super::{Field, Object};

#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// counts up with every change; compared by the first statement of every piece of work
    pub version: i64,
    pub objects: BTreeMap<Name, Arc<Object>>,
}

impl Catalog {
    /// Before anything is laid over them.
    pub fn of(objects: Vec<Object>) -> Catalog {
        Catalog { version: 0, objects: objects.into_iter().map(|o| (o.name.clone(), Arc::new(o))).collect() }
    }

    pub fn object(&self, name: &str) -> Option<&Arc<Object>> {
        self.objects.get(name)
    }

    /// The object, or the same 404 that a hidden one gives.
    pub fn find(&self, name: &str) -> Result<Arc<Object>> {
        self.objects.get(name).cloned().ok_or_else(Problem::not_found)
    }

    /// # Panics
    /// For names written in code whose module is always there.
    pub fn must(&self, name: &str) -> &Arc<Object> {
        self.objects.get(name).unwrap_or_else(|| panic!("no object {name} in the catalog"))
    }

    /// The target of a link field.
    pub fn target(&self, field: &Field) -> Option<&Arc<Object>> {
        field.kind.target().and_then(|to| self.object(to))
    }

    /// Every (object, link field) that points to `to`, with a link of its own.
    pub fn pointing_to<'a>(&'a self, to: &'a str) -> impl Iterator<Item = (&'a Arc<Object>, &'a Field)> {
        self.objects
            .values()
            .flat_map(move |o| o.living().filter(move |f| f.kind.target() == Some(to)).map(move |f| (o, f)))
    }
}
