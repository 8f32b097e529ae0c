//! A tournament: the client of every submission against the server of every other, its own and the reference's.
//!
//! [`Tournament::play`] fills a [`Table`]; [`breach`] says who breaks the rule where two disagree, by the reference solution.

pub mod breach;
pub mod files;
pub mod play;
pub mod render;
pub mod stories;
pub mod table;

pub use breach::Breach;
pub use play::{Tournament, plan};
pub use render::render;
pub use table::{Entrant, Meeting, Outcome, Side, Table};
