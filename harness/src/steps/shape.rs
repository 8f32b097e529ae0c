//! `repeat`, `for_each`, `together`, `either`: steps that hold steps.

use super::lint::Lint;
use crate::text::Place;
use serde::{Deserialize, Serialize};

use super::act::{Halted, play};
use super::{Seen, Steps};
use crate::stage::matcher::examine::find;
use crate::stage::template::Template;
use crate::stage::{Halt, Scene};
use crate::verdict::{Fault, FaultKind, FindingKind};

/// Plays steps over and over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// How often exactly; or …
    pub times: Option<u32>,
    /// … how often at most, until `until` holds; or …
    pub at_most: Option<u32>,
    /// … how often at most, where it is no mistake of the program if `until` never holds: a sample that is large enough.
    pub enough: Option<u32>,
    /// Ends the loop once it holds after a round.
    pub until: Option<Until>,
    /// What is played.
    pub steps: Steps,
}

/// What ends a loop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// A value that a step of the loop saved as `reply` is this text.
    Reply(Template),
    /// The program closed the connection that was opened last.
    Closed(crate::stage::matcher::Unit),
    /// What steps of the check have saved so far shows everything that a game of chance can show.
    Seen(Seen),
    /// The check's program has printed this text.
    Printed(Template),
}

/// Plays steps for each connection of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForEach {
    /// The group that `connect: { count, as }` opened.
    pub connection: String,
    /// From the last to the first.
    #[serde(default)]
    pub reversed: bool,
    /// What is played; steps without `on` use the connection whose turn it is.
    pub steps: Steps,
}

impl Repeat {
    /// Plays the steps until the loop is over. A loop that runs out of rounds is a finding.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halted> {
        for _ in 0..self.times.or(self.at_most).or(self.enough).unwrap_or(1) {
            if let Some(Until::Seen(seen)) = &self.until {
                scene.wanted = seen.wanted(&scene.saved);
            }
            let played = play(&self.steps, scene);
            scene.wanted.clear();
            played?;
            if self.is_over(scene)? {
                return Ok(());
            }
        }
        match &self.until {
            Some(until) if self.enough.is_none() => {
                Err(Halt::Found(Box::new(never_over(until, self.at_most.unwrap_or(1), scene))).into())
            }
            Some(_) | None => Ok(()),
        }
    }

    fn is_over(&self, scene: &Scene) -> Result<bool, Halt> {
        match &self.until {
            None => Ok(false),
            Some(Until::Reply(text)) => Ok(scene.variables.get("reply") == Some(&scene.fill(text)?)),
            Some(Until::Seen(seen)) => Ok(seen.holds(&scene.saved)),
            Some(Until::Closed(_)) => {
                let index = scene.connection(None)?;
                Ok(scene.world().connections[index].ended.is_some())
            }
            Some(Until::Printed(text)) => {
                let (text, role) = (scene.fill(text)?, scene.role(None));
                let world = scene.world();
                let printed = world.player(&role).map(|player| player.printed.together.all());
                Ok(printed.is_some_and(|printed| find(printed, &text.0).is_some()))
            }
        }
    }
}

fn never_over(until: &Until, rounds: u32, scene: &Scene) -> FindingKind {
    let awaited = match until {
        Until::Reply(text) => format!("the reply `{}`", text.0),
        Until::Closed(_) => "the end of the connection".to_owned(),
        Until::Seen(seen) => seen.missing(&scene.saved).unwrap_or_default(),
        Until::Printed(text) => format!("`{}` on the terminal", text.0),
    };
    FindingKind::NeverHappened { awaited, rounds }
}

impl ForEach {
    /// Plays the steps for one connection after the other.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halted> {
        let mut turns: Vec<usize> = {
            let world = scene.world();
            let number = |name: &str| {
                name.strip_prefix(self.connection.as_str()).is_some_and(|rest| rest.parse::<u32>().is_ok())
            };
            world
                .connections
                .iter()
                .enumerate()
                .filter(|(_, connection)| number(&connection.name))
                .map(|(index, _)| index)
                .collect()
        };
        if self.reversed {
            turns.reverse();
        }
        let before = scene.current;
        for turn in turns {
            scene.current = Some(turn);
            play(&self.steps, scene)?;
        }
        scene.current = before;
        Ok(())
    }
}

/// Plays branches at the same time; each has its own current connection. The first halt ends the check, once all have stopped.
pub(super) fn together(branches: &[Steps], scene: &mut Scene) -> Result<(), Halted> {
    scene.world().branches += branches.len() - 1;
    let scenes: Vec<Scene> = (0..).zip(branches).map(|(number, _)| scene.branch(number)).collect();
    let results: Vec<Result<(), Halted>> = std::thread::scope(|scope| {
        let threads: Vec<_> = branches
            .iter()
            .zip(scenes)
            .map(|(steps, mut scene)| {
                scope.spawn(move || {
                    let result = play(steps, &mut scene);
                    scene.world().branches -= 1;
                    result
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(panicked().into()))).collect()
    });
    scene.world().branches += 1;
    results.into_iter().collect()
}

fn panicked() -> Halt {
    Halt::Faulted(Fault::new(FaultKind::Harness, "A branch of the check broke off.", "This is a bug of the harness."))
}

/// Plays the first alternative that does not end in a finding; the last one's finding counts.
pub(super) fn either(alternatives: &[Steps], scene: &mut Scene) -> Result<(), Halted> {
    let mut last = Ok(());
    for steps in alternatives {
        last = play(steps, scene);
        match &last {
            Err(Halted { halt: Halt::Found(_), .. }) => {}
            _ => return last,
        }
    }
    last
}

impl Repeat {
    /// A loop ends for exactly one reason, and what ends it must be able to happen.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        let given: Vec<u32> = [self.times, self.at_most, self.enough].into_iter().flatten().collect();
        match given.as_slice() {
            [] => {
                let remedy = "Add `times: 3`, or `at_most: 100` with `until`.";
                lint.complain(place, "`repeat` does not say how often", remedy);
            }
            [0] => lint.complain(place, "a loop of 0 rounds plays nothing", "Give a number of 1 or more."),
            [_] if self.times.is_none() && self.until.is_none() => {
                let title = format!(
                    "`{}` needs a reason to stop earlier",
                    if self.enough.is_some() { "enough" } else { "at_most" }
                );
                lint.complain(place, title, "Add `until`, or write `times` instead.");
            }
            [_] => {}
            [..] => {
                let remedy = "Keep `times`, or one of `at_most` and `enough` with `until`.";
                lint.complain(place, "`repeat` says twice how often", remedy);
            }
        }
        lint.body(place, "repeat", &self.steps);
        match &self.until {
            Some(Until::Reply(reply)) => {
                lint.template(place, reply);
                if !Lint::keeps(&self.steps, "reply") {
                    let at = lint.find(place, "until");
                    lint.complain(
                        at,
                        "no step of this loop keeps the reply that would end it",
                        "Add `save: reply` to the `expect` of the loop.",
                    );
                }
            }
            Some(Until::Seen(seen)) => seen.lint(place, &|name| Lint::keeps(&self.steps, name), lint),
            Some(Until::Closed(_)) => {
                lint.on(place, None);
                lint.stream(place, None, "`until: closed`");
            }
            Some(Until::Printed(text)) => {
                lint.template(place, text);
                lint.program(place, None);
            }
            None => {}
        }
    }
}

impl ForEach {
    /// The group must have been opened.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.group(place, &self.connection);
        lint.body(place, "for_each", &self.steps);
    }
}
