//! Builds and rehearsals: a command is run on a stage until it ends.

use crate::stage::scene::Waited;
use crate::stage::{Entrance, Halt, Scene};
use crate::verdict::{Ending, Exit, Fault, FaultKind, FindingKind, Limit};

/// Runs a build command in the submission's prepared folder.
pub fn build(scene: &Scene, role: &str) -> Result<(), Halt> {
    let exit = run(scene, role, true)?;
    let world = scene.world();
    // Whatever it has left there, each start of the program has to copy.
    if let Some(limit) = world.look_for_excess(true) {
        drop(world);
        return Err(scene.stopped(limit));
    }
    if exit == Exit::Code(0) {
        return Ok(());
    }
    let output = world.player(role).map(|player| player.printed.together.all().into()).unwrap_or_default();
    let command = world.setting.programs.get(role).map(|launch| launch.command.join(" ")).unwrap_or_default();
    Err(Halt::Found(Box::new(FindingKind::NotBuilt { role: role.to_owned(), command, output, exit })))
}

/// Runs the stage's first program, whatever it is: a stage on which it ends well is a stage.
pub fn rehearse(scene: &Scene) -> Result<(), Halt> {
    let Some(role) = scene.world().setting.programs.keys().next().cloned() else { return Ok(()) };
    let exit = run(scene, &role, false)?;
    if exit == Exit::Code(0) {
        return Ok(());
    }
    let message = format!("A program that does nothing ended with {exit:?} on the stage.");
    Err(Halt::Faulted(Fault::new(FaultKind::Kernel, message, "See `harness doctor`.")))
}

/// Runs a program to its end. A compiler's threads wait for each other in ways that look stuck, so only its
/// limits end it before.
fn run(scene: &Scene, role: &str, shared: bool) -> Result<Exit, Halt> {
    scene.start(role, &Entrance { shared, ..Entrance::default() })?;
    let limit = loop {
        match scene.wait(|world| world.player(role).and_then(|player| player.running.exit)) {
            Ok(exit) | Err(Waited::Ended(Ending::Exited(exit))) => return Ok(exit),
            Err(Waited::Halted(halt)) => return Err(halt),
            Err(Waited::Ended(Ending::Stuck(_) | Ending::Closed | Ending::Reset)) => {}
            Err(Waited::Ended(Ending::Exceeded(limit))) => break limit,
            Err(Waited::Ended(Ending::OutOfTime { .. })) => break Limit::Time,
        }
    };
    Err(Halt::Found(Box::new(FindingKind::Exceeded { limit, role: role.to_owned() })))
}
