//! A request, from its request line to the end of its body.

use super::head::{Head, MOST_FIELDS, checked};
use super::{Part, Reading, body};

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method; upper and lower case are different ones.
    pub method: String,
    /// The target, as it came: `/index.html`, or `http://host/index.html` in absolute form (RFC 9112, section 3.2).
    pub target: String,
    /// The second number of its version: 0 or 1.
    pub minor: u8,
    /// The header lines.
    pub head: Head,
    /// The body, out of its chunks.
    pub body: Vec<u8>,
    /// Bytes of all of it on the wire.
    pub length: usize,
}

/// A target, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// The host, and a port if there is one, of a target in absolute form.
    pub authority: Option<&'a str>,
    /// The path; `/` where an absolute form has none.
    pub path: &'a str,
    /// What follows the question mark.
    pub query: Option<&'a str>,
}

/// Reads the request at the start of some bytes. `ended` says that no more can come.
pub fn read(bytes: &[u8], ended: bool) -> Reading<Request> {
    part(bytes, ended).into()
}

/// Reads what came in all as a request; its blank line may be missing.
pub fn read_cut_off(bytes: &[u8]) -> Option<Request> {
    let ended = |bytes: &[u8]| match read(bytes, true) {
        Reading::Whole(request) => Some(request),
        Reading::Unfinished { .. } | Reading::Broken(_) => None,
    };
    ended(bytes).or_else(|| {
        let mended = [bytes, if bytes.ends_with(b"\n") { b"\r\n" } else { b"\r\n\r\n" }].concat();
        ended(&mended).map(|request| Request { length: bytes.len(), ..request })
    })
}

/// The fields of a query or a form, decoded.
pub fn form_fields(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes.trim_ascii()).into_owned().collect()
}

fn part(bytes: &[u8], ended: bool) -> Part<Request> {
    const FIRST_LINE: &str = "this is no request line: a method, a target, a version (RFC 9112, section 3)";
    let length = checked(bytes, FIRST_LINE, |bytes| {
        let mut headers = [httparse::EMPTY_HEADER; MOST_FIELDS];
        httparse::Request::new(&mut headers).parse(bytes)
    })?;
    let mut headers = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut parsed = httparse::Request::new(&mut headers);
    // It was parsed before, so it is whole.
    let _ = parsed.parse(&bytes[..length]);
    let method = parsed.method.unwrap_or_default().to_owned();
    let target = parsed.path.unwrap_or_default().to_owned();
    let minor = parsed.version.unwrap_or_default();
    let head = Head::new(bytes, length, parsed.headers);
    // A request without a length has no body.
    let body = body::read(bytes, &head, false, ended)?;
    Ok(Request { method, target, minor, length: length + body.taken, body: body.content, head })
}

impl Request {
    /// Its target, taken apart.
    pub fn target(&self) -> Target<'_> {
        let (path, query) = match self.target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (self.target.as_str(), None),
        };
        let Some(rest) = path.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://")).map(|_| &path[7..])
        else {
            return Target { authority: None, path, query };
        };
        let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
        Target { authority: Some(authority), path, query }
    }
}
