//! Saved mappings: offered again for a file with the same header, with the decisions that were made. Records of `import_mappings`, shared like any
//! others.

use std::collections::BTreeSet;

use records::{
    Caller, Cx,
    access::{self, Action},
    query::{self, Ask},
    write::{self, Input},
};
use types::{Id, ProblemKind, Result};

use super::{Imports, MapFile};
use crate::formats::guess::normalise;

const OBJECT: &str = "import_mappings";
/// Mappings looked through for one header.
const LOOKED_AT: u32 = 200;

/// A saved mapping, as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    pub id: Id,
    pub name: String,
    pub map: MapFile,
}

impl Imports {
    /// Keeps a mapping under a name; one of the caller's own with this name is replaced.
    pub async fn save(&self, caller: Caller, object: &str, name: &str, map: MapFile) -> Result<Id> {
        let (object, name) = (object.to_string(), name.to_string());
        self.engine.write(caller, move |cx| save(cx, &object, &name, &map)).await
    }

    /// The mappings for an object that the caller may use, newest first.
    pub async fn saved(&self, caller: Caller, object: &str) -> Result<Vec<Saved>> {
        let object = object.to_string();
        self.engine.read(caller, move |cx| of_object(cx, &object)).await
    }
}

fn save(cx: &mut Cx, object: &str, name: &str, map: &MapFile) -> Result<Id> {
    let mappings = cx.catalog.find(OBJECT)?;
    let mine = cx.actor.user;
    let there = of_object(cx, object)?.into_iter().find(|saved| saved.name == name);
    if let Some(saved) = there {
        let owner = query::get(cx, &mappings, saved.id, None)?.get("owner").as_id();
        if owner == mine {
            write::update(cx, &mappings, saved.id, None, Input::default().text("mapping", map.to_json()))?;
            return Ok(saved.id);
        }
    }
    let input = Input::default().text("name", name).text("object", object).text("mapping", map.to_json());
    Ok(write::create(cx, &mappings, input)?.id)
}

fn of_object(cx: &mut Cx, object: &str) -> Result<Vec<Saved>> {
    let Ok(mappings) = cx.catalog.find(OBJECT) else { return Ok(Vec::new()) };
    // a command on the machine decides by itself, not by what some person has once chosen
    if cx.actor.user.is_none()
        || access::scope(cx, &mappings, Action::View).is_err()
        || types::Name::parse(object).is_none()
    {
        return Ok(Vec::new());
    }
    let ask = Ask::default()
        .filter(format!("object == \"{object}\""))
        .sort("updated_at", true)
        .fields(&["name", "mapping"])
        .limit(LOOKED_AT);
    let page = match query::list(cx, &mappings, &ask) {
        Err(problem) if problem.kind == ProblemKind::NotFound => return Ok(Vec::new()),
        page => page?,
    };
    let read = page.items.into_iter().filter_map(|item| {
        // one of an older version that no longer reads is not offered
        let map = MapFile::parse(item.get("mapping").as_text()?).ok()?;
        Some(Saved { id: item.id, name: item.title.clone(), map })
    });
    Ok(read.collect())
}

/// The newest mapping whose columns are those of this header.
pub(super) fn of_header(cx: &mut Cx, object: &str, header: &[String]) -> Result<Option<(String, MapFile)>> {
    let these: BTreeSet<String> = header.iter().map(|name| normalise(name)).collect();
    let fits = |map: &MapFile| {
        let named: BTreeSet<String> =
            map.columns.keys().filter(|name| !name.starts_with('#')).map(|name| normalise(name)).collect();
        let numbered = map.columns.keys().any(|name| name.starts_with('#'));
        // every column of the mapping is there, and most of the file's are in it: new columns do not make it another file
        !named.is_empty() && !numbered && named.is_subset(&these) && named.len() * 2 >= these.len()
    };
    let found = of_object(cx, object)?.into_iter().find(|saved| fits(&saved.map));
    Ok(found.map(|saved| (saved.name, saved.map)))
}
