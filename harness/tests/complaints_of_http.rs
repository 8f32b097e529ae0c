//! What authors are told about requests and responses of HTTP: each mistake, and every complaint about it.

mod told;

use told::told;

/// What an author is told about these steps of a server's check.
fn about(steps: &str) -> Vec<String> {
    told(&format!(
        "format: 1\nexercise: x\ntitle: X\nsheet: S\nprograms: {{ server: {{ files: [s.*] }} }}\nchecks:\n  - id: a\n    \
         title: A\n    program: server\n    points: 1\n    because: b\n    hint: h\n    steps:\n{steps}"
    ))
}

#[test]
fn requests_that_cannot_be_sent() {
    for (steps, complaints) in [
        (
            "      - connect\n      - request: { form: { a: b }, json: { a: 1 } }\n",
            ["15:9 `request` has several bodies. Keep one of `body`, `form` and `json`."],
        ),
        ("      - request: {}\n", ["14:9 no connection is open yet. Put `- connect` before this step."]),
        (
            "      - connect\n      - request: { version: '2' }\n",
            ["15:30 `2` is no version of HTTP here. Write `version: \"1.0\"` or `\"1.1\"`."],
        ),
        (
            "      - connect\n      - request: { headers: { 'Host:': x } }\n",
            [
                "15:32 `Host:` is no name of a header. Letters, digits and `-`, without the colon (RFC 9110, section 5.1).",
            ],
        ),
        (
            "      - connect\n      - request: { target: '/{page}' }\n",
            ["15:30 nothing is called `page` here. Known here are `host`, `port`, `stage_address` and `stage_name`."],
        ),
        (
            "      - connect\n      - respond: { status: 99 }\n",
            ["15:28 `99` is no status code. A status code has three digits, from 100 to 599."],
        ),
    ] {
        assert_eq!(about(steps), complaints, "{steps}");
    }
}

#[test]
fn messages_that_cannot_come() {
    for (steps, complaints) in [
        (
            "      - connect\n      - expect_response: { status: 2x }\n",
            ["15:36 `2x` is no status. Write three digits, or `x` for any digit but the first: `404`, `2xx`."],
        ),
        (
            "      - connect\n      - expect_request: { path: index.html }\n",
            ["15:33 a path begins with `/`. Write `path: /index.html`."],
        ),
        (
            "      - connect\n      - expect_request: { json: { a: '{b}' } }\n",
            ["15:39 nothing is called `b` here. Known here are `host`, `port`, `stage_address` and `stage_name`."],
        ),
    ] {
        assert_eq!(about(steps), complaints, "{steps}");
    }
}

#[test]
fn mappings_that_say_nothing_or_too_much() {
    for (steps, complaints) in [
        (
            "      - connect\n      - expect_response: { body: { mapping: {} } }\n",
            [
                "15:36 `mapping` does not say which entries it awaits. Give `entries: { key: value }`, or `counts_of: \"{document}\"`; an empty mapping is `entries: {}`.",
            ],
        ),
        (
            "      - expect_output: { mapping: { entries: { a: b }, counts_of: a } }\n",
            ["14:26 `mapping` says twice which entries it awaits. Keep one of `entries` and `counts_of`."],
        ),
        (
            "      - expect_output: { mapping: { entries: { a: '{b}' } } }\n",
            ["14:52 nothing is called `b` here. Known here are `host`, `port`, `stage_address` and `stage_name`."],
        ),
        (
            "      - expect_output: { mapping: { counts_of: '{b}' } }\n",
            ["14:49 nothing is called `b` here. Known here are `host`, `port`, `stage_address` and `stage_name`."],
        ),
    ] {
        assert_eq!(about(steps), complaints, "{steps}");
    }
}
