//! What authors are told about connections, programs, loops and branches of a check: each mistake, and every complaint about it.

mod told;

use told::told;

/// A sound spec but for its steps, which begin in line 15 and column 9.
fn spec(program: &str, steps: &str) -> String {
    let steps = format!("      {}\n", steps.replace('\n', "\n      "));
    format!(
        "format: 1\nexercise: x\ntitle: X\nsheet: S\nprograms: {{ server: {{ files: [s.*] }}, client: {{ files: [c.*] }} }}\ndraw: {{ word: word }}\nchecks:\n  - id: a\n    title: A\n    program: {program}\n    points: 1\n    because: b\n    hint: h\n    steps:\n{steps}"
    )
}

fn all(program: &str, cases: &[(&str, &str, &[&str])]) {
    for (mistake, steps, complaints) in cases {
        assert_eq!(told(&spec(program, steps)), *complaints, "{mistake}");
    }
}

#[test]
fn connections_and_programs() {
    all(
        "server",
        &[
            ("no connection", "- send: a", &["15:9 no connection is open yet. Put `- connect` before this step."]),
            (
                "an unknown connection",
                "- connect: { as: first }\n- send: { text: a, on: frist }",
                &["16:30 no step before this one opens a connection `frist`. Did you mean `first`?"],
            ),
            (
                "a group for a connection",
                "- connect: { as: c, count: 3 }\n- send: { text: a, on: c }",
                &[
                    "16:30 no step before this one opens a connection `c`. `c` is a group: use `for_each`, or one of `c1` to `c3`.",
                ],
            ),
            (
                "a member that the group does not have",
                "- connect: { as: c, count: 3 }\n- close: { on: c4 }",
                &["16:22 no step before this one opens a connection `c4`. Did you mean `c1`?"],
            ),
            (
                "a group without a name",
                "- connect: { count: 3 }",
                &["15:20 a group of connections needs a name. Add `as: c`; they are then `c1`, `c2` and so on."],
            ),
            (
                "a name given to two connections",
                "- connect: { as: c }\n- connect: { as: c }",
                &["16:24 a connection is called `c` already. Give this one a name of its own."],
            ),
            (
                "a group that was not opened",
                "- connect: { as: c, count: 3 }\n- for_each: { connection: d, steps: [close] }",
                &["16:33 no step before this one opens a group of connections `d`. Only `c` is known here."],
            ),
            (
                "accept in a server's check",
                "- accept",
                &["15:9 a server does not dial. Open a connection to it with `- connect`."],
            ),
            (
                "a wire with one program",
                "- expect_wire: { from: server, text: a }",
                &[
                    "15:9 only two programs of the submission have a wire between them. Write `program: both` in the check, or read what comes with `expect`.",
                ],
            ),
            (
                "a program that plays no part",
                "- expect_output: { program: client, text: a }",
                &["15:35 `client` plays no part in this check. This check's program is `server`."],
            ),
            (
                "a misspelled program",
                "- expect_exit: { program: sever }",
                &["15:33 `sever` plays no part in this check. Did you mean `server`?"],
            ),
        ],
    );
    all(
        "client",
        &[(
            "connect in a client's check",
            "- connect",
            &["15:9 nobody can connect to a client. Take the connection that it dials with `- accept`."],
        )],
    );
    all(
        "both",
        &[
            (
                "a step on a connection while both play",
                "- send: a",
                &[
                    "15:9 this step needs a connection of the harness, and here the two programs talk to each other. Read their conversation with `expect_wire`.",
                ],
            ),
            (
                "a wire without a speaker",
                "- expect_wire: a",
                &["15:9 it is open who says this. Add `from: server` or `from: client`."],
            ),
            (
                "a terminal without a program",
                "- expect_output: a",
                &["15:9 it is open which program is meant. Add `program: server` or `program: client`."],
            ),
        ],
    );
}

#[test]
fn loops_and_branches() {
    all(
        "server",
        &[
            (
                "a loop without end",
                "- connect\n- repeat: { steps: [{ send: a }] }",
                &["16:9 `repeat` does not say how often. Add `times: 3`, or `at_most: 100` with `until`."],
            ),
            (
                "a loop with two ends",
                "- connect\n- repeat: { times: 2, at_most: 3, steps: [{ send: a }] }",
                &["16:9 `repeat` says twice how often. Keep `times`, or one of `at_most` and `enough` with `until`."],
            ),
            (
                "a loop that cannot stop earlier",
                "- connect\n- repeat: { at_most: 3, steps: [{ send: a }] }",
                &["16:9 `at_most` needs a reason to stop earlier. Add `until`, or write `times` instead."],
            ),
            (
                "a loop whose reply is never kept",
                "- connect\n- repeat: { at_most: 3, until: { reply: a }, steps: [{ expect: a }] }",
                &[
                    "16:31 no step of this loop keeps the reply that would end it. Add `save: reply` to the `expect` of the loop.",
                ],
            ),
            (
                "an empty loop",
                "- connect\n- repeat: { times: 2, steps: [] }",
                &["16:9 `repeat` holds no steps. Put the steps to play below `steps:`."],
            ),
            (
                "one branch",
                "- connect\n- together: [[{ send: a }]]",
                &[
                    "16:9 `together` needs at least two branches, each with steps. Write each branch as a list of steps of its own.",
                ],
            ),
            (
                "nothing typed",
                "- type: {}",
                &["15:9 `type` does not say what to type. Give a `line`, or `end_of_input: true`."],
            ),
            (
                "a port that cannot be dialled",
                "- expect_dial: { port: 0 }",
                &["15:24 nobody can dial port 0. Leave `port` out when any will do."],
            ),
            (
                "a port that is none",
                "- expect_dial: { port: http, address: \"{targt}\" }",
                &[
                    "15:30 `http` is no port. Write a number up to 65535, or a drawn value such as `\"{port}\"`.",
                    "15:46 nothing is called `targt` here. Known here are `host`, `port`, `stage_address`, `stage_name` and `word`.",
                ],
            ),
            (
                "a port that nobody listens on",
                "- expect_listen: { port: 0 }",
                &["15:26 nobody can listen on port 0. Leave `port` out when any will do."],
            ),
            (
                "ports without a range",
                "- expect_ports: { open: \"{wrd}\", first: \"1\" }",
                &["15:40 `last` is missing. Add `last:`."],
            ),
            (
                "ports that nobody has drawn",
                "- expect_ports: { open: \"{wrd}\", first: \"1\", last: \"9\" }",
                &["15:32 nothing is called `wrd` here. Did you mean `word`?"],
            ),
            (
                "a start with an unknown value",
                "- start: { program: server, arguments: [\"{wrd}\"] }",
                &["15:48 nothing is called `wrd` here. Did you mean `word`?"],
            ),
        ],
    );
}
