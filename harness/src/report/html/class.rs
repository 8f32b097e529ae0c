//! A class on one page: how its scores are spread, what most have lost, who has the same mistake, and everybody by name.

use std::collections::BTreeMap;
use std::io;

use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::page::{harmless, mark, share};
use super::{STYLE, render};
use crate::report::json::Check;
use crate::report::{Document, Points, words};
use crate::verdict::Status;

/// A class, of which each result is taken in once and only what the page shows is kept.
#[derive(Debug, Default)]
pub struct ClassPage {
    exercises: Vec<Exercise>,
    missing: Vec<String>,
}

#[derive(Debug, Default, Serialize)]
struct Exercise {
    id: String,
    /// The points of a flawless submission.
    most: Points,
    rows: Vec<Row>,
    checks: Vec<Pass>,
    #[serde(skip)]
    clusters: BTreeMap<(usize, String), Cluster>,
}

/// A submission.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    /// Its own page, from here.
    link: String,
    score: Points,
    /// In percent of the most.
    share: f64,
    remarks: Vec<String>,
    /// What went wrong on our side.
    faults: Vec<String>,
    /// The verdicts, a mark a check.
    marks: Vec<(&'static str, &'static str)>,
}

/// How a check went for the class.
#[derive(Debug, Default, Serialize)]
struct Pass {
    id: String,
    title: String,
    passed: usize,
    judged: usize,
    took_ms: u64,
}

/// Submissions that fail a check in the same way.
#[derive(Clone, Debug, Default, Serialize)]
struct Cluster {
    check: String,
    message: String,
    /// Indices of the rows.
    of: Vec<usize>,
}

/// A cluster of fewer is nobody's pattern.
const CLUSTER: usize = 2;
/// So many clusters are shown, the largest.
const CLUSTERS: usize = 40;

impl ClassPage {
    /// A page about these exercises.
    pub fn new<'a>(exercises: impl IntoIterator<Item = &'a str>) -> Self {
        let exercise = |id: &str| Exercise { id: harmless(id), ..Exercise::default() };
        Self { exercises: exercises.into_iter().map(exercise).collect(), ..Self::default() }
    }

    /// Takes in a result. `link` leads to its own page.
    pub fn add(&mut self, result: &Document, link: String) {
        let id = harmless(&result.exercise);
        if let Some(exercise) = self.exercises.iter_mut().find(|exercise| exercise.id == id) {
            exercise.add(result, link);
        }
    }

    /// Somebody who has handed nothing in.
    pub fn add_missing(&mut self, id: &str) {
        self.missing.push(harmless(id));
    }

    /// The whole page.
    pub fn text(&self) -> io::Result<String> {
        let sections: Vec<Section<'_>> = self.exercises.iter().map(Exercise::section).collect();
        render("class.html", context! { sections => Serde(sections), missing => Serde(&self.missing), style => STYLE })
    }
}

/// What the page shows of an exercise.
#[derive(Serialize)]
struct Section<'a> {
    exercise: &'a Exercise,
    mean: String,
    median: Points,
    full: usize,
    faulty: Vec<&'a Row>,
    bins: Vec<Bin>,
    clusters: Vec<ClusterOf<'a>>,
}

/// A bar of the distribution.
#[derive(Serialize)]
struct Bin {
    label: String,
    count: usize,
    /// In percent of the largest.
    height: f64,
}

#[derive(Serialize)]
struct ClusterOf<'a> {
    check: &'a str,
    message: &'a str,
    of: Vec<&'a Row>,
}

impl Exercise {
    fn add(&mut self, result: &Document, link: String) {
        self.most = self.most.max(result.max_score);
        let row = self.rows.len();
        for check in &result.checks {
            let place = self.place(check);
            let pass = &mut self.checks[place];
            pass.judged += usize::from(!check.is_unjudged());
            pass.passed += usize::from(check.is_passed());
            pass.took_ms += check.took_ms;
            if check.status == Status::Fail {
                let cluster = self.clusters.entry((place, pattern(&check.message))).or_insert_with(|| Cluster {
                    check: harmless(&check.id),
                    message: harmless(&check.message),
                    of: Vec::new(),
                });
                cluster.of.push(row);
            }
        }
        self.rows.push(Row::of(result, link));
    }

    fn place(&mut self, check: &Check) -> usize {
        let id = harmless(&check.id);
        self.checks.iter().position(|pass| pass.id == id).unwrap_or_else(|| {
            self.checks.push(Pass { id, title: harmless(&check.title), ..Pass::default() });
            self.checks.len() - 1
        })
    }

