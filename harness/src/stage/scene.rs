//! What a step acts on: the world, the connection it speaks on by default, and waiting.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::time::Timespec;

use super::clock::Clock;
use super::matcher::examine::Mistake;
use super::near::NearRule;
use super::random::Random;
use super::template::{Template, TemplateError, Variables};
use super::vigil::{Seen, Vigil};
use super::world::{Source, Watched, World};
use crate::event::EventKind;
use crate::sandbox::{Level, Limits};
use crate::text::Bytes;
use crate::verdict::{Ending, Fault, FaultKind, FindingKind};

/// Why a play cannot go on.
#[derive(Debug)]
pub enum Halt {
    /// The program did or did not do something: a finding that ends the check.
    Found(Box<FindingKind>),
    /// Something of ours failed.
    Faulted(Fault),
    /// The harness is gone.
    Abandoned,
}

/// Why a wait ended without what was waited for.
#[derive(Debug)]
pub enum Waited {
    /// Waiting longer cannot help.
    Ended(Ending),
    /// The play cannot go on for another reason.
    Halted(Halt),
}

/// A step's view of the stage. Branches that play at the same time have one each, over the same world.
pub struct Scene {
    world: Arc<Mutex<World>>,
    /// Values for holes. What a branch saves is its own.
    pub variables: Variables,
    /// The connection that was opened last.
    pub current: Option<usize>,
    /// The stage's clock.
    pub clock: Clock,
    /// What a near match may differ in.
    pub near: NearRule,
    /// What a play draws while it goes on.
    pub random: Random,
    /// The limits of the check's program.
    pub limits: Limits,
    /// When the check began.
    pub began: Instant,
}

impl Scene {
    /// The first scene over a world.
    pub fn new(world: World) -> Self {
        let setting = &world.setting;
        let limits = setting
            .roles
            .first()
            .and_then(|role| setting.programs.get(role))
            .map(|launch| launch.limits)
            .unwrap_or_default();
        Self {
            variables: setting.variables.clone(),
            current: None,
            clock: Clock::new(&setting.zone),
            near: setting.near.clone(),
            random: Random::new(setting.seed),
            limits,
            began: Instant::now(),
            world: Arc::new(Mutex::new(world)),
        }
    }

    /// A scene for the branch of this number. It knows what has been saved so far.
    pub fn branch(&self, number: u64) -> Self {
        Self {
            world: self.world.clone(),
            variables: self.variables.clone(),
            current: self.current,
            clock: self.clock.clone(),
            near: self.near.clone(),
            random: self.random.branch(number),
            limits: self.limits,
            began: self.began,
        }
    }

    /// The world, for looking and acting; never to be held while waiting.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// States a fact.
    pub fn state(&self, kind: EventKind) -> Result<(), Halt> {
        self.world().timeline.state(kind).map_err(broken)
    }

    /// Fills a template.
    pub fn fill(&self, template: &Template) -> Result<Bytes, Halt> {
        template.fill(&self.variables).map_err(|error| mistaken(Mistake::Template(error)))
    }

    /// Keeps a value under a name.
    pub fn save(&mut self, name: Option<&String>, value: Bytes) -> Result<(), Halt> {
        let Some(name) = name else { return Ok(()) };
        self.variables.insert(name.clone(), value.clone());
        self.state(EventKind::Saved { name: name.clone(), value })
    }

    /// The role a step is about: the one it names, else the check's only one.
    pub fn role(&self, named: Option<&String>) -> String {
        named.cloned().or_else(|| self.world().setting.roles.first().cloned()).unwrap_or_default()
    }

    /// The connection a step is about: the one it names, else the one that was opened last.
    pub fn connection(&self, named: Option<&String>) -> Result<usize, Halt> {
        let world = self.world();
        let found = match named {
            Some(name) => world.connections.iter().position(|connection| &connection.name == name),
            None => self.current,
        };
        found.ok_or_else(|| {
            let name = named.map_or_else(|| "a connection".to_owned(), |name| format!("the connection `{name}`"));
            Halt::Faulted(Fault::new(
                FaultKind::Spec,
                format!("A step speaks on {name}, which no step before it has opened."),
                "Open it with `connect` or `accept`.",
            ))
        })
    }

    /// Waits until `ready` finds what it looks for. Never longer than it could help: the wait ends as soon as
    /// every program is stuck or gone, and at the latest when the time granted to the program is over.
    pub fn wait<T>(&self, ready: impl FnMut(&mut World) -> Option<T>) -> Result<T, Waited> {
        let spent = self.world().spent;
        let mut vigil = Vigil::new(self.limits, self.began, spent);
        let waited = self.keep_vigil(&mut vigil, ready);
        self.world().spent += vigil.charged();
        waited
    }

