//! Whether a program can still do anything by itself: every thread's blocked call, read from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Instant;

use super::running::Running;
use super::waits::{Ends, Surroundings, Wait};
use crate::sandbox::threads::{BlockedCall, ProcessorTime, Thread, name_of, read_threads};
use crate::verdict::{Blocked, BlockedOn};

/// The threads of the stage's programs at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Threads that matter: the call each is in, and how often it has had a processor. Two readings
    /// with the same state are proof that nothing has moved between them.
    state: BTreeMap<i32, (Option<BlockedCall>, u64)>,
    /// Whether each of these is blocked without a limit that ends before the deadline.
    pub blocked: bool,
    /// Whether each of these is blocked or looks: it waits on descriptors for a while, and will look at them again.
    pub rests: bool,
    /// Those that look.
    looking: BTreeSet<i32>,
    /// The same for people.
    pub story: Vec<Blocked>,
    /// Roles of programs that wait for their terminal beside other things, whatever the limit.
    pub beside_terminal: BTreeSet<String>,
    /// Whether each thread but those that wait so is blocked.
    pub others_blocked: bool,
    /// How often the threads of each program, by role, have had a processor altogether.
    pub turns: BTreeMap<String, u64>,
    /// What each thread has had of the processors.
    pub times: BTreeMap<i32, ProcessorTime>,
    /// Sockets with bytes on their way, and how many.
    pub in_flight: Vec<(u64, u32)>,
}

/// Reads what every thread of these programs does. `deadline` is when the stage would give up.
pub fn read(programs: &[&Running], surroundings: &Surroundings<'_>, deadline: Instant) -> Reading {
    let mut reading = Reading {
        state: BTreeMap::new(),
        blocked: true,
        rests: true,
        looking: BTreeSet::new(),
        story: Vec::new(),
        beside_terminal: BTreeSet::new(),
        others_blocked: true,
        turns: BTreeMap::new(),
        times: BTreeMap::new(),
        in_flight: Vec::new(),
    };
    for program in programs {
        let before = reading.state.len();
        let threads = read_threads(&program.processes());
        for thread in &threads {
            reading.add(program, thread, surroundings, deadline);
        }
        // A program without a thread that has not been reported ended is about to be: its keeper has not come round to it.
        let stays = !has_ending_java(&threads) && (reading.state.len() > before || program.exit.is_some());
        reading.blocked &= stays;
        reading.rests &= stays;
        reading.others_blocked &= stays;
    }
    reading
}

impl Reading {
    /// Whether nothing has moved between two readings.
    pub fn same_as(&self, other: &Self) -> bool {
        self.state == other.state && self.in_flight == other.in_flight
    }

    /// Whether nothing has moved since this reading but threads that look, and those are in the very same calls. One that
    /// waits for another span each time has timers to serve.
    pub fn goes_on_in(&self, later: &Self) -> bool {
        let same = |(thread, (call, turns)): (&i32, &(Option<BlockedCall>, u64))| {
            later.state.get(thread).is_some_and(|(later_call, later_turns)| {
                call == later_call && (turns == later_turns || self.looking.contains(thread))
            })
        };
        let threads = self.state.len() == later.state.len() && self.looking == later.looking;
        threads && self.in_flight == later.in_flight && self.state.iter().all(same)
    }

    /// Whether each thread that looks has had a processor since an earlier reading.
    pub fn has_come_round_since(&self, earlier: &Self) -> bool {
        let turns = |reading: &Self, thread: &i32| reading.state.get(thread).map_or(0, |(_, turns)| *turns);
        self.looking.iter().all(|thread| turns(self, thread) > turns(earlier, thread))
    }

    /// Takes in the threads of somebody who stands between the programs and the harness: nothing has moved unless these have
    /// not, and as long as he is at work himself, nobody waits for a program.
    pub fn add_go_between(&mut self, threads: &[Thread], is_at_work: bool) {
        let runs = threads.iter().any(|thread| thread.call.is_none());
        self.state.extend(threads.iter().map(|thread| (thread.number, (thread.call, thread.turns))));
        self.blocked &= !is_at_work && !runs;
        self.rests &= !is_at_work && !runs;
        self.others_blocked &= !is_at_work && !runs;
    }

    fn add(&mut self, program: &Running, thread: &Thread, surroundings: &Surroundings<'_>, deadline: Instant) {
        self.times.insert(thread.number, thread.time);
        *self.turns.entry(program.role.clone()).or_default() += thread.turns;
        let wait = surroundings.wait_of(thread);
        if wait.is_some() && is_housekeeping(thread) {
            return;
        }
        let returns = wait.as_ref().is_none_or(|wait| returns_before(wait, program, deadline));
        let undisturbed = program.alarms.is_empty() && !program.has_timer;
        let blocked = !returns && undisturbed;
        let looks = returns && undisturbed && wait.as_ref().is_some_and(Wait::is_on_descriptors);
        self.blocked &= blocked;
        self.rests &= blocked || looks;
        self.looking.extend(looks.then_some(thread.number));
        self.state.insert(thread.number, (thread.call, thread.turns));
        if wait.as_ref().is_some_and(|wait| wait.beside_terminal) {
            self.beside_terminal.insert(program.role.clone());
        } else {
            self.others_blocked &= blocked;
        }
        self.tell(program, wait, returns);
    }

