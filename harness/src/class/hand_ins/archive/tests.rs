//! Archives that are what they should be, and archives that are made to do harm.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;

use super::sink::Sink;
use super::{Bounds, Trouble, unpack, unpack_class};
use crate::class::hand_ins::packing::{changed, entry, gz, listed, tar, zip};

/// Unpacks it, and says what came of it: the files, or why there are none.
pub(super) fn unpacked(name: &str, archive: &[u8]) -> Result<Vec<String>, String> {
    let home = tempfile::tempdir().expect("a folder");
    let (path, into) = (home.path().join(name), home.path().join("deep/into"));
    fs::write(&path, archive).expect("written");
    let told = unpack(&path, &into);
    let beside: Vec<String> = listed(home.path()).into_iter().filter(|name| !name.starts_with("deep/into")).collect();
    assert_eq!(beside, [name], "nothing is written outside");
    match told {
        Ok(()) => Ok(listed(&into)),
        Err(Trouble::Refused(why)) => {
            assert!(!into.exists(), "nothing is left of what is refused");
            Err(why)
        }
        Err(Trouble::Failed(error)) => panic!("{error}"),
    }
}

fn refused(name: &str, archive: &[u8]) -> String {
    unpacked(name, archive).expect_err("refused")
}

#[test]
fn files_folders_and_the_executable_bit_come_out_and_junk_does_not() {
    let home = tempfile::tempdir().expect("a folder");
    let files: [(&str, &[u8]); 5] = [
        ("src/server.py", b"print()"),
        ("run.sh", b"#!/bin/sh"),
        ("__MACOSX/src/._server.py", b"x"),
        ("src/__pycache__/server.pyc", b"x"),
        ("src/.server.py.swp", b"x"),
    ];
    fs::write(home.path().join("a.zip"), zip(&files)).expect("written");
    let into = home.path().join("a");
    unpack(&home.path().join("a.zip"), &into).expect("unpacked");
    assert_eq!(listed(&into), ["run.sh", "src/server.py"]);
    assert_eq!(fs::read(into.join("src/server.py")).expect("read"), b"print()");
    let mode = |name: &str| into.join(name).metadata().expect("there").permissions().mode() & 0o7777;
    assert_eq!((mode("run.sh"), mode("src/server.py")), (0o755, 0o644));
}

#[test]
fn an_archive_is_read_for_what_it_is_whatever_its_name_says() {
    let plain = tar(&[("server.py", b"x")]);
    for (name, bytes) in [
        ("a.tar", plain.clone()),
        ("a.tar.gz", gz(&plain)),
        ("a.zip", gz(&plain)),
        ("a.tgz", zip(&[("server.py", b"x")])),
    ] {
        assert_eq!(unpacked(name, &bytes), Ok(vec!["server.py".to_owned()]), "{name}");
    }
}

#[test]
fn an_empty_archive_is_an_empty_submission() {
    assert_eq!(unpacked("a.zip", &zip(&[])), Ok(Vec::new()));
    assert_eq!(unpacked("a.tar", &tar(&[])), Ok(Vec::new()));
    assert_eq!(refused("a.zip", b""), "It holds no bytes at all; perhaps the upload broke off.");
}

#[test]
fn names_that_are_no_text_survive() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("a.zip"), changed(zip(&[("jorg.py", b"x")]), b"jorg", b"j\xf6rg")).expect("written");
    unpack(&home.path().join("a.zip"), &home.path().join("a")).expect("unpacked");
    let found = fs::read_dir(home.path().join("a")).expect("a folder").next().expect("an entry").expect("an entry");
    assert_eq!(found.file_name().as_bytes(), b"j\xf6rg.py");
}

#[test]
fn of_an_entry_that_stands_twice_the_last_one_counts() {
    let home = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [
        ("a.tar", tar(&[("a.py", b"first, and longer"), ("a.py", b"last")])),
        ("b.zip", changed(zip(&[("a.py", b"first, and longer"), ("b.py", b"last")]), b"b.py", b"a.py")),
    ] {
        fs::write(home.path().join(name), bytes).expect("written");
        let into = home.path().join("into").join(name);
        unpack(&home.path().join(name), &into).expect("unpacked");
        assert_eq!(fs::read(into.join("a.py")).expect("read"), b"last", "{name}");
    }
}

#[test]
fn a_path_that_leads_out_is_refused_by_its_name() {
    let evil = |name: &[u8]| changed(zip(&[("good.py", b"x"), ("0123456789", b"x")]), b"0123456789", name);
    assert_eq!(refused("a.zip", &evil(b"../evil.py")), "Its entry `../evil.py` leads out of its folder with `..`.");
    assert_eq!(refused("a.zip", &evil(b"a/../../ev")), "Its entry `a/../../ev` leads out of its folder with `..`.");
    assert_eq!(refused("a.zip", &evil(b"/etc/crond")), "Its entry `/etc/crond` has an absolute path.");
    assert_eq!(refused("a.zip", &evil(br"..\evil.py")), r"Its entry `..\evil.py` leads out of its folder with `..`.");
    assert_eq!(refused("a.zip", &evil(br"C:\evil.py")), r"Its entry `C:\evil.py` begins with a drive of Windows.");
    assert_eq!(refused("a.zip", &evil(br"\\host\evl")), r"Its entry `\\host\evl` has an absolute path.");
    assert_eq!(refused("a.zip", &evil(b"zero\0byte.")), r"Its entry `zero\0byte.` has a zero byte in its name.");
    assert_eq!(
        refused("a.tar", &tar(&[("../evil.py", b"x")])),
        "Its entry `../evil.py` leads out of its folder with `..`."
    );
    assert_eq!(refused("a.tar", &tar(&[("/tmp/evil", b"x")])), "Its entry `/tmp/evil` has an absolute path.");
    let deep = "d/".repeat(33);
    assert_eq!(
        refused("a.zip", &zip(&[(&deep, b"")])),
        format!("Its entry `{deep}` has a path that is too long or too deep.")
    );
    assert_eq!(unpacked("a.zip", &evil(br"src\a\b.py")), Ok(vec!["good.py".to_owned(), "src/a/b.py".to_owned()]));
}

