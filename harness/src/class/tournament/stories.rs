//! What is to be told of a [`Table`] beside its signs: each reason once, with all of whom it is told.

use super::table::REFERENCE;
use super::{Breach, Meeting, Table};
use crate::run::Absence;

/// One reason, and of whom it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The report's words, of the first of them.
    pub words: String,
    /// Programs, or pairs of them.
    pub of: Vec<String>,
}

/// Headings, each with what is told under it; none without.
pub fn stories(table: &Table) -> Vec<(&'static str, Vec<Story>)> {
    let faults = table.faults.iter().map(|fault| Told::new(fault.clone(), fault.clone(), "The harness".to_owned()));
    let all = [
        (
            "Breaks the rule, for it does not get along with the reference either, and loses checks by itself:",
            grouped(breakers(table)),
        ),
        ("Neither of the two breaks a rule, and yet they do not get along:", grouped(apart(table, Breach::Neither))),
        (
            "Nobody knows who breaks the rule, because one of the two was not judged beside the reference, or alone:",
            grouped(apart(table, Breach::Unknown)),
        ),
        ("Not played:", grouped(absent(table).chain(unjudged(table)).chain(faults))),
    ];
    all.into_iter().filter(|(_, stories)| !stories.is_empty()).collect()
}

/// Something to be told of somebody, and what makes it the same for others.
struct Told {
    words: String,
    reason: String,
    of: String,
}

impl Told {
    fn new(words: String, reason: String, of: String) -> Self {
        Self { words, reason, of }
    }

    fn of_meeting(meeting: &Meeting, of: String) -> Self {
        Self::new(meeting.told.clone(), meeting.reason.clone(), of)
    }
}

fn clients(table: &Table, entrant: usize) -> String {
    format!("{}'s client", whose(table, entrant))
}

fn servers(table: &Table, entrant: usize) -> String {
    format!("{}'s server", whose(table, entrant))
}

fn whose(table: &Table, entrant: usize) -> String {
    let name = &table.entrants[entrant].name;
    if entrant == REFERENCE { format!("the {name}") } else { name.clone() }
}

fn pair(table: &Table, (client, server): (usize, usize)) -> String {
    format!("{} and {}", clients(table, client), servers(table, server))
}

/// A program, and what became of it beside the reference.
struct Program {
    told: Told,
    keeps_the_rule: Option<bool>,
    absence: Option<Absence>,
}

/// Every program but those of the reference itself.
fn programs(table: &Table) -> impl Iterator<Item = Program> {
    let told = |client, server, name: String| {
        let none = || Told::new(String::new(), String::new(), name.clone());
        table.meeting(client, server).map_or_else(none, |meeting| Told::of_meeting(meeting, name.clone()))
    };
    (REFERENCE + 1..table.entrants.len()).flat_map(move |entrant| {
        let sides = &table.entrants[entrant];
        let client = Program {
            told: told(entrant, REFERENCE, clients(table, entrant)),
            keeps_the_rule: table.client_keeps_the_rule(entrant),
            absence: sides.client.absence,
        };
        let server = Program {
            told: told(REFERENCE, entrant, servers(table, entrant)),
            keeps_the_rule: table.server_keeps_the_rule(entrant),
            absence: sides.server.absence,
        };
        [client, server]
    })
}

fn breakers(table: &Table) -> impl Iterator<Item = Told> {
    programs(table).filter(|program| program.keeps_the_rule == Some(false)).map(|program| program.told)
}

fn absent(table: &Table) -> impl Iterator<Item = Told> {
    let takes_no_part = |program: &Program| program.absence.is_some_and(|absence| absence != Absence::None);
    programs(table).filter(takes_no_part).map(|program| program.told)
}

/// Pairs that do not get along, with this breach.
fn apart(table: &Table, breach: Breach) -> impl Iterator<Item = Told> {
    let apart = table.met().filter(move |((client, server), _)| table.breach(*client, *server) == Some(breach));
    apart.map(|(of, meeting)| Told::of_meeting(meeting, pair(table, of)))
}

/// Pairs that could not be judged, though both take part.
fn unjudged(table: &Table) -> impl Iterator<Item = Told> {
    let take_part = |client: usize, server: usize| {
        // What keeps the reference from taking part is told with its pairs.
        let own = |entrant: usize, absence: Option<Absence>| entrant == REFERENCE || absence.is_none();
        own(client, table.entrants[client].client.absence) && own(server, table.entrants[server].server.absence)
    };
    let unjudged = table
        .met()
        .filter(move |((client, server), meeting)| meeting.outcome.is_along().is_none() && take_part(*client, *server));
    unjudged.map(|(of, meeting)| Told::of_meeting(meeting, pair(table, of)))
}

/// The same reason is told once.
fn grouped(told: impl Iterator<Item = Told>) -> Vec<Story> {
    let mut stories: Vec<(String, Story)> = Vec::new();
    for Told { words, reason, of } in told {
        match stories.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, story)) => story.of.push(of),
            None => stories.push((reason, Story { words, of: vec![of] })),
        }
    }
    stories.into_iter().map(|(_, story)| story).collect()
}
