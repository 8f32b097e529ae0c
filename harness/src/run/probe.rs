//! The probe of a program: learns once, on a stage of its own, which arguments and which line end it wants.

use super::habits;
use crate::event::EventKind;
use crate::stage::scene::{Waited, broken};
use crate::stage::world::World;
use crate::stage::{Entrance, Halt, Scene};
use crate::steps::{self, Habit};
use crate::verdict::{Ending, FindingKind, Readiness, Transport};

/// Climbs the ladder of arguments until the program is ready, then learns its line end.
pub fn probe(
    scene: &mut Scene,
    role: &str,
    readiness: Readiness,
    ladder: &[Vec<String>],
    message: Option<&str>,
    habits: &[Habit],
) -> Result<(), Halt> {
    let mut first_finding = None;
    for (rung, arguments) in ladder.iter().enumerate() {
        scene.start(role, &Entrance { arguments: Some(arguments.clone()), ..Entrance::default() })?;
        match steps::await_ready(scene, role, readiness) {
            Ok(()) => {
                let line_end = match message {
                    // A datagram ends by itself.
                    _ if scene.world().transport(role) == Transport::Udp => String::new(),
                    Some(message) => learn_line_end(scene, role, readiness, message)?,
                    None => String::new(),
                };
                let ports = scene.world().ports_of_services();
                let habits = habits::learn(scene, role, arguments, &line_end, habits)?;
                let (role, arguments) = (role.to_owned(), arguments.clone());
                return scene.state(EventKind::Probed { role, arguments, line_end, habits, ports });
            }
            Err(Halt::Found(finding)) => {
                let exited = matches!(*finding, FindingKind::NotReady { ending: Ending::Exited(_), .. });
                let finding = first_finding.get_or_insert(finding);
                if !exited || rung + 1 == ladder.len() {
                    return Err(Halt::Found(with_tried(finding, &ladder[..=rung])));
                }
                stop_all(scene)?;
            }
            Err(halt) => return Err(halt),
        }
    }
    Ok(())
}

/// The first rung's finding says most about the program; what was tried after it is added.
fn with_tried(finding: &FindingKind, rungs: &[Vec<String>]) -> Box<FindingKind> {
    let mut finding = finding.clone();
    if let FindingKind::NotReady { tried, .. } = &mut finding {
        *tried = rungs.to_vec();
    }
    Box::new(finding)
}

/// Sends a message without a line end. A program that is stuck over it, and answers once the line end comes, waits for line ends.
fn learn_line_end(scene: &mut Scene, role: &str, readiness: Readiness, message: &str) -> Result<String, Halt> {
    let index = match readiness {
        Readiness::Start => return Ok(String::new()),
        Readiness::Listen => {
            steps::connect(scene)?;
            scene.current
        }
        Readiness::Dial => {
            let arrived = ended_is_none(scene.wait(|world| world.take_arrived(Transport::Tcp)))?;
            if let Some(index) = arrived {
                // Its message; a client that waits to be spoken to sends none.
                ended_is_none(scene.wait(|world| spoke(world, index, 0).then_some(())))?;
            }
            arrived
        }
    };
    let Some(index) = index else { return Ok(String::new()) };
    for (bytes, line_end) in [(message.as_bytes(), ""), (b"\n".as_slice(), "\n")] {
        let before = scene.world().connections[index].inbox.size();
        match steps::send_bytes(scene, index, bytes) {
            Ok(()) => {}
            // It has closed already: whatever it wanted, it was no line end.
            Err(Halt::Found(_)) => return Ok(String::new()),
            Err(halt) => return Err(halt),
        }
        // A log of the program is no answer; but a client's answer is what it prints.
        let answered = |world: &mut World| {
            let told = readiness == Readiness::Dial && has_printed(world, role, message);
            (told || spoke(world, index, before)).then_some(())
        };
        if ended_is_none(scene.wait(answered))?.is_some() {
            return Ok(line_end.to_owned());
        }
    }
    Ok(String::new())
}

/// What a wait has brought, if anything.
fn ended_is_none<T>(waited: Result<T, Waited>) -> Result<Option<T>, Halt> {
    match waited {
        Ok(found) => Ok(Some(found)),
        Err(Waited::Ended(_)) => Ok(None),
        Err(Waited::Halted(halt)) => Err(halt),
    }
}

/// Whether the program has said more on a connection than before, or ended it.
fn spoke(world: &World, connection: usize, before: usize) -> bool {
    let connection = &world.connections[connection];
    connection.inbox.size() > before || connection.ended.is_some()
}

fn has_printed(world: &World, role: &str, text: &str) -> bool {
    world.player(role).is_some_and(|player| String::from_utf8_lossy(player.printed.together.all()).contains(text))
}

/// Stops the program of a rung before the next is tried; or of a way, before the next one.
pub(super) fn stop_all(scene: &Scene) -> Result<(), Halt> {
    let players = std::mem::take(&mut scene.world().players);
    for player in players {
        player.running.stop().map_err(broken)?;
    }
    Ok(())
}
