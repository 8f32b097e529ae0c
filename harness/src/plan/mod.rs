//! Every choice made before a play: selection, order, and random values from a seed; pure.

pub mod order;

pub use order::{Order, Play};
