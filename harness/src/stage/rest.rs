//! [`Rest`]: whether programs rest, also those that look again and again for what does not come.

use crate::program::stuck::Reading;

/// What was seen of programs since something last happened.
#[derive(Debug, Default)]
pub struct Rest {
    before: Option<Reading>,
}

impl Rest {
    /// Whether every thread is blocked, or has come back by now to the very wait in which it was first seen. A server whose
    /// runtime wakes it twice a second (`serve_forever`) is never blocked for good; who has looked at everything once more, and
    /// gone back to wait, has nothing left to do.
    pub fn look(&mut self, reading: &Reading) -> bool {
        if !reading.rests {
            self.before = None;
            return false;
        }
        match &self.before {
            Some(before) if before.goes_on_in(reading) => reading.has_come_round_since(before),
            _ => {
                self.before = Some(reading.clone());
                false
            }
        }
    }
}
