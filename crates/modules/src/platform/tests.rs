//! People, their roles and what follows from changing them; views, teams and settings; on both databases.

use records::{access::Reason, engine::system, jobs, money::revalue};
use types::{Currency, Id, Problem, Value};

use super::{
    disable_user::{disable, enable},
    invite_user::{Newcomer, accept, accept_reset, invite, invite_new, invited, reset},
    set_roles::set_roles,
};
use crate::{
    set_up,
    testing::{Company, company, refusal},
};

const LINK: [u8; 32] = [7; 32];
const OTHER_LINK: [u8; 32] = [8; 32];

fn newcomer(house: &Company, more: &[(&str, &str)]) -> Id {
    let user =
        house.add(house.zhou, "users", &[&[("name", "周子昂"), ("team", &*house.east.to_string())], more].concat());
    house.write(house.zhou, move |cx| set_roles(cx, user, None, &["salesperson".into()])).expect("a role");
    user
}

fn state(house: &Company, user: Id) -> String {
    house.field("users", user, "state")
}

#[test]
fn an_installation_is_set_up_once() {
    company(|house| {
        let again = house.engine.write_now(set_up::caller(), |cx| {
            let what = set_up::SetUp {
                organization: "又一家".into(),
                currency: "CNY".into(),
                lang: types::words::Lang::En,
                time_zone: "UTC".into(),
                fiscal_start: 1,
                name: "Somebody".into(),
                email: "somebody@example.com".into(),
                password_hash: "a hash".into(),
            };
            set_up::set_up(cx, &what)
        });
        assert_eq!(refusal(again), "set_up_already");
        assert_eq!(house.column("settings", "", "id", "name"), ["海岳工业集团"]);
    });
}

#[test]
fn a_colleague_is_invited_by_a_link_and_comes_in_with_a_password() {
    company(|house| {
        let user = newcomer(house, &[("email", "ziang@haiyue.example")]);
        assert_eq!(state(house, user), "imported");
        house.write(house.zhou, move |cx| invite(cx, user, LINK)).unwrap();
        assert_eq!(state(house, user), "invited");
        assert!(house.get(user, "users", user).is_err(), "an invited person cannot act yet");
        let stranger =
            |f: fn(&mut records::Cx) -> types::Result<Id>| house.engine.write_now(records::Caller::Stranger, f);
        assert_eq!(stranger(|cx| invited(cx, &LINK)), Ok(user));
        assert_eq!(stranger(|cx| accept(cx, &LINK, "a hash")), Ok(user));
        assert_eq!(state(house, user), "active");
        assert_eq!(refusal(stranger(|cx| accept(cx, &LINK, "a hash"))), "not_found");
    });
}

#[test]
fn inviting_again_kills_the_earlier_link() {
    company(|house| {
        let user = newcomer(house, &[("email", "ziang@haiyue.example")]);
        house.write(house.zhou, move |cx| invite(cx, user, LINK)).unwrap();
        house.write(house.zhou, move |cx| invite(cx, user, OTHER_LINK)).unwrap();
        let stranger =
            |f: fn(&mut records::Cx) -> types::Result<Id>| house.engine.write_now(records::Caller::Stranger, f);
        assert_eq!(refusal(stranger(|cx| invited(cx, &LINK))), "not_found");
        assert_eq!(stranger(|cx| invited(cx, &OTHER_LINK)), Ok(user));
    });
}

#[test]
fn only_administrators_invite_and_only_people_with_an_address() {
    company(|house| {
        let user = newcomer(house, &[]);
        assert_eq!(refusal(house.write(house.lin, move |cx| invite(cx, user, LINK))), "no_right");
        assert_eq!(refusal(house.write(house.zhou, move |cx| invite(cx, user, LINK))), "email:required");
        house.edit(house.zhou, "users", user, &[("email", "ziang@haiyue.example")]).unwrap();
        house.write(house.zhou, move |cx| set_roles(cx, user, None, &[])).unwrap();
        assert_eq!(refusal(house.write(house.zhou, move |cx| invite(cx, user, LINK))), "roles:required");
        let nobody = Newcomer { name: "周子昂".into(), email: "no address".into(), ..Newcomer::default() };
        let refused = house.write(house.zhou, move |cx| invite_new(cx, &nobody, LINK)).unwrap_err();
        let named: Vec<&str> = refused.fields.iter().map(|field| &*field.field).collect();
        assert_eq!(named, ["email", "roles"], "all at once");
        let chen = house.chen;
        house.edit(house.zhou, "users", chen, &[("email", "chen@haiyue.example")]).unwrap();
        assert_eq!(refusal(house.write(house.zhou, move |cx| invite(cx, chen, LINK))), "not_invitable");
    });
}

