//! A bar on a terminal that shows how far something long has come.

use indicatif::{ProgressBar, ProgressStyle};

use crate::text::{Medium, safe};

/// A bar on standard error; nothing where that is no terminal.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for so many things.
    pub(super) fn new(things: usize) -> Self {
        let bar = ProgressBar::new(u64::try_from(things).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template("{bar:20} {pos} of {len}, {eta} left, {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Whether anybody sees it.
    pub(super) fn is_seen(&self) -> bool {
        !self.bar.is_hidden()
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// Says something without writing into the bar.
    pub(super) fn aside(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    /// So many of the things are done; the last of them bears this name.
    pub(super) fn reach(&self, done: usize, of: usize, name: &str) {
        self.bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
        self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        self.bar.set_message(safe(name, Medium::Terminal).replace('\n', " "));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
