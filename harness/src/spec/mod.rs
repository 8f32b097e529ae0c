//! What an author wrote, with line and column; no sockets, no clock.

pub mod check;
pub mod draw;
pub mod exercise;
pub mod explain;
pub mod library;
pub mod limits;
mod lint;
mod load;
pub mod programs;
mod read;
mod scripts;
pub mod sketch;
pub(crate) mod yaml_error;

pub use check::{Cast, Check};
pub use draw::Draw;
pub use exercise::{Draws, Exercise, FORMAT, Files, Include};
pub use limits::LimitChanges;
pub use load::{Others, load};
pub use programs::{Program, Programs, Service};
