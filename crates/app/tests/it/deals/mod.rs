//! The main job, from outside: a company's people, accounts, products and deals are imported from the files as they are, and the answers are those
//! that were computed independently of this program. By the command on a running server, and by REST; on every database.

mod answers;
mod book;

use serde_json::{Value as Json, json};

use crate::support::{Server, call, each_server};
use book::Book;

/// The order in which the files name one another.
const FILES: [(&str, &str); 4] = [
    ("users", "sales_teams.csv"),
    ("accounts", "accounts.csv"),
    ("products", "products.csv"),
    ("opportunities", "sales_pipeline.csv"),
];

#[test]
fn deals_imported_by_the_command_give_the_published_answers() {
    each_server(|server| {
        let book = Book::open();
        let mut told = Vec::new();
        for (object, name) in FILES {
            let file = book.write(server.folder(), name);
            let output = server.command(&["import", object, "--json"]).arg(&file).output().unwrap();
            assert!(output.status.success(), "{object}: {}", String::from_utf8_lossy(&output.stderr));
            told.push(serde_json::from_slice::<Json>(&output.stdout).unwrap());
        }
        let rows = book.rows();
        for ((told, rows), (object, _)) in told.iter().zip(rows).zip(FILES) {
            let counts =
                ["read", "created", "updated", "skipped", "failed", "unresolved"].map(|name| told[name].as_u64());
            assert_eq!(counts, [rows, rows, 0, 0, 0, 0].map(Some), "{object}: {told}");
        }
        // nobody decided, so the summary says what was taken for what
        let assumed = &told[3]["assumed"][0];
        assert_eq!((&assumed["value"], &assumed["taken"]), (&"GTXPro".into(), &"GTX Pro".into()), "{assumed}");
        assert_eq!(assumed["rows"], book.answers.misspelt);
        answers::hold(server, &book);
    });
}

#[test]
fn deals_uploaded_by_rest_give_the_published_answers() {
    let mapping = r##"
        key = "external_id"
        external_source = "pipeline"
        [columns]
        opportunity_id = "external_id"
        sales_agent = { field = "owner", unknown = "refuse" }
        product = { field = "product", unknown = "refuse" }
        account = { field = "account", unknown = "refuse" }
        deal_stage = { field = "stage", unknown = "refuse" }
        engage_date = "engaged_at"
        close_date = "closed_at"
        close_value = "amount"
        [[decisions]]
        field = "product"
        value = "GTXPro"
        as = "GTX Pro"
    "##;
    each_server(|server| {
        let book = Book::open();
        let token = server.token();
        for (object, name) in FILES {
            let mapping = (object == "opportunities").then_some(mapping);
            let job = upload(&server, &token, object, name, &book.file(name), mapping);
            let tally = &job["outcome"]["tally"];
            assert_eq!((job["state"].as_str(), tally["failed"].as_u64()), (Some("done"), Some(0)), "{object}: {job}");
            if object == "opportunities" {
                assert_eq!(tally["decided"]["0"], book.answers.misspelt, "one decision for all its rows");
            }
        }
        // the same file again finds what is there
        let again = upload(&server, &token, FILES[3].0, FILES[3].1, &book.file(FILES[3].1), Some(mapping));
        let tally = &again["outcome"]["tally"];
        assert_eq!((&tally["skipped"], &tally["created"]), (&book.rows()[3].into(), &0.into()), "{again}");
        answers::hold(server, &book);
    });
}

/// Uploads a file as a program does and waits for the end of the job.
fn upload(server: &Server, token: &str, object: &str, name: &str, file: &[u8], mapping: Option<&str>) -> Json {
    let mut body = format!("--b0undary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
        .into_bytes();
    body.extend(file);
    if let Some(mapping) = mapping {
        body.extend(
            format!("\r\n--b0undary\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n{mapping}").bytes(),
        );
    }
    body.extend(b"\r\n--b0undary--\r\n");
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent
        .post(server.url(&format!("/api/v1/{object}/imports")))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "multipart/form-data; boundary=b0undary")
        .send(&body)
        .unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    assert_eq!(answer.status().as_u16(), 202, "{object}: {text}");
    let ordered: Json = serde_json::from_str(&text).unwrap();
    let path = format!("/api/v1/jobs/{}", ordered["id"].as_str().unwrap());
    loop {
        let (status, job) = call("GET", &server.url(&path), Some(token), "");
        assert_eq!(status, 200, "{job}");
        match job["state"].as_str() {
            Some("waiting" | "running") => std::thread::sleep(std::time::Duration::from_millis(50)),
            _ => return job,
        }
    }
}

#[test]
fn a_dry_run_of_the_command_writes_nothing_and_refused_rows_go_to_a_file() {
    let server = Server::start();
    let folder = server.folder();
    let (file, errors) = (folder.join("book.csv"), folder.join("refused.csv"));
    std::fs::write(&file, "name;email\nAcme;info@acme.example\nBeta;nonsense\n").unwrap();
    let import = |more: &[&str]| {
        let mut command = server.command(&["import", "accounts"]);
        let output = command.arg(&file).arg("--errors").arg(&errors).args(more).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let told = import(&["--dry-run"]);
    assert!(told.starts_with("read 2 created 1 updated 0 skipped 0 failed 1 in "), "{told}");
    assert!(told.contains("this was a dry run"), "{told}");
    let token = server.token();
    let count =
        || call("GET", &server.url("/api/v1/accounts?total=true"), Some(&token), "").1["total"]["count"].clone();
    assert_eq!(count(), json!(0));
    let told = import(&[]);
    assert!(told.starts_with("read 2 created 1 updated 0 skipped 0 failed 1 in "), "{told}");
    assert_eq!(count(), json!(1));
    let refused = std::fs::read_to_string(&errors).unwrap();
    assert!(refused.contains("Beta,nonsense") && refused.contains("email"), "{refused}");
    let told = import(&["--key", "name", "--on-duplicate", "update"]);
    assert!(told.starts_with("read 2 created 0 updated 0 skipped 1 failed 1 in "), "{told}");
    let wrong = server.command(&["import", "accounts", "--on-duplicate", "perhaps"]).arg(&file).output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    let nobody = server.command(&["import", "nothings"]).arg(&file).output().unwrap();
    assert_eq!(nobody.status.code(), Some(1));
}
