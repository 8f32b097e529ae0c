//! `expect_ports`: a scanner ends after it has printed exactly the open ports of a range, in whatever layout.

use std::collections::BTreeSet;

use rustix::net::Shutdown;
use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::stage::scan::{Scan, Wrong};
use crate::stage::scene::{Waited, mistaken};
use crate::stage::standing::ports;
use crate::stage::template::Template;
use crate::stage::world::World;
use crate::stage::{Halt, Scene};
use crate::text::{Bytes, Place};
use crate::verdict::{Ending, FindingKind, Heard};

/// Waits until the program has ended or can do no more, and reads which ports it has printed as open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectPorts {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The open ports, with blanks between them.
    pub open: Template,
    /// The first port of the range.
    pub first: Template,
    /// The last port of the range.
    pub last: Template,
}

impl ExpectPorts {
    /// Waits, then holds what was printed on the terminal, or on one of the streams by itself, against the open ports.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let scan = self.scan(scene)?;
        let ending = match scene.wait(end_of_data::<()>) {
            Ok(()) => Ending::Closed,
            Err(Waited::Ended(Ending::Exceeded(limit))) => return Err(scene.stopped(limit)),
            Err(Waited::Ended(ending)) => ending,
            Err(Waited::Halted(halt)) => return Err(halt),
        };
        let (together, apart) = {
            let world = scene.world();
            let printed = world.player(&role).map(|player| &player.printed);
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let together = printed.map(|printed| text(printed.together.all())).unwrap_or_default();
            (together, printed.map(|printed| [&printed.output, &printed.errors].map(|stream| text(stream.all()))))
        };
        let Err(wrong) = scan.judge(&together) else { return Ok(()) };
        // A log on one stream may stand in the middle of a line of the other.
        if apart.iter().flatten().any(|stream| scan.judge(stream).is_ok()) {
            return Ok(());
        }
        Err(Halt::Found(Box::new(finding(&scan, wrong, &together, role, ending))))
    }

    fn scan(&self, scene: &Scene) -> Result<Scan, Halt> {
        let numbers = |text: &Template| ports(text, &scene.variables).map_err(|error| mistaken(error.into()));
        let one = |text: &Template| Ok(numbers(text)?.first().copied().unwrap_or_default());
        let open: BTreeSet<u16> = numbers(&self.open)?.into_iter().collect();
        Ok(Scan { range: (one(&self.first)?, one(&self.last)?), open })
    }
}

/// Nobody has anything to say at an open port: a scanner that listens there for a greeting is told so.
fn end_of_data<T>(world: &mut World) -> Option<T> {
    for index in std::mem::take(&mut world.arrived) {
        if let Some(socket) = &world.connections[index].socket {
            // The program may have gone already.
            let _ = rustix::net::shutdown(socket, Shutdown::Write);
        }
    }
    None
}

fn finding(scan: &Scan, wrong: Wrong, printed: &str, role: String, ending: Ending) -> FindingKind {
    let (heard, received) = (Heard::Terminal(role), Bytes::from(printed));
    match wrong {
        Wrong::Missing(ports) => FindingKind::Missing {
            expected: format!("{} as open", listed(&ports)),
            literal: None,
            received,
            heard,
            ending,
        },
        Wrong::Extra(ports, at) => {
            let open: Vec<u16> = scan.open.iter().copied().collect();
            let remark = format!("{} printed like an open port", are(&ports));
            let expected = format!("{} as open, and no other port", listed(&open));
            FindingKind::Differed { expected, literal: None, received, at, remark: Some(remark), heard }
        }
    }
}

/// "port 80", "ports 80, 81 and 82"
fn listed(ports: &[u16]) -> String {
    let words: Vec<String> = ports.iter().map(u16::to_string).collect();
    match words.as_slice() {
        [] => "no port".to_owned(),
        [one] => format!("port {one}"),
        [others @ .., last] => format!("ports {} and {last}", others.join(", ")),
    }
}

/// "20001 is", or for many "20001 and 31 others are"
fn are(ports: &[u16]) -> String {
    match ports {
        [] => "nothing is".to_owned(),
        [one] => format!("{one} is"),
        [one, other] => format!("{one} and {other} are each"),
        [one, others @ ..] => format!("{one} and {} others are each", others.len()),
    }
}

impl ExpectPorts {
    /// The texts name values in reach.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
        for text in [&self.open, &self.first, &self.last] {
            lint.template(place, text);
        }
    }
}
