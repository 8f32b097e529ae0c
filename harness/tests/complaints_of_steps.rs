//! What authors are told about mistakes in the steps of a check: each mistake, and every complaint about it.

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
fn names_and_values() {
    all(
        "server",
        &[
            ("a misspelled step", "- sned: a", &["15:9 there is no step `sned`. Did you mean `send`?"]),
            (
                "a misspelled step without anything behind it",
                "- conect",
                &["15:9 there is no step `conect`. Did you mean `connect`?"],
            ),
            (
                "a misspelled option",
                "- connect\n- send: { txt: a }",
                &["16:17 there is no field `txt` here. Did you mean `text`?"],
            ),
            (
                "a misspelled matcher",
                "- connect\n- expect: { contians: a }",
                &["16:19 there is no option or matcher `contians` here. Did you mean `contains`?"],
            ),
            (
                "a misspelled matcher within another",
                "- connect\n- expect: { not: { txt: a } }",
                &["16:26 there is no matcher `txt`. Did you mean `text`?"],
            ),
            (
                "two mistakes in one check",
                "- conect\n- connect\n- sned: a",
                &[
                    "15:9 there is no step `conect`. Did you mean `connect`?",
                    "17:9 there is no step `sned`. Did you mean `send`?",
                ],
            ),
            (
                "a step that is two",
                "- connect\n- send: a\n  expect: b",
                &[
                    "16:9 `expect` belongs to the step above it (indent it further) or is a step of its own (give it a `-`).",
                ],
            ),
            ("a step that says too little", "- connect\n- send", &["16:9 `send` says too little: write `send: …`."]),
            (
                "an unknown value",
                "- connect\n- send: \"{wrod}\"",
                &["16:16 nothing is called `wrod` here. Did you mean `word`?"],
            ),
            (
                "a value that is saved too late",
                "- connect\n- expect: \"{move}\"\n- send: { text: a, save: move }",
                &[
                    "16:18 nothing is called `move` here. Known here are `host`, `port`, `stage_address`, `stage_name` and `word`.",
                ],
            ),
            (
                "a brace without partner",
                "- connect\n- send: \"{word\"",
                &["16:16 this brace has no partner. Write `{{` or `}}` for a brace that stands for itself."],
            ),
            (
                "a value of one branch only",
                "- connect\n- either: [[{ send: { text: a, save: x } }], [{ send: b }]]\n- expect: \"{x}\"",
                &[
                    "17:18 nothing is called `x` here. Known here are `host`, `port`, `stage_address`, `stage_name` and `word`.",
                ],
            ),
            (
                "a name that cannot be saved",
                "- connect\n- send: { text: a, save: My-Move }",
                &["16:32 `My-Move` cannot be the name of a value. Use small letters, digits and `_`, a letter first."],
            ),
            (
                "a name that is taken",
                "- connect\n- send: { text: a, save: port }",
                &["16:32 `port` is taken: it stands for the server's address. Choose another name."],
            ),
            (
                "a name that is taken by the stage",
                "- connect\n- send: { text: '{stage_name}', save: stage_address }",
                &[
                    "16:45 `stage_address` is taken: it stands for the host on which the programs run. Choose another name.",
                ],
            ),
        ],
    );
}

#[test]
fn what_is_awaited_and_sent() {
    all(
        "server",
        &[
            (
                "nothing awaited",
                "- connect\n- expect: { save: x }",
                &[
                    "16:9 `expect` does not say what it awaits. Write `expect: some text`, or a matcher such as `expect: { contains: some text }`.",
                ],
            ),
            (
                "two matchers",
                "- connect\n- expect: { text: a, contains: b }",
                &[
                    "16:9 `expect` awaits several things at once: `text` and `contains`. Keep one of them, or write a step for each.",
                ],
            ),
            (
                "an empty contains",
                "- connect\n- expect: { contains: \"\" }",
                &["16:9 an empty `contains` is always true. Give the text that is awaited."],
            ),
            (
                "a bad regular expression",
                "- connect\n- expect: { regex: \"a(b\" }",
                &[
                    "16:27 this is no regular expression: unclosed group. Put `\\` before a character that stands for itself.",
                ],
            ),
            (
                "a bad clock",
                "- connect\n- expect: { clock: \"%H:%!\" }",
                &[
                    "16:27 `%H:%!` is not the form of a clock reading. Write it as for strftime, for example `%H:%M:%S`.",
                ],
            ),
            (
                "a clock that shows a date",
                "- connect\n- expect: { interleaved: { text: a, clock: \"%Y\" } }",
                &["16:51 `%Y` shows no time of day. Write it as for strftime, for example `%H:%M:%S`."],
            ),
            (
                "an empty choice",
                "- connect\n- expect: { one_of: [] }",
                &["16:19 `one_of` offers nothing to choose from. Give at least one text."],
            ),
            (
                "a length of nothing",
                "- connect\n- expect: { length: 0 }",
                &["16:19 a length of 0 awaits nothing. Use `expect_quiet`, or give a length of 1 or more."],
            ),
            (
                "bad hexadecimal digits",
                "- connect\n- send: { bytes: { hex: 0g } }",
                &["16:31 `0g` is not hexadecimal. Two digits a byte, as in `00 ff`; spaces are free."],
            ),
            (
                "bad base 64",
                "- connect\n- send: { bytes: { base64: abc } }",
                &["16:34 `abc` is not base 64. Four characters stand for three bytes; `=` fills the last."],
            ),
            (
                "nothing to send",
                "- connect\n- send: { save: x }",
                &["16:9 `send` does not say what to send. Give one of `text`, `bytes`, `pick` and `as_long_as`."],
            ),
            (
                "several things to send",
                "- connect\n- send: { text: a, pick: [b] }",
                &["16:9 `send` says several things at once. Keep one of `text`, `bytes`, `pick` and `as_long_as`."],
            ),
            (
                "nothing to pick from",
                "- connect\n- send: { pick: [] }",
                &["16:17 `pick` offers nothing to choose from. Give at least one text."],
            ),
            (
                "bytes in an encoding",
                "- connect\n- send: { bytes: { hex: 00 }, encoding: utf-16 }",
                &["16:37 bytes are sent as they are. Leave `encoding` out, or give a `text`."],
            ),
            (
                "an encoding that is not known",
                "- connect\n- send: { text: a, encoding: utf8 }",
                &["16:36 `utf8` is not possible here. Did you mean `utf-8`?"],
            ),
            (
                "a piece of nothing",
                "- connect\n- send: { text: a, in_pieces: [1, 0] }",
                &["16:26 a piece of nothing cannot be sent. Give the lengths of the first pieces, as in `[1, 5]`."],
            ),
        ],
    );
}

