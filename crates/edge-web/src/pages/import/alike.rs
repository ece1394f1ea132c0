//! Questions that are answered together: many names of one column that nobody bears are one decision, with a way to decide about each; the dates of a
//! column that may be two are one as well. Called by `problems`.

use maud::html;
use records::{
    access::{self, Action},
    import::{Question, check::Kind},
};
use types::{Date, Result, display};

use super::{
    number,
    problems::{About, word},
    targets,
};
use crate::ui::{Decision, Problem};

/// From this many on, questions that differ in their value alone become one.
const SEVERAL: usize = 3;
/// Values named in it.
const NAMED: usize = 12;

/// Questions with their place in the list; those that are alike stand together where the first of them stood.
pub fn gathered(questions: &[Question]) -> Vec<Vec<(usize, &Question)>> {
    // what is but a slip of the pen has an answer of its own
    let alone = |question: &Question| question.kind != Kind::Link || question.choices.first().is_some_and(|c| c.slip);
    let same = |a: &Question, b: &Question| a.field == b.field && a.column == b.column && !alone(a) && !alone(b);
    let many = |question: &Question| questions.iter().filter(|other| same(question, other)).count() >= SEVERAL;
    let mut found: Vec<Vec<(usize, &Question)>> = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        match found.iter_mut().find(|group| same(group[0].1, question)).filter(|_| many(question)) {
            Some(group) => group.push((at, question)),
            None => found.push(vec![(at, question)]),
        }
    }
    found
}

impl About<'_, '_> {
    /// One decision for all of them.
    pub(super) fn alike(&mut self, at: usize, among: &[(usize, &Question)]) -> Result<Problem> {
        let first = among[0].1;
        let label = self.targets.label(&first.field);
        let of = targets::named_by(self.cx, &self.import.object, &first.field).cloned();
        let things = of.as_ref().map_or_else(|| label.clone(), |object| self.desk.plural(object).to_string());
        let may_create = of.as_ref().is_some_and(|object| access::scope(self.cx, object, Action::Create).is_ok());
        let count = number(among.len() as u64);
        let args = [("count", count.as_str()), ("things", things.as_str()), ("field", label.as_str())];
        let name = format!("g.{at}");
        let option = |value: &str, label: String| Decision {
            value: value.into(),
            label,
            chosen: word(first.otherwise) == value,
            ..Decision::default()
        };
        let mut options = Vec::new();
        if may_create {
            options.push(option("create", self.tell("wizard-create-all", &args)));
        }
        options.push(option("empty", self.tell("wizard-leave-empty", &args)));
        options.push(option("refuse", self.say("wizard-refuse-rows")));
        let names: Vec<&str> = among.iter().take(NAMED).map(|(_, question)| question.value.as_str()).collect();
        let names = names.join(&self.say("wizard-comma"));
        let rest = among.len().saturating_sub(NAMED);
        let mut each = Vec::new();
        for (place, question) in among {
            each.push(self.question(*place, question, Some(at))?);
        }
        Ok(Problem {
            id: format!("g{at}"),
            icon: of.as_ref().map_or_else(|| "list".into(), |object| object.icon.clone()),
            title: self.tell("wizard-q-alike", &args),
            text: Some(html! {
                (names)
                @if rest > 0 { " " (self.tell("wizard-q-alike-more", &[("count", &number(rest as u64))])) }
            }),
            count: self.rows(among.iter().map(|(_, question)| question.rows).sum()),
            name,
            options,
            body: Some(html! {
                details class="each" {
                    summary { (self.say("wizard-each")) }
                    @for question in &each { (question) }
                }
            }),
            ..Problem::default()
        })
    }

    /// Day or month first.
    pub(super) fn dates(&self, at: usize, question: &Question) -> Problem {
        let label = self.targets.label(&question.field);
        let args = [("field", label.as_str()), ("value", question.value.as_str())];
        let name = format!("q.{at}");
        let option = |(n, choice): (usize, &records::import::check::Choice)| {
            let day = Date::parse(&choice.label).map(|day| display::date_prose(self.desk.lang, day, self.desk.today));
            Decision {
                value: choice.value.clone(),
                label: self.say(&format!("wizard-dates-{}", choice.value)),
                aside: self
                    .tell("wizard-q-dates-read", &[("value", &question.value), ("day", &day.unwrap_or_default())]),
                chosen: n == 0,
                control: None,
            }
        };
        Problem {
            id: format!("q{at}"),
            icon: "calendar-event".into(),
            title: self.tell("wizard-q-dates", &args),
            text: Some(html! { (self.say("wizard-q-dates-text")) }),
            count: self.rows(question.rows),
            options: question.choices.iter().enumerate().map(option).collect(),
            body: Some(html! {
                input type="hidden" name={ (name) ".field" } value=(question.field);
                input type="hidden" name={ (name) ".value" } value=(question.value);
            }),
            name,
            ..Problem::default()
        }
    }
}
