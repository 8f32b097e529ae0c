//! Specs tested like code: right submissions get full marks, and broken ones lose what they are named to lose.
//!
//! An exercise's [`List`] names submissions and what each must get; [`play`] plays them all and fills a [`Matrix`] an exercise.

pub mod cell;
mod examine;
pub mod list;
pub mod matrix;
mod page;
pub mod place;
pub mod play;
pub mod render;

pub use cell::Cell;
pub use list::{Entry, Kind, List};
pub use matrix::{Matrix, Outcome, Row};
pub use play::{Audit, Subject, play};
