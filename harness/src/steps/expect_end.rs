//! `expect_close`, `expect_quiet`, `expect_exit`: something ends, or nothing comes.

use super::lint::Lint;
use crate::text::{Bytes, Place};
use serde::{Deserialize, Serialize};

use crate::event::EventKind;
use crate::stage::scene::Waited;
use crate::stage::{Halt, Scene};
use crate::verdict::{END_OF_CONNECTION, Ending, Exit, Finding, FindingKind, Heard};

/// Waits until the program has closed a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectClose {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
    /// What the program may still send before it closes.
    #[serde(default)]
    pub after: Before,
    /// Where the program closes only after something that a person would wave through: what that differs in, as in
    /// `letter case`. The check is then near.
    pub near: Option<String>,
}

/// What may come before an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Before {
    /// Nothing but white space and line ends.
    #[default]
    Nothing,
    /// Whatever it likes.
    Anything,
}

/// Waits until a program has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectExit {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The exit code it must end with; any, when not given.
    pub code: Option<i32>,
    /// It must say that it has failed, by an exit code other than 0 or by a signal that ends it.
    #[serde(default)]
    pub failed: bool,
}

impl ExpectClose {
    /// Waits until the program has closed its side.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let index = scene.connection_heard(self.on.as_ref())?;
        let strict = self.after == Before::Nothing;
        let ended = scene.wait(|world| {
            let connection = &world.connections[index];
            let spoke = strict && connection.inbox.says_more();
            (spoke || connection.ended.is_some()).then_some(spoke)
        });
        let ending = match ended {
            // A connection that ended because the program was stopped was not ended by the program.
            Ok(false) => {
                return match scene.exceeded()? {
                    Some(limit) => Err(scene.stopped(limit)),
                    None => self.state_near(scene),
                };
            }
            Ok(true) => return Err(unexpected(scene, index)),
            Err(Waited::Halted(halt)) => return Err(halt),
            Err(Waited::Ended(Ending::Exceeded(limit))) => return Err(scene.stopped(limit)),
            Err(Waited::Ended(ending)) => ending,
        };
        let heard = Heard::Connection(scene.world().connections[index].name.clone());
        let expected = END_OF_CONNECTION.to_owned();
        Err(Halt::Found(Box::new(FindingKind::Missing {
            expected,
            literal: None,
            received: Bytes::default(),
            heard,
            ending,
        })))
    }
}

impl ExpectClose {
    /// States what the program would rather have heard before it closed, if the spec says so.
    fn state_near(&self, scene: &Scene) -> Result<(), Halt> {
        let Some(differs) = self.near.clone() else { return Ok(()) };
        let (expected, received) = (END_OF_CONNECTION.to_owned(), Bytes::default());
        scene.state(EventKind::Found(Finding { kind: FindingKind::Near { expected, received, differs }, line: 0 }))
    }
}

/// The finding of bytes where none were to come.
pub(super) fn unexpected(scene: &Scene, connection: usize) -> Halt {
    let world = scene.world();
    let connection = &world.connections[connection];
    let heard = Heard::Connection(connection.name.clone());
    Halt::Found(Box::new(FindingKind::Unexpected { received: connection.inbox.unread().into(), heard }))
}

impl ExpectExit {
    /// Waits until the program has ended.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let ended =
            scene.wait(|world| world.player(&role).is_none_or(|player| player.running.exit.is_some()).then_some(()));
        match ended {
            Ok(()) => {}
            Err(Waited::Halted(halt)) => return Err(halt),
            Err(Waited::Ended(Ending::Exceeded(limit))) => return Err(scene.stopped(limit)),
            Err(Waited::Ended(ending)) => {
                let (expected, heard) = ("the end of the program".to_owned(), Heard::System(role));
                return Err(Halt::Found(Box::new(FindingKind::Missing {
                    expected,
                    literal: None,
                    received: Bytes::default(),
                    heard,
                    ending,
                })));
            }
        }
        let exit = scene.world().player(&role).and_then(|player| player.running.exit);
        match exit.and_then(|exit| Some((self.missed_by(exit)?, exit))) {
            Some((expected, exit)) => Err(Halt::Found(Box::new(FindingKind::Exited { expected, exit }))),
            None => Ok(()),
        }
    }

    /// What was awaited, if this is another end.
    fn missed_by(&self, exit: Exit) -> Option<String> {
        let other_code = self.code.filter(|code| exit != Exit::Code(*code)).map(|code| format!("exit code {code}"));
        let no_failure = self.failed && exit == Exit::Code(0);
        other_code.or_else(|| no_failure.then(|| "an exit code other than 0".to_owned()))
    }
}

impl ExpectClose {
    /// A connection must be open to be closed.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
        lint.stream(place, self.on.as_deref(), "`expect_close`");
    }
}

impl ExpectExit {
    /// Only a program of the check can be seen to end.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
        if self.failed && self.code.is_some() {
            lint.complain(place, "`expect_exit` says twice how the program ends", "Keep one of `code` and `failed`.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Exit, ExpectExit};

    #[test]
    fn a_failure_is_any_code_but_0_or_a_signal() {
        let failed = ExpectExit { failed: true, ..ExpectExit::default() };
        assert_eq!(failed.missed_by(Exit::Code(0)), Some("an exit code other than 0".to_owned()));
        assert_eq!(
            [Exit::Code(1), Exit::Code(255), Exit::Signal(6)].map(|exit| failed.missed_by(exit)),
            [None, None, None]
        );
        let code = ExpectExit { code: Some(2), ..ExpectExit::default() };
        assert_eq!(
            [Exit::Code(2), Exit::Code(1)].map(|exit| code.missed_by(exit)),
            [None, Some("exit code 2".to_owned())]
        );
    }
}
