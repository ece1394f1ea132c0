//! The pages as browsers meet them: every list and form for every kind of person and both languages, cells, bulk acts, the recycle bin.

use axum::http::{Method, StatusCode};
use records::{
    Caller, Cx,
    access::{self, Action},
    import,
};
use store::testing::on_sqlite;
use types::{Id, Name, words::Lang};

use crate::testing::{Answer, Person, Site, add, each_site, site};

/// Somebody reads the site in this language from now on.
fn reads(site: &Site, who: &Person, lang: Lang) {
    let answer = site.post(who, &format!("/language/{}", lang.tag()), "");
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

/// What a page is answered with, as the rights of its reader alone say.
fn allowed(site: &Site, who: &Person, object: &str, action: Action) -> StatusCode {
    let object = object.to_string();
    let scope = site.engine.read_now(Caller::Person(who.id), move |cx| {
        let object = cx.catalog.find(&object)?;
        access::scope(cx, &object, action).map(drop)
    });
    let status = scope.map_or_else(|problem| problem.kind.status(), |()| 200);
    StatusCode::from_u16(status).expect("a status")
}

#[test]
fn every_object_draws_for_every_kind_of_person_in_both_languages() {
    site(|site| {
        let objects: Vec<String> = site.engine.shared().catalog.objects.keys().map(|name| name.to_string()).collect();
        let mut wrong = Vec::new();
        for lang in Lang::ALL {
            for who in site.people() {
                reads(site, who, lang);
                // settings have pages of their own
                for object in objects.iter().filter(|object| *object != "settings") {
                    let [sees, makes] = [Action::View, Action::Create].map(|action| allowed(site, who, object, action));
                    for path in ["", "/new", "?building=1", "?q=a&limit=100", "?view=mine", "?view=recent"] {
                        let answer = site.get(who, &format!("/{object}{path}"));
                        // files and imports come by an upload, which is a page of its own
                        let uploaded = path == "/new" && ["files", "imports"].contains(&object.as_str());
                        let expected = if path == "/new" { makes } else { sees };
                        if answer.status != expected && !uploaded {
                            wrong.push(format!("{object}{path} for {}: {} and not {expected}", who.id, answer.status));
                        }
                        assert!(
                            !answer.body.contains("problem-") && !answer.body.contains(" style=\""),
                            "{object}{path}"
                        );
                    }
                    let answer = site.get(who, &format!("/trash?object={object}"));
                    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
                    let answer = site.get(who, &format!("/options/{object}?q="));
                    if answer.status != sees {
                        wrong.push(format!("options of {object} for {}: {} and not {sees}", who.id, answer.status));
                    }
                }
                for path in [
                    "/search?q=",
                    "/search?q=szht",
                    "/search?q=62881000",
                    "/address?name=a&a.country=CN&a.province=320000",
                ] {
                    assert_eq!(site.get(who, path).status, StatusCode::OK, "{path}");
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn the_palette_finds_by_chinese_pinyin_and_phone() {
    each_site(|site| {
        for words in ["%E6%81%92%E6%B3%B0", "szht", "62881000"] {
            let answer = site.get(&site.administrator, &format!("/search?q={words}"));
            assert!(answer.body.contains("恒"), "{words}: {}", answer.body);
        }
    });
}

#[test]
fn a_filter_shows_as_chips_and_a_broken_one_is_explained() {
    each_site(|site| {
        let answer = site
            .get(&site.administrator, "/accounts?filter=grade%20in%20%5B%22A%22%5D%20%26%26%20owner%20%3D%3D%20me()");
        assert!(answer.body.contains("class=\"chip\"") && answer.body.contains("A 级"), "{}", answer.body);
        assert!(answer.body.contains("杭州云岫") == answer.body.contains("href=\"/accounts/"), "{}", answer.body);
        for broken in ["nothing%20%3D%3D%201", "name%20%3D%3D", "amount%20%2B"] {
            let answer = site.get(&site.administrator, &format!("/accounts?filter={broken}"));
            assert_eq!(answer.status, StatusCode::OK);
            assert!(
                answer.body.contains("note w") && answer.body.contains("暂时没有显示记录"),
                "{broken}: {}",
                answer.body
            );
            assert!(!answer.body.contains("苏州恒泰"), "rows that were not asked for: {}", answer.body);
        }
    });
}

#[test]
fn an_order_that_would_take_too_long_is_left_out_and_the_filter_stays() {
    site(|site| {
        site.many_tasks();
        add(&site.engine, site.administrator.id, "activities", &[("subject", "来电"), ("kind", "call")]);
        let list = site.get(&site.administrator, "/activities?filter=kind%20%3D%3D%20%22task%22&sort=-status");
        assert_eq!(list.status, StatusCode::OK, "{}", list.body);
        assert!(list.body.contains("class=\"chip\"") && list.body.contains("50,000"), "{}", list.body);
        assert!(list.body.contains("回访") && !list.body.contains("来电"), "{}", list.body);
        assert!(
            list.body.contains("sort=-happens_at") && !list.body.contains("sort=-status&amp;cursor"),
            "{}",
            list.body
        );
        // heads offer no more what has been refused
        let offered = |list: &Answer, path: &str| list.body.contains(&format!("id=\"sort-{path}\""));
        assert!(offered(&list, "subject") && !offered(&list, "status"), "{}", list.body);
        let list = site.get(&site.administrator, "/activities");
        assert!(offered(&list, "subject") && !offered(&list, "kind"), "{}", list.body);
        // a filter that no index serves walks the table where nobody waits
        let list = site.get(&site.administrator, "/activities?filter=kind%20%3D%3D%20%22call%22");
        assert!(list.body.contains("来电") && offered(&list, "kind"), "{}", list.body);
    });
}

#[test]
fn the_builder_makes_the_expression_of_the_address() {
    site(|site| {
        let path = "/accounts?building=1&g.=all&f.0=grade&o.0=any-of&v.0=A&v.0=B&f.1=annual_revenue&o.1=at-least&v.1=100%E4%B8%87&f.2=owner&o.2=is-me";
        let answer = site.call(&site.administrator, Method::GET, path, "", &[("hx-request", "true")]);
        let pushed = answer.headers.get("hx-push-url").and_then(|v| v.to_str().ok()).unwrap_or_default().to_string();
        let query = pushed.split_once('?').map(|(_, q)| q.to_string());
        let place = crate::place::Place::parse("accounts", query.as_deref());
        assert_eq!(
            place.filter.as_deref(),
            Some("grade in [\"A\", \"B\"] && annual_revenue >= 1000000 && owner == me()"),
            "{pushed}"
        );
        let add = site.get(&site.administrator, "/accounts?building=1&g.=all&addgroup=at");
        assert!(add.body.contains("name=\"g.0\"") && add.body.contains("name=\"f.0.0\""), "{}", add.body);
    });
}

#[test]
fn a_cell_is_edited_refused_and_in_conflict_without_losing_what_was_typed() {
    each_site(|site| {
        let path = format!("/accounts/{}/cells/employees", site.account);
        let form = site.get(&site.administrator, &path);
        let version = form
            .body
            .split("name=\"version\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default()
            .to_string();
        let bad = site.post(&site.administrator, &path, &format!("version={version}&employees=many"));
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.body.contains("value=\"many\"") && bad.body.contains("role=\"alert\""), "{}", bad.body);
        let good = site.post(&site.administrator, &path, &format!("version={version}&employees=12"));
        assert!(good.status == StatusCode::OK && good.body.starts_with("<td"), "{}", good.body);
        let stale = site.post(&site.manager, &path, &format!("version={version}&employees=99"));
        assert!(stale.status == StatusCode::CONFLICT || stale.status == StatusCode::FORBIDDEN, "{}", stale.status);
        let stale = site.post(&site.seller, &path, &format!("version={version}&employees=99"));
        assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
        assert!(
            stale.body.contains("12") && stale.body.contains("99") && stale.body.contains("周闻"),
            "{}",
            stale.body
        );
    });
}

#[test]
fn a_refused_form_comes_back_with_everything_that_was_typed() {
    site(|site| {
        let answer = site.post(&site.administrator, "/accounts/new", "name=&region=%E5%8D%8E%E4%B8%9C&employees=x1");
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("value=\"华东\"") && answer.body.contains("value=\"x1\""), "{}", answer.body);
        assert!(answer.body.contains("aria-invalid=\"true\""));
        let made = site.post(&site.administrator, "/accounts/new", "name=Fresh&region=x&tags=&tags=new");
        assert!(made.headers.contains_key("hx-redirect"), "{} {}", made.status, made.body);
    });
}

#[test]
fn a_new_record_belongs_to_whoever_fills_in_the_form_and_to_their_team() {
    site(|site| {
        let me = site.seller.id;
        let form = site.get(&site.seller, "/activities/new?kind=task").body;
        assert!(form.contains(&me.to_string()), "the form says whose it will be");
        let sent = format!("kind=task&subject=%E5%AF%84%E9%80%81%E6%A0%B7%E5%93%81&owner={me}&owning_team=&due_at=");
        let answer = site.post(&site.seller, "/activities/new", &sent);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let made = site.engine.read_now(Caller::Person(me), move |cx| {
            let activities = cx.catalog.find("activities")?;
            let ask = records::query::Ask::default().filter("owner == me()").fields(&["owner", "owning_team"]);
            Ok(records::query::list(cx, &activities, &ask)?.items)
        });
        let made = made.unwrap();
        assert_eq!(made.len(), 1);
        assert!(made[0].get("owning_team").as_id().is_some(), "and to which team");
    });
}

#[test]
fn stages_and_roles_are_called_as_the_reader_reads_them() {
    site(|site| {
        let deal = add(&site.engine, site.administrator.id, "opportunities", &[("name", "MES")]);
        let cell = format!("/opportunities/{deal}/cells/stage");
        let pages = ["/opportunities", "/opportunities/board", &cell, "/stages"];
        for (lang, ours, other) in [(Lang::En, "Prospecting", "初步接洽"), (Lang::Zh, "初步接洽", "Prospecting")]
        {
            reads(site, &site.administrator, lang);
            for page in pages {
                let body = site.get(&site.administrator, page).body;
                let around = body.split(other).next().map(|before| &before[before.len().saturating_sub(300)..]);
                assert!(body.contains(ours) && !body.contains(other), "{page} in {}: {around:?}", lang.tag());
            }
            let people = site.get(&site.administrator, "/settings/people").body;
            assert_eq!(people.contains("Salesperson"), lang == Lang::En);
        }
    });
}

#[test]
fn bulk_says_what_will_happen_does_it_and_takes_it_back() {
    each_site(|site| {
        let before = format!("id={}&field=region&region=%E6%B5%B7%E5%A4%96", site.account);
        let preview = site.post(&site.administrator, "/accounts/bulk/edit", &before);
        assert!(preview.body.contains("sumb four") && preview.body.contains("confirmed"), "{}", preview.body);
        let done =
            site.post(&site.administrator, "/accounts/bulk/edit", &format!("{before}&previewed=region&confirmed=1"));
        let undo = done
            .body
            .split("hx-post=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("an undo")
            .replace("&amp;", "&");
        assert!(site.get(&site.administrator, "/accounts").body.contains("海外"));
        let back = site.post(&site.administrator, &undo, "");
        assert!(back.body.contains('1'), "{}", back.body);
        assert!(!site.get(&site.administrator, "/accounts").body.contains("海外"));
    });
}

#[test]
fn the_quotes_of_a_filter_come_encoded_in_its_address() {
    each_site(|site| {
        for filter in ["grade%20==%20%22B%22", "grade+%3D%3D+%22B%22"] {
            let list = site.get(&site.administrator, &format!("/accounts?filter={filter}"));
            assert_eq!(list.status, StatusCode::OK, "{filter}");
            assert!(list.body.contains("宁波远岚") && !list.body.contains("苏州恒泰"), "{filter}");
        }
    });
}

#[test]
fn several_fields_are_changed_at_once_and_taken_back_at_once() {
    each_site(|site| {
        let post = |form: &str| site.post(&site.administrator, "/accounts/bulk/edit", form).body;
        let lines = |body: &str| body.matches("class=\"fr\"").count();
        let one = format!("id={}&field=region&region=%E6%B5%B7%E5%A4%96", site.account);
        let more = post(&format!("{one}&add=1"));
        assert!(lines(&more) == 2 && !more.contains("sumb four"), "another line, no preview yet: {more}");
        assert!(more.contains("value=\"海外\""), "{more}");
        let fewer = post(&format!("{one}&field=grade&grade=D&drop=region"));
        assert!(lines(&fewer) == 1 && fewer.contains("name=\"grade\""), "{fewer}");
        let both = format!("{one}&field=grade&grade=D&field=employees&employees=");
        let preview = post(&both);
        assert!(lines(&preview) == 3 && preview.matches("name=\"previewed\"").count() == 3, "{preview}");
        let half = post(&format!("{both}&previewed=region&confirmed=1"));
        assert!(half.contains("sumb four"), "what was not previewed is previewed first: {half}");
        let stored = || {
            let id = site.account;
            let read = site.engine.read_now(Caller::Person(site.administrator.id), move |cx| {
                let accounts = cx.catalog.find("accounts")?;
                records::query::get(cx, &accounts, id, None)
            });
            let read = read.unwrap();
            ["region", "grade", "employees"].map(|field| format!("{:?}", read.get(field)))
        };
        let before = stored();
        let done = post(&format!("{both}&previewed=region&previewed=grade&previewed=employees&confirmed=1"));
        assert_ne!(stored(), before, "{done}");
        assert!(stored()[0].contains("海外") && stored()[1].contains('D'), "{:?}", stored());
        let undo = done.split("hx-post=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an undo");
        site.post(&site.administrator, &undo.replace("&amp;", "&"), "");
        assert_eq!(stored(), before);
    });
}

#[test]
fn a_bulk_act_keeps_nothing_of_a_record_it_could_not_write() {
    each_site(|site| {
        let add =
            |object, fields: &[(&str, &str)]| crate::testing::add(&site.engine, site.administrator.id, object, fields);
        let count = |object: &'static str, filter: &'static str| {
            let found = site.engine.read_now(Caller::Person(site.administrator.id), move |cx| {
                let object = cx.catalog.find(object)?;
                Ok(records::query::list(cx, &object, &records::query::Ask::default().filter(filter))?.items.len())
            });
            found.unwrap()
        };
        let edit = |object: &str, ids: [Id; 2], field: &str, value: &str| {
            let form =
                format!("id={}&id={}&field={field}&{field}={value}&previewed={field}&confirmed=1", ids[0], ids[1]);
            site.post(&site.administrator, &format!("/{object}/bulk/edit"), &form)
        };
        // only one can have a code that is unique
        let products = ["甲", "乙"].map(|name| add("products", &[("name", name)]));
        let answer = edit("products", products, "code", "K1");
        assert_eq!((answer.status, count("products", "code == \"K1\"")), (StatusCode::OK, 1), "{}", answer.body);
        // what follows from a contact's account is refused: the relation asks for more
        let field = |required: bool| {
            let field = serde_json::json!({ "name": "why", "type": "text", "label": { "zh": "缘由", "en": "Why" }, "required": required });
            serde_json::from_value::<records::schema::ship::FieldFile>(field).unwrap()
        };
        for required in [false, true] {
            let made = site.engine.write_now(Caller::Person(site.administrator.id), move |cx| {
                let object = cx.catalog.find("account_contacts")?;
                match required {
                    false => records::schema::change::add_field(cx, &object, field(required)),
                    true => records::schema::change::change_field(cx, &object, field(required)),
                }
            });
            made.unwrap();
        }
        let contacts = ["丙", "丁"].map(|name| add("contacts", &[("name", name)]));
        let answer = edit("contacts", contacts, "account", &site.account.to_string());
        assert_eq!(
            (answer.status, count("contacts", "name in [\"丙\", \"丁\"] && account != null")),
            (StatusCode::OK, 0),
            "{}",
            answer.body
        );
    });
}

#[test]
fn what_is_deleted_lies_in_the_bin_and_comes_back() {
    each_site(|site| {
        let path = format!("/accounts/{}/deletion", site.account);
        let gone = site.post(&site.administrator, &path, "");
        assert!(
            gone.headers
                .get("set-cookie")
                .is_some_and(|c| c.to_str().unwrap_or_default().starts_with("flash=accounts.")),
            "{}",
            gone.body
        );
        assert!(!site.get(&site.administrator, "/accounts").body.contains("苏州恒泰"));
        let gone = site.get(&site.administrator, &format!("/accounts/{}", site.account));
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert!(gone.body.contains(&format!("/trash/accounts/{}/restoration", site.account)), "{}", gone.body);
        let theirs = site.get(&site.viewer, &format!("/accounts/{}", site.account));
        assert!(!theirs.body.contains("/restoration"), "who may not restore it is offered nothing");
        for (words, found) in [("%E6%81%92%E6%B3%B0", true), ("nobody", false)] {
            let bin = site.get(&site.administrator, &format!("/trash?object=accounts&q={words}"));
            assert_eq!(bin.body.contains("苏州恒泰"), found, "{}", bin.body);
        }
        let form = format!("id={}", site.account);
        let refused = site.post(&site.viewer, "/trash/accounts/restoration", &form);
        assert_ne!(refused.status, StatusCode::OK, "{}", refused.body);
        assert_eq!(site.post(&site.administrator, "/trash/accounts/restoration", &form).status, StatusCode::OK);
        assert_eq!(site.get(&site.administrator, &format!("/accounts/{}", site.account)).status, StatusCode::OK);
        let deleted = site.post(&site.administrator, &format!("/accounts/{}/deletion", site.account), "");
        assert!(deleted.status.is_success() || deleted.status.is_redirection(), "{}", deleted.body);
        assert!(site.get(&site.administrator, "/trash?object=accounts").body.contains("苏州恒泰"));
        let opened =
            site.post(&site.administrator, &format!("/trash/accounts/{}/restoration?open=1", site.account), "");
        assert_eq!(opened.headers["hx-redirect"], format!("/accounts/{}", site.account), "{}", opened.body);
        site.post(&site.administrator, &format!("/accounts/{}/deletion", site.account), "");
        let back = site.post(&site.administrator, &format!("/trash/accounts/{}/restoration", site.account), "");
        assert_eq!(back.status, StatusCode::OK);
        assert!(site.get(&site.administrator, "/accounts").body.contains("苏州恒泰"));
    });
}

#[test]
fn the_report_adds_up_what_was_won_in_each_year() {
    each_site(|site| {
        let fields = [("name", "二期改造"), ("account", &*site.account.to_string()), ("amount", "1860000")];
        let deal = add(&site.engine, site.seller.id, "opportunities", &fields);
        let win = move |cx: &mut Cx| modules::sales::close_opportunity::win(cx, deal, None, None).map(drop);
        site.house.write(site.seller.id, win).unwrap();
        let report = |query: &str| {
            let answer = site.get(&site.seller, &format!("/reports/sales{query}"));
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            answer.body
        };
        assert!(report("").contains("186"), "{}", report(""));
        assert!(!report("?year=1999").contains("186"));
    });
}

#[test]
fn a_view_is_kept_renamed_and_shown_to_its_owner_alone() {
    site(|site| {
        let from = [
            ("hx-request", "true"),
            ("hx-current-url", "http://127.0.0.1:7700/accounts?filter=grade%20%3D%3D%20%22A%22&sort=-name"),
        ];
        let kept =
            site.call(&site.seller, Method::POST, "/accounts/views", "name=Key+accounts&audience=private", &from);
        assert!(kept.headers.contains_key("hx-redirect"), "{} {}", kept.status, kept.body);
        assert!(site.get(&site.seller, "/accounts").body.contains("Key accounts"));
        assert!(!site.get(&site.manager, "/accounts?view=all").body.contains("Key accounts"));
        let refused = site.call(&site.seller, Method::POST, "/accounts/views", "name=&audience=private", &from);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    });
}

#[test]
fn a_form_tells_nothing_of_a_record_that_whoever_names_it_may_not_see() {
    site(|site| {
        let lists = |object: &'static str, filter: &'static str| {
            let found = site.engine.read_now(Caller::Person(site.administrator.id), move |cx| {
                let object = cx.catalog.find(object)?;
                let ask = records::query::Ask::default().filter(filter);
                Ok(records::query::list(cx, &object, &ask)?.items[0].id)
            });
            found.expect("it is there")
        };
        let foreign = lists("accounts", "name == \"杭州云岫数据科技有限公司\"");
        let mine = site.account;
        let admin = site.administrator.id;
        let add = |object, fields: &[(&str, &str)]| crate::testing::add(&site.engine, admin, object, fields);
        let call =
            add("activities", &[("subject", "年终奖"), ("about", &format!("accounts/{mine}")), ("private", "yes")]);
        let role = lists("roles", "code == \"viewer\"");
        let gone = crate::testing::add(&site.engine, site.seller.id, "contacts", &[("name", "已删联系人")]);
        site.post(&site.seller, &format!("/contacts/{gone}/deletion"), "");
        let get = |path: String| site.get(&site.seller, &path).body;
        let post = |path: &str, form: String| site.post(&site.seller, path, &form).body;
        let secret = ["杭州云岫", "年终奖", "viewer", "已删联系人"];
        for body in [
            get(format!("/opportunities/new?account={foreign}")),
            get(format!("/opportunities/new?contact={gone}")),
            get(format!("/activities/new?about=activities/{call}")),
            get(format!("/activities/new?about=roles/{role}")),
            get(format!("/activities/new?about=accounts/{foreign}")),
            post("/opportunities/new", format!("name=&account={foreign}")),
            post(&format!("/accounts/{mine}/edit"), format!("version=1&name=&parent={foreign}")),
            post("/accounts/bulk/edit", format!("id={mine}&field=parent&parent={foreign}")),
            get(format!("/accounts?filter=parent%20%3D%3D%20%22{foreign}%22")),
        ] {
            assert!(body.len() > 200, "a form: {body}");
            assert!(!secret.iter().any(|title| body.contains(title)), "{body}");
        }
        // what they see is called by its name, and so is what stands there already
        assert!(get(format!("/opportunities/new?account={mine}")).contains("苏州恒泰"));
        let sent = format!("parent={foreign}");
        let parent =
            site.post(&site.administrator, &format!("/accounts/{mine}/cells/parent"), &format!("version=1&{sent}"));
        assert_eq!(parent.status, StatusCode::OK, "{}", parent.body);
        let again = post(&format!("/accounts/{mine}/edit"), format!("version=2&name=&{sent}"));
        assert!(again.contains("杭州云岫"), "{again}");
    });
}

#[test]
fn a_field_that_may_not_be_changed_is_as_missing_as_one_that_does_not_exist() {
    site(|site| {
        for field in ["nothing", "created_at", "code_that_never_was"] {
            let path = format!("/accounts/{}/cells/{field}", site.account);
            for answer in
                [site.get(&site.administrator, &path), site.post(&site.administrator, &path, &format!("{field}=1"))]
            {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{field}: {}", answer.body);
            }
        }
    });
}

#[test]
fn years_objects_and_the_other_end_of_a_link_are_called_as_people_call_them() {
    each_site(|site| {
        let parent = site.account.to_string();
        let fields = [("name", "恒泰二厂"), ("founded_year", "2002"), ("employees", "2002"), ("parent", &parent)];
        add(&site.engine, site.administrator.id, "accounts", &fields);
        let filter = "filter=founded_year%20%3D%3D%202002&columns=founded_year,employees";
        let list = site.get(&site.administrator, &format!("/accounts?{filter}")).body;
        assert!(list.contains(">2,002<"), "people are counted: {list}");
        assert_eq!(list.matches("2,002").count(), 1, "years are not: {list}");
        let page = site.get(&site.administrator, &format!("/accounts/{parent}")).body;
        assert!(page.contains("下级客户") && page.contains("恒泰二厂"), "{page}");
        let file = import::journal::File { name: "a.csv".into(), sha256: "0".repeat(64) };
        let begin = move |cx: &mut Cx| {
            import::journal::begin(cx, &Name::of("accounts"), &file, "{}", import::journal::State::Draft)
        };
        site.engine.write_now(Caller::Person(site.administrator.id), begin).unwrap();
        let imports = site.get(&site.administrator, "/imports").body;
        let row = imports.split("<tbody").nth(1).unwrap_or_default();
        assert!(row.contains("客户") && !row.contains(">accounts<"), "{row}");
    });
}

#[test]
fn a_device_learns_with_the_first_page_how_its_person_reads() {
    site(|site| {
        reads(site, &site.seller, Lang::En);
        let told = |headers: &[(&str, &str)]| {
            let answer = site.call(&site.seller, Method::GET, "/accounts", "", headers);
            let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
            cookies.filter(|cookie| cookie.starts_with("lang=")).map(str::to_string).collect::<Vec<_>>()
        };
        assert_eq!(told(&[("accept-language", "zh-CN")]).len(), 1);
        assert!(told(&[("accept-language", "zh-CN")])[0].starts_with("lang=en;"));
        assert!(told(&[("accept-language", "en-GB")]).is_empty(), "nothing new");
    });
}

#[test]
fn what_the_framework_refuses_by_itself_comes_as_a_problem_document_too() {
    on_sqlite(|database| {
        let mut routes = crate::routes();
        let broken = || async { std::hint::black_box(None::<String>).expect("on purpose") };
        routes.push(gate::Route::get("/broken", gate::Who::Anyone, broken));
        let site = Site::open(database, routes);
        let plain = [("accept", "application/json"), ("content-type", "text/plain")];
        for (method, path, status, code) in [
            (Method::DELETE, "/accounts", 405, "method_not_allowed"),
            (Method::GET, "/accounts/%FF", 400, "bad_request"),
            (Method::GET, "/broken", 500, "internal"),
            (Method::GET, "/no/such/page/here", 404, "not_found"),
        ] {
            let answer = site.call(&site.administrator, method, path, "x", &plain);
            assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
            assert_eq!(answer.headers["content-type"], "application/problem+json", "{path}");
            let document: serde_json::Value = serde_json::from_str(&answer.body).expect("a document");
            assert_eq!((&document["code"], &document["status"]), (&code.into(), &status.into()));
            assert_eq!(document["request"], answer.headers["x-request-id"].to_str().unwrap());
            assert_eq!(answer.headers.contains_key("allow"), status == 405, "{path}");
        }
    });
}

#[test]
fn a_refused_sign_in_is_written_down_with_where_it_came_from_and_what_was_tried() {
    site(|site| {
        for name in ["zhou@haiyue.example", "Nobody@example.com", "nobody@example.com"] {
            let answer = site.post(&site.seller, "/signin", &format!("email={name}&password=wrong"));
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.body);
        }
        let long = site.post(&site.seller, "/signin", &format!("email={}&password=wrong", "x".repeat(300)));
        assert_eq!(long.status, StatusCode::UNAUTHORIZED);
        let rows = site.engine.read_now(Caller::System(records::access::Reason::Command), |cx| {
            let audit = store::Select::from(&types::Name::of("audit"), &["id", "address", "record"])
                .filter(store::Expr::column(0, "outcome").eq("refused"))
                .order(store::Expr::column(0, "id"), store::Direction::Up);
            let payload = store::Select::from(&types::Name::of("audit_payload"), &["id", "body"]);
            let bodies: std::collections::HashMap<_, _> = cx
                .rows(&payload)?
                .iter()
                .map(|row| (row[0].clone(), row[1].as_text().unwrap_or_default().to_string()))
                .collect();
            let rows = cx.rows(&audit)?;
            let text =
                |row: &[store::Cell]| (row[1].as_text().map(str::to_string), row[2].as_int(), bodies[&row[0]].clone());
            Ok(rows.iter().map(text).collect::<Vec<_>>())
        });
        let rows = rows.unwrap();
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|(address, ..)| address.as_deref() == Some("192.0.2.7")), "{rows:?}");
        assert_eq!((rows[0].1, rows[0].2.as_str()), (Some(site.administrator.id.0), "{}"));
        assert!(rows[1].1.is_none() && rows[1].2.contains("tried") && !rows[1].2.contains("nobody"), "{rows:?}");
        assert_eq!(rows[1].2, rows[2].2, "the same name, however it is written");
    });
}

#[test]
fn whoever_comes_by_a_link_chooses_no_password_with_their_own_name_in_it() {
    site(|site| {
        let made = site.engine.write_now(Caller::Person(site.administrator.id), |cx| {
            let who = modules::platform::invite_user::Newcomer {
                name: "Josephine Baker".into(),
                email: "jbaker.paris@haiyue.example".into(),
                roles: vec!["salesperson".into()],
                ..Default::default()
            };
            modules::platform::invite_user::invite_new(cx, &who, records::identity::secret::hash("the link"))
        });
        made.unwrap();
        for bad in ["I+am+Josephine+Baker+indeed", "here+is+jbaker.paris+again", "password12345678"] {
            let answer = site.post(&site.seller, "/welcome/the%20link", &format!("password={bad}"));
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}: {}", answer.body);
        }
        let good = site.post(&site.seller, "/welcome/the%20link", "password=the+heron+waits+by+lock+nine");
        assert_eq!(good.status, StatusCode::OK, "{}", good.body);
    });
}

#[test]
fn whoever_is_signed_in_is_refused_within_the_site_and_shown_the_way_back() {
    site(|site| {
        let missing = site.get(&site.seller, "/accounts/0000000000000");
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        for part in ["id=\"side\"", "href=\"/accounts\"", "记录不存在"] {
            assert!(missing.body.contains(part), "{part} in {}", missing.body);
        }
        for nowhere in ["/no/such/page/here", "/nonsense"] {
            let answer = site.get(&site.seller, nowhere);
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nowhere}");
            assert!(answer.body.contains("id=\"side\"") && answer.body.contains("没有这个页面"), "{}", answer.body);
        }
        let forbidden = site.get(&site.viewer, "/accounts/new");
        assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
        assert!(forbidden.body.contains("id=\"side\""), "{}", forbidden.body);
        let stranger = Person { cookie: "nobody".into(), ..site.seller.clone() };
        let alone = site.get(&stranger, "/no/such/page/here");
        assert!(alone.status == StatusCode::NOT_FOUND && !alone.body.contains("id=\"side\""), "{}", alone.body);
    });
}

#[test]
fn who_was_given_no_accounts_is_not_told_that_the_company_has_none() {
    site(|site| {
        let newcomer = site.newcomer();
        let home = site.get(&newcomer, "/").body;
        assert!(home.contains("还没有分给你的客户") && !home.contains("导入客户"), "{home}");
    });
}
