//! What is read in the bytes of messages, and what is wrong with them and where.

use super::{Reading, read_request, read_response};

/// A response in short: version, code, reason, headers, body; or what is wrong with it.
fn response(bytes: &str, ended: bool) -> String {
    match read_response(bytes.as_bytes(), ended) {
        Reading::Whole(read) => {
            let ends = if read.until_close { "the close" } else { "itself" };
            let rest = bytes.len() - read.length;
            let fields = read.head.fields.len();
            let body = String::from_utf8_lossy(&read.body).into_owned();
            format!(
                "1.{} {} {:?}, {fields} fields, {body:?}, ended by {ends}, {rest} behind",
                read.minor, read.code, read.reason
            )
        }
        Reading::Unfinished { lacks } => format!("lacks {lacks}"),
        Reading::Broken(broken) => format!("{}: {}", broken.at, broken.rule),
    }
}

fn request(bytes: &str) -> String {
    match read_request(bytes.as_bytes(), false) {
        Reading::Whole(read) => {
            let target = read.target();
            let body = String::from_utf8_lossy(&read.body).into_owned();
            format!(
                "{} {:?} {} {:?} 1.{}, {body:?}",
                read.method, target.authority, target.path, target.query, read.minor
            )
        }
        Reading::Unfinished { lacks } => format!("lacks {lacks}"),
        Reading::Broken(broken) => format!("{}: {}", broken.at, broken.rule),
    }
}

#[test]
fn a_body_ends_by_its_length_by_chunks_or_with_the_connection() {
    assert_eq!(
        response("HTTP/1.1 200 OK\r\ncontent-LENGTH: 5\r\n\r\nheron\n", false),
        "1.1 200 \"OK\", 1 fields, \"heron\", ended by itself, 1 behind"
    );
    assert_eq!(
        response("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nher\r\n2;x=y\r\non\r\n0\r\n\r\n", false),
        "1.1 200 \"OK\", 1 fields, \"heron\", ended by itself, 0 behind"
    );
    assert_eq!(
        response("HTTP/1.0 200\r\n\r\nheron", true),
        "1.0 200 \"\", 0 fields, \"heron\", ended by the close, 0 behind"
    );
    assert_eq!(
        response("HTTP/1.1 204 No Content\r\n\r\n", false),
        "1.1 204 \"No Content\", 0 fields, \"\", ended by itself, 0 behind"
    );
}

#[test]
fn what_is_missing_is_named() {
    for (came, lacks) in [
        ("", "the blank line that ends the head (RFC 9112, section 2.1)"),
        ("HTTP/1.1 200 OK\r\nServer: x\r\n", "the blank line that ends the head (RFC 9112, section 2.1)"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nher", "the rest of the body"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhe", "the rest of a chunk"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nher\r\n", "the next chunk"),
        (
            "HTTP/1.1 200 OK\r\n\r\nheron",
            "the end of the body: a `Content-Length`, chunks, or the close of the connection (RFC 9112, section 6.3)",
        ),
    ] {
        assert_eq!(response(came, false), format!("lacks {lacks}"), "{came}");
    }
}

#[test]
fn a_broken_rule_is_cited_with_its_place() {
    const STATUS: &str = "0: this is no status line: a version, a code of three digits, a reason (RFC 9112, section 4)";
    for came in ["hello\r\n\r\n", "200 OK\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "<h1>Hello</h1>\r\n\r\n"] {
        assert_eq!(response(came, true), STATUS, "{came}");
    }
    assert_eq!(
        response("HTTP/1.1 200 OK\r\n<h1>Hello</h1>\r\n\r\n", true),
        "17: this is no header line: a name, a colon, a value (RFC 9112, section 5)"
    );
    assert_eq!(
        response("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nher", true),
        "41: the body ends after 3 of the 5 bytes that `Content-Length` says (RFC 9112, section 6.3)"
    );
    assert_eq!(
        response("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nheron", true),
        "33: `Content-Length: five` is no length (RFC 9110, section 8.6)"
    );
    assert_eq!(
        response("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nheron\r\n", true),
        "47: this is no size of a chunk in hexadecimal digits (RFC 9112, section 7.1)"
    );
}

#[test]
fn requests_have_a_target_in_one_of_two_forms() {
    assert_eq!(request("GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"), "GET None /a Some(\"b=c\") 1.1, \"\"");
    assert_eq!(
        request("GET http://data.example:80/romeo.txt HTTP/1.0\r\n\r\n"),
        "GET Some(\"data.example:80\") /romeo.txt None 1.0, \"\""
    );
    assert_eq!(request("GET http://data.example HTTP/1.0\n\n"), "GET Some(\"data.example\") / None 1.0, \"\"");
    assert_eq!(request("PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nheron"), "PUT None / None 1.1, \"heron\"");
}

#[test]
fn requests_break_rules_too() {
    const LINE: &str = "0: this is no request line: a method, a target, a version (RFC 9112, section 3)";
    assert_eq!(request("GET /index.html\r\n\r\n"), LINE);
    assert_eq!(request("GET\r\n\r\n"), LINE);
    assert_eq!(
        request("GET / HTTP/2.0\r\n\r\n"),
        "0: the version is neither HTTP/1.0 nor HTTP/1.1 (RFC 9112, section 2.3)"
    );
    assert_eq!(request("GET / HTTP/1.1\r\n"), "lacks the blank line that ends the head (RFC 9112, section 2.1)");
}
