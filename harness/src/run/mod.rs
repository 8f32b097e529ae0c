//! Schedules stages, passes their events on, and judges nothing.

mod build;
mod checks;
pub mod level;
mod play;
mod probe;
mod readying;
mod runner;
mod slots;
mod stage_client;
pub mod stage_process;

pub use level::Isolation;
pub use runner::{Runner, Submission};
