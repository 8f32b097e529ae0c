//! A student's program as a process: found, built, started, observed, stopped.

pub mod launch;
pub mod memory;
pub mod running;
pub mod stuck;
pub mod terminal;
pub mod waits;

pub use launch::{InputLine, Launch};
pub use running::{Running, Surroundings};
