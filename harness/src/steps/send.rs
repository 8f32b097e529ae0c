//! `send`: the harness sends bytes on a connection.

use super::lint::Lint;
use crate::text::{Encoding, Place};
use std::time::SystemTime;

use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use crate::event::{Channel, EventKind, Speaker};
use crate::stage::connection::{Connection, Ended, TOLD};
use crate::stage::matcher::{decode, examine::Mistake};
use crate::stage::scene::{Waited, broken, mistaken};
use crate::stage::world::World;
use crate::stage::{Halt, Scene};
use crate::verdict::{Ending, FindingKind, Heard, Transport};

use crate::stage::matcher::Binary;
use crate::stage::template::Template;
use crate::text::shorthand::text_stands_for;

/// Sends a text, bytes, or one of several texts. `send: hi` is short for `send: { text: hi }`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Send {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
    /// A text; the line end that the program was found to wait for is added.
    pub text: Option<Template>,
    /// Bytes, sent as they are.
    pub bytes: Option<Binary>,
    /// One of these texts, drawn anew each time: in a loop with `until: { seen: … }`, among those that it still needs.
    pub pick: Option<Vec<Template>>,
    /// Letters drawn anew each time, as many as this text has bytes: an answer that differs from a message and is no longer.
    pub as_long_as: Option<Template>,
    /// Keeps what was sent, without the added line end, under this name.
    pub save: Option<String>,
    /// How the text becomes bytes; the line end that is added is encoded with it. By default UTF-8.
    pub encoding: Option<Encoding>,
    /// Lengths of the pieces it is cut into, the rest last; each is on the wire before the next.
    pub in_pieces: Option<Vec<usize>>,
    /// Sends a text without the line end that the program waits for.
    #[serde(default)]
    pub bare: bool,
}

text_stands_for!(Send, text);

impl Send {
    /// Sends, in as many pieces as were asked for.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let connection = scene.connection(self.on.as_ref())?;
        let (mut bytes, is_text) = self.content(scene)?;
        scene.save(self.save.as_ref(), bytes.as_slice().into())?;
        if is_text && !self.bare {
            let role = scene.world().connections[connection].role.clone();
            let line_end =
                scene.world().setting.programs.get(&role).map(|launch| launch.line_end.clone()).unwrap_or_default();
            if !bytes.ends_with(b"\n") {
                bytes.extend_from_slice(line_end.as_bytes());
            }
        }
        if let Some(encoding) = self.encoding {
            bytes = encode(encoding, &bytes)?;
        }
        send_in_pieces(scene, connection, &bytes, self.in_pieces.as_deref())
    }

    fn content(&self, scene: &mut Scene) -> Result<(Vec<u8>, bool), Halt> {
        if let Some(bytes) = &self.bytes {
            return Ok((decode(bytes).map_err(|why| mistaken(Mistake::Unreadable(why)))?, false));
        }
        if let Some(model) = &self.as_long_as {
            let length = scene.fill(model)?.0.len();
            return Ok(((0..length).map(|_| scene.random.letter()).collect(), true));
        }
        let template = match &self.pick {
            Some(texts) => {
                let wanted = self.save.as_ref().and_then(|name| scene.wanted.get(name));
                let missing = texts.iter().filter(|text| wanted.is_some_and(|wanted| wanted.contains(&text.0)));
                let among: Vec<&Template> = missing.collect();
                let among = if among.is_empty() { texts.iter().collect() } else { among };
                let index = scene.random.below(among.len());
                among.get(index).map(|text| (*text).clone()).unwrap_or_default()
            }
            None => self.text.clone().unwrap_or_default(),
        };
        Ok((scene.fill(&template)?.0, true))
    }
}

/// Sends bytes in pieces of these lengths, the rest last; each is read before the next is sent.
pub(super) fn send_in_pieces(
    scene: &mut Scene,
    connection: usize,
    bytes: &[u8],
    pieces: Option<&[usize]>,
) -> Result<(), Halt> {
    let mut rest = bytes;
    for length in pieces.into_iter().flatten() {
        let (piece, after) = rest.split_at((*length).min(rest.len()));
        send_bytes(scene, connection, piece)?;
        until_read(scene, connection)?;
        rest = after;
    }
    let is_datagram = scene.world().connections[connection].transport == Transport::Udp;
    if rest.is_empty() && !is_datagram { Ok(()) } else { send_bytes(scene, connection, rest) }
}

/// A text in an encoding. A drawn or received text may hold what the encoding has no bytes for.
fn encode(encoding: Encoding, text: &[u8]) -> Result<Vec<u8>, Halt> {
    let unreadable = |why: String| mistaken(Mistake::Unreadable(why));
    let text =
        std::str::from_utf8(text).map_err(|error| unreadable(format!("what is to be sent is no text: {error}")))?;
    encoding.encode(text).map_err(|character| unreadable(format!("the encoding has no bytes for `{character}`")))
}

