//! `zhike init`: set-up without a browser.

use records::identity::password;
use types::{Problem, Result, words::Lang};

use super::{Files, demo};
use crate::{
    args::Init,
    house::House,
    say::{Answer, Say, app},
};

pub fn run(what: &Init, files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    let lang = say.lang();
    let organization = what.organization.clone().unwrap_or_else(|| app(lang, "default-organization", &[]));
    let secret = files.secret.as_deref().ok_or_else(|| Problem::field("password", "required"))?;
    modules::set_up::check_password(secret, &organization, &what.admin_name, &what.admin_email)?;
    let (currency, zone) = match lang {
        Lang::Zh => ("CNY", "Asia/Shanghai"),
        Lang::En => ("USD", "UTC"),
    };
    let what_to_do = modules::set_up::SetUp {
        organization,
        currency: what.currency.clone().unwrap_or_else(|| currency.into()),
        lang,
        time_zone: what.time_zone.clone().unwrap_or_else(|| zone.into()),
        fiscal_start: 1,
        name: what.admin_name.clone(),
        email: what.admin_email.clone(),
        password_hash: password::hash(secret)?,
    };
    let user = house.write(move |cx| modules::set_up::set_up(cx, &what_to_do))?;
    if what.sample {
        demo::fill(modules::sample::Sample::COMPANY, house, say)?;
    }
    let text = app(lang, "set-up", &[("email", (&what.admin_email).into())]);
    Ok(Answer::new(text, serde_json::json!({ "user": user })))
}
