//! HTTP/1.0 and HTTP/1.1 messages in the bytes of a connection, as RFC 9110 and RFC 9112 say.

mod body;
mod head;
pub mod httpbin;
mod request;
mod response;
mod write;

pub use head::{Field, Head};
pub use request::{Request, Target, form_fields, read as read_request, read_cut_off};
pub use response::{Response, read as read_response};
pub use write::{chunks, head, reason};

/// What has come, read as one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<T> {
    /// The message is whole.
    Whole(T),
    /// Its rest has not come.
    Unfinished {
        /// What it lacks, in words.
        lacks: &'static str,
    },
    /// It breaks a rule.
    Broken(Broken),
}

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Offset of the first byte that breaks it.
    pub at: usize,
    /// The rule and its section: "a header line has no colon (RFC 9112, section 5)".
    pub rule: String,
}

/// A reading of the parts that make a message: a part that is missing or broken is the message's own.
type Part<T> = Result<T, Flaw>;

/// Why a part cannot be read.
enum Flaw {
    Lacks(&'static str),
    Breaks(Broken),
}

fn breaks<T>(at: usize, rule: impl Into<String>) -> Part<T> {
    Err(Flaw::Breaks(Broken { at, rule: rule.into() }))
}

impl<T> From<Part<T>> for Reading<T> {
    fn from(part: Part<T>) -> Self {
        match part {
            Ok(whole) => Self::Whole(whole),
            Err(Flaw::Lacks(lacks)) => Self::Unfinished { lacks },
            Err(Flaw::Breaks(broken)) => Self::Broken(broken),
        }
    }
}

#[cfg(test)]
mod tests;
