//! What authors are told about mistakes in a spec outside its steps: each mistake, and every complaint about it.

mod told;

use told::told;

/// The first four lines of a sound spec.
const HEAD: &str = "format: 1\nexercise: x\ntitle: X\nsheet: S\n";

/// A sound spec's first five lines.
const SOUND: &str =
    "format: 1\nexercise: x\ntitle: X\nsheet: S\nprograms: { server: { files: [s.*] }, client: { files: [c.*] } }\n";

/// Stands for `<CHECK>` in the cases below.
const CHECK: &str =
    "checks:\n  - { id: a, title: A, program: server, points: 1, because: b, hint: h, steps: [connect] }\n";

fn all(cases: &[(&str, &str, &str, &[&str])]) {
    for (mistake, head, rest, complaints) in cases {
        let text = format!("{head}{}", rest.replace("<CHECK>", CHECK));
        assert_eq!(told(&text), *complaints, "{mistake}");
    }
}

#[test]
fn the_shape_of_the_file() {
    all(&[
        (
            "a newer format",
            "",
            "format: 2\nfuture: things\n",
            &["1:9 this spec is written in format 2, and this harness reads up to format 1. Take a newer harness."],
        ),
        (
            "no format",
            "",
            "exercise: x\ntitle: X\nsheet: S\nprograms: { server: { files: [s.*] }, client: { files: [c.*] } }\n<CHECK>",
            &["1:1 `format` is missing. Add `format: 1`."],
        ),
        ("an unknown field", SOUND, "chekcs: []\n", &["6:1 there is no field `chekcs` here. Did you mean `checks`?"]),
        (
            "what a check lacks",
            SOUND,
            "checks:\n  - id: a\n    title: A\n    program: server\n    steps: [connect]\n",
            &[
                "7:5 `points` is missing. Add `points: 2`, what a pass is worth.",
                "7:5 `because` is missing. Add `because:` with the rule and where the sheet states it.",
                "7:5 `hint` is missing. Add `hint:` with a sentence that leads to the mistake.",
            ],
        ),
        (
            "mistakes of shape in two checks",
            SOUND,
            "checks:\n  - { id: a, title: A, program: server, points: many, because: b, hint: h, steps: [connect] }\n  - { id: b, title: A, program: sever, points: 1, because: b, hint: h, steps: [connect] }\n",
            &[
                "7:49 a number is expected here. Write it in digits, as in `2` or `0.5`.",
                "8:33 `sever` is not possible here. Did you mean `server`?",
            ],
        ),
        (
            "bad indentation",
            SOUND,
            "checks:\n  - id: a\n   title: A\n",
            &[
                "8:4 this line does not begin in the column of its neighbours. Entries of one list or mapping begin in the same column; what belongs to an entry is indented further.",
            ],
        ),
        (
            "a tab",
            SOUND,
            "checks:\n  - id: a\n	title: A\n",
            &["7:9 a tab stands here. Indent with blanks: YAML takes no tabs."],
        ),
        (
            "a quote left open",
            SOUND,
            "checks:\n  - id: \"a\n",
            &[
                "8:1 this is not YAML: invalid indentation in multiline quoted scalar. Look for a quote or bracket left open, here or further up.",
            ],
        ),
        (
            "a text in the place of a list",
            SOUND,
            "checks: none\n",
            &["6:9 a list is expected here. Write `[…]`, or one entry a line with `- ` before it."],
        ),
        (
            "a field given twice",
            HEAD,
            "title: Y\nprograms: { server: { files: [s.*] }, client: { files: [c.*] } }\n<CHECK>",
            &["5:1 `title` is given twice. Keep one of them."],
        ),
        (
            "two documents",
            SOUND,
            "<CHECK>---\nformat: 1\n",
            &["9:1 a spec is one document, and a second one begins here. Remove the `---` line."],
        ),
    ]);
}

#[test]
fn programs() {
    all(&[
        (
            "no program at all",
            HEAD,
            "programs: {}\n<CHECK>",
            &[
                "5:1 the exercise asks for no program. Add a `server`, a `client`, or both.",
                "7:33 the exercise asks for no server. Add `server: { files: [server.*] }` below `programs:`.",
            ],
        ),
        ("no checks", SOUND, "checks: []\n", &["6:1 the exercise has no checks. Add one below `checks:`."]),
        (
            "a role without a program",
            HEAD,
            "programs: { server: { files: [s.*] } }\nchecks:\n  - { id: a, title: A, program: client, points: 1, because: b, hint: h, steps: [accept] }\n",
            &["7:33 the exercise asks for no client. Add `client: { files: [client.*] }` below `programs:`."],
        ),
        (
            "a program without names, and port 0",
            HEAD,
            "programs: { server: { files: [], port: 0 } }\n<CHECK>",
            &[
                "5:21 the server has no file name. Add `files: [server.*]`.",
                "5:40 no program can listen on port 0. Give the sheet's port, or leave `port` out.",
            ],
        ),
        (
            "a bad pattern of a file name",
            HEAD,
            "programs: { server: { files: [\"s.[a\"] } }\n<CHECK>",
            &[
                "5:31 `s.[a` is not the pattern of a file name: unclosed character class; missing ']'. `*` stands for any characters, `?` for one, `[ab]` for one of these.",
            ],
        ),
        (
            "a file outside the spec's folder",
            HEAD,
            "programs: { server: { files: [s.*], supplied: [../x] } }\n<CHECK>",
            &["5:48 `../x` is not a file beside the spec. Give a path relative to the spec's folder, without `..`."],
        ),
        (
            "a bad prompt and an unknown value in input",
            HEAD,
            "programs: { server: { files: [s.*], input: [{ asks: \"a(\", line: \"{wrod}\" }] } }\ndraw: { word: word }\n<CHECK>",
            &[
                "5:54 this is no regular expression: unclosed group. Put `\\` before a character that stands for itself.",
                "5:66 nothing is called `wrod` here. Did you mean `word`?",
            ],
        ),
        (
            "a message for a program that is sent nothing",
            HEAD,
            "programs: { server: { files: [s.*], readiness: start, line_end_probe: hello } }\n<CHECK>",
            &[
                "5:71 a program that only has to start is sent nothing. Leave `line_end_probe` out, or say `readiness: listen` or `readiness: dial`.",
            ],
        ),
        (
            "arguments that name a drawn value or leave a quote open",
            HEAD,
            "programs: { server: { files: [s.*], arguments: [\"{prot}\", \"'a\"] } }\n<CHECK>",
            &[
                "5:50 nothing is called `prot` here. Did you mean `port`?",
                "5:59 a quote of this line is never closed. Close it, or put `\\` before it.",
            ],
        ),
    ]);
}
