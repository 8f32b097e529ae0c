//! Many submissions: a folder with one for each student, graded side by side, a result for each and a gradebook for all.

pub mod grade;
pub mod names;
pub mod results;
pub mod roster;
pub mod summary;
pub mod tournament;

pub use grade::{Class, Graded, grade};
pub use results::Results;
pub use roster::{Roster, Student};
