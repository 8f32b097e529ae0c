//! How long a program is waited for: only time in which it could have run is charged.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::sandbox::threads::ProcessorTime;

/// What every thread has had of the processors.
pub type Times = BTreeMap<i32, ProcessorTime>;

/// The time charged to a program since some moment.
#[derive(Clone, Debug)]
pub struct Patience {
    began: Instant,
    granted: Duration,
    /// What the threads had had when the time began.
    before: Times,
    /// For how long the stage itself was late.
    late: Duration,
}

impl Patience {
    /// Grants time from now on.
    pub fn new(granted: Duration, before: Times) -> Self {
        Self { began: Instant::now(), granted, before, late: Duration::ZERO }
    }

    /// When the granted time will be over if the program is never kept waiting.
    pub fn earliest_end(&self) -> Instant {
        self.began + self.granted + self.late
    }

    /// Notes that the stage woke up so much later than it had asked to.
    pub fn add_lateness(&mut self, late: Duration) {
        self.late += late;
    }

    /// The wall time since the beginning, less the time in which the program waited for a processor or the stage
    /// was late, whichever is longer: on a busy machine these are the same seconds. Threads that waited side by
    /// side count once, and what a thread really ran is always charged.
    pub fn charged(&self, now: &Times) -> Duration {
        let since = |of: fn(&ProcessorTime) -> Duration| {
            let grown = |(thread, now): (&i32, &ProcessorTime)| {
                of(now).saturating_sub(self.before.get(thread).map(of).unwrap_or_default())
            };
            now.iter().map(grown).max().unwrap_or_default()
        };
        let (ran, waited) = (since(|time| time.ran), since(|time| time.waited));
        self.began.elapsed().saturating_sub(waited.max(self.late)).max(ran)
    }

    /// How much longer to wait, given what the threads have had; zero when the time is over.
    pub fn left(&self, now: &Times) -> Duration {
        self.granted.saturating_sub(self.charged(now))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Patience, ProcessorTime, Times};

    fn times(ran: u64, waited: u64) -> Times {
        let time = ProcessorTime { ran: Duration::from_secs(ran), waited: Duration::from_secs(waited) };
        Times::from([(7, time)])
    }

    #[test]
    fn time_spent_waiting_for_a_processor_is_not_charged() {
        let patience = Patience::new(Duration::from_secs(5), times(0, 10));
        assert_eq!(patience.charged(&times(0, 70)), Duration::ZERO);
        assert_eq!(patience.left(&times(0, 70)), Duration::from_secs(5));
    }

    #[test]
    fn what_a_thread_ran_is_charged_however_late_the_stage_was() {
        let mut patience = Patience::new(Duration::from_secs(5), times(1, 0));
        patience.add_lateness(Duration::from_secs(60));
        assert_eq!(patience.charged(&times(7, 60)), Duration::from_secs(6));
        assert_eq!(patience.left(&times(7, 60)), Duration::ZERO);
    }
}
