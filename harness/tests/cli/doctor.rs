//! `harness doctor`: what this machine gives, and what to do about what it refuses.

use crate::{harness, hear, say};

#[test]
fn the_doctor_tells_every_step_and_the_level() {
    let said = harness(&["doctor"]);
    let gives_full = said.out.contains("\nRuns get the level `full`.\n");
    assert_eq!((said.err.as_str(), said.code), ("", if gives_full { 0 } else { 3 }));
    for line in ["pseudo-terminal", "user namespace", "Python   ", "time zones", "a browser", "plain"] {
        assert!(said.out.lines().any(|told| told.contains(line)), "{line} is not in\n{}", said.out);
    }
    assert_eq!(said.out.contains("What to do"), !gives_full, "{}", said.out);
    assert_eq!(said.out.contains("refused"), !gives_full, "{}", said.out);
}

/// A user namespace in which no further ones may be made: what a hardened machine is like.
#[test]
fn a_refusal_is_named_with_the_kernels_answer_and_its_remedy() {
    let line = "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$HARNESS\" doctor";
    let mut hardened = assert_cmd::Command::new("unshare");
    hardened
        .args(["--user", "--map-root-user", "sh", "-c", line])
        .env("HARNESS", assert_cmd::cargo::cargo_bin!("harness"));
    let said = say(hardened);
    if !said.out.starts_with("harness ") {
        eprintln!("not played: this machine refuses a user namespace to begin with: {}", said.err);
        return;
    }
    assert_eq!(said.code, 3);
    for part in [
        "\n  refused  user namespace                              No space left on device (os error 28)\n",
        "\n  refused  full                                        could not make namespaces: No space left on device (os error 28)\n",
        "\n  ok       plain\n",
        "\nRuns get the level `plain`: programs take turns,",
        "\nThis machine allows no user namespaces at all. Allow them:\n  sudo sysctl -w user.max_user_namespaces=15000\n",
    ] {
        assert!(said.out.contains(part), "{part} is not in\n{}", said.out);
    }
    // `auto` comes down, and says so once; `full` refuses.
    let play = |level: &str| {
        let line = format!(
            "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$HARNESS\" check time-echo python-as-on-the-sheet --only closes --isolation {level}"
        );
        let mut play = assert_cmd::Command::new("unshare");
        play.args(["--user", "--map-root-user", "sh", "-c", &line]).current_dir(crate::submissions());
        play.env("HARNESS", assert_cmd::cargo::cargo_bin!("harness"));
        hear(play)
    };
    let help = " = help: Run `harness doctor` to see what this machine gives, and how to get the rest.\n";
    let auto = play("auto");
    let why = "could not make namespaces: No space left on device (os error 28)";
    assert_eq!(
        (auto.err, auto.code),
        (format!("note: programs run at the level `plain`, because this machine refuses `full`: {why}\n{help}"), 0)
    );
    let full = play("full");
    assert_eq!((full.out.as_str(), full.err, full.code), ("", format!("error: {why}\n{help}"), 3));
}
