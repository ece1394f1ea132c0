//! Judging: which of the records that an import made stay when it is taken back, and why. Called by `undo`, and by `preview` before anything is done.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use serde_json::Value as Json;
use store::{Alias, Cell, Compare, Direction, Expr, Select, Source};
use types::{Id, Name, Result};

use super::{ahead, same};
use crate::{
    access::FOLLOWED,
    context::Cx,
    query::plan,
    schema::{Field, FieldType, Object, Write, tables::is_note},
    write::Change,
};

/// Why a record stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// somebody has changed it since
    Touched,
    /// other records hang on it; a later import that made one of them
    Held(Option<Id>),
}

/// What stands around the records that are judged.
pub(super) struct Judge<'j> {
    pub import: Id,
    pub object: &'j Object,
    /// whose records have all been passed
    pub passed: &'j [std::sync::Arc<Object>],
    /// of a count alone: records that were passed and would be gone by now
    pub gone: &'j HashSet<Id>,
}

/// Those that somebody (or another import) has changed, deleted or restored since: by the audit. What the product wrote of itself does not count
/// (fields of the engine, roll-ups that followed from other records), nor what is again as the import left it.
pub(super) fn touched_since(cx: &mut Cx, import: Id, object: &Object, ids: &[Id]) -> Result<Vec<Id>> {
    let (audit, payload) = (Name::of("audit"), Name::of("audit_payload"));
    let mut query = Select::from(&audit, &["record", "action", "kind"])
        .filter(Expr::column(0, "object").eq(&object.name))
        .filter(Expr::column(0, "record").among(ids.iter().map(|id| (*id).into()).collect()))
        .filter(Expr::column(0, "action").compare(Compare::Ne, Expr::value(Change::Created.word())))
        .filter(Expr::Not(Box::new(Expr::Same(Box::new(Expr::column(0, "via")), Box::new(Expr::value(import))))))
        .left_join(&payload, 1, Expr::column(1, "id").equals(Expr::column(0, "id")))
        .order(Expr::column(0, "id"), Direction::Up);
    query.columns.push(Expr::column(1, "body"));
    let rows = cx.rows(&query)?;
    let mut touched: Vec<Id> = Vec::new();
    // what each field held as the import left it, and what it holds by now
    let mut changed: HashMap<(Id, String), (Json, Json)> = HashMap::new();
    for row in rows.iter() {
        let Some(id) = row[0].as_int().map(Id) else { continue };
        let body: Json = row[3].as_text().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
        let (Some(fields), true) = (body.as_object(), row[1].as_text() == Some(Change::Updated.word())) else {
            touched.push(id);
            continue;
        };
        let followed = row[2].as_text() == Some(FOLLOWED);
        for (name, pair) in fields {
            if object.field(name).is_some_and(|field| field.write == Write::Engine) {
                continue;
            }
            match changed.entry((id, name.clone())) {
                Entry::Occupied(mut held) => held.get_mut().1 = pair[1].clone(),
                // what followed of itself begins no story, but may end one
                Entry::Vacant(_) if followed => {}
                Entry::Vacant(new) => drop(new.insert((pair[0].clone(), pair[1].clone()))),
            }
        }
    }
    touched.extend(changed.into_iter().filter(|(_, (then, now))| !same(then, now)).map(|((id, _), _)| id));
    touched.sort();
    touched.dedup();
    Ok(touched)
}