#[test]
fn over_udp() {
    let ends = "Over UDP nothing ends and each message is whole: `expect` it, or `expect_quiet`.";
    let mistake = |what: &str, place: &str| {
        format!("{place} {what} needs a stream of bytes, and this connection is over UDP. {ends}")
    };
    for (steps, complaints) in [
        ("- connect: { transport: udp }\n- send: a\n- expect: a\n- expect_quiet\n- close", vec![]),
        ("- connect: { transport: udp }\n- expect_close", vec![mistake("`expect_close`", "16:9")]),
        (
            "- connect: { as: a, transport: udp }\n- connect\n- shut_down\n- reset: { on: a }",
            vec![mistake("`reset`", "18:9")],
        ),
        (
            "- connect: { as: c, count: 2, transport: udp }\n- send: { on: c2, text: ab, in_pieces: [1] }",
            vec![mistake("`in_pieces`", "16:9")],
        ),
        ("- connect: { transport: upd }", vec!["15:31 `upd` is not possible here. Did you mean `udp`?".to_owned()]),
    ] {
        assert_eq!(told(&spec("server", steps)), complaints, "{steps}");
    }
}

#[test]
fn games_of_chance() {
    let round = "steps: [send: { pick: [a, b], save: x }]";
    let seen = |seen: &str| format!("- connect\n- repeat: {{ at_most: 9, until: {{ seen: {seen} }}, {round} }}");
    let cases: [(&str, String, &[&str]); 9] = [
        (
            "a key that nothing is called",
            "- connect\n- expect: { lookup: { by: [wrod], table: [[a, b]] } }".to_owned(),
            &["16:34 nothing is called `wrod` here. Did you mean `word`?"],
        ),
        (
            "rows of different lengths",
            "- connect\n- expect: { lookup: { by: [word], table: [[a, b], [c]] } }".to_owned(),
            &["16:58 this row holds 1, not 2 values. Give one for each name in `by`, then the awaited text."],
        ),
        (
            "two rows for the same",
            "- connect\n- expect: { lookup: { by: [word], table: [[a, b], [a, c]] } }".to_owned(),
            &["16:50 two rows are for a. Keep one of them."],
        ),
        (
            "a pair of one word",
            "- connect\n- expect_output: { pair: { word: \"{word}\", of: [a] } }".to_owned(),
            &["16:50 a pair needs words to choose from. List all the words that can be one of the two."],
        ),
        ("a sound sample", seen("{ every: { x: [a, b] }, in_a_row: x }"), &[]),
        (
            "a sample of a single value",
            seen("{ every: { x: [a] } }"),
            &["16:57 `x` needs two different values or more. List each value once."],
        ),
        (
            "a sample of what nobody saves",
            seen("{ every: { y: [a, b] } }"),
            &["16:57 no step of this loop keeps `y`. Add `save: y` to a step of the loop."],
        ),
        (
            "a row of something else",
            seen("{ every: { x: [a, b] }, in_a_row: y }"),
            &["16:70 `y` does not stand in `every`. Name one of the values that do."],
        ),
        (
            "a game that cannot be over",
            "- connect\n- connect: { after_reply: a }".to_owned(),
            &["16:20 no step before this one keeps a reply. Add `save: reply` to the `expect` before it."],
        ),
    ];
    for (mistake, steps, complaints) in cases {
        assert_eq!(told(&spec("server", &steps)), complaints, "{mistake}");
    }
    let rounds = |often: &str| format!("- connect\n- repeat: {{ {often}, {round} }}");
    for (often, told_of_it) in [
        ("enough: 9", "16:9 `enough` needs a reason to stop earlier. Add `until`, or write `times` instead."),
        (
            "enough: 9, at_most: 9",
            "16:9 `repeat` says twice how often. Keep `times`, or one of `at_most` and `enough` with `until`.",
        ),
    ] {
        assert_eq!(told(&spec("server", &rounds(often))), [told_of_it], "{often}");
    }
}
