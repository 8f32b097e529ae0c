//! What is known of the one page that a browser opens, from what it has told.

use std::collections::BTreeSet;

use serde_json::Value;

/// Why a browser shows no page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// In the browser's own word: `ERR_EMPTY_RESPONSE`.
    pub error: String,
    /// The status of the response, if there was one.
    pub status: Option<u64>,
    /// The media type of the response, if there was one.
    pub media_type: Option<String>,
}

/// What stands in the browser's window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Window {
    /// Nothing yet.
    #[default]
    Empty,
    /// What came from the server, if not all of it.
    Page,
    /// The browser's own page about an error.
    Error,
}

/// The page, and what has been asked for to show it.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The number of the request for the page itself.
    main: Option<String>,
    /// Requests that are on the wire.
    asked_for: BTreeSet<String>,
    /// Requests that are over.
    over: BTreeSet<String>,
    status: Option<u64>,
    media_type: Option<String>,
    window: Window,
    /// Everything that belongs to what stands there has come.
    pub(super) is_loaded: bool,
    /// In place of the page, or instead of its rest, there was an error.
    pub(super) failure: Option<Failure>,
    /// The process that shows pages has broken.
    pub(super) is_broken: bool,
}

impl Page {
    /// Whether the browser shows what came from the server, if not all of it.
    pub(super) fn is_there(&self) -> bool {
        self.window == Window::Page
    }

    /// Whether nothing more is to come.
    pub(super) fn is_over(&self) -> bool {
        self.is_loaded || self.failure.is_some()
    }

    /// Whether something that was asked for has not come.
    pub(super) fn awaits(&self) -> bool {
        !self.is_over() && !self.asked_for.is_empty()
    }

    /// Whether what stands in the window stays there.
    pub(super) fn is_settled(&self) -> bool {
        self.window != Window::Empty || !self.shows_error()
    }

    /// Whether the browser shows, or will in a moment, a page of its own about an error. What it saves as a file leaves the
    /// page before it as it was.
    pub(super) fn shows_error(&self) -> bool {
        !self.is_there() && self.failure.as_ref().is_some_and(|failure| failure.error != "ERR_ABORTED")
    }

    /// Takes in an event.
    pub(super) fn hear(&mut self, method: &str, parameters: &Value) {
        let text = |path: &str| parameters.pointer(path).and_then(Value::as_str);
        let request = text("/requestId").unwrap_or_default();
        let is_main = self.main.as_deref() == Some(request);
        match method {
            // The request for a document has the number of its loading; those within a page have others.
            "Network.requestWillBeSent" if self.main.is_none() && text("/loaderId") == Some(request) => {
                self.main = Some(request.to_owned());
            }
            "Network.requestWillBeSentExtraInfo" if !self.over.contains(request) => {
                self.asked_for.insert(request.to_owned());
            }
            "Network.responseReceived" if is_main => {
                self.status = parameters.pointer("/response/status").and_then(Value::as_u64);
                self.media_type = text("/response/mimeType").map(str::to_owned);
            }
            "Network.loadingFinished" | "Network.loadingFailed" => {
                self.asked_for.remove(request);
                self.over.insert(request.to_owned());
                if is_main && method == "Network.loadingFailed" {
                    self.fail(text("/errorText").unwrap_or_default());
                }
            }
            "Page.frameNavigated" if self.main.is_some() && text("/frame/loaderId") == self.main.as_deref() => {
                let is_error = text("/frame/unreachableUrl").is_some();
                self.window = if is_error { Window::Error } else { Window::Page };
            }
            "Page.loadEventFired" if self.window != Window::Empty => self.is_loaded = true,
            "Inspector.targetCrashed" => self.is_broken = true,
            _ => {}
        }
    }

    /// Takes in the answer to the command that opens the page.
    pub(super) fn hear_opened(&mut self, answer: &Value) {
        if let Some(error) = answer["errorText"].as_str().filter(|error| !error.is_empty()) {
            self.fail(error);
        }
    }

    fn fail(&mut self, error: &str) {
        let error = error.strip_prefix("net::").unwrap_or(error).to_owned();
        let (status, media_type) = (self.status, self.media_type.clone());
        self.failure.get_or_insert(Failure { error, status, media_type });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Failure, Page};

    fn heard(events: &[(&str, Value)]) -> Page {
        let mut page = Page::default();
        for (method, parameters) in events {
            page.hear(method, parameters);
        }
        page
    }

    fn request() -> [(&'static str, Value); 2] {
        [
            ("Network.requestWillBeSent", json!({ "requestId": "A", "loaderId": "A", "type": "Document" })),
            ("Network.requestWillBeSentExtraInfo", json!({ "requestId": "A" })),
        ]
    }

    fn frame(more: Value) -> (&'static str, Value) {
        ("Page.frameNavigated", json!({ "frame": { "loaderId": "A", "unreachableUrl": more } }))
    }

    #[test]
    fn a_page_is_awaited_from_its_request_until_it_is_loaded() {
        let [will_be, sent] = request();
        let finished = ("Network.loadingFinished", json!({ "requestId": "A" }));
        let loaded = ("Page.loadEventFired", json!({}));
        let events = [loaded.clone(), will_be, sent, frame(Value::Null), finished, loaded];
        let states: Vec<(bool, bool, bool)> = (0..=events.len())
            .map(|count| heard(&events[..count]))
            .map(|page| (page.awaits(), page.is_there(), page.is_over()))
            .collect();
        let (idle, asks, comes) = ((false, false, false), (true, false, false), (true, true, false));
        // What was loaded before the request was the empty page.
        assert_eq!(states, [idle, idle, idle, asks, comes, (false, true, false), (false, true, true)]);
    }

    #[test]
    fn a_request_that_is_told_of_after_its_end_is_not_awaited() {
        let [will_be, sent] = request();
        let finished = ("Network.loadingFinished", json!({ "requestId": "A" }));
        assert!(!heard(&[will_be, finished, sent]).awaits());
    }

    #[test]
    fn the_browsers_page_about_an_error_is_not_the_page() {
        let [will_be, sent] = request();
        let failed = ("Network.loadingFailed", json!({ "requestId": "A", "errorText": "net::ERR_EMPTY_RESPONSE" }));
        let page = heard(&[will_be, sent, failed, frame(json!("http://127.0.0.1/"))]);
        let failure = Failure { error: "ERR_EMPTY_RESPONSE".to_owned(), status: None, media_type: None };
        assert_eq!((page.is_there(), page.shows_error(), page.failure), (false, true, Some(failure)));
    }

    #[test]
    fn a_refusal_to_open_the_page_is_an_error_too() {
        let mut page = Page::default();
        page.hear_opened(&json!({ "frameId": "F", "errorText": "net::ERR_CONNECTION_REFUSED" }));
        page.hear_opened(&json!({ "errorText": "another" }));
        assert_eq!(page.failure.map(|failure| failure.error).as_deref(), Some("ERR_CONNECTION_REFUSED"));
    }
}
