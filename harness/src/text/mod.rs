//! What everyone shares about text: bytes, places in files, complaints, and differences shown to people.

pub mod bytes;
pub mod caret;
pub mod complaint;
pub mod encoding;
pub mod excerpt;
pub(crate) mod listed;
pub(crate) mod number;
pub(crate) mod page;
pub mod place;
pub mod safe;
pub(crate) mod shorthand;
pub mod shown;
pub mod similar;

pub use bytes::Bytes;
pub use caret::{Caret, Excerpt};
pub use complaint::Complaint;
pub use encoding::Encoding;
pub(crate) use listed::{first_of, first_quoted};
pub(crate) use number::number_or_text;
pub use place::{Located, Place};
pub use safe::{Medium, safe};
pub use shown::{shown, thousands};
