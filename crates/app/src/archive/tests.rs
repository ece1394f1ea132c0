//! Archives that somebody else has made, and keys. Whole backups are tested from outside (`tests/it/archive.rs`).

use std::{fs::File, path::Path};

use tar::{Builder, Header};
use types::words::Lang;

use super::*;
use crate::say::Terminal;

/// A backup with these parts and no manifest that fits them.
fn packed(at: &Path, parts: &[(&str, &[u8])]) -> File {
    let packed = zstd::Encoder::new(File::create(at).unwrap(), 1).unwrap();
    let mut archive = Builder::new(packed);
    for (name, content) in parts {
        let mut header = Header::new_gnu();
        header.set_size(content.len() as u64);
        // as it stands, whatever it is
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, *content).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap();
    File::open(at).unwrap()
}

fn refused(parts: &[(&str, &[u8])]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = packed(&folder.path().join("archive"), parts);
    let into = folder.path().join("into");
    std::fs::create_dir(&into).unwrap();
    let problem = unpack(file, None, &into, &mut Terminal::new(Lang::En, true)).unwrap_err();
    assert!(!folder.path().join("evil").exists(), "nothing is written outside");
    problem.code.into_owned()
}

#[test]
fn what_does_not_belong_in_a_backup_is_refused_by_its_name() {
    for name in ["../evil", "/evil", "files/../../evil", "zhike.db.lock", "evil"] {
        assert_eq!(refused(&[(name, b"x")]), "backup_damaged", "{name}");
    }
}

#[test]
fn a_backup_without_its_manifest_or_with_another_is_damaged() {
    assert_eq!(refused(&[("zhike.db", b"x")]), "backup_damaged");
    let another = br#"{"format":1,"version":"0","created_at":"","database":{"bytes":1,"sha256":""},"files":{"count":0,"bytes":0,"sha256":""}}"#;
    assert_eq!(refused(&[("zhike.db", b"x"), ("manifest.json", another)]), "backup_damaged");
    assert_eq!(refused(&[("zhike.db", b"x"), ("zhike.db", b"y")]), "backup_damaged");
}

#[test]
fn a_newer_format_names_the_version_that_wrote_it() {
    let newer = br#"{"format":2,"version":"9.9","created_at":"","database":{"bytes":0,"sha256":""},"files":{"count":0,"bytes":0,"sha256":""}}"#;
    assert_eq!(refused(&[("manifest.json", newer)]), "backup_newer");
}

#[test]
fn a_new_key_seals_by_its_public_half_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    let public = key::create(&file).unwrap();
    assert!(public.starts_with("age1"));
    assert_eq!(key::public(&file).unwrap(), public);
    assert_eq!(key::secret(&file).unwrap().to_public().to_string(), public);
    assert!(key::create(&file).is_err());
    let half = folder.path().join("public");
    std::fs::write(&half, format!("# for backups\n{public}\n")).unwrap();
    assert_eq!(key::public(&half).unwrap(), public);
    assert!(key::secret(&half).is_err());
    std::fs::write(&half, "no key\n").unwrap();
    assert_eq!(key::public(&half).unwrap_err().code, "bad_key");
}
