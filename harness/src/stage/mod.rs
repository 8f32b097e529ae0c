//! What a step may touch: connections by name, programs, names, variables, the clock, matchers.

pub mod cast;
pub mod clock;
pub mod connection;
mod datagrams;
pub mod dial;
pub mod door;
pub mod escapes;
mod hear;
mod idle;
pub mod inbox;
pub mod matcher;
pub mod near;
mod patience;
pub mod printed;
pub mod raise;
pub mod random;
pub mod resolver;
pub mod scan;
pub mod scene;
pub mod script;
pub mod setting;
pub mod shared;
pub mod standing;
pub mod tap;
pub mod template;
pub mod timeline;
pub mod typist;
mod vigil;
pub mod wait;
pub mod world;

pub use cast::Entrance;
pub use raise::Places;
pub use scene::{Halt, Scene, Waited};
pub use setting::{Files, Setting};
pub use standing::Standing;
