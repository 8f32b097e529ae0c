//! What a step may touch: connections by name, programs, names, variables, the clock, matchers.

pub mod matcher;
pub mod near;
pub mod setting;
pub mod template;

pub use setting::{Setting, Standing};
