//! What authors are told about draws, checks and arguments: each mistake, and every complaint about it.

mod told;

use told::told;

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
fn values_and_checks() {
    all(&[
        (
            "values that cannot be drawn",
            SOUND,
            "draw: { a: wrod }\n<CHECK>",
            &["6:12 no value of the kind `wrod` can be drawn. Did you mean `word`?"],
        ),
        (
            "values drawn from nothing",
            SOUND,
            "draw: { a: { text: 0 }, b: { number: { from: 2, to: 1 } }, host: word, C: word }\n<CHECK>",
            &[
                "6:12 `a` would be empty. Give a length of 1 or more.",
                "6:28 there is no number from 2 to 1. Write the smaller number as `from`.",
                "6:66 `host` is taken: it stands for the server's address. Choose another name.",
                "6:75 `C` cannot be the name of a value. Use small letters, digits and `_`, a letter first.",
            ],
        ),
        (
            "other values drawn from nothing",
            SOUND,
            "draw: { a: { letters: { of: greek, count: 0 } }, b: { one_of: [] }, stage_name: word }\n<CHECK>",
            &[
                "6:12 `a` would be empty. Give a length of 1 or more.",
                "6:53 `b` offers nothing to draw from. Give at least one text.",
                "6:81 `stage_name` is taken: it stands for the host on which the programs run. Choose another name.",
            ],
        ),
        (
            "a limit of nothing",
            SOUND,
            "limits: { memory_mib: 0 }\n<CHECK>",
            &["6:11 with `memory_mib: 0` no program can run. Give 1 or more, or leave it out."],
        ),
        (
            "ids given twice or impossible",
            SOUND,
            "<CHECK>  - { id: a, title: A, program: server, points: 1, because: b, hint: h, steps: [connect] }\n  - { id: B_c, title: A, program: server, points: 1, because: b, hint: h, steps: [connect] }\n",
            &[
                "8:11 two checks are called `a`. The first stands in line 7; give this one a name of its own.",
                "9:11 `B_c` cannot be an id. Use small letters, digits and `-`, a letter or digit first.",
            ],
        ),
        (
            "needs that are not there",
            SOUND,
            "checks:\n  - { id: first, title: A, program: server, points: 1, because: b, hint: h, steps: [connect] }\n  - { id: second, title: A, program: server, points: 1, because: b, hint: h, needs: [frist], steps: [connect] }\n",
            &["8:86 no check is called `frist`. Did you mean `first`?"],
        ),
        (
            "needs in a circle",
            SOUND,
            "checks:\n  - { id: a, title: A, program: server, points: 1, because: b, hint: h, needs: [c], steps: [connect] }\n  - { id: b, title: A, program: server, points: 1, because: b, hint: h, needs: [a], steps: [connect] }\n  - { id: c, title: A, program: server, points: 1, because: b, hint: h, needs: [b], steps: [connect] }\n",
            &[
                "7:81 checks need each other in a circle: `a` needs `c` needs `b` needs `a`. Remove one of them from `needs`.",
            ],
        ),
        (
            "points of nothing",
            SOUND,
            "checks:\n  - { id: a, title: A, program: server, points: 0, because: b, hint: h, steps: [connect] }\n  - { id: b, title: A, program: server, points: -1, because: b, hint: h, steps: [connect] }\n",
            &[
                "7:49 points must be more than 0. Write `bonus: true` where they are to stand apart from the score.",
                "8:49 points must be more than 0. Write `bonus: true` where they are to stand apart from the score.",
            ],
        ),
        (
            "points without number",
            SOUND,
            "checks:\n  - { id: a, title: A, program: server, points: .nan, because: b, hint: h, steps: [connect] }\n",
            &["7:49 a number is expected here. Write it in digits, as in `2` or `0.5`."],
        ),
        (
            "no steps, no words",
            SOUND,
            "checks:\n  - { id: a, title: A, program: server, points: 1, because: \" \", hint: h, steps: [] }\n",
            &[
                "7:11 `a` has no steps. Write the play below `steps:`, one step a line.",
                "7:61 `because` says nothing. Write a sentence for the student.",
            ],
        ),
        (
            "a harness in the server's place",
            SOUND,
            "checks:\n  - { id: a, title: A, program: both, points: 1, because: b, hint: h, standing: answer, steps: [{ expect_wire: { from: client, text: a } }] }\n",
            &[
                "7:81 the harness would answer in the place of the submission's server. Leave `standing` out: only the other program listens then.",
            ],
        ),
        (
            "an unknown exercise to include",
            SOUND,
            "include: [{ exercise: other }, { exercise: x }]\n<CHECK>",
            &[
                "6:23 there is no exercise `other`. `harness list` shows the exercises there are.",
                "6:44 `x` includes itself in the end. Break the circle.",
            ],
        ),
    ]);
}

#[test]
fn files_of_a_play() {
    all(&[(
        "files outside of the folder, and holes in them that nothing fills",
        SOUND,
        "draw: { a: word }\nfiles: { ../a: x, \"{b}.html\": \"{c} {a}\", /c: \"\" }\n<CHECK>",
        &[
            "7:10 `../a` is not a file in the program's folder. Give a path relative to that folder, without `..`.",
            "7:20 nothing is called `b` here. Known here are `a`, `host`, `port`, `stage_address` and `stage_name`.",
            "7:32 nothing is called `c` here. Known here are `a`, `host`, `port`, `stage_address` and `stage_name`.",
            "7:42 `/c` is not a file in the program's folder. Give a path relative to that folder, without `..`.",
        ],
    )]);
}

#[test]
fn arguments_and_ports() {
    all(&[
        (
            "arguments for nobody in particular",
            SOUND,
            "checks:\n  - { id: a, title: A, program: both, points: 1, because: b, hint: h, arguments: [-l], steps: [{ expect_listen: { program: server } }] }\n",
            &[
                "7:83 it is open which of the two programs these arguments are for. Start each with a step of its own: `- start: { program: server, arguments: [-l, \"{port}\"] }`.",
            ],
        ),
        (
            "arguments and open ports that nobody has drawn",
            SOUND,
            "draw: { scan: { ports: { count: 9, open: 1 } } }\nchecks:\n  - { id: a, title: A, program: client, points: 1, because: b, hint: h, arguments: [\"{scan}\"], standing: { ports: { open: \"{scan_opn}\" } }, steps: [accept] }\n",
            &[
                "8:86 nothing is called `scan` here. Known here are `host`, `port`, `scan_after`, `scan_before`, `scan_first`, `scan_last`, `scan_open`, `scan_silent`, `stage_address` and `stage_name`.",
                "8:124 nothing is called `scan_opn` here. Did you mean `scan_open`?",
            ],
        ),
        (
            "ports without room",
            SOUND,
            "draw: { a: { ports: { count: 9, open: 2 } }, b: { ports: { count: 2000, open: 2 } } }\n<CHECK>",
            &[
                "6:12 there is no room for the open and silent ports of `a`. Give a `count` of at least 10.",
                "6:49 2000 neighbouring ports are too many. Give a `count` of 1000 or less.",
            ],
        ),
    ]);
}
