//! What a program has printed: together, as a person at the terminal sees it, and each stream by itself.

/// The output of one program.
#[derive(Debug, Default)]
pub struct Printed {
    /// Standard output and standard error in the order in which they came.
    pub together: Stream,
    /// Standard output.
    pub output: Stream,
    /// Standard error.
    pub errors: Stream,
    /// Bytes that were not kept.
    pub omitted: u64,
}

/// One stream, and how much of it was matched.
#[derive(Debug, Default)]
pub struct Stream {
    bytes: Vec<u8>,
    taken: usize,
}

impl Stream {
    /// What was not matched yet.
    pub fn unread(&self) -> &[u8] {
        &self.bytes[self.taken..]
    }

    /// Everything.
    pub fn all(&self) -> &[u8] {
        &self.bytes
    }

    /// Counts so many bytes of [`Self::unread`] as matched.
    pub fn take(&mut self, length: usize) {
        self.taken = (self.taken + length).min(self.bytes.len());
    }
}

impl Printed {
    /// Adds output, as far as there is room; returns how much was kept.
    pub fn add(&mut self, bytes: &[u8], is_error: bool, limit: usize) -> usize {
        let room = limit.saturating_sub(self.together.bytes.len());
        let kept = &bytes[..bytes.len().min(room)];
        self.omitted += (bytes.len() - kept.len()) as u64;
        self.together.bytes.extend_from_slice(kept);
        let own = if is_error { &mut self.errors } else { &mut self.output };
        own.bytes.extend_from_slice(kept);
        kept.len()
    }
}
