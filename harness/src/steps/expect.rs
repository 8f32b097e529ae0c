//! `expect`: something comes on a connection.

use super::lint::Lint;
use crate::text::Place;
use std::net::SocketAddr;
use std::time::SystemTime;

use crate::event::EventKind;
use crate::stage::connection::{Ended, TOLD};
use crate::stage::inbox::Next;
use crate::stage::matcher::Matcher;
use crate::stage::matcher::beside::step_with_matcher;
use crate::stage::matcher::examine::{Context, Mistake, Outcome, whole};
use crate::stage::scene::{Waited, mistaken};
use crate::stage::world::World;
use crate::stage::{Halt, Scene};
use crate::text::Bytes;
use crate::verdict::{Ending, Finding, FindingKind, Heard};

step_with_matcher! {
    /// Waits until what came on a connection matches. `expect: hi` is short for `expect: { text: hi }`.
    Expect {
        /// The connection; by default the one that was opened last.
        on: Option<String>,
        /// Keeps what matched under this name; after a near match, the text that was meant.
        save: Option<String>,
    }
}

/// What is held against a matcher: bytes that have come, and whether more can.
pub(super) struct Came<'a> {
    /// Everything that was not matched yet; of datagrams, the next one.
    pub bytes: &'a [u8],
    /// Whether more bytes may follow these.
    pub next: Next,
    /// Why nothing more can come, if so.
    pub ending: Option<Ending>,
    /// When the program was started.
    pub started: SystemTime,
    /// When the harness last began to send.
    pub sent: SystemTime,
}

/// How a search for a match ended.
pub(super) enum Found {
    /// It matches.
    Match {
        /// How many bytes belong to the match.
        length: usize,
        /// What a near match differs in.
        near: Option<String>,
        /// What was meant.
        meant: Bytes,
    },
    /// It never will.
    Never {
        /// Why not.
        finding: FindingKind,
        /// Whether the program's side had ended by then: by its own doing, or with a program that was stopped.
        ended: bool,
    },
    /// The spec is wrong.
    Mistaken(Mistake),
}

impl Expect {
    /// Waits until what came matches.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let matcher = only(&self.matchers())?;
        expect_on(scene, self.on.as_ref(), &matcher, self.save.as_ref())
    }
}

/// Waits until what came on a connection matches.
pub(super) fn expect_on(
    scene: &mut Scene,
    on: Option<&String>,
    matcher: &Matcher,
    save: Option<&String>,
) -> Result<(), Halt> {
    let index = scene.connection_heard(on)?;
    let heard = Heard::Connection(scene.world().connections[index].name.clone());
    let line_end_is_free = matches!(matcher, Matcher::Text(_) | Matcher::OneOf(_));
    let take = |world: &mut World, length: usize| {
        let inbox = &mut world.connections[index].inbox;
        if line_end_is_free { inbox.take_message(length) } else { inbox.take(length) }
    };
    expect(scene, matcher, &heard, save, take, |world, examine| {
        let connection = &world.connections[index];
        let ending = connection.ended.map(|ended| match ended {
            Ended::Closed => Ending::Closed,
            Ended::Reset => Ending::Reset,
        });
        let (started, sent) = (world.started(), connection.last_sent);
        let inbox = &connection.inbox;
        let came = Came { bytes: inbox.unread(), next: inbox.next(), ending, started, sent };
        examine(came, &|at| inbox.arrival(at))
    })
}

/// The one matcher of a step; lint has seen to it that there is one.
pub(super) fn only(matchers: &[Matcher]) -> Result<Matcher, Halt> {
    matchers.first().cloned().ok_or_else(|| mistaken(Mistake::Unreadable("it says nothing to wait for".to_owned())))
}

/// Holds what came against the matcher, given when each byte came.
pub(super) type Examine<'a> = dyn FnMut(Came<'_>, &dyn Fn(usize) -> SystemTime) -> Option<Found> + 'a;

