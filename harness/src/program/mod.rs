//! A student's program as a process: found, built, started, observed, stopped.

pub mod launch;

pub use launch::{InputLine, Launch};
