//! The programs and checks of a plan, with everything decided about them.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use jiff::Timestamp;
use jiff::civil::Time;

use super::zone;
use crate::event::CheckFacts;
use crate::program::{InputLine, Supplied, key};
use crate::sandbox::Limits;
use crate::stage::near::NearRule;
use crate::stage::template::Variables;
use crate::stage::{Files, Standing};
use crate::steps::{Habit, Steps};
use crate::text::Bytes;
use crate::verdict::{Readiness, Transport};

/// A program as the exercise asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedProgram {
    /// `server` or `client`.
    pub role: String,
    /// The one service that it is for, where the exercise has several and this program is not for all of them.
    pub service: Option<String>,
    /// The ports of the services that it offers, by name; empty for a program that offers one thing.
    pub services: BTreeMap<String, u16>,
    /// Names its main file may have, the sheet's first.
    pub files: Vec<String>,
    /// What stands for `{port}` and in PORT.
    pub port: u16,
    /// What makes it ready.
    pub readiness: Readiness,
    /// How its messages travel.
    pub transport: Transport,
    /// What is typed when it asks; holes are filled by each play.
    pub input: Vec<InputLine>,
    /// The message by which the line end it waits for is learnt; `None` where the sheet shows the line end.
    pub line_end_probe: Option<Bytes>,
    /// What it may do in several ways, to be learnt.
    pub habits: Vec<Habit>,
    /// The lists of arguments to try.
    pub ladder: Vec<Vec<String>>,
    /// The line that builds it, where the spec names one.
    pub build: Option<String>,
    /// The line that runs it, where the spec names one.
    pub run: Option<String>,
    /// Files put into its folder.
    pub supplied: Vec<Supplied>,
    /// What it may use up in its build and its probe.
    pub limits: Limits,
    /// Values for its probe.
    pub variables: Variables,
}

impl PlannedProgram {
    /// What tells it from the other programs of the plan.
    pub fn key(&self) -> String {
        key(&self.role, self.service.as_deref())
    }

    /// The arguments it is started with, where there is nothing to be learnt from it.
    pub fn settled(&self) -> Option<&[String]> {
        match (self.ladder.as_slice(), &self.line_end_probe) {
            ([arguments], None) if self.services.is_empty() && self.habits.is_empty() => Some(arguments),
            _ => None,
        }
    }
}

/// A check, decided.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedCheck {
    /// Its index in the run.
    pub index: usize,
    /// What reports know of it.
    pub facts: CheckFacts,
    /// Roles of its programs.
    pub roles: Vec<String>,
    /// The service of the server that it is about, where there are several.
    pub service: Option<String>,
    /// Its play.
    pub steps: Steps,
    /// Its drawn values, and `port` and `host`.
    pub variables: Variables,
    /// Files that its programs find where they work.
    pub files: Files,
    /// What a near miss is.
    pub near: NearRule,
    /// What each of its programs may use up, by role.
    pub limits: BTreeMap<String, Limits>,
    /// Who stands at addresses that are dialled.
    pub standing: Standing,
    /// What its program is started with, where the check says so.
    pub arguments: Option<Vec<String>>,
    /// Indices of the checks without which it is not played.
    pub needs: Vec<usize>,
    /// Seed of what is drawn during the play.
    pub seed: u64,
    /// The stage's host name.
    pub host_name: String,
    /// The stage's address.
    pub host_address: Ipv4Addr,
    /// The clock readings among its drawn values.
    pub readings: Vec<Time>,
}

impl PlannedCheck {
    /// The zone of its play, which begins at this instant. `zones` are those of [`zone::available`].
    pub fn zone(&self, now: Timestamp, zones: &[&str]) -> String {
        zone::draw(self.seed, now, zones, &self.readings)
    }
}
