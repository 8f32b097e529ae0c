//! What everyone shares about text: bytes, places in files, complaints, and differences shown to people.

pub mod bytes;
pub mod complaint;
pub mod excerpt;
pub mod place;
pub(crate) mod shorthand;
pub mod similar;

pub use bytes::Bytes;
pub use complaint::Complaint;
pub use place::{Located, Place};
