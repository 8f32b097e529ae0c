//! What is typed wrong is found before anything is played: exit code 2, what is wrong, and what to do.

use crate::harness;

#[test]
fn each_mistake_has_its_remedy() {
    let right = "python-as-on-the-sheet";
    for (arguments, complaint) in [
        (&["check", "time-ehco"][..], "error: there is no exercise `time-ehco`\n = help: Did you mean `time-echo`?\n"),
        (&["explain", "time-echo/close"], "error: `time-echo` has no check `close`\n = help: Did you mean `closes`?\n"),
        (
            &["check", "nowhere.yaml"],
            "error: `nowhere.yaml` cannot be read: No such file or directory (os error 2)\n = help: Give the path of a spec's file.\n",
        ),
        (
            &["check", "time-echo", "nowhere"],
            "error: there is no folder `nowhere`\n = help: Give the folder that holds the programs.\n",
        ),
        (
            &["check", "time-echo", "utc-clock/simple_server.py"],
            "error: `utc-clock/simple_server.py` is a file; a submission is a folder\n = help: Give the folder it lies in: `utc-clock`.\n",
        ),
        (
            &["check", "time-echo", right, "--only", "closes,every-blok"],
            "error: `time-echo` has no check `every-blok`\n = help: Did you mean `every-block`?\n",
        ),
        (
            &["check", "time-echo", right, "--program", "client", "--only", "every-block"],
            "error: no check is left: none of those asked for is about the client alone\n = help: Leave out `--program`, or name another check.\n",
        ),
        (
            &["check", "time-echo", right, "--json", "no/such/x.json"],
            "error: --json: there is no folder `no/such` to write `no/such/x.json` in\n = help: Make it first: `mkdir -p no/such`.\n",
        ),
        (
            &["check", "time-echo", right, "--json", "-", "--junit", "-"],
            "error: --json and --junit cannot both go to standard output\n = help: Give one of them a path.\n",
        ),
        (
            &["check", "time-echo", right, "--json", "x", "--events", "x"],
            "error: --json and --events name the same file\n = help: Give each a path of its own.\n",
        ),
        (
            &["replay", "nowhere.jsonl"],
            "error: `nowhere.jsonl` cannot be read: No such file or directory (os error 2)\n = help: Give the file that `--events` wrote.\n",
        ),
        (
            &["check", "time-echo", right, "--program", "sever"],
            "\
error: invalid value 'sever' for '--program <ROLE>'
  [possible values: server, client]

  tip: a similar value exists: 'server'

For more information, try '--help'.
",
        ),
    ] {
        let said = harness(arguments);
        assert_eq!((said.err.as_str(), said.out.as_str(), said.code), (complaint, "", 2), "{arguments:?}");
    }
}

#[test]
fn a_terminal_is_safe_from_what_was_typed() {
    let said = harness(&["check", "\u{1b}[2Jx"]);
    assert!(said.err.starts_with("error: there is no exercise `\\x1b[2Jx`\n"), "{}", said.err);
}
