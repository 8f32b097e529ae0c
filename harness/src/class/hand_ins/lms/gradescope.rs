//! Gradescope: folders `submission_123456789` with `submission_metadata.yml` beside them, which says whose they are.
//!
//! The key is the student's number (`SID` in Gradescope's tables), else the e-mail address, else the folder's name. What a
//! group handed in together is a submission of each of them.

use std::collections::BTreeMap;
use std::fs;

use jiff::Timestamp;
use serde::Deserialize;

use super::super::listing::{Entry, not_graded};
use super::super::settle::Source;
use super::{Export, Found, fits, is_number, read_as};

const METADATA: &str = "submission_metadata.yml";

/// What is known of one folder. The names are Ruby's symbols, with a colon before them.
#[derive(Debug, Default, Deserialize)]
struct About {
    #[serde(rename = ":submitters", default)]
    submitters: Vec<Submitter>,
    #[serde(rename = ":created_at")]
    created_at: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Submitter {
    #[serde(rename = ":name")]
    name: Option<String>,
    #[serde(rename = ":email")]
    email: Option<String>,
    #[serde(rename = ":sid")]
    sid: Option<Scalar>,
}

/// Numbers of students that are numbers in YAML as well.
#[derive(Debug)]
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::text::number_or_text(deserializer, "the number of a student").map(Self)
    }
}

pub(super) fn read(entries: &[Entry]) -> Option<Export> {
    let metadata = entries.iter().find(|entry| !entry.is_folder && entry.name == METADATA)?;
    let (folders, others): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().filter(|entry| entry.name != METADATA).partition(|entry| is_submission(entry));
    if !fits(folders.len(), others.len()) {
        return None;
    }
    let mut export = Export::default();
    export.notes.extend(others.iter().map(|entry| not_graded(&entry.name, "has no name of Gradescope's")));
    let about = about(metadata).unwrap_or_else(|why| {
        export
            .notes
            .push(format!("`{METADATA}` cannot be read, so submissions have the names of their folders: {why}."));
        BTreeMap::new()
    });
    let mut students: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for folder in folders {
        let about = about.get(&folder.text());
        if about.is_none_or(|about| about.submitters.is_empty()) {
            let name = folder.text();
            export.notes.push(format!("`{METADATA}` does not say whose `{name}` is."));
            students.entry(name.clone()).or_default().push(found(folder, name, None, None));
        }
        let submitters = about.map_or(&[][..], |about| &about.submitters);
        if submitters.len() > 1 {
            let names: Vec<String> = submitters.iter().map(|one| key(one, folder)).collect();
            export.notes.push(format!("`{}` is of a group and counts for each: {}.", folder.text(), names.join(", ")));
        }
        for submitter in submitters {
            let key = key(submitter, folder);
            let found = found(folder, key.clone(), submitter.name.clone(), about.and_then(About::time));
            students.entry(key).or_default().push(found);
        }
    }
    for (key, mut submissions) in students {
        submissions.sort_by_key(|found| found.submitted);
        let count = submissions.len();
        if count > 1 {
            export.notes.push(format!("`{key}` handed in {count} times; the last one counts."));
        }
        let number = u32::try_from(count).ok().filter(|count| *count > 1);
        export.found.extend(submissions.pop().map(|last| Found { attempt: number, ..last }));
    }
    export.notes.insert(0, read_as("Gradescope", export.found.len()));
    Some(export)
}

fn is_submission(entry: &Entry) -> bool {
    entry.is_folder && entry.text().strip_prefix("submission_").is_some_and(is_number)
}

fn about(metadata: &Entry) -> Result<BTreeMap<String, About>, String> {
    let text = fs::read_to_string(&metadata.path).map_err(|error| error.to_string())?;
    // It holds every result of every earlier submission, which is more than others write into YAML.
    let budget = serde_yaml::budget! { max_nodes: 20_000_000, max_events: 60_000_000 };
    let options = serde_yaml::options! { budget: budget };
    serde_yaml::from_str_with_options(&text, options)
        .map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
}

fn key(submitter: &Submitter, folder: &Entry) -> String {
    let given = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    given(submitter.sid.as_ref().map(|sid| sid.0.as_str()))
        .or_else(|| given(submitter.email.as_deref()))
        .or_else(|| given(submitter.name.as_deref()))
        .unwrap_or_else(|| folder.text())
}

fn found(folder: &Entry, key: String, display: Option<String>, submitted: Option<Timestamp>) -> Found {
    Found { key, display, attempt: None, late: false, submitted, source: Source::Folder(folder.path.clone()) }
}

impl About {
    /// When it was handed in: `2026-11-20 10:15:00.123456000 Z`.
    fn time(&self) -> Option<Timestamp> {
        crate::class::times::moment(self.created_at.as_deref()?)
    }
}
