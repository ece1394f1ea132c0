//! Cards of the questions page: one for each kind of difficulty, with one decision for all its rows; the rows that will be refused; what has been
//! decided already.

use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    import::{
        Checked, Decision as Decided, OnDuplicate, Plan, Question, Unknown,
        check::{Choice as Meant, Kind},
        refused::{Reason, Refusal},
    },
    schema::FieldType,
};
use types::{
    Result,
    words::{field_sentence, tr_with},
};

use super::{
    Import, alike, number,
    targets::{self, Targets},
};
use crate::{
    desk::Desk,
    ui::{
        self, Attrs, Button, Decision, Input, Problem, ProblemKind,
        bars::data_table,
        filter::{Choice, select},
    },
};

/// Refused rows shown; the file of refused rows has them all.
const ROWS: usize = 20;

pub struct About<'a, 'c> {
    pub cx: &'a mut Cx<'c>,
    pub desk: &'a Desk,
    pub import: &'a Import,
    pub targets: &'a Targets,
    pub plan: &'a Plan,
    pub checked: &'a Checked,
}

impl About<'_, '_> {
    pub(super) fn say(&self, key: &str) -> String {
        self.desk.say(key)
    }

    pub(super) fn tell(&self, key: &str, args: &[(&str, &str)]) -> String {
        tr_with(self.desk.lang, key, args)
    }

    pub(super) fn rows(&self, count: u64) -> Option<(String, String)> {
        Some((number(count), self.say("wizard-rows-unit")))
    }

    /// All questions that are still open; how many.
    pub fn questions(&mut self) -> Result<(Markup, usize)> {
        let mut cards = Vec::new();
        let existing = self.checked.existing.rows > 0;
        for (at, among) in alike::gathered(&self.checked.questions).into_iter().enumerate() {
            cards.push(match among.as_slice() {
                [(place, question)] if question.kind == Kind::Dates => self.dates(*place, question),
                [(place, question)] => self.question(*place, question, None)?,
                _ => self.alike(at, &among)?,
            });
        }
        let count = cards.len() + usize::from(existing);
        let more = self.checked.more_questions;
        Ok((
            html! {
                @for card in &cards { (card) }
                @if more > 0 { (ui::note(ui::Tone::Warn, html! { (self.tell("wizard-more-questions", &[("count", &number(more))])) }, None)) }
                @if existing { (self.existing()) }
                @if self.checked.repeated.rows > 0 { (self.repeated()) }
            },
            count,
        ))
    }

