//! What the mapping page shows: a row per column with samples, field, certainty and options; how records are recognised; saved mappings.

use maud::{Markup, html};
use records::{
    Cx, access,
    access::Action,
    import::{
        Checked, Column, OnDuplicate, Unknown,
        plan::{CONTENT, DateOrder, Mark},
    },
    schema::FieldType,
};
use types::{
    Id, Problem,
    words::{field_sentence, sentence, tr_with},
};

use super::{
    Import,
    file::column_name,
    number,
    targets::{self, Targets},
};
use crate::{
    desk::Desk,
    ports::Seen,
    ui::{
        self, Button, Tone,
        filter::{Choice, select},
        icon_s,
        wizard::{Sure, sureness},
    },
};

/// Distinct values shown of a column, and letters of each.
const SAMPLES: usize = 4;
const LETTERS: usize = 40;

/// Columns of one page: each has a choice of all fields.
pub const PAGE: usize = 50;

pub struct About<'a> {
    pub cx: &'a Cx<'a>,
    pub desk: &'a Desk,
    pub import: &'a Import,
    pub seen: &'a Seen,
    pub targets: &'a Targets,
}

impl About<'_> {
    fn say(&self, key: &str) -> String {
        self.desk.say(key)
    }

    fn columns(&self, at: usize) -> impl Iterator<Item = &Column> {
        self.seen.plan.columns.iter().filter(move |column| column.at == Some(at))
    }

    /// What the last check found, while it is still true of this plan.
    fn checked(&self) -> Option<Checked> {
        self.import.outcome().checked.filter(|_| self.import.state() == "checked")
    }

    pub fn title(&self) -> (String, String) {
        let all = self.seen.columns.len();
        let mapped = (0..all).filter(|at| self.columns(*at).next().is_some()).count();
        let looks = (0..all).filter(|at| self.certainty(*at).0 == Sure::Look).count();
        let args = [("all", all as i64), ("mapped", mapped as i64), ("looks", looks as i64)];
        let key = if looks == 0 { "wizard-mapping-title" } else { "wizard-mapping-title-look" };
        let text = match &self.seen.saved {
            Some(name) => tr_with(self.desk.lang, "wizard-mapping-saved", &[("name", name.as_str())]),
            None => self.say("wizard-mapping-text"),
        };
        (tr_with(self.desk.lang, key, &args), text)
    }

    /// Why the last change was refused; fields that must be filled and are not.
    pub fn told(&self, refused: Option<&Problem>) -> Markup {
        let object = &self.import.object;
        let given = |name: &str| self.seen.plan.columns.iter().any(|column| column.to.split('.').next() == Some(name));
        let missing: Vec<String> = object
            .living()
            .filter(|field| field.required && field.default.is_none() && !field.system && !given(&field.name))
            .filter(|field| field.name != object.title || (object.title_template.is_none() && !given(CONTENT)))
            .map(|field| crate::show::label(self.desk, field).to_string())
            .chain((object.content().is_some() && !given(CONTENT)).then(|| self.targets.label(CONTENT)))
            .collect();
        let names = missing.join(&self.say("wizard-and"));
        html! {
            @if let Some(problem) = refused {
                div role="alert" { (ui::note(Tone::Danger, html! {
                    @if problem.fields.is_empty() { (sentence(self.desk.lang, problem)) }
                    @for one in &problem.fields { p { b { (self.targets.label(&one.field)) } " " (field_sentence(self.desk.lang, one)) } }
                }, None)) }
            }
            @if !missing.is_empty() {
                (ui::note(Tone::Warn, html! { (tr_with(self.desk.lang, "wizard-required-missing", &[("names", names.as_str())])) }, None))
            }
        }
    }

    /// Mappings that may be taken instead.
    pub fn saved(&self, saved: &[(Id, String)]) -> Markup {
        let mut choices: Vec<Choice> = vec![(String::new(), self.say("wizard-saved-choose"))];
        choices.extend(saved.iter().map(|(id, name)| (id.to_string(), name.clone())));
        html! {
            @if !saved.is_empty() {
                form class="usedm" method="post" action=(self.import.url("mapping")) {
                    span class="lbl" { (self.say("wizard-saved")) }
                    (select("saved", &self.say("wizard-saved"), &choices, ""))
                    (Button::new(self.say("wizard-saved-use")).small().submit())
                }
            }
        }
    }

    /// The columns of the page that begins with `from`.
    pub fn table(&self, from: usize) -> Markup {
        let all = self.seen.columns.len();
        let upto = all.min(from + PAGE);
        let judged = tr_with(self.desk.lang, "wizard-map-sure-of", &[("count", number(self.seen.samples.len()))]);
        html! {
            div class="card" { table class="dt map" {
                caption class="sr" { (self.say("wizard-step-mapping")) }
                thead { tr {
                    th scope="col" { (self.say("wizard-map-column")) } th scope="col" { (self.say("wizard-map-samples")) }
                    th scope="col" { span class="sr" { (self.say("wizard-map-to")) } }
                    th scope="col" { (self.say("wizard-map-field")) } th scope="col" { (self.say("wizard-map-sure")) " " span class="muted wn" { (judged) } }
                } }
                tbody { @for at in from..upto { tr { (self.row(at)) } } }
            } }
            input type="hidden" name="from" value=(from);
            @if all > PAGE { (self.pages(from, upto, all)) }
        }
    }

    /// The way to the other columns. What is chosen is kept as it is chosen; without script the buttons keep it.
    fn pages(&self, from: usize, upto: usize, all: usize) -> Markup {
        let args = [("from", number(from as i64 + 1)), ("upto", number(upto as i64)), ("all", number(all as i64))];
        let args = args.each_ref().map(|(name, text)| (*name, text.as_str()));
        let go = |key: &str, to: usize| Button::new(self.say(key)).small().sends("page", to.to_string());
        html! {
            nav class="row wrap" aria-label=(self.say("wizard-map-pages")) {
                span class="muted f13 grow" { (tr_with(self.desk.lang, "wizard-map-shown", &args)) }
                @if from > 0 { (go("wizard-map-before", from.saturating_sub(PAGE))) }
                @if upto < all { (go("wizard-map-more", upto)) }
            }
        }
    }

    fn row(&self, at: usize) -> Markup {
        let name = column_name(self.desk, self.seen, at);
        let samples = self.samples(at);
        let (sure, text, why) = self.certainty(at);
        let mut choices: Vec<Choice> = vec![(String::new(), self.say("wizard-leave-out"))];
        choices.extend(self.targets.choices.iter().cloned());
        let chosen: Vec<&str> = self.columns(at).map(|column| column.to.as_str()).collect();
        for path in &chosen {
            if !choices.iter().any(|(known, _)| known == path) {
                choices.push(((*path).to_string(), (*path).to_string()));
            }
        }
        let label = tr_with(self.desk.lang, "wizard-map-label", &[("name", name.as_str())]);
        let first = chosen.first().copied().unwrap_or_default();
        html! {
            th scope="row" { (name) }
            td class="s" { span class="trunc blk2" { @if samples.is_empty() { (self.say("wizard-blank-column")) } @else { (samples) } } }
            td class="ar muted" { (icon_s("arrow-right")) }
            td {
                (select(&format!("to.{at}"), &label, &choices, first))
                @for more in chosen.iter().skip(1) { div class="also" { (select(&format!("to.{at}"), &label, &choices, more)) } }
            }
            td { (sureness(sure, &text, &why)) @if !first.is_empty() { (self.options(at, &choices, &label)) } }
        }
    }

    fn samples(&self, at: usize) -> String {
        let mut found: Vec<String> = Vec::new();
        for cell in self.seen.samples.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()) {
            let short: String = cell.chars().take(LETTERS).collect();
            if !short.is_empty() && !found.contains(&short) {
                found.push(short);
            }
            if found.len() == SAMPLES {
                break;
            }
        }
        found.join(" · ")
    }

    fn certainty(&self, at: usize) -> (Sure, String, String) {
        let filled =
            self.seen.samples.iter().filter(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty())).count();
        let of = self.seen.samples.len();
        let filled_text = match filled {
            0 => self.say("wizard-sure-blank"),
            _ if filled == of => self.say("wizard-sure-filled"),
            _ => tr_with(self.desk.lang, "wizard-sure-some", &[("count", filled), ("of", of)]),
        };
        let Some(column) = self.columns(at).next() else {
            return (Sure::Skipped, self.say("wizard-leave-out"), filled_text);
        };
        if let Some(told) = self.questioned(at) {
            return told;
        }
        let twice = self.seen.plan.columns.iter().any(|other| other.to == column.to && other.at != Some(at));
        if twice {
            return (Sure::Look, self.say("wizard-sure-twice"), self.say("wizard-sure-twice-why"));
        }
        let kind = self.seen.kinds.get(at).map_or("text", String::as_str);
        let kind = if kind == "empty" {
            filled_text.clone()
        } else {
            format!(
                "{}{}{filled_text}",
                self.say(&format!("wizard-kind-{}", kind.replace('_', "-"))),
                self.say("wizard-comma")
            )
        };
        if self.seen.plan.key.as_deref() == Some(column.to.as_str()) {
            return (Sure::Yes, self.say("wizard-sure-key"), kind);
        }
        match self.seen.guesses.iter().find(|guess| guess.column == at && guess.field == column.to) {
            Some(guess) if guess.sure => (Sure::Yes, self.say(&format!("wizard-why-{}", guess.why)), kind),
            // the name fits, so it is the cells that do not
            Some(guess) if matches!(guess.why.as_str(), "name" | "label" | "alias") => {
                (Sure::Look, self.say("wizard-sure-look"), self.say("wizard-why-misfit"))
            }
            Some(guess) => (Sure::Look, self.say("wizard-sure-look"), self.say(&format!("wizard-why-{}", guess.why))),
            None if self.seen.saved.is_some() => (Sure::Yes, self.say("wizard-why-saved"), kind),
            None => (Sure::Yes, self.say("wizard-why-chosen"), kind),
        }
    }

    /// What the check found in this column.
    fn questioned(&self, at: usize) -> Option<(Sure, String, String)> {
        let checked = self.checked()?;
        let mut questions = checked.questions.iter().filter(|question| question.column == Some(at));
        let first = questions.next()?;
        let values = 1 + questions.count();
        let key = match first.kind {
            records::import::check::Kind::Choice => "wizard-sure-new-choices",
            _ => "wizard-sure-not-found",
        };
        let text = tr_with(self.desk.lang, key, &[("count", values)]);
        let args = [
            ("value", types::words::Arg::from(first.value.as_str())),
            ("rows", types::words::Arg::from(first.rows as i64)),
        ];
        Some((Sure::Look, text, tr_with(self.desk.lang, "wizard-sure-first", &args)))
    }

    /// What may be said about a column besides its field.
    fn options(&self, at: usize, choices: &[Choice], label: &str) -> Markup {
        let columns: Vec<&Column> = self.columns(at).collect();
        let Some(column) = columns.first() else { return html! {} };
        let field = targets::end_of(self.cx, &self.import.object, &column.to).map(|(_, field)| field);
        let names = targets::named_by(self.cx, &self.import.object, &column.to);
        let kind = field.map(|field| &field.kind);
        let choice = matches!(kind, Some(FieldType::Choice { .. } | FieldType::Choices { .. }));
        let dates = matches!(kind, Some(FieldType::Date | FieldType::DateTime));
        let figures = matches!(
            kind,
            Some(FieldType::Money | FieldType::Decimal { .. } | FieldType::Percent { .. } | FieldType::Integer)
        );
        let may_create = match names {
            Some(object) => access::scope(self.cx, object, Action::Create).is_ok(),
            None => access::scope(self.cx, &self.import.object, Action::Customise).is_ok(),
        };
        let pick = |name: &str, key: &str, words: &[(&str, &str)], value: &str| {
            let choices: Vec<Choice> = words.iter().map(|(word, key)| ((*word).to_string(), self.say(key))).collect();
            html! { label class="lbl" { (self.say(key)) (select(&format!("{name}.{at}"), &self.say(key), &choices, value)) } }
        };
        let unknown = match column.unknown {
            None => "",
            Some(Unknown::Create) => "create",
            Some(Unknown::Empty) => "empty",
            Some(Unknown::Refuse) => "refuse",
        };
        let mut unknowns =
            vec![("", "wizard-unknown-ask"), ("empty", "wizard-unknown-empty"), ("refuse", "wizard-unknown-refuse")];
        if may_create {
            unknowns.insert(1, ("create", "wizard-unknown-create"));
        }
        let order = match column.date_order {
            None => "",
            Some(DateOrder::Ymd) => "ymd",
            Some(DateOrder::Dmy) => "dmy",
            Some(DateOrder::Mdy) => "mdy",
        };
        let mark = match column.mark {
            None => "",
            Some(Mark::Point) => "point",
            Some(Mark::Comma) => "comma",
        };
        let mut also = choices.to_vec();
        if let Some(none) = also.first_mut() {
            none.1 = self.say("wizard-also-none");
        }
        html! {
            details class="opt" {
                summary { (self.say("wizard-options")) span class="sr" { " " (label) } }
                div class="optb" {
                    @if choice || names.is_some() { (pick("unknown", "wizard-unknown", &unknowns, unknown)) }
                    @if dates { (pick("dates", "wizard-dates", &[("", "wizard-dates-found"), ("ymd", "wizard-dates-ymd"), ("dmy", "wizard-dates-dmy"), ("mdy", "wizard-dates-mdy")], order)) }
                    @if figures { (pick("mark", "wizard-mark", &[("", "wizard-dates-found"), ("point", "wizard-mark-point"), ("comma", "wizard-mark-comma")], mark)) }
                    @if columns.len() < 3 { label class="lbl" { (self.say("wizard-also-to")) (select(&format!("to.{at}"), &self.say("wizard-also-to"), &also, "")) } }
                }
            }
        }
    }

    /// By which column a row finds the record that is there already, and what happens then.
    pub fn recognising(&self) -> Markup {
        let plan = &self.seen.plan;
        let mut choices: Vec<Choice> = vec![(String::new(), self.say("wizard-key-none"))];
        choices.extend(
            targets::keys(&self.import.object, &plan.columns)
                .into_iter()
                .map(|path| (path.to_string(), self.targets.label(path))),
        );
        let duplicates: Vec<Choice> = ["skip", "update", "create"]
            .iter()
            .map(|word| ((*word).to_string(), self.say(&format!("wizard-duplicates-{word}"))))
            .collect();
        let now = match plan.on_duplicate {
            OnDuplicate::Skip => "skip",
            OnDuplicate::Update => "update",
            OnDuplicate::Create => "create",
        };
        html! {
            section class="card" aria-labelledby="h-key" {
                header { h3 id="h-key" { (self.say("wizard-key-title")) } span class="n" { (self.say("wizard-key-text")) } }
                div class="det two" {
                    div { p class="lbl" { (self.say("wizard-key")) } (select("key", &self.say("wizard-key"), &choices, plan.key.as_deref().unwrap_or_default())) }
                    @if plan.key.is_some() { div { p class="lbl" { (self.say("wizard-duplicates")) } (select("duplicates", &self.say("wizard-duplicates"), &duplicates, now)) } }
                }
                @if !plan.decisions.is_empty() { p class="pad muted f13" { (tr_with(self.desk.lang, "wizard-decisions-kept", &[("count", number(plan.decisions.len() as i64))])) } }
            }
        }
    }
}
