//! Directory: from what people call a record to its id. A text is an id, a key, or a name: as written, or without case, width, blanks and
//! punctuation if that fits one record alone. Each distinct text is looked up once, many in one query.
//!
//! Of an object with at most 50,000 records every key and name is kept in memory; of a larger one the digests of the folded names (16 bytes
//! each), and the keys are asked from their indexes.

mod names;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use store::{Cell, Expr};
use types::{
    Id, Name, Result,
    text::{key_fold, sort_key},
};

use crate::{
    access::{self, Action, Scope},
    context::Cx,
    field,
    schema::{Field, Object},
};
pub(super) use names::stands_within;
use names::{Entry, Names, among, digest, first_within, is_word, living, one_or_several, read_names};

/// Texts remembered per object; beyond, it begins anew.
const REMEMBERED: usize = 200_000;

#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// `true`: only without blanks and punctuation, which a person may want to look at
    One(Id, bool),
    /// each with the record it stands within (the pipeline of a stage), where it stands within one
    Several(Vec<(Id, Option<Id>)>),
    Nobody,
}

#[derive(Default)]
pub struct Directory {
    books: HashMap<Name, Book>,
    /// what `external_id` is unique within
    source: Option<String>,
    /// asks the indexes only: for a few texts, in a write
    direct: bool,
}

struct Book {
    object: Arc<Object>,
    names: Names,
    known: HashMap<String, Found>,
    /// the first of the records that those of this object stand within
    first_within: Option<Id>,
}

impl Directory {
    pub fn new(external_source: Option<&str>) -> Directory {
        Directory { source: external_source.map(str::to_string), ..Directory::default() }
    }

    /// For a few texts inside of a write: sees what the transaction itself has written.
    pub(super) fn direct(external_source: Option<&str>) -> Directory {
        Directory { direct: true, ..Directory::new(external_source) }
    }

    /// Finds out what these texts name, as far as it is not known yet.
    pub fn look_up<'t>(
        &mut self,
        cx: &mut Cx,
        wanted: impl IntoIterator<Item = (&'t Arc<Object>, &'t str)>,
    ) -> Result<()> {
        let mut open: BTreeMap<Name, (Arc<Object>, Vec<String>)> = BTreeMap::new();
        for (object, text) in wanted {
            let known = self.books.get(&object.name).is_some_and(|book| book.known.contains_key(text));
            let (_, texts) = open.entry(object.name.clone()).or_insert_with(|| (object.clone(), Vec::new()));
            if !known {
                texts.push(text.to_string());
            }
        }
        for (name, (object, mut texts)) in open {
            texts.sort_unstable();
            texts.dedup();
            if texts.is_empty() {
                continue;
            }
            let names = if self.direct { Names::Indexed } else { Names::Unread };
            let book = self.books.entry(name).or_insert_with(|| Book {
                object,
                names,
                known: HashMap::new(),
                first_within: None,
            });
            book.look_up(cx, texts, self.source.as_deref())?;
        }
        Ok(())
    }

    /// What a text names; `Nobody` for one that was not looked up.
    pub fn find(&self, object: &Name, text: &str) -> &Found {
        self.books.get(object).and_then(|book| book.known.get(text)).unwrap_or(&Found::Nobody)
    }

    /// The first record that those of this object stand within: the pipeline of those who name none.
    pub fn first_within(&self, object: &Name) -> Option<Id> {
        self.books.get(object).and_then(|book| book.first_within)
    }

    /// A record that was made meanwhile.
    pub fn learn(&mut self, object: &Name, text: &str, id: Id) {
        let Some(book) = self.books.get_mut(object) else { return };
        book.known.insert(text.trim().to_string(), Found::One(id, false));
        match &mut book.names {
            Names::Held(names) => {
                let entry = Entry { id, text: text.to_string(), rank: usize::MAX, within: None };
                names.entry(key_fold(text)).or_default().push(entry);
            }
            Names::Digests(_, more) => more.entry(digest(&key_fold(text))).or_default().push(id),
            Names::Unread | Names::Indexed => {}
        }
    }

    /// Names of an object, where all are held: for suggestions.
    pub(super) fn names<'d>(&'d self, object: &Name) -> Option<impl Iterator<Item = (&'d str, &'d str, Id)>> {
        match self.books.get(object).map(|book| &book.names) {
            Some(Names::Held(names)) => Some(names.iter().flat_map(|(folded, entries)| {
                entries.iter().map(move |entry| (folded.as_str(), entry.text.as_str(), entry.id))
            })),
            _ => None,
        }
    }
}

impl Book {
    fn look_up(&mut self, cx: &mut Cx, texts: Vec<String>, source: Option<&str>) -> Result<()> {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        // an object that this person may not see has nobody in it
        let Ok(scope) = access::scope(cx, &self.object, Action::View) else {
            self.known.extend(texts.into_iter().map(|text| (text, Found::Nobody)));
            return Ok(());
        };
        if matches!(self.names, Names::Unread) {
            self.names = read_names(cx, &scope)?;
            self.first_within = first_within(cx, &self.object)?;
        }
        let mut open = texts;
        self.by_id(cx, &scope, &mut open)?;
        let object = self.object.clone();
        let held = matches!(self.names, Names::Held(_));
        for field in object.living().filter(|f| is_key(&object, f) && !(held && is_word(f))) {
            self.by_key(cx, &scope, field, None, &mut open)?;
        }
        if let Some(external) = object.field("external_id") {
            self.by_key(cx, &scope, external, Some(source), &mut open)?;
        }
        self.by_name(cx, &scope, &mut open)?;
        self.known.extend(open.into_iter().map(|text| (text, Found::Nobody)));
        Ok(())
    }

