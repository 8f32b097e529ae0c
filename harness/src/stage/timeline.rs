//! The facts of one play, written as they happen, one JSON line each.

use std::io::{self, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::event::{Event, EventKind};

/// Where a play's events go.
pub struct Timeline {
    out: Box<dyn Write + Send>,
    check: Option<usize>,
    /// How long after the run's beginning this process began, and when that was.
    offset: Duration,
    origin: Instant,
}

impl Timeline {
    /// Events count from `began`, milliseconds since the Unix epoch.
    pub fn new(out: Box<dyn Write + Send>, check: Option<usize>, began: u64) -> Self {
        let offset = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .saturating_sub(Duration::from_millis(began));
        Self { out, check, offset, origin: Instant::now() }
    }

    /// States a fact.
    pub fn state(&mut self, kind: EventKind) -> io::Result<()> {
        let at = self.offset + self.origin.elapsed();
        let event = Event { at: u64::try_from(at.as_micros()).unwrap_or(u64::MAX), check: self.check, kind };
        serde_json::to_writer(&mut self.out, &event)?;
        self.out.write_all(b"\n")
    }

    /// Makes sure that everything stated is on its way.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
