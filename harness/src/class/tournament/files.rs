//! A [`Table`] as files: JSON with stable names, versioned, and CSV with a row a pair.

use std::io::{self, Write};

use serde::Serialize;

use super::{Breach, Outcome, Side, Table};
use crate::event::Prepared;
use crate::report::origin::BUILD;
use crate::run::Absence;
use crate::text::{Medium, safe};

/// Version of the JSON. Fields may be added; a change of what stands here makes a new version.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    harness: &'a str,
    exercise: &'a str,
    checks: &'a [String],
    seed: u64,
    isolation: &'a str,
    /// The reference solution, then the submissions.
    entrants: Vec<Of<'a>>,
    /// A client and a server each, by their entrants' names.
    pairs: Vec<Pair<'a>>,
    /// Faults that are no pair's.
    faults: &'a [String],
}

#[derive(Serialize)]
struct Of<'a> {
    name: &'a str,
    client: Part<'a>,
    server: Part<'a>,
}

#[derive(Serialize)]
struct Part<'a> {
    /// `ready`, `none`, `not_started`, `fault` or `unsupported`.
    status: &'static str,
    /// Whether it gets along with the reference or, if not, loses no check by itself; `null` where nobody knows.
    keeps_the_rule: Option<bool>,
    /// With how many others it gets along.
    along: usize,
    /// With how many others it was judged.
    partners: usize,
    program: Option<&'a Prepared>,
}

#[derive(Serialize)]
struct Pair<'a> {
    client: &'a str,
    server: &'a str,
    outcome: Outcome,
    /// Who breaks the rule, where the two do not get along; else `null`.
    breach: Option<Breach>,
    message: &'a str,
}

/// Writes the JSON document.
pub fn write_json(table: &Table, to: &mut impl Write) -> io::Result<()> {
    let name = |entrant: usize| table.entrants[entrant].name.as_str();
    let entrants = table.entrants.iter().enumerate().map(|(index, entrant)| Of {
        name: &entrant.name,
        client: program(&entrant.client, table.client_keeps_the_rule(index), table.partners_of_client(index)),
        server: program(&entrant.server, table.server_keeps_the_rule(index), table.partners_of_server(index)),
    });
    let pairs = table.met().map(|((client, server), meeting)| Pair {
        client: name(client),
        server: name(server),
        outcome: meeting.outcome,
        breach: table.breach(client, server),
        message: &meeting.told,
    });
    let document = Document {
        version: VERSION,
        harness: BUILD,
        exercise: &table.exercise,
        checks: &table.checks,
        seed: table.seed,
        isolation: &table.isolation,
        entrants: entrants.collect(),
        pairs: pairs.collect(),
        faults: &table.faults,
    };
    writeln!(to, "{}", safe(&serde_json::to_string_pretty(&document)?, Medium::Json))?;
    to.flush()
}

/// Writes the CSV table.
pub fn write_csv(table: &Table, to: impl Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(to);
    rows.write_record(["client", "server", "outcome", "breach", "message"])?;
    for ((client, server), meeting) in table.met() {
        let (client_name, server_name) = (&table.entrants[client].name, &table.entrants[server].name);
        let breach = table.breach(client, server).map_or("", Breach::name);
        let cells = [client_name, server_name, meeting.outcome.name(), breach, &meeting.told];
        rows.write_record(cells.map(|cell| safe(cell, Medium::Csv)))?;
    }
    rows.flush()
}

fn program(side: &Side, keeps_the_rule: Option<bool>, (along, partners): (usize, usize)) -> Part<'_> {
    let status = match side.absence {
        None => "ready",
        Some(Absence::None) => "none",
        Some(Absence::Unusable) => "not_started",
        Some(Absence::Faulted) => "fault",
        Some(Absence::Unsupported) => "unsupported",
    };
    Part { status, keeps_the_rule, along, partners, program: side.program.as_ref() }
}

#[cfg(test)]
mod tests {
    use super::super::{Entrant, Meeting, Outcome, Side, Table};
    use super::{write_csv, write_json};

    fn table() -> Table {
        let entrant = |name: &str| Entrant { name: name.to_owned(), ..Entrant::default() };
        let along = || Some(Meeting { outcome: Outcome::Along, told: String::new(), reason: String::new() });
        let told = "=It says \u{1b}[2J, and leaves".to_owned();
        let apart = Some(Meeting { outcome: Outcome::Apart, reason: told.clone(), told });
        Table {
            exercise: "greeting".to_owned(),
            checks: vec!["own-pair".to_owned()],
            seed: 7,
            isolation: "full".to_owned(),
            entrants: vec![
                entrant("reference"),
                Entrant { client: Side { alone: Some(false), ..Side::default() }, ..entrant("=1+1") },
            ],
            meetings: vec![along(), along(), apart, None],
            faults: Vec::new(),
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut written = Vec::new();
        write_csv(&table(), &mut written).expect("a Vec takes everything");
        assert_eq!(
            String::from_utf8(written).expect("UTF-8"),
            "\
client,server,outcome,breach,message
reference,reference,along,,
reference,'=1+1,along,,
'=1+1,reference,apart,client,\"'=It says \\x1b[2J, and leaves\"
"
        );
    }

    #[test]
    fn the_document_holds_everything_and_acts_on_no_terminal() {
        let mut written = Vec::new();
        write_json(&table(), &mut written).expect("a Vec takes everything");
        let text = String::from_utf8(written).expect("UTF-8");
        assert!(!text.contains('\u{1b}'), "{text}");
        let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let pair = &document["pairs"][2];
        let told = ["client", "server", "outcome", "breach", "message"].map(|name| pair[name].as_str().expect("text"));
        assert_eq!(told, ["=1+1", "reference", "apart", "client", "=It says \u{1b}[2J, and leaves"]);
        let client = &document["entrants"][1]["client"];
        assert_eq!(
            (&client["status"], &client["keeps_the_rule"], &client["along"]),
            (&"ready".into(), &false.into(), &0.into())
        );
        assert_eq!(
            (&document["version"], &document["seed"], document["pairs"].as_array().map(Vec::len)),
            (&1.into(), &7.into(), Some(3))
        );
    }
}
