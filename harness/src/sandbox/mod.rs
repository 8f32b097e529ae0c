//! The only room that knows the kernel: namespaces, mounts, limits, filters, and what `/proc` tells.

pub mod level;
pub mod limits;

pub use level::Level;
pub use limits::Limits;
