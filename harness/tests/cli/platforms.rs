//! What platforms are given: a package that grades, and results that are there whatever happens.

use std::fs::{self, File};
use std::time::Duration;

use crate::{harness, submissions};

#[test]
fn a_gradescope_package_grades_a_submission() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let zip = path("autograder.zip");
    let packed = harness(&["package", "gradescope", "time-echo", "--out", &zip.display().to_string()]);
    assert_eq!(packed.code, 0, "{}", packed.err);
    let mut archive = zip::ZipArchive::new(File::open(&zip).expect("a file")).expect("an archive");
    archive.extract(path("source")).expect("unpacked");
    fs::create_dir(path("results")).expect("made");
    let submission = submissions().join("month-for-minutes").canonicalize().expect("a folder");
    std::os::unix::fs::symlink(submission, path("submission")).expect("linked");
    let mut run = assert_cmd::Command::new(path("source/run_autograder"));
    run.env("AUTOGRADER", folder.path()).timeout(Duration::from_secs(60)).assert().success();
    let text = fs::read_to_string(path("results/results.json")).expect("results");
    let results: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let tests = results["tests"].as_array().expect("tests");
    let sum: f64 = tests.iter().filter_map(|test| test["score"].as_f64()).sum();
    assert!(tests.iter().any(|test| test["status"] == "failed"), "{text}");
    assert_eq!(results["score"].as_f64(), Some(sum));
}

#[test]
fn a_platform_that_is_not_there_is_bad_usage() {
    let told = harness(&["package", "moodle", "time-echo"]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("gradescope"), "{}", told.err);
}
