//! Stream: every record of a list in its order, page by page, on one snapshot and in constant memory. For exports, in the heavy lane.

use std::{collections::HashMap, sync::Arc};

use store::{Cell, Expr, Select};
use types::{Id, Result};

use super::{
    ask::Ask,
    cursor::Place,
    order, plan,
    resolve::{Resolved, resolve_for},
    run,
};
use crate::{
    access::Action,
    context::Cx,
    schema::Object,
    visible::{Column, Visible},
};

/// Records of one page.
const PAGE: usize = 1_000;

/// What was streamed, and what there is by a count of its own.
#[derive(Clone, Debug)]
pub struct Streamed {
    pub columns: Arc<[Column]>,
    pub rows: u64,
    pub counted: u64,
}

/// The columns that a request asks for, under the right of `action`: for the head of a file, before the first record.
pub fn columns(cx: &mut Cx, object: &Arc<Object>, ask: &Ask, action: Action) -> Result<Arc<[Column]>> {
    Ok(resolve_for(cx, object, ask, action)?.columns)
}

/// Gives each page to `take`, in the order of the list; `limit` and `cursor` of the request do not count.
pub fn each(
    cx: &mut Cx,
    object: &Arc<Object>,
    ask: &Ask,
    action: Action,
    mut take: impl FnMut(&mut Cx, Vec<Visible>) -> Result<()>,
) -> Result<Streamed> {
    let asked = resolve_for(cx, object, ask, action)?;
    let living = run::living(ask.deleted);
    let mut rows = 0;
    let own = matches!(&asked.sort[..], [key] if key.own);
    if own && ask.ids.is_none() {
        // the sort index is walked; a page begins where the last one ended
        let mut after: Option<Place> = None;
        loop {
            let page = run::large(cx, &asked, &living, after.as_ref(), PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(run::place_of(last, asked.sort.len()));
            rows += page.len() as u64;
            let full = page.len() == PAGE;
            give(cx, &asked, &page, &mut take)?;
            if !full {
                break;
            }
        }
    } else {
        // no index has this order: the ids are sorted once, and the pages fetched by them
        let ids = in_order(cx, &asked, &living, ask.ids.as_deref())?;
        for part in ids.chunks(PAGE) {
            let page = by_ids(cx, &asked, part)?;
            rows += page.len() as u64;
            give(cx, &asked, &page, &mut take)?;
        }
    }
    let counted = count(cx, &asked, &living, ask.ids.as_deref())?;
    Ok(Streamed { columns: asked.columns.clone(), rows, counted })
}

fn give(
    cx: &mut Cx,
    asked: &Resolved,
    page: &[Vec<Cell>],
    take: &mut impl FnMut(&mut Cx, Vec<Visible>) -> Result<()>,
) -> Result<()> {
    let shown: Vec<&[Cell]> = page.iter().map(|row| &row[asked.sort.len()..]).collect();
    let items = run::visible(cx, asked, &shown)?;
    take(cx, items)
}

fn bare(asked: &Resolved, living: &Expr, ids: Option<&[Id]>) -> Select {
    let mut query = Select {
        from: Some((store::Source::Table(asked.object.table().clone()), 0)),
        joins: asked.places.joins.clone(),
        ..Select::default()
    };
    for condition in plan::conditions(asked, living, true) {
        query = query.filter(condition);
    }
    if let Some(ids) = ids {
        query = query.filter(plan::among(0, ids));
    }
    query
}

fn in_order(cx: &mut Cx, asked: &Resolved, living: &Expr, ids: Option<&[Id]>) -> Result<Vec<Id>> {
    let query = order::ordered(bare(asked, living, ids), &asked.sort);
    let query = Select { columns: vec![Expr::column(0, "id")], ..query };
    Ok(cx.rows(&query)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect())
}

fn by_ids(cx: &mut Cx, asked: &Resolved, ids: &[Id]) -> Result<Vec<Vec<Cell>>> {
    let rows = cx.rows(&run::select(asked, vec![plan::among(0, ids)]))?;
    let id = asked.sort.len();
    let mut by_id: HashMap<i64, Vec<Cell>> =
        rows.iter().filter_map(|row| Some((row[id].as_int()?, row.to_vec()))).collect();
    Ok(ids.iter().filter_map(|wanted| by_id.remove(&wanted.0)).collect())
}

fn count(cx: &mut Cx, asked: &Resolved, living: &Expr, ids: Option<&[Id]>) -> Result<u64> {
    let query = Select { columns: vec![Expr::CountRows], ..bare(asked, living, ids) };
    Ok(cx.rows(&query)?.number().unwrap_or_default().max(0) as u64)
}
