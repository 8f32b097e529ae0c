//! Goes through the steps of a check in the order in which they are played.

use super::{Lint, Reach};
use crate::steps::expect_http::{lint_request, lint_response};
use crate::steps::expect_page::lint_together;
use crate::steps::{Step, Steps};
use crate::text::{Located, Place};

impl Lint<'_> {
    /// Steps one after the other.
    pub(crate) fn steps(&mut self, steps: &Steps) {
        let whole = self.extent.clone();
        for (index, step) in steps.iter().enumerate() {
            let end = steps.get(index + 1).map_or(whole.end, |next| next.place.offset.max(step.place.offset));
            self.extent = step.place.offset..end;
            self.step(step);
        }
        self.extent = whole;
    }

    /// Steps that are played over and over or for each of several: they must be there.
    pub(crate) fn body(&mut self, place: Place, step: &str, steps: &Steps) {
        if steps.is_empty() {
            self.complain(place, format!("`{step}` holds no steps"), "Put the steps to play below `steps:`.");
        }
        self.steps(steps);
    }

    /// Branches of which each starts from here. Afterwards everything is known that any of them
    /// (or only that which every one of them) brought about.
    pub(crate) fn branches(&mut self, place: Place, step: &str, branches: &[Steps], any: bool) {
        if branches.len() < 2 || branches.iter().any(Vec::is_empty) {
            let title = format!("`{step}` needs at least two branches, each with steps");
            self.complain(place, title, "Write each branch as a list of steps of its own.");
        }
        let before = self.reach.clone();
        let mut after: Option<Reach> = None;
        for branch in branches {
            self.reach = before.clone();
            self.steps(branch);
            let reached = self.reach.clone();
            after = Some(match after {
                None => reached,
                Some(so_far) if any => so_far.union(reached),
                Some(so_far) => so_far.common(&reached),
            });
        }
        self.reach = after.unwrap_or(before);
    }

    /// Whether these steps, or steps within them, keep something under this name.
    pub(crate) fn keeps(steps: &Steps, name: &str) -> bool {
        steps.iter().any(|step| match &step.value {
            Step::Send(step) => step.save.as_deref() == Some(name),
            Step::Respond(step) => step.save.as_deref() == Some(name),
            Step::Expect(step) => step.save.as_deref() == Some(name),
            Step::ExpectRequest(rule) => rule.save.as_deref() == Some(name),
            Step::ExpectResponse(rule) => rule.save.as_deref() == Some(name),
            Step::ExpectOutput(step) => step.save.as_deref() == Some(name),
            Step::ExpectWire(step) => step.save.as_deref() == Some(name),
            Step::Repeat(step) => Self::keeps(&step.steps, name),
            Step::ForEach(step) => Self::keeps(&step.steps, name),
            Step::Together(branches) => branches.iter().any(|branch| Self::keeps(branch, name)),
            Step::Either(branches) => branches.iter().all(|branch| Self::keeps(branch, name)),
            Step::ByHabit(step) => step.ways.values().all(|steps| Self::keeps(steps, name)),
            Step::Connect(_)
            | Step::Accept(_)
            | Step::Request(_)
            | Step::Type(_)
            | Step::ShutDown(_)
            | Step::Close(_)
            | Step::Reset(_)
            | Step::Signal(_)
            | Step::Start(_)
            | Step::Script(_)
            | Step::WaitUntil(_)
            | Step::ExpectClose(_)
            | Step::ExpectQuiet(_)
            | Step::ExpectExit(_)
            | Step::ExpectDial(_)
            | Step::ExpectListen(_)
            | Step::ExpectPorts(_)
            | Step::ExpectPage(_)
            | Step::ExpectWireClose(_) => false,
        })
    }

    fn step(&mut self, step: &Located<Step>) {
        let place = step.place;
        match &step.value {
            Step::Connect(step) => step.clone().unwrap_or_default().lint(place, self),
            Step::Accept(step) => step.clone().unwrap_or_default().lint(place, self),
            Step::Send(step) => step.lint(place, self),
            Step::Request(step) => step.lint(place, self),
            Step::Respond(step) => step.lint(place, self),
            Step::Type(step) => step.lint(place, self),
            Step::ShutDown(step) => step.clone().unwrap_or_default().lint_stream(place, "`shut_down`", self),
            Step::Reset(step) => step.clone().unwrap_or_default().lint_stream(place, "`reset`", self),
            Step::Close(step) | Step::ExpectQuiet(step) => step.clone().unwrap_or_default().lint(place, self),
            Step::Signal(step) => step.lint(place, self),
            Step::Start(step) => step.lint(place, self),
            Step::Script(step) => step.lint(place, self),
            // Everything that can be named can be waited for.
            Step::WaitUntil(_) => {}
            Step::Expect(step) => step.lint(place, self),
            Step::ExpectRequest(rule) => lint_request(rule, place, self),
            Step::ExpectResponse(rule) => lint_response(rule, place, self),
            Step::ExpectClose(step) => step.clone().unwrap_or_default().lint(place, self),
            Step::ExpectOutput(step) => step.lint(place, self),
            Step::ExpectExit(step) => step.clone().unwrap_or_default().lint(place, self),
            Step::ExpectDial(step) => step.clone().unwrap_or_default().lint(place, self),
            Step::ExpectListen(step) => step.clone().unwrap_or_default().lint(place, self),
            Step::ExpectPorts(step) => step.lint(place, self),
            Step::ExpectPage(step) => step.lint(place, self),
            Step::ExpectWire(step) => step.lint(place, self),
            Step::ExpectWireClose(step) => step.clone().unwrap_or_default().lint(place, self),
            Step::Repeat(step) => step.lint(place, self),
            Step::ForEach(step) => step.lint(place, self),
            Step::Together(branches) => {
                lint_together(branches, place, self);
                self.branches(place, "together", branches, true);
            }
            Step::Either(branches) => self.branches(place, "either", branches, false),
            Step::ByHabit(step) => step.lint(place, self),
        }
    }
}

impl Reach {
    fn union(mut self, other: Self) -> Self {
        self.names.extend(other.names);
        self.connections.extend(other.connections);
        self.groups.extend(other.groups);
        self.open |= other.open;
        self.asked |= other.asked;
        self.datagrams.extend(other.datagrams);
        self
    }

    fn common(mut self, other: &Self) -> Self {
        self.names.retain(|name| other.names.contains(name));
        self.connections.retain(|name| other.connections.contains(name));
        self.groups.retain(|name, _| other.groups.contains_key(name));
        self.open &= other.open;
        self.asked &= other.asked;
        self.datagrams.retain(|known| other.datagrams.contains(known));
        self
    }
}
