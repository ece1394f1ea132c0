//! The store's own tables on PostgreSQL: nodes, migrations. Called by `connect::postgres`, `migrate` and `node`.

/// Run at every opening, one node after the other; changes nothing when all is there.
pub(crate) const TABLES: &str = "
BEGIN;
SELECT pg_advisory_xact_lock(7090170101);
CREATE TABLE IF NOT EXISTS migrations (number bigint NOT NULL PRIMARY KEY, name text NOT NULL);
CREATE TABLE IF NOT EXISTS nodes (node bigint NOT NULL PRIMARY KEY, floor bigint NOT NULL, holder text, until bigint);
CREATE OR REPLACE FUNCTION sealed() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'rows of % are sealed', TG_TABLE_NAME; END$$;
COMMIT;
";

pub(crate) const NEXT_NUMBER: &str = "SELECT nextval(quote_ident($1::text)::regclass)";

/// Locks come before the first query of a transaction, so that its snapshot is younger than what it waited for.
pub(crate) const LOCK_NODES: &str = "LOCK TABLE nodes IN EXCLUSIVE MODE";

pub(crate) const LOCK_SHAPE: &str = "SET LOCAL lock_timeout = '10min'; LOCK TABLE migrations IN EXCLUSIVE MODE";

pub(crate) const PEEK_NUMBER: &str = "SELECT last_value + is_called::int FROM ";

/// Table and name of every index that somebody made and that was built to its end.
pub(crate) const INDEXES: &str = "
SELECT t.relname::text, c.relname::text FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS t ON t.oid = i.indrelid
WHERE i.indisvalid AND NOT i.indisprimary AND c.relnamespace = current_schema()::regnamespace";

/// Indexes that an interrupted build left behind.
pub(crate) const COMPLAINTS: &str = "
SELECT c.relname::text FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace";

/// Takes the leftover of an interrupted build away. `%` = its name.
pub(crate) const DROP_INVALID: &str = "
DO $$BEGIN
    IF EXISTS (SELECT 1 FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
               WHERE c.relname = '%' AND NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace) THEN
        DROP INDEX \"%\";
    END IF;
END$$";

/// The lowest number nobody holds, for a minute; the floor is the highest id its earlier holders may have issued.
pub(crate) const LEASE: &str = "
WITH clock AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now),
     free AS (SELECT n FROM generate_series(1, 1023) AS n, clock
              WHERE NOT EXISTS (SELECT 1 FROM nodes WHERE node = n AND until > clock.now) ORDER BY n LIMIT 1)
INSERT INTO nodes (node, floor, holder, until) SELECT n, 0, gen_random_uuid()::text, now + 60000000 FROM free, clock
ON CONFLICT (node) DO UPDATE SET holder = excluded.holder, until = excluded.until
RETURNING node, floor, holder";

/// For another minute; no row when somebody else has taken the number meanwhile.
pub(crate) const RENEW: &str = "
UPDATE nodes SET until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + 60000000
WHERE node = $1 AND holder = $2";

pub(crate) const RELEASE: &str = "UPDATE nodes SET until = 0 WHERE node = $1 AND holder = $2";

pub(crate) const LISTEN: &str = "LISTEN zhike";

pub(crate) const NOTIFY: &str = "SELECT pg_notify('zhike', payload) FROM unnest($1::text[]) AS payload";

/// What every connection says first. `%` = milliseconds one statement may take. Joins stay in the order we give them: a record's ten labels, each found
/// by its id, took 40 ms to plan and one to fetch. A page out of order costs hardly more than one in order on today's disks, and most are in memory.
pub(crate) const GREETING: &str = "
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET jit = off;
SET join_collapse_limit = 1;
SET random_page_cost = 1.1;
SET lock_timeout = '2s';
SET idle_in_transaction_session_timeout = '60s';
SET statement_timeout = %;
";

/// One snapshot, and nothing is changed.
pub(crate) const READER: &str = "
SET default_transaction_isolation = 'repeatable read';
SET default_transaction_read_only = on;
";

pub(crate) const WRITER: &str = "SET default_transaction_isolation = 'serializable'";
