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

/// Days after which a file is no longer needed by an import that nobody has gone on with.
const LEFT: u32 = 30;

/// Those of these digests, in their order, that no record names. They are asked for by the range they lie in, so that digests that lie together take
/// a few queries, however many they are.
pub fn unnamed(cx: &mut Cx, hashes: &[String]) -> Result<Vec<String>> {
    let (Some(first), Some(last)) = (hashes.iter().min(), hashes.iter().max()) else { return Ok(Vec::new()) };
    let Some(named) = as_product(cx, |cx| between(cx, first, last))? else {
        // more are named than were asked about; of one digest that cannot be
        let (these, those) = hashes.split_at(hashes.len() / 2);
        return Ok([unnamed(cx, these)?, unnamed(cx, those)?].concat());
    };
    Ok(hashes.iter().filter(|hash| !named.contains(*hash)).cloned().collect())
}

/// What records name from one digest to another; `None` where that is too much for one answer.
fn between(cx: &mut Cx, first: &str, last: &str) -> Result<Option<BTreeSet<String>>> {
    let range = |field: &str| format!("{field} >= {first:?} && {field} <= {last:?}");
    let files = range("sha256");
    let imports = format!(
        "{} && (undo_until >= now() || (undo_until == null && updated_at >= daysAgo({LEFT})))",
        range("file_sha256")
    );
    let mut named = BTreeSet::new();
    for (object, field, filter) in [("files", "sha256", files), ("imports", "file_sha256", imports)] {
        let object = cx.catalog.must(object).clone();
        for deleted in [false, true] {
            let ask = Ask { deleted, ..Ask::default().filter(filter.clone()) };
            match values(cx, &object, field, &ask)? {
                Some(found) => named.extend(found),
                None => return Ok(None),
            }
        }
    }
    Ok(Some(named))
}

/// A group for each value, however many records have it.
fn values(cx: &mut Cx, object: &Arc<Object>, field: &str, ask: &Ask) -> Result<Option<Vec<String>>> {
    let by = [Grouping { path: field.to_string(), by: None }];
    let found = group(cx, object, ask, &by, &[Measure::Count])?;
    let texts = found.rows.into_iter().filter_map(|row| row.keys[0].as_text().map(str::to_string));
    Ok(found.exact.then(|| texts.collect()))
}
