//! The script for Slurm grades a class on a Slurm of one node, and what it puts together is what one run would have written.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use harness::program::Toolbox;

#[path = "machine/mod.rs"]
mod machine;

const SLURM: [&str; 6] = ["slurmctld", "slurmd", "sbatch", "squeue", "munged", "unshare"];

#[test]
fn a_slurm_array_grades_a_class_like_one_run() {
    let system = Toolbox::new(["/usr/sbin", "/usr/bin", "/sbin", "/bin"].map(PathBuf::from), None);
    if let Some(missing) = SLURM.iter().find(|tool| system.find(tool).is_none()) {
        return machine::not_tested(&format!("Slurm, because this machine has no `{missing}`"));
    }
    if !nix::unistd::geteuid().is_root() || !machine::is_full(env!("CARGO_BIN_EXE_harness").as_ref()) {
        return machine::not_tested("Slurm, because its daemons need root and namespaces");
    }
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = tempfile::tempdir().expect("a folder");
    let class = folder.path().join("class");
    fs::create_dir(&class).expect("made");
    for student in ["ada", "grace", "hedy", "tim"] {
        let theirs = fs::canonicalize(project.join("fixtures/class").join(student)).expect("a submission");
        symlink(theirs, class.join(student)).expect("a link");
    }
    let out = folder.path().join("out");
    let ran = Command::new(project.join("harness/tests/slurm/one-node.sh"))
        .arg(folder.path().join("slurm"))
        .arg(project.join("docs/jobs/slurm-array.sh"))
        .args(["time-echo".as_ref(), class.as_os_str(), out.as_os_str(), "2".as_ref()])
        .env("HARNESS", env!("CARGO_BIN_EXE_harness"))
        .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .timeout(Duration::from_secs(300))
        .output()
        .expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(ran.status.code(), Some(0), "{said}");
    let merged = fs::read_to_string(out.join("gradebook.csv")).expect("a gradebook");
    // The number of the array, the first job of this Slurm, was the seed.
    let whole = folder.path().join("whole");
    Command::new(env!("CARGO_BIN_EXE_harness"))
        .args(["grade", "time-echo", "--seed", "1"])
        .arg(&class)
        .arg("--out")
        .arg(&whole)
        .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .timeout(Duration::from_secs(300))
        .assert()
        .success();
    assert_eq!(merged, fs::read_to_string(whole.join("gradebook.csv")).expect("a gradebook"));
    assert_eq!(merged.lines().count(), 5, "{merged}");
}
