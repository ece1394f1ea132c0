//! Many records of one object at once: the same pipeline for each, kept together in a statement per table. Called by imports and other jobs,
//! in steps of at most 200 rows.

use std::collections::{HashMap, HashSet};

use store::{Cell, Expr, Select};
use types::{FieldProblem, Id, Name, Problem, ProblemKind, Result};

use super::{Draft, Input, Written, drafted, keep, redrafted};
use crate::{access::Scope, context::Cx, field, query, record::Record, schema::Object};

/// Makes records; one answer for each input, in their order. A row that is refused is left out and leaves nothing behind.
///
/// # Errors
/// What is wrong with the work as a whole (the database, a rule that follows a kept row): nothing of the transaction may be kept.
pub fn created_all(cx: &mut Cx, scope: &Scope, inputs: Vec<Input>) -> Result<Vec<Result<Id>>> {
    let mut answers: Vec<Result<Id>> = Vec::with_capacity(inputs.len());
    let mut drafts = Vec::with_capacity(inputs.len());
    for input in inputs {
        match drafted(cx, scope, input) {
            Ok(draft) => {
                answers.push(Ok(draft.record.id));
                drafts.push(draft);
            }
            Err(problem) if concerns_a_row(&problem) => answers.push(Err(problem)),
            Err(problem) => return Err(problem),
        }
    }
    let refused = taken(cx, scope.object(), &drafts)?;
    if !refused.is_empty() {
        drafts.retain(|draft| !refused.contains_key(&draft.record.id));
        for answer in &mut answers {
            let problem = answer.as_ref().ok().and_then(|id| refused.get(id));
            if let Some(problem) = problem {
                *answer = Err(problem.clone());
            }
        }
    }
    keep::insert_all(cx, drafts)?;
    Ok(answers)
}

/// Changes one record; what it was before, or `None` when the input changes nothing. The inner `Err` refuses the row and leaves nothing behind.
///
/// # Errors
/// As `created_all`.
pub fn changed(cx: &mut Cx, scope: &Scope, id: Id, input: Input) -> Result<Result<Option<Written>>> {
    match redrafted(cx, scope, id, None, input) {
        Ok((draft, true)) => match taken(cx, scope.object(), std::slice::from_ref(&draft))?.remove(&id) {
            Some(problem) => Ok(Err(problem)),
            None => keep::update(cx, draft).map(|written| Ok(Some(written))),
        },
        Ok((_, false)) => Ok(Ok(None)),
        Err(problem) if concerns_a_row(&problem) => Ok(Err(problem)),
        Err(problem) => Err(problem),
    }
}

/// Whether a new record would be accepted, short of what only keeping it can tell. Writes nothing, so it works on a reading connection.
pub fn tried(cx: &mut Cx, scope: &Scope, input: Input) -> Result<()> {
    trial(cx, |cx| drafted(cx, scope, input).map(drop))
}

/// Whether a change would be accepted; `false` when it changes nothing.
pub fn tried_change(cx: &mut Cx, scope: &Scope, id: Id, input: Input) -> Result<bool> {
    trial(cx, |cx| redrafted(cx, scope, id, None, input).map(|(_, changes)| changes))
}

fn trial<T>(cx: &mut Cx, f: impl FnOnce(&mut Cx) -> Result<T>) -> Result<T> {
    cx.trial = true;
    let answer = f(cx);
    cx.trial = false;
    answer
}

/// A refusal of one row, as opposed to a failure of the work.
pub fn concerns_a_row(problem: &Problem) -> bool {
    match problem.kind {
        ProblemKind::Invalid
        | ProblemKind::Forbidden
        | ProblemKind::NotFound
        | ProblemKind::NotAllowed
        | ProblemKind::Conflict
        | ProblemKind::Stale
        | ProblemKind::BadRequest
        | ProblemKind::TooLarge => true,
        ProblemKind::Unauthorized
        | ProblemKind::RateLimited
        | ProblemKind::Unavailable
        | ProblemKind::StorageFull
        | ProblemKind::Internal => false,
    }
}

/// Records whose new unique values are taken, by rows there are or by one before them: the index would refuse them all together.
fn taken(cx: &mut Cx, object: &Object, drafts: &[Draft]) -> Result<HashMap<Id, Problem>> {
    let mut refused = HashMap::new();
    for field in object.living().filter(|f| f.unique && f.is_stored()) {
        let position = object.position(&field.name).expect("a living field has a place");
        let of = |record: &Record| field::to_cells(field, &record.values[position]).into_iter().next();
        let news = |draft: &Draft| {
            let cell = of(&draft.record).filter(|cell| !cell.is_null())?;
            // what a record has already is its own
            (draft.before.as_ref().and_then(of).as_ref() != Some(&cell)).then(|| vec![cell])
        };
        clashes(cx, object, &[&field.column], &field.name, drafts, news, &mut refused)?;
    }
    let external = |draft: &Draft| {
        if !draft.is_new() && !draft.changed("external_source") && !draft.changed("external_id") {
            return None;
        }
        let of = |name: &str| draft.get(name).as_text().map(Cell::text);
        Some(vec![of("external_source")?, of("external_id")?])
    };
    let columns = [Name::of("external_source"), Name::of("external_id")];
    clashes(cx, object, &[&columns[0], &columns[1]], "external_id", drafts, external, &mut refused)?;
    Ok(refused)
}

/// Those whose value stands in a living row or in a draft before.
fn clashes(
    cx: &mut Cx,
    object: &Object,
    columns: &[&Name],
    name: &str,
    drafts: &[Draft],
    value: impl Fn(&Draft) -> Option<Vec<Cell>>,
    refused: &mut HashMap<Id, Problem>,
) -> Result<()> {
    let values: Vec<(Id, Vec<Cell>)> = drafts.iter().filter_map(|d| Some((d.record.id, value(d)?))).collect();
    if values.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
    let mut query = Select::from(object.table(), &names).filter(query::run::living(false));
    for (at, column) in columns.iter().enumerate() {
        let wanted: std::collections::BTreeSet<&Cell> = values.iter().map(|(_, cells)| &cells[at]).collect();
        query = query.filter(Expr::Column(0, (*column).clone()).among(wanted.into_iter().cloned().collect()));
    }
    let mut there: HashSet<Vec<Cell>> = cx.rows(&query)?.iter().map(<[Cell]>::to_vec).collect();
    for (id, cells) in values {
        if !there.insert(cells) {
            let problem = Problem::invalid(vec![FieldProblem::new(name, "not_unique")]);
            refused.entry(id).or_insert(problem);
        }
    }
    Ok(())
}
