//! Reads a spec's text: first as YAML, then as an exercise; every mistake of its shape at once.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_yaml::Options;

use super::yaml_error::{complaint, missing};
use super::{Exercise, FORMAT};
use crate::text::excerpt::{place_of, without_mark};
use crate::text::{Complaint, Located, Place};

/// The longest spec, in bytes. A longer one is no spec.
const LONGEST: usize = 1 << 20;

/// How many mistakes of its shape are told of one file.
const MOST: usize = 20;

/// What stands in for a step with a mistake, so that the steps after it can be read.
const STAND_IN: &str = "- reset";

/// The exercise as written, or every mistake of the file's shape. What it means is looked at elsewhere.
pub(super) fn read(text: &str) -> Result<Exercise, Vec<Complaint>> {
    let source = without_mark(text);
    if source.len() > LONGEST {
        let title = format!("this file is longer than a spec may be ({LONGEST} bytes)");
        return Err(vec![Complaint::new(Place::default(), title, "Is it the right file?")]);
    }
    parse::<IgnoredAny>(source).map_err(|mistake| vec![mistake])?;
    let outline = parse::<Outline>(source).unwrap_or_default();
    if let Some(format) = &outline.format
        && format.value > FORMAT
    {
        return Err(vec![Complaint::new(
            format.place,
            format!("this spec is written in format {}, and this harness reads up to format {FORMAT}", format.value),
            "Take a newer harness.",
        )]);
    }
    let checks: Vec<usize> = outline.checks.iter().map(|check| check.place.offset).collect();
    Shape { source, text: source.to_owned(), checks, mistakes: Vec::new() }.read()
}

/// As much of a spec as can be told from any format.
#[derive(Default, Deserialize)]
struct Outline {
    format: Option<Located<u32>>,
    #[serde(default)]
    checks: Vec<Located<IgnoredAny>>,
}

/// Which fields each check has, whatever is in them.
#[derive(Default, Deserialize)]
struct Keys {
    #[serde(default)]
    checks: Vec<BTreeMap<String, Anything>>,
}

/// The value of a field, whatever it is.
type Anything = Option<IgnoredAny>;

/// The fields that every check has.
const REQUIRED: &[&str] = &["id", "title", "program", "points", "because", "hint", "steps"];

/// A spec that is read again and again, each time with the mistakes found so far taken out.
struct Shape<'a> {
    source: &'a str,
    /// The source with mistakes taken out; every other byte keeps its place.
    text: String,
    /// Where each check begins.
    checks: Vec<usize>,
    mistakes: Vec<Complaint>,
}

impl Shape<'_> {
    fn read(mut self) -> Result<Exercise, Vec<Complaint>> {
        let mut stand_in: Option<Range<usize>> = None;
        for _ in 0..2 * MOST {
            let mistake = match parse::<Exercise>(&self.text) {
                Ok(exercise) if self.mistakes.is_empty() => return Ok(exercise),
                Ok(_) => break,
                Err(mistake) => mistake,
            };
            let check = self.check_around(mistake.place.offset);
            let ours = stand_in.take().is_some_and(|range| range.contains(&mistake.place.offset));
            let known = self.mistakes.iter().any(|other| other.place == mistake.place);
            let Some(check) = check else {
                if !ours && !known {
                    self.mistakes.push(self.at_the_top(mistake));
                }
                break;
            };
            if ours || known {
                self.blank(check);
                continue;
            }
            let item = item_around(&self.text, mistake.place.offset).filter(|item| item.start > check.start);
            self.mistakes.extend(self.at_its_check(mistake, &check, item.is_some()));
            if self.mistakes.len() >= MOST {
                break;
            }
            match item.filter(|item| self.stand_in(item)) {
                Some(item) => stand_in = Some(item),
                None => self.blank(check),
            }
        }
        Err(self.mistakes)
    }

    /// The lines of the check that holds this byte.
    fn check_around(&self, offset: usize) -> Option<Range<usize>> {
        let index = self.checks.iter().rposition(|start| line_start(self.source, *start) <= offset)?;
        let start = line_start(self.source, self.checks[index]);
        let end = match self.checks.get(index + 1) {
            Some(next) => line_start(self.source, *next),
            None => item_around(self.source, self.checks[index]).map_or(self.source.len(), |item| item.end),
        };
        (start..end).contains(&offset).then_some(start..end)
    }

    /// What the whole file lacks is told at its first entry, not at its last.
    fn at_the_top(&self, mut mistake: Complaint) -> Complaint {
        if mistake.place.column == 1 && mistake.title.ends_with("is missing") {
            let heads =
                self.source.split_inclusive('\n').take_while(|line| line.starts_with('#') || line.trim().is_empty());
            mistake.place = place_of(self.source, heads.map(str::len).sum(), 0);
        }
        mistake
    }

    /// What a check lacks is told at its beginning, and all of it.
    fn at_its_check(&self, mistake: Complaint, check: &Range<usize>, within_item: bool) -> Vec<Complaint> {
        let index = self.checks.iter().position(|start| check.contains(start));
        let Some(index) = index.filter(|_| !within_item && mistake.title.ends_with("is missing")) else {
            return vec![mistake];
        };
        let place = place_of(self.source, self.checks[index], 0);
        let keys = parse::<Keys>(self.source).unwrap_or_default().checks;
        let lacking = REQUIRED.iter().filter(|field| keys.get(index).is_some_and(|keys| !keys.contains_key(**field)));
        lacking.map(|field| missing(place, field)).collect()
    }

    /// Puts a sound step in the place of a list's entry; `false` when there is no room for one.
    fn stand_in(&mut self, item: &Range<usize>) -> bool {
        let line = self.text[item.clone()].lines().next().unwrap_or_default();
        let dash = item.start + line.len() - line.trim_start().len();
        if item.start + line.len() < dash + STAND_IN.len() {
            return false;
        }
        self.blank(item.clone());
        self.text.replace_range(dash..dash + STAND_IN.len(), STAND_IN);
        true
    }

    /// Takes lines out and keeps every other byte at its place.
    fn blank(&mut self, range: Range<usize>) {
        let blank: String =
            self.text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        self.text.replace_range(range, &blank);
    }
}

/// The lines of the innermost entry of a block list (`- …`) that holds this byte.
fn item_around(text: &str, offset: usize) -> Option<Range<usize>> {
    let mut start = line_start(text, offset);
    let mut inside = offset - start;
    let dash = loop {
        let line = text[start..].lines().next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        if line.trim_start().starts_with("- ") && indent < inside {
            break indent;
        }
        if !line.trim().is_empty() {
            inside = inside.min(indent);
        }
        start = line_start(text, start.checked_sub(1)?);
    };
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if end > start && !line.trim().is_empty() && indent <= dash {
            break;
        }
        end += line.len();
    }
    Some(start..end)
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// Reads YAML with budgets that no spec needs and every bomb breaks.
fn parse<'de, T: Deserialize<'de>>(source: &'de str) -> Result<T, Complaint> {
    serde_yaml::from_str_with_options(source, options()).map_err(|error| complaint(&error, source))
}

fn options() -> Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_nodes: 20_000,
            max_events: 60_000,
            max_aliases: 200,
            max_anchors: 200,
            max_recorded_anchor_events: 20_000,
            max_recorded_anchor_bytes: 1 << 20,
            max_depth: 40,
            max_documents: 2,
            max_total_scalar_bytes: LONGEST,
            max_merge_keys: 100,
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 20_000,
            max_replay_stack_depth: 16,
            max_alias_expansions_per_anchor: 500,
        },
        strict_booleans: true,
    }
}
