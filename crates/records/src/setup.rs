//! Start: upgrade the system tables, lay out the tables of shipped objects, read catalog, rights and organisation. Called by `engine`.

use std::{collections::HashMap, sync::Arc};

use jiff::tz::TimeZone;
use store::{Cell, Change, Clash, Database, Expr, Select, Tx};
use types::{Currency, Id, Instant, Name, Problem, Result, words::Lang};

use crate::{
    access::{Role, Teams},
    context::Organization,
    engine::{Modules, Shared},
    schema::{Catalog, Object, indexes, overlay, tables},
    system,
};

/// Brings the database to this version. Gives the key that seals cursors.
pub fn prepare(db: &Database, modules: &Modules, now: Instant) -> Result<Vec<u8>> {
    store::migrate(db, &system::migrations())?;
    for object in &modules.objects {
        let object = object.clone();
        db.write_now(move |tx| lay_out(tx, &object))?;
    }
    let shipped = Catalog::of(modules.objects.clone());
    let whole = db.read_now(move |tx| overlay::laid_over(tx, &shipped, 0))?;
    indexes::match_up(db, &whole)?;
    let roles: Vec<(String, types::words::Label, Role)> = modules.roles.clone();
    db.write_now(move |tx| {
        for name in ["catalog", "rights"] {
            keep(tx, "versions", &["name", "value"], vec![name.into(), 1.into()], "name")?;
        }
        ship_roles(tx, &roles, now)
    })?;
    // hashed from a fresh id and the operating system's randomness: drawn here, outside the closure that may run again
    let fresh: Vec<u8> = crate::identity::secret::random(32)?;
    db.write_now(move |tx| {
        let secret = Cell::Bytes(fresh.as_slice().into());
        keep(tx, "secrets", &["name", "value"], vec!["seal".into(), secret], "name")?;
        let query = Select::from(&Name::of("secrets"), &["value"]).filter(Expr::column(0, "name").eq("seal"));
        let rows = tx.rows(&query)?;
        let key = rows.first().and_then(|row| row[0].as_bytes()).map(<[u8]>::to_vec);
        key.ok_or_else(|| Problem::internal("no sealing key"))
    })
}

fn keep(tx: &mut Tx, table: &str, columns: &[&str], row: Vec<Cell>, key: &str) -> Result<()> {
    tx.run(&Change::Insert {
        table: Name::of(table),
        columns: columns.iter().map(|c| Name::of(c)).collect(),
        rows: vec![row],
        clash: Clash::Keep { key: key.split(' ').map(Name::of).collect() },
    })?;
    Ok(())
}

/// Tables of a new object, columns of new fields. What is there already stays.
pub fn lay_out(tx: &mut Tx, object: &Object) -> Result<()> {
    let query = Select::from(&Name::of("laid_out"), &["field"]).filter(Expr::column(0, "object").eq(&object.name));
    let rows = tx.rows(&query)?;
    let there: Vec<&str> = rows.iter().filter_map(|row| row[0].as_text()).collect();
    let steps = if there.is_empty() {
        tables::create(object)
    } else {
        let missing = object.living().filter(|f| !there.contains(&f.name.as_str()));
        missing.flat_map(|field| tables::add(object, field)).collect()
    };
    for step in &steps {
        tx.reshape(step)?;
    }
    for field in object.living().filter(|f| !there.contains(&f.name.as_str())) {
        let row = vec![(&object.name).into(), (&field.name).into()];
        keep(tx, "laid_out", &["object", "field"], row, "object field")?;
    }
    Ok(())
}