    fn section(&self) -> Section<'_> {
        let mut scores: Vec<Points> = self.rows.iter().map(|row| row.score).collect();
        scores.sort_unstable();
        let sum: Points = scores.iter().copied().sum();
        #[expect(clippy::cast_precision_loss, reason = "no class has 2^53 members")]
        let mean = sum.value() / scores.len().max(1) as f64;
        let mut clusters: Vec<&Cluster> = self.clusters.values().filter(|found| found.of.len() >= CLUSTER).collect();
        clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.of.len()));
        let of_rows = |cluster: &&'_ Cluster| cluster.of.iter().map(|row| &self.rows[*row]).collect();
        Section {
            exercise: self,
            mean: format!("{mean:.1}"),
            median: median(&scores),
            full: self.rows.iter().filter(|row| row.faults.is_empty() && row.score >= self.most).count(),
            faulty: self.rows.iter().filter(|row| !row.faults.is_empty()).collect(),
            bins: bins(&self.rows),
            clusters: clusters
                .into_iter()
                .take(CLUSTERS)
                .map(|cluster| ClusterOf { check: &cluster.check, message: &cluster.message, of: of_rows(&cluster) })
                .collect(),
        }
    }
}

impl Row {
    fn of(result: &Document, link: String) -> Self {
        let faults = result.faults.iter().chain(result.checks.iter().flat_map(|check| &check.faults));
        let mut told: Vec<String> = Vec::new();
        for fault in faults {
            let message = harmless(&fault.message);
            if !told.contains(&message) {
                told.push(message);
            }
        }
        let late = result.handed_in.as_ref().filter(|handed_in| handed_in.late).map(|_| "late".to_owned());
        let bonus = (result.bonus > Points::ZERO).then(|| format!("bonus {}", result.bonus));
        let adjusted = result.adjustments.iter().map(|made| harmless(&format!("{}: {}", made.by, made.comment)));
        Self {
            name: harmless(&result.submission),
            link,
            score: result.score,
            share: share(result.score, result.max_score),
            remarks: late.into_iter().chain(bonus).chain(adjusted).collect(),
            faults: told,
            marks: result.checks.iter().map(|check| (words::status(check.status), mark(check.status))).collect(),
        }
    }
}

/// The score in the middle, or the middle of both.
fn median(sorted: &[Points]) -> Points {
    let half = sorted.len() / 2;
    let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
    if sorted.len() % 2 == 1 {
        at(half)
    } else {
        Points::new(f64::midpoint(at(half.saturating_sub(1)).value(), at(half).value()))
    }
}

/// The shares of the points in tenths; who has all of them stands apart.
fn bins(rows: &[Row]) -> Vec<Bin> {
    let mut counts = [0_usize; 11];
    for row in rows {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 100 or so")]
        let bin = (row.share / 10.0) as usize;
        counts[bin.min(10)] += 1;
    }
    let largest = counts.iter().copied().max().unwrap_or(0).max(1);
    let bin = |(index, count): (usize, &usize)| {
        let label = if index == 10 { "100".to_owned() } else { format!("{}–{}", index * 10, index * 10 + 9) };
        #[expect(clippy::cast_precision_loss, reason = "no class has 2^53 members")]
        let height = (*count as f64 / largest as f64 * 100.0).round();
        Bin { label, count: *count, height }
    };
    counts.iter().enumerate().map(bin).collect()
}

/// What messages about the same mistake have in common: everything but numbers and what is quoted.
fn pattern(message: &str) -> String {
    let mut quoted = false;
    let is_of_the_pattern = |letter: &char| {
        quoted ^= *letter == '"';
        !quoted && !letter.is_ascii_digit()
    };
    message.chars().filter(is_of_the_pattern).collect()
}

#[cfg(test)]
mod tests {
    use super::{ClassPage, pattern};
    use crate::report::json::Check;
    use crate::report::{Document, Points};

    fn result(name: &str, message: &str) -> Document {
        let status = if message.is_empty() { "pass" } else { "fail" };
        let points = if message.is_empty() { 2 } else { 0 };
        let check: Check = serde_json::from_value(serde_json::json!({
            "id": "closes", "title": "It closes", "program": "server", "status": status, "points": points, "max_points": 2,
            "bonus": false, "visibility": "visible", "message": message, "hint": "", "took_ms": 3
        }))
        .expect("a check");
        let mut result = Document {
            exercise: "echo".to_owned(),
            submission: name.to_owned(),
            max_score: Points::new(2.0),
            checks: vec![check],
            ..Document::default()
        };
        result.adjust(Vec::new());
        result
    }

    #[test]
    fn the_same_mistake_is_one_cluster_whatever_was_drawn() {
        assert_eq!(pattern("It said \"heron\" at port 12345"), pattern("It said \"egret 7\" at port 9"));
        let mut page = ClassPage::new(["echo"]);
        for (name, message) in [("ada", ""), ("<b>bob", "It said \"a\" 1"), ("eve", "It said \"b\" 2")] {
            page.add(&result(name, message), format!("{}.html", name.len()));
        }
        page.add_missing("=tim");
        let text = page.text().expect("a page");
        assert!(text.contains("2 submissions") && text.contains("&lt;b&gt;bob") && text.contains("=tim"), "{text}");
        assert!(!text.contains("<b>"), "{text}");
    }

    #[test]
    fn a_row_of_a_class_is_small() {
        let mut page = ClassPage::new(["echo"]);
        for number in 0..300 {
            page.add(&result(&format!("student-{number}"), "It said nothing."), format!("student-{number}.html"));
        }
        let length = page.text().expect("a page").len();
        assert!(length < 3 << 20, "{length}");
    }
}
