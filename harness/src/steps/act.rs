//! Plays steps one after the other.

use super::{Step, Steps};
use crate::event::EventKind;
use crate::stage::{Halt, Scene};

/// A halt, and the line of the step at which it came.
#[derive(Debug)]
pub struct Halted {
    /// Why the play cannot go on.
    pub halt: Halt,
    /// Line of the step in the spec.
    pub line: u32,
}

/// Plays steps until one of them halts.
pub fn play(steps: &Steps, scene: &mut Scene) -> Result<(), Halted> {
    for step in steps {
        let line = step.place.line;
        step.act(scene).map_err(|halted| halted.at(line))?;
        scene
            .state(EventKind::StepDone { line, step: step.name().to_owned() })
            .map_err(|halt| Halted { halt, line })?;
    }
    Ok(())
}

impl Halted {
    /// The innermost step is the one to point at.
    fn at(self, line: u32) -> Self {
        Self { line: if self.line == 0 { line } else { self.line }, ..self }
    }
}

impl From<Halt> for Halted {
    fn from(halt: Halt) -> Self {
        Self { halt, line: 0 }
    }
}

impl Step {
    /// Does what the step says.
    fn act(&self, scene: &mut Scene) -> Result<(), Halted> {
        match self {
            Self::Connect(step) => step.clone().unwrap_or_default().act(scene)?,
            Self::Accept(step) => step.clone().unwrap_or_default().act(scene)?,
            Self::Send(step) => step.act(scene)?,
            Self::Request(step) => step.act(scene)?,
            Self::Respond(step) => step.act(scene)?,
            Self::Type(step) => step.act(scene)?,
            Self::ShutDown(step) => step.clone().unwrap_or_default().shut_down(scene)?,
            Self::Close(step) => step.clone().unwrap_or_default().close(scene)?,
            Self::Reset(step) => step.clone().unwrap_or_default().reset(scene)?,
            Self::Signal(step) => step.act(scene)?,
            Self::Start(step) => step.act(scene)?,
            Self::Script(step) => step.act(scene)?,
            Self::WaitUntil(step) => step.act(scene)?,
            Self::Expect(step) => step.act(scene)?,
            Self::ExpectRequest(rule) => super::expect_http::expect_request(rule, scene)?,
            Self::ExpectResponse(rule) => super::expect_http::expect_response(rule, scene)?,
            Self::ExpectClose(step) => step.clone().unwrap_or_default().act(scene)?,
            Self::ExpectQuiet(step) => step.clone().unwrap_or_default().expect_quiet(scene)?,
            Self::ExpectOutput(step) => step.act(scene)?,
            Self::ExpectExit(step) => step.clone().unwrap_or_default().act(scene)?,
            Self::ExpectDial(step) => step.clone().unwrap_or_default().act(scene)?,
            Self::ExpectListen(step) => step.clone().unwrap_or_default().act(scene)?,
            Self::ExpectPorts(step) => step.act(scene)?,
            Self::ExpectPage(step) => step.act(scene)?,
            Self::ExpectWire(step) => step.act(scene)?,
            Self::ExpectWireClose(step) => step.clone().unwrap_or_default().act(scene)?,
            Self::Repeat(step) => step.act(scene)?,
            Self::ForEach(step) => step.act(scene)?,
            Self::Together(branches) => super::shape::together(branches, scene)?,
            Self::Either(alternatives) => super::shape::either(alternatives, scene)?,
            Self::ByHabit(step) => step.act(scene)?,
        }
        Ok(())
    }

    /// Whether it starts a program of the check, which the check then does not do by itself.
    pub fn starts_program(&self) -> bool {
        // Of a script, also within another step; other programs are started by steps of the check itself.
        matches!(self, Self::Start(_))
            || self.is_any(&|step| matches!(step, Self::Script(script) if script.plays.is_some()))
    }

    /// Whether this is so of it, or of a step within it.
    pub fn is_any(&self, is: &dyn Fn(&Self) -> bool) -> bool {
        is(self) || self.inner().into_iter().flatten().any(|step| step.is_any(is))
    }

    /// The steps it holds, for a step that holds steps.
    pub fn inner(&self) -> Vec<&Steps> {
        if let Self::Repeat(step) = self {
            vec![&step.steps]
        } else if let Self::ForEach(step) = self {
            vec![&step.steps]
        } else if let Self::Together(branches) | Self::Either(branches) = self {
            branches.iter().collect()
        } else if let Self::ByHabit(step) = self {
            step.ways.values().collect()
        } else {
            Vec::new()
        }
    }

    /// The step's name, as it is written.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Connect(_) => "connect",
            Self::Accept(_) => "accept",
            Self::Send(_) => "send",
            Self::Request(_) => "request",
            Self::Respond(_) => "respond",
            Self::Type(_) => "type",
            Self::ShutDown(_) => "shut_down",
            Self::Close(_) => "close",
            Self::Reset(_) => "reset",
            Self::Signal(_) => "signal",
            Self::Start(_) => "start",
            Self::Script(_) => "script",
            Self::WaitUntil(_) => "wait_until",
            Self::Expect(_) => "expect",
            Self::ExpectRequest(_) => "expect_request",
            Self::ExpectResponse(_) => "expect_response",
            Self::ExpectClose(_) => "expect_close",
            Self::ExpectQuiet(_) => "expect_quiet",
            Self::ExpectOutput(_) => "expect_output",
            Self::ExpectExit(_) => "expect_exit",
            Self::ExpectDial(_) => "expect_dial",
            Self::ExpectListen(_) => "expect_listen",
            Self::ExpectPorts(_) => "expect_ports",
            Self::ExpectPage(_) => "expect_page",
            Self::ExpectWire(_) => "expect_wire",
            Self::ExpectWireClose(_) => "expect_wire_close",
            Self::Repeat(_) => "repeat",
            Self::ForEach(_) => "for_each",
            Self::Together(_) => "together",
            Self::Either(_) => "either",
            Self::ByHabit(_) => "by_habit",
        }
    }
}