#[test]
fn a_forgotten_password_is_replaced_by_a_link() {
    company(|house| {
        let chen = house.chen;
        assert_eq!(refusal(house.write(house.lin, move |cx| reset(cx, chen, LINK))), "no_right");
        house.write(house.zhou, move |cx| reset(cx, chen, LINK)).unwrap();
        let taken = house.engine.write_now(records::Caller::Stranger, |cx| accept_reset(cx, &LINK, "another hash"));
        assert_eq!(taken, Ok(chen));
        house.write(house.zhou, move |cx| disable(cx, chen, None)).unwrap();
        assert_eq!(refusal(house.write(house.zhou, move |cx| reset(cx, chen, LINK))), "not_active");
    });
}

#[test]
fn a_disabled_person_cannot_act_from_the_next_moment_on() {
    company(|house| {
        let chen = house.chen;
        assert!(house.get(chen, "users", chen).is_ok());
        house.write(house.zhou, move |cx| disable(cx, chen, None)).unwrap();
        assert_eq!(refusal(house.get(chen, "users", chen)), "unauthorized");
        house.write(house.zhou, move |cx| enable(cx, chen, None)).unwrap();
        assert_eq!(state(house, chen), "imported", "who never had a password is to be invited");
    });
}

#[test]
fn disabling_ends_every_session() {
    company(|house| {
        let chen = house.chen;
        let hash = [3; 32];
        house.write(chen, move |cx| records::identity::session::open(cx, chen, hash, None, None)).unwrap();
        let session = records::Caller::Session { hash, address: None };
        assert!(house.engine.read_now(session.clone(), |_| Ok(())).is_ok());
        house.write(house.zhou, move |cx| disable(cx, chen, None)).unwrap();
        assert!(house.engine.read_now(session, |_| Ok(())).is_err());
    });
}

#[test]
fn nobody_locks_the_company_out() {
    company(|house| {
        let (zhou, chen) = (house.zhou, house.chen);
        assert_eq!(refusal(house.write(zhou, move |cx| disable(cx, zhou, None))), "not_yourself");
        let roles = ["viewer".to_string()];
        let last = roles.clone();
        assert_eq!(refusal(house.write(zhou, move |cx| set_roles(cx, zhou, None, &last))), "last_administrator");
        let administrator = ["administrator".to_string()];
        house.write(zhou, move |cx| set_roles(cx, chen, None, &administrator)).unwrap();
        house.write(zhou, move |cx| set_roles(cx, zhou, None, &roles)).unwrap();
        assert_eq!(refusal(house.write(zhou, move |cx| disable(cx, chen, None))), "no_right");
    });
}

#[test]
fn roles_work_from_the_next_request_and_end_sessions() {
    company(|house| {
        let (chen, gu) = (house.chen, house.gu);
        let theirs = house.add(gu, "accounts", &[("name", "天津北翎")]);
        assert!(house.get(chen, "accounts", theirs).is_err());
        let hash = [4; 32];
        house.write(chen, move |cx| records::identity::session::open(cx, chen, hash, None, None)).unwrap();
        let roles = ["salesperson".to_string(), "viewer".to_string()];
        house.write(house.zhou, move |cx| set_roles(cx, chen, None, &roles)).unwrap();
        assert!(house.get(chen, "accounts", theirs).is_ok());
        let session = records::Caller::Session { hash, address: None };
        assert!(house.engine.read_now(session, |_| Ok(())).is_err());
        let unknown = ["king".to_string()];
        assert_eq!(
            refusal(house.write(house.zhou, move |cx| set_roles(cx, chen, None, &unknown))),
            "roles:unknown_choice"
        );
    });
}

#[test]
fn nobody_raises_themselves() {
    company(|house| {
        let chen = house.chen;
        for (field, value) in [("team", house.east.to_string()), ("name", "老板".into()), ("state", "disabled".into())]
        {
            let own = house.edit(chen, "users", chen, &[(field, &value)]);
            // sending back what is there already is no change
            let same = field == "team";
            assert_eq!(own.map_err(|problem: Problem| problem.fields[0].code.to_string()).is_ok(), same, "{field}");
        }
        let roles = house.write(chen, move |cx| set_roles(cx, chen, None, &["administrator".to_string()]));
        assert_eq!(refusal(roles), "no_right");
        house.edit(chen, "users", chen, &[("time_zone", "Europe/Berlin"), ("locale", "en")]).unwrap();
        assert_eq!(refusal(house.edit(chen, "users", house.gu, &[("time_zone", "UTC")])), "no_right");
        assert_eq!(
            refusal(house.edit(chen, "users", chen, &[("time_zone", "Mars/Base")])),
            "time_zone:unknown_time_zone"
        );
    });
}