/// Shipped roles appear once; afterwards they are the installation's own.
fn ship_roles(tx: &mut Tx, roles: &[(String, types::words::Label, Role)], now: Instant) -> Result<()> {
    for (place, (code, label, role)) in roles.iter().enumerate() {
        let there = Select::from(&Name::of("roles"), &["id"]).filter(Expr::column(0, "code").eq(code.as_str()));
        if !tx.rows(&there)?.is_empty() {
            continue;
        }
        let body = serde_json::to_string(role).map_err(Problem::internal)?;
        // below every id that the clock can give, so that they never meet
        let id = Id(place as i64 + 1);
        let values: Vec<(&str, Cell)> = vec![
            ("id", id.into()),
            ("version", 1.into()),
            ("code", code.as_str().into()),
            ("code_key", types::text::sort_key(code).into()),
            ("name", label.zh.as_str().into()),
            ("name_key", types::text::sort_key(&label.zh).into()),
            ("name_en", label.en.as_str().into()),
            ("rights", body.into()),
            ("created_at", now.into()),
            ("updated_at", now.into()),
        ];
        tx.run(&Change::insert(&Name::of("roles"), values))?;
    }
    Ok(())
}

/// (catalog, rights)
pub fn versions(tx: &mut Tx) -> Result<(i64, i64)> {
    let rows = tx.rows(&Select::from(&Name::of("versions"), &["name", "value"]))?;
    let of = |name: &str| {
        rows.iter().find(|row| row[0].as_text() == Some(name)).and_then(|row| row[1].as_int()).unwrap_or_default()
    };
    Ok((of("catalog"), of("rights")))
}

/// Everything that work shares, as of this transaction's snapshot.
pub fn load(tx: &mut Tx, shipped: &Catalog) -> Result<Shared> {
    let versions = versions(tx)?;
    let catalog = overlay::laid_over(tx, shipped, versions.0)?;
    let organization = organization(tx)?;
    Ok(Shared::new(Arc::new(catalog), Arc::new(organization), roles(tx)?, teams(tx)?, versions))
}

fn roles(tx: &mut Tx) -> Result<HashMap<String, Role>> {
    let query = Select::from(&Name::of("roles"), &["code", "rights"]).filter(Expr::column(0, "deleted_at").is_null());
    let mut roles = HashMap::new();
    for row in tx.rows(&query)?.iter() {
        let (Some(code), Some(body)) = (row[0].as_text(), row[1].as_text()) else { continue };
        let role =
            serde_json::from_str(body).map_err(|e| Problem::internal(format!("role {code} cannot be read: {e}")))?;
        roles.insert(code.to_string(), role);
    }
    Ok(roles)
}

fn teams(tx: &mut Tx) -> Result<Teams> {
    let query = Select::from(&Name::of("teams"), &["id", "parent"]).filter(Expr::column(0, "deleted_at").is_null());
    let rows = tx.rows(&query)?;
    Ok(Teams::new(rows.iter().filter_map(|row| Some((Id(row[0].as_int()?), row[1].as_int().map(Id))))))
}

fn organization(tx: &mut Tx) -> Result<Organization> {
    let columns = ["name", "currency", "time_zone", "locale", "week_start", "fiscal_start"];
    let query = Select::from(&Name::of("settings"), &columns).filter(Expr::column(0, "deleted_at").is_null()).limit(1);
    let rows = tx.rows(&query)?;
    let Some(row) = rows.first() else { return Ok(Organization::default()) };
    let zone_name = row[2].as_text().unwrap_or("UTC").to_string();
    let small = |cell: &Cell, least: i64, most: i64| cell.as_int().map(|n| n.clamp(least, most) as u8);
    Ok(Organization {
        name: row[0].as_text().unwrap_or_default().to_string(),
        currency: row[1].as_text().and_then(Currency::parse).unwrap_or(Currency::CNY),
        zone: TimeZone::get(&zone_name).unwrap_or(TimeZone::UTC),
        zone_name,
        lang: if row[3].as_text() == Some("en") { Lang::En } else { Lang::Zh },
        week_start: small(&row[4], 1, 7).unwrap_or(1),
        fiscal_start: small(&row[5], 1, 12).unwrap_or(1),
    })
}
