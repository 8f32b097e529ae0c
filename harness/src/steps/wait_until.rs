//! `wait_until`: the play goes on when the clock says so, or when the programs have nothing more to do.

use std::time::{Instant, SystemTime};

use serde::{Deserialize, Serialize};

use crate::stage::clock::until_next_second;
use crate::stage::wait::pause_until;
use crate::stage::{Halt, Scene};

/// What must have come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitUntil {
    /// The beginning of the next second. Meanwhile the check's place among the jobs is another's.
    NextSecond,
    /// Every program waits for somebody else: a connection stands, a prompt is printed. A program that never rests is
    /// waited for as long as a step may last.
    Settled,
}

impl WaitUntil {
    /// Waits. Meanwhile whatever the programs say is heard.
    pub(super) fn act(self, scene: &mut Scene) -> Result<(), Halt> {
        match self {
            Self::NextSecond => pause_until(scene, Instant::now() + until_next_second(SystemTime::now())),
            Self::Settled => scene.wait_for_rest(),
        }
    }
}
