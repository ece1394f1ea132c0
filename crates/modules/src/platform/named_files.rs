//! Which stored files a record still names: attachments as long as they or their record can be restored, files of imports as long as these can be undone. For
//! clearing out (`app`).

use std::{collections::BTreeSet, sync::Arc};

use records::{
    Cx,
    query::{Ask, Grouping, Measure, group::group},
    schema::Object,
};
use types::Result;

use crate::work::as_product;

/// Digests asked for at once: as many as fit into a filter.
pub const AT_ONCE: usize = 40;

/// Days after which a file is no longer needed by an import that nobody has gone on with.
const LEFT: u32 = 30;

/// Those of these digests that no record names. At most `AT_ONCE`.
pub fn unnamed(cx: &mut Cx, hashes: &[String]) -> Result<Vec<String>> {
    let list: Vec<String> = hashes.iter().map(|hash| format!("{hash:?}")).collect();
    let list = list.join(", ");
    let files = format!("sha256 in [{list}]");
    let imports = format!(
        "file_sha256 in [{list}] && (undo_until >= now() || (undo_until == null && updated_at >= daysAgo({LEFT})))"
    );
    let mut named = BTreeSet::new();
    for (object, field, filter) in [("files", "sha256", files), ("imports", "file_sha256", imports)] {
        let object = cx.catalog.must(object).clone();
        for deleted in [false, true] {
            let ask = Ask { deleted, ..Ask::default().filter(filter.clone()) };
            named.extend(as_product(cx, |cx| values(cx, &object, field, &ask))?);
        }
    }
    Ok(hashes.iter().filter(|hash| !named.contains(*hash)).cloned().collect())
}

/// A group for each value, however many records have it.
fn values(cx: &mut Cx, object: &Arc<Object>, field: &str, ask: &Ask) -> Result<Vec<String>> {
    let by = [Grouping { path: field.to_string(), by: None }];
    let found = group(cx, object, ask, &by, &[Measure::Count])?;
    Ok(found.rows.into_iter().filter_map(|row| row.keys[0].as_text().map(str::to_string)).collect())
}
