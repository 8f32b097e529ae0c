//! The programs an exercise asks for: what they are called, how they are started and what they are asked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::LimitChanges;
use crate::program::InputLine;
use crate::stage::template::Template;
use crate::steps::Habit;
use crate::text::Located;
use crate::verdict::{Readiness, Transport};

/// The programs of an exercise, by role.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programs {
    /// The one that listens.
    pub server: Option<Located<Program>>,
    /// The one that dials, or does neither.
    pub client: Option<Located<Program>>,
}

/// One program.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// The names its main file may have, the sheet's first: `simple_server.*`.
    pub files: Vec<Located<String>>,
    /// The sheet's port: the first guess, and what stands for `{port}`.
    pub port: Option<Located<u16>>,
    /// Services that it offers beside one another, by their names, each at a port of its own. A submission may hold one
    /// program for all of them, or one for each.
    #[serde(default)]
    pub services: BTreeMap<String, Located<Service>>,
    /// What makes it ready; by default a server listens and a client dials.
    pub readiness: Option<Readiness>,
    /// How its messages travel: `tcp`, or `udp`, where each message is a datagram of its own.
    #[serde(default)]
    pub transport: Transport,
    /// What is typed when it asks.
    #[serde(default)]
    pub input: Vec<Located<InputLine>>,
    /// A message that every right program answers, to learn which line end it waits for.
    /// Without it the sheet shows how messages end.
    pub line_end_probe: Option<Located<Template>>,
    /// What it may do in several ways, learnt in this order; a later play may name the habits before it.
    #[serde(default)]
    pub habits: Vec<Located<Habit>>,
    /// The command lines to try one after the other, each as it would be typed after the program's name.
    /// By default none, `{port}`, and `{host} {port}`. A single one is not tried but taken.
    pub arguments: Option<Vec<Located<String>>>,
    /// The line that builds it, where the usual one for its language does not do.
    pub build: Option<Located<String>>,
    /// The line that runs it, where the usual one for its language does not do.
    pub run: Option<Located<String>>,
    /// Files put into its folder, relative to the spec's.
    #[serde(default)]
    pub supplied: Vec<Located<String>>,
    /// What it may use up.
    #[serde(default)]
    pub limits: LimitChanges,
}

/// One of several services of a server.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its port. A program for all of them may add one and the same number to each; a program of its own may listen anywhere.
    pub port: Located<u16>,
    /// The names that the main file of a program for this service alone may have: `echo_server.*`.
    #[serde(default)]
    pub files: Vec<Located<String>>,
}

impl Programs {
    /// The programs with their roles, the server first.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &Located<Program>)> {
        [("server", &self.server), ("client", &self.client)]
            .into_iter()
            .filter_map(|(role, program)| program.as_ref().map(|program| (role, program)))
    }

    /// The program in this role.
    pub fn get(&self, role: &str) -> Option<&Program> {
        self.all().find(|(known, _)| *known == role).map(|(_, program)| &program.value)
    }

    /// The port that stands for `{port}`: the program's own or, for one that names none, the other's.
    pub fn port(&self, role: &str) -> Option<u16> {
        let own = self.get(role).and_then(Program::port);
        own.or_else(|| self.all().find_map(|(_, program)| program.port()))
    }

    /// The ways of each habit, by its name.
    pub fn habits(&self) -> BTreeMap<String, Vec<String>> {
        let habits = self.all().flat_map(|(_, program)| &program.habits);
        habits.map(|habit| (habit.name.clone(), habit.one_of.clone())).collect()
    }

    /// The services of the server, by name.
    pub fn services(&self) -> impl Iterator<Item = (&String, &Located<Service>)> {
        self.server.iter().flat_map(|server| &server.services)
    }
}

impl Program {
    /// The port that stands for `{port}`: the one given or, of one with several services, the lowest of theirs.
    pub fn port(&self) -> Option<u16> {
        let services = self.services.values().map(|service| service.port.value);
        self.port.as_ref().map(|port| port.value).or_else(|| services.min())
    }

    /// What makes it ready.
    pub fn readiness(&self, role: &str) -> Readiness {
        self.readiness.unwrap_or(if role == "server" { Readiness::Listen } else { Readiness::Dial })
    }

    /// The lists of arguments to try; a line whose quotes do not match is left out (the lint tells it).
    pub fn ladder(&self) -> Vec<Vec<String>> {
        match &self.arguments {
            None => vec![vec![], vec!["{port}".to_owned()], vec!["{host}".to_owned(), "{port}".to_owned()]],
            Some(lines) => lines.iter().filter_map(|line| shlex::split(line)).collect(),
        }
    }
}
