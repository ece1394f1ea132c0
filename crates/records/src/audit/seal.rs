//! Seals: blocks of audit entries chained by HMAC, written by a job so that no write waits for another (security: AUD-2).
//! `verify` finds any entry that was changed, removed, added or moved since.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use store::{Cell, Change, Compare, Direction, Expr, Rows, Select};
use types::{Id, Instant, Name, Result};

use crate::context::Cx;

/// Entries in one block at most.
const BLOCK: u64 = 1_000;
/// Entries younger than this may still be joined by others with smaller ids (another node, a longer transaction).
const SETTLES: i64 = 15 * Instant::SECOND;

const COLUMNS: [&str; 11] =
    ["id", "at", "kind", "who", "via", "address", "action", "object", "record", "outcome", "digest"];

/// Seals the next block; gives how many entries it holds, 0 when nothing is due.
pub fn next(cx: &mut Cx) -> Result<u64> {
    let last = last_block(cx)?;
    let settled = Id::first_at(cx.now.plus(-SETTLES));
    let query = entries(last.as_ref().map_or(Id(0), |b| b.last))
        .filter(Expr::column(0, "id").compare(Compare::Lt, Expr::value(settled)))
        .limit(BLOCK);
    let rows = cx.rows(&query)?;
    let (Some(first), Some(end)) =
        (rows.first().and_then(|r| r[0].as_int()), rows.iter().last().and_then(|r| r[0].as_int()))
    else {
        return Ok(0);
    };
    let seal = seal(&cx.seal, last.as_ref().map_or(&[][..], |b| &b.seal), &rows);
    let values = vec![
        ("number", Cell::Int(last.as_ref().map_or(1, |b| b.number + 1))),
        ("first", first.into()),
        ("last", end.into()),
        ("entries", (rows.len() as i64).into()),
        ("seal", Cell::Bytes(seal.as_slice().into())),
        ("sealed_at", cx.now.into()),
    ];
    cx.run(&Change::insert(&Name::of("audit_blocks"), values))?;
    Ok(rows.len() as u64)
}

struct Block {
    number: i64,
    first: Id,
    last: Id,
    entries: i64,
    seal: Vec<u8>,
}

fn block(row: &[Cell]) -> Option<Block> {
    Some(Block {
        number: row[0].as_int()?,
        first: Id(row[1].as_int()?),
        last: Id(row[2].as_int()?),
        entries: row[3].as_int()?,
        seal: row[4].as_bytes()?.to_vec(),
    })
}

fn blocks() -> Select {
    Select::from(&Name::of("audit_blocks"), &["number", "first", "last", "entries", "seal"])
}

fn last_block(cx: &mut Cx) -> Result<Option<Block>> {
    let rows = cx.rows(&blocks().order(Expr::column(0, "number"), Direction::Down).limit(1))?;
    Ok(rows.first().and_then(block))
}

fn entries(after: Id) -> Select {
    Select::from(&Name::of("audit"), &COLUMNS)
        .filter(Expr::column(0, "id").compare(Compare::Gt, Expr::value(after)))
        .order(Expr::column(0, "id"), Direction::Up)
}

fn seal(key: &[u8], before: &[u8], rows: &Rows) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(before);
    for cell in rows.iter().flatten() {
        // each cell with its kind and length, so that no two rows look alike
        let (kind, bytes): (u8, Vec<u8>) = match cell {
            Cell::Null => (0, Vec::new()),
            Cell::Int(number) => (1, number.to_le_bytes().to_vec()),
            Cell::Text(text) => (2, text.as_bytes().to_vec()),
            Cell::Bytes(bytes) => (3, bytes.to_vec()),
        };
        mac.update(&[kind]);
        mac.update(&(bytes.len() as u64).to_le_bytes());
        mac.update(&bytes);
    }
    mac.finalize().into_bytes().into()
}

/// What `verify` found in one step: broken blocks by number, and where to go on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verified {
    pub blocks: u64,
    pub entries: u64,
    /// block number and what is wrong with it
    pub broken: Vec<(i64, &'static str)>,
    /// entries behind the last block, not sealed yet
    pub unsealed: u64,
}

/// Checks the whole chain, the digests of payloads that still exist, and counts the unsealed tail. Long: for the heavy lane.
pub fn verify(cx: &mut Cx) -> Result<Verified> {
    let mut found = Verified::default();
    let mut before: Option<Block> = None;
    loop {
        let number = before.as_ref().map_or(0, |b| b.number);
        let next = blocks().filter(Expr::column(0, "number").eq(number + 1)).limit(1);
        let Some(this) = cx.rows(&next)?.first().and_then(block) else { break };
        let start = before.as_ref().map_or(Id(0), |b| b.last);
        let rows =
            cx.rows(&entries(start).filter(Expr::column(0, "id").compare(Compare::Le, Expr::value(this.last))))?;
        let expected = seal(&cx.seal, before.as_ref().map_or(&[][..], |b| &b.seal), &rows);
        let first = rows.first().and_then(|r| r[0].as_int()).map(Id);
        if rows.len() as i64 != this.entries || first != Some(this.first) {
            found.broken.push((this.number, "entries_missing_or_added"));
        } else if expected.as_slice() != this.seal {
            found.broken.push((this.number, "entries_changed"));
        }
        if !payloads_hold(cx, start, this.last)? {
            found.broken.push((this.number, "payload_changed"));
        }
        found.blocks += 1;
        found.entries += rows.len() as u64;
        before = Some(this);
    }
    // a gap in the numbers of blocks means that blocks were taken out
    let beyond =
        blocks().filter(Expr::column(0, "number").compare(Compare::Gt, Expr::value(found.blocks as i64))).limit(1);
    if let Some(stray) = cx.rows(&beyond)?.first().and_then(block) {
        found.broken.push((stray.number, "blocks_missing"));
    }
    let tail = Select {
        columns: vec![Expr::CountRows],
        from: Some((store::Source::Table(Name::of("audit")), 0)),
        filter: Some(Expr::column(0, "id").compare(Compare::Gt, Expr::value(before.map_or(Id(0), |b| b.last)))),
        ..Select::default()
    };
    found.unsealed = cx.rows(&tail)?.number().unwrap_or_default().max(0) as u64;
    Ok(found)
}

/// Payloads that were not erased must match the digest of their entry.
fn payloads_hold(cx: &mut Cx, after: Id, last: Id) -> Result<bool> {
    let payload = Name::of("audit_payload");
    let mut query = entries(after).filter(Expr::column(0, "id").compare(Compare::Le, Expr::value(last))).left_join(
        &payload,
        1,
        Expr::column(1, "id").equals(Expr::column(0, "id")),
    );
    query.columns = vec![Expr::column(0, "digest"), Expr::column(1, "body")];
    let rows = cx.rows(&query)?;
    Ok(rows.iter().all(|row| match (row[0].as_bytes(), row[1].as_text()) {
        (Some(digest), Some(body)) => Sha256::digest(body.as_bytes()).as_slice() == digest,
        _ => true,
    }))
}
