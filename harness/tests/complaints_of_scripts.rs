//! What authors are told about mistakes in the steps that run scripts: each mistake, and every complaint about it.

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
fn what_is_run_and_with_what() {
    all(
        "server",
        &[
            (
                "a file outside the spec's folder",
                "- script: { file: ../check.py, supplied: [/etc/passwd] }",
                &[
                    "15:25 `../check.py` is not a file beside the spec. Give a path relative to the spec's folder, without `..`.",
                    "15:49 `/etc/passwd` is not a file beside the spec. Give a path relative to the spec's folder, without `..`.",
                ],
            ),
            (
                "nothing to run",
                "- script: { arguments: [a] }",
                &["15:9 `script` does not say what to run. Give `file: check.py`, a file beside the spec."],
            ),
            (
                "an unknown value in its arguments",
                "- script: { file: check.py, arguments: [\"{wrod}\"] }",
                &["15:48 nothing is called `wrod` here. Did you mean `word`?"],
            ),
            (
                "a misspelled option",
                "- script: { fiel: check.py }",
                &["15:19 there is no field `fiel` here. Did you mean `file`?"],
            ),
            (
                "a server that plays for a server",
                "- script: { file: check.py, plays: server }",
                &[
                    "15:35 a script plays the server only for a client that is alone. Leave `plays` out, or say `program: client` for this check.",
                ],
            ),
            (
                "another part",
                "- script: { file: check.py, plays: client }",
                &["15:42 `client` is not possible here. Only `server` is known here."],
            ),
        ],
    );
    all("client", &[("a sound one", "- script: { file: check.py, plays: server }", &[])]);
}