    fn tell(&mut self, program: &Running, wait: Option<Wait>, returns: bool) {
        let (call, on) = wait.map_or_else(|| ("running".to_owned(), BlockedOn::Processor), |wait| (wait.call, wait.on));
        let timed = returns && on != BlockedOn::Processor;
        let told = self
            .story
            .iter_mut()
            .find(|told| told.role == program.role && told.call == call && told.on == on && told.timed == timed);
        match told {
            Some(told) => told.threads += 1,
            None => self.story.push(Blocked { role: program.role.clone(), call, on, timed, threads: 1 }),
        }
    }
}

/// Whether a wait ends by itself before the stage would give up. When it began is not known, only that the program had been started.
fn returns_before(wait: &Wait, program: &Running, deadline: Instant) -> bool {
    match wait.ends {
        Ends::Never => false,
        Ends::After(span) => program.started.checked_add(span).is_some_and(|end| end < deadline),
        Ends::In(span) => Instant::now().checked_add(span).is_some_and(|end| end < deadline),
        Ends::SomeTime => true,
    }
}

/// Threads by which a Java runtime keeps house. They wake for ever, and never do the program's work.
const JAVA_HOUSEKEEPING: &[&str] = &[
    "VM Periodic",
    "VM Thread",
    "GC Thread",
    "G1 ",
    "C1 Compiler",
    "C2 Compiler",
    "Sweeper",
    "Reference Handl",
    "Finalizer",
    "Signal Dispatch",
    "Service Thread",
    "Monitor Deflati",
    "Notification T",
    "Common-Cleaner",
    "Attach Listener",
    "Concurrent Mark",
    "Shenandoah",
    "Z",
];

fn is_housekeeping(thread: &Thread) -> bool {
    let name = name_of(thread.process, thread.number);
    JAVA_HOUSEKEEPING.iter().any(|kept| name.starts_with(kept)) && is_java(thread.process)
}

/// Whether a Java runtime is on its way out: it waits a while for threads that are in a call, and has stopped its clock before.
fn has_ending_java(threads: &[Thread]) -> bool {
    let ticks = |process: i32| {
        let mut own = threads.iter().filter(|thread| thread.process == process);
        own.any(|thread| name_of(process, thread.number).starts_with("VM Periodic"))
    };
    let first_of_each = threads.iter().filter(|thread| thread.number == thread.process);
    first_of_each.map(|thread| thread.process).any(|process| is_java(process) && !ticks(process))
}

fn is_java(process: i32) -> bool {
    fs::read_link(format!("/proc/{process}/exe")).is_ok_and(|program| program.ends_with("java"))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::Reading;
    use crate::sandbox::threads::BlockedCall;

    /// Threads by their numbers, each in `poll` on some descriptors, with the turns it has had. The first one looks now and then.
    fn reading(threads: &[(i32, u64, u64)]) -> Reading {
        let call = |on: u64, turns: u64| {
            (Some(BlockedCall { number: libc::SYS_ppoll, arguments: [on, 1, 0, 0, 0, 0] }), turns)
        };
        Reading {
            state: threads.iter().map(|(thread, on, turns)| (*thread, call(*on, *turns))).collect(),
            blocked: false,
            rests: true,
            looking: threads.iter().take(1).map(|(thread, ..)| *thread).collect(),
            story: Vec::new(),
            beside_terminal: BTreeSet::new(),
            others_blocked: false,
            turns: BTreeMap::new(),
            times: BTreeMap::new(),
            in_flight: Vec::new(),
        }
    }

    #[test]
    fn who_looks_rests_once_he_has_come_round_to_the_same_wait() {
        let first = reading(&[(1, 7, 20), (2, 8, 30)]);
        let told = |threads: &[(i32, u64, u64)]| {
            let later = reading(threads);
            (first.goes_on_in(&later), later.has_come_round_since(&first))
        };
        assert_eq!(told(&[(1, 7, 20), (2, 8, 30)]), (true, false), "it has not looked yet");
        assert_eq!(told(&[(1, 7, 21), (2, 8, 30)]), (true, true), "it has looked, and waits again");
        assert_eq!(told(&[(1, 9, 21), (2, 8, 30)]), (false, true), "it waits for something else now");
        assert_eq!(told(&[(1, 7, 21), (2, 8, 31)]), (false, true), "the other one has moved");
        assert_eq!(told(&[(1, 7, 21), (3, 8, 30)]), (false, true), "another thread has come");
    }
}
