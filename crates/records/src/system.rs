//! Tables that are not records: versions, shares, audit, outbox, timeline, sessions, tokens, jobs, idempotency, secrets, metadata changes.
//! One numbered list for both databases; a start takes the upgrade from any older version.

use store::{Column, Expr, Index, IndexPart, Migration, Step};
use types::Name;

/// In order; a number is never used again and a step never changed once released.
pub fn migrations() -> Vec<Migration> {
    vec![Migration { number: 1, name: "the first tables", steps: first() }]
}

fn first() -> Vec<Step> {
    vec![
        // versions of catalog and rights: compared by the first statement of every piece of work
        Step::table("versions", vec![Column::text("name").required(), Column::int("value").required()], &["name"]),
        // the installation's own metadata, laid over the module files
        Step::table(
            "overlays",
            vec![
                Column::text("object").required(),
                Column::text("field").required(),
                Column::text("body").required(),
                Column::int("changed_at").required(),
            ],
            &["object", "field"],
        ),
        // which shipped objects and fields have their tables already
        Step::table(
            "laid_out",
            vec![Column::text("object").required(), Column::text("field").required()],
            &["object", "field"],
        ),
        Step::table("secrets", vec![Column::text("name").required(), Column::bytes("value").required()], &["name"]),
        Step::table(
            "shares",
            vec![
                Column::text("object").required(),
                Column::int("subject").required(),
                Column::int("record").required(),
                Column::int("level").required(),
                Column::int("expires_at"),
                Column::int("given_by"),
                Column::int("given_at").required(),
            ],
            &["object", "subject", "record"],
        ),
        Step::index("shares", &["object", "record"], false),
        Step::table(
            "audit",
            vec![
                Column::int("id").required(),
                Column::int("at").required(),
                Column::text("kind").required(),
                Column::int("who"),
                Column::int("via"),
                Column::text("address"),
                Column::text("action").required(),
                Column::text("object"),
                Column::int("record"),
                Column::text("outcome").required(),
                Column::bytes("digest"),
            ],
            &["id"],
        ),
        partial("ix_audit_record", "audit", &["object", "record", "id"], "record"),
        partial("ix_audit_who", "audit", &["who", "id"], "who"),
        Step::Seal { table: Name::of("audit") },
        Step::table("audit_payload", vec![Column::int("id").required(), Column::text("body").required()], &["id"]),
        Step::table(
            "audit_blocks",
            vec![
                Column::int("number").required(),
                Column::int("first").required(),
                Column::int("last").required(),
                Column::int("entries").required(),
                Column::bytes("seal").required(),
                Column::int("sealed_at").required(),
            ],
            &["number"],
        ),
        Step::Seal { table: Name::of("audit_blocks") },
        Step::table(
            "outbox",
            vec![
                Column::int("id").required(),
                Column::text("topic").required(),
                Column::text("object").required(),
                Column::int("record").required(),
                Column::int("version").required(),
                Column::int("attempts").required(),
                Column::int("due_at").required(),
            ],
            &["id"],
        ),
        Step::index("outbox", &["due_at", "id"], false),
        // one row per record that an entry (an activity, a stage change) touches
        Step::table(
            "timeline",
            vec![
                Column::text("object").required(),
                Column::int("record").required(),
                Column::int("at").required(),
                Column::int("entry").required(),
                Column::text("entry_object").required(),
            ],
            &["record", "at", "entry"],
        ),
        Step::index("timeline", &["entry"], false),
        Step::table(
            "sessions",
            vec![
                Column::int("id").required(),
                Column::bytes("hash").required(),
                Column::int("user").required(),
                Column::int("created_at").required(),
                Column::int("seen_at").required(),
                Column::int("expires_at").required(),
                Column::text("address"),
                Column::text("agent"),
            ],
            &["id"],
        ),
        Step::index("sessions", &["hash"], true),
        Step::index("sessions", &["user"], false),
        Step::table(
            "tokens",
            vec![
                Column::int("id").required(),
                Column::bytes("hash").required(),
                Column::int("user").required(),
                Column::text("name").required(),
                Column::text("scope").required(),
                Column::int("created_at").required(),
                Column::int("expires_at"),
                Column::int("seen_at"),
                Column::int("revoked_at"),
            ],
            &["id"],
        ),
        Step::index("tokens", &["hash"], true),
        Step::index("tokens", &["user"], false),
        // passwords apart from the people, so that no query for people can carry them along
        Step::table(
            "passwords",
            vec![Column::int("user").required(), Column::text("hash").required(), Column::int("set_at").required()],
            &["user"],
        ),
        // one-time links: set-up, invitation, password reset
        Step::table(
            "one_time",
            vec![
                Column::bytes("hash").required(),
                Column::text("purpose").required(),
                Column::int("user"),
                Column::int("created_at").required(),
                Column::int("expires_at").required(),
                Column::int("created_by"),
            ],
            &["hash"],
        ),
        Step::table(
            "jobs",
            vec![
                Column::int("id").required(),
                Column::text("kind").required(),
                Column::text("state").required(),
                Column::int("user"),
                Column::text("input").required(),
                Column::text("cursor"),
                Column::text("progress"),
                Column::text("outcome"),
                Column::int("attempts").required(),
                Column::int("created_at").required(),
                Column::int("due_at").required(),
                Column::int("lease_until"),
                Column::int("fence").required(),
                Column::int("finished_at"),
            ],
            &["id"],
        ),
        Step::index("jobs", &["state", "due_at", "id"], false),
        Step::table(
            "idempotency",
            vec![
                Column::int("caller").required(),
                Column::text("key").required(),
                Column::bytes("request").required(),
                Column::int("status").required(),
                Column::text("answer").required(),
                Column::int("at").required(),
            ],
            &["caller", "key"],
        ),
        Step::index("idempotency", &["at"], false),
        // what an import changed, so that it can be undone: the values before it
        Step::table(
            "import_changes",
            vec![
                Column::int("import").required(),
                Column::int("record").required(),
                Column::text("object").required(),
                Column::int("version").required(),
                Column::text("before").required(),
            ],
            &["import", "record"],
        ),
        // rows that an import refused: their place in the file from zero, their line, and why
        Step::table(
            "import_refusals",
            vec![
                Column::int("import").required(),
                Column::int("place").required(),
                Column::int("line").required(),
                Column::text("problems").required(),
            ],
            &["import", "place"],
        ),
        // links of an import to records that come in a later row
        Step::table(
            "import_later",
            vec![
                Column::int("import").required(),
                Column::int("place").required(),
                Column::text("field").required(),
                Column::int("record").required(),
                Column::text("value").required(),
            ],
            &["import", "place", "field"],
        ),
        // per person: recent records, favourites, settings of pages
        Step::table(
            "preferences",
            vec![Column::int("user").required(), Column::text("name").required(), Column::text("body").required()],
            &["user", "name"],
        ),
    ]
}

fn partial(name: &str, table: &str, columns: &[&str], filled: &str) -> Step {
    Step::CreateIndex(Index {
        name: Name::of(name),
        table: Name::of(table),
        columns: columns.iter().map(|c| IndexPart::Column(Name::of(c))).collect(),
        unique: false,
        only: Some(Expr::column(0, filled).not_null()),
        include: Vec::new(),
    })
}
