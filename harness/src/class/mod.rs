//! Many submissions: a folder with one for each student, graded side by side, a result for each and a gradebook for all.

pub mod alarm;
pub mod changes;
pub mod folders;
pub mod grade;
pub mod hand_ins;
pub mod hashes;
pub mod manifest;
pub mod merge;
pub mod names;
pub mod results;
pub mod roster;
pub mod shard;
pub mod summary;
mod times;
pub mod tournament;

pub use changes::Changes;
pub use grade::{Again, Class, Graded, Listener, Subject, grade};
pub use hand_ins::{HandIns, Refused, Student};
pub use manifest::Manifest;
pub use results::Results;
pub use roster::Roster;
pub use shard::Shard;
