//! Classes as instructors lay them out and as they come in archives.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use super::HandIns;
use super::packing::{changed, entry, listed, tar, zip};

/// What is handed in below a folder, with `out` and `scratch` beside it.
fn hand_ins(home: &Path, class: &str) -> HandIns {
    HandIns::of(&home.join(class), &home.join("out"), &home.join("out/scratch")).expect("a class")
}

fn names(hand_ins: &HandIns) -> Vec<&str> {
    hand_ins.students.iter().map(|student| student.name.as_str()).collect()
}

#[test]
fn every_sub_folder_is_a_submission_and_the_rest_is_noted() {
    let class = tempfile::tempdir().expect("a folder");
    for name in ["zoe", "=1+1", "ada", ".git", "__MACOSX", "marks"] {
        fs::create_dir(class.path().join(name)).expect("a folder");
    }
    fs::write(class.path().join("grades.csv"), "").expect("written");
    let out = class.path().join("marks/2026");
    let hand_ins = HandIns::of(class.path(), &out, &out.join("scratch")).expect("a class");
    let students: Vec<_> =
        hand_ins.students.iter().map(|student| (student.name.as_str(), student.file.as_str())).collect();
    assert_eq!(students, [("=1+1", "_1+1"), ("ada", "ada"), ("zoe", "zoe")]);
    assert_eq!(hand_ins.students[1].folder, class.path().join("ada"));
    assert_eq!(
        hand_ins.notes,
        [
            "`.git` is hidden and is not graded.",
            "`__MACOSX` is hidden and is not graded.",
            "`marks` is where the results go and is not graded.",
            "`grades.csv` is neither a folder nor an archive and is not graded.",
        ]
    );
}

#[test]
fn names_that_are_no_text_stay_apart() {
    let class = tempfile::tempdir().expect("a folder");
    for name in [b"j\xf6rg", b"j\xfcrg"] {
        fs::create_dir(class.path().join(OsStr::from_bytes(name))).expect("a folder");
    }
    let out = class.path().join("out");
    let hand_ins = HandIns::of(class.path(), &out, &out.join("scratch")).expect("a class");
    assert_eq!(names(&hand_ins), ["j\u{fffd}rg", "j\u{fffd}rg (2)"]);
}

#[test]
fn a_bad_archive_is_refused_by_name_and_the_others_go_on() {
    let home = tempfile::tempdir().expect("a folder");
    let class = home.path().join("class");
    fs::create_dir_all(class.join("dora")).expect("a folder");
    let good = zip(&[("server.py", b"x")]);
    let evil = changed(zip(&[("01server.py", b"x")]), b"01server.py", b"../erver.py");
    for (name, content) in [
        ("ada.zip", good.clone()),
        ("bob.tar", tar(&[("b/client.py", b"x")])),
        ("cyd.rar", b"Rar!\x1a\x07".to_vec()),
        ("dora.rar", b"Rar!\x1a\x07".to_vec()),
        ("eve.zip", evil),
        ("fay.zip", good[..20].to_vec()),
    ] {
        fs::write(class.join(name), content).expect("written");
    }
    let before = listed(&class);
    for _ in 0..2 {
        let hand_ins = hand_ins(home.path(), "class");
        assert_eq!(names(&hand_ins), ["ada", "bob", "dora"]);
        assert_eq!(listed(&hand_ins.students[0].folder), ["server.py"]);
        assert_eq!(listed(&hand_ins.students[1].folder), ["b/client.py"]);
        let refused: Vec<_> = hand_ins.refused.iter().map(|refused| refused.name.as_str()).collect();
        assert_eq!(refused, ["cyd", "eve", "fay"]);
        assert_eq!(hand_ins.refused[1].why, "Its entry `../erver.py` leads out of its folder with `..`.");
        assert_eq!(
            hand_ins.notes,
            ["`dora.rar` stands beside the folder of the same name, which counts, and is not graded."]
        );
    }
    assert_eq!(listed(&class), before);
}

#[test]
fn a_class_may_be_one_archive_with_or_without_a_folder_around_it() {
    let home = tempfile::tempdir().expect("a folder");
    let inner = zip(&[("server.py", b"x")]);
    let files: [(&str, &[u8]); 4] = [
        ("class/ada/server.py", b"x"),
        ("class/bob.zip", &inner),
        ("__MACOSX/class/._bob.zip", b"x"),
        ("class/.DS_Store", b"x"),
    ];
    fs::write(home.path().join("class.zip"), zip(&files)).expect("written");
    let around = hand_ins(home.path(), "class.zip");
    assert_eq!((names(&around), &around.notes), (vec!["ada", "bob"], &Vec::new()));
    assert_eq!(listed(&around.students[1].folder), ["server.py"]);
    fs::write(
        home.path().join("one.tar"),
        tar(&[("ada/src/server.py", b"x"), ("ada/doc/a.txt", b"x"), ("ada/b", b"")]),
    )
    .expect("written");
    assert_eq!(names(&hand_ins(home.path(), "one.tar")), ["ada"]);
}

#[test]
fn in_a_class_in_one_archive_a_bad_submission_is_refused_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = ::tar::Builder::new(Vec::new());
    entry(&mut writer, "ada/server.py", ::tar::EntryType::Regular, "", b"x");
    entry(&mut writer, "eve/passwords", ::tar::EntryType::Symlink, "/etc/passwd", b"");
    fs::write(home.path().join("class.tar"), writer.into_inner().expect("a tar")).expect("written");
    let hand_ins = hand_ins(home.path(), "class.tar");
    assert_eq!(names(&hand_ins), ["ada"]);
    assert_eq!(hand_ins.refused[0].name, "eve");
    assert_eq!(hand_ins.refused[0].why, "Its entry `eve/passwords` is a link to `/etc/passwd`, out of its folder.");
    fs::write(home.path().join("class.zip"), b"no class").expect("written");
    let out = home.path().join("out");
    let error = HandIns::of(&home.path().join("class.zip"), &out, &out.join("scratch")).expect_err("no class");
    assert!(error.to_string().starts_with("It is damaged, or no archive at all: "), "{error}");
}
