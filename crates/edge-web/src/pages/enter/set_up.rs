//! First set-up: once, by the link that the server prints; afterwards 404 for everybody.

use axum::{
    extract::{Form as Posted, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
};
use gate::{App, Call, Refusal, passwords, router::encode, sign_in};
use maud::{Markup, html};
use modules::{
    sample::{FAMILIES, Sample},
    set_up::{self, SetUp},
};
use records::{
    Caller,
    access::Reason,
    identity::{
        one_time::{self, Purpose},
        secret,
    },
};
use types::{
    Id, Instant, Problem, Result,
    words::{Lang, field_sentence, sentence},
};

use super::{Answer, Fields, framed, get, language, parameter, proposal, say, sent, signed_in};
use crate::pages::choices;
use crate::ui::{
    Button, Field, Input, Pick, Tone, fields,
    form::{error_summary, section},
    gate::{self as frame, Setup},
    picks,
    state::note,
};

/// The digest of a set-up link that is still good, and the time, while nobody administers; otherwise 404 for every method.
async fn may_set_up(app: &App, token: &str) -> Result<([u8; 32], Instant)> {
    let hash = secret::hash(token);
    app.engine
        .read(Caller::System(Reason::Setup), move |cx| {
            if set_up::is_done(cx)? {
                return Err(Problem::not_found());
            }
            one_time::look(cx, Purpose::Setup, &hash).map(|_| (hash, cx.now))
        })
        .await
}

pub(super) async fn page(State(app): State<App>, call: Call, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    let token = parameter(query.as_deref(), "token");
    let (_, now) = may_set_up(&app, &token).await.map_err(|problem| Refusal::of(&call, problem))?;
    let lang = language(&call, query.as_deref());
    Ok(sent(StatusCode::OK, lang, form((lang, now), &headers, &token, &[], None)))
}

fn form(
    (lang, now): (Lang, Instant),
    headers: &HeaderMap,
    token: &str,
    posted: &[(String, String)],
    refused: Option<&Problem>,
) -> Markup {
    let value = |name: &str, otherwise: &str| {
        let given = get(posted, name);
        if given.is_empty() { otherwise.to_string() } else { given.to_string() }
    };
    let error = |name: &str| {
        let field = refused?.fields.iter().find(|f| f.field == name)?;
        Some(field_sentence(lang, field))
    };
    let choice =
        |name: &str, otherwise: &str, options: Vec<(String, String)>| Input::choice(value(name, otherwise), options);
    let label = |key: &str| say(lang, &format!("enter-{key}"));
    let (currency, zone) = proposal::of(lang, headers);
    let organisation = html! {
        div class="stack" id="s1" {
            (Field::new("organization", label("organization"), Input::text(value("organization", ""))).required().autofocus().error(error("organization")).html(lang))
            (fields(lang, &[
                Field::new("locale", label("language"), choice("locale", lang.tag(), choices::languages())).hint(label("language-hint")),
                Field::new("time_zone", label("time-zone"), choice("time_zone", zone, choices::zones(lang, now))).hint(label("time-zone-hint")).error(error("time_zone")),
                Field::new("currency", label("currency"), choice("currency", currency, choices::currencies(lang))).error(error("currency")).hint(label("currency-hint")),
                Field::new("fiscal_start", label("fiscal"), choice("fiscal_start", "1", choices::months(lang))),
            ]))
        }
    };
    let administrator = html! {
        div class="stack" id="s2" {
            (fields(lang, &[
                Field::new("name", label("name"), Input::text(value("name", ""))).required().error(error("name")),
                Field::new("email", label("email"), Input::Email { value: value("email", "") }).required().error(error("email")),
            ]))
            (Field::new("password", label("password"), Input::Password { fresh: true }).required().hint(label("password-hint")).error(error("password")).html(lang))
        }
    };
    let pick = |key: &str| Pick::new(key, label(&format!("start-{key}")), label(&format!("start-{key}-note")));
    let start = picks("start", &value("start", "sample"), &[pick("sample"), pick("empty"), pick("import")]);
    let sections = html! {
        @if let Some(problem) = refused.filter(|p| p.fields.is_empty()) {
            (note(Tone::Danger, html! { (sentence(lang, problem)) }, None))
        } @else if let Some(problem) = refused {
            (error_summary(lang, &problem.fields.iter().map(|f| (format!("f-{}", f.field), label(&f.field.replace('_', "-")), field_sentence(lang, f))).collect::<Vec<_>>()))
        }
        input type="hidden" name="token" value=(token);
        (section(&label("part-organization"), &label("part-organization-hint"), organisation))
        (section(&label("part-administrator"), &label("part-administrator-hint"), administrator))
        (section(&label("part-start"), &label("part-start-hint"), html! { div id="s3" { (start) } }))
    };
    let preview = html! {
        h2 { (label("will-be-seen")) }
        (frame::mini(lang, &value("organization", "")))
        h2 { (label("will-be-made")) }
        (frame::ticks(&[label("makes-administrator"), label("makes-roles"), label("makes-pipeline")]))
    };
    let bar = html! {
        span class="hide-m" { (label("closes-for-good")) } span class="grow" {}
        (Button::primary(label("create")).large().trailing("arrow-right").submit())
    };
    let main = Setup {
        label: label("set-up"),
        action: "/setup".into(),
        title: label("set-up-title"),
        lead: label("set-up-lead"),
        fresh: posted.is_empty(),
        sections,
        bar,
        preview_label: label("preview"),
        preview,
    };
    let path = format!("/setup?token={}", encode(token));
    let mut gate = framed(lang, headers, "", &path);
    gate.steps = [("part-organization", "#s1"), ("part-administrator", "#s2"), ("part-start", "#s3")]
        .map(|(key, anchor)| (label(key), anchor.to_string(), false))
        .to_vec();
    gate.steps_title = label("set-up");
    gate.page(lang, &label("set-up"), html! { (main) })
}

pub(super) async fn done(State(app): State<App>, call: Call, headers: HeaderMap, Posted(posted): Fields) -> Answer {
    let token = get(&posted, "token").to_string();
    let (hash, now) = may_set_up(&app, &token).await.map_err(|problem| Refusal::of(&call, problem))?;
    let lang = Lang::parse(get(&posted, "locale")).unwrap_or(call.lang);
    match set_up_now(&app, lang, hash, &posted).await {
        Ok(user) => {
            let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).map(str::to_string);
            let address = call.address.map(|a| a.to_string());
            let session = sign_in::open(&app, user, address, agent).await.map_err(|p| Refusal::of(&call, p))?;
            let to = match get(&posted, "start") {
                "import" => "/imports/new",
                "sample" => {
                    sample(&app).await.map_err(|problem| Refusal::of(&call, problem))?;
                    "/"
                }
                _ => "/",
            };
            Ok(signed_in(&app, &call, &session, to))
        }
        Err(problem) => {
            let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            Ok(sent(status, lang, form((lang, now), &headers, &token, &posted, Some(&problem))))
        }
    }
}

