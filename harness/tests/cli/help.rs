//! What `-h` says: short, and grouped by what a person wants to do.

use crate::harness;

/// What `harness check -h` says.
const CHECK: &str = "\
Checks one submission, and says what is right, what is wrong and why

Usage: harness check [OPTIONS] [EXERCISE|SPEC.yaml] [DIR|reference]

Arguments:
  [EXERCISE|SPEC.yaml]  The id of an exercise, or the path of a spec; without one, the files say
                        which exercise they are for
  [DIR|reference]       The folder with the submission [default: this one], or `reference` for the
                        reference solution

Options:
      --watch         Checks again whenever a file changes, first what was lost, until Ctrl-C
      --color <WHEN>  Colours the text [default: auto]
  -h, --help          Print help (see more with '--help')

What is played:
      --program <ROLE>  Plays only the checks about this program [possible values: server, client]
      --only <CHECK>    Plays only this check; may be given several times, or as a list with commas
      --seed <NUMBER>   Repeats the random values of an earlier run; else they are drawn anew
      --strict          Gives no points for near misses

How it is played:
      --jobs <NUMBER>      Plays so many checks at a time [default: twice the processors]
      --isolation <LEVEL>  Sets how far programs are kept apart from this machine [default: auto]
                           [possible values: auto, full, plain]

What is written:
  -v, --verbose            Shows everything that was said, check by check
      --audience <WHO>     Who reads: `student` sees no hidden checks, `instructor` sees all
                           [default: student]
      --json <PATH|->      Writes the result as JSON
      --junit <PATH|->     Writes JUnit XML for CI
      --tap <PATH|->       Writes TAP 14, the Test Anything Protocol
      --markdown <PATH|->  Writes a summary in Markdown, for a job or a pull request
      --html <PATH|->      Writes a page for a browser, whole in one file
      --events <PATH|->    Writes the recorded run, for `harness replay`
      --pcap <DIR>         Writes a capture of each check into this folder, for Wireshark:
                           `CHECK.pcapng`. Needs the isolation `full`
      --bundle <DIR>       Writes a folder for each lost check into this folder, to be looked at
                           and, with `harness replay`, played again

Examples:
  harness check                               Check the programs in this folder.
  harness check time-echo --watch             Check them again whenever a file is saved.
  harness check time-echo --program server    Check the server alone.
  harness check time-echo --only closes -v    Play one check, and show everything that was said.
  harness check time-echo ada --html ada.html Check the folder `ada`, and write a page about it.
  harness check time-echo --pcap captures     Write what passed on the wire, for Wireshark.
  harness check time-echo reference           See what the reference solution earns.

Exit codes: 0 full marks, 1 points lost, 2 wrong usage or a mistake in the spec,
3 something that is not the submission's fault.
";

#[test]
fn check_tells_its_options_and_examples() {
    let said = harness(&["check", "-h"]);
    assert_eq!((said.out.as_str(), said.code), (CHECK, 0));
}

#[test]
fn every_command_says_what_it_does_and_what_it_takes() {
    for (command, about, usage) in [
        ("list", "Lists the exercises with their points, programs and sheets", "Usage: harness list [OPTIONS]"),
        (
            "explain",
            "Explains an exercise, or one of its checks: the rule, the points, what counts as near",
            "Usage: harness explain [OPTIONS] <EXERCISE[/CHECK]>",
        ),
        (
            "lint",
            "Finds the mistakes of specs, all at once, each with its place and its remedy",
            "Usage: harness lint [OPTIONS] <SPEC.yaml|EXERCISE>...",
        ),
        (
            "tournament",
            "Plays every submission's client against every other's server, its own and the reference's",
            "Usage: harness tournament [OPTIONS] <EXERCISE|SPEC.yaml> <CLASS_DIR>",
        ),
        (
            "replay",
            "Tells a recorded run again in any form of report, or plays a bundle again on a mended program",
            "Usage: harness replay [OPTIONS] <EVENTS.jsonl|BUNDLE|->",
        ),
        (
            "doctor",
            "Says what this machine gives, step by step, what it refuses, and what to do about it",
            "Usage: harness doctor [OPTIONS]",
        ),
        ("completions", "Prints the completions of a shell", "Usage: harness completions [OPTIONS] <SHELL>"),
        ("man", "Prints the manual page of all commands", "Usage: harness man [OPTIONS]"),
    ] {
        let said = harness(&[command, "-h"]);
        let head: Vec<&str> = said.out.lines().filter(|line| !line.is_empty()).take(2).collect();
        assert_eq!((head, said.code), (vec![about, usage], 0));
        assert!(said.out.lines().count() <= 36, "{command} says too much:\n{}", said.out);
    }
}

#[test]
fn the_commands_of_the_harness_itself_are_not_shown() {
    let help = harness(&["-h"]);
    assert_eq!((help.out.contains("__"), help.code), (false, 0));
    let nothing = harness(&[]);
    assert_eq!((nothing.err == help.out, nothing.code), (true, 2), "without a command the same is said, as a mistake");
    assert_eq!(harness(&["--version"]).out, format!("harness {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_manual_and_the_completions_know_every_command() {
    let manual = harness(&["man"]);
    for command in [
        "check",
        "grade",
        "merge",
        "package",
        "tournament",
        "list",
        "explain",
        "lint",
        "new",
        "audit",
        "replay",
        "doctor",
        "man",
    ] {
        let heading = format!("\n.SH \"HARNESS {}\"\n", command.to_uppercase());
        assert!(manual.out.contains(&heading), "{command}");
    }
    assert!(!manual.out.contains("__") && manual.out.starts_with(".ie"), "{}", manual.out);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let completions = harness(&["completions", shell]);
        assert!(completions.out.contains("doctor") && completions.code == 0, "{shell}");
    }
}
