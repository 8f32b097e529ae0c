//! Every choice made before a play: selection, order, and random values from a seed; pure.

pub mod chance;
mod decided;
pub mod dice;
pub mod draw;
pub mod odds;
pub mod order;
pub mod planned;
mod ports;
mod programs;
pub mod selection;
pub mod zone;

pub use decided::{Choices, Plan};
pub use dice::Dice;
pub use draw::Drawer;
pub use order::{Order, Play};
pub use planned::{PlannedCheck, PlannedProgram};
pub use selection::Selection;
