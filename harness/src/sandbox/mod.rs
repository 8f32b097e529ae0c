//! The only room that knows the kernel: namespaces, mounts, limits, filters, and what `/proc` tells.

mod child;
pub mod control;
mod filter;
pub mod fork_server;
pub mod keeper;
pub mod level;
pub mod limits;
pub mod namespaces;
mod netlink;
pub mod network;
pub mod probe;
pub mod processes;
pub mod questions;
mod raw;
pub mod room;
pub mod sockets;
pub mod step;
pub mod threads;
pub mod view;

pub use level::Level;
pub use limits::Limits;
