//! How long a program is waited for: only time in which it could have run is charged.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The time charged to a program since some moment.
#[derive(Clone, Debug)]
pub struct Patience {
    began: Instant,
    granted: Duration,
    /// How long each thread had waited for a processor when the time began.
    starved_before: BTreeMap<i32, Duration>,
    /// For how long the stage itself was late.
    late: Duration,
}

impl Patience {
    /// Grants time from now on.
    pub fn new(granted: Duration, starved: BTreeMap<i32, Duration>) -> Self {
        Self { began: Instant::now(), granted, starved_before: starved, late: Duration::ZERO }
    }

    /// When the granted time will be over if the program is never kept waiting.
    pub fn earliest_end(&self) -> Instant {
        self.began + self.granted + self.late
    }

    /// Notes that the stage woke up so much later than it had asked to.
    pub fn add_lateness(&mut self, late: Duration) {
        self.late += late;
    }

    /// The wall time since the beginning, less the time in which the program waited for a processor and
    /// the stage was late. Threads that waited side by side count once: the longest wait.
    pub fn charged(&self, starved: &BTreeMap<i32, Duration>) -> Duration {
        let waited = starved
            .iter()
            .map(|(thread, now)| now.saturating_sub(self.starved_before.get(thread).copied().unwrap_or_default()))
            .max()
            .unwrap_or_default();
        self.began.elapsed().saturating_sub(waited).saturating_sub(self.late)
    }

    /// How much longer to wait, given what the threads have waited; zero when the time is over.
    pub fn left(&self, starved: &BTreeMap<i32, Duration>) -> Duration {
        self.granted.saturating_sub(self.charged(starved))
    }
}