    fn keep_vigil<T>(&self, vigil: &mut Vigil, mut ready: impl FnMut(&mut World) -> Option<T>) -> Result<T, Waited> {
        let waker = Arc::new(
            eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)
                .map_err(|error| Waited::Halted(broken(error.into())))?,
        );
        loop {
            let watched = {
                let mut world = self.world();
                if let Some(found) = ready(&mut world) {
                    return Ok(found);
                }
                if let Some(limit) = world.exceeded {
                    return Err(Waited::Ended(Ending::Exceeded(limit)));
                }
                world.timeline.flush().map_err(|_| Waited::Halted(Halt::Abandoned))?;
                world.waiting += 1;
                world.wakers.push(waker.clone());
                world.watched()
            };
            let mut polled: Vec<PollFd<'_>> =
                watched.iter().map(|(descriptor, flags, _)| PollFd::new(descriptor, *flags)).collect();
            polled.push(PollFd::new(&waker, PollFlags::IN));
            let answer = poll(&mut polled, Some(&timespec(vigil.pause())));
            let stirred = stirred(&watched, &polled);
            let woken = polled.last().is_some_and(|waker| !waker.revents().is_empty());
            drop(polled);
            let mut world = self.world();
            world.waiting -= 1;
            world.wakers.retain(|other| !Arc::ptr_eq(other, &waker));
            if woken {
                let _ = rustix::io::read(&waker, &mut [0; 8]);
            }
            match answer {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(Waited::Halted(broken(error.into()))),
            }
            if stirred.contains(&Source::Harness) && harness_is_gone() {
                return Err(Waited::Halted(Halt::Abandoned));
            }
            world.take_in(&stirred).map_err(|error| Waited::Halted(broken(error)))?;
            if woken || !stirred.is_empty() {
                vigil.stir();
                if !vigil.is_overdue() {
                    continue;
                }
            }
            match vigil.look(&mut world) {
                Ok(Seen::Nothing) => {}
                Ok(Seen::Ended(ending)) => {
                    // What was said in the meantime still counts.
                    world.drain().map_err(|error| Waited::Halted(broken(error)))?;
                    return ready(&mut world).ok_or(Waited::Ended(ending));
                }
                Err(fault) => return Err(Waited::Halted(Halt::Faulted(fault))),
            }
        }
    }

    /// Where the server can be reached.
    pub fn server_address(&self) -> Option<SocketAddr> {
        self.world()
            .players
            .iter()
            .filter(|player| player.running.role == "server")
            .find_map(|player| player.running.listens.first().copied())
    }

    /// Takes the world out once every branch is over.
    pub fn into_world(self) -> Option<World> {
        Arc::into_inner(self.world).map(|world| world.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What has stirred, out of what was watched. A filter that hangs up has nobody left to ask for.
fn stirred(watched: &[Watched], polled: &[PollFd<'_>]) -> Vec<Source> {
    watched
        .iter()
        .zip(polled)
        .filter(|(_, polled)| !polled.revents().is_empty())
        .map(|((_, _, source), polled)| {
            if let Source::Filter(index) = source
                && !polled.revents().contains(PollFlags::IN)
            {
                return Source::FilterGone(*index);
            }
            *source
        })
        .collect()
}

/// Lets the programs go on until a moment, and hears them meanwhile. The check's place among the jobs is
/// another's for that time; it is asked back before the play goes on.
pub fn pause_until(scene: &Scene, moment: Instant) -> Result<(), Halt> {
    // Where programs of different checks share the ports, the place is kept.
    let gives_place = scene.world().setting.level == Level::Full;
    if gives_place {
        scene.state(EventKind::Paused)?;
    }
    loop {
        let left = moment.saturating_duration_since(Instant::now());
        let watched = {
            let mut world = scene.world();
            world.timeline.flush().map_err(|_| Halt::Abandoned)?;
            world.watched()
        };
        if left.is_zero() {
            break;
        }
        let mut polled: Vec<PollFd<'_>> =
            watched.iter().map(|(descriptor, flags, _)| PollFd::new(descriptor, *flags)).collect();
        let _ = poll(&mut polled, Some(&timespec(left)));
        let stirred = stirred(&watched, &polled);
        if stirred.contains(&Source::Harness) && harness_is_gone() {
            return Err(Halt::Abandoned);
        }
        scene.world().take_in(&stirred).map_err(broken)?;
    }
    if !gives_place {
        return Ok(());
    }
    scene.state(EventKind::Resumed)?;
    scene.world().timeline.flush().map_err(|_| Halt::Abandoned)?;
    // The harness answers with "go" once there is a place.
    if harness_is_gone() { Err(Halt::Abandoned) } else { Ok(()) }
}

/// The line from the harness carries nothing after the order but "go", and ends when the harness does.
fn harness_is_gone() -> bool {
    let mut byte = [0; 16];
    !matches!(rustix::io::read(std::io::stdin(), &mut byte), Ok(length) if length > 0)
}

/// A fault of the machine or of ours.
pub fn broken(error: std::io::Error) -> Halt {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Halt::Abandoned;
    }
    Halt::Faulted(Fault::new(
        FaultKind::Harness,
        format!("The stage failed: {error}."),
        "Run `harness doctor`; if it finds nothing, this is a bug of the harness.",
    ))
}

/// A fault of the spec that only shows in a play.
pub fn mistaken(mistake: Mistake) -> Halt {
    let message = match mistake {
        Mistake::Template(TemplateError::Unknown(name)) => format!("Nothing has the name `{name}` at this step."),
        Mistake::Template(TemplateError::Unbalanced(at)) => {
            format!("A brace in a text of this step has no partner (at byte {at}).")
        }
        Mistake::Unreadable(why) => format!("A value of this step cannot be read: {why}."),
    };
    Halt::Faulted(Fault::new(FaultKind::Spec, message, "Run `harness lint` on the spec."))
}

fn timespec(span: Duration) -> Timespec {
    Timespec { tv_sec: i64::try_from(span.as_secs()).unwrap_or(i64::MAX), tv_nsec: i64::from(span.subsec_nanos()) }
}