/// Waits until a matcher matches what `look` shows, takes the match, and states a near miss.
pub(super) fn expect(
    scene: &mut Scene,
    matcher: &Matcher,
    heard: &Heard,
    save: Option<&String>,
    take: impl FnOnce(&mut World, usize),
    look: impl Fn(&World, &mut Examine<'_>) -> Option<Found>,
) -> Result<(), Halt> {
    let search = Search { matcher, heard, scene };
    let found = scene.wait(|world| look(world, &mut |came, arrived| search.examine(came, arrived)));
    let found = match found {
        Ok(found) => found,
        Err(Waited::Halted(halt)) => return Err(halt),
        Err(Waited::Ended(Ending::Exceeded(limit))) => return Err(scene.stopped(limit)),
        Err(Waited::Ended(ending)) => {
            let mut last = ending;
            let shown = look(&scene.world(), &mut |came, arrived| {
                let ending = std::mem::replace(&mut last, Ending::Closed);
                search.examine(Came { ending: Some(ending), ..came }, arrived)
            });
            match shown {
                Some(found) => found,
                None => return Err(mistaken(Mistake::Unreadable("it can never be decided".to_owned()))),
            }
        }
    };
    match found {
        Found::Mistaken(mistake) => Err(mistaken(mistake)),
        Found::Never { finding, ended } => {
            let stopped = if ended { scene.exceeded()? } else { None };
            Err(stopped.map_or_else(|| Halt::Found(Box::new(finding)), |limit| scene.stopped(limit)))
        }
        Found::Match { length, near, meant } => {
            let received = near.as_ref().map(|_| received(&scene.world(), &look, length));
            take(&mut scene.world(), length);
            if let (Some(differs), Some(received)) = (near, received) {
                let kind = FindingKind::Near { expected: matcher.describe(&scene.variables), received, differs };
                scene.state(EventKind::Found(Finding { kind, line: 0 }))?;
            }
            scene.save(save, meant)
        }
    }
}

/// Holds something that has come as a whole against a matcher, and states a near miss. What is wrong with it, if anything.
pub(super) fn hold(scene: &Scene, matcher: &Matcher, bytes: &[u8], heard: &Heard) -> Result<Option<FindingKind>, Halt> {
    let (started, now) = (scene.world().started(), SystemTime::now());
    let came = Came { bytes, next: Next::Bytes, ending: Some(Ending::Closed), started, sent: started };
    match (Search { matcher, heard, scene }).examine(came, &|_| now) {
        Some(Found::Match { near: None, .. }) => Ok(None),
        Some(Found::Match { near: Some(differs), .. }) => {
            let kind =
                FindingKind::Near { expected: matcher.describe(&scene.variables), received: bytes.into(), differs };
            scene.state(EventKind::Found(Finding { kind, line: 0 })).map(|()| None)
        }
        Some(Found::Never { finding, .. }) => Ok(Some(finding)),
        Some(Found::Mistaken(mistake)) => Err(mistaken(mistake)),
        None => Err(mistaken(Mistake::Unreadable("it can never be decided".to_owned()))),
    }
}

/// The bytes that matched.
fn received(world: &World, look: &impl Fn(&World, &mut Examine<'_>) -> Option<Found>, length: usize) -> Bytes {
    let mut bytes = Bytes::default();
    look(world, &mut |came, _| {
        bytes = Bytes(came.bytes[..length.min(came.bytes.len()).min(TOLD)].to_vec());
        None
    });
    bytes
}

struct Search<'a> {
    matcher: &'a Matcher,
    heard: &'a Heard,
    scene: &'a Scene,
}

impl Search<'_> {
    fn forbids(&self) -> bool {
        matches!(self.matcher, Matcher::Not(_))
    }

    /// Holds what came against the matcher; `None` while more may come that decides it.
    fn examine(&self, came: Came<'_>, arrived: &dyn Fn(usize) -> SystemTime) -> Option<Found> {
        let scene = self.scene;
        let context = Context {
            variables: &scene.variables,
            near: &scene.near,
            clock: &scene.clock,
            started: came.started,
            sent: came.sent,
            arrived,
            ending: came.ending.as_ref(),
        };
        let outcome = match self.matcher.examine(came.bytes, &context) {
            Ok(outcome) => outcome,
            Err(mistake) => return Some(Found::Mistaken(mistake)),
        };
        let next = came.next;
        if matches!((&outcome, &came.ending, next), (Outcome::Partial { .. }, None, Next::Bytes | Next::NoDatagram)) {
            return None;
        }
        let outcome = match next {
            // Everything has come, and what must not come is not in it.
            Next::Bytes
                if matches!((&outcome, &came.ending), (Outcome::Partial { .. }, Some(_)))
                    && self.forbids()
                    && !came.bytes.trim_ascii().is_empty() =>
            {
                whole(came.bytes, came.bytes.len())
            }
            Next::Bytes => outcome,
            Next::Datagram { stranger } => whole_datagram(outcome, self.matcher, came.bytes, stranger),
            // Even a matcher that an empty datagram would satisfy awaits one.
            Next::NoDatagram if came.ending.is_none() => return None,
            Next::NoDatagram => Outcome::Partial { suspect: None },
        };
        let (expected, literal) = (self.matcher.describe(&scene.variables), self.matcher.literal(&scene.variables));
        let heard = self.heard.clone();
        let ended = matches!(came.ending, Some(Ending::Closed | Ending::Reset));
        let finding = match outcome {
            Outcome::Whole { length, near, meant } => return Some(Found::Match { length, near, meant }),
            Outcome::Differs { at, remark } => {
                let received = around(came.bytes, at);
                FindingKind::Differed { expected, literal, received, at, remark, heard }
            }
            Outcome::Partial { suspect: Some(at) } => {
                let received = around(came.bytes, at);
                FindingKind::Differed { expected, literal, received, at, remark: None, heard }
            }
            Outcome::Partial { suspect: None } => {
                let (received, ending) = (Bytes::from(came.bytes), came.ending.unwrap_or(Ending::Closed));
                FindingKind::Missing { expected, literal, received, heard, ending }
            }
        };
        Some(Found::Never { finding, ended })
    }
}

/// What came up to the first wrong byte and somewhat beyond. Nobody reads more, and some programs never end.
fn around(bytes: &[u8], at: usize) -> Bytes {
    bytes[..bytes.len().min(at.saturating_add(TOLD))].into()
}

/// A datagram cannot go on: it matches as a whole, or never will.
fn whole_datagram(outcome: Outcome, matcher: &Matcher, datagram: &[u8], stranger: Option<SocketAddr>) -> Outcome {
    if let Some(stranger) = stranger {
        let remark = format!("it came from {stranger}, and not from the address that was asked");
        return Outcome::Differs { at: 0, remark: Some(remark) };
    }
    match outcome {
        Outcome::Whole { length, .. } if !matcher.covers(&datagram[length..]) => {
            Outcome::Differs { at: length, remark: Some("the datagram goes on".to_owned()) }
        }
        Outcome::Partial { suspect: None } => {
            Outcome::Differs { at: datagram.len(), remark: Some("the datagram ends there".to_owned()) }
        }
        Outcome::Partial { suspect: Some(at) } => Outcome::Differs { at, remark: None },
        outcome @ (Outcome::Whole { .. } | Outcome::Differs { .. }) => outcome,
    }
}

impl Expect {
    /// A connection must be open, and exactly one thing is awaited on it.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
        lint.one_matcher(place, "expect", &self.matchers());
        lint.save(place, self.save.as_deref());
    }
}
