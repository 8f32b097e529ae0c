//! Schedules stages, passes their events on, and judges nothing.

mod build;
mod checks;
mod company;
mod copies;
mod habits;
pub mod level;
mod play;
mod probe;
mod readying;
mod runner;
mod services;
mod side_by_side;
mod slots;
mod stage_client;
pub mod stage_process;
mod turns;

pub use company::{Absence, Company};
pub use level::Isolation;
pub use runner::{Runner, Submission, announced};
pub use side_by_side::side_by_side;
