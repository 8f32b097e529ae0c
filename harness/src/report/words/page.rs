//! What a browser shows instead of the page that was awaited, and why.

use super::super::timeline::Scene;
use super::Story;
use super::ending::ending;
use crate::verdict::{Ending, Exit, Heard};

/// What came is a page, but shows something else.
pub(super) fn differed(heard: &Heard, expected: &str, shown: &str, remark: Option<&str>) -> Story {
    let title = format!("in a browser, {} shows something else than it should", page(heard));
    let why = remark.map_or_else(String::new, |remark| format!(": {remark}"));
    let message = format!("{title}: expected {expected}, but it shows {shown}{why}");
    Story::new(title, message)
}

/// Nothing came that a browser could show, or not all of it.
pub(super) fn no_page(
    scene: &Scene<'_>,
    heard: &Heard,
    expected: &str,
    (error, status, media_type): (&str, Option<u64>, Option<&str>),
    exit: Option<Exit>,
) -> Story {
    let (what, means) = told(error, status, media_type);
    let title = format!("the browser cannot show {}, on which {expected} was awaited", page(heard));
    let mut message = format!("{title}: {what}");
    if let Some(exit) = exit {
        let (did, _) = ending(scene, heard, &Ending::Exited(exit));
        message.extend(["; the server ", did.as_str()]);
    }
    Story { beside_bytes: message.clone(), ..Story::new(title, message) }.with_diagnosis(means)
}

fn page(heard: &Heard) -> &str {
    if let Heard::Page(url) = heard { url } else { "the page" }
}

/// The error in words, with the browser's own; and what it means for the server.
fn told(error: &str, status: Option<u64>, media_type: Option<&str>) -> (String, String) {
    let (words, means) = match (error, status) {
        ("ERR_CONNECTION_REFUSED", _) => ("nobody accepts connections there any more", ""),
        ("ERR_EMPTY_RESPONSE", _) => (
            "the connection was closed without a response",
            "The server has read the request and closed the connection, or ended, before it sent anything.",
        ),
        ("ERR_INVALID_HTTP_RESPONSE", _) => (
            "what came is no response of HTTP",
            "A response begins with a status line, such as `HTTP/1.1 200 OK`; after the header lines, an empty line ends the head.",
        ),
        ("ERR_CONNECTION_RESET" | "ERR_CONNECTION_CLOSED" | "ERR_SOCKET_NOT_CONNECTED", _) => (
            "the connection was cut",
            "A server that closes a connection before it has read the whole request cuts it: browsers send about 700 bytes.",
        ),
        ("ERR_CONTENT_LENGTH_MISMATCH", _) => (
            "less came than the Content-Length says",
            "Content-Length is the number of bytes of the content, without the head.",
        ),
        ("ERR_ABORTED", _) => (
            "it is nothing that a browser shows",
            "A browser saves it as a file, if it has anything to save. `Content-Type: text/html` says that it is a page.",
        ),
        ("ERR_HTTP_RESPONSE_CODE_FAILURE", Some(_)) => {
            ("it has no content", "The status tells of an error, and there is no page for the person.")
        }
        _ => ("an error", ""),
    };
    let status = status.map_or_else(String::new, |status| format!(", status {status}"));
    let media_type = media_type.map_or_else(String::new, |media_type| format!(", {media_type}"));
    (format!("{words} ({error}{status}{media_type})"), means.to_owned())
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn an_error_is_told_in_words_and_in_the_browsers_own() {
        let told = |error, status, media_type| told(error, status, media_type).0;
        assert_eq!(
            told("ERR_EMPTY_RESPONSE", None, None),
            "the connection was closed without a response (ERR_EMPTY_RESPONSE)"
        );
        assert_eq!(
            told("ERR_ABORTED", Some(200), Some("application/octet-stream")),
            "it is nothing that a browser shows (ERR_ABORTED, status 200, application/octet-stream)"
        );
        assert_eq!(told("ERR_UNKNOWN", None, None), "an error (ERR_UNKNOWN)");
    }
}