/// The made-up company, step by step, each in a transaction of its own.
async fn sample(app: &App) -> Result<()> {
    let sample = Sample::COMPANY;
    for at in 0..sample.beginnings() {
        app.engine.write_background(set_up::caller(), move |cx| sample.begin(cx, at)).await?;
    }
    let ground = app.engine.read(set_up::caller(), move |cx| sample.ground(cx)).await?;
    let mut from = 0;
    while from < sample.rows {
        let ground = ground.clone();
        app.engine.write_background(set_up::caller(), move |cx| ground.step(cx, from)).await?;
        from += FAMILIES;
    }
    Ok(())
}

async fn set_up_now(app: &App, lang: Lang, link: [u8; 32], posted: &[(String, String)]) -> Result<Id> {
    let password = posted.iter().find(|(n, _)| n == "password").map(|(_, v)| v.clone()).unwrap_or_default();
    let text = |name: &str| get(posted, name).to_string();
    let missing: Vec<_> = ["organization", "name", "email"]
        .into_iter()
        .filter(|name| get(posted, name).is_empty())
        .map(|name| types::FieldProblem::new(name, "required"))
        .collect();
    if !missing.is_empty() {
        return Err(Problem::invalid(missing));
    }
    set_up::check_password(&password, &text("organization"), &text("name"), &text("email"))?;
    let what = SetUp {
        organization: text("organization"),
        currency: text("currency"),
        lang,
        time_zone: text("time_zone"),
        fiscal_start: get(posted, "fiscal_start").parse().ok().filter(|m| (1..=12).contains(m)).unwrap_or(1),
        name: text("name"),
        email: text("email"),
        password_hash: passwords::hash(password).await?,
    };
    app.engine
        .write(set_up::caller(), move |cx| {
            // the link dies with its purpose, in the same transaction
            one_time::take(cx, Purpose::Setup, &link)?;
            set_up::set_up(cx, &what)
        })
        .await
}
