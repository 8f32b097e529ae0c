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
        (
            "      - connect\n      - respond: { like: httpbin }\n",
            ["15:20 a service answers a request, and none was taken yet. Put `- expect_request` before this step."],
        ),
        (
            "      - connect\n      - expect_request: {}\n      - respond: { like: httpbin, body: x }\n",
            ["16:20 what a service answers is its own. Leave out `status`, `reason` and `body`, or `like`."],
        ),
        (
            "      - connect\n      - respond: { origin: 192.0.2.1 }\n",
            ["15:20 only a service tells where a request came from. Add `like: httpbin`."],
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

#[test]
fn pages_that_no_browser_can_show() {
    for (steps, complaints) in [
        (
            "      - expect_page: { target: a.html, shows: { contains: x } }\n",
            vec!["14:32 a target begins with `/`. Write `target: \"/a.html\"`."],
        ),
        (
            "      - expect_page: { target: /a.html }\n",
            vec![
                "14:9 `expect_page` does not say what the page shows. Write `shows: { contains: some text }`, or `title: { text: some title }`.",
            ],
        ),
        (
            "      - expect_page: { shows: { contains: '{page}' } }\n",
            vec![
                "14:44 nothing is called `page` here. Known here are `host`, `port`, `stage_address` and `stage_name`.",
            ],
        ),
        (
            "      - expect_page: { shows: { contains: '' }, title: { regex: '(' } }\n",
            vec![
                "14:9 an empty `contains` is always true. Give the text that is awaited.",
                "14:66 this is no regular expression: unclosed group. Put `\\` before a character that stands for itself.",
            ],
        ),
        (
            "      - together: [[expect_page: { shows: { contains: x } }], [expect_page: { shows: { contains: x } }]]\n",
            vec!["14:9 several branches visit a page at the same time. Keep `expect_page` in one of them."],
        ),
    ] {
        assert_eq!(about(steps), complaints, "{steps}");
    }
}

#[test]
fn a_client_has_no_pages() {
    let spec = "format: 1\nexercise: x\ntitle: X\nsheet: S\nprograms: { client: { files: [c.*] } }\nchecks:\n  - { id: a, title: A, \
                program: client, points: 1, because: b, hint: h, steps: [{ expect_page: { shows: { contains: x } } }] }\n";
    assert_eq!(
        told(spec),
        ["7:81 a browser visits a server that plays alone. Write the check with `program: server`."]
    );
}
