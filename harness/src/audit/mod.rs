//! Specs tested like code: right submissions get full marks, and broken ones lose what they are named to lose.
//!
//! An exercise's [`List`] names submissions and what each must get; [`play`] plays them all and fills a [`Matrix`] an exercise.
//! [`mutants`] turn the reference solution itself into broken submissions.

pub mod cell;
mod examine;
pub mod list;
pub mod matrix;
pub mod mutants;
pub mod place;
pub mod play;
pub mod reasons;
pub mod render;
pub mod score;
pub mod share;

pub use cell::Cell;
pub use list::{Entry, Kind, List};
pub use matrix::{Matrix, Outcome, Row};
pub use mutants::{Mutant, Mutants};
pub use play::{Audit, Subject, play};
pub use reasons::Reason;
