//! The programs of a plan: those that the checks need, and for each service one of its own if the submission has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use regex::Regex;

use super::decided::values;
use super::{Drawer, PlannedCheck, PlannedProgram};
use crate::program::Supplied;
use crate::sandbox::Limits;
use crate::spec::Exercise;
use crate::text::Located;

/// The port that stands for `{port}` where no program of the exercise names one.
const ANY_PORT: u16 = 12_345;

/// The port that stands for `{port}` of a program, or of one for this service.
pub(super) fn port(exercise: &Exercise, role: &str, service: Option<&str>) -> u16 {
    let own = exercise.programs.services().find(|(name, _)| Some(name.as_str()) == service);
    let own = own.filter(|_| role == "server").map(|(_, service)| service.port.value);
    own.or_else(|| exercise.programs.port(role)).unwrap_or(ANY_PORT)
}

/// The programs that these checks need, by their keys.
pub(super) fn decide(
    exercise: &Exercise,
    checks: &[PlannedCheck],
    seed: u64,
    prompts: &Arc<[Regex]>,
) -> BTreeMap<String, PlannedProgram> {
    let needed = |role: &str| checks.iter().any(|check| check.roles.iter().any(|needed| needed == role));
    let roles = exercise.programs.all().map(|(role, _)| role).filter(|role| needed(role));
    let common = roles.map(|role| program(exercise, role, None, seed, prompts));
    let is_asked = |name: &str| checks.iter().any(|check| check.service.as_deref() == Some(name));
    let services = exercise.programs.services().map(|(name, _)| name.as_str()).filter(|name| is_asked(name));
    let own = services.map(|service| program(exercise, "server", Some(service), seed, prompts));
    common.chain(own).flatten().map(|program| (program.key(), program)).collect()
}

fn program(
    exercise: &Exercise,
    role: &str,
    service: Option<&str>,
    seed: u64,
    prompts: &Arc<[Regex]>,
) -> Option<PlannedProgram> {
    let program = exercise.programs.get(role)?;
    let port = port(exercise, role, service);
    let own = service.and_then(|service| program.services.get(service));
    let mut drawer = Drawer::new(seed, &format!("probe of the {role}"), prompts.clone());
    let (variables, _) = values([&exercise.draw], &mut drawer, port);
    let texts = |texts: &[Located<String>]| texts.iter().map(|text| text.value.clone()).collect();
    Some(PlannedProgram {
        role: role.to_owned(),
        service: service.map(str::to_owned),
        services: match service {
            None => program.services.iter().map(|(name, service)| (name.clone(), service.port.value)).collect(),
            Some(_) => BTreeMap::new(),
        },
        files: texts(own.map_or(&program.files, |own| &own.files)),
        port,
        readiness: program.readiness(role),
        transport: program.transport,
        input: program.input.iter().map(|line| line.value.clone()).collect(),
        line_end_probe: program.line_end_probe.as_ref().and_then(|probe| probe.fill(&variables).ok()),
        habits: program.habits.iter().map(|habit| habit.value.clone()).collect(),
        ladder: program.ladder(),
        build: program.build.as_ref().map(|line| line.value.clone()),
        run: program.run.as_ref().map(|line| line.value.clone()),
        supplied: program
            .supplied
            .iter()
            .filter_map(|path| {
                let content = exercise.supplied.get(&path.value)?.clone();
                Some(Supplied { path: path.value.clone().into(), content })
            })
            .collect(),
        limits: program.limits.or(exercise.limits).over(Limits::default()),
        variables,
    })
}