impl Judge<'_> {
    /// Which of these records stay, and why. `ids`: the newest first, of one step.
    pub fn stays(&self, cx: &mut Cx, ids: &[Id]) -> Result<HashMap<Id, Why>> {
        let newest = ids.first().copied().unwrap_or(Id(0));
        let mut stays: HashMap<Id, Why> = HashMap::new();
        for id in touched_since(cx, self.import, self.object, ids)? {
            stays.entry(id).or_insert(Why::Touched);
        }
        // what stays anyway need not be asked about
        let free: Vec<Id> = ids.iter().filter(|id| !stays.contains_key(id)).copied().collect();
        stays.extend(self.leaned_on(cx, &free, newest)?.into_iter().map(|(id, by)| (id, Why::Held(by))));
        for id in ahead::spared(cx, self, ids)? {
            stays.entry(id).or_insert(Why::Held(None));
        }
        // what a spared record of this step hangs on is spared as well
        let mut all: Vec<Id> = stays.keys().copied().collect();
        close_upward(&mut all, &links_among(cx, self.object, ids)?);
        for id in all {
            stays.entry(id).or_insert(Why::Held(None));
        }
        Ok(stays)
    }

    /// Those that other records hang on by now which the import did not make, nor a rule for it: with what they belong to, that work would vanish;
    /// each with the later import that made such a record, if one did. A record of this import that was already passed and still lives was spared:
    /// it counts like those of others. Of this object itself those behind `newest` have been passed. However many records hang on one of these,
    /// one row is read of it.
    pub fn leaned_on(&self, cx: &mut Cx, ids: &[Id], newest: Id) -> Result<Held> {
        let catalog = cx.catalog.clone();
        let mut held = HashMap::new();
        for other in catalog.objects.values() {
            for link in other.living().filter(|field| points_to(field, self.object) && !is_note(field)) {
                self.by_later_imports(cx, other, link, ids, &mut held)?;
                self.by_others(cx, other, link, ids, &mut held)?;
                self.by_spared(cx, other, link, ids, newest, &mut held)?;
            }
        }
        Ok(held)
    }

    fn by_later_imports(&self, cx: &mut Cx, other: &Object, link: &Field, ids: &[Id], held: &mut Held) -> Result<()> {
        let known = ids.iter().filter(|id| !matches!(held.get(id), Some(Some(_)))).copied().collect::<Vec<_>>();
        let (alias, query) = self.hanging(other, link);
        let import = Expr::column(alias, "import");
        // the index of imports would walk through all that each of them made
        let later = Expr::Opaque(Box::new(import.clone().compare(Compare::Gt, Expr::value(self.import))));
        let query = Select { columns: vec![import], ..query.filter(later).limit(1) };
        let mut found = self.these(&known);
        found.columns.push(Expr::Scalar(Box::new(query)));
        for row in cx.rows(&found)?.iter() {
            if let (Some(id), Some(import)) = (row[0].as_int(), row[1].as_int()) {
                held.insert(Id(id), Some(Id(import)));
            }
        }
        Ok(())
    }

    fn by_others(&self, cx: &mut Cx, other: &Object, link: &Field, ids: &[Id], held: &mut Held) -> Result<()> {
        let free = free(ids, held);
        if free.is_empty() {
            return Ok(());
        }
        let (alias, query) = self.hanging(other, link);
        let import = Expr::column(alias, "import");
        let earlier = Expr::Opaque(Box::new(import.clone().compare(Compare::Lt, Expr::value(self.import))));
        let earlier = query.clone().filter(earlier);
        // only of what no import made it must be asked whether a rule of this one did
        let made = Expr::column(2, "record")
            .equals(Expr::column(alias, "id"))
            .and(Expr::column(2, "object").eq(&other.name))
            .and(Expr::column(2, "action").eq(Change::Created.word()))
            .and(self.is_this(2, "via"));
        let by_hand = query
            .left_join(&Name::of("audit"), 2, made)
            .filter(Expr::Opaque(Box::new(import.is_null())).and(Expr::column(2, "id").is_null()));
        let either = [earlier, by_hand].map(|query| Expr::Exists(Box::new(query)));
        let found = self.these(&free).filter(Expr::Or(either.into()));
        held.extend(cx.rows(&found)?.iter().filter_map(|row| Some((Id(row[0].as_int()?), None))));
        Ok(())
    }

    fn by_spared(
        &self,
        cx: &mut Cx,
        other: &Object,
        link: &Field,
        ids: &[Id],
        newest: Id,
        held: &mut Held,
    ) -> Result<()> {
        let free = free(ids, held);
        let own = other.name == self.object.name;
        if free.is_empty() || !(own || self.passed.iter().any(|object| object.name == other.name)) {
            return Ok(());
        }
        let spared = |alias: Alias, query: Select| {
            let query = query.filter(Expr::Opaque(Box::new(self.is_this(alias, "import"))));
            let behind = Expr::column(alias, "id").compare(Compare::Gt, Expr::value(newest));
            if own { query.filter(behind) } else { query }
        };
        if self.gone.is_empty() {
            let (alias, query) = self.hanging(other, link);
            let found = self.these(&free).filter(Expr::Exists(Box::new(spared(alias, query))));
            held.extend(cx.rows(&found)?.iter().filter_map(|row| Some((Id(row[0].as_int()?), None))));
            return Ok(());
        }
        // a count looks at few records, and those that would be gone by now hold nothing
        let (alias, query) = pointing(other, link, |column| column.among(these(&free)));
        let mut query = spared(alias, query);
        query.columns.push(Expr::column(alias, "id"));
        let rows = cx.rows(&query)?;
        let alive = rows.iter().filter(|row| !row[1].as_int().is_some_and(|id| self.gone.contains(&Id(id))));
        held.extend(alive.filter_map(|row| Some((Id(row[0].as_int()?), None))));
        Ok(())
    }

    /// The records that are judged, to be asked what hangs on each.
    fn these(&self, ids: &[Id]) -> Select {
        let source = Some((Source::Table(self.object.table().clone()), JUDGED));
        let columns = vec![Expr::column(JUDGED, "id")];
        Select { columns, from: source, ..Select::default() }.filter(plan::among(JUDGED, ids))
    }

    /// What hangs on one of them, and its alias.
    fn hanging(&self, other: &Object, link: &Field) -> (Alias, Select) {
        pointing(other, link, |column| column.equals(Expr::column(JUDGED, "id")))
    }

    fn is_this(&self, alias: Alias, column: &str) -> Expr {
        Expr::Same(Box::new(Expr::column(alias, column)), Box::new(Expr::value(self.import)))
    }
}

