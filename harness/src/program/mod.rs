//! A student's program as a process: found, built, started, observed, stopped.

pub(crate) mod ask;
pub mod checker;
pub mod copy;
pub mod find;
pub mod helper;
pub mod language;
pub mod launch;
pub mod libraries;
mod lines;
pub mod manifest;
pub mod memory;
mod names;
pub mod needs;
pub mod prepare;
pub mod reference;
mod resolve;
pub mod running;
pub mod services;
pub mod stuck;
mod surroundings;
pub mod terminal;
pub mod toolchain;
pub mod waits;
pub mod wanted;
mod watched;

pub use checker::Checker;
pub use helper::Helper;
pub use launch::{InputLine, Launch};
pub use prepare::{BuildCommand, Outcome, Preparation, Ready, prepare};
pub use reference::prepare_reference;
pub use resolve::shown as shown_command;
pub use running::Running;
pub use services::Services;
pub use surroundings::Surroundings;
pub use toolchain::{Interpreter, Toolbox};
pub use wanted::{Supplied, Wanted, key};