    /// Takes over what was found and leaves the rest open.
    fn settle(&mut self, open: &mut Vec<String>, found: impl Fn(&Book, &str) -> Option<Found>) {
        let mut rest = Vec::new();
        for text in open.drain(..) {
            match found(self, &text) {
                Some(found) => {
                    self.known.insert(text, found);
                }
                None => rest.push(text),
            }
        }
        *open = rest;
    }

    fn by_id(&mut self, cx: &mut Cx, scope: &Scope, open: &mut Vec<String>) -> Result<()> {
        let ids: Vec<Cell> = open.iter().filter_map(|text| Id::parse(text)).map(Cell::from).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let query = living(scope, &["id"]).filter(Expr::column(0, "id").among(ids));
        let there: Vec<Id> = cx.rows(&query)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect();
        self.settle(open, |_, text| Id::parse(text).filter(|id| there.contains(id)).map(|id| Found::One(id, false)));
        Ok(())
    }

    /// By the index of a key. `source`: for `external_id`, what it is unique within.
    fn by_key(
        &mut self,
        cx: &mut Cx,
        scope: &Scope,
        field: &Field,
        source: Option<Option<&str>>,
        open: &mut Vec<String>,
    ) -> Result<()> {
        let cells: HashMap<&str, Cell> =
            open.iter().filter_map(|text| Some((text.as_str(), cell(field, text)?))).collect();
        if cells.is_empty() {
            return Ok(());
        }
        let mut query = living(scope, &["id", &field.column])
            .filter(Expr::Column(0, field.column.clone()).among(cells.values().cloned().collect()));
        match source {
            Some(Some(source)) => query = query.filter(Expr::column(0, "external_source").eq(source)),
            Some(None) => query = query.filter(Expr::column(0, "external_source").is_null()),
            None => {}
        }
        let rows = cx.rows(&query)?;
        let mut there: HashMap<&Cell, Vec<(Id, Option<Id>)>> = HashMap::new();
        for row in rows.iter() {
            if let Some(id) = row[0].as_int() {
                there.entry(&row[1]).or_default().push((Id(id), None));
            }
        }
        let found: HashMap<String, Found> = cells
            .iter()
            .filter_map(|(text, cell)| Some((text.to_string(), one_or_several(there.get(cell)?.clone(), false))))
            .collect();
        self.settle(open, |_, text| found.get(text).cloned());
        Ok(())
    }

    fn by_name(&mut self, cx: &mut Cx, scope: &Scope, open: &mut Vec<String>) -> Result<()> {
        match &self.names {
            Names::Held(_) => self.settle(open, |book, text| match &book.names {
                Names::Held(names) => among(names.get(&key_fold(text))?, text),
                _ => None,
            }),
            Names::Digests(sorted, more) => {
                let mut ids: Vec<Id> = Vec::new();
                for text in open.iter() {
                    let wanted = digest(&key_fold(text));
                    let first = sorted.partition_point(|(digest, _)| *digest < wanted);
                    ids.extend(sorted[first..].iter().take_while(|(digest, _)| *digest == wanted).map(|(_, id)| *id));
                    ids.extend(more.get(&wanted).into_iter().flatten());
                }
                if !ids.is_empty() {
                    let ids = Expr::column(0, "id").among(ids.into_iter().map(Cell::from).collect());
                    self.by_title(cx, scope, ids, open)?;
                }
            }
            Names::Indexed => {
                let title = self.object.title_field();
                if let Some(column) = title.sort_column().filter(|column| *column != title.column) {
                    let keys = open.iter().map(|text| Cell::from(sort_key(text))).collect();
                    self.by_title(cx, scope, Expr::Column(0, column).among(keys), open)?;
                }
            }
            Names::Unread => {}
        }
        Ok(())
    }

    /// Among records that may be meant.
    fn by_title(&mut self, cx: &mut Cx, scope: &Scope, which: Expr, open: &mut Vec<String>) -> Result<()> {
        let title = self.object.title_field().column.clone();
        let rows = cx.rows(&living(scope, &["id", &title]).filter(which))?;
        let mut names: HashMap<String, Vec<Entry>> = HashMap::new();
        for row in rows.iter() {
            if let (Some(id), Some(text)) = (row[0].as_int(), row[1].as_text()) {
                let entry = Entry { id: Id(id), text: text.to_string(), rank: usize::MAX, within: None };
                names.entry(key_fold(text)).or_default().push(entry);
            }
        }
        self.settle(open, |_, text| among(names.get(&key_fold(text))?, text));
        Ok(())
    }
}

fn is_key(object: &Object, field: &Field) -> bool {
    let named = field.unique || object.keys.contains(&field.name);
    named && field.is_stored() && field.kind.target().is_none() && field.name != "external_id"
}

/// The text in the form in which a key is stored.
fn cell(field: &Field, text: &str) -> Option<Cell> {
    let value = field::accept_text(field, text, &Default::default()).ok()?;
    let value = field::check(field, &value).ok().filter(|value| !value.is_empty())?;
    field::to_cells(field, &value).into_iter().next().filter(|cell| !cell.is_null())
}
