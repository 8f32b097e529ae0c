//! What a checker does at one instant: it works by itself, waits for the program, or for nobody.

use std::time::Instant;

use super::super::waits::{Ends, Surroundings};
use super::super::watched::watched;
use super::Checker;
use crate::sandbox::threads::Thread;
use crate::verdict::BlockedOn;

/// What a checker does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doing {
    /// Some part of it runs.
    pub runs: bool,
    /// Some part of it will by itself, before the deadline.
    pub returns: bool,
    /// Some part of it waits on a connection, or for one.
    pub awaits_program: bool,
}

impl Doing {
    /// Whether it goes on without anybody else.
    pub fn is_at_work(self) -> bool {
        self.runs || self.returns
    }
}

impl Checker {
    /// What it does, by its threads.
    pub fn doing(&self, threads: &[Thread], surroundings: &Surroundings<'_>, deadline: Instant) -> Doing {
        let mut doing = Doing { runs: threads.is_empty(), ..Doing::default() };
        for thread in threads {
            let Some(wait) = surroundings.wait_of(thread) else {
                doing.runs = true;
                continue;
            };
            doing.returns |= match wait.ends {
                Ends::Never => false,
                // When the wait began is not known, only that it was not before the start.
                Ends::After(span) => self.started.checked_add(span).is_some_and(|end| end < deadline),
                Ends::In(span) => Instant::now().checked_add(span).is_some_and(|end| end < deadline),
                Ends::SomeTime => true,
            };
            let is_to_others = |on: &BlockedOn| {
                matches!(on, BlockedOn::Connection(_) | BlockedOn::Listener { .. } | BlockedOn::Datagrams { .. })
            };
            let watches = |descriptor: i32| surroundings.describe(thread.process, descriptor);
            doing.awaits_program |= is_to_others(&wait.on)
                || wait.on == BlockedOn::Several
                    && thread.call.is_some_and(|call| {
                        watched(thread, &call).into_iter().filter_map(watches).any(|on| is_to_others(&on))
                    });
        }
        doing
    }
}