/// Writes bytes, waiting for room as long as the program may still make some.
pub fn send_bytes(scene: &Scene, connection: usize, bytes: &[u8]) -> Result<(), Halt> {
    {
        let mut world = scene.world();
        let name = world.connections[connection].name.clone();
        world.connections[connection].last_sent = SystemTime::now();
        let told = &bytes[..bytes.len().min(TOLD)];
        let passed = EventKind::Passed {
            by: Speaker::Harness,
            on: Channel::Connection(name),
            bytes: told.into(),
            omitted: (bytes.len() - told.len()) as u64,
        };
        world.timeline.state(passed).map_err(broken)?;
    }
    let mut sent = 0;
    let written = scene.wait(|world| write_some(world, connection, bytes, &mut sent));
    let ending = match written {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(Failure::Ended(ending))) | Err(Waited::Ended(ending)) => ending,
        Ok(Err(Failure::Broken(error))) => return Err(broken(error)),
        Err(Waited::Halted(halt)) => return Err(halt),
    };
    if let Some(limit) = scene.exceeded()? {
        return Err(scene.stopped(limit));
    }
    let heard = Heard::Connection(scene.world().connections[connection].name.clone());
    Err(Halt::Found(Box::new(FindingKind::CutOff {
        unsent: bytes[sent..][..(bytes.len() - sent).min(TOLD)].into(),
        heard,
        ending,
    })))
}

enum Failure {
    Ended(Ending),
    Broken(std::io::Error),
}

/// Writes what there is room for; `None` while there is none.
fn write_some(world: &mut World, connection: usize, bytes: &[u8], sent: &mut usize) -> Option<Result<(), Failure>> {
    let connection = &mut world.connections[connection];
    let Some(socket) = connection.socket.clone() else { return Some(Err(Failure::Ended(Ending::Closed))) };
    loop {
        match Connection::send(&socket, connection.transport, connection.program, &bytes[*sent..]) {
            Ok(length) => *sent += length,
            Err(Errno::AGAIN) => return None,
            Err(Errno::INTR) => {}
            Err(Errno::PIPE | Errno::CONNRESET | Errno::CONNREFUSED) => {
                let ending = if connection.ended == Some(Ended::Closed) { Ending::Closed } else { Ending::Reset };
                return Some(Err(Failure::Ended(ending)));
            }
            Err(error) => return Some(Err(Failure::Broken(error.into()))),
        }
        if *sent == bytes.len() {
            return Some(Ok(()));
        }
    }
}

/// Waits until the program has read a piece, or will not: only then is the next one a piece of its own.
fn until_read(scene: &Scene, connection: usize) -> Result<(), Halt> {
    let read = scene.wait(|world| {
        let (program, harness) = (world.connections[connection].program, world.connections[connection].harness);
        let sockets = crate::sandbox::sockets::tcp_sockets().unwrap_or_default();
        let unread =
            sockets.iter().any(|socket| socket.local == program && socket.remote == harness && socket.waiting > 0);
        (!unread).then_some(())
    });
    match read {
        Ok(()) | Err(Waited::Ended(_)) => Ok(()),
        Err(Waited::Halted(halt)) => Err(halt),
    }
}

impl Send {
    /// A connection must be open, and exactly one thing is sent.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
        let given = [self.text.is_some(), self.bytes.is_some(), self.pick.is_some(), self.as_long_as.is_some()];
        match given.iter().filter(|given| **given).count() {
            0 => lint.complain(
                place,
                "`send` does not say what to send",
                "Give one of `text`, `bytes`, `pick` and `as_long_as`.",
            ),
            1 => {}
            _ => lint.complain(
                place,
                "`send` says several things at once",
                "Keep one of `text`, `bytes`, `pick` and `as_long_as`.",
            ),
        }
        if let Some(text) = &self.text {
            lint.template(place, text);
        }
        if let Some(model) = &self.as_long_as {
            lint.template(place, model);
        }
        if let Some(bytes) = &self.bytes {
            lint.binary(place, bytes);
        }
        if self.encoding.is_some() && self.bytes.is_some() {
            let at = lint.find(place, "encoding");
            lint.complain(at, "bytes are sent as they are", "Leave `encoding` out, or give a `text`.");
        }
        if let Some(texts) = &self.pick {
            lint.choice(place, "pick", texts);
        }
        lint.pieces(place, self.on.as_deref(), self.in_pieces.as_deref());
        lint.save(place, self.save.as_deref());
    }
}
