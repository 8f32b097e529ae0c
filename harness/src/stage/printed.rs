//! What a program has printed: together, as a person at the terminal sees it, and each stream by itself.

use super::escapes::Escapes;

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
    /// How many were.
    kept: usize,
    /// Where each piece ends in what was printed together, and whether it came by standard error.
    pieces: Vec<(usize, bool)>,
    /// The control sequences that standard output and standard error stand in.
    escapes: [Escapes; 2],
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
    /// Adds output, as far as there is room; returns how much was kept. What stays of it is what a person sees.
    pub fn add(&mut self, bytes: &[u8], is_error: bool, limit: usize) -> usize {
        let room = limit.saturating_sub(self.kept);
        let kept = &bytes[..bytes.len().min(room)];
        self.omitted += (bytes.len() - kept.len()) as u64;
        self.kept += kept.len();
        let seen = self.escapes[usize::from(is_error)].without(kept);
        self.together.bytes.extend_from_slice(&seen);
        let own = if is_error { &mut self.errors } else { &mut self.output };
        own.bytes.extend_from_slice(&seen);
        self.pieces.push((self.together.bytes.len(), is_error));
        kept.len()
    }

    /// Counts so many bytes of what was printed together as matched, and the same bytes of the streams they came by.
    pub fn take(&mut self, length: usize) {
        self.together.take(length);
        let (mut begin, mut output, mut errors) = (0, 0, 0);
        for (end, is_error) in &self.pieces {
            let own = if *is_error { &mut errors } else { &mut output };
            *own += end.min(&self.together.taken) - begin;
            begin = *end;
            if begin >= self.together.taken {
                break;
            }
        }
        self.output.taken = self.output.taken.max(output);
        self.errors.taken = self.errors.taken.max(errors);
    }
}

#[cfg(test)]
mod tests {
    use super::Printed;

    #[test]
    fn what_was_matched_is_matched_in_its_own_stream_too() {
        let mut printed = Printed::default();
        for (text, is_error) in [("one ", false), ("log ", true), ("two ", false), ("three", false)] {
            printed.add(text.as_bytes(), is_error, 1000);
        }
        printed.take("one log t".len());
        assert_eq!(printed.together.unread(), b"wo three");
        assert_eq!((printed.output.unread(), printed.errors.unread()), (b"wo three".as_slice(), b"".as_slice()));
        printed.take("wo three".len());
        assert_eq!((printed.output.unread(), printed.errors.unread()), (b"".as_slice(), b"".as_slice()));
    }

    #[test]
    fn a_person_sees_no_control_sequences() {
        let mut printed = Printed::default();
        for (text, is_error) in
            [("\x1b[1mone", false), ("log ", true), ("\x1b[", false), ("err ", true), ("0m two", false)]
        {
            assert_eq!(printed.add(text.as_bytes(), is_error, 1000), text.len());
        }
        assert_eq!(printed.together.unread(), b"onelog err  two");
        assert_eq!((printed.output.unread(), printed.errors.unread()), (b"one two".as_slice(), b"log err ".as_slice()));
    }
}
