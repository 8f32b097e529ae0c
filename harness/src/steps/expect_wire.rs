//! `expect_wire`: one program of the submission says something to the other.

use super::lint::Lint;
use crate::text::{Bytes, Place};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::expect::{Came, Found, expect, only};
use crate::stage::inbox::Next;
use crate::stage::matcher::beside::step_with_matcher;
use crate::stage::matcher::{Matcher, line_end_length};
use crate::stage::scene::Waited;
use crate::stage::tap::Tap;
use crate::stage::world::World;
use crate::stage::{Halt, Scene};
use crate::verdict::{Ending, Fault, FaultKind, FindingKind, Heard};

step_with_matcher! {
    /// Waits until what one program sent to the other, read off the wire, matches.
    ExpectWire {
        /// Who says it: `server` or `client`.
        from: Option<String>,
        /// Keeps what matched under this name.
        save: Option<String>,
    }
}

/// Waits until the two programs have closed their connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectWireClose {}

impl ExpectWire {
    /// Waits until one program has said what is awaited.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let server_speaks = self.from.as_deref() == Some("server");
        let matcher = only(&self.matchers())?;
        let is_text = matches!(matcher, Matcher::Text(_) | Matcher::OneOf(_) | Matcher::Lookup(_));
        tapped(scene)?;
        let take = |world: &mut World, length: usize| {
            if let Some(tap) = &mut world.tap {
                let spoken = if server_speaks { &mut tap.server } else { &mut tap.client };
                spoken.inbox.take(length);
            }
        };
        expect(scene, &matcher, &Heard::Wire, self.save.as_ref(), take, |world, examine| {
            let tap = world.tap.as_ref()?;
            let (spoken, other) = if server_speaks { (&tap.server, &tap.client) } else { (&tap.client, &tap.server) };
            let ending = spoken.ended.then_some(Ending::Closed);
            // The earliest moment at which an answer can have been asked for.
            let sent = other.inbox.first_arrival().unwrap_or_else(SystemTime::now);
            let (started, inbox) = (world.started(), &spoken.inbox);
            // The two do not wait for their listener: what was said in several pieces may be several answers. Those
            // without a line end are told apart by the pieces alone, where they are only nearly right.
            for bytes in inbox.as_it_grew().filter(|_| is_text && inbox.next() == Next::Bytes) {
                let came = Came { bytes, next: Next::Bytes, ending: None, started, sent };
                let found = examine(came, &|at| inbox.arrival(at));
                if let Some(Found::Match { length, near, meant }) = found {
                    let length = length + line_end_length(&inbox.unread()[length..]);
                    return Some(Found::Match { length, near, meant });
                }
            }
            let came = Came { bytes: inbox.unread(), next: inbox.next(), ending, started, sent };
            examine(came, &|at| inbox.arrival(at))
        })
    }
}

impl ExpectWireClose {
    /// Waits until both have closed.
    #[expect(clippy::unused_self, reason = "every step acts through a method of its own")]
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        tapped(scene)?;
        let both = |tap: &Tap| tap.server.ended && tap.client.ended;
        let ending = match scene.wait(|world| world.tap.as_ref().is_none_or(both).then_some(())) {
            Ok(()) => return Ok(()),
            Err(Waited::Halted(halt)) => return Err(halt),
            Err(Waited::Ended(ending)) => ending,
        };
        let expected = "the end of their connection".to_owned();
        Err(Halt::Found(Box::new(FindingKind::Missing {
            expected,
            literal: None,
            received: Bytes::default(),
            heard: Heard::Wire,
            ending,
        })))
    }
}

fn tapped(scene: &Scene) -> Result<(), Halt> {
    if scene.world().tap.is_some() {
        return Ok(());
    }
    let message = "Reading what two programs say to each other needs a network of their own.";
    Err(Halt::Faulted(Fault::new(FaultKind::Unsupported, message, "Run where `harness doctor` says `full`.")))
}

impl ExpectWireClose {
    /// Two programs must be there to end a conversation.
    #[expect(clippy::unused_self, reason = "every step is linted through a method of its own")]
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        needs_both(place, lint);
        if lint.is_over_udp() {
            lint.complain(place, "over UDP there is no connection to end", "Leave this step out.");
        }
    }
}

fn needs_both(place: Place, lint: &mut Lint<'_>) {
    if !lint.plays_both() {
        lint.complain(
            place,
            "only two programs of the submission have a wire between them",
            "Write `program: both` in the check, or read what comes with `expect`.",
        );
    }
}

impl ExpectWire {
    /// Two programs must be there to talk, and it is said who speaks.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        needs_both(place, lint);
        match &self.from {
            Some(from) => lint.program(place, Some(from)),
            None => lint.complain(place, "it is open who says this", "Add `from: server` or `from: client`."),
        }
        lint.one_matcher(place, "expect_wire", &self.matchers());
        lint.save(place, self.save.as_deref());
    }
}
