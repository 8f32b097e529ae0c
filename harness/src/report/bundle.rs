//! A lost check as a folder that somebody else can look into and play again: events, capture, seed, and a README.

use std::io;

use serde::{Deserialize, Serialize};

use super::events;
use super::markdown;
use super::pcap;
use super::summary::CheckReport;
use super::view::View;
use crate::event::{Event, EventKind, RunStarted, VERSION};
use crate::text::{Medium, safe};
use crate::verdict::Status;

/// What plays a check again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// Version of this format.
    pub version: u32,
    /// The exercise's id, or the path of its spec, as it was given.
    pub exercise: String,
    /// The check's id.
    pub check: String,
    /// Seed of every random value; not told to a reader from whom a check is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Whether near misses were worth nothing.
    #[serde(default)]
    pub strict: bool,
}

/// Version of the file that [`Bundle`] is.
pub const FORMAT: u32 = 1;
/// The file that [`Bundle`] is.
pub const FILE: &str = "bundle.json";
/// The file with the events.
pub const EVENTS: &str = "events.jsonl";

impl Bundle {
    /// Reads one back.
    pub fn read(text: &str) -> Result<Self, String> {
        let bundle: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if bundle.version == FORMAT {
            Ok(bundle)
        } else {
            Err(format!("it is of version {}, and this harness reads version {FORMAT}", bundle.version))
        }
    }
}

/// Whether a check is worth a bundle: it was played, and did not pass.
pub fn is_wanted(check: &CheckReport) -> bool {
    check.status() != Status::Skip && !check.is_passed()
}

/// The files of a bundle, by their names.
pub fn files(check: &CheckReport, view: &View<'_>, bundle: &Bundle) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    let json = format!("{}\n", safe(&serde_json::to_string_pretty(bundle)?, Medium::Json));
    let mut files = vec![
        ("README.md", readme(check, view).into_bytes()),
        (FILE, json.into_bytes()),
        (EVENTS, record(check, view)?.into_bytes()),
    ];
    files.extend(pcap::bytes(check, view.report)?.map(|bytes| ("capture.pcapng", bytes)));
    Ok(files)
}

fn readme(check: &CheckReport, view: &View<'_>) -> String {
    let seed = if view.seed().is_some() { "with the same random values" } else { "with new random values" };
    format!(
        "# {}\n\n{}\n\
         Look at it again:\n\n    harness replay . -v\n\n\
         Play it again, {seed}, with a mended program in `DIR`:\n\n    harness replay . --against DIR\n\n\
         `events.jsonl` holds everything that happened, and `capture.pcapng`, where it is there, is for Wireshark.\n",
        markdown::prose(&check.facts.title),
        markdown::details(check, view),
    )
}

/// The run, as if it had been of this check alone.
fn record(check: &CheckReport, view: &View<'_>) -> io::Result<String> {
    let report = view.report;
    let started = RunStarted {
        version: VERSION,
        harness: report.harness.clone(),
        exercise: report.exercise.clone(),
        title: report.title.clone(),
        sheet: report.sheet.clone(),
        submission: report.submission.clone(),
        seed: view.seed().unwrap_or_default(),
        isolation: report.isolation.clone(),
        started: report.started.clone(),
        checks: vec![check.facts.clone()],
    };
    let prepared = report.programs.iter().cloned().map(EventKind::Prepared);
    let first = std::iter::once(EventKind::RunStarted(Box::new(started))).chain(prepared);
    let first = first.map(|kind| Event { at: 0, check: None, kind });
    let own = check.timeline.iter().map(|event| Event { check: Some(0), ..event.clone() });
    let at = check.timeline.last().map_or(0, |event| event.at);
    let last = std::iter::once(Event { at, check: None, kind: EventKind::RunEnded });
    first.chain(own).chain(last).map(|event| events::line(&event)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Audience, replay, sample};
    use super::{Bundle, EVENTS, FORMAT, files, is_wanted};

    #[test]
    fn a_bundle_holds_one_check_and_can_be_replayed() {
        let report = sample::report();
        let check = report.checks.iter().find(|check| is_wanted(check)).expect("a lost check");
        let bundle = Bundle { version: FORMAT, exercise: report.exercise.clone(), ..Bundle::default() };
        let files = files(check, &report.seen_by(Audience::Instructor), &bundle).expect("written");
        let file = |name: &str| files.iter().find(|(file, _)| *file == name).expect("a file").1.clone();
        let events = replay::read(file(EVENTS).as_slice()).expect("events");
        let mut tally = super::super::Tally::new();
        for event in &events {
            tally.event(event);
        }
        let again = tally.finish();
        assert_eq!((again.checks.len(), again.checks[0].status()), (1, check.status()));
        let text = String::from_utf8(file("bundle.json")).expect("text");
        assert_eq!(Bundle::read(&text), Ok(bundle));
        assert!(String::from_utf8(file("README.md")).expect("text").contains("harness replay . --against DIR"));
    }
}
