//! The gradebook: a CSV table over many submissions, one row each.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use super::handed_in::{HandedIn, in_words};
use super::json::{Check, Document};
use super::summary::Report;
use super::{Audience, Points, Reporter, words};
use crate::text::{Medium, safe};
use crate::verdict::Status;

/// Collects one row a submission and writes them all at the end, sorted by submission. It is for
/// instructors and holds every check.
#[derive(Clone, Debug, Default)]
pub struct Gradebook {
    rows: BTreeMap<String, Row>,
    /// The exercises in their order, each with its checks in the order of the spec. With several, a submission's row holds
    /// the sums, and then the score and the checks of each.
    exercises: Vec<(String, Vec<String>)>,
    /// The lists of checks that results have.
    ids: Vec<Arc<[String]>>,
}

/// A submission, or somebody without one.
#[derive(Clone, Debug, Default)]
struct Row {
    handed_in: HandedIn,
    /// By the index of the exercise, in their order.
    exercises: Vec<(usize, Cells)>,
}

/// What a column tells of who handed in and when.
type About = fn(&HandedIn) -> String;

/// A submission and an exercise.
#[derive(Clone, Debug)]
struct Cells {
    score: Points,
    max_score: Points,
    bonus: Points,
    complete: bool,
    isolation: String,
    seed: Option<u64>,
    /// The checks' ids, which submissions share: of ten thousand, each is kept small.
    ids: Arc<[String]>,
    /// What each of them came to.
    marks: Box<[Mark]>,
    adjusted: Points,
    /// Every comment with who made it.
    comments: Vec<String>,
}

/// What a check came to.
#[derive(Clone, Copy, Debug)]
enum Mark {
    Points(Points),
    /// It was not judged, and the word for that stands there, so that nobody takes it for zero.
    Unjudged(Status),
}

impl Mark {
    fn of(check: &Check) -> Self {
        if check.is_unjudged() { Self::Unjudged(check.status) } else { Self::Points(check.points) }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(points) => points.fmt(to),
            Self::Unjudged(status) => to.write_str(words::status(*status)),
        }
    }
}

impl Gradebook {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty table of these exercises, in their order.
    pub fn of_exercises<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        Self { rows: BTreeMap::new(), ids: Vec::new(), exercises: ids.map(|id| (id.to_owned(), Vec::new())).collect() }
    }

    /// Adds a submission's result; a second one for the same submission and exercise takes the place of the first.
    pub fn add(&mut self, result: &Document) {
        let exercise = self.exercises.iter().position(|(id, _)| *id == result.exercise).unwrap_or_else(|| {
            self.exercises.push((result.exercise.clone(), Vec::new()));
            self.exercises.len() - 1
        });
        let checks = &mut self.exercises[exercise].1;
        for (index, check) in result.checks.iter().enumerate() {
            if !checks.contains(&check.id) {
                // Runs of one role only lack columns; theirs go where the spec has them.
                checks.insert(index.min(checks.len()), check.id.clone());
            }
        }
        let cells = Cells {
            score: result.score,
            max_score: result.max_score,
            bonus: result.bonus,
            complete: result.complete,
            isolation: result.isolation.clone(),
            seed: result.seed,
            ids: self.shared(&result.checks),
            marks: result.checks.iter().map(Mark::of).collect(),
            adjusted: result.adjustments.iter().map(|adjustment| adjustment.points).sum(),
            comments: result.adjustments.iter().map(|made| format!("{} ({})", made.comment, made.by)).collect(),
        };
        let row = self.rows.entry(result.submission.clone()).or_default();
        row.handed_in = result.handed_in.clone().unwrap_or_default();
        row.exercises.retain(|(other, _)| *other != exercise);
        row.exercises.push((exercise, cells));
        row.exercises.sort_by_key(|(exercise, _)| *exercise);
    }

    /// The ids of these checks: those of an earlier result, where they are the same.
    fn shared(&mut self, checks: &[Check]) -> Arc<[String]> {
        let is_same = |ids: &&Arc<[String]>| ids.iter().eq(checks.iter().map(|check| &check.id));
        if let Some(ids) = self.ids.iter().find(is_same) {
            return ids.clone();
        }
        let ids: Arc<[String]> = checks.iter().map(|check| check.id.clone()).collect();
        self.ids.push(ids.clone());
        ids
    }

    /// Adds a row for somebody who has handed nothing in.
    pub fn add_missing(&mut self, name: &str, handed_in: HandedIn) {
        self.rows.entry(name.to_owned()).or_insert(Row { handed_in, exercises: Vec::new() });
    }

    /// Writes the table.
    pub fn write(&self, to: impl Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(to);
        let several = self.exercises.len() > 1;
        let all = || self.rows.values().flat_map(|row| row.exercises.iter().map(|(_, cells)| cells));
        let is_adjusted = all().any(|cells| !cells.comments.is_empty());
        let about = self.about();
        let mut head = vec!["submission".to_owned()];
        head.extend(about.iter().map(|(name, _)| (*name).to_owned()));
        head.extend(["score", "max_score", "bonus", "complete", "isolation", "seed"].map(str::to_owned));
        if is_adjusted {
            head.extend(["adjusted".to_owned(), "comment".to_owned()]);
        }
        for (exercise, checks) in &self.exercises {
            if several {
                head.push(text(exercise));
            }
            let named = |id: &String| if several { text(&format!("{exercise}/{id}")) } else { text(id) };
            head.extend(checks.iter().map(named));
        }
        table.write_record(head)?;
        for (submission, row) in &self.rows {
            let mut cells = vec![submission.clone()];
            cells.extend(about.iter().map(|(_, told)| told(&row.handed_in)));
            cells.extend(self.cells(&row.exercises, is_adjusted));
            table.write_record(cells.iter().map(|cell| text(cell)))?;
        }
        table.flush()
    }

    /// The columns about who handed in and when, of which anything is known.
    fn about(&self) -> Vec<(&'static str, About)> {
        let all: [(&str, About); 4] = [
            ("name", |it| it.name.clone().unwrap_or_default()),
            ("email", |it| it.email.clone().unwrap_or_default()),
            ("late", |it| match it.late_by() {
                Some(seconds) => in_words(seconds),
                None if it.late => "yes".to_owned(),
                None => String::new(),
            }),
            ("attempt", |it| it.attempt.map(|attempt| attempt.to_string()).unwrap_or_default()),
        ];
        let is_known = |told: &About| self.rows.values().any(|row| !told(&row.handed_in).is_empty());
        all.into_iter().filter(|(_, told)| is_known(told)).collect()
    }

    fn cells(&self, row: &[(usize, Cells)], is_adjusted: bool) -> Vec<String> {
        let all = || row.iter().map(|(_, cells)| cells);
        let sum = |of: fn(&Cells) -> Points| all().map(of).sum::<Points>().to_string();
        // Where exercises were played at different levels, or with different seeds, each is told.
        let distinct = |of: fn(&Cells) -> String| {
            let told: BTreeSet<String> = all().map(of).filter(|told| !told.is_empty()).collect();
            told.into_iter().collect::<Vec<_>>().join(" ")
        };
        let mut cells = vec![
            sum(|cells| cells.score),
            sum(|cells| cells.max_score),
            sum(|cells| cells.bonus),
            if row.is_empty() { "missing".to_owned() } else { all().all(|cells| cells.complete).to_string() },
            distinct(|cells| cells.isolation.clone()),
            distinct(|cells| cells.seed.map(|seed| seed.to_string()).unwrap_or_default()),
        ];
        if is_adjusted {
            let comments: Vec<&str> = all().flat_map(|cells| &cells.comments).map(String::as_str).collect();
            cells.push(sum(|cells| cells.adjusted));
            cells.push(comments.join("; "));
        }
        for (index, (_, checks)) in self.exercises.iter().enumerate() {
            let of_exercise = row.iter().find(|(exercise, _)| *exercise == index).map(|(_, cells)| cells);
            if self.exercises.len() > 1 {
                cells.push(of_exercise.map(|cells| cells.score.to_string()).unwrap_or_default());
            }
            let of_check = |id: &String| {
                let cells = of_exercise?;
                let place = cells.ids.iter().position(|other| other == id)?;
                cells.marks.get(place).map(Mark::to_string)
            };
            cells.extend(checks.iter().map(|id| of_check(id).unwrap_or_default()));
        }
        cells
    }
}

