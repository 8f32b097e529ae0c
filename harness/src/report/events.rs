//! The recorded run: every event as one line of JSON, as it happens.

use std::io::{self, Write};

use super::view::Audience;
use super::{Report, Reporter};
use crate::event::{CheckFacts, Event, EventKind, RunStarted, Visibility};
use crate::text::{Medium, safe};

/// Writes a line an event.
pub struct Events<W> {
    to: W,
    audience: Audience,
}

impl<W: Write> Events<W> {
    /// Lines to this writer. A student's record keeps nothing of hidden checks but that they are there.
    pub fn new(to: W, audience: Audience) -> Self {
        Self { to, audience }
    }
}

impl<W: Write> Reporter for Events<W> {
    fn event(&mut self, event: &Event, report: &Report) -> io::Result<()> {
        let view = report.seen_by(self.audience);
        let check = event.check.and_then(|index| report.checks.get(index));
        if check.is_some_and(|check| !view.shows(check)) {
            return Ok(());
        }
        let mut event = event.clone();
        if let (EventKind::RunStarted(started), Audience::Student) = (&mut event.kind, self.audience) {
            **started = veiled(started);
        }
        if let EventKind::Skipped { because_of } = &mut event.kind
            && view.check(because_of).is_none()
        {
            "hidden".clone_into(because_of);
        }
        self.to.write_all(line(&event)?.as_bytes())?;
        self.to.flush()
    }
}

/// An event as a line of a record.
pub fn line(event: &Event) -> io::Result<String> {
    Ok(format!("{}\n", safe(&serde_json::to_string(event)?, Medium::Json)))
}

/// The announcement with empty places for hidden checks, so that every index still holds, and where there are any, without
/// the seed that their values are drawn with.
fn veiled(started: &RunStarted) -> RunStarted {
    let veil = |(index, check): (usize, &CheckFacts)| match check.visibility {
        Visibility::Visible => check.clone(),
        Visibility::Hidden | Visibility::AfterDue | Visibility::AfterPublished => CheckFacts {
            id: format!("hidden-{}", index + 1),
            title: String::new(),
            program: String::new(),
            points: 0.0,
            near_points: 0.0,
            bonus: true,
            because: String::new(),
            hint: String::new(),
            visibility: check.visibility,
            line: 0,
        },
    };
    let hides = started.checks.iter().any(|check| check.visibility != Visibility::Visible);
    let checks = started.checks.iter().enumerate().map(veil).collect();
    RunStarted { checks, seed: if hides { 0 } else { started.seed }, ..started.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::Events;
    use crate::report::Audience;

    #[test]
    fn a_record_holds_every_event_in_one_line_each() {
        insta::assert_snapshot!(sample::told(|to| Box::new(Events::new(to, Audience::Instructor))));
    }

    #[test]
    fn a_students_record_keeps_hidden_checks_to_itself() {
        let told = sample::told(|to| Box::new(Events::new(to, Audience::Student)));
        assert!(told.contains("\"hidden-"), "{told}");
        assert!(!told.contains("secret") && told.contains("\"seed\":0,"), "{told}");
    }
}
