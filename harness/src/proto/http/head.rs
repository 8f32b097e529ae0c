//! The head of a message: its first line, its header lines, and the blank line that ends them.

use super::{Flaw, Part, breaks};

/// More header lines than any program of an exercise sends.
pub(super) const MOST_FIELDS: usize = 100;

/// The header lines of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// In the order in which they came.
    pub fields: Vec<Field>,
    /// Bytes of the head, its blank line included.
    pub length: usize,
    /// Whether a line ends with LF alone, where CR LF is asked for (RFC 9112, section 2.2).
    pub bare_line_feed: bool,
}

/// A header line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, as it came; names are compared without case.
    pub name: String,
    /// Its value, without the white space around it.
    pub value: Vec<u8>,
    /// Offset of the value.
    pub at: usize,
}

impl Head {
    /// The header lines of a name, in order.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn new(bytes: &[u8], length: usize, headers: &[httparse::Header<'_>]) -> Self {
        // A value is a part of `bytes`: its offset is how far its address is from theirs.
        let field = |header: &httparse::Header<'_>| Field {
            name: header.name.to_owned(),
            value: header.value.to_vec(),
            at: header.value.as_ptr().addr().saturating_sub(bytes.as_ptr().addr()),
        };
        let head = &bytes[..length];
        let bare_line_feed =
            head.iter().enumerate().any(|(at, byte)| *byte == b'\n' && (at == 0 || head[at - 1] != b'\r'));
        Self { fields: headers.iter().map(field).collect(), length, bare_line_feed }
    }
}

/// What httparse says of a head, with the place and the rule of a mistake. `parse` holds some first bytes of it against the
/// grammar.
pub(super) fn checked(bytes: &[u8], first_line: &str, parse: impl Fn(&[u8]) -> httparse::Result<usize>) -> Part<usize> {
    match parse(bytes) {
        Ok(httparse::Status::Complete(length)) => Ok(length),
        Ok(httparse::Status::Partial) => Err(Flaw::Lacks("the blank line that ends the head (RFC 9112, section 2.1)")),
        Err(error) => {
            let (at, is_first) = place(bytes, parse);
            let rule = match error {
                httparse::Error::TooManyHeaders => format!("there are more than {MOST_FIELDS} header lines"),
                httparse::Error::Version if bytes.split(|byte| *byte == b'\n').next().is_some_and(names_http) => {
                    "the version is neither HTTP/1.0 nor HTTP/1.1 (RFC 9112, section 2.3)".to_owned()
                }
                _ if is_first => first_line.to_owned(),
                httparse::Error::HeaderName => {
                    "this is no header line: a name, a colon, a value (RFC 9112, section 5)".to_owned()
                }
                httparse::Error::HeaderValue => {
                    "a header's value holds a control character (RFC 9110, section 5.5)".to_owned()
                }
                httparse::Error::NewLine => "a CR stands without its LF (RFC 9112, section 2.2)".to_owned(),
                httparse::Error::Status | httparse::Error::Token | httparse::Error::Version => first_line.to_owned(),
            };
            breaks(at, rule)
        }
    }
}

fn names_http(line: &[u8]) -> bool {
    line.windows(5).any(|window| window == b"HTTP/")
}

/// The start of the first line with which the bytes break the grammar, and whether it is the first of all.
fn place(bytes: &[u8], parse: impl Fn(&[u8]) -> httparse::Result<usize>) -> (usize, bool) {
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if parse(&bytes[..start + line.len()]).is_err() {
            break;
        }
        start += line.len();
    }
    (start, bytes[..start].trim_ascii().is_empty())
}
