//! What is to be told of a [`Table`] beside its signs: each reason once, with all of whom it is told.

use super::table::REFERENCE;
use super::{Breach, Table};
use crate::run::Absence;

/// One reason, and of whom it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The report's words.
    pub words: String,
    /// Programs, or pairs of them.
    pub of: Vec<String>,
}

/// Headings, each with what is told under it; none without.
pub fn stories(table: &Table) -> Vec<(&'static str, Vec<Story>)> {
    let faults = table.faults.iter().map(|fault| (fault.clone(), "The harness".to_owned()));
    let all = [
        ("Breaks the rule, for it does not get along with the reference either:", grouped(breakers(table))),
        (
            "Each of the two gets along with the reference, and yet not with each other:",
            grouped(apart(table, Breach::Neither)),
        ),
        (
            "Nobody knows who breaks the rule, because one of the two was not judged beside the reference:",
            grouped(apart(table, Breach::Unknown)),
        ),
        ("Not played:", grouped(absent(table).chain(unjudged(table)).chain(faults))),
    ];
    all.into_iter().filter(|(_, stories)| !stories.is_empty()).collect()
}

/// Words, and of whom they are told.
type Told = (String, String);

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
    name: String,
    words: String,
    keeps_the_rule: Option<bool>,
    absence: Option<Absence>,
}

/// Every program but those of the reference itself.
fn programs(table: &Table) -> impl Iterator<Item = Program> {
    let words = |client, server| table.meeting(client, server).map(|met| met.told.clone()).unwrap_or_default();
    (REFERENCE + 1..table.entrants.len()).flat_map(move |entrant| {
        let sides = &table.entrants[entrant];
        let client = Program {
            name: clients(table, entrant),
            words: words(entrant, REFERENCE),
            keeps_the_rule: table.client_keeps_the_rule(entrant),
            absence: sides.client.absence,
        };
        let server = Program {
            name: servers(table, entrant),
            words: words(REFERENCE, entrant),
            keeps_the_rule: table.server_keeps_the_rule(entrant),
            absence: sides.server.absence,
        };
        [client, server]
    })
}

fn breakers(table: &Table) -> impl Iterator<Item = Told> {
    programs(table).filter(|program| program.keeps_the_rule == Some(false)).map(Program::told)
}

fn absent(table: &Table) -> impl Iterator<Item = Told> {
    let takes_no_part = |program: &Program| program.absence.is_some_and(|absence| absence != Absence::None);
    programs(table).filter(takes_no_part).map(Program::told)
}

impl Program {
    fn told(self) -> Told {
        (self.words, self.name)
    }
}

/// Pairs that do not get along, with this breach.
fn apart(table: &Table, breach: Breach) -> impl Iterator<Item = Told> {
    let apart = table.met().filter(move |((client, server), _)| table.breach(*client, *server) == Some(breach));
    apart.map(|(of, meeting)| (meeting.told.clone(), pair(table, of)))
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
    unjudged.map(|(of, meeting)| (meeting.told.clone(), pair(table, of)))
}

/// The same words are told once. Words that differ in numbers only are the same: ports, and what a clock shows.
fn grouped(told: impl Iterator<Item = Told>) -> Vec<Story> {
    let without_numbers = |words: &str| words.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    let mut stories: Vec<(String, Story)> = Vec::new();
    for (words, who) in told {
        let key = without_numbers(&words);
        match stories.iter_mut().find(|(known, _)| *known == key) {
            Some((_, story)) => story.of.push(who),
            None => stories.push((key, Story { words, of: vec![who] })),
        }
    }
    stories.into_iter().map(|(_, story)| story).collect()
}
