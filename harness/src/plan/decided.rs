//! A plan: every choice that is made before a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Time;
use regex::{Regex, RegexBuilder};

use super::{Dice, Drawer, PlannedCheck, PlannedProgram, Selection, programs};
use crate::event::CheckFacts;
use crate::program::checker::Scripts;
use crate::sandbox::Limits;
use crate::spec::{self, Check, Draw, Draws, Exercise};
use crate::stage::near::{NearRule, Worth};
use crate::stage::template::Variables;
use crate::stage::{Files, Interposer};
use crate::text::{Bytes, Complaint, Located};

/// What a person asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Which checks.
    pub selection: Selection,
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// Near misses are worth nothing.
    pub strict: bool,
    /// Who spoils what the programs say.
    pub interposer: Option<Interposer>,
}

impl Choices {
    /// These checks with this seed, and nothing special.
    pub fn new(selection: Selection, seed: u64) -> Self {
        Self { selection, seed, strict: false, interposer: None }
    }
}

/// A run, decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Id of the exercise.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The sheet it comes from.
    pub sheet: String,
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// The programs that the checks need, by their [`PlannedProgram::key`]: by role, and those for one service alone.
    pub programs: BTreeMap<String, PlannedProgram>,
    /// The checks, in the order of the spec; a check's index in the run is its index here.
    pub checks: Vec<PlannedCheck>,
    /// The scripts that its steps run.
    pub scripts: Scripts,
    /// Who spoils what the programs say in all checks. The run ends once a check is lost.
    pub interposer: Option<Interposer>,
}

impl Plan {
    /// Decides a run.
    pub fn new(exercise: &Exercise, choices: &Choices) -> Result<Self, Complaint> {
        let selected = choices.selection.of(exercise)?;
        let prompts = prompts(exercise);
        let checks: Vec<PlannedCheck> = selected
            .iter()
            .enumerate()
            .map(|(index, check)| decide(exercise, &selected, index, check, choices, &prompts))
            .collect();
        let programs = programs::decide(exercise, &checks, choices.seed, &prompts);
        Ok(Self {
            exercise: exercise.exercise.value.clone(),
            title: exercise.title.value.clone(),
            sheet: exercise.sheet.clone(),
            seed: choices.seed,
            programs,
            checks,
            scripts: exercise.scripts.clone(),
            interposer: choices.interposer,
        })
    }

    /// The checks' indices in an order in which every check comes after those it needs.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::new();
        while order.len() < self.checks.len() {
            let ready = |check: &&PlannedCheck| {
                !order.contains(&check.index) && check.needs.iter().all(|needed| order.contains(needed))
            };
            // A sound spec has no circle; should one come up all the same, it is cut at its first check.
            let next = self.checks.iter().find(ready);
            let next = next.or_else(|| self.checks.iter().find(|check| !order.contains(&check.index)));
            order.extend(next.map(|check| check.index));
        }
        order
    }
}

fn decide(
    exercise: &Exercise,
    selected: &[&Located<Check>],
    index: usize,
    check: &Located<Check>,
    choices: &Choices,
    prompts: &Arc<[Regex]>,
) -> PlannedCheck {
    let roles = check.program.roles();
    let mut near = check.near.clone().or_else(|| exercise.near.clone()).unwrap_or_default();
    if choices.strict {
        near.worth = Worth::Nothing;
    }
    let mut drawer = Drawer::new(choices.seed, &check.id, prompts.clone());
    let port = programs::port(exercise, roles[0], check.service.as_ref().map(|service| service.as_str()));
    let (variables, readings) = values([&exercise.draw, &check.draw], &mut drawer, port);
    let limits = |role: &&str| {
        let program = exercise.programs.get(role).map(|program| program.limits).unwrap_or_default();
        ((*role).to_owned(), check.limits.or(program).or(exercise.limits).over(Limits::default()))
    };
    let needs = check.needs.iter();
    PlannedCheck {
        index,
        facts: facts(check, &near),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        service: check.service.as_ref().map(|service| service.value.clone()),
        steps: check.steps.clone(),
        variables,
        files: files([&exercise.files, &check.files]),
        limits: roles.iter().map(limits).collect(),
        standing: check.standing(),
        arguments: check.arguments.as_ref().map(|arguments| arguments.iter().map(|one| one.0.clone()).collect()),
        needs: needs.filter_map(|id| selected.iter().position(|other| other.id.value == id.value)).collect(),
        seed: Dice::new(choices.seed, &check.id).roll(),
        host_name: drawer.stage_name(),
        host_address: drawer.stage_address(),
        readings,
        near,
    }
}

/// Every file, under its path; of two with the same path the later scope's.
fn files<'a>(scopes: impl IntoIterator<Item = &'a spec::Files>) -> Files {
    scopes.into_iter().flatten().map(|(path, content)| (path.clone(), content.value.clone())).collect()
}

fn facts(check: &Check, near: &NearRule) -> CheckFacts {
    let points = check.points.value;
    CheckFacts {
        id: check.id.value.clone(),
        title: check.title.value.clone(),
        program: check.program.name().to_owned(),
        points,
        near_points: match near.worth {
            Worth::Full => points,
            Worth::Half => points / 2.0,
            Worth::Nothing => 0.0,
        },
        bonus: check.bonus,
        because: check.because.value.clone(),
        hint: check.hint.value.clone(),
        visibility: check.visibility,
        line: check.id.place.line,
    }
}