#[test]
fn bombs_are_refused_before_they_burst() {
    let zeros = vec![0; 11 << 20];
    let bomb = "It unpacks to more than 100 times its size, as only a bomb does.";
    let zipped = zip(&[("zeros", &zeros)]);
    assert_eq!(refused("a.zip", &zipped), bomb);
    assert_eq!(refused("a.tgz", &gz(&tar(&[("zeros", &zeros)]))), bomb);
    // A header that says the file is small changes nothing.
    let liar = changed(zipped, &(11u32 << 20).to_le_bytes(), &9u32.to_le_bytes());
    assert!(unpacked("a.zip", &liar).is_err());
    let small = zip(&[("zeros", &zeros[..1 << 20])]);
    assert_eq!(unpacked("a.zip", &small), Ok(vec!["zeros".to_owned()]));
}

#[test]
fn a_flood_of_entries_is_refused_before_a_list_of_them_is_made() {
    // The record at the end, which is all that is looked at.
    let mut many = zip(&[]);
    many[10..12].copy_from_slice(&40_000_u16.to_le_bytes());
    assert_eq!(refused("a.zip", &many), "It holds more than 20000 files and folders.");
    let mut more = b"PK\x06\x06".to_vec();
    more.resize(56, 0);
    more[32..40].copy_from_slice(&100_000_u64.to_le_bytes());
    many[10..12].copy_from_slice(&u16::MAX.to_le_bytes());
    let more = [b"PK\x03\x04".to_vec(), more, many].concat();
    assert_eq!(refused("a.zip", &more), "It holds more than 20000 files and folders.");
}

#[test]
fn entries_are_counted_whatever_was_said_of_them() {
    let home = tempfile::tempdir().expect("a folder");
    let bounds = Bounds { bytes: 1 << 20, entries: 2, ratio: None };
    let three = tar(&[("._a", b""), ("b", b""), ("b", b"")]);
    let told = super::tar::read(three.as_slice(), &mut Sink::new(home.path(), bounds, 1, None));
    assert!(matches!(told, Err(Trouble::Refused(why)) if why == "It holds more than 2 files and folders."));
}

#[test]
fn a_tar_without_an_end_is_refused_although_nothing_of_it_is_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let bounds = Bounds { bytes: 1 << 20, entries: 10, ratio: None };
    let flood = tar(&[("._junk", &vec![0; 2 << 20])]);
    let told = super::tar::read(flood.as_slice(), &mut Sink::new(home.path(), bounds, 1, None));
    assert!(matches!(told, Err(Trouble::Refused(why)) if why == "It unpacks to more than 1 MiB."));
}

#[test]
fn damage_and_encryption_are_told() {
    let whole = zip(&[("server.py", b"print('hello, hello, hello')")]);
    let directory = whole.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    let mut encrypted = whole.clone();
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    assert_eq!(
        refused("a.zip", &encrypted),
        "It is encrypted. Unpack it with its password into a folder of the same name beside it."
    );
    let mut method = whole.clone();
    (method[8], method[directory + 10]) = (14, 14);
    assert_eq!(
        refused("a.zip", &method),
        "It is compressed by a method of zip that is not known here. Unpack it into a folder of the same name beside it."
    );
    let mut checksum = whole.clone();
    checksum[directory + 16] ^= 1;
    for (name, bytes) in [
        ("half.zip", whole[..whole.len() / 2].to_vec()),
        ("text.zip", b"my homework".to_vec()),
        ("text.tar", vec![b'x'; 600]),
        ("half.tgz", gz(&tar(&[("a", &[7; 5000])]))[..40].to_vec()),
        ("checksum.zip", checksum),
    ] {
        let told = refused(name, &bytes);
        assert!(told.starts_with("It is damaged, or no archive at all: "), "{name}: {told}");
    }
}

#[test]
fn in_a_class_the_bad_entry_is_blamed_on_its_submission() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = tar::Builder::new(Vec::new());
    entry(&mut writer, "ada/server.py", tar::EntryType::Regular, "", b"x");
    entry(&mut writer, "eve/disk", tar::EntryType::Block, "", b"");
    entry(&mut writer, "mal/out", tar::EntryType::Symlink, "../../../etc/passwd", b"");
    fs::write(home.path().join("class.tar"), writer.into_inner().expect("a tar")).expect("written");
    let into = home.path().join("class");
    let blamed = unpack_class(&home.path().join("class.tar"), &into).expect("unpacked");
    let told: Vec<_> = blamed.iter().map(|(path, why)| format!("{}: {why}", path.display())).collect();
    assert_eq!(
        told,
        [
            "eve/disk: Its entry `eve/disk` is no ordinary file: a device or a pipe.",
            "mal/out: Its entry `mal/out` is a link to `../../../etc/passwd`, out of its folder.",
        ]
    );
    assert_eq!(listed(&into), ["ada/server.py"]);
    assert!(into.join("eve").is_dir() && into.join("mal").is_dir());
}
