//! A response of HTTP: framed as RFC 9112 says, with the status, header lines and body that a check asks for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::examine::{Context, Mistake, Outcome};
use super::http::{Body, Headers, unfinished};
use super::{Matcher, line_end_length};
use crate::proto::http::{Reading, Response, read_response};
use crate::stage::template::Template;
use crate::text::{Bytes, number_or_text};
use crate::verdict::Ending;

/// What is awaited of a response; anything goes where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ResponseRule {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
    /// Keeps the body under this name.
    pub save: Option<String>,
    /// The status code: three digits, `x` for any of them, as in `2xx`.
    pub status: Option<StatusRule>,
    /// This text, in upper or lower case, in the reason phrase or in the body.
    pub says: Option<Template>,
    /// Header lines that must be there, and how their values begin, in upper or lower case.
    pub headers: BTreeMap<String, Template>,
    /// The body, whole. A `text` is meant to the byte, but for a line end after it.
    pub body: Option<Box<Matcher>>,
    /// Where nothing but the end of the connection could end it, it may also stay open: it is taken for whole once the
    /// program waits for something else.
    pub unclosed: bool,
    /// Judges it as soon as it is whole. Otherwise the program may close the connection, or come to rest, and so show
    /// whether more comes than it said.
    pub open: bool,
}

/// A status code, or a pattern of one. `404` and `"404"` are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct StatusRule(pub String);

impl<'de> Deserialize<'de> for StatusRule {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        number_or_text(deserializer, "a status code, or a pattern such as `2xx`").map(Self)
    }
}

impl StatusRule {
    /// Whether it can be met at all.
    pub fn is_sound(&self) -> bool {
        self.0.len() == 3
            && self.0.starts_with(|first: char| ('1'..='5').contains(&first))
            && self.0[1..].chars().all(|rest| rest.is_ascii_digit() || rest == 'x')
    }

    fn allows(&self, code: u16) -> bool {
        let code = code.to_string();
        code.len() == self.0.len() && code.chars().zip(self.0.chars()).all(|(is, may)| may == 'x' || is == may)
    }
}

impl ResponseRule {
    /// Holds what came against the rule.
    pub(super) fn examine(&self, bytes: &[u8], context: &Context<'_>) -> Result<Outcome, Mistake> {
        let closed = matches!(context.ending, Some(Ending::Closed | Ending::Reset | Ending::Exited(_)));
        let closed = closed || self.unclosed && context.ending.is_some();
        let response = match read_response(bytes, closed) {
            Reading::Whole(response) => response,
            Reading::Unfinished { lacks } => return Ok(unfinished(bytes, lacks, context)),
            Reading::Broken(broken) => return Ok(Outcome::Differs { at: broken.at, remark: Some(broken.rule) }),
        };
        if !self.open && context.ending.is_none() {
            return Ok(Outcome::Partial { suspect: None });
        }
        let end = response.length + line_end_length(&bytes[response.length..]);
        if !self.open && end < bytes.len() {
            return Ok(Outcome::Differs { at: response.length, remark: Some(goes_on(&response)) });
        }
        if let Some(differs) = self.differs(&response, context)? {
            return Ok(differs);
        }
        let near = response.head.bare_line_feed.then(|| "line ends of the head: LF instead of CR LF".to_owned());
        Ok(Outcome::Whole { length: end, near, meant: Bytes(response.body) })
    }

    fn differs(&self, response: &Response, context: &Context<'_>) -> Result<Option<Outcome>, Mistake> {
        // The code stands behind `HTTP/1.1 `.
        const CODE: usize = 9;
        let differs = |at, remark: String| Ok(Some(Outcome::Differs { at, remark: Some(remark) }));
        if let Some(status) = &self.status
            && !status.allows(response.code)
        {
            return differs(CODE, format!("the status is {}, not {}", response.code, status.0));
        }
        if let Some(says) = &self.says {
            let says = says.fill(context.variables)?.to_text().to_lowercase();
            let said = [response.reason.as_bytes(), &response.body];
            if !said.iter().any(|said| String::from_utf8_lossy(said).to_lowercase().contains(&says)) {
                return differs(CODE + 3, format!("neither the reason phrase nor the body says `{says}`"));
            }
        }
        let place = response.head.length;
        if let Some((at, remark)) = Headers(&self.headers).differ(&response.head, context)? {
            return differs(at, remark);
        }
        match &self.body {
            Some(matcher) => Body { bytes: &response.body, place, what: "body" }.differs(matcher, context),
            None => Ok(None),
        }
    }

    /// What is awaited, in words.
    pub(super) fn describe(&self) -> String {
        match &self.status {
            Some(status) => format!("a response with status {}", status.0),
            None => "a response".to_owned(),
        }
    }
}

fn goes_on(response: &Response) -> String {
    let length = response.body.len();
    if response.head.named("content-length").next().is_some() {
        format!("more comes than the {length} bytes that `Content-Length` says (RFC 9112, section 6.3)")
    } else {
        "more comes after the end of the response (RFC 9112, section 6.3)".to_owned()
    }
}
