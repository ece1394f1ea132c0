//! From the posted questions to the decisions of a plan: each question names its field and value, its answer is one for all its rows. Rows that
//! would be refused are corrected by what stands in their place.

use records::import::{Decision, Plan, plan::DateOrder};
use types::text::fold;

use super::mapping;
use crate::desk::Posted;

/// Questions and corrections of one form.
const MOST: usize = 500;

/// The plan with what was decided. `forget`: the place of a decision that is to be taken back.
pub fn decided(plan: &Plan, posted: &Posted) -> Plan {
    let mut plan = plan.clone();
    if let Some(at) =
        posted.get("forget").and_then(|text| text.parse::<usize>().ok()).filter(|at| *at < plan.decisions.len())
    {
        plan.decisions.remove(at);
        return plan;
    }
    if let Some(duplicates) = posted.get("duplicates").and_then(mapping::duplicates) {
        plan.on_duplicate = duplicates;
    }
    for at in 0..MOST {
        let said = |what: &str| posted.get(&format!("q.{at}{what}"));
        let (Some(field), Some(value)) = (said(".field"), said(".value")) else { break };
        let decision = Decision { field: field.to_string(), value: value.to_string(), ..Decision::default() };
        // one of several that are decided together says so, and which these are
        let answer = match (said(""), said(".group")) {
            (Some("all"), Some(group)) => posted.get(&format!("g.{group}")),
            (answer, _) => answer,
        };
        let decision = match answer {
            // what is taken without asking needs no decision
            None | Some("") => continue,
            Some(order @ ("dmy" | "mdy")) => {
                let order = if order == "dmy" { DateOrder::Dmy } else { DateOrder::Mdy };
                let columns = plan.columns.iter_mut().filter(|column| column.to == field);
                columns.for_each(|column| column.date_order = Some(order));
                continue;
            }
            Some("link") => match said(".as").map(str::trim).filter(|text| !text.is_empty()) {
                Some(instead) => Decision { instead: Some(instead.to_string()), ..decision },
                None => continue,
            },
            Some(word) => Decision { answer: mapping::unknown(word), ..decision },
        };
        put(&mut plan, decision);
    }
    for at in 0..MOST {
        let said = |what: &str| posted.get(&format!("r.{at}{what}"));
        let (Some(field), Some(value)) = (said(".field"), said(".value")) else { break };
        if let Some(instead) = said("").map(str::trim).filter(|text| !text.is_empty()) {
            let instead = Some(instead.to_string());
            put(&mut plan, Decision { field: field.to_string(), value: value.to_string(), instead, answer: None });
        }
    }
    plan
}

/// Somebody wants to link to something and has not said to what.
pub fn is_incomplete(posted: &Posted) -> bool {
    let chosen = |at: usize| posted.get(&format!("q.{at}.as")).is_some_and(|text| !text.trim().is_empty());
    (0..MOST).any(|at| posted.get(&format!("q.{at}")) == Some("link") && !chosen(at))
}

/// A later decision about the same value takes the place of the earlier one.
fn put(plan: &mut Plan, decision: Decision) {
    let same =
        |other: &Decision| other.field == decision.field && fold(other.value.trim()) == fold(decision.value.trim());
    match plan.decisions.iter_mut().find(|other| same(other)) {
        Some(other) => *other = decision,
        None => plan.decisions.push(decision),
    }
}

#[cfg(test)]
mod tests {
    use records::import::{OnDuplicate, Unknown};

    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted(pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect())
    }

    #[test]
    fn one_answer_becomes_one_decision_for_all_rows_of_a_value() {
        let plan = decided(
            &Plan::default(),
            &posted(&[
                ("q.0.field", "product"),
                ("q.0.value", "GTXPro"),
                ("q.0", "link"),
                ("q.0.as", "01ARZ3NDEKTSV"),
                ("q.1.field", "stage"),
                ("q.1.value", "搁置"),
                ("q.1", "create"),
                ("duplicates", "update"),
            ]),
        );
        assert_eq!(plan.decisions.len(), 2);
        assert_eq!(plan.decisions[0].instead.as_deref(), Some("01ARZ3NDEKTSV"));
        assert_eq!(plan.decisions[1].answer, Some(Unknown::Create));
        assert_eq!(plan.on_duplicate, OnDuplicate::Update);
    }

    #[test]
    fn another_answer_replaces_the_first_and_can_be_taken_back() {
        let ask = |word: &str| posted(&[("q.0.field", "product"), ("q.0.value", "gtxpro"), ("q.0", word)]);
        let plan = decided(&decided(&Plan::default(), &ask("create")), &ask("empty"));
        assert_eq!(plan.decisions.iter().map(|d| d.answer).collect::<Vec<_>>(), [Some(Unknown::Empty)]);
        assert!(decided(&plan, &posted(&[("forget", "0")])).decisions.is_empty());
    }

    #[test]
    fn one_answer_decides_about_all_that_are_alike_but_those_that_have_their_own() {
        let plan = decided(
            &Plan::default(),
            &posted(&[
                ("g.4", "create"),
                ("q.0.field", "manager"),
                ("q.0.value", "Dustin"),
                ("q.0.group", "4"),
                ("q.0", "all"),
                ("q.1.field", "manager"),
                ("q.1.value", "Cara"),
                ("q.1.group", "4"),
                ("q.1", "refuse"),
            ]),
        );
        let answers: Vec<_> = plan.decisions.iter().map(|d| (d.value.as_str(), d.answer)).collect();
        assert_eq!(answers, [("Dustin", Some(Unknown::Create)), ("Cara", Some(Unknown::Refuse))]);
    }

    #[test]
    fn the_order_of_dates_is_kept_with_their_column() {
        let column = |to: &str| records::import::Column { to: to.into(), ..Default::default() };
        let plan = Plan { columns: vec![column("close_date"), column("name")], ..Plan::default() };
        let asked = [("q.0.field", "close_date"), ("q.0.value", "05/06/2024"), ("q.0", "mdy")];
        let plan = decided(&plan, &posted(&asked));
        assert_eq!(plan.columns.iter().map(|c| c.date_order).collect::<Vec<_>>(), [Some(DateOrder::Mdy), None]);
        assert!(plan.decisions.is_empty());
    }

    #[test]
    fn a_link_to_nothing_is_no_answer() {
        let open = posted(&[("q.0.field", "product"), ("q.0.value", "GTXPro"), ("q.0", "link"), ("q.0.as", " ")]);
        assert!(is_incomplete(&open) && decided(&Plan::default(), &open).decisions.is_empty());
        assert!(!is_incomplete(&posted(&[("q.0", "empty")])));
    }

    #[test]
    fn a_correction_stands_for_every_row_with_that_value() {
        let fix = |text: &str| posted(&[("r.0.field", "close_date"), ("r.0.value", "2026-02-30"), ("r.0", text)]);
        let plan = decided(&Plan::default(), &fix("2026-02-28"));
        assert_eq!(plan.decisions[0].instead.as_deref(), Some("2026-02-28"));
        assert!(decided(&Plan::default(), &fix(" ")).decisions.is_empty(), "nothing was corrected");
    }
}
