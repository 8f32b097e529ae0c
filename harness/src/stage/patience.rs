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
    first: Times,
    /// When they were looked at last, and what they had had then.
    last: (Instant, Times),
    /// For how long the program was kept waiting, or the stage was late.
    excused: Duration,
}

impl Patience {
    /// Grants time from now on.
    pub fn new(granted: Duration, first: Times) -> Self {
        let began = Instant::now();
        Self { began, granted, last: (began, first.clone()), first, excused: Duration::ZERO }
    }

    /// When the granted time will be over if the program is never kept waiting any more.
    pub fn earliest_end(&self) -> Instant {
        self.began + self.granted + self.excused
    }

    /// Takes in what the threads have had by now, and that the stage woke up so much later than it had asked to.
    pub fn look(&mut self, times: &Times, late: Duration) {
        let now = Instant::now();
        self.take_in(now, times, late);
    }

    /// Between two looks, no more than their distance is excused: the longest that one thread was kept waiting, and the
    /// stage's lateness. Threads that wait in turns are excused for each other's time, because they are looked at often.
    fn take_in(&mut self, now: Instant, times: &Times, late: Duration) {
        let passed = now.saturating_duration_since(self.last.0);
        let kept_waiting = |(thread, now): (&i32, &ProcessorTime)| {
            let before = self.last.1.get(thread).copied().unwrap_or_default();
            // A wait that is not over is not counted yet: the machine had the thread, and it did not run.
            if now.is_the_machines && before.is_the_machines && now.ran == before.ran && now.waited == before.waited {
                passed
            } else {
                now.waited.saturating_sub(before.waited)
            }
        };
        let waited = times.iter().map(kept_waiting).max().unwrap_or_default();
        self.excused += (waited + late).min(passed);
        self.last = (now, times.clone());
    }

    /// The time up to the last look, less what is excused. What a thread really ran is always charged.
    pub fn charged(&self) -> Duration {
        let since_first = |(thread, now): (&i32, &ProcessorTime)| {
            now.ran.saturating_sub(self.first.get(thread).map(|first| first.ran).unwrap_or_default())
        };
        let ran = self.last.1.iter().map(since_first).max().unwrap_or_default();
        self.last.0.saturating_duration_since(self.began).saturating_sub(self.excused).max(ran)
    }

    /// How much longer to wait; zero when the time is over.
    pub fn left(&self) -> Duration {
        self.granted.saturating_sub(self.charged())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Patience, ProcessorTime, Times};

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// What some threads had had, in seconds: how long each ran, and was kept waiting.
    fn times(threads: &[(i32, u64, u64)]) -> Times {
        let time = |ran, waited| ProcessorTime { ran: seconds(ran), waited: seconds(waited), is_the_machines: true };
        threads.iter().map(|(thread, ran, waited)| (*thread, time(*ran, *waited))).collect()
    }

    /// What is charged after looks at these seconds, each with what the threads had had and the stage's lateness.
    fn charged(first: &Times, looks: &[(u64, Times, u64)]) -> u64 {
        let mut patience = Patience::new(seconds(5), first.clone());
        for (at, times, late) in looks {
            patience.take_in(patience.began + seconds(*at), times, seconds(*late));
        }
        assert_eq!(patience.left(), seconds(5).saturating_sub(patience.charged()));
        patience.charged().as_secs()
    }

    #[test]
    fn time_spent_waiting_for_a_processor_is_not_charged() {
        let first = times(&[(7, 0, 10)]);
        assert_eq!(charged(&first, &[(2, times(&[(7, 0, 11)]), 0)]), 1);
        assert_eq!(charged(&first, &[(2, times(&[(7, 1, 10)]), 0)]), 2);
    }

    #[test]
    fn a_wait_that_goes_on_counts_before_the_kernel_has_counted_it() {
        let first = times(&[(7, 1, 0)]);
        let looks = [(2, times(&[(7, 1, 0)]), 0), (4, times(&[(7, 1, 0)]), 0), (6, times(&[(7, 2, 5)]), 0)];
        assert_eq!(charged(&first, &looks[..2]), 0);
        assert_eq!(charged(&first, &looks), 1);
    }

    #[test]
    fn threads_that_wait_in_turns_are_excused_for_both() {
        let first = times(&[(7, 0, 0), (8, 0, 0)]);
        let looks = [(2, times(&[(7, 0, 2), (8, 0, 0)]), 0), (4, times(&[(7, 0, 2), (8, 0, 2)]), 0)];
        assert_eq!(charged(&first, &looks), 0);
        // Side by side they are no more than the time that passed.
        assert_eq!(charged(&first, &[(4, times(&[(7, 0, 3), (8, 0, 3)]), 0)]), 1);
    }

    #[test]
    fn the_lateness_of_the_stage_is_not_charged() {
        let first = times(&[(7, 0, 0)]);
        assert_eq!(charged(&first, &[(4, times(&[(7, 1, 0)]), 3)]), 1);
    }

    #[test]
    fn what_a_thread_ran_is_charged_however_late_the_stage_was() {
        let first = times(&[(7, 1, 0)]);
        assert_eq!(charged(&first, &[(7, times(&[(7, 7, 60)]), 60)]), 6);
    }
}
