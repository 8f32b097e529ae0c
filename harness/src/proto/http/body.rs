//! Where the body of a message ends: by chunks, by its length, or with the connection (RFC 9112, section 6.3).

use super::head::Head;
use super::{Flaw, Part, breaks};

/// Bytes of the body as they stand on the wire, and the body itself.
pub(super) struct Body {
    pub taken: usize,
    pub content: Vec<u8>,
    /// Whether only the end of the connection ends it.
    pub until_close: bool,
}

/// Reads the body that follows a head. `until_close` says that one without a length lasts until the end of the connection,
/// and `ended` that the connection has ended.
pub(super) fn read(bytes: &[u8], head: &Head, until_close: bool, ended: bool) -> Part<Body> {
    let rest = &bytes[head.length..];
    if let Some(coding) = head.named("transfer-encoding").last() {
        if !coding.value.to_ascii_lowercase().ends_with(b"chunked") {
            return breaks(coding.at, "the last transfer coding is not `chunked` (RFC 9112, section 6.1)");
        }
        return chunked(rest, head.length);
    }
    if let Some(length) = content_length(head)? {
        return match rest.get(..length) {
            Some(content) => Ok(Body { taken: length, content: content.to_vec(), until_close: false }),
            None if ended => breaks(
                bytes.len(),
                format!(
                    "the body ends after {} of the {length} bytes that `Content-Length` says (RFC 9112, section 6.3)",
                    rest.len()
                ),
            ),
            None => Err(Flaw::Lacks("the rest of the body")),
        };
    }
    match (until_close, ended) {
        (true, false) => Err(Flaw::Lacks(
            "the end of the body: a `Content-Length`, chunks, or the close of the connection (RFC 9112, section 6.3)",
        )),
        (true, true) => Ok(Body { taken: rest.len(), content: rest.to_vec(), until_close: true }),
        (false, _) => Ok(Body { taken: 0, content: Vec::new(), until_close: false }),
    }
}

/// What `Content-Length` says, if it is there; several must say the same.
fn content_length(head: &Head) -> Part<Option<usize>> {
    let mut said = None;
    for field in head.named("content-length") {
        let number =
            std::str::from_utf8(&field.value).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        match number.and_then(|text| text.parse::<usize>().ok()) {
            Some(number) if said.is_none_or(|said| said == number) => said = Some(number),
            _ => {
                let shown = String::from_utf8_lossy(&field.value);
                return breaks(field.at, format!("`Content-Length: {shown}` is no length (RFC 9110, section 8.6)"));
            }
        }
    }
    Ok(said)
}

/// A body in chunks, whose first byte stands at `from`.
fn chunked(rest: &[u8], from: usize) -> Part<Body> {
    let mut content = Vec::new();
    let mut at = 0;
    loop {
        let (line, size) = match httparse::parse_chunk_size(&rest[at..]) {
            Ok(httparse::Status::Complete(read)) => read,
            Ok(httparse::Status::Partial) => return Err(Flaw::Lacks("the next chunk")),
            Err(httparse::InvalidChunkSize) => {
                return breaks(from + at, "this is no size of a chunk in hexadecimal digits (RFC 9112, section 7.1)");
            }
        };
        at += line;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size == 0 {
            return trailer(rest, at).map(|taken| Body { taken, content, until_close: false });
        }
        let Some(chunk) = at.checked_add(size).and_then(|end| rest.get(at..end)) else {
            return Err(Flaw::Lacks("the rest of a chunk"));
        };
        content.extend_from_slice(chunk);
        at += size;
        match rest.get(at..at + 2) {
            Some(b"\r\n") => at += 2,
            Some(_) => return breaks(from + at, "a chunk does not end where its size says (RFC 9112, section 7.1)"),
            None => return Err(Flaw::Lacks("the end of a chunk")),
        }
    }
}

/// Header lines after the last chunk, and the blank line.
fn trailer(rest: &[u8], at: usize) -> Part<usize> {
    let mut end = at;
    for line in rest[at..].split_inclusive(|byte| *byte == b'\n') {
        end += line.len();
        if line == b"\r\n" || line == b"\n" {
            return Ok(end);
        }
    }
    Err(Flaw::Lacks("the blank line after the last chunk (RFC 9112, section 7.1)"))
}