    /// One question; `group`: of which it is one of several that are answered together.
    pub(super) fn question(&mut self, at: usize, question: &Question, group: Option<usize>) -> Result<Problem> {
        let (desk, import) = (self.desk, self.import);
        let label = self.targets.label(&question.field);
        let of = targets::named_by(self.cx, &import.object, &question.field).cloned();
        let of_link = of.is_some();
        let may_create = match &of {
            Some(object) => access::scope(self.cx, object, Action::Create).is_ok(),
            None => access::scope(self.cx, &import.object, Action::Customise).is_ok(),
        };
        let thing = of.as_ref().map_or_else(|| label.clone(), |object| desk.single(object).to_string());
        let said = [("value", question.value.as_str()), ("thing", thing.as_str()), ("field", label.as_str())];
        let key = match question.kind {
            Kind::Link => "wizard-q-link",
            Kind::Ambiguous => "wizard-q-ambiguous",
            Kind::Similar => "wizard-q-similar",
            Kind::Choice => "wizard-q-choice",
            Kind::Value | Kind::Dates => "wizard-q-value",
        };
        let nearest = question.choices.first().map(|choice| choice.label.clone());
        let text = match (&nearest, question.kind) {
            (Some(nearest), Kind::Link | Kind::Choice) => {
                self.tell("wizard-q-nearest", &[("name", nearest), ("thing", &thing)])
            }
            (Some(nearest), Kind::Similar) => self.tell("wizard-q-taken", &[("name", nearest)]),
            (_, Kind::Ambiguous) => self.say("wizard-q-ambiguous-text"),
            _ => self.say("wizard-q-none"),
        };
        let lines = question.lines.iter().map(|line| number(*line)).collect::<Vec<_>>().join(" · ");
        let more = question.rows > question.lines.len() as u64;
        let lines_key = if more { "wizard-q-lines-more" } else { "wizard-q-lines" };
        let taken = question.kind == Kind::Similar;
        // a slip of the pen means what is there; what resembles nothing stays empty. Nothing is made that nobody told to make
        let slip = question.choices.first().is_some_and(|choice| choice.slip) && question.kind != Kind::Ambiguous;
        let default = match group {
            Some(_) => "all",
            None if taken || slip => "link",
            None => word(question.otherwise),
        };
        let name = format!("q.{at}");
        let options = self.options(at, question, of.as_ref().map(|object| object.name.to_string()));
        let mut decisions = Vec::new();
        let plain = |value: &str, label: String, aside: String| Decision {
            value: value.into(),
            label,
            aside,
            chosen: default == value,
            control: None,
        };
        if group.is_some() {
            decisions.push(plain("all", self.say("wizard-like-all"), String::new()));
        }
        if let Some(control) = options {
            let aside = if nearest.is_some() { self.say("wizard-suggested") } else { String::new() };
            let label = if of_link { self.say("wizard-link-to") } else { self.say("wizard-means") };
            decisions.push(Decision {
                value: "link".into(),
                label,
                control: Some(control),
                aside,
                chosen: default == "link",
            });
        }
        if may_create && matches!(question.kind, Kind::Link | Kind::Similar | Kind::Choice) {
            let aside = if taken { self.say("wizard-create-twice") } else { String::new() };
            let key = if of_link { "wizard-create" } else { "wizard-create-choice" };
            decisions.push(plain("create", self.tell(key, &said), aside));
        }
        decisions.push(plain("empty", self.tell("wizard-leave-empty", &said), String::new()));
        decisions.push(plain("refuse", self.say("wizard-refuse-rows"), String::new()));
        let hidden = html! {
            input type="hidden" name={ (name) ".field" } value=(question.field);
            input type="hidden" name={ (name) ".value" } value=(question.value);
            @if let Some(group) = group { input type="hidden" name={ (name) ".group" } value=(group); }
        };
        Ok(Problem {
            id: format!("q{at}"),
            icon: of.as_ref().map_or_else(|| "list".into(), |object| object.icon.clone()),
            title: self.tell(key, &said),
            text: Some(html! { (text) " " span class="muted" { (self.tell(lines_key, &[("lines", &lines)])) } }),
            count: self.rows(question.rows),
            name,
            options: decisions,
            body: Some(hidden),
            ..Problem::default()
        })
    }

    /// What a value may stand for: records that can be searched, or the options of a choice.
    fn options(&self, at: usize, question: &Question, object: Option<String>) -> Option<Markup> {
        let name = format!("q.{at}.as");
        let label = self.tell("wizard-instead-of", &[("value", question.value.as_str())]);
        let first = question.choices.first();
        if let Some(object) = object {
            let chosen = first.map(|choice: &Meant| (choice.value.clone(), choice.label.clone()));
            if question.kind == Kind::Ambiguous {
                // which of those with this name: a few, told apart by nothing but themselves
                let choices: Vec<Choice> =
                    question.choices.iter().map(|c| (c.value.clone(), c.label.clone())).collect();
                if choices.is_empty() {
                    return None;
                }
            }
            let input = Input::Link { value: chosen, search: format!("/options/{object}"), create: None };
            return Some(
                html! { div class="pickr" { (input.draw(self.desk.lang, &name, &Attrs::new().set("aria-label", label))) } },
            );
        }
        let (_, field) = targets::end_of(self.cx, &self.import.object, &question.field)?;
        let (FieldType::Choice { options } | FieldType::Choices { options }) = &field.kind else { return None };
        let mut choices: Vec<Choice> = question.choices.iter().map(|c| (c.value.clone(), c.label.clone())).collect();
        for option in options.iter().filter(|option| !option.retired) {
            if !choices.iter().any(|(code, _)| *code == option.code) {
                choices.push((option.code.clone(), option.label.get(self.desk.lang).to_string()));
            }
        }
        let value = choices.first().map(|(code, _)| code.clone()).unwrap_or_default();
        (!choices.is_empty()).then(|| select(&name, &label, &choices, &value))
    }

