//! `zhike doctor`: one page about the state of the installation, and what to do about each finding. Reads only.

use records::Cx;
use serde_json::{Value as Json, json};
use store::{Direction, Expr, Select};
use types::{
    Instant, Name, Result, display,
    words::{Arg, Lang},
};

use super::backup;
use crate::{
    house::{self, House},
    say::{Answer, Say, app},
};

/// Less room than this on the disk is a finding.
const ROOM: u64 = 2 * 1024 * 1024 * 1024;
/// Less than this, and writing will soon fail.
const LITTLE_ROOM: u64 = 256 * 1024 * 1024;
/// Events not handed on within this time.
const SLOW: i64 = 15 * Instant::MINUTE;
/// A backup older than this is a finding.
const OLD: i64 = 7 * Instant::DAY;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Good,
    Look,
    Bad,
}

/// One line of the page.
struct Finding {
    /// key of its name: `app-doctor-<name>`
    name: &'static str,
    value: String,
    grade: Grade,
    /// key of what to do: `app-doctor-do-<advice>`
    advice: Option<&'static str>,
}

pub fn run(house: &House, say: &mut dyn Say) -> Result<Answer> {
    let lang = say.lang();
    let mut page =
        vec![good("version", env!("CARGO_PKG_VERSION").into()), database(house), disk(house), address(house, lang)];
    let waiting = house.engine.database().waiting();
    page.push(match waiting.iter().sum::<usize>() {
        0..100 => good("queues", waiting.map(|n| n.to_string()).join(" / ")),
        _ => look("queues", waiting.map(|n| n.to_string()).join(" / "), "queues"),
    });
    let sqlite = house::sqlite_file(&house.settings).is_some();
    page.extend(
        house.read(move |cx| Ok([people(cx)?, jobs(cx, lang)?, outbox(cx, lang)?, last_backup(cx, lang, sqlite)?]))?,
    );
    let worst = page.iter().map(|finding| finding.grade).max().unwrap_or(Grade::Good);
    let lines: Vec<String> = page.iter().flat_map(|finding| finding.lines(lang)).collect();
    let json: Vec<Json> = page.iter().map(|finding| finding.json(lang)).collect();
    let json = json!({ "healthy": worst < Grade::Bad, "findings": json });
    Ok(Answer { text: lines.join("\n"), json, failed: worst == Grade::Bad })
}

impl Finding {
    fn lines(&self, lang: Lang) -> Vec<String> {
        let mark = match self.grade {
            Grade::Good => "  ",
            Grade::Look => "! ",
            Grade::Bad => "✗ ",
        };
        let mut lines = vec![format!("{mark}{}: {}", app(lang, &format!("doctor-{}", self.name), &[]), self.value)];
        lines.extend(self.advice(lang).map(|advice| format!("    → {advice}")));
        lines
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        self.advice.map(|key| app(lang, &format!("doctor-do-{key}"), &[]))
    }

    fn json(&self, lang: Lang) -> Json {
        let grade = match self.grade {
            Grade::Good => "good",
            Grade::Look => "look",
            Grade::Bad => "bad",
        };
        json!({ "name": self.name, "value": self.value, "grade": grade, "advice": self.advice(lang) })
    }
}

fn good(name: &'static str, value: String) -> Finding {
    Finding { name, value, grade: Grade::Good, advice: None }
}

fn look(name: &'static str, value: String, advice: &'static str) -> Finding {
    Finding { name, value, grade: Grade::Look, advice: Some(advice) }
}

fn bad(name: &'static str, value: String, advice: &'static str) -> Finding {
    Finding { name, value, grade: Grade::Bad, advice: Some(advice) }
}

fn database(house: &House) -> Finding {
    match house::sqlite_file(&house.settings) {
        Some(file) => {
            let log = file.with_extension("db-wal");
            let bytes: u64 =
                [&file, &log].iter().filter_map(|f| std::fs::metadata(f).ok()).map(|about| about.len()).sum();
            good("database", format!("SQLite, {}, {}", file.display(), display::file_size(bytes)))
        }
        None => good("database", "PostgreSQL".into()),
    }
}

fn disk(house: &House) -> Finding {
    let Ok(disk) = rustix::fs::statvfs(&house.settings.data_dir) else {
        return look("disk", "?".into(), "disk");
    };
    let room = disk.f_bavail.saturating_mul(disk.f_frsize);
    let value = display::file_size(room);
    match room {
        ..LITTLE_ROOM => bad("disk", value, "disk"),
        LITTLE_ROOM..ROOM => look("disk", value, "disk"),
        _ => good("disk", value),
    }
}

/// Passwords and sessions over plain HTTP to other machines.
fn address(house: &House, lang: Lang) -> Finding {
    let settings = &house.settings;
    let value =
        format!("{} ({})", settings.base_url, app(lang, if house.serving { "running" } else { "not-running" }, &[]));
    if settings.base_url.starts_with("http://") && !settings.listen.ip().is_loopback() {
        look("address", value, "https")
    } else {
        good("address", value)
    }
}

fn people(cx: &mut Cx) -> Result<Finding> {
    let count = count(cx, "users", Expr::column(0, "deleted_at").is_null().and(Expr::column(0, "state").eq("active")))?;
    let done = modules::set_up::is_done(cx)?;
    let value = display::integer(count);
    Ok(if done { good("people", value) } else { bad("people", value, "set-up") })
}

fn jobs(cx: &mut Cx, lang: Lang) -> Result<Finding> {
    let state = |state: &str| Expr::column(0, "state").eq(state);
    let (waiting, running, failed) = (
        count(cx, "jobs", state("waiting"))?,
        count(cx, "jobs", state("running"))?,
        count(cx, "jobs", state("failed"))?,
    );
    let numbers: [(&str, Arg); 3] =
        [("waiting", waiting.into()), ("running", running.into()), ("failed", failed.into())];
    let value = app(lang, "doctor-jobs-are", &numbers);
    Ok(if failed > 0 { look("jobs", value, "jobs") } else { good("jobs", value) })
}

fn outbox(cx: &mut Cx, lang: Lang) -> Result<Finding> {
    let oldest =
        Select::from(&Name::of("outbox"), &["due_at"]).order(Expr::column(0, "due_at"), Direction::Up).limit(1);
    let oldest = cx.rows(&oldest)?.first().and_then(|row| row[0].as_int()).map(Instant);
    Ok(match oldest {
        None => good("outbox", app(lang, "doctor-empty", &[])),
        Some(at) if at.plus(SLOW) < cx.now => {
            look("outbox", app(lang, "doctor-since", &[("at", at.to_string().into())]), "outbox")
        }
        Some(at) => good("outbox", app(lang, "doctor-since", &[("at", at.to_string().into())])),
    })
}

/// The last backup that was made with `zhike backup`; other tools are not known here.
fn last_backup(cx: &mut Cx, lang: Lang, sqlite: bool) -> Result<Finding> {
    if !sqlite {
        return Ok(good("backup", app(lang, "doctor-backup-postgres", &[])));
    }
    let last = backup::last(cx)?;
    Ok(match last {
        None => look("backup", app(lang, "doctor-never", &[]), "backup"),
        Some(at) if at.plus(OLD) < cx.now => look("backup", at.to_string(), "backup"),
        Some(at) => good("backup", at.to_string()),
    })
}

fn count(cx: &mut Cx, table: &str, filter: Expr) -> Result<i64> {
    let query = Select { columns: vec![Expr::CountRows], ..Select::from(&Name::of(table), &[]) }.filter(filter);
    Ok(cx.rows(&query)?.number().unwrap_or_default())
}
