//! Waiting for something on the stage: never longer than it could help, and never holding the world.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::time::Timespec;

use super::scene::{Halt, Scene, Waited, broken};
use super::vigil::{Seen, Vigil};
use super::world::{Source, Watched, World};
use crate::event::EventKind;
use crate::sandbox::{Level, Limits};
use crate::verdict::Ending;

impl Scene {
    /// Waits until `ready` finds what it looks for. Never longer than it could help: the wait ends as soon as
    /// every program is stuck or gone, and at the latest when the time granted to the program is over.
    pub fn wait<T>(&self, ready: impl FnMut(&mut World) -> Option<T>) -> Result<T, Waited> {
        self.wait_within(self.limits, ready)
    }

    /// Waits with other limits than the check's own.
    pub fn wait_within<T>(&self, limits: Limits, ready: impl FnMut(&mut World) -> Option<T>) -> Result<T, Waited> {
        let spent = self.world().spent;
        self.watch(Vigil::new(limits, self.began, spent), ready)
    }

    /// Waits until every program waits for somebody else: it is blocked, or has looked once more for what may come and gone
    /// back to wait. One that never rests is waited for as long as a step may last.
    pub fn wait_for_rest(&self) -> Result<(), Halt> {
        let spent = self.world().spent;
        match self.watch(Vigil::new(self.limits, self.began, spent).until_rest(), |_| None::<()>) {
            Ok(()) | Err(Waited::Ended(_)) => Ok(()),
            Err(Waited::Halted(halt)) => Err(halt),
        }
    }

    fn watch<T>(&self, mut vigil: Vigil, ready: impl FnMut(&mut World) -> Option<T>) -> Result<T, Waited> {
        let waited = self.keep_vigil(&mut vigil, ready);
        let mut world = self.world();
        let charged = vigil.charged(&world);
        world.spent += charged;
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
            let mut polled = polled(&watched);
            polled.push(PollFd::new(&waker, PollFlags::IN));
            let answer = poll(&mut polled, Some(&timespec(vigil.pause())));
            let woken = polled.last().is_some_and(|waker| !waker.revents().is_empty());
            drop(polled);
            let mut world = self.world();
            world.waiting -= 1;
            world.wakers.retain(|other| !Arc::ptr_eq(other, &waker));
            if woken {
                let _ = rustix::io::read(&waker, &mut [0; 8]);
            }
            let stirred = match answer {
                Ok(0) | Err(rustix::io::Errno::INTR) => Vec::new(),
                Ok(_) => stirring(&watched),
                Err(error) => return Err(Waited::Halted(broken(error.into()))),
            };
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
                    return ready(&mut world).ok_or_else(|| Waited::Ended(world.reason(ending)));
                }
                Err(fault) => return Err(Waited::Halted(Halt::Faulted(fault))),
            }
        }
    }
}

fn polled(watched: &[Watched]) -> Vec<PollFd<'_>> {
    watched.iter().map(|(descriptor, flags, _)| PollFd::new(descriptor, *flags)).collect()
}

/// What stirs now, out of what is watched, for whoever holds the world: what woke several branches at once, the first of them has
/// taken in by then, and to take it in once more would be to wait for the next, with everybody waiting for this thread. A filter
/// that hangs up has nobody left to ask for.
fn stirring(watched: &[Watched]) -> Vec<Source> {
    let mut polled = polled(watched);
    if poll(&mut polled, Some(&timespec(Duration::ZERO))).is_err() {
        // Interrupted: it stirs at the next look as well.
        return Vec::new();
    }
    watched
        .iter()
        .zip(&polled)
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
        let _ = poll(&mut polled(&watched), Some(&timespec(left)));
        let mut world = scene.world();
        let stirred = stirring(&watched);
        if stirred.contains(&Source::Harness) && harness_is_gone() {
            return Err(Halt::Abandoned);
        }
        world.take_in(&stirred).map_err(broken)?;
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

fn timespec(span: Duration) -> Timespec {
    Timespec { tv_sec: i64::try_from(span.as_secs()).unwrap_or(i64::MAX), tv_nsec: i64::from(span.subsec_nanos()) }
}
