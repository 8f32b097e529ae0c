//! `start` and `signal`: what the harness does to a program as a process.

use super::lint::Lint;
use crate::text::Place;
use serde::{Deserialize, Serialize};

use crate::stage::scene::broken;
use crate::stage::template::Template;
use crate::stage::{Entrance, Halt, Scene};

/// Starts a program of the submission. A check that holds no `start` starts its programs at its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// `server` or `client`.
    pub program: String,
    /// What it is started with, in place of the arguments that do elsewhere.
    pub arguments: Option<Vec<Template>>,
}

/// Sends a signal to a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// Which.
    pub name: SignalName,
}

/// The signals a person would send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalName {
    /// Ctrl-C.
    Interrupt,
    /// `kill`.
    Terminate,
    /// The terminal was closed.
    HangUp,
}

impl Start {
    /// Starts the program.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let arguments = self.arguments.as_ref().map(|all| all.iter().map(|one| one.0.clone()).collect());
        scene.start(&self.program, &Entrance { arguments, ..Entrance::default() })
    }
}

impl Signal {
    /// Sends the signal.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let number = match self.name {
            SignalName::Interrupt => libc::SIGINT,
            SignalName::Terminate => libc::SIGTERM,
            SignalName::HangUp => libc::SIGHUP,
        };
        match scene.world().player(&role) {
            Some(player) => player.running.signal(number).map_err(broken),
            None => Ok(()),
        }
    }
}

impl Start {
    /// Only a program of the check can be started.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, Some(&self.program));
        for argument in self.arguments.iter().flatten() {
            lint.template(place, argument);
        }
    }
}

impl Signal {
    /// Only a program of the check can be sent a signal.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
    }
}
