//! Downloads of learning platforms, as they lie on an instructor's disk.

use std::fs;

use crate::class::HandIns;
use crate::class::hand_ins::packing::{listed, zip};

/// What is found in a folder with these files and folders, the latter with a `/` at their end, and with content where it matters.
fn found(entries: &[(&str, &[u8])]) -> (HandIns, Vec<String>) {
    let home = tempfile::tempdir().expect("a folder");
    for (name, content) in entries {
        let path = home.path().join("class").join(name);
        if name.ends_with('/') {
            fs::create_dir_all(path).expect("a folder");
        } else {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, content).expect("written");
        }
    }
    let out = home.path().join("out");
    let hand_ins = HandIns::of(&home.path().join("class"), &out, &out.join("scratch")).expect("a class");
    let shown = hand_ins
        .students
        .iter()
        .map(|student| {
            let display = student.display.as_deref().unwrap_or("-");
            let late = if student.late { " late" } else { "" };
            let attempt = student.attempt.map(|attempt| format!(" #{attempt}")).unwrap_or_default();
            format!("{} {display}{late}{attempt}: {}", student.name, listed(&student.folder).join(" "))
        })
        .collect();
    (hand_ins, shown)
}

#[test]
fn canvas_puts_student_and_numbers_before_a_files_name() {
    let archive = zip(&[("rps.py", b"x")]);
    let (hand_ins, shown) = found(&[
        ("lovelaceada_LATE_12345_67890_server.py", b"1"),
        ("lovelaceada_LATE_12345_67891_my_notes.txt", b"2"),
        ("hoppergrace_22222_67000_server-1.py", b"old"),
        ("hoppergrace_22222_67001_server-2.py", b"new"),
        ("liskovbarbara_33333_68000_rps-1.zip", &archive),
        ("anon_x7Qz_69000_server.py", b""),
        ("turingalan_44444_text.html", b""),
        ("grades.csv", b""),
    ]);
    assert_eq!(
        shown,
        [
            "12345 lovelaceada late: my_notes.txt server.py",
            "22222 hoppergrace #3: server.py",
            "33333 liskovbarbara #2: rps.py",
            "anon_x7Qz -: server.py",
        ]
    );
    assert_eq!(
        hand_ins.notes,
        [
            "The class is read as a download from Canvas, with 4 submissions.",
            "`grades.csv` has no name of Canvas's and is not graded.",
            "`turingalan_44444_text.html` is text typed into Canvas and is not graded.",
            "`hoppergrace_22222_67000_server-1.py` is an earlier `server.py` and is not graded.",
        ]
    );
}

#[test]
fn a_number_that_belongs_to_a_files_name_stays() {
    let (_, shown) = found(&[
        ("a_1_10_lab-1.py", b""),
        ("b_2_11_lab-1.py", b""),
        ("c_3_12_lab-1-1.py", b""),
        ("d_4_13_lab-1.py", b""),
    ]);
    assert_eq!(shown, ["1 a: lab-1.py", "2 b: lab-1.py", "3 c #2: lab-1.py", "4 d: lab-1.py"]);
}

#[test]
fn moodle_names_folders_or_files_after_participants() {
    let archive = zip(&[("server.py", b"x")]);
    let (hand_ins, shown) = found(&[
        ("Ada Lovelace_1234567_assignsubmission_file_/server.py", b""),
        ("Ada Lovelace_1234567_assignsubmission_onlinetext_/onlinetext.html", b""),
        ("Grace Hopper_1234568_assignsubmission_file_/homework.zip", &archive),
        ("Jörg M_üller_1234569_assignsubmission_file/client.py", b""),
    ]);
    assert_eq!(
        shown,
        ["1234567 Ada Lovelace: server.py", "1234568 Grace Hopper: server.py", "1234569 Jörg M_üller: client.py"]
    );
    assert_eq!(
        hand_ins.notes,
        [
            "The class is read as a download from Moodle, with 3 submissions.",
            "`Ada Lovelace_1234567_assignsubmission_onlinetext_` is text typed into Moodle and is not graded.",
        ]
    );
    let (_, shown) = found(&[
        ("Ada Lovelace_1234567_assignsubmission_file_server.py", b""),
        ("Ada Lovelace_1234567_assignsubmission_file_my_client.py", b""),
        ("Grace Hopper_1234568_assignsubmission_file_homework.zip", &archive),
    ]);
    assert_eq!(shown, ["1234567 Ada Lovelace: my_client.py server.py", "1234568 Grace Hopper: server.py"]);
}

const METADATA: &[u8] = b"---
submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0071'
    :email: ada@example.org
  :created_at: 2026-11-20 10:15:00.123456000 Z
  :score: 3.0
  :history: []
submission_2:
  :submitters:
  - :name: Bob Bee
    :sid: 72
    :email: bob@example.org
  - :name: Cy Sea
    :sid:
    :email: cy@example.org
  :created_at: 2026-11-21 10:15:00.123456000 Z
submission_3:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0071'
    :email: ada@example.org
  :created_at: 2026-11-22 10:15:00.123456000 Z
";

#[test]
fn gradescope_says_beside_the_folders_whose_they_are() {
    let (hand_ins, shown) = found(&[
        ("submission_metadata.yml", METADATA),
        ("submission_1/server.py", b""),
        ("submission_2/group.py", b""),
        ("submission_3/better.py", b""),
        ("submission_4/lost.py", b""),
    ]);
    assert_eq!(
        shown,
        [
            "0071 Ada Lovelace #2: better.py",
            "72 Bob Bee: group.py",
            "cy@example.org Cy Sea: group.py",
            "submission_4 -: lost.py"
        ]
    );
    let submitted = hand_ins.students[0].submitted.map(|time| time.to_string());
    assert_eq!(submitted.as_deref(), Some("2026-11-22T10:15:00.123456Z"));
    assert_eq!(
        hand_ins.notes,
        [
            "The class is read as a download from Gradescope, with 4 submissions.",
            "`submission_2` is of a group and counts for each: 72, cy@example.org.",
            "`submission_metadata.yml` does not say whose `submission_4` is.",
            "`0071` handed in 2 times; the last one counts.",
        ]
    );
}

#[test]
fn of_several_attempts_on_blackboard_the_last_one_counts() {
    let (hand_ins, shown) = found(&[
        ("Lab 1_s123456_attempt_2026-11-20-10-15-00.txt", b""),
        ("Lab 1_s123456_attempt_2026-11-20-10-15-00_server.py", b""),
        ("Lab 1_s123456_attempt_2026-11-21-09-00-00.txt", b""),
        ("Lab 1_s123456_attempt_2026-11-21-09-00-00_server_2.py", b""),
        ("Lab 1_s7_attempt_2026-11-19-09-00-00_server.py", b""),
    ]);
    assert_eq!(shown, ["s123456 - #2: server_2.py", "s7 -: server.py"]);
    assert!(hand_ins.students[0].submitted.is_some());
    assert_eq!(
        hand_ins.notes,
        [
            "The class is read as a download from Blackboard, with 2 submissions.",
            "Pages that Blackboard writes about submissions are left out (2).",
            "`s123456` handed in 2 times; the last one counts.",
        ]
    );
}

#[test]
fn a_class_of_which_only_a_few_names_look_like_a_platforms_is_none() {
    let (hand_ins, shown) = found(&[("ada/a.py", b""), ("bob/a.py", b""), ("x_1_2_server.py", b"")]);
    assert_eq!(shown, ["ada -: a.py", "bob -: a.py"]);
    assert_eq!(hand_ins.notes, ["`x_1_2_server.py` is neither a folder nor an archive and is not graded."]);
}
