//! Many submissions: a folder with one for each student, graded side by side, a result for each and a gradebook for all.

pub mod alarm;
pub mod changes;
pub mod deadline;
pub mod folders;
pub mod grade;
pub mod graded;
pub mod hand_ins;
pub mod hashes;
pub mod import;
pub mod manifest;
pub mod merge;
pub mod names;
pub mod pages;
pub mod record;
pub mod register;
pub mod results;
pub mod roster;
pub mod shard;
pub mod summary;
pub mod times;
pub mod tournament;

pub use changes::Changes;
pub use deadline::Deadline;
pub use grade::{Again, Class, Listener, Subject, grade};
pub use graded::Graded;
pub use hand_ins::{HandIns, Refused, Student};
pub use manifest::Manifest;
pub use register::{Missing, Register};
pub use results::Results;
pub use roster::Roster;
pub use shard::Shard;
