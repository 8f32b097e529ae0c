//! A class is graded with nothing lost: resumed, in parts, by one job or many, the gradebook is the same to the byte.

#![expect(clippy::expect_used, reason = "what helps tests may fail as they do")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::Stdio;

use assert_cmd::Command;
use school::{ONE_CHECK, class, grade, gradebook, harness, is_refused, result, server};

mod dates;
mod hidden;
#[path = "../machine/mod.rs"]
mod machine;
mod school;

#[test]
fn only_what_has_changed_is_played_again() {
    if is_refused() {
        return;
    }
    let (class, out) = (class(2), tempfile::tempdir().expect("a folder"));
    let began = |name: &str| result(out.path(), &format!("results/{name}.json"))["started"].clone();
    let first = grade(class.path(), out.path(), &[]);
    assert!(first.contains("2 with full marks, 1 with points lost, 0 with faults.\n"), "{first}");
    let before = ["minutes", "s00", "s01"].map(began);

    // The seed is remembered.
    let mut command = harness(&["grade", "time-echo", "--only", "appends-time"]);
    let ran = command.arg(class.path()).arg("--out").arg(out.path()).output().expect("it runs");
    let again = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(again.contains("3 had not changed and were not played again."), "{again}");
    assert_eq!(["minutes", "s00", "s01"].map(began), before);

    fs::write(class.path().join("s01/notes.txt"), "new").expect("written");
    assert!(grade(class.path(), out.path(), &[]).contains("2 had not changed"));
    let now = ["minutes", "s00", "s01"].map(began);
    assert_eq!((&now[..2], now[2] == before[2]), (&before[..2], false));

    assert!(grade(class.path(), out.path(), &["--only-failed"]).contains("2 had not changed"));
    assert!(!grade(class.path(), out.path(), &["--regrade"]).contains("had not changed"));
    assert!(!grade(class.path(), out.path(), &["--strict"]).contains("had not changed"), "another rule");
}

#[test]
fn changes_by_hand_survive_and_stand_in_every_report() {
    if is_refused() {
        return;
    }
    let (class, out) = (class(1), tempfile::tempdir().expect("a folder"));
    grade(class.path(), out.path(), &[]);
    let text = "- { submission: minutes, set: 3, comment: Shown in the lab, by: AL }\n";
    fs::write(out.path().join("changes.yaml"), text).expect("written");
    let said = grade(class.path(), out.path(), &[]);
    assert!(
        said.contains("minutes  3 of 4  points lost, changed by hand") && said.contains("2 had not changed"),
        "{said}"
    );
    for shelf in ["results", "feedback"] {
        let result = result(out.path(), &format!("{shelf}/minutes.json"));
        assert_eq!((&result["score"], &result["adjustments"][0]["by"]), (&3.into(), &"AL".into()));
    }
    assert!(gradebook(out.path()).contains("\nminutes,3,4,0,true,full,7,3,Shown in the lab (AL),0\n"));
    assert_eq!(fs::read_to_string(out.path().join("changes.yaml")).expect("there"), text);

    fs::write(out.path().join("changes.yaml"), "- { submission: minute, set: 3, comment: c, by: AL }\n")
        .expect("written");
    let mut command = harness(&["grade", "time-echo"]);
    let ran = command.arg(class.path()).arg("--out").arg(out.path()).args(ONE_CHECK).output().expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(
        said.contains("no submission of the class is called `minute`") && said.contains("Did you mean `minutes`?"),
        "{said}"
    );
}

