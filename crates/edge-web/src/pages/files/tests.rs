//! Files as browsers meet them: sent, shown, downloaded by those who may, taken away and brought back.

use axum::http::{Method, StatusCode, header};

use crate::testing::{Answer, Person, Site, add, site};

/// Sends one file as a form does; `fields` stand before it.
fn send(site: &Site, who: &Person, fields: &[(&str, &str)], name: &str, content: &str, part: bool) -> Answer {
    let mut body = String::new();
    for (field, value) in fields {
        body += &format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
    }
    body += &format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n{content}\r\n--edge--\r\n"
    );
    let mut headers = vec![("content-type", "multipart/form-data; boundary=edge")];
    if part {
        headers.push(("hx-request", "true"));
    }
    site.call(who, Method::POST, "/files", &body, &headers)
}

/// The first file that a page names.
fn first(body: &str) -> String {
    let id = body.split("href=\"/files/").nth(1).and_then(|rest| rest.split('"').next());
    format!("/files/{}", id.unwrap_or_else(|| panic!("a file: {body}")))
}

#[test]
fn a_file_hangs_on_a_record_and_follows_its_rights() {
    site(|site| {
        let path = format!("/accounts/{}", site.account);
        let about = format!("accounts/{}", site.account);
        let sent = send(site, &site.seller, &[("about", &about)], "合同 v2.pdf", "%PDF-1.7 hello", true);
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        let page = site.get(&site.seller, &path).body;
        assert!(page.contains("合同 v2.pdf") && page.contains("14 B"), "{page}");
        let file = first(&page);
        let given = site.get(&site.seller, &file);
        assert_eq!((given.status, given.body.as_str()), (StatusCode::OK, "%PDF-1.7 hello"));
        assert_eq!(given.headers[header::CONTENT_TYPE], "application/pdf");
        assert_eq!(given.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(given.headers[header::CONTENT_SECURITY_POLICY], "sandbox; default-src 'none'");
        assert!(given.headers[header::CONTENT_DISPOSITION].to_str().is_ok_and(|text| text.starts_with("attachment;")));
        // who does not see the account does not see the file; nor may they hang one on it
        let hidden = add(&site.engine, site.administrator.id, "accounts", &[("name", "别人的客户")]);
        let hidden = format!("accounts/{hidden}");
        let refused = send(site, &site.seller, &[("about", &hidden)], "a.txt", "x", true);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        let theirs = send(site, &site.administrator, &[("about", &hidden)], "secret.txt", "x", true);
        assert_eq!(theirs.status, StatusCode::OK);
        let secret = first(&site.get(&site.administrator, &format!("/{hidden}")).body);
        assert_eq!(site.get(&site.administrator, &secret).status, StatusCode::OK);
        assert_eq!(site.get(&site.seller, &secret).status, StatusCode::NOT_FOUND);
        assert_eq!(send(site, &site.viewer, &[("about", &about)], "a.txt", "x", true).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn nothing_that_was_sent_runs_in_a_browser() {
    site(|site| {
        let about = format!("accounts/{}", site.account);
        for name in ["page.html", "drawing.svg", "a\\\"; x=\\\".html"] {
            let sent = send(site, &site.seller, &[("about", &about)], name, "<script>alert(1)</script>", true);
            assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
            let file = first(&site.get(&site.seller, &format!("/{about}")).body);
            let given = site.get(&site.seller, &file);
            assert_eq!(given.headers[header::CONTENT_TYPE], "application/octet-stream", "{name}");
            assert!(
                given.headers[header::CONTENT_DISPOSITION].to_str().is_ok_and(|text| text.starts_with("attachment;"))
            );
            assert_eq!(site.post(&site.seller, &format!("{file}/removal"), "").status, StatusCode::OK);
        }
    });
}

#[test]
fn a_file_is_taken_away_and_brought_back() {
    site(|site| {
        let about = format!("accounts/{}", site.account);
        send(site, &site.seller, &[("about", &about)], "a.txt", "hello", true);
        let file = first(&site.get(&site.seller, &format!("/{about}")).body);
        assert_ne!(site.post(&site.viewer, &format!("{file}/removal"), "").status, StatusCode::OK);
        let gone = site.post(&site.seller, &format!("{file}/removal"), "");
        assert!(gone.status == StatusCode::OK && gone.body.contains("/restoration"), "{}", gone.body);
        assert_eq!(site.get(&site.seller, &file).status, StatusCode::NOT_FOUND);
        let id = file.trim_start_matches("/files/");
        assert_eq!(site.post(&site.seller, &format!("/trash/files/{id}/restoration"), "").status, StatusCode::OK);
        assert_eq!(site.get(&site.seller, &file).body, "hello");
    });
}

#[test]
fn what_is_sent_while_writing_comes_with_the_entry() {
    site(|site| {
        let sent = send(site, &site.seller, &[("name", "files")], "plan.txt", "hello", true);
        let id = sent.body.split("name=\"files\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let id = id.unwrap_or_else(|| panic!("{}", sent.body)).to_string();
        // loose, it is its sender's
        assert_eq!(site.get(&site.seller, &format!("/files/{id}")).body, "hello");
        let path = format!("/accounts/{}", site.account);
        let noted =
            site.post(&site.seller, &format!("{path}/activities"), &format!("kind=note&text=See+the+plan&files={id}"));
        assert_eq!(noted.status, StatusCode::OK, "{}", noted.body);
        for who in [&site.seller, &site.manager, &site.viewer] {
            let page = site.get(who, &path).body;
            assert!(page.contains("plan.txt") && page.contains(&format!("/files/{id}")), "{page}");
            assert_eq!(site.get(who, &format!("/files/{id}")).body, "hello");
        }
    });
}

#[test]
fn without_script_the_form_sends_and_comes_back() {
    site(|site| {
        let about = format!("accounts/{}", site.account);
        let sent = send(site, &site.seller, &[("about", &about)], "a.txt", "hello", false);
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(sent.headers[header::LOCATION], format!("/{about}").as_str());
        let broken = site.call(
            &site.seller,
            Method::POST,
            "/files",
            "no parts",
            &[("content-type", "multipart/form-data; boundary=edge"), ("hx-request", "true")],
        );
        assert_eq!(broken.status, StatusCode::BAD_REQUEST, "{}", broken.body);
        assert_eq!(site.get(&site.seller, "/files").status, StatusCode::OK);
    });
}
