//! `type`: the harness types at a program's terminal.

use super::lint::Lint;
use crate::text::Place;
use serde::{Deserialize, Serialize};

use crate::event::{Channel, EventKind, Speaker};
use crate::sandbox::Limits;
use crate::stage::scene::{Waited, broken};
use crate::stage::typist::Typed;
use crate::stage::world::{Player, World};
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

/// How long a program is waited for that does not ask: one that looks at its terminal now and then is never seen to.
const UNASKED_SECONDS: u32 = 1;

impl Type {
    /// Types once the program waits for input, as a person does who reads the prompt first. At one that does something
    /// else for good it is typed all the same, and at one that has ended in vain.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let line = self.line.as_ref().map(|line| scene.fill(line)).transpose()?;
        let line = line.map(|line| Typed::Line(line.0));
        for typed in line.into_iter().chain(self.end_of_input.then_some(Typed::End)) {
            type_when_asked(scene, &role, typed)?;
        }
        Ok(())
    }
}

fn type_when_asked(scene: &Scene, role: &str, typed: Typed) -> Result<(), Halt> {
    // A branch beside this one may be about to start it.
    let handed = scene.wait(|world| player(world, role).map(|player| player.typist.hand(typed.clone())));
    match handed {
        Ok(()) => {}
        Err(Waited::Halted(halt)) => return Err(halt),
        Err(Waited::Ended(_)) => return Ok(()),
    }
    let limits = Limits { step_seconds: UNASKED_SECONDS.min(scene.limits.step_seconds), ..scene.limits };
    let typed = scene.wait_within(limits, |world| {
        world.player(role).is_none_or(|player| !player.typist.has_something()).then_some(())
    });
    match typed {
        Ok(()) => Ok(()),
        Err(Waited::Halted(halt)) => Err(halt),
        Err(Waited::Ended(_)) => type_now(scene, role).map_err(broken),
    }
}

fn player<'a>(world: &'a mut World, role: &str) -> Option<&'a mut Player> {
    world.players.iter_mut().rfind(|player| player.running.role == role)
}

/// Types what was handed over, whatever the program does.
fn type_now(scene: &Scene, role: &str) -> std::io::Result<()> {
    let mut world = scene.world();
    let Some(player) = player(&mut world, role) else { return Ok(()) };
    let Some(typed) = player.typist.take_back() else { return Ok(()) };
    let bytes = typed.type_at(&player.running.terminal)?;
    let on = Channel::Terminal(role.to_owned());
    world.timeline.state(EventKind::Passed { by: Speaker::Harness, on, bytes, omitted: 0 })
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