#[test]
fn moving_a_person_to_another_team_moves_what_they_see() {
    company(|house| {
        let (lin, north) = (house.lin, house.field("users", house.gu, "team"));
        let theirs = house.add(house.gu, "accounts", &[("name", "天津北翎")]);
        assert!(house.get(lin, "accounts", theirs).is_err());
        let filter = format!("name == \"{north}\"");
        let team = house.read(house.zhou, move |cx| {
            let ask = records::query::Ask::default().filter(filter).fields(&["name"]);
            crate::work::first(cx, "teams", ask)
        });
        let team = team.unwrap().unwrap().id.to_string();
        house.edit(house.zhou, "users", lin, &[("team", &team)]).unwrap();
        assert!(house.get(lin, "accounts", theirs).is_ok());
    });
}

#[test]
fn a_team_is_not_above_itself() {
    company(|house| {
        let below = house.add(house.zhou, "teams", &[("name", "苏南组"), ("parent", &house.east.to_string())]);
        let looped = house.edit(house.zhou, "teams", house.east, &[("parent", &below.to_string())]);
        assert_eq!(refusal(looped), "parent:link_to_itself");
    });
}

fn view(house: &Company, who: Id, visibility: &str) -> types::Result<Id> {
    house.try_add(who, "views", &[("name", "重点客户"), ("object", "accounts"), ("visibility", visibility)])
}

#[test]
fn a_view_is_seen_by_those_it_is_for() {
    company(|house| {
        let (chen, lin, gu) = (house.chen, house.lin, house.gu);
        let seen = |view: Id| [chen, lin, gu].map(|who| house.get(who, "views", view).is_ok());
        assert_eq!(seen(view(house, chen, "private").unwrap()), [true, false, false]);
        let shared = view(house, chen, "team").unwrap();
        assert_eq!(seen(shared), [true, true, false]);
        house.edit(chen, "views", shared, &[("visibility", "private")]).unwrap();
        assert_eq!(seen(shared), [true, false, false]);
        assert_eq!(refusal(view(house, chen, "company")), "visibility:no_right");
        assert_eq!(seen(view(house, lin, "company").unwrap()), [true, true, true]);
        assert!(house.edit(gu, "views", shared, &[("name", "我的")]).is_err());
    });
}

#[test]
fn settings_say_only_what_there_is() {
    company(|house| {
        let settings = house.read(house.zhou, |cx| {
            crate::work::first(cx, "settings", records::query::Ask::default().fields(&["name"]))
        });
        let settings = settings.unwrap().unwrap().id;
        let say =
            |field: &str, value: &str| house.edit(house.zhou, "settings", settings, &[(field, value)]).map(|_| ());
        assert_eq!(refusal(say("currency", "yuan")), "currency:too_long");
        assert_eq!(refusal(say("currency", "c1y")), "currency:not_a_currency");
        assert_eq!(refusal(say("time_zone", "Asia/Atlantis")), "time_zone:unknown_time_zone");
        assert_eq!(refusal(say("week_start", "8")), "week_start:out_of_range");
        assert_eq!(refusal(say("fiscal_start", "0")), "fiscal_start:out_of_range");
        assert_eq!(say("currency", "USD"), Ok(()));
        house.add(house.chen, "opportunities", &[("name", "二期")]);
        assert_eq!(refusal(say("currency", "CNY")), "currency:read_only");
        let second = house.try_add(house.zhou, "settings", &[("name", "分公司")]);
        assert_eq!(refusal(second), "set_up_already");
        assert!(house.get(house.lin, "settings", settings).is_err());
    });
}

#[test]
fn a_rate_is_called_after_its_currency_and_day() {
    company(|house| {
        let rate =
            house.add(house.zhou, "exchange_rates", &[("currency", "USD"), ("date", "2026-01-01"), ("rate", "7.1234")]);
        assert_eq!(house.field("exchange_rates", rate, "name"), "USD – 2026-01-01");
        let deal = house.add(house.chen, "opportunities", &[("name", "出口"), ("amount", "USD 100")]);
        let amount = house.get(house.zhou, "opportunities", deal).unwrap();
        let base =
            amount.get("amount").as_money().and_then(|money| money.base).map(|base| base.normalize().to_string());
        assert_eq!(base.as_deref(), Some("712.34"));
        assert_eq!(
            refusal(house.try_add(
                house.zhou,
                "exchange_rates",
                &[("currency", "us$"), ("date", "2026-01-01"), ("rate", "7")]
            )),
            "currency:not_a_currency"
        );
    });
}

