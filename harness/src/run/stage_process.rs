//! The process of one stage: reads its order, raises the stage, plays, and tells what happened.

use std::io::{self, BufWriter, Write as _};
use std::time::Instant;

use crate::event::EventKind;
use crate::plan::{Order, Play};
use crate::run::{build, probe};
use crate::sandbox::Level;
use crate::stage::capture::Capture;
use crate::stage::raise;
use crate::stage::resolver::Resolver;
use crate::stage::tap::Tap;
use crate::stage::timeline::Timeline;
use crate::stage::world::World;
use crate::stage::{Entrance, Halt, Scene};
use crate::steps::{self, Halted, Step, Steps};
use crate::verdict::{Fault, FaultKind, Finding};

/// Plays one order from standard input; events go to standard output.
pub fn stage_process() -> io::Result<()> {
    let order: Order = serde_json::from_slice(&read_line()?)?;
    let began = Instant::now();
    let check = match &order.play {
        Play::Check { index, .. } => Some(*index),
        Play::Probe { .. } | Play::Build { .. } | Play::Rehearse => None,
    };
    let mut timeline = Timeline::new(Box::new(BufWriter::new(io::stdout())), check, order.setting.began);
    let places = match raise::raise(&order.setting) {
        Ok(places) => places,
        Err(refused) => {
            timeline.state(EventKind::Faulted(refused.into()))?;
            return end(&mut timeline, began);
        }
    };
    // Whatever this process is doing, it ends with the harness's thread that waits for it. (A change of user takes this back, so not before.)
    nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGKILL)?;
    let mut world = World::new(order.setting, places, timeline);
    if world.setting.level == Level::Full {
        world.resolver = Some(Resolver::open((&world.setting.host_name, world.setting.host_address))?);
    }
    let is_captured = check.is_some() && world.setting.captures && world.setting.level == Level::Full;
    let capture = is_captured.then(|| Capture::begin(world.setting.began)).transpose()?;
    let mut scene = Scene::new(world);
    let halted = match &order.play {
        Play::Check { steps, .. } => check_play(&mut scene, steps),
        Play::Probe { role, readiness, ladder, message, habits } => {
            probe::probe(&mut scene, role, *readiness, ladder, message.as_deref(), habits).map_err(Halted::from)
        }
        Play::Build { role } => build::build(&scene, role).map_err(Halted::from),
        Play::Rehearse => build::rehearse(&scene).map_err(Halted::from),
    };
    match halted {
        Ok(()) => {}
        Err(Halted { halt: Halt::Found(kind), line }) => {
            scene.world().timeline.state(EventKind::Found(Finding { kind: *kind, line }))?;
        }
        Err(Halted { halt: Halt::Faulted(fault), .. }) => scene.world().timeline.state(EventKind::Faulted(fault))?,
        Err(Halted { halt: Halt::Abandoned, .. }) => return Ok(()),
    }
    clear(scene, capture, began)
}

/// Starts the check's programs, the server before the client, and plays its steps.
fn check_play(scene: &mut Scene, steps: &Steps) -> Result<(), Halted> {
    let (zone, roles) = {
        let world = scene.world();
        (world.setting.zone.clone(), world.setting.roles.clone())
    };
    scene.state(EventKind::CheckStarted { zone })?;
    scene.typed_by_steps = roles.iter().filter(|role| types_at(steps, role, &roles)).cloned().collect();
    if roles.len() > 1 {
        let mut world = scene.world();
        if world.setting.level == Level::Full {
            world.tap = Some(Tap::open(world.transport("server")).map_err(crate::stage::scene::broken)?);
        }
    }
    let started_by_steps = steps.iter().any(|step| step.starts_program());
    if !started_by_steps {
        for role in &roles {
            if *role == "client" && roles.len() > 1 {
                steps::await_server(scene, None)?;
            }
            scene.start(role, &Entrance::default())?;
        }
    }
    steps::play(steps, scene)
}

/// Whether steps of the check type at the terminal of a role.
fn types_at(steps: &Steps, role: &str, roles: &[String]) -> bool {
    let first = roles.first().map(String::as_str);
    let types = |step: &Step| matches!(step, Step::Type(typed) if typed.program.as_deref().or(first) == Some(role));
    steps.iter().any(|step| step.is_any(&types))
}

/// Takes the stage down: the harness's connections first, so that no server is left in the middle of one; then the programs,
/// and last the capture.
fn clear(scene: Scene, capture: Option<Capture>, began: Instant) -> io::Result<()> {
    let Some(mut world) = scene.into_world() else { return Err(io::Error::other("a branch outlived its check")) };
    world.drain()?;
    for connection in &mut world.connections {
        connection.socket = None;
    }
    world.doors.clear();
    world.scripts.clear();
    let World { players, mut timeline, .. } = world;
    for player in players {
        player.running.stop()?;
    }
    for frame in capture.into_iter().flat_map(Capture::end) {
        timeline.state(frame)?;
    }
    end(&mut timeline, began)
}

fn end(timeline: &mut Timeline, began: Instant) -> io::Result<()> {
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    timeline.state(EventKind::CheckEnded { took_ms })?;
    timeline.flush()
}

/// Reads the order, byte for byte up to its line end: what follows on this line is not for this reader.
fn read_line() -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut buffer = [0; 16 * 1024];
    while !line.ends_with(b"\n") {
        match rustix::io::read(io::stdin(), &mut buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            length => line.extend_from_slice(&buffer[..length]),
        }
    }
    io::stdout().flush()?;
    Ok(line)
}

/// The fault of a stage that could not even read its order.
pub fn unreadable(error: &io::Error) -> Fault {
    Fault::new(FaultKind::Harness, format!("The stage could not be set: {error}."), "Run `harness doctor`.")
}
