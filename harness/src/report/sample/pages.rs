//! Plays of the sample run in which a browser looks at a page.

use super::builders::{blocked, connection, differed, missing, of};
use super::{Play, found};
use crate::event::EventKind;
use crate::verdict::{BROWSERS_CONNECTION, Ending, Exit, FindingKind, Heard, Transport};

const URL: &str = "http://127.0.0.1:33498/heron.html";

fn page() -> Heard {
    Heard::Page(URL.to_owned())
}

fn visited(then: Vec<EventKind>) -> Vec<EventKind> {
    let role = "server".to_owned();
    let listened = EventKind::Listened { role, address: ([0, 0, 0, 0], 33498).into(), transport: Transport::Tcp };
    [listened, EventKind::Visited { url: URL.to_owned() }].into_iter().chain(then).collect()
}

/// Pages that are something else, that never come, or that no browser can show.
pub(super) fn pages() -> Vec<Play> {
    let picture = EventKind::Pictured { url: URL.to_owned(), width: 800, height: 600, png: "iVBORw0KGgo=".to_owned() };
    let no_page = FindingKind::NoPage {
        expected: "`heron`".to_owned(),
        heard: page(),
        error: "ERR_EMPTY_RESPONSE".to_owned(),
        status: None,
        media_type: None,
        exit: Some(Exit::Code(1)),
    };
    let source = differed(page(), "`heron`", Some("heron"), b"<h1>heron</h1>", 0, None);
    let stuck = Ending::Stuck(vec![blocked("recvfrom", connection(BROWSERS_CONNECTION))]);
    vec![
        of("shows-page", "A browser shows the page", visited(vec![picture, source])),
        of("page-comes", "The page comes to an end", visited(vec![missing(page(), "`heron`", b"", stuck)])),
        of("page-is-one", "The page is one", visited(vec![found(no_page)])),
    ]
}
