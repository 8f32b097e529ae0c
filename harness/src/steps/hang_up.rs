//! `shut_down`, `close`, `reset`: the three ways in which the harness ends its side of a connection.

use super::lint::Lint;
use crate::text::Place;
use std::time::Duration;

use rustix::net::{Shutdown, sockopt};
use serde::{Deserialize, Serialize};

use super::expect_end::unexpected;
use crate::event::{EventKind, Speaker};
use crate::stage::scene::{Waited, broken};
use crate::stage::{Halt, Scene};
use crate::verdict::Ending;

/// A step that needs no more than a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnConnection {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
}

impl OnConnection {
    /// Ends the harness's side; the program reads the end of data and may still answer.
    pub(super) fn shut_down(&self, scene: &mut Scene) -> Result<(), Halt> {
        self.end(scene, |socket| match rustix::net::shutdown(socket, Shutdown::Write) {
            // The program was faster.
            Ok(()) | Err(rustix::io::Errno::NOTCONN) => Ok(()),
            Err(error) => Err(error.into()),
        })
    }

    /// Closes the connection, both ways.
    pub(super) fn close(&self, scene: &mut Scene) -> Result<(), Halt> {
        self.end(scene, |_| Ok(()))?;
        self.forget(scene)
    }

    /// Cuts the connection.
    pub(super) fn reset(&self, scene: &mut Scene) -> Result<(), Halt> {
        self.end(scene, |socket| sockopt::set_socket_linger(socket, Some(Duration::ZERO)).map_err(Into::into))?;
        self.forget(scene)
    }

    /// Nothing comes while the program can do anything by itself.
    pub(super) fn expect_quiet(&self, scene: &mut Scene) -> Result<(), Halt> {
        let connection = scene.connection(self.on.as_ref())?;
        let spoke = scene.wait(|world| world.connections[connection].inbox.says_more().then_some(()));
        match spoke {
            Ok(()) => Err(unexpected(scene, connection)),
            Err(Waited::Halted(halt)) => Err(halt),
            Err(Waited::Ended(Ending::Exceeded(limit))) => Err(scene.stopped(limit)),
            Err(Waited::Ended(_)) => Ok(()),
        }
    }

    fn end(&self, scene: &Scene, act: impl Fn(&std::os::fd::OwnedFd) -> std::io::Result<()>) -> Result<(), Halt> {
        let index = scene.connection(self.on.as_ref())?;
        let mut world = scene.world();
        let connection = &world.connections[index];
        let name = connection.name.clone();
        if let Some(socket) = &connection.socket {
            act(socket).map_err(broken)?;
        }
        world.timeline.state(EventKind::Closed { by: Speaker::Harness, connection: name, reset: false }).map_err(broken)
    }

    fn forget(&self, scene: &Scene) -> Result<(), Halt> {
        let index = scene.connection(self.on.as_ref())?;
        scene.world().connections[index].socket = None;
        Ok(())
    }
}

impl OnConnection {
    /// A connection must be open.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
    }

    /// A connection must be open that can end.
    pub(crate) fn lint_stream(&self, place: Place, step: &str, lint: &mut Lint<'_>) {
        self.lint(place, lint);
        lint.stream(place, self.on.as_deref(), step);
    }
}