/// Carries out what rates have ordered, as a worker does; how many amounts got another value.
fn revalued(house: &Company) -> u64 {
    let mut done = 0;
    while let Some(mut held) =
        house.engine.write_now(system(Reason::Upkeep), |cx| jobs::claim(cx, &[revalue::JOB])).expect("jobs are read")
    {
        loop {
            let hand = held.clone();
            let stepped = house.engine.write_now(system(Reason::Upkeep), move |cx| revalue::step(cx, &hand));
            let Some((cursor, progress)) = stepped.expect("a step") else { break };
            (held.cursor, held.progress) = (cursor, progress);
        }
        done += held.progress["done"].as_u64().unwrap_or_default();
        house
            .engine
            .write_now(system(Reason::Upkeep), move |cx| jobs::finish(cx, &held, &held.progress))
            .expect("it ends");
    }
    done
}

#[test]
fn a_rate_that_comes_late_or_changes_values_the_deals_there_are() {
    company(|house| {
        let base = |deal: Id| {
            let deal = house.get(house.zhou, "opportunities", deal).unwrap();
            let base = deal.get("amount").as_money().and_then(|money| money.base);
            (base.map(|base| base.normalize().to_string()), deal.version)
        };
        let dollars = house.add(house.chen, "opportunities", &[("name", "出口"), ("amount", "100 usd")]);
        let euros = house.add(house.chen, "opportunities", &[("name", "欧洲"), ("amount", "100 EUR")]);
        let gone = house.add(house.chen, "opportunities", &[("name", "旧"), ("amount", "50 USD")]);
        house.delete(house.zhou, "opportunities", gone).unwrap();
        assert_eq!((base(dollars).0, base(euros).0), (None, None));
        let day = ("date", "2020-01-01");
        let rate = house.add(house.zhou, "exchange_rates", &[("currency", "usd"), day, ("rate", "7")]);
        assert_eq!(house.field("exchange_rates", rate, "currency"), "USD");
        assert_eq!(revalued(house), 4, "two deals and what their history says of them, the recycle bin too");
        assert_eq!((base(dollars), base(euros).0), ((Some("700".into()), 1), None), "nobody has changed the deal");
        house.edit(house.zhou, "exchange_rates", rate, &[("rate", "8")]).unwrap();
        assert_eq!((revalued(house), base(dollars).0), (4, Some("800".into())));
        let usd = Currency::parse("USD").expect("a code");
        house.engine.write_now(system(Reason::Upkeep), move |cx| revalue::order(cx, usd)).unwrap();
        assert_eq!(revalued(house), 0, "once more changes nothing");
        house.edit(house.zhou, "exchange_rates", rate, &[("currency", "EUR")]).unwrap();
        revalued(house);
        assert_eq!((base(dollars).0, base(euros).0), (None, Some("800".into())));
        house.delete(house.zhou, "exchange_rates", rate).unwrap();
        assert_eq!((revalued(house), base(euros).0), (2, None));
    });
}

#[test]
fn a_table_of_rates_orders_one_job_for_each_currency() {
    company(|house| {
        let rates: Vec<Id> = ["2020-01-01", "2020-02-01", "2020-03-01"]
            .into_iter()
            .flat_map(|day| ["USD", "EUR"].map(|code| (day, code)))
            .map(|(day, code)| {
                house.add(house.zhou, "exchange_rates", &[("currency", code), ("date", day), ("rate", "7")])
            })
            .collect();
        for rate in rates {
            house.delete(house.zhou, "exchange_rates", rate).unwrap();
        }
        let claimed = || house.engine.write_now(system(Reason::Upkeep), |cx| jobs::claim(cx, &[revalue::JOB])).unwrap();
        let mut ordered = Vec::new();
        while let Some(held) = claimed() {
            ordered.push(held.input["currency"].as_str().unwrap_or_default().to_string());
            house.engine.write_now(system(Reason::Upkeep), move |cx| jobs::finish(cx, &held, &held.progress)).unwrap();
        }
        ordered.sort();
        assert_eq!(ordered, ["EUR", "USD"]);
    });
}