/// What others hang on, and by which later import.
type Held = HashMap<Id, Option<Id>>;

/// The alias of the records that are judged, where others are looked for around each of them.
const JUDGED: Alias = 3;

fn free(ids: &[Id], held: &Held) -> Vec<Id> {
    ids.iter().filter(|id| !held.contains_key(id)).copied().collect()
}

/// The living records that point by a link to what `at` says, and their alias: the first column is what they point to. The index of a link holds
/// living records only, so that must be said of the table it is of.
fn pointing(other: &Object, link: &Field, at: impl FnOnce(Expr) -> Expr) -> (Alias, Select) {
    let (alias, query) = match link.side_table(&other.name) {
        Some(side) => {
            let record = Expr::column(1, "id").equals(Expr::column(0, "record"));
            let query = Select::from(&side, &["value"]).filter(at(Expr::column(0, "value")));
            (1, query.left_join(other.table(), 1, record).filter(Expr::column(1, "id").not_null()))
        }
        None => {
            let query = Select::from(other.table(), &[&link.column]);
            (0, query.filter(at(Expr::Column(0, link.column.clone()))))
        }
    };
    (alias, query.filter(Expr::column(alias, "deleted_at").is_null()))
}

/// Which of these records hang on which of them: (child, parent).
fn links_among(cx: &mut Cx, object: &Object, ids: &[Id]) -> Result<Vec<(Id, Id)>> {
    let mut found = Vec::new();
    for link in links_to_itself(object) {
        let query = Select::from(object.table(), &["id", &link.column])
            .filter(plan::among(0, ids))
            .filter(Expr::Column(0, link.column.clone()).among(these(ids)));
        let rows = cx.rows(&query)?;
        found.extend(rows.iter().filter_map(|row| Some((Id(row[0].as_int()?), Id(row[1].as_int()?)))));
    }
    Ok(found)
}

/// By which a record of an object hangs on another one of it.
pub(super) fn links_to_itself(object: &Object) -> impl Iterator<Item = &Field> {
    let links = object.living().filter(|field| points_to(field, object) && !is_note(field));
    links.filter(|field| field.side_table(&object.name).is_none())
}

pub(super) fn these(ids: &[Id]) -> Vec<Cell> {
    ids.iter().map(|id| Cell::from(*id)).collect()
}

/// With a child its parent, and so on upward. Links are (child, parent).
pub(super) fn close_upward(spared: &mut Vec<Id>, links: &[(Id, Id)]) {
    while let Some((_, parent)) =
        links.iter().find(|(child, parent)| spared.contains(child) && !spared.contains(parent))
    {
        spared.push(*parent);
    }
}

/// Ids are those of one record only, so a link to any object need not be asked which.
fn points_to(field: &Field, object: &Object) -> bool {
    match &field.kind {
        FieldType::LinkAny { to } => to.is_empty() || to.contains(&object.name),
        FieldType::Users => object.name == *"users",
        FieldType::Files => object.name == *"files",
        kind => kind.target() == Some(object.name.as_str()) && field.is_stored(),
    }
}
