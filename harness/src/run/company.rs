//! [`Company`]: a submission whose programs are made ready once, to be played with those of many others.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::checks;
use super::readying::{self, NotReady, Readied};
use super::runner::{Runner, Submission, clear};
use crate::event::{Event, EventKind, Prepared};
use crate::plan::Plan;
use crate::program::copy::show;
use crate::verdict::{Fault, FaultKind, FindingKind};

/// A submission whose programs are found, built and probed. Its copy is there until it is dropped.
#[derive(Debug)]
pub struct Company {
    number: u32,
    name: String,
    /// What became of its programs, by their keys.
    programs: BTreeMap<String, Readied>,
    /// The programs that were found, with the versions of their interpreters or compilers.
    pub facts: Vec<Prepared>,
    folder: PathBuf,
}

/// Why a program of a submission does not take part at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The submission holds no program for the role.
    None,
    /// It holds one that cannot be started as it is: it does not build, or its `harness.yaml` is wrong.
    Unusable,
    /// Something of ours keeps it from being started.
    Faulted,
    /// This machine cannot play it.
    Unsupported,
}

impl Runner {
    /// Makes all programs of a plan ready that the submission holds.
    pub fn company(&self, plan: &Plan, submission: &Submission) -> io::Result<Company> {
        let number = self.number();
        let folder = self.folder_of(number);
        let (mut programs, mut facts) = (BTreeMap::new(), Vec::new());
        let note = |event: &Event| {
            if let EventKind::Prepared(prepared) = &event.kind {
                facts.push(prepared.clone());
            }
        };
        let performed = self.perform(plan, (number, submission.name(), false), note, |run| {
            programs = readying::ready(run, submission, &folder);
            // Each play has a user of its own, who copies from here.
            let shown = run.uid.filter(|_| folder.exists()).map_or(Ok(()), |_| show(&folder));
            if let Err(error) = shown {
                let fault = unreadable(&error);
                for readied in programs.values_mut() {
                    *readied = Err(NotReady::Faulted(fault.clone()));
                }
            }
        });
        facts.sort_by(|one, other| one.role.cmp(&other.role));
        let company = Company { number, name: submission.name(), programs, facts, folder };
        performed.map(|()| company)
    }

    /// Plays a plan with the server of one company and the client of another, or of the same. Every event is handed to
    /// `hear`, on this thread, as it happens.
    pub fn play_pair(
        &self,
        plan: &Plan,
        (server, client): (&Company, &Company),
        hear: impl FnMut(&Event),
    ) -> io::Result<()> {
        let of = |company: &Company, role: &str| -> Vec<(String, Readied)> {
            let is_of = |key: &String| plan.programs.get(key).is_some_and(|program| program.role == role);
            let programs = company.programs.iter().filter(|(key, _)| is_of(key));
            programs.map(|(key, readied)| (key.clone(), readied.clone())).collect()
        };
        let programs: BTreeMap<String, Readied> =
            of(server, "server").into_iter().chain(of(client, "client")).collect();
        // A submission's own two are to agree on a port; two authors have never met.
        let leads = server.number != client.number;
        let name = format!("{}'s client with {}'s server", client.name, server.name);
        self.perform(plan, (self.number(), name, leads), hear, |run| checks::play_all(run, &programs))
    }
}

impl Company {
    /// Why the submission does not take part in a role; `None` where it does, be it with a program that never gets ready.
    pub fn absence(&self, role: &str) -> Option<Absence> {
        match self.programs.get(role) {
            None => Some(Absence::None),
            Some(Ok(_)) => None,
            Some(Err(NotReady::Faulted(fault))) if fault.kind == FaultKind::Unsupported => Some(Absence::Unsupported),
            Some(Err(NotReady::Faulted(_))) => Some(Absence::Faulted),
            Some(Err(NotReady::Found(finding))) => of_finding(&finding.kind),
        }
    }
}

impl Drop for Company {
    fn drop(&mut self) {
        // What is left goes with the runner's folder.
        let _ = clear(&self.folder);
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "every other finding is one of a program that was started")]
fn of_finding(kind: &FindingKind) -> Option<Absence> {
    match kind {
        FindingKind::NoProgram { ambiguous, .. } if ambiguous.is_empty() => Some(Absence::None),
        FindingKind::NoProgram { .. } | FindingKind::Unusable { .. } | FindingKind::NotBuilt { .. } => {
            Some(Absence::Unusable)
        }
        _ => None,
    }
}

fn unreadable(error: &io::Error) -> Fault {
    let message = format!("The copy of the submission cannot be opened to its plays: {error}.");
    Fault::new(FaultKind::Machine, message, "See to it that the disk has room.")
}