#[test]
fn parts_make_the_same_gradebook_as_the_whole() {
    if is_refused() {
        return;
    }
    let (class, outs) = (class(6), tempfile::tempdir().expect("a folder"));
    let folder = |name: &str| outs.path().join(name);
    grade(class.path(), &folder("whole"), &["--jobs", "8"]);
    grade(class.path(), &folder("slow"), &["--jobs", "1"]);
    assert_eq!(gradebook(&folder("slow")), gradebook(&folder("whole")));
    let parts: Vec<PathBuf> = (1..=4)
        .map(|number| {
            grade(class.path(), &folder(&number.to_string()), &["--shard", &format!("{number}/4")]);
            folder(&number.to_string())
        })
        .collect();
    let merge = |parts: &[PathBuf]| {
        let ran = harness(&["merge", "--out"]).arg(folder("merged")).args(parts).output().expect("it runs");
        (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    assert_eq!(merge(&parts), (Some(0), String::new()));
    assert_eq!(gradebook(&folder("merged")), gradebook(&folder("whole")));
    assert_eq!(result(&folder("merged"), "grading.json"), result(&folder("whole"), "grading.json"));

    let (code, said) = merge(&[parts[0].clone(), parts[1].clone(), parts[1].clone(), parts[3].clone()]);
    assert_eq!(code, Some(2), "{said}");
    for part in ["part 2 of 4 is there 2 times", "part 3 of 4 is missing", "--shard 3/4 --seed 7"] {
        assert!(said.contains(part), "{part} is missing in\n{said}");
    }
    fs::remove_file(folder("4").join("results/s02.json")).expect("removed");
    let (code, said) = merge(&parts);
    assert!(code == Some(2) && said.contains("lacks the results of 1 submission: `s02`"), "{said}");
}

#[test]
fn a_class_survives_being_killed() {
    if is_refused() {
        return;
    }
    let (class, out, straight) =
        (class(8), tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    grade(class.path(), straight.path(), &[]);
    for moment in ["0.02", "0.11", "0.23", "0.31", "0.37", "0.42", "0.5", "0.58", "0.66", "0.71"] {
        let killed = Command::new("timeout")
            .args(["-s", "KILL", moment, env!("CARGO_BIN_EXE_harness"), "grade", "time-echo"])
            .arg(class.path())
            .arg("--out")
            .arg(out.path())
            .args(ONE_CHECK)
            .args(["--jobs", "1"])
            .output()
            .expect("it starts");
        assert_ne!(killed.status.code(), Some(2), "{}", String::from_utf8_lossy(&killed.stderr));
    }
    grade(class.path(), out.path(), &[]);
    assert_eq!(gradebook(out.path()), gradebook(straight.path()));
    let left = fs::read_dir(out.path().join("results")).expect("a folder");
    let names: Vec<_> = left.map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names.len(), 9, "{names:?}");
}

#[test]
fn several_exercises_stand_side_by_side() {
    if is_refused() {
        return;
    }
    let (class, out) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let submission = class.path().join("ada");
    fs::create_dir_all(submission.join("Time_Echo")).expect("a folder");
    fs::write(submission.join("Time_Echo/server.py"), server("s", "%H:%M:%S")).expect("written");
    let echo = server("s", "").replace(" + time.strftime('').encode()", "");
    fs::create_dir(submission.join("echo")).expect("a folder");
    fs::write(submission.join("echo/server.py"), echo).expect("written");
    let mut command = harness(&["grade", "time-echo", "echo", "--only", "ends-at-eof", "--seed", "7"]);
    let ran = command.arg(class.path()).arg("--out").arg(out.path()).output().expect("it runs");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(0), "{said}");
    let book = gradebook(out.path());
    let head = "submission,score,max_score,bonus,complete,isolation,seed,time-echo,time-echo/ends-at-eof,echo,echo/ends-at-eof\n";
    assert!(book.starts_with(head) && book.contains("\nada,"), "{book}");
    for exercise in ["time-echo", "echo"] {
        let result = result(out.path(), &format!("results/{exercise}/ada.json"));
        assert_eq!((&result["exercise"], &result["checks"][0]["status"]), (&exercise.into(), &"pass".into()));
    }
}

#[test]
fn a_result_says_what_it_came_from_and_that_can_be_verified() {
    if is_refused() {
        return;
    }
    let (class, out) = (class(0), tempfile::tempdir().expect("a folder"));
    grade(class.path(), out.path(), &[]);
    let verify = || {
        let mut command = harness(&["verify"]);
        let command =
            command.arg(out.path().join("results/minutes.json")).arg("--submission").arg(class.path().join("minutes"));
        let ran = command.output().expect("it runs");
        (ran.status.code(), String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr))
    };
    let (code, said) = verify();
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("same     spec time-echo.yaml: ") && said.contains("same     Python of the server: 3."),
        "{said}"
    );
    fs::write(class.path().join("minutes/more.py"), "").expect("written");
    let (code, said) = verify();
    assert!(code == Some(1) && said.contains("DIFFERS  submission: "), "{said}");
    let ran = harness(&["verify"]).arg(out.path().join("feedback/minutes.json")).output().expect("it runs");
    assert_eq!(ran.status.code(), Some(2));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a signal is sent to it while it goes on")]
fn ctrl_c_stops_cleanly_and_says_what_is_left() {
    if is_refused() {
        return;
    }
    let (class, out) = (class(20), tempfile::tempdir().expect("a folder"));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_harness"))
        .args(["grade", "time-echo"])
        .arg(class.path())
        .arg("--out")
        .arg(out.path())
        .args(ONE_CHECK)
        .args(["--jobs", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut errors = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut said = String::new();
    errors.read_line(&mut said).expect("a line about the first submission");
    let process = rustix::process::Pid::from_raw(i32::try_from(child.id()).expect("a pid")).expect("a pid");
    rustix::process::kill_process(process, rustix::process::Signal::INT).expect("told");
    errors.read_to_string(&mut said).expect("text");
    let ended = child.wait().expect("it ends");
    assert_eq!(ended.code(), Some(130), "{said}");
    assert!(said.contains("of 21 are graded") && said.contains("The same command goes on where it stopped."), "{said}");
    grade(class.path(), out.path(), &[]);
    assert_eq!(gradebook(out.path()).lines().count(), 22);
}
