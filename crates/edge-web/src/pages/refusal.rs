//! How refusals look in a browser: a page that says what happened and what to do, in the frame of the site for who is signed in, or a sentence for
//! a toast. And that frame around pages of other edges. Registered once by `app`.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use gate::{
    App, Call, Wants,
    frame::{Asked, Draw, Framed, Framing, Port},
};
use maud::{Markup, PreEscaped, html};
use records::{
    Cx,
    access::{self, Action},
    schema::Object,
};
use types::{
    Problem, ProblemKind,
    words::{Lang, sentence, tr, tr_with},
};

use crate::{
    desk::{self, Drawn},
    ui::{Button, Empty, Picture, Top, head},
};

/// Gives the gate our way of drawing. Called once, at start.
pub fn register() {
    gate::answer::draw_with(Arc::new(draw));
}

/// The frame of the site, for what the gate and other edges have to say.
pub fn frame() -> Port {
    Arc::new(Frame)
}

struct Frame;

impl Framing for Frame {
    fn framed<'a>(&'a self, app: &'a App, call: &'a Call, headers: &'a HeaderMap, draw: Draw) -> Framed<'a> {
        let answer = desk::answer(app, call, headers, "", String::new(), move |_, desk| {
            let page = draw(desk.lang);
            let top = Top { wide: true, ..Top::titled(page.title.as_str()) }.html(desk.lang);
            let main = html! { (top) div class="scroll" tabindex="0" role="region" aria-label=(page.title) { (PreEscaped(page.html)) } };
            Ok(Drawn { status: page.status, ..Drawn::new(page.title, main) })
        });
        Box::pin(async { answer.await.map_err(|refusal| refusal.problem) })
    }

    fn refusal<'a>(&'a self, app: &'a App, asked: &'a Asked, mut problem: Problem) -> Framed<'a> {
        let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (path, request) = (asked.path.clone(), asked.call.request.0.clone());
        let answer = desk::answer(app, &asked.call, &asked.headers, "", String::new(), move |cx, desk| {
            if problem.kind == ProblemKind::NotFound
                && let Some((title, state)) = super::trash::offer(cx, desk, &path)
            {
                let main = html! { div class="scroll refusal" { h1 class="sr" { (title) } (state) } };
                return Ok(Drawn { status, ..Drawn::new(title, main) });
            }
            let list = listed(cx, &path);
            if list.is_none() && problem.code == "not_found" {
                problem.code = "no_page".into();
            }
            let list = list.map(|object| (desk.plural(&object).to_string(), format!("/{}", object.name)));
            let (title, state) = told(&problem, desk.lang, &request, list);
            let main = html! { div class="scroll refusal" { h1 class="sr" { (title) } (state) } };
            Ok(Drawn { status, ..Drawn::new(title, main) })
        });
        Box::pin(async { answer.await.map_err(|refusal| refusal.problem) })
    }
}

/// The object that an address is about, if this person may see its list.
fn listed(cx: &Cx, path: &str) -> Option<Arc<Object>> {
    let object = cx.catalog.objects.get(path.split('/').nth(1)?)?;
    access::scope(cx, object, Action::View).is_ok().then(|| object.clone())
}

fn draw(problem: &Problem, wants: Wants, lang: Lang, request: &str) -> String {
    if wants == Wants::Part {
        // taken up by `shell.js`, which shows it as a toast and leaves the page as it is
        let said = sentence(lang, problem);
        return html! { p data-told=(gate::router::encode(&said)) { (said) } }.into_string();
    }
    let (title, state) = told(problem, lang, request, None);
    let body = html! { main id="main" class="refusal alone" { h1 class="sr" { (title) } (state) } };
    head::document(lang, &title, &head::Look::default(), body).into_string()
}

/// The title of a refusal, and the whole of it with the ways out: to the `list` it is about (name, address) and home.
fn told(problem: &Problem, lang: Lang, request: &str, list: Option<(String, String)>) -> (String, Markup) {
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
    let mut ways = vec![(word("refusal-home"), "/".to_string())];
    if let Some((things, href)) = list {
        ways.insert(0, (tr_with(lang, "refusal-list", &[("things", things.as_str())]), href));
    }
    let ways = ways.into_iter().enumerate();
    let ways =
        ways.map(|(at, (label, href))| if at == 0 { Button::primary(label) } else { Button::new(label) }.href(href));
    let state = Empty { acts: ways.collect(), ..Empty::new(picture, word(title), sentence(lang, problem)) };
    let state = state.hint(html! { (tr_with(lang, "refusal-request", &[("id", request)])) });
    (word(title), html! { (state) })
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
