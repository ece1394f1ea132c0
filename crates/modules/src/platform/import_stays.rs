//! The record of an import stays while a job works on it: what the job writes could not be taken back without. A rule of `imports`.

use records::{Cx, jobs, record::Record, schema::Object};
use types::{Id, Problem, Result};

/// # Errors
/// `import_not_over` (409).
pub fn while_under_way(cx: &mut Cx, object: &Object, import: &Record) -> Result<()> {
    let text = |field: &str| import.get(object, field).as_text().unwrap_or_default();
    let works = matches!(text("state"), "checking" | "running" | "undoing");
    match Id::parse(text("job")) {
        Some(job) if works && jobs::is_under_way(cx, job)? => Err(Problem::conflict("import_not_over")),
        _ => Ok(()),
    }
}
