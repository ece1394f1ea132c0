//! One-time links end when the person they are for has another e-mail address or another state, or is deleted: whoever held the old address has
//! no way in by it (security: AUTH-9). An `after` rule of users; a new password ends them too (`records::identity::password`).

use records::{
    Cx,
    identity::one_time,
    write::{Change, Written},
};
use types::Result;

pub fn with_the_person(cx: &mut Cx, written: &Written) -> Result<()> {
    let other = written.change != Change::Updated || written.changed("email") || written.changed("state");
    match written.change {
        Change::Created => Ok(()),
        _ if other => one_time::end_of(cx, written.after.id),
        _ => Ok(()),
    }
}
