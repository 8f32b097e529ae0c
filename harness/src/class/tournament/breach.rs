//! [`Breach`]: who breaks the rule where two do not get along.
//!
//! Whoever gets along with the reference solution keeps the rule. Whoever does not may only understand differently what the
//! sheet leaves open, such as the end of a message: the checks that are about the one program alone learn that, and decide.

use serde::Serialize;

use super::Table;
use super::table::{Outcome, REFERENCE};

/// Who breaks the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Breach {
    /// The client.
    Client,
    /// The server.
    Server,
    /// Both.
    Both,
    /// Neither: the sheet leaves open what they understand differently.
    Neither,
    /// Nobody knows, because one of them could not be judged beside the reference, or alone.
    Unknown,
}

impl Breach {
    /// As files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Both => "both",
            Self::Neither => "neither",
            Self::Unknown => "unknown",
        }
    }
}

impl Table {
    /// Who breaks the rule where these two do not get along; `None` where they do, or were not judged.
    pub fn breach(&self, client: usize, server: usize) -> Option<Breach> {
        let meeting = self.meeting(client, server)?;
        let keeps = (self.client_keeps_the_rule(client), self.server_keeps_the_rule(server));
        (meeting.outcome == Outcome::Apart).then(|| judge(keeps))
    }

    /// Whether an entrant's client keeps the rule; `None` where nobody knows.
    pub fn client_keeps_the_rule(&self, entrant: usize) -> Option<bool> {
        self.keeps_the_rule((entrant, REFERENCE), self.entrants.get(entrant)?.client.alone)
    }

    /// Whether an entrant's server keeps the rule; `None` where nobody knows.
    pub fn server_keeps_the_rule(&self, entrant: usize) -> Option<bool> {
        self.keeps_the_rule((REFERENCE, entrant), self.entrants.get(entrant)?.server.alone)
    }

    fn keeps_the_rule(&self, with_the_reference: (usize, usize), alone: Option<bool>) -> Option<bool> {
        match self.by_the_reference(with_the_reference) {
            Some(false) => alone,
            judged => judged,
        }
    }

    /// How a program got along with the reference's; `None` where nobody knows. A reference solution that does not get along
    /// with itself is no measure.
    pub fn by_the_reference(&self, (client, server): (usize, usize)) -> Option<bool> {
        let is_along = |client, server| self.meeting(client, server)?.outcome.is_along();
        is_along(REFERENCE, REFERENCE).filter(|along| *along)?;
        is_along(client, server)
    }
}

/// Who breaks the rule, from whether the client and the server keep it with the reference.
fn judge(keeps: (Option<bool>, Option<bool>)) -> Breach {
    match keeps {
        (Some(false), Some(false)) => Breach::Both,
        (Some(false), Some(true) | None) => Breach::Client,
        (Some(true) | None, Some(false)) => Breach::Server,
        (Some(true), Some(true)) => Breach::Neither,
        (Some(true) | None, None) | (None, Some(true)) => Breach::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Side;
    use super::super::{Entrant, Meeting, Outcome, Table};

    /// A table of the reference and others, as signs: a row a client.
    fn table(rows: &[&str]) -> Table {
        let meeting = |sign: char| {
            let outcome = match sign {
                '.' => Outcome::Along,
                '~' => Outcome::Near,
                'x' => Outcome::Apart,
                _ => Outcome::Fault,
            };
            (sign != ' ').then(|| Meeting { outcome, told: String::new(), reason: String::new() })
        };
        let meetings = rows.iter().flat_map(|row| row.chars().map(meeting)).collect();
        // Alone, nobody does better than beside the reference.
        let side = Side { alone: Some(false), ..Side::default() };
        let entrant = Entrant { client: side.clone(), server: side, ..Entrant::default() };
        Table { entrants: vec![entrant; rows.len()], meetings, ..Table::default() }
    }

    fn breach(table: &Table, client: usize, server: usize) -> &'static str {
        table.breach(client, server).map_or("", super::Breach::name)
    }

    #[test]
    fn each_side_is_judged_by_the_reference() {
        // The client of 1 and the server of 2 break the rule.
        let table = table(&["..x.", "xxxx", ".xxx", "~.xx"]);
        let told = |client: usize| [0, 1, 2, 3].map(|server| breach(&table, client, server));
        assert_eq!(told(0), ["", "", "server", ""]);
        assert_eq!(told(1), ["client", "client", "both", "client"]);
        assert_eq!(told(2), ["", "neither", "server", "neither"]);
        assert_eq!(told(3), ["", "", "server", "neither"]);
    }

    #[test]
    fn a_program_that_loses_no_check_alone_keeps_the_rule_in_its_own_way() {
        let mut told = table(&["..", "x."]);
        assert_eq!((breach(&told, 1, 0), told.client_keeps_the_rule(1)), ("client", Some(false)));
        told.entrants[1].client.alone = Some(true);
        assert_eq!((breach(&told, 1, 0), told.client_keeps_the_rule(1)), ("neither", Some(true)));
        told.entrants[1].client.alone = None;
        assert_eq!((breach(&told, 1, 0), told.client_keeps_the_rule(1)), ("unknown", None));
    }

    #[test]
    fn what_was_not_judged_beside_the_reference_is_nobodys_breach() {
        // The client of 1 met a fault, and 2 has no server.
        let told = table(&["..  ", "!x x", ".x x", "xx x"]);
        assert_eq!([breach(&told, 1, 1), breach(&told, 3, 3), breach(&told, 2, 1)], ["unknown", "client", "neither"]);
        assert_eq!((breach(&told, 1, 0), breach(&told, 1, 2), told.client_keeps_the_rule(1)), ("", "", None));
    }

    #[test]
    fn a_reference_that_fails_itself_is_no_measure() {
        let told = table(&["xx", "xx"]);
        assert_eq!([breach(&told, 0, 0), breach(&told, 1, 1), breach(&told, 0, 1)], ["unknown"; 3]);
    }

    #[test]
    fn partners_are_others_that_were_judged() {
        let told = table(&["..!", "x..", ".x."]);
        assert_eq!((told.partners_of_client(0), told.partners_of_server(0), told.is_faulty()), ((1, 1), (1, 2), true));
    }
}
