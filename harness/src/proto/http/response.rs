//! A response, from its status line to the end of its body.

use super::head::{Head, MOST_FIELDS, checked};
use super::{Part, Reading, body};

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The second number of its version: 0 or 1.
    pub minor: u8,
    /// The status code.
    pub code: u16,
    /// The reason phrase; empty where there is none.
    pub reason: String,
    /// The header lines.
    pub head: Head,
    /// The body, out of its chunks.
    pub body: Vec<u8>,
    /// Bytes of all of it on the wire.
    pub length: usize,
    /// Whether only the end of the connection ends it.
    pub until_close: bool,
}

/// Reads the response at the start of some bytes. `ended` says that no more can come.
pub fn read(bytes: &[u8], ended: bool) -> Reading<Response> {
    part(bytes, ended).into()
}

fn part(bytes: &[u8], ended: bool) -> Part<Response> {
    const FIRST_LINE: &str =
        "this is no status line: a version, a code of three digits, a reason (RFC 9112, section 4)";
    let length = checked(bytes, FIRST_LINE, |bytes| {
        let mut headers = [httparse::EMPTY_HEADER; MOST_FIELDS];
        httparse::Response::new(&mut headers).parse(bytes)
    })?;
    let mut headers = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut parsed = httparse::Response::new(&mut headers);
    // It was parsed before, so it is whole.
    let _ = parsed.parse(&bytes[..length]);
    let (minor, code) = (parsed.version.unwrap_or_default(), parsed.code.unwrap_or_default());
    let reason = parsed.reason.unwrap_or_default().to_owned();
    let head = Head::new(bytes, length, parsed.headers);
    let bare = matches!(code, 100..200 | 204 | 304);
    let body = if bare { None } else { Some(body::read(bytes, &head, true, ended)?) };
    Ok(Response {
        minor,
        code,
        reason,
        length: length + body.as_ref().map_or(0, |body| body.taken),
        until_close: body.as_ref().is_some_and(|body| body.until_close),
        body: body.map(|body| body.content).unwrap_or_default(),
        head,
    })
}
