//! `zhike verify`: the database by its own check, every attachment by its checksum, the audit by its seals. Changes nothing.

use std::collections::BTreeSet;

use records::{
    Cx,
    audit::seal,
    query::{self, Ask},
};
use serde_json::json;
use types::{Id, Result};

use crate::{
    house::House,
    say::{Answer, Say, app},
};

/// What is wrong, a line each; more are counted only.
const TOLD: usize = 100;

pub fn run(house: &House, say: &mut dyn Say) -> Result<Answer> {
    let lang = say.lang();
    let mut found: Vec<String> = Vec::new();
    say.progress(&app(lang, "verify-database", &[]), 0, 0)?;
    for complaint in house.engine.database().complaints()? {
        found.push(app(lang, "verify-database-wrong", &[("what", complaint.into())]));
    }
    let (count, there) = attachments(house, say, &mut found)?;
    missing(house, say, &there, &mut found)?;
    say.progress(&app(lang, "verify-audit", &[]), 0, 0)?;
    let audit = house.read_all(seal::verify)?;
    for (block, what) in &audit.broken {
        found.push(app(lang, "verify-audit-wrong", &[("block", (*block).into()), ("what", (*what).into())]));
    }
    let json = json!({
        "sound": found.is_empty(), "problems": found, "files": count,
        "audit": { "blocks": audit.blocks, "entries": audit.entries, "unsealed": audit.unsealed },
    });
    let numbers = [("files", count.into()), ("entries", audit.entries.into()), ("unsealed", audit.unsealed.into())];
    let failed = !found.is_empty();
    let text = if failed {
        let more = found.len().saturating_sub(TOLD);
        found.truncate(TOLD);
        found.extend((more > 0).then(|| app(lang, "and-more", &[("count", more.into())])));
        found.join("\n")
    } else {
        app(lang, "verified", &numbers)
    };
    Ok(Answer { text, json, failed })
}

/// Every stored file against its name.
fn attachments(house: &House, say: &mut dyn Say, found: &mut Vec<String>) -> Result<(u64, BTreeSet<String>)> {
    let what = app(say.lang(), "verify-files", &[]);
    let (mut count, mut there) = (0, BTreeSet::new());
    for blob in house.blobs.list() {
        let (blob, _) = blob?;
        if house.blobs.is_sound(&blob.hash)? == Some(false) {
            found.push(app(say.lang(), "verify-file-changed", &[("file", (&blob.hash).into())]));
        }
        there.insert(blob.hash);
        count += 1;
        say.progress(&what, count, 0)?;
    }
    Ok((count, there))
}

/// Every file that a record names must be there.
fn missing(house: &House, say: &mut dyn Say, there: &BTreeSet<String>, found: &mut Vec<String>) -> Result<()> {
    let mut cursor = None;
    loop {
        let ask =
            Ask { cursor, sort: vec![("id".into(), false)], ..Ask::default().fields(&["name", "sha256"]).limit(200) };
        let page = house.read(move |cx: &mut Cx| {
            let files = cx.catalog.must("files").clone();
            query::list(cx, &files, &ask)
        })?;
        for file in &page.items {
            if file.get("sha256").as_text().is_some_and(|hash| !there.contains(hash)) {
                let id: Id = file.id;
                found.push(app(
                    say.lang(),
                    "verify-file-missing",
                    &[("name", (&file.title).into()), ("id", id.to_string().into())],
                ));
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok(());
        }
    }
}
