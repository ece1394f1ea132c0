//! How refusals look in a browser: a page that says what happened and what to do, or a sentence for a toast. Registered once by `app`.

use std::sync::Arc;

use gate::Wants;
use maud::html;
use types::{
    Problem, ProblemKind,
    words::{Lang, sentence, tr, tr_with},
};

use crate::ui::{Button, Empty, Picture, head};

/// Gives the gate our way of drawing. Called once, at start.
pub fn register() {
    gate::answer::draw_with(Arc::new(draw));
}

fn draw(problem: &Problem, wants: Wants, lang: Lang, request: &str) -> String {
    let said = sentence(lang, problem);
    if wants == Wants::Part {
        // taken up by `shell.js`, which shows it as a toast and leaves the page as it is
        return html! { p data-told=(gate::router::encode(&said)) { (said) } }.into_string();
    }
    let word = |key: &str| tr(lang, key).into_owned();
    let (picture, title) = match problem.kind {
        ProblemKind::NotFound => (Picture::Search, "refusal-not-found"),
        ProblemKind::Forbidden | ProblemKind::Unauthorized => (Picture::Lock, "refusal-forbidden"),
        ProblemKind::Stale | ProblemKind::Conflict => (Picture::Papers, "refusal-changed"),
        ProblemKind::BadRequest | ProblemKind::NotAllowed | ProblemKind::Invalid | ProblemKind::TooLarge => {
            (Picture::Broken, "refusal-not-understood")
        }
        ProblemKind::RateLimited | ProblemKind::Unavailable | ProblemKind::StorageFull => {
            (Picture::Broken, "refusal-busy")
        }
        ProblemKind::Internal => (Picture::Broken, "refusal-our-fault"),
    };
    let state = Empty::new(picture, word(title), said)
        .act(Button::primary(word("refusal-home")).href("/"))
        .hint(html! { (tr_with(lang, "refusal-request", &[("id", request)])) });
    let body = html! { main id="main" class="refusal" { h1 class="sr" { (word(title)) } (state) } };
    head::document(lang, &word(title), &head::Look::default(), body).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_refusal_has_a_page_in_both_languages() {
        for lang in Lang::ALL {
            for problem in [
                Problem::not_found(),
                Problem::forbidden("no_right").with("action", "edit").with("object", "accounts"),
                Problem::stale(),
                Problem::bad("bad_cursor"),
                Problem::internal("the cause is not for callers"),
                Problem::unavailable("closing"),
            ] {
                let page = draw(&problem, Wants::Page, lang, "R-1");
                assert!(page.contains("R-1") && page.contains("<main"), "{page}");
                assert!(!page.contains("not for callers") && !page.contains("problem-"), "{page}");
            }
        }
    }

    #[test]
    fn a_part_says_its_sentence_where_the_script_finds_it() {
        let part = draw(&Problem::not_found(), Wants::Part, Lang::Zh, "R-1");
        assert!(part.starts_with("<p data-told=\"%"), "{part}");
    }
}
