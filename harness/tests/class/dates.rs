//! What is late costs what the rule says, in every report and after a merge; hands and archives that are refused obey the rest.

use std::fs;
use std::path::Path;

use crate::school::{ONE_CHECK, class, grade, gradebook, harness, is_refused, result};

const ROSTER: &str = "\
id;name;due;submitted;attempt;attempts
s00;Ada Lovelace;;2026-11-20 22:59 Z;1;2
s01;Grace Hopper;;2026-11-22 02:00 Z;2;2
s02;Tim Lee;2026-11-23 00:00 Z;2026-11-22 02:00 Z;;
minutes;Linus T;;2026-11-20 20:00 Z;3;2
zoe;Zoe Z;;;;
";
const POLICY: [&str; 4] = ["--due", "2026-11-20T23:00:00Z", "--late", "10%/day"];

fn graded(class: &Path, out: &Path, more: &[&str]) -> String {
    let roster = out.with_extension("csv");
    fs::write(&roster, ROSTER).expect("written");
    grade(class, out, &[&["--roster", roster.to_str().expect("plain")], &POLICY[..], more].concat())
}

const BOOK: &str = "\
submission,name,late,attempt,score,max_score,bonus,complete,isolation,seed,adjusted,comment,appends-time
minutes,Linus T,,3,0,4,0,true,full,7,0,attempt 3 of at most 2 earns nothing (attempts),0
s00,Ada Lovelace,,1,4,4,0,true,full,7,0,,4
s01,Grace Hopper,1 d 3 h,2,3.7,4,0,true,full,7,-0.3,1 d 3 h late: 2 times 10 % for each day begun (late policy); Ill (AL),4
s02,Tim Lee,,,4,4,0,true,full,7,0,,4
zoe,Zoe Z,,,0,0,0,missing,,,0,,
";

#[test]
fn what_is_late_costs_what_the_rule_says_and_a_hand_may_change_it() {
    if is_refused() {
        return;
    }
    let (class, outs) = (class(3), tempfile::tempdir().expect("a folder"));
    let folder = |name: &str| outs.path().join(name);
    let out = folder("whole");
    fs::create_dir(&out).expect("made");
    let said = graded(class.path(), &out, &[]);
    assert!(said.contains("Missing: 1: zoe.") && said.contains("s01      3.2 of 4"), "{said}");
    let changes = "- { submission: s01, add: 0.5, comment: Ill, by: AL }\n";
    fs::write(out.join("changes.yaml"), changes).expect("written");
    assert!(graded(class.path(), &out, &[]).contains("4 had not changed"), "no date needs another play");
    assert_eq!(gradebook(&out), BOOK);
    for shelf in ["results", "feedback"] {
        let result = result(&out, &format!("{shelf}/s01.json"));
        let told = ["late policy", "AL"].map(|by| result["adjustments"].to_string().contains(by));
        assert_eq!((&result["score"], &result["handed_in"]["late"], told), (&3.7.into(), &true.into(), [true; 2]));
    }
    let parts: Vec<_> = ["1/2", "2/2"]
        .map(|shard| {
            let part = folder(&shard.replace('/', "of"));
            graded(class.path(), &part, &["--shard", shard]);
            part
        })
        .into();
    fs::create_dir(folder("merged")).expect("made");
    fs::write(folder("merged").join("changes.yaml"), changes).expect("written");
    let ran = harness(&["merge", "--out"]).arg(folder("merged")).args(&parts).output().expect("it runs");
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(gradebook(&folder("merged")), BOOK);
}

#[test]
fn what_cannot_be_taken_is_shown_and_may_get_points_by_hand() {
    if is_refused() {
        return;
    }
    let (class, out) = (class(0), tempfile::tempdir().expect("a folder"));
    fs::write(class.path().join("eve.zip"), "no archive").expect("written");
    let changes = "- { submission: eve, set: 2, comment: Shown on paper, by: AL }\n";
    fs::write(out.path().join("changes.yaml"), changes).expect("written");
    let mut command = harness(&["grade", "time-echo"]);
    let ran = command.arg(class.path()).arg("--out").arg(out.path()).args(ONE_CHECK).output().expect("it runs");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(3), "{said}");
    assert!(said.contains("eve      2 of 4  FAULT"), "{said}");
    let result = result(out.path(), "results/eve.json");
    assert_eq!((&result["score"], &result["faults"][0]["kind"]), (&2.into(), &"refused".into()));
    assert!(
        gradebook(out.path()).contains("\neve,2,4,0,false,full,7,2,Shown on paper (AL),fault\n"),
        "{}",
        gradebook(out.path())
    );
}
