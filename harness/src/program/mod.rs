//! A student's program as a process: found, built, started, observed, stopped.

mod ask;
pub mod copy;
pub mod find;
pub mod language;
pub mod launch;
mod lines;
pub mod manifest;
mod names;
pub mod needs;
pub mod prepare;
pub mod reference;
mod resolve;
pub mod toolchain;
pub mod wanted;

pub use launch::{InputLine, Launch};
pub use prepare::{BuildCommand, Outcome, Preparation, Ready, prepare};
pub use reference::prepare_reference;
pub use resolve::shown as shown_command;
pub use toolchain::{Interpreter, Toolbox};
pub use wanted::{Supplied, Wanted};
