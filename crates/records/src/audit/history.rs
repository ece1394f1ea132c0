//! The history of one record: who changed which field from what to what. Reads the audit through the reader's field rights.

use std::{collections::HashMap, sync::Arc};

use serde_json::Value as Json;
use store::{Compare, Direction, Expr, Select};
use types::{Id, Instant, Name, Result};

use crate::{
    access::{self, Action},
    context::Cx,
    query,
    schema::Object,
    write::Change,
};

/// One change, as its reader may see it.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: Id,
    pub at: Instant,
    pub who: Option<Id>,
    /// the name of the person, or the kind of caller
    pub name: String,
    pub action: String,
    /// it followed of itself from what the person did
    pub followed: bool,
    /// the import that did it
    pub import: Option<Imported>,
    pub fields: Vec<Difference>,
}

/// An import. That something came by one is told to everybody, which one only to whoever may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub id: Option<Id>,
    pub file: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Difference {
    /// position in `object.fields`
    pub position: usize,
    pub before: Json,
    pub after: Json,
}

/// Newest first; `before` = id of the last step of the page before.
pub fn page(cx: &mut Cx, object: &Arc<Object>, record: Id, before: Option<Id>, limit: usize) -> Result<Vec<Step>> {
    let scope = access::scope(cx, object, Action::View)?;
    query::must_see(cx, &scope, record)?;
    let (audit, payload, users) = (Name::of("audit"), Name::of("audit_payload"), Name::of("users"));
    let mut query = Select::from(&audit, &["id", "at", "who", "kind", "action", "via"])
        .filter(Expr::column(0, "object").eq(&object.name))
        .filter(Expr::column(0, "record").eq(record))
        .order(Expr::column(0, "id"), Direction::Down)
        .limit(limit as u64)
        .left_join(&payload, 1, Expr::column(1, "id").equals(Expr::column(0, "id")))
        .left_join(&users, 2, Expr::column(2, "id").equals(Expr::column(0, "who")));
    query.columns.extend([Expr::column(1, "body"), Expr::column(2, "name")]);
    if let Some(before) = before {
        query = query.filter(Expr::column(0, "id").compare(Compare::Lt, Expr::value(before)));
    }
    // when and how somebody signs in is their own business and the administrators'
    if object.name == *"users" && !cx.actor.administrator && cx.actor.user != Some(record) {
        let written = Change::ALL.map(|change| change.word().into());
        query = query.filter(Expr::column(0, "action").among(written.into()));
    }
    let rows = cx.rows(&query)?;
    let via: Vec<Id> = rows.iter().filter_map(|row| row[5].as_int()).map(Id).collect();
    let imports = imports_among(cx, via)?;
    let mut steps = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let details: Json = row[6].as_text().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
        let fields = details
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, pair)| {
                let position = object.position(name).filter(|at| scope.may_read(*at))?;
                let pair = pair.as_array()?;
                Some(Difference { position, before: pair.first()?.clone(), after: pair.get(1)?.clone() })
            })
            .collect();
        steps.push(Step {
            id: Id(row[0].as_int().unwrap_or_default()),
            at: Instant(row[1].as_int().unwrap_or_default()),
            who: row[2].as_int().map(Id),
            name: row[7].as_text().or(row[3].as_text()).unwrap_or_default().to_string(),
            followed: !row[2].is_null() && !matches!(row[3].as_text(), Some("person" | "token")),
            import: row[5].as_int().and_then(|via| imports.get(&Id(via)).cloned()),
            action: row[4].as_text().unwrap_or_default().to_string(),
            fields,
        });
    }
    Ok(steps)
}

/// Which of these records of an object were made by an import, or by what followed from one. For timelines.
pub fn made_by_imports(cx: &mut Cx, object: &Name, records: &[Id]) -> Result<HashMap<Id, Imported>> {
    let query = Select::from(&Name::of("audit"), &["record", "via"])
        .filter(Expr::column(0, "object").eq(object))
        .filter(Expr::column(0, "record").among(records.iter().map(|id| (*id).into()).collect()))
        .filter(Expr::column(0, "action").eq(Change::Created.word()))
        .filter(Expr::column(0, "via").not_null());
    let rows = cx.rows(&query)?;
    let via: HashMap<Id, Id> =
        rows.iter().filter_map(|row| Some((Id(row[0].as_int()?), Id(row[1].as_int()?)))).collect();
    let imports = imports_among(cx, via.values().copied().collect())?;
    Ok(via.into_iter().filter_map(|(record, via)| Some((record, imports.get(&via)?.clone()))).collect())
}

/// Of what changes came by (sessions, tokens, imports) the imports.
fn imports_among(cx: &mut Cx, mut via: Vec<Id>) -> Result<HashMap<Id, Imported>> {
    via.sort();
    via.dedup();
    let Some(imports) = cx.catalog.object("imports").cloned().filter(|_| !via.is_empty()) else {
        return Ok(HashMap::new());
    };
    let query = Select::from(imports.table(), &["id"]).filter(query::plan::among(0, &via));
    let ids: Vec<Id> = cx.rows(&query)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect();
    let mut files = query::labels_for_caller(cx, &imports.name, &ids)?;
    let told = |id: Id| {
        let file = files.remove(&id);
        (id, Imported { id: file.is_some().then_some(id), file })
    };
    Ok(ids.into_iter().map(told).collect())
}

#[cfg(test)]
mod tests {
    use store::testing::each_database;

    use super::*;
    use crate::{identity::token, testing::World};

    #[test]
    fn how_somebody_signs_in_is_told_to_themselves_and_administrators_only() {
        each_database(|db| {
            let world = World::new(db);
            let cai = world.people.cai;
            world.write(cai, move |cx| token::create(cx, cai, [1; 32], "mine", token::Scope::Read, None)).unwrap();
            let told = |who: Id| {
                let steps = world.read(who, move |cx| {
                    let users = cx.catalog.find("users")?;
                    page(cx, &users, cai, None, 50)
                });
                steps.unwrap().iter().any(|step| step.action.starts_with("token"))
            };
            assert_eq!([cai, world.people.ada, world.people.dan].map(told), [true, true, false]);
        });
    }
}
