//! `type`: the harness types at a program's terminal.

use super::lint::Lint;
use crate::text::Place;
use serde::{Deserialize, Serialize};

use crate::event::{Channel, EventKind, Speaker};
use crate::stage::scene::broken;
use crate::stage::{Halt, Scene};

use crate::stage::template::Template;
use crate::text::shorthand::text_stands_for;

/// Types a line, or the end of input. `type: hi` is short for `type: { line: hi }`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Type {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The line, without its end.
    pub line: Option<Template>,
    /// Ends the input, as Ctrl-D does.
    #[serde(default)]
    pub end_of_input: bool,
}

text_stands_for!(Type, line);

impl Type {
    /// Types. A program that has ended is typed at in vain, as at a desk.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let line = self.line.as_ref().map(|line| scene.fill(line)).transpose()?;
        let mut world = scene.world();
        let Some(player) = world.player(&role) else { return Ok(()) };
        let mut typed = Vec::new();
        if let Some(line) = line {
            player.running.terminal.type_line(&line.0).map_err(broken)?;
            typed = [line.0.as_slice(), b"\n"].concat();
        }
        if self.end_of_input {
            player.running.terminal.end_input().map_err(broken)?;
        }
        let kind = EventKind::Passed {
            by: Speaker::Harness,
            on: Channel::Terminal(role),
            bytes: typed.as_slice().into(),
            omitted: 0,
        };
        world.timeline.state(kind).map_err(broken)
    }
}

impl Type {
    /// Something is typed, and a line is a single one.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
        match &self.line {
            None if !self.end_of_input => {
                lint.complain(place, "`type` does not say what to type", "Give a `line`, or `end_of_input: true`.");
            }
            None => {}
            Some(typed) => {
                if typed.0.contains('\n') {
                    let remedy = "Write a `type` step for each line; the end of the line is typed by itself.";
                    lint.complain(place, "several lines cannot be typed as one", remedy);
                }
                lint.template(place, typed);
            }
        }
    }
}
