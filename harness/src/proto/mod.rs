//! Framing on a wire: which bytes are one message, and what it says.

pub mod http;
