//! Resolve: every name in a request becomes a field that this caller may read, or the whole request is refused. Unknown and hidden are one error.

use std::sync::Arc;

use store::{Alias, Expr};
use types::{Name, Problem, Result};

use super::{
    ask::Ask,
    places::{Joining, Places, unknown},
    plan,
    words::Words,
};
use crate::{
    access::{self, Action, Scope},
    context::Cx,
    expr, language,
    schema::{Field, FieldType, Object},
    visible::Column,
};

/// A request whose every name has been found.
pub struct Resolved {
    pub object: Arc<Object>,
    pub scope: Scope,
    pub places: Places,
    /// the caller's filter, as a condition
    pub filter: Option<Expr>,
    pub search: Option<Words>,
    pub sort: Vec<SortKey>,
    pub columns: Arc<[Column]>,
    pub parts: Vec<Part>,
    /// as this reader reads it
    pub title: Expr,
    /// what the query selects, after id, version, deleted_at and title
    pub select: Vec<Expr>,
}

/// How one column of the answer is made from the cells of a row.
#[derive(Clone, Debug)]
pub enum Part {
    /// its cells begin here
    Cells { at: usize, width: usize },
    /// a link: its id, the label and the deletion of its target
    Link { at: usize },
    /// by a further query: several values, links to any object, roll-ups
    Later { alias_id: usize },
}

#[derive(Clone, Debug)]
pub struct SortKey {
    pub expr: Expr,
    pub down: bool,
    /// may be empty; empty comes last in both directions
    pub nullable: bool,
    /// a column of the table itself with an index that may be walked
    pub own: bool,
}

/// Cells before those of the columns: id, version, deleted_at, title.
pub const HEAD: usize = 4;

pub fn resolve(cx: &mut Cx, object: &Arc<Object>, ask: &Ask) -> Result<Resolved> {
    resolve_for(cx, object, ask, Action::View)
}

/// The same under another right: exports ask for "export".
pub fn resolve_for(cx: &mut Cx, object: &Arc<Object>, ask: &Ask, action: Action) -> Result<Resolved> {
    ask.limited()?;
    let scope = access::scope(cx, object, action)?;
    let mut places = Places::new(object);
    let filter = match &ask.filter {
        Some(source) if !source.trim().is_empty() => Some(condition(cx, &scope, &mut places, source)?),
        _ => None,
    };
    let search = match &ask.search {
        Some(words) if !words.trim().is_empty() => Some(Words::new(&scope, words)),
        _ => None,
    };
    let mut made = Resolved {
        object: object.clone(),
        title: object.titled(0, cx.lang),
        scope,
        places,
        filter,
        search,
        sort: Vec::new(),
        columns: Arc::new([]),
        parts: Vec::new(),
        select: Vec::new(),
    };
    made.sorted(cx, ask)?;
    made.selected(cx, &ask.fields)?;
    Ok(made)
}

fn condition(cx: &mut Cx, scope: &Scope, places: &mut Places, source: &str) -> Result<Expr> {
    let node = language::filter(cx, scope, source)?;
    expr::sql::condition(&node, &mut Joining { places, cx })
}

impl Resolved {
    fn sorted(&mut self, cx: &mut Cx, ask: &Ask) -> Result<()> {
        let own: Vec<(String, bool)> = self.object.sort.iter().map(|(name, down)| (name.to_string(), *down)).collect();
        let wanted = match &ask.sort[..] {
            [] if ask.deleted => vec![("id".to_string(), true)],
            [] => own,
            sort => sort.to_vec(),
        };
        for (path, down) in &wanted {
            let mut key = self.sort_key(cx, path, *down)?;
            // the other indexes hold living rows only
            key.own &= !ask.deleted || path == "id";
            self.sort.push(key);
        }
        Ok(())
    }

    pub(super) fn sort_key(&mut self, cx: &mut Cx, path: &str, down: bool) -> Result<SortKey> {
        if path == "id" {
            return Ok(SortKey { expr: Expr::column(0, "id"), down, nullable: false, own: true });
        }
        let (alias, object, position) = self.walk(cx, path)?;
        let field = &object.fields[position];
        if let Some(column) = field.sort_column() {
            let always = field.system && matches!(&*field.name, "created_at" | "updated_at");
            let own = alias == 0 && plan::indexed_columns(&self.object).contains(&column);
            return Ok(SortKey { expr: Expr::Column(alias, column), down, nullable: !always, own });
        }
        // a link sorts by the label of its target
        let target =
            cx.catalog.target(field).cloned().ok_or_else(|| Problem::bad("not_sortable").with("name", path))?;
        let joined = self.places.label(alias, &field.column, &target);
        let title = target.title_field().sort_column().expect("a title sorts");
        Ok(SortKey { expr: Expr::Column(joined, title), down, nullable: true, own: false })
    }

    fn selected(&mut self, cx: &mut Cx, fields: &[String]) -> Result<()> {
        let all: Vec<String>;
        let wanted = if fields.is_empty() {
            let seen = self.object.fields.iter().enumerate().filter(|(at, f)| !f.removed && self.scope.may_see(*at));
            all = seen.map(|(_, f)| f.name.to_string()).collect();
            &all
        } else {
            fields
        };
        let mut columns: Vec<Column> = Vec::with_capacity(wanted.len());
        for path in wanted {
            if columns.iter().any(|column| column.path == *path) {
                continue; // asked for twice, shown once
            }
            columns.push(self.column(cx, path)?);
        }
        self.columns = columns.into();
        Ok(())
    }