    /// Rows whose key is there already.
    fn existing(&self) -> Problem {
        let existing = &self.checked.existing;
        let key = self.plan.key.as_deref().map(|key| self.targets.label(key)).unwrap_or_default();
        let count = number(existing.rows);
        let example = match (&existing.first, &existing.label) {
            (Some((line, id)), Some(label)) => html! {
                (self.tell("wizard-existing-example", &[("line", &number(*line))])) " "
                a class="in" href={ "/" (self.import.object.name) "/" (id) } target="_blank" { (label) }
            },
            _ => html! {},
        };
        let option = |value: OnDuplicate, word: &str, aside: String| Decision {
            value: word.into(),
            label: self.say(&format!("wizard-duplicates-{word}")),
            aside,
            chosen: self.plan.on_duplicate == value,
            control: None,
        };
        Problem {
            id: "existing".into(),
            icon: "copy".into(),
            title: self.tell("wizard-existing", &[("field", &key)]),
            text: Some(example),
            count: self.rows(existing.rows),
            name: "duplicates".into(),
            options: vec![
                option(OnDuplicate::Update, "update", self.say("wizard-update-aside")),
                option(OnDuplicate::Skip, "skip", String::new()),
                option(OnDuplicate::Create, "create", self.tell("wizard-create-aside", &[("count", &count)])),
            ],
            ..Problem::default()
        }
    }

    /// Rows whose key stands further up in the same file.
    fn repeated(&self) -> Problem {
        let key = self.plan.key.as_deref().map(|key| self.targets.label(key)).unwrap_or_default();
        let what = match self.plan.on_duplicate {
            OnDuplicate::Skip => "wizard-repeated-skip",
            OnDuplicate::Update | OnDuplicate::Create => "wizard-repeated-update",
        };
        Problem {
            id: "repeated".into(),
            kind: ProblemKind::Settled,
            icon: "copy".into(),
            title: self.tell("wizard-repeated", &[("field", &key)]),
            text: Some(html! { (self.say(what)) }),
            count: self.rows(self.checked.repeated.rows),
            ..Problem::default()
        }
    }

    /// Rows that will be refused, with a place to correct their values.
    pub fn refused(&self) -> Markup {
        let count = self.checked.tally.failed;
        if count == 0 {
            return html! {};
        }
        let head =
            ["wizard-row", "wizard-column", "wizard-value", "wizard-reason", "wizard-correct"].map(|key| self.say(key));
        let head: Vec<(&str, bool)> = head.iter().enumerate().map(|(at, label)| (label.as_str(), at == 0)).collect();
        let mut fixes = 0;
        let rows: Vec<Vec<Markup>> =
            self.checked.refused.iter().take(ROWS).map(|refusal| self.refusal(refusal, &mut fixes)).collect();
        let rest = count.saturating_sub(rows.len() as u64);
        let title = self.say("wizard-refused-title");
        html! {
            (Problem {
                id: "refused".into(),
                kind: ProblemKind::Refused,
                icon: "circle-x".into(),
                title: title.clone(),
                text: Some(html! { (self.tell("wizard-refused-text", &[("count", &number(count))])) }),
                count: self.rows(count),
                body: Some(html! {
                    div class="ovx" tabindex="0" role="region" aria-label=(self.tell("wizard-table-of", &[("title", &title)])) { (data_table(&title, &head, &rows, "dt tight")) }
                    @if rest > 0 { p class="morer muted" { (self.tell("wizard-refused-rest", &[("count", &number(rest))])) } }
                }),
                ..Problem::default()
            })
        }
    }

