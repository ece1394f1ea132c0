//! What a person likes about a list stays theirs, on every device.

use axum::http::StatusCode;

use crate::testing::site;

#[test]
fn widths_are_kept_for_the_person_who_drags_them() {
    site(|site| {
        let kept = site.post(&site.seller, "/accounts/widths", "column=region&width=222");
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
        assert_eq!(site.post(&site.seller, "/accounts/widths", "column=name&width=9000").status, StatusCode::OK);
        let mine = site.get(&site.seller, "/accounts").body;
        assert!(mine.contains("width=\"222\"") && mine.contains("width=\"640\""), "{mine}");
        assert!(!site.get(&site.manager, "/accounts").body.contains("width=\"222\""));
        for wrong in ["column=nothing&width=100", "column=a%3D1%2Cname&width=100", "column=region"] {
            assert_eq!(
                site.post(&site.seller, "/accounts/widths", wrong).status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{wrong}"
            );
        }
        assert_eq!(site.post(&site.seller, "/settings/widths", "column=name&width=100").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_list_opens_with_the_view_one_begins_with_and_tabs_stand_in_ones_own_order() {
    site(|site| {
        assert_eq!(site.post(&site.seller, "/accounts/views/first", "view=recent").status, StatusCode::OK);
        let opened = site.get(&site.seller, "/accounts").body;
        let current =
            opened.split("data-view=\"recent\"").next().unwrap_or_default().rsplit("<a ").next().unwrap_or_default();
        assert!(current.contains("aria-current=\"page\""), "{opened}");
        assert!(site.get(&site.seller, "/accounts?view=all").body.contains("data-view=\"all\""));
        let ordered = site.post(&site.seller, "/accounts/views/order", "view=mine&view=recent&view=all");
        assert_eq!(ordered.status, StatusCode::OK, "{}", ordered.body);
        let body = site.get(&site.seller, "/accounts").body;
        let place = |key: &str| body.find(&format!("data-view=\"{key}\"")).expect("a tab");
        assert!(place("mine") < place("recent") && place("recent") < place("all"));
    });
}

#[test]
fn tabs_are_counted_after_the_page_and_only_what_one_sees() {
    site(|site| {
        let count = |who| {
            let body = site.get(who, "/accounts/views/counts").body;
            let all = body.split("id=\"count-all\"").nth(1).and_then(|rest| rest.split(['>', '<']).nth(1));
            all.unwrap_or_else(|| panic!("{body}")).to_string()
        };
        assert_eq!((count(&site.administrator), count(&site.seller)), ("9".to_string(), "5".to_string()));
    });
}