    fn column(&mut self, cx: &mut Cx, path: &str) -> Result<Column> {
        let (alias, object, position) = self.walk_seen(cx, path)?;
        let masked = self.masked(path, position);
        let field = object.fields[position].clone();
        let at = HEAD + self.select.len();
        if field.kind.target().is_some() {
            let target = cx.catalog.target(&field).cloned().ok_or_else(|| unknown(path))?;
            let joined = self.places.label(alias, &field.column, &target);
            self.select.push(Expr::Column(alias, field.column.clone()));
            self.select.push(target.titled(joined, cx.lang));
            self.select.push(Expr::Column(joined, Name::of("deleted_at")));
            self.parts.push(Part::Link { at });
        } else if let FieldType::Formula { source, .. } = &field.kind
            && !field.is_stored()
        {
            let node = language::formula_node(cx, &object, source, field.result_type())?;
            let hops: Vec<Name> = path.split('.').filter_map(Name::parse).collect();
            let mut joining = Prefixed { places: &mut self.places, cx, hops: &hops[..hops.len() - 1] };
            let value = expr::sql::value(&node, &mut joining)?;
            self.select.push(value);
            self.parts.push(Part::Cells { at, width: 1 });
        } else if !field.is_stored() || matches!(field.kind, FieldType::LinkAny { .. }) {
            let width = field.columns().len();
            self.select.extend(field.columns().into_iter().map(|(name, _)| Expr::Column(alias, name)));
            if width > 0 {
                self.parts.push(Part::Cells { at, width });
            } else {
                self.select.push(Expr::column(alias, "id"));
                self.parts.push(Part::Later { alias_id: at });
            }
        } else {
            let names = field.columns();
            self.parts.push(Part::Cells { at, width: names.len() });
            self.select.extend(names.into_iter().map(|(name, _)| Expr::Column(alias, name)));
        }
        Ok(Column { path: path.to_string(), object, position, masked })
    }

    fn masked(&self, path: &str, position: usize) -> bool {
        !path.contains('.') && self.scope.is_masked(position)
    }

    /// A path whose field may be read in full: for filters and sorts.
    fn walk(&mut self, cx: &mut Cx, path: &str) -> Result<(Alias, Arc<Object>, usize)> {
        let (alias, scope, object, position) = self.find(cx, path)?;
        let readable = scope.as_ref().unwrap_or(&self.scope).may_read(position);
        if readable { Ok((alias, object, position)) } else { Err(unknown(path)) }
    }

    /// The same for groupings and measures.
    pub fn readable(&mut self, cx: &mut Cx, path: &str) -> Result<(Alias, Arc<Object>, usize)> {
        self.walk(cx, path)
    }

    /// A path whose field may be seen at least in part: for answers. Masked fields behind a link are not shown at all.
    fn walk_seen(&mut self, cx: &mut Cx, path: &str) -> Result<(Alias, Arc<Object>, usize)> {
        let (alias, scope, object, position) = self.find(cx, path)?;
        let seen = match &scope {
            Some(scope) => scope.may_read(position),
            None => self.scope.may_see(position),
        };
        if seen { Ok((alias, object, position)) } else { Err(unknown(path)) }
    }

    fn find(&mut self, cx: &mut Cx, path: &str) -> Result<(Alias, Option<Scope>, Arc<Object>, usize)> {
        let names: Vec<Name> = path.split('.').map(Name::parse).collect::<Option<_>>().ok_or_else(|| unknown(path))?;
        let (last, hops) = names.split_last().ok_or_else(|| unknown(path))?;
        let (alias, scope) = self.places.hop_scope(cx, hops)?;
        let object = scope.as_ref().map_or(&self.object, |s| s.object()).clone();
        let position = object.position(last).ok_or_else(|| unknown(path))?;
        Ok((alias, scope, object, position))
    }
}

/// Joins for a formula of a record behind `hops`.
struct Prefixed<'p, 'x, 'c> {
    places: &'p mut Places,
    cx: &'x Cx<'c>,
    hops: &'p [Name],
}

impl expr::sql::Places for Prefixed<'_, '_, '_> {
    fn alias(&mut self, hops: &[Name]) -> Result<Alias> {
        let whole: Vec<Name> = self.hops.iter().chain(hops).cloned().collect();
        self.places.hop(self.cx, &whole)
    }
}

/// What a stored value of `field` looks like when it comes from one cell that was computed by the query.
pub fn computed_cells(cx: &Cx, field: &Field, cell: &store::Cell) -> Vec<store::Cell> {
    match field.result_type() {
        FieldType::Money if cell.is_null() => vec![store::Cell::Null; 3],
        FieldType::Money => vec![cell.clone(), cx.organization.currency.as_str().into(), cell.clone()],
        FieldType::Text { .. } => vec![cell.clone(), store::Cell::Null, store::Cell::Null],
        _ => vec![cell.clone()],
    }
}