#[test]
fn people_carry_the_codes_of_their_roles() {
    company(|house| {
        let lin = house.get(house.zhou, "users", house.lin).unwrap();
        assert_eq!(lin.get("roles"), &Value::Texts(vec!["manager".into()]));
    });
}

#[test]
fn a_link_dies_with_the_address_and_the_password_it_was_made_for() {
    company(|house| {
        house.edit(house.zhou, "users", house.chen, &[("email", "chen@haiyue.example")]).unwrap();
        let chen = house.chen;
        let link = || house.write(house.zhou, move |cx| reset(cx, chen, LINK)).unwrap();
        let used =
            || refusal(house.engine.write_now(records::Caller::Stranger, |cx| accept_reset(cx, &LINK, "a hash")));
        link();
        house.edit(house.zhou, "users", chen, &[("email", "jiahe@haiyue.example")]).unwrap();
        assert_eq!(used(), "not_found");
        link();
        house.write(house.chen, |cx| records::identity::password::set(cx, cx.actor.user.unwrap(), "another")).unwrap();
        assert_eq!(used(), "not_found");
        link();
        house.write(house.zhou, move |cx| disable(cx, chen, None).and_then(|_| enable(cx, chen, None))).unwrap();
        assert_eq!(used(), "not_found");
    });
}

#[test]
fn no_deletion_locks_the_company_out() {
    company(|house| {
        let role = |code: &str| {
            let filter = format!("code == {code:?}");
            let found = house.read(house.zhou, move |cx| {
                let ask = records::query::Ask::default().filter(filter).fields(&["name"]);
                Ok(crate::work::first(cx, "roles", ask)?.expect("a role").id)
            });
            found.unwrap()
        };
        let refused = |object: &'static str, id: Id| refusal(house.delete(house.zhou, object, id));
        assert_eq!(refused("roles", role("administrator")), "role_in_use");
        assert_eq!(refused("roles", role("salesperson")), "role_in_use");
        house.delete(house.zhou, "roles", role("viewer")).unwrap();
        assert_eq!(refused("users", house.zhou), "not_yourself");
        let settings = house.read(house.zhou, |cx| {
            let ask = records::query::Ask::default().fields(&["name"]);
            Ok(crate::work::first(cx, "settings", ask)?.expect("settings").id)
        });
        assert_eq!(refused("settings", settings.unwrap()), "settings_stay");
        let deputy = house.person("副手", "administrator", house.east);
        house.delete(house.zhou, "users", deputy).unwrap();
        assert!(house.get(deputy, "users", deputy).is_err(), "who is deleted acts no more");
        house.delete(house.zhou, "users", house.gu).unwrap();
    });
}

#[test]
fn a_token_for_working_leaves_the_house_as_it_is() {
    use records::{
        Caller,
        identity::token::{self, Scope},
        write::{self, Input},
    };
    company(|house| {
        let zhou = house.zhou;
        let token = |scope: Scope, hash: u8| {
            house.write(zhou, move |cx| token::create(cx, zhou, [hash; 32], "t", scope, None)).unwrap();
            Caller::Token { hash: [hash; 32], address: None }
        };
        let edit = |who: &Caller, object: &'static str, id: Id, field: &'static str| {
            house.engine.write_now(who.clone(), move |cx| {
                let object = cx.catalog.find(object)?;
                write::update(cx, &object, id, None, Input::default().text(field, "新名字")).map(drop)
            })
        };
        let customise = |who: &Caller| {
            house.engine.read_now(who.clone(), |cx| {
                let accounts = cx.catalog.find("accounts")?;
                records::access::scope(cx, &accounts, records::access::Action::Customise).map(drop)
            })
        };
        let account = house.add(house.chen, "accounts", &[("name", "恒泰")]);
        let (read, write, admin) = (token(Scope::Read, 1), token(Scope::Write, 2), token(Scope::Admin, 3));
        assert_eq!(refusal(edit(&read, "accounts", account, "name")), "no_right");
        assert!(edit(&write, "accounts", account, "name").is_ok());
        assert_eq!(refusal(edit(&write, "users", house.gu, "name")), "no_right");
        assert_eq!(refusal(customise(&write)), "no_right");
        let seen = house.engine.read_now(write, {
            let gu = house.gu;
            move |cx| crate::work::reveal(cx, "users", gu)
        });
        assert!(seen.is_ok(), "but sees who is there");
        assert!(edit(&admin, "users", house.gu, "name").is_ok() && customise(&admin).is_ok());
    });
}
