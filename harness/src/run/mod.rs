//! Schedules stages, passes their events on, and judges nothing.

mod build;
mod probe;
pub mod stage_process;
