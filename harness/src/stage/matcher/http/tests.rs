//! What the rules say of messages: right ones, near ones, wrong ones, and those that never end.

use std::time::SystemTime;

use serde::Deserialize;

use crate::stage::clock::Clock;
use crate::stage::matcher::examine::{Context, Outcome};
use crate::stage::matcher::{Matcher, RequestRule, ResponseRule};
use crate::stage::near::NearRule;
use crate::stage::template::Variables;
use crate::verdict::Ending;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Rule {
    Request(RequestRule),
    Response(ResponseRule),
}

/// Holds what came against a rule in YAML, in a play in which `word` is `heron`.
fn hold(rule: &str, came: &str, ending: Option<&Ending>) -> String {
    let matcher = match serde_yaml::from_str(rule).expect("a sound rule") {
        Rule::Request(rule) => Matcher::Request(Box::new(rule)),
        Rule::Response(rule) => Matcher::Response(Box::new(rule)),
    };
    let variables = Variables::from([("word".to_owned(), "heron".into())]);
    let at = SystemTime::UNIX_EPOCH;
    let context = Context {
        variables: &variables,
        near: &NearRule::default(),
        clock: &Clock::new("UTC"),
        started: at,
        sent: at,
        arrived: &|_| at,
        ending,
    };
    match matcher.examine(came.as_bytes(), &context).expect("it can be filled") {
        Outcome::Whole { near: None, meant, .. } => format!("right: {}", meant.to_text()),
        Outcome::Whole { near: Some(near), .. } => format!("near: {near}"),
        Outcome::Partial { .. } => "more".to_owned(),
        Outcome::Differs { at, remark } => format!("{at}: {}", remark.unwrap_or_default()),
    }
}

const CLOSED: Option<&Ending> = Some(&Ending::Closed);
const RESET: Option<&Ending> = Some(&Ending::Reset);

fn stuck() -> Ending {
    Ending::Stuck(Vec::new())
}

const PAGE: &str = "response: { status: 200, headers: { content-type: text/html }, body: { text: '{word}' } }";

#[test]
fn a_response_leaves_every_freedom_that_the_rules_leave() {
    for came in [
        "HTTP/1.0 200 OK\r\nContent-type: text/html\r\n\r\nheron",
        "HTTP/1.1 200 Fine\r\nCONTENT-TYPE:  Text/HTML; charset=utf-8\r\nServer: x\r\nContent-Length: 5\r\n\r\nheron",
        "HTTP/1.1 200\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nheron\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/html\r\n\r\nheron\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nheron\r\n0\r\n\r\n",
    ] {
        for ending in [CLOSED, RESET] {
            assert!(hold(PAGE, came, ending).starts_with("right: heron"), "{came}: {}", hold(PAGE, came, ending));
        }
    }
    let bare = "HTTP/1.0 200 OK\nContent-type: text/html\n\nheron";
    assert_eq!(hold(PAGE, bare, CLOSED), "near: line ends of the head: LF instead of CR LF");
}

#[test]
fn a_wrong_response_is_wrong_at_its_place() {
    for (came, what) in [
        ("HTTP/1.1 404 Not Found\r\n\r\n", "9: the status is 404, not 200"),
        ("HTTP/1.1 200 OK\r\n\r\nheron", "17: there is no header `content-type`"),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nheron",
            "31: `content-type` is `text/plain`, not `text/html`",
        ),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhero", "48: the body ends after 4 of 5 bytes"),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nherons", "49: the body goes on past its 5 bytes"),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nheRon", "46: "),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nheron",
            "66: more comes than the 3 bytes that `Content-Length` says (RFC 9112, section 6.3)",
        ),
        ("", "more"),
    ] {
        assert_eq!(hold(PAGE, came, CLOSED), what, "{came}");
    }
}

#[test]
fn a_line_end_more_is_free_and_one_less_is_a_byte_that_is_missing() {
    let page = |body: &str| format!("HTTP/1.0 200 OK\r\n\r\n{body}");
    let line = "response: { body: { text: \"{word}\\n\" } }";
    assert_eq!(hold(line, &page("heron\n"), CLOSED), "right: heron\n");
    assert!(hold(line, &page("heron\n\r\n"), CLOSED).starts_with("right"));
    assert_eq!(hold(line, &page("heron"), CLOSED), "24: the body ends after 5 of 6 bytes");
}

#[test]
fn a_response_that_could_still_grow_is_waited_for() {
    let whole = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nheron";
    assert_eq!(hold(PAGE, whole, None), "more");
    assert_eq!(hold(PAGE, whole, Some(&stuck())), "right: heron");
    assert_eq!(hold("response: { open: true }", whole, None), "right: heron");
    let endless = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nheron";
    assert_eq!(
        hold(PAGE, endless, Some(&stuck())),
        "49: here it stops, and lacks the end of the body: a `Content-Length`, chunks, or the close of the connection (RFC \
         9112, section 6.3)"
    );
}

