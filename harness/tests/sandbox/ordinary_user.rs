//! All of this holds for an ordinary user too: the same tests run again as nobody, where these run as root.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::stage::{harness, not_tested};

#[test]
#[expect(clippy::disallowed_methods, reason = "the tests start themselves anew; each of them has a deadline")]
fn every_other_test_passes_as_nobody() {
    if !nix::unistd::geteuid().is_root() {
        return not_tested("another user: these tests run as an ordinary one already");
    }
    // The target folder may lie below a home that nobody can enter.
    let place = tempfile::tempdir().expect("a folder");
    let copy = |from: &Path, name: &str| {
        let to = place.path().join(name);
        fs::copy(from, &to).expect("a copy");
        fs::set_permissions(&to, Permissions::from_mode(0o755)).expect("a program");
        to
    };
    fs::set_permissions(place.path(), Permissions::from_mode(0o755)).expect("an open folder");
    let tests = copy(&std::env::current_exe().expect("these tests"), "tests");
    let harness = copy(&harness(), "harness");
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"])
        .arg(tests)
        .args(["--skip", "ordinary_user", "--test-threads", "4"])
        .env("HARNESS_UNDER_TEST", harness)
        .env("HOME", "/nonexistent")
        .current_dir("/")
        .stdin(Stdio::null())
        .output();
    let output = match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return not_tested("another user: no setpriv here");
        }
        other => other.expect("setpriv"),
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains("running 0 tests") && said.contains("test result: ok"), "{said}");
}
