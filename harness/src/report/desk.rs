//! [`Desk`]: where an event is folded once and told to every reporter, live or replayed.

use std::io;

use super::{Report, Reporter, Tally};
use crate::event::Event;

/// Folds events and passes them on. A reporter that cannot write is dropped; the others go on.
#[derive(Default)]
pub struct Desk<'a> {
    tally: Tally,
    reporters: Vec<Box<dyn Reporter + 'a>>,
    broken: Option<io::Error>,
}

impl<'a> Desk<'a> {
    /// A desk with these reporters.
    pub fn new(reporters: Vec<Box<dyn Reporter + 'a>>) -> Self {
        Self { tally: Tally::new(), reporters, broken: None }
    }

    /// Takes in one event.
    pub fn event(&mut self, event: &Event) {
        self.tally.event(event);
        let report = self.tally.report();
        tell(&mut self.reporters, &mut self.broken, |reporter| reporter.event(event, report));
    }

    /// What is known so far.
    pub fn report(&self) -> &Report {
        self.tally.report()
    }

    /// Closes the run and lets every reporter finish. The report comes in any case; beside it, the first
    /// failure to write one of its forms.
    pub fn finish(mut self) -> (Report, io::Result<()>) {
        let report = self.tally.finish();
        tell(&mut self.reporters, &mut self.broken, |reporter| reporter.finish(&report));
        (report, self.broken.map_or(Ok(()), Err))
    }
}

fn tell<'a>(
    reporters: &mut Vec<Box<dyn Reporter + 'a>>,
    broken: &mut Option<io::Error>,
    mut say: impl FnMut(&mut dyn Reporter) -> io::Result<()>,
) {
    reporters.retain_mut(|reporter| match say(reporter.as_mut()) {
        Ok(()) => true,
        Err(error) => {
            broken.get_or_insert(error);
            false
        }
    });
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::Desk;
    use crate::event::Event;
    use crate::report::{Audience, Format, Report, Reporter, sample};

    struct FullDisk;

    impl Reporter for FullDisk {
        fn event(&mut self, _: &Event, _: &Report) -> io::Result<()> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
    }

    #[test]
    fn one_broken_reporter_does_not_silence_the_others() {
        let mut written = Vec::new();
        let json = Format::named("json").expect("a format").reporter(Box::new(&mut written), Audience::Instructor);
        let mut desk = Desk::new(vec![Box::new(FullDisk), json]);
        for event in &sample::run() {
            desk.event(event);
        }
        let (_, told) = desk.finish();
        assert_eq!(told.expect_err("one was broken").kind(), io::ErrorKind::StorageFull);
        assert!(written.ends_with(b"}\n"));
    }
}
