//! What of the house itself may be deleted: rules of users, roles and settings, which the right to delete alone does not cover, because one
//! deletion could lock everybody out. Records the engine removes itself (undo of an import) are its own business.

use records::{Cx, query::Ask, record::Record, schema::Object};
use types::{Problem, Result};

use super::administrator;
use crate::work::{as_product, first};

/// People are deleted by administrators, as they are disabled: nobody themselves, nor the last who administers.
///
/// # Errors
/// `no_right` (403), `not_yourself` and `last_administrator` (409).
pub fn person(cx: &mut Cx, _: &Object, user: &Record) -> Result<()> {
    administrator::required(cx)?;
    if cx.actor.user == Some(user.id) {
        return Err(Problem::conflict("not_yourself"));
    }
    as_product(cx, |cx| administrator::not_the_last(cx, user.id))
}

/// A role that somebody has, and the one that administers, stay.
///
/// # Errors
/// `no_right` (403), `role_in_use` (409).
pub fn role(cx: &mut Cx, object: &Object, role: &Record) -> Result<()> {
    administrator::required(cx)?;
    let code = role.get(object, "code").as_text().unwrap_or_default().to_string();
    let carried = Ask::default().filter(format!("{code:?} in roles")).sort("id", false).fields(&["name"]);
    let used = code == administrator::ROLE || as_product(cx, |cx| first(cx, "users", carried))?.is_some();
    if used { Err(Problem::conflict("role_in_use")) } else { Ok(()) }
}

/// The organisation has settings for as long as it is there.
///
/// # Errors
/// `settings_stay` (409).
pub fn settings(_: &mut Cx, _: &Object, _: &Record) -> Result<()> {
    Err(Problem::conflict("settings_stay"))
}
