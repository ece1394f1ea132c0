//! Precedence, secrets in files, mistakes with their place.

use super::*;

fn with(pairs: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
    move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
}

fn file(text: &str) -> (tempfile::TempDir, Common) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zhike.toml");
    std::fs::write(&path, text).unwrap();
    (folder, Common { config: Some(path), ..Common::default() })
}

#[test]
fn a_flag_wins_over_the_environment_over_the_file_over_the_default() {
    let (_folder, common) = file("listen = \"127.0.0.1:1\"\nbase_url = \"https://crm.example.com/\"\n");
    let none = with(&[]);
    let env = with(&[("ZHIKE_LISTEN", "127.0.0.1:2")]);
    let flags = Serve { listen: Some("127.0.0.1:3".parse().unwrap()), ..Serve::default() };
    let port = |flags: &Serve, env: &dyn Environment| resolve(&common, flags, env).unwrap().listen.port();
    assert_eq!(port(&flags, &env), 3);
    assert_eq!(port(&Serve::default(), &env), 2);
    assert_eq!(port(&Serve::default(), &none), 1);
    let settings = resolve(&common, &Serve::default(), &none).unwrap();
    assert_eq!(settings.base_url, "https://crm.example.com");
    assert_eq!(settings.database, "sqlite://data/zhike.db");
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let (_folder, common) = file("log = \"text\"\nlisten_on = \"127.0.0.1:1\"\n");
    let mistake = resolve(&common, &Serve::default(), &with(&[])).unwrap_err().to_string();
    assert!(mistake.contains("zhike.toml:2") && mistake.contains("listen_on"), "{mistake}");
}

#[test]
fn a_secret_may_lie_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("url");
    std::fs::write(&path, "postgres://zhike:secret@localhost/zhike\n").unwrap();
    let path = path.to_str().unwrap().to_string();
    let env = move |name: &str| (name == "ZHIKE_DATABASE_FILE").then(|| path.clone());
    let settings = resolve(&Common::default(), &Serve::default(), &env).unwrap();
    assert_eq!(settings.database, "postgres://zhike:secret@localhost/zhike");
}

#[test]
fn a_mistake_in_a_database_url_never_shows_its_password() {
    let env = with(&[("ZHIKE_DATABASE", "mysql://zhike:secret@localhost")]);
    let mistake = resolve(&Common::default(), &Serve::default(), &env).unwrap_err().to_string();
    assert!(!mistake.contains("secret"), "{mistake}");
}

#[test]
fn sizes_are_read_with_their_units() {
    assert_eq!(size("100 MiB"), Some(104_857_600));
    assert_eq!(size("2GB"), Some(2_000_000_000));
    for bad in ["", "0", "ten", "5 parsecs", "-1", "99999999999999999999"] {
        assert_eq!(size(bad), None, "{bad}");
    }
}

#[test]
fn a_base_url_is_scheme_and_host_and_nothing_more() {
    let listen = "0.0.0.0:80".parse().unwrap();
    assert_eq!(base(None, listen).unwrap(), "http://127.0.0.1:80");
    assert_eq!(base(Some("https://crm.example.com:8443/".into()), listen).unwrap(), "https://crm.example.com:8443");
    for bad in ["crm.example.com", "https://", "https://a/b", "ftp://a", "https://u@a", "https://a b"] {
        assert!(base(Some(bad.into()), listen).is_err(), "{bad}");
    }
}
