//! What authors are told about habits of a program: each mistake, and every complaint about it.

mod told;

use told::told;

/// What an author is told about a server with these habits, and a check with these steps.
fn about(habits: &str, steps: &str) -> Vec<String> {
    told(&format!(
        "format: 1\nexercise: x\ntitle: X\nsheet: S\nprograms:\n  server:\n    files: [s.*]\n    habits:\n{habits}checks:\n  \
         - id: a\n    title: A\n    program: server\n    points: 1\n    because: b\n    hint: h\n    steps:\n      \
         - connect\n{steps}"
    ))
}

const PUT: &str = "      - { name: put, one_of: [form, json], plays: [[connect, send: '{put}']] }\n";

#[test]
fn habits_that_cannot_be_learnt() {
    for (habits, complaints) in [
        (
            "      - { name: Put, one_of: [a, b], plays: [[connect]] }\n",
            vec!["9:9 `Put` cannot be the name of a habit. Use small letters, digits and `_`, a letter first."],
        ),
        (
            "      - { name: port, one_of: [a, b], plays: [[connect]] }\n",
            vec!["9:9 `port` is taken. Choose another name."],
        ),
        (
            "      - { name: put, one_of: [a], plays: [[connect]] }\n",
            vec!["9:9 a habit needs ways to choose from. List them in `one_of`."],
        ),
        (
            "      - { name: put, one_of: [a, b], plays: [] }\n",
            vec![
                "9:9 no play tells the ways apart. Write a list of steps below `plays:` that only the right way gets through.",
            ],
        ),
        (
            "      - { name: put, one_of: [a, b], plays: [[send: x]] }\n",
            vec!["9:47 no connection is open yet. Put `- connect` before this step."],
        ),
    ] {
        assert_eq!(about(habits, ""), complaints, "{habits}");
    }
}

#[test]
fn steps_by_habits_that_nobody_has() {
    for (steps, complaints) in [
        (
            "      - send: '{put}'\n      - by_habit: { habit: put, ways: { form: [send: a], json: [send: b] } }\n",
            vec![],
        ),
        (
            "      - by_habit: { habit: puts, ways: { form: [send: a], json: [send: b] } }\n",
            vec!["19:28 the exercise has no habit `puts`. Did you mean `put`?"],
        ),
        (
            "      - by_habit: { habit: put, ways: { form: [send: a], jsno: [send: b] } }\n",
            vec![
                "19:9 there are no steps for the way `json`. Add them below `ways:`.",
                "19:58 `put` has no way `jsno`. Did you mean `json`?",
            ],
        ),
        (
            "      - by_habit: { habit: put, ways: { form: [send: '{x}'], json: [send: b] } }\n",
            vec![
                "19:55 nothing is called `x` here. Known here are `host`, `port`, `put`, `stage_address` and `stage_name`.",
            ],
        ),
    ] {
        assert_eq!(about(PUT, steps), complaints, "{steps}");
    }
}
