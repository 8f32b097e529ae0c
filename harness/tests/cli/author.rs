//! How a spec begins: from a template, or from a conversation that was recorded.

use std::fs;
use std::path::Path;

use crate::{Said, command, harness, say, submissions};

fn within(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = command(arguments);
    command.current_dir(folder);
    say(command)
}

#[test]
fn a_template_is_sound_and_overwrites_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let begun = within(folder.path(), &["new", "guess-a-number"]);
    assert_eq!((begun.code, begun.err.as_str()), (0, ""));
    assert_eq!(within(folder.path(), &["lint", "guess-a-number.yaml"]).code, 0);
    let again = within(folder.path(), &["new", "guess-a-number"]);
    assert!(again.code == 2 && again.err.contains("nothing is overwritten"), "{}", again.err);
    let wrong = within(folder.path(), &["new", "../Echo"]);
    assert!(wrong.code == 2 && wrong.err.contains("cannot be the id of an exercise"), "{}", wrong.err);
}

#[test]
fn a_recorded_conversation_becomes_a_spec_that_its_program_passes() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = folder.path().join("echo.jsonl").display().to_string();
    let echo = submissions().join("../echo/python-as-on-the-sheet").display().to_string();
    let played = harness(&["check", "echo", &echo, "--only", "echoes,every-block", "--events", &record]);
    assert_eq!(played.code, 0, "{}", played.out);
    let begun = within(folder.path(), &["new", "my-echo", "--from", &record]);
    assert_eq!(begun.code, 0, "{}", begun.err);
    let spec = fs::read_to_string(folder.path().join("my-echo.yaml")).expect("a spec");
    assert!(spec.contains("  - id: every-block\n") && spec.contains("      - connect\n"), "{spec}");
    let checked = within(folder.path(), &["check", "my-echo.yaml", &echo]);
    assert!(checked.code == 0 && checked.out.contains("Score 2 of 2"), "{}{}", checked.out, checked.err);
}
