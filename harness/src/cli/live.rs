//! What is seen of a class while it is graded: a bar on a terminal, a line a submission elsewhere; and Ctrl-C.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::progress::Progress;
use super::say;
use crate::class::alarm::Alarm;
use crate::class::{Graded, Listener, summary};
use crate::run::Runner;
use crate::text::first_of;

/// Shows how far the grading has come.
pub(super) struct Live {
    bar: Progress,
    seen: Mutex<Seen>,
    tasks: usize,
    began: Instant,
    quiet: bool,
}

#[derive(Default)]
struct Seen {
    over: usize,
    reused: usize,
    faulty: usize,
    running: Vec<String>,
    alarm: Alarm,
}

/// So many of the submissions in play are named.
const NAMED: usize = 3;

impl Live {
    /// A view on so many tasks; a quiet one tells of alarms alone.
    pub(super) fn new(tasks: usize, quiet: bool) -> Self {
        let bar = Progress::new(if quiet { 0 } else { tasks });
        Self { bar, seen: Mutex::default(), tasks, began: Instant::now(), quiet }
    }

    /// It is over.
    pub(super) fn over(&self) {
        self.bar.clear();
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self, seen: &Seen) {
        if self.quiet {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate that is shown with one digit")]
        let rate = (seen.over - seen.reused) as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let faults = if seen.faulty == 0 { String::new() } else { format!(", {} with faults", seen.faulty) };
        let message = format!("{rate:.1}/s{faults}; in play: {}", first_of(&seen.running, NAMED));
        self.bar.reach(seen.over, self.tasks, &message);
    }

    /// What is left after a stop, in a sentence.
    pub(super) fn left(&self) -> String {
        let over = self.seen().over;
        format!("stopped: {over} of {} are graded, {} are left", self.tasks, self.tasks - over)
    }
}

/// From now on Ctrl-C and SIGTERM stop a grading: nothing new begins, and what is in play ends at once and is not counted.
pub(super) fn stop_on_signals(stop: &Arc<AtomicBool>, runner: &Arc<Runner>) -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let (stop, runner) = (Arc::clone(stop), Arc::downgrade(runner));
    std::thread::spawn(move || {
        for _ in signals.forever() {
            stop.store(true, Ordering::SeqCst);
            if let Some(runner) = runner.upgrade() {
                runner.stages.stop();
            }
        }
    });
    Ok(())
}

impl Listener for Live {
    fn began(&self, name: &str, _exercise: &str) {
        let mut seen = self.seen();
        seen.running.push(name.to_owned());
        self.show(&seen);
    }

    fn ended(&self, graded: &Graded) {
        let mut seen = self.seen();
        seen.over += 1;
        seen.reused += usize::from(graded.reused);
        seen.faulty += usize::from(graded.is_faulty());
        if let Some(place) = seen.running.iter().position(|name| *name == graded.name) {
            seen.running.remove(place);
        }
        let suspects = seen.alarm.hear(graded);
        self.show(&seen);
        drop(seen);
        if !self.quiet && !self.bar.is_seen() && !graded.reused {
            say::to_errors(&summary::line(graded));
        }
        for suspect in suspects {
            let what = format!(
                "suspect the spec: {} of {} submissions lose `{}/{}`",
                suspect.lost, suspect.of, suspect.exercise, suspect.check
            );
            self.bar.aside(|| say::note(&what, "Look at some of them before you trust these points."));
        }
    }
}