impl Reporter for Gradebook {
    fn finish(&mut self, report: &Report) -> io::Result<()> {
        self.add(&Document::new(&report.seen_by(Audience::Instructor)));
        Ok(())
    }
}

fn text(text: &str) -> String {
    safe(text, Medium::Csv)
}

#[cfg(test)]
mod tests {
    use super::{Check, Document, Gradebook, Points};
    use crate::report::json::Adjustment;
    use crate::report::{Report, Reporter as _, sample};

    #[test]
    fn one_row_a_submission_in_order_and_no_formula() {
        let mut book = Gradebook::new();
        let named = |name: &str| Report { submission: name.to_owned(), ..sample::report() };
        for name in ["zoe", "=cmd|' /C calc'!A0", "alice, \"the\n\x1b[2J first\""] {
            book.finish(&named(name)).expect("nothing is written yet");
        }
        let mut written = Vec::new();
        book.write(&mut written).expect("a Vec takes everything");
        insta::assert_snapshot!(String::from_utf8(written).expect("UTF-8"));
    }

    #[test]
    fn several_exercises_stand_side_by_side_with_their_sum_and_what_was_changed_by_hand() {
        let check = |id: &str, points: f64| -> Check {
            let text = format!(
                r#"{{"id":"{id}","title":"T","program":"server","status":"pass","points":{points},"max_points":4,"bonus":false,"visibility":"visible","message":"","hint":"","took_ms":1}}"#
            );
            serde_json::from_str(&text).expect("a check")
        };
        let result = |submission: &str, exercise: &str, points: f64| {
            let mut result = Document {
                submission: submission.to_owned(),
                exercise: exercise.to_owned(),
                max_score: Points::new(4.0),
                complete: true,
                isolation: "full".to_owned(),
                seed: Some(7),
                checks: vec![check("a", points)],
                ..Document::default()
            };
            result.adjust(Vec::new());
            result
        };
        let mut book = Gradebook::of_exercises(["rps", "echo"].into_iter());
        book.add(&result("ada", "echo", 4.0));
        book.add(&result("ada", "rps", 1.5));
        let mut bob = result("bob", "rps", 0.0);
        let (points, comment, by) = (Points::new(2.0), "=Shown".to_owned(), "AL".to_owned());
        bob.adjust(vec![Adjustment { points, comment, by, is_rule: false }]);
        book.add(&bob);
        let mut written = Vec::new();
        book.write(&mut written).expect("a Vec takes everything");
        assert_eq!(
            String::from_utf8(written).expect("UTF-8"),
            "\
submission,score,max_score,bonus,complete,isolation,seed,adjusted,comment,rps,rps/a,echo,echo/a
ada,5.5,8,0,true,full,7,0,,1.5,1.5,4,4
bob,2,4,0,true,full,7,2,'=Shown (AL),2,0,,
"
        );
    }
}
