//! Later: links to records that came in a later row than the one that names them (six accounts name a parent further down). Kept beside the rows,
//! set in a second pass when every row is there.

use store::{Change, Clash, Compare, Direction, Expr, Select};
use types::{Id, Name, Result, Value};

use super::{
    Bound, Directory, Tally, bind::Target, directory::Found, journal, make::Made, plan::Unknown, step::Stepped,
};
use crate::{
    access::{self, Action},
    context::Cx,
    write::{Input, bulk},
};

/// A link that waits for the rows after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    pub place: u64,
    pub record: Id,
    /// as the plan says it
    pub field: String,
    pub text: String,
}

fn table() -> Name {
    Name::of("import_later")
}

pub(super) fn keep(cx: &mut Cx, import: Id, bound: &Bound, pending: &[Pending]) -> Result<()> {
    debug_assert!(pending.is_empty() || bound.links_to_itself(), "only links to the object itself wait");
    if pending.is_empty() {
        return Ok(());
    }
    let rows = pending.iter().map(|p| {
        vec![import.into(), (p.place as i64).into(), p.field.as_str().into(), p.record.into(), p.text.as_str().into()]
    });
    cx.run(&Change::Insert {
        table: table(),
        columns: ["import", "place", "field", "record", "value"].iter().map(|c| Name::of(c)).collect(),
        rows: rows.collect(),
        clash: Clash::Keep { key: ["import", "place", "field"].iter().map(|c| Name::of(c)).collect() },
    })?;
    Ok(())
}

/// The next links that wait, in the order of the file. Those of the steps before are gone.
pub fn next(cx: &mut Cx, import: Id, limit: u64) -> Result<Vec<Pending>> {
    let query = Select::from(&table(), &["place", "field", "record", "value"])
        .filter(Expr::column(0, "import").eq(import))
        .order(Expr::column(0, "place"), Direction::Up)
        .order(Expr::column(0, "field"), Direction::Up)
        .limit(limit);
    let rows = cx.rows(&query)?;
    let read = rows.iter().filter_map(|row| {
        Some(Pending {
            place: u64::try_from(row[0].as_int()?).ok()?,
            field: row[1].as_text()?.to_string(),
            record: Id(row[2].as_int()?),
            text: row[3].as_text()?.to_string(),
        })
    });
    Ok(read.collect())
}

/// What they name, now that every row is there.
pub fn look_up(cx: &mut Cx, bound: &Bound, directory: &mut Directory, pending: &[Pending]) -> Result<()> {
    directory.look_up(cx, pending.iter().map(|p| (&bound.object, p.text.as_str())))
}

/// Sets the links; those that name nothing stay empty and are counted, or are made if the plan says so.
pub fn step(
    cx: &mut Cx,
    bound: &Bound,
    import: Id,
    pending: &[Pending],
    directory: &Directory,
    before: &Tally,
) -> Result<Stepped> {
    journal::act_for(cx, import);
    let scope = access::scope(cx, &bound.object, Action::Import)?;
    let mut stepped = Stepped { tally: before.clone(), learned: Vec::new() };
    let mut made = Made::new(import, bound.plan.external_source.as_deref());
    for link in pending {
        let slot = bound.slots.iter().find(|slot| slot.column.to == link.field);
        let Some((slot, Target::Field(position))) = slot.map(|slot| (slot, &slot.target)) else { continue };
        let found = match directory.find(&bound.object.name, &link.text) {
            Found::One(id, _) => Some(*id),
            Found::Nobody if slot.unknown == Unknown::Create => made.named(cx, &bound.object, &link.text)?.ok(),
            Found::Nobody | Found::Several(_) => None,
        };
        let field = &bound.object.fields[*position];
        let set = match found {
            Some(id) => {
                let input = Input::default().set(&field.name, Value::link(id));
                match bulk::changed(cx, &scope, link.record, input)? {
                    Ok(Some(written)) => {
                        journal::keep(cx, import, &written)?;
                        true
                    }
                    Ok(None) => true,
                    // a circle, or a record that is no longer this person's
                    Err(_) => false,
                }
            }
            None => false,
        };
        match set {
            true => stepped.tally.linked_later += 1,
            false => stepped.tally.left_empty(&link.field),
        }
    }
    if let Some(last) = pending.last() {
        let key = Expr::Tuple(vec![Expr::column(0, "place"), Expr::column(0, "field")]);
        let here = Expr::Tuple(vec![Expr::value(last.place as i64), Expr::value(last.field.as_str())]);
        let done = Expr::column(0, "import").eq(import).and(key.compare(Compare::Le, here));
        cx.run(&Change::delete(&table(), done))?;
    }
    for (object, count) in &made.counts {
        *stepped.tally.made.entry(object.to_string()).or_default() += count;
    }
    stepped.learned = made.learned;
    Ok(stepped)
}
