//! Settings as browsers meet them: oneself, and what only administrators see and do.

use axum::http::StatusCode;
use records::{
    Caller,
    identity::{secret, token},
};

use crate::testing::{Answer, Person, Site, add, site};

fn page(site: &Site, who: &Person, path: &str) -> String {
    let answer = site.get(who, path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.body
}

/// What the answer says in the cookie that the next page reads.
fn said(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    cookies
        .filter_map(|cookie| cookie.strip_prefix("flash=say."))
        .map(|text| text.split(';').next().unwrap_or_default().to_string())
        .collect()
}

const ADMINISTRATION: [&str; 5] =
    ["/settings/organization", "/settings/people", "/settings/people/new", "/settings/teams", "/settings/teams/new"];

#[test]
fn everybody_has_their_own_settings_and_only_administrators_the_others() {
    site(|site| {
        for lang in ["en", "zh-CN"] {
            for who in site.people() {
                site.post(who, &format!("/language/{lang}"), "");
                for path in ["/settings/profile", "/settings/access", "/settings/tokens"] {
                    let body = page(site, who, path);
                    assert!(!body.contains(" style=\"") && !body.contains("settings-"), "{path}: {body}");
                }
                let administers = who.id == site.administrator.id;
                for path in
                    ADMINISTRATION.map(str::to_string).into_iter().chain([format!("/settings/people/{}", who.id)])
                {
                    let answer = site.get(who, &path);
                    let expected = if administers { StatusCode::OK } else { StatusCode::FORBIDDEN };
                    assert_eq!(answer.status, expected, "{path}: {}", answer.body);
                    assert!(!answer.body.contains(">settings-"), "{path}: {}", answer.body);
                }
                assert_eq!(page(site, who, "/settings/profile").contains("/settings/people"), administers);
            }
        }
    });
}

#[test]
fn a_colleague_is_invited_by_a_link_that_is_shown_once() {
    site(|site| {
        let admin = &site.administrator;
        let refused = site.post(admin, "/settings/people/new", "name=&email=nobody&roles=salesperson");
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert!(refused.body.contains("value=\"nobody\"") && refused.body.contains("aria-invalid"), "{}", refused.body);
        let form = "name=%E6%96%B0%E5%90%8C%E4%BA%8B&email=new%40haiyue.example&roles=&roles=salesperson";
        let made = site.post(admin, "/settings/people/new", form);
        assert_eq!(made.status, StatusCode::OK, "{}", made.body);
        let link =
            made.body.split("http://127.0.0.1:7700/welcome/").nth(1).and_then(|rest| rest.split(['<', '"']).next());
        assert_eq!(link.map(str::len), Some(43), "{}", made.body);
        let people = page(site, admin, "/settings/people");
        assert!(people.contains("新同事") && !people.contains("/welcome/"), "{people}");
        for who in [&site.manager, &site.seller, &site.viewer] {
            let answer = site.post(who, "/settings/people/new", "name=x&email=x%40haiyue.example&roles=administrator");
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
        }
    });
}

#[test]
fn an_account_is_reset_disabled_and_enabled_where_it_stands() {
    site(|site| {
        let path = format!("/settings/people/{}", site.seller.id);
        let reset = site.post(&site.administrator, &format!("{path}/reset"), "");
        assert!(
            reset.status == StatusCode::OK && reset.body.contains("http://127.0.0.1:7700/password/"),
            "{}",
            reset.body
        );
        let disabled = site.post(&site.administrator, &format!("{path}/disabling"), "");
        assert_eq!(said(&disabled), "settings-disabled", "{}", disabled.body);
        assert_ne!(site.get(&site.seller, "/").status, StatusCode::OK, "their session is over");
        let again = site.post(&site.administrator, &format!("{path}/reset"), "");
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
        assert_eq!(said(&site.post(&site.administrator, &format!("{path}/enabling"), "")), "settings-enabled");
        // nobody locks the company out
        let own = format!("/settings/people/{}", site.administrator.id);
        let mine = site.post(&site.administrator, &format!("{own}/disabling"), "");
        assert_eq!(mine.status, StatusCode::CONFLICT, "{}", mine.body);
        for verb in ["reset", "disabling", "enabling"] {
            assert_eq!(site.post(&site.manager, &format!("{path}/{verb}"), "").status, StatusCode::FORBIDDEN, "{verb}");
        }
    });
}

#[test]
fn an_invitation_keeps_what_was_typed_beside_it() {
    site(|site| {
        let admin = &site.administrator;
        let imported = add(&site.engine, admin.id, "users", &[("name", "Darcel Schlecht")]);
        let path = format!("/settings/people/{imported}");
        let refused = site.post(admin, &path, "name=Darcel&email=&roles=&roles=salesperson&next=invite");
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("value=\"Darcel\"") && refused.body.contains("value=\"salesperson\" checked"));
        let form = "name=Darcel&email=darcel%40haiyue.example&roles=&roles=salesperson&next=invite";
        let invited = site.post(admin, &path, form);
        assert!(invited.body.contains("http://127.0.0.1:7700/welcome/"), "{}", invited.body);
        let shown = page(site, admin, &path);
        assert!(shown.contains("value=\"darcel@haiyue.example\"") && shown.contains("value=\"salesperson\" checked"));
        assert_eq!(site.post(&site.manager, &path, form).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn roles_and_details_are_saved_together_or_not_at_all() {
    site(|site| {
        let path = format!("/settings/people/{}", site.seller.id);
        let wrong = site.post(&site.administrator, &path, "name=Somebody&roles=&roles=king");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
        assert!(page(site, &site.administrator, "/settings/people").contains("顾南乔"));
        let right = site.post(&site.administrator, &path, "name=Somebody&roles=&roles=manager&roles=viewer");
        assert_eq!(said(&right), "saved", "{}", right.body);
        let shown = page(site, &site.administrator, &path);
        assert!(shown.contains("value=\"Somebody\"") && shown.contains("value=\"viewer\" checked"), "{shown}");
    });
}

#[test]
fn a_token_is_shown_once_and_ends() {
    site(|site| {
        let made = site.post(&site.seller, "/settings/tokens", "name=Reports&scope=read&days=30");
        let fresh = made.body.split("zk_").nth(1).and_then(|rest| rest.split(['<', '"']).next()).expect("the token");
        assert_eq!(fresh.len(), 43);
        let list = page(site, &site.seller, "/settings/tokens");
        assert!(list.contains("Reports") && !list.contains(fresh), "{list}");
        let id = list
            .split("/settings/tokens/")
            .find_map(|rest| rest.split_once("/revocation").map(|(id, _)| id))
            .expect("its id");
        // another person's token is as missing
        assert_eq!(
            site.post(&site.viewer, &format!("/settings/tokens/{id}/revocation"), "").status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            said(&site.post(&site.seller, &format!("/settings/tokens/{id}/revocation"), "")),
            "settings-token-ended"
        );
        assert!(!page(site, &site.seller, "/settings/tokens").contains("Reports"));
        assert_eq!(
            site.post(&site.seller, "/settings/tokens", "name=&scope=read").status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    });
}

#[test]
fn a_password_is_changed_only_by_who_knows_it() {
    site(|site| {
        let wrong = site.post(&site.seller, "/settings/password", "current=guess&password=a+long+new+password+here");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
        assert!(!wrong.body.contains("guess") && wrong.body.contains("aria-invalid"), "{}", wrong.body);
    });
}

#[test]
fn sessions_elsewhere_are_ended_and_this_one_stays() {
    site(|site| {
        let elsewhere = crate::testing::sign_in(&site.engine, site.seller.id);
        let other = Person { id: site.seller.id, cookie: elsewhere };
        assert_eq!(site.get(&other, "/").status, StatusCode::OK);
        assert!(page(site, &site.seller, "/settings/access").contains("/settings/sessions/others/end"));
        assert_eq!(said(&site.post(&site.seller, "/settings/sessions/others/end", "")), "settings-session-ended");
        assert_ne!(site.get(&other, "/").status, StatusCode::OK);
        assert_eq!(site.get(&site.seller, "/").status, StatusCode::OK);
    });
}

#[test]
fn a_person_says_what_they_may_of_themselves() {
    site(|site| {
        let form = "name=Boss&locale=en&time_zone=Europe%2FBerlin&phone=13800001234";
        let answer = site.post(&site.seller, "/settings/profile", form);
        // a name of one's own is the administrators' matter, and is not taken along in silence
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let shown = page(site, &site.seller, "/settings/profile");
        assert!(
            shown.contains("顾南乔") && !shown.contains("Boss") && shown.contains("Europe/Berlin\" selected"),
            "{shown}"
        );
        let wrong = site.post(&site.seller, "/settings/profile", "time_zone=Mars%2FBase");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
        let look = site.post(&site.seller, "/settings/look", "theme=dark&density=compact&keys=keys");
        let cookie = look.headers.get_all("set-cookie").iter().find(|value| value.as_bytes().starts_with(b"look="));
        assert_eq!(cookie.and_then(|c| c.to_str().ok()).and_then(|c| c.split(';').next()), Some("look=dark.compact"));
    });
}

#[test]
fn the_organisation_and_its_teams_are_kept() {
    site(|site| {
        let admin = &site.administrator;
        let wrong = site.post(admin, "/settings/organization", "name=&currency=CNY");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
        let right = site.post(
            admin,
            "/settings/organization",
            "name=Haiyue&currency=CNY&time_zone=UTC&week_start=7&fiscal_start=4",
        );
        assert_eq!(said(&right), "saved", "{}", right.body);
        assert!(page(site, admin, "/").contains("Haiyue"));
        let made = site.post(admin, "/settings/teams/new", "name=%E8%8B%8F%E5%8D%97%E7%BB%84&region=East");
        assert_eq!(said(&made), "saved", "{}", made.body);
        let tree = page(site, admin, "/settings/teams");
        assert!(tree.contains("苏南组") && tree.contains("华东大区"), "{tree}");
        for who in [&site.manager, &site.seller] {
            assert_eq!(site.post(who, "/settings/teams/new", "name=x").status, StatusCode::FORBIDDEN);
            assert_ne!(site.post(who, "/settings/organization", "name=x").status, StatusCode::OK);
        }
    });
}

#[test]
fn a_token_tells_when_it_was_last_used() {
    site(|site| {
        let made = site.post(&site.seller, "/settings/tokens", "name=Reporting&scope=read&days=30").body;
        let secret = made.split("zk_").nth(1).and_then(|rest| rest.split(['<', '"']).next()).expect("a secret");
        let hash = secret::hash(&format!("zk_{secret}"));
        assert!(page(site, &site.seller, "/settings/tokens").contains("从未使用"));
        site.engine.write_now(Caller::Token { hash, address: None }, token::seen).unwrap();
        let told = page(site, &site.seller, "/settings/tokens");
        assert!(!told.contains("从未使用") && told.contains("刚刚"), "{told}");
    });
}
