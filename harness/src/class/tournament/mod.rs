//! A tournament: the client of every submission against the server of every other, its own and the reference's.
//!
//! [`Tournament::play`] fills a [`Table`]; [`breach`] says who breaks the rule where two disagree.

pub mod breach;
pub mod files;
pub mod play;
pub mod render;
pub mod stories;
pub mod table;

pub use breach::Breach;
pub use play::{Plans, Tournament};
pub use render::render;
pub use table::{Entrant, Meeting, Outcome, Side, Table};