/// Draws every value, and tells which of them are clock readings. A name that a later scope gives again is the later one's.
pub(super) fn values<'a>(
    scopes: impl IntoIterator<Item = &'a Draws>,
    drawer: &mut Drawer,
    port: u16,
) -> (Variables, Vec<Time>) {
    let draws: BTreeMap<&String, &Draw> =
        scopes.into_iter().flatten().map(|(name, draw)| (name, &draw.value)).collect();
    let mut variables = Variables::from([
        ("port".to_owned(), Bytes::from(port.to_string().as_str())),
        ("host".to_owned(), Bytes::from("127.0.0.1")),
    ]);
    let mut readings = Vec::new();
    for (name, draw) in draws {
        for (name, value) in drawer.draw_all(name, draw) {
            if *draw == Draw::Clock {
                readings.extend(value.to_text().parse::<Time>());
            }
            variables.insert(name, value);
        }
    }
    (variables, readings)
}

/// The prompts that the programs are known to ask with; no drawn word may look like one.
fn prompts(exercise: &Exercise) -> Arc<[Regex]> {
    let lines = exercise.programs.all().flat_map(|(_, program)| &program.input);
    let asked = lines.filter_map(|line| line.asks.as_deref());
    asked.filter_map(|asks| RegexBuilder::new(asks).case_insensitive(true).build().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Choices, Plan};
    use crate::plan::Selection;
    use crate::spec::library::find;
    use crate::spec::{Exercise, load};

    fn time_echo() -> Exercise {
        find("time-echo").expect("it is there").load().expect("it is sound")
    }

    fn plan(only: &[&str], strict: bool) -> Plan {
        let selection = Selection { program: None, only: only.iter().map(|id| (*id).to_owned()).collect() };
        Plan::new(&time_echo(), &Choices { strict, ..Choices::new(selection, 42) }).expect("a selection")
    }

    #[test]
    fn a_check_played_alone_draws_what_it_draws_among_all() {
        let (all, alone) = (plan(&[], false), plan(&["prints-reply"], false));
        let among = &all.checks[6];
        assert_eq!(among.facts.id, "prints-reply");
        assert_eq!(among.variables, alone.checks[0].variables);
        assert_eq!((among.seed, &among.host_name), (alone.checks[0].seed, &alone.checks[0].host_name));
        assert_ne!(all.checks[5].variables["first"], among.variables["first"]);
        let shown: Vec<String> =
            among.variables.iter().map(|(name, value)| format!("{name} = {}", value.to_text())).collect();
        assert_eq!(
            shown.join(", "),
            "first = libamig, host = 127.0.0.1, port = 33498, probe = vedumoz, reading = 11:43:30, second = rikuzer, third = romubel"
        );
    }

    #[test]
    fn needs_that_are_not_selected_are_dropped() {
        let both = plan(&["appends-time", "every-block"], false);
        assert_eq!((both.checks[1].needs.as_slice(), both.order()), ([0].as_slice(), vec![0, 1]));
        assert_eq!(plan(&["clock-moves"], false).checks[0].needs, Vec::<usize>::new());
    }

    #[test]
    fn strictness_leaves_near_misses_nothing() {
        let points =
            |strict| plan(&["closes", "own-pair"], strict).checks.iter().map(|c| c.facts.near_points).sum::<f64>();
        assert_eq!((points(false), points(true)), (3.0, 0.0));
    }

    #[test]
    fn a_program_is_planned_when_a_check_needs_it() {
        let roles = |only: &[&str]| plan(only, false).programs.into_keys().collect::<Vec<_>>();
        assert_eq!(
            (roles(&["closes"]), roles(&["own-pair"])),
            (vec!["client".to_owned()], vec!["client".to_owned(), "server".to_owned()])
        );
        let plan = plan(&[], false);
        let server = &plan.programs["server"];
        assert_eq!((server.port, plan.programs["client"].port, server.ladder.len()), (33498, 33498, 3));
        assert_eq!(server.line_end_probe.as_ref(), Some(&server.variables["probe"]));
        let client = &plan.programs["client"];
        assert_eq!(client.line_end_probe.as_ref(), Some(&client.variables["probe"]));
    }

    #[test]
    fn the_narrowest_limit_counts_and_a_check_comes_after_those_it_needs() {
        let text = "
format: 1
exercise: x
title: X
sheet: S
limits: { memory_mib: 100, processes: 10 }
near: { worth: half }
programs: { server: { files: [s.*], limits: { memory_mib: 200 } } }
checks:
  - { id: a, title: A, program: server, points: 3, because: b, hint: h, needs: [b], limits: { step_seconds: 9 }, steps: [connect] }
  - { id: b, title: B, program: server, points: 1, because: b, hint: h, limits: { memory_mib: 300 }, steps: [connect] }
";
        let exercise = load(text, &|_| None).expect("it is sound");
        let plan = Plan::new(&exercise, &Choices::default()).expect("a selection");
        let limits = |index: usize| {
            let limits = plan.checks[index].limits["server"];
            (limits.memory_mib, limits.processes, limits.step_seconds)
        };
        assert_eq!((limits(0), limits(1)), ((200, 10, 9), (300, 10, 5)));
        assert_eq!(plan.order(), [1, 0]);
        assert_eq!(format!("{}", plan.checks[0].facts.near_points), "1.5");
    }
}
