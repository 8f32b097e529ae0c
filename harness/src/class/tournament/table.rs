//! [`Table`]: how each client got along with each server.

use serde::Serialize;

use crate::event::Prepared;
use crate::run::Absence;

/// The index of the reference solution among the entrants.
pub const REFERENCE: usize = 0;

/// A tournament that was played.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Id of the exercise.
    pub exercise: String,
    /// Ids of the checks that each two play.
    pub checks: Vec<String>,
    /// Seed of everything that was drawn.
    pub seed: u64,
    /// `full` or `plain`.
    pub isolation: String,
    /// Who took part: the reference solution, then the submissions.
    pub entrants: Vec<Entrant>,
    /// Row after row, a row a client: its meetings with each server. `None` where one of the two programs is not there.
    pub meetings: Vec<Option<Meeting>>,
    /// What went wrong on our side that is no meeting's, a sentence each.
    pub faults: Vec<String>,
}

/// A submission, or the reference solution.
#[derive(Clone, Debug, Default)]
pub struct Entrant {
    /// Its name; no two have the same.
    pub name: String,
    /// Its client.
    pub client: Side,
    /// Its server.
    pub server: Side,
}

/// One program of an entrant.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Why it does not take part, where it does not.
    pub absence: Option<Absence>,
    /// What it is, where it was found.
    pub program: Option<Prepared>,
    /// Whether it loses no check that is about it alone; asked of one that does not get along with the reference.
    pub alone: Option<bool>,
}

/// How a client got along with a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The outcome.
    pub outcome: Outcome,
    /// What the report says of it, in one line; empty where they got along.
    pub told: String,
    /// What is the same for all that do not get along for the same reason, whatever they said.
    pub reason: String,
}

/// The outcomes of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They got along.
    Along,
    /// They got along, but for something that a person would wave through.
    Near,
    /// They did not.
    Apart,
    /// Not played: one of them cannot be started as it was handed in.
    NotStarted,
    /// This machine cannot play it.
    Unsupported,
    /// Something of ours failed.
    Fault,
}

impl Outcome {
    /// Whether they got along; `None` where nobody knows.
    pub fn is_along(self) -> Option<bool> {
        match self {
            Self::Along | Self::Near => Some(true),
            Self::Apart => Some(false),
            Self::NotStarted | Self::Unsupported | Self::Fault => None,
        }
    }

    /// As files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Along => "along",
            Self::Near => "near",
            Self::Apart => "apart",
            Self::NotStarted => "not_started",
            Self::Unsupported => "unsupported",
            Self::Fault => "fault",
        }
    }
}

impl Side {
    /// Whether the submission holds the program at all.
    pub fn is_there(&self) -> bool {
        self.absence != Some(Absence::None)
    }
}

impl Table {
    /// How a client met a server, by the indices of their entrants.
    pub fn meeting(&self, client: usize, server: usize) -> Option<&Meeting> {
        self.meetings.get(client * self.entrants.len() + server)?.as_ref()
    }

    /// All meetings, with the indices of their client and their server.
    pub fn met(&self) -> impl Iterator<Item = ((usize, usize), &Meeting)> {
        let width = self.entrants.len().max(1);
        let meetings = self.meetings.iter().enumerate();
        meetings.filter_map(move |(at, meeting)| Some(((at / width, at % width), meeting.as_ref()?)))
    }

    /// With how many others the client of an entrant got along, and with how many it was played; its own server aside.
    pub fn partners_of_client(&self, entrant: usize) -> (usize, usize) {
        count(self.met().filter(|((client, server), _)| *client == entrant && *server != entrant))
    }

    /// The same for its server.
    pub fn partners_of_server(&self, entrant: usize) -> (usize, usize) {
        count(self.met().filter(|((client, server), _)| *server == entrant && *client != entrant))
    }

    /// Whether something of ours kept two from meeting.
    pub fn is_faulty(&self) -> bool {
        let ours = |meeting: &Meeting| matches!(meeting.outcome, Outcome::Unsupported | Outcome::Fault);
        !self.faults.is_empty() || self.met().any(|(_, meeting)| ours(meeting))
    }
}

fn count<'a>(meetings: impl Iterator<Item = ((usize, usize), &'a Meeting)>) -> (usize, usize) {
    let judged = meetings.filter_map(|(_, meeting)| meeting.outcome.is_along());
    judged.fold((0, 0), |(along, of), is_along| (along + usize::from(is_along), of + 1))
}