    fn refusal(&self, refusal: &Refusal, fixes: &mut usize) -> Vec<Markup> {
        let line = number(refusal.line);
        let first = refusal.reasons.first();
        let place = first.map(|reason| self.place(reason)).unwrap_or_default();
        let why: Vec<String> =
            refusal.reasons.iter().map(|reason| field_sentence(self.desk.lang, &reason.problem())).collect();
        let fixable = first.filter(|reason| !reason.value.is_empty() && !reason.field.is_empty());
        let fix = fixable.map(|reason| {
            let name = format!("r.{fixes}");
            *fixes += 1;
            html! {
                input type="hidden" name={ (name) ".field" } value=(reason.field);
                input type="hidden" name={ (name) ".value" } value=(reason.value);
                input class="inp fix" name=(name) aria-label=(self.tell("wizard-correct-row", &[("line", &line)]));
            }
        });
        let value = first.map(|reason| reason.value.clone()).unwrap_or_default();
        vec![
            html! { (line) },
            html! { (place) },
            html! { span class="dangerc" { (value) } },
            html! { (why.join(" ")) },
            fix.unwrap_or_default(),
        ]
    }

    fn place(&self, reason: &Reason) -> String {
        if reason.name.is_empty() { self.targets.label(&reason.field) } else { reason.name.clone() }
    }

    /// What has been decided, to be taken back one by one.
    pub fn settled(&mut self) -> Result<Markup> {
        let mut cards = Vec::new();
        for (at, decision) in self.plan.decisions.iter().enumerate() {
            let rows = number(self.checked.tally.decided.get(&at).copied().unwrap_or_default());
            let words = settled_words(self.cx, self.desk, self.import, self.targets, decision)?;
            cards.push(Problem {
                id: format!("d{at}"),
                kind: ProblemKind::Settled,
                icon: "check".into(),
                title: self.tell("wizard-settled", &[("what", &words), ("rows", &rows)]),
                act: Some(Button::ghost(self.say("wizard-change")).sends("forget", at.to_string())),
                ..Problem::default()
            });
        }
        Ok(html! { @for card in cards { (card) } })
    }
}

/// "product “GTXPro” becomes “GTX Pro”"
pub fn settled_words(
    cx: &mut Cx,
    desk: &Desk,
    import: &Import,
    targets: &Targets,
    decision: &Decided,
) -> Result<String> {
    let field = targets.label(&decision.field);
    let instead = match &decision.instead {
        Some(text) => meant(cx, desk, import, &decision.field, text)?,
        None => String::new(),
    };
    let key = match (&decision.instead, decision.answer) {
        (Some(_), _) => "wizard-settled-as",
        (None, Some(Unknown::Create)) => "wizard-settled-create",
        (None, Some(Unknown::Refuse)) => "wizard-settled-refuse",
        (None, Some(Unknown::Empty) | None) => "wizard-settled-empty",
    };
    let args = [("field", field.as_str()), ("value", decision.value.as_str()), ("as", instead.as_str())];
    Ok(tr_with(desk.lang, key, &args))
}

/// What stands in the place of a value, as people know it: the title of a record, the label of a choice.
pub(super) fn meant(cx: &mut Cx, desk: &Desk, import: &Import, path: &str, text: &str) -> Result<String> {
    let object = targets::named_by(cx, &import.object, path).map(|object| object.name.clone());
    if let (Some(object), Some(id)) = (object, types::Id::parse(text)) {
        let found = records::query::labels_for_caller(cx, &object, &[id])?.remove(&id);
        return Ok(found.unwrap_or_else(|| text.to_string()));
    }
    let Some((_, field)) = targets::end_of(cx, &import.object, path) else { return Ok(text.to_string()) };
    let option = field.kind.options().iter().find(|option| option.code == text);
    Ok(option.map_or_else(|| text.to_string(), |option| option.label.get(desk.lang).to_string()))
}

pub(super) fn word(unknown: Unknown) -> &'static str {
    match unknown {
        Unknown::Create => "create",
        Unknown::Empty => "empty",
        Unknown::Refuse => "refuse",
    }
}
