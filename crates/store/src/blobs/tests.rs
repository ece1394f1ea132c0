//! Files by content.

use super::*;

/// Nothing has come in since.
const LATE: Instant = Instant(i64::MAX);

fn blobs() -> (tempfile::TempDir, Blobs) {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path().join("files")).unwrap();
    (folder, blobs)
}

fn content(blobs: &Blobs, hash: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    blobs.get(hash).unwrap().unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_file_comes_back_as_it_was_under_its_hash() {
    let (_folder, blobs) = blobs();
    let big: Vec<u8> = (0..300_000u32).map(|n| (n % 251) as u8).collect();
    let blob = blobs.put(&big[..], 1 << 20).unwrap();
    assert_eq!(blob.size, 300_000);
    assert_eq!(content(&blobs, &blob.hash), big);
    let empty = blobs.put(&b""[..], 0).unwrap();
    assert_eq!(empty.hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

#[test]
fn the_same_content_lies_there_once() {
    let (_folder, blobs) = blobs();
    let first = blobs.put(&b"abc"[..], 10).unwrap();
    let second = blobs.put(&b"abc"[..], 10).unwrap();
    assert_eq!(first, second);
    let all: Vec<Blob> = blobs.list().map(|found| found.unwrap().0).collect();
    assert_eq!(all, [first]);
    assert_eq!(fs::read_dir(blobs.root.join("incoming")).unwrap().count(), 0);
}

#[test]
fn a_file_over_the_limit_leaves_nothing() {
    let (_folder, blobs) = blobs();
    assert_eq!(blobs.put(&b"abcd"[..], 3), Err(Error::TooLarge));
    assert_eq!(blobs.list().count(), 0);
    assert_eq!(fs::read_dir(blobs.root.join("incoming")).unwrap().count(), 0);
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let (_folder, blobs) = blobs();
    let mut upload = blobs.begin(100).unwrap();
    upload.write(b"half").unwrap();
    drop(upload);
    assert_eq!(fs::read_dir(blobs.root.join("incoming")).unwrap().count(), 0);
    let left = blobs.root.join("incoming/left");
    fs::write(&left, b"by a crash").unwrap();
    Blobs::open(blobs.root.to_path_buf()).unwrap();
    assert!(left.exists(), "it may still be coming in");
    File::options().write(true).open(&left).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    Blobs::open(blobs.root.to_path_buf()).unwrap();
    assert_eq!(fs::read_dir(blobs.root.join("incoming")).unwrap().count(), 0);
}

#[test]
fn a_changed_byte_is_found() {
    let (_folder, blobs) = blobs();
    let blob = blobs.put(&b"abc"[..], 10).unwrap();
    assert_eq!(blobs.is_sound(&blob.hash), Ok(Some(true)));
    fs::write(blobs.path(&blob.hash).unwrap(), b"abd").unwrap();
    assert_eq!(blobs.is_sound(&blob.hash), Ok(Some(false)));
    assert_eq!(blobs.clear(&blob.hash, LATE), Ok(true));
    assert_eq!(blobs.clear(&blob.hash, LATE), Ok(false));
    assert_eq!(blobs.is_sound(&blob.hash), Ok(None));
}

#[test]
fn what_has_come_in_again_is_not_cleared() {
    let (_folder, blobs) = blobs();
    let blob = blobs.put(&b"abc"[..], 10).unwrap();
    let (_, came) = blobs.folder(0xba78).unwrap().remove(0);
    assert_eq!(blobs.clear(&blob.hash, came), Ok(false));
    assert_eq!(content(&blobs, &blob.hash), b"abc");
    assert_eq!(blobs.clear(&blob.hash, Instant(came.0 + 1)), Ok(true));
    assert_eq!(fs::read_dir(blobs.root.join("incoming")).unwrap().count(), 0);
}

#[test]
fn a_name_from_outside_is_never_a_path() {
    let (_folder, blobs) = blobs();
    for name in ["../../etc/passwd", "", "AB", &"A".repeat(64), &format!("{}/x", "a".repeat(62))] {
        assert!(blobs.get(name).unwrap().is_none(), "{name}");
        assert_eq!(blobs.clear(name, LATE), Ok(false));
    }
    assert!(blobs.probe("../x", b"").is_err());
}

#[test]
fn a_probe_is_seen_by_who_shares_the_folder() {
    let (_folder, blobs) = blobs();
    blobs.probe("node-1", b"hello").unwrap();
    assert_eq!(blobs.read_probe("node-1").unwrap().as_deref(), Some(&b"hello"[..]));
    assert_eq!(blobs.read_probe("node-2").unwrap(), None);
}