#[test]
fn a_page_that_is_not_there_may_say_so_in_two_places() {
    const MISSING: &str = "response: { status: 4xx, says: not found }";
    assert_eq!(hold(MISSING, "HTTP/1.1 404 Not Found\r\n\r\n", CLOSED), "right: ");
    assert_eq!(
        hold(MISSING, "HTTP/1.0 404 Oops\r\n\r\n<h1>404 Not Found</h1>", CLOSED),
        "right: <h1>404 Not Found</h1>"
    );
    assert_eq!(
        hold(MISSING, "HTTP/1.0 404 Oops\r\n\r\n", CLOSED),
        "12: neither the reason phrase nor the body says `not found`"
    );
}

const FETCH: &str = "request: { method: GET, path: '/{word}.html', host: www.example, query: { b: c d } }";

#[test]
fn a_request_leaves_every_freedom_that_the_rules_leave() {
    for came in [
        "GET /heron.html?a=1&b=c+d HTTP/1.1\r\nhost: www.example:80\r\n\r\n",
        "GET /%68eron.html?b=c%20d HTTP/1.0\r\n\r\n",
        "GET http://www.example/heron.html?b=c+d HTTP/1.0\r\nAccept: */*\r\n\r\n",
    ] {
        assert_eq!(hold(FETCH, came, None), "right: ", "{came}");
    }
    let bare = "GET /heron.html?b=c+d HTTP/1.0\n\n";
    assert_eq!(hold(FETCH, bare, None), "near: line ends of the head: LF instead of CR LF");
}

#[test]
fn a_wrong_request_is_wrong_at_its_place() {
    for (came, what) in [
        ("get /heron.html?b=c+d HTTP/1.0\r\n\r\n", "0: the method is `get`, not `GET`"),
        ("GET heron.html?b=c+d HTTP/1.0\r\n\r\n", "4: the path is `heron.html`, not `/heron.html`"),
        ("GET /heron.html HTTP/1.0\r\n\r\n", "4: the query has no `b`"),
        ("GET /heron.html?b=d HTTP/1.0\r\n\r\n", "4: `b` is `d` in the query, not `c d`"),
        (
            "GET /heron.html?b=c+d HTTP/1.1\r\n\r\n",
            "4: a request of HTTP/1.1 needs a header `Host` (RFC 9112, section 3.2)",
        ),
        ("GET /heron.html?b=c+d HTTP/1.1\r\nHost: x\r\n\r\n", "4: the host is `x`, not `www.example`"),
    ] {
        assert_eq!(hold(FETCH, came, None), what, "{came}");
    }
}

#[test]
fn a_request_that_never_ends_is_taken_for_whole_unless_its_end_is_asked_for() {
    let begun = "GET / HTTP/1.0\r\n";
    assert_eq!(hold("request: {}", begun, None), "more");
    assert_eq!(hold("request: {}", begun, Some(&stuck())), "right: ");
    assert_eq!(hold("request: {}", "GET / HTTP/1.0", Some(&stuck())), "right: ");
    assert_eq!(
        hold("request: { finished: true }", begun, Some(&stuck())),
        "16: here it stops, and lacks the blank line that ends the head (RFC 9112, section 2.1)"
    );
}

#[test]
fn a_body_is_read_as_what_it_is() {
    let put = |kind: &str, body: &str| {
        format!("PUT / HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };
    let form = put("application/x-www-form-urlencoded", "a=1&b=heron");
    assert!(hold("request: { form: { b: '{word}' } }", &form, None).starts_with("right"));
    assert_eq!(hold("request: { form: { b: x } }", &form, None), "96: `b` is `heron` in the form in the body, not `x`");
    let json = put("application/json", r#"{"a": 1, "b": ["heron"]}"#);
    assert!(hold("request: { json: { b: ['{word}'] } }", &json, None).starts_with("right"));
    assert_eq!(hold("request: { json: { a: 2 } }", &json, None), "79: the body is not {\"a\":2}");
}

#[test]
fn a_connection_that_stays_open_may_be_judged_elsewhere() {
    let page = "HTTP/1.0 200 OK\r\n\r\nheron";
    let rule = "response: { body: { text: '{word}' }, unclosed: true }";
    assert_eq!(hold(rule, page, None), "more");
    assert_eq!(hold(rule, page, Some(&stuck())), "right: heron");
    assert!(hold("response: {}", page, Some(&stuck())).contains("here it stops"));
}

#[test]
fn what_must_not_stand_in_a_body_is_judged_once_it_is_whole() {
    let rule = "response: { body: { not: { contains: '{word}' } } }";
    assert_eq!(hold(rule, "HTTP/1.0 404 No\r\n\r\n", CLOSED), "right: ");
    assert_eq!(hold(rule, "HTTP/1.0 200 OK\r\n\r\nnobody", CLOSED), "right: nobody");
    assert_eq!(hold(rule, "HTTP/1.0 200 OK\r\n\r\na heron", CLOSED), "19: this must not come");
}

#[test]
fn a_body_may_be_a_mapping() {
    let rule = "response: { body: { mapping: { entries: { '{word}': a } } } }";
    assert_eq!(hold(rule, "HTTP/1.0 200 OK\r\n\r\n{'heron': 'a'}\n", CLOSED), "right: {'heron': 'a'}\n");
    assert_eq!(hold(rule, "HTTP/1.0 200 OK\r\n\r\n{'heron': 'b'}", CLOSED), "21: `heron` has `b`, not `a`");
}
