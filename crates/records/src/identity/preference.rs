//! What a person has chosen for the pages they use: widths of columns, the view to begin with, the order of tabs. Each under a name, on whatever
//! device they sit; nobody else reads it. Called by the web edge.

use std::collections::HashMap;

use store::{Change, Clash, Expr, Select};
use types::{Name, Problem, Result};

use crate::context::Cx;

/// Longest value, in bytes: a handful of widths or ids.
pub const LONGEST: usize = 4_000;
/// Longest name, in bytes.
const NAME: usize = 120;

fn table() -> Name {
    Name::of("preferences")
}

/// Those of these names that the caller has set.
pub fn of(cx: &mut Cx, names: &[&str]) -> Result<HashMap<String, String>> {
    let Some(user) = cx.actor.user else { return Ok(HashMap::new()) };
    let query = Select::from(&table(), &["name", "body"])
        .filter(Expr::column(0, "user").eq(user))
        .filter(Expr::column(0, "name").among(names.iter().map(|name| (*name).into()).collect()));
    let text = |cell: &store::Cell| cell.as_text().map(str::to_string);
    Ok(cx.rows(&query)?.iter().filter_map(|row| Some((text(&row[0])?, text(&row[1])?))).collect())
}

/// Keeps a choice of the caller's own; an empty one is forgotten.
///
/// # Errors
/// `too_long`.
pub fn keep(cx: &mut Cx, name: &str, body: &str) -> Result<()> {
    let user = cx.actor.user.ok_or_else(Problem::unauthorized)?;
    if name.len() > NAME || body.len() > LONGEST {
        let more = (name.len() + body.len()).saturating_sub(LONGEST);
        return Err(Problem::field("preference", "too_long").with("max", LONGEST).with("count", more));
    }
    if body.is_empty() {
        let this = Expr::column(0, "user").eq(user).and(Expr::column(0, "name").eq(name));
        cx.run(&Change::delete(&table(), this))?;
        return Ok(());
    }
    cx.run(&Change::Insert {
        table: table(),
        columns: ["user", "name", "body"].iter().map(|column| Name::of(column)).collect(),
        rows: vec![vec![user.into(), name.into(), body.into()]],
        clash: Clash::Replace { key: vec![Name::of("user"), Name::of("name")], set: vec![Name::of("body")] },
    })?;
    Ok(())
}
