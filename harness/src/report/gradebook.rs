//! The gradebook: a CSV table over many submissions, one row each.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::handed_in::{HandedIn, in_words};
use super::json::{Check, Document};
use super::summary::Report;
use super::{Audience, Points, Reporter, words};
use crate::text::{Medium, safe};

/// Collects one row a submission and writes them all at the end, sorted by submission. It is for
/// instructors and holds every check.
#[derive(Clone, Debug, Default)]
pub struct Gradebook {
    rows: BTreeMap<String, Row>,
    /// The exercises in their order, each with its checks in the order of the spec. With several, a submission's row holds
    /// the sums, and then the score and the checks of each.
    exercises: Vec<(String, Vec<String>)>,
}

/// A submission, or somebody without one.
#[derive(Clone, Debug, Default)]
struct Row {
    handed_in: HandedIn,
    exercises: BTreeMap<String, Cells>,
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
    checks: BTreeMap<String, String>,
    adjusted: Points,
    /// Every comment with who made it.
    comments: Vec<String>,
}

impl Gradebook {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty table of these exercises, in their order.
    pub fn of_exercises<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        Self { rows: BTreeMap::new(), exercises: ids.map(|id| (id.to_owned(), Vec::new())).collect() }
    }

    /// Adds a submission's result; a second one for the same submission and exercise takes the place of the first.
    pub fn add(&mut self, result: &Document) {
        if !self.exercises.iter().any(|(id, _)| *id == result.exercise) {
            self.exercises.push((result.exercise.clone(), Vec::new()));
        }
        for (_, checks) in self.exercises.iter_mut().filter(|(id, _)| *id == result.exercise) {
            for (index, check) in result.checks.iter().enumerate() {
                if !checks.contains(&check.id) {
                    // Runs of one role only lack columns; theirs go where the spec has them.
                    checks.insert(index.min(checks.len()), check.id.clone());
                }
            }
        }
        let cells = Cells {
            score: result.score,
            max_score: result.max_score,
            bonus: result.bonus,
            complete: result.complete,
            isolation: result.isolation.clone(),
            seed: result.seed,
            checks: result.checks.iter().map(|check| (check.id.clone(), cell(check))).collect(),
            adjusted: result.adjustments.iter().map(|adjustment| adjustment.points).sum(),
            comments: result.adjustments.iter().map(|made| format!("{} ({})", made.comment, made.by)).collect(),
        };
        let row = self.rows.entry(result.submission.clone()).or_default();
        row.handed_in = result.handed_in.clone().unwrap_or_default();
        row.exercises.insert(result.exercise.clone(), cells);
    }

    /// Adds a row for somebody who has handed nothing in.
    pub fn add_missing(&mut self, name: &str, handed_in: HandedIn) {
        self.rows.entry(name.to_owned()).or_insert(Row { handed_in, exercises: BTreeMap::new() });
    }

    /// Writes the table.
    pub fn write(&self, to: impl Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(to);
        let several = self.exercises.len() > 1;
        let all = || self.rows.values().flat_map(|row| row.exercises.values());
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

    fn cells(&self, row: &BTreeMap<String, Cells>, is_adjusted: bool) -> Vec<String> {
        let sum = |of: fn(&Cells) -> Points| row.values().map(of).sum::<Points>().to_string();
        // Where exercises were played at different levels, or with different seeds, each is told.
        let distinct = |of: fn(&Cells) -> String| {
            let told: BTreeSet<String> = row.values().map(of).filter(|told| !told.is_empty()).collect();
            told.into_iter().collect::<Vec<_>>().join(" ")
        };
        let mut cells = vec![
            sum(|cells| cells.score),
            sum(|cells| cells.max_score),
            sum(|cells| cells.bonus),
            if row.is_empty() { "missing".to_owned() } else { row.values().all(|cells| cells.complete).to_string() },
            distinct(|cells| cells.isolation.clone()),
            distinct(|cells| cells.seed.map(|seed| seed.to_string()).unwrap_or_default()),
        ];
        if is_adjusted {
            let comments: Vec<&str> = row.values().flat_map(|cells| &cells.comments).map(String::as_str).collect();
            cells.push(sum(|cells| cells.adjusted));
            cells.push(comments.join("; "));
        }
        for (exercise, checks) in &self.exercises {
            let of_exercise = row.get(exercise);
            if self.exercises.len() > 1 {
                cells.push(of_exercise.map(|cells| cells.score.to_string()).unwrap_or_default());
            }
            let of_check = |id| of_exercise.and_then(|cells| cells.checks.get(id)).cloned().unwrap_or_default();
            cells.extend(checks.iter().map(of_check));
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

/// The points of a check; where it was not judged, the word for that, so that nobody takes it for zero.
fn cell(check: &Check) -> String {
    if check.is_unjudged() { words::status(check.status).to_owned() } else { check.points.to_string() }
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
