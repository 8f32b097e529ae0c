//! [`Changes`]: what an instructor decided by hand, in a file of its own that no grading touches.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::report::json::Adjustment;
use crate::report::{Document, Points};
use crate::spec::yaml_error;
use crate::text::excerpt::without_mark;
use crate::text::{Complaint, Located, similar};

/// Its name in the folder of results.
pub const FILE: &str = "changes.yaml";

/// What was decided by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    entries: Vec<Change>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The submission's name, as the gradebook has it.
    submission: Located<String>,
    /// The exercise's id; needed where several are graded.
    exercise: Option<Located<String>>,
    /// So many points more, or fewer when negative.
    add: Option<f64>,
    /// So many points in all, whatever the checks came to.
    set: Option<f64>,
    /// Why.
    comment: Located<String>,
    /// Who decided it.
    by: Located<String>,
}

impl Changes {
    /// Reads them; or every mistake in them. What they may name: the exercises and the submissions of the class.
    pub fn read(text: &str, exercises: &[&str], submissions: &[&str]) -> Result<Self, Vec<Complaint>> {
        let source = without_mark(text);
        if source.trim().is_empty() {
            return Ok(Self::default());
        }
        let entries: Vec<Change> = serde_yaml::from_str_with_options(source, serde_yaml::Options::default())
            .map_err(|error| vec![yaml_error::complaint(&error, source)])?;
        let complaints: Vec<Complaint> =
            entries.iter().flat_map(|change| change.mistakes(exercises, submissions)).collect();
        if complaints.is_empty() { Ok(Self { entries }) } else { Err(complaints) }
    }

    /// What changes a result's points: first what rules have already taken, then these changes, as they are written.
    pub fn of(&self, result: &Document) -> Vec<Adjustment> {
        let mut adjustments: Vec<Adjustment> =
            result.adjustments.iter().filter(|adjustment| adjustment.is_rule).cloned().collect();
        let taken = adjustments.iter().map(|adjustment| adjustment.points);
        let mut score = std::iter::once(result.earned()).chain(taken).sum::<Points>().max(Points::ZERO);
        let applies = |change: &&Change| {
            change.submission.value == result.submission
                && change.exercise.as_ref().is_none_or(|exercise| exercise.value == result.exercise)
        };
        let adjusted = self.entries.iter().filter(applies).map(|change| {
            let points = change
                .set
                .map_or_else(|| Points::new(change.add.unwrap_or_default()), |set| Points::new(set - score.value()));
            score = [score, points].into_iter().sum();
            Adjustment { points, comment: change.comment.value.clone(), by: change.by.value.clone(), is_rule: false }
        });
        adjustments.extend(adjusted);
        adjustments
    }
}

impl Change {
    fn mistakes(&self, exercises: &[&str], submissions: &[&str]) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        let (name, place) = (&self.submission.value, self.submission.place);
        if !submissions.contains(&name.as_str()) {
            let title = format!("no submission of the class is called `{name}`");
            let mut remedy = similar::nearest(name, submissions.iter().copied())
                .map_or_else(String::new, |meant| format!("Did you mean `{meant}`? "));
            let _ = write!(remedy, "The first column of the gradebook has the names.");
            complaints.push(Complaint::new(place, title, remedy));
        }
        match &self.exercise {
            Some(exercise) if !exercises.contains(&exercise.as_str()) => {
                let title = format!("`{}` is not graded here", exercise.value);
                complaints.push(Complaint::new(
                    exercise.place,
                    title,
                    similar::remedy(exercise, exercises.iter().copied()),
                ));
            }
            None if exercises.len() > 1 => {
                let title = format!("nothing says which exercise the change for `{name}` is about");
                let remedy = format!("Add `exercise:` with one of `{}`.", exercises.join("`, `"));
                complaints.push(Complaint::new(place, title, remedy));
            }
            Some(_) | None => {}
        }
        if self.add.is_some() == self.set.is_some() {
            let title = format!("the change for `{name}` says neither or both of `add` and `set`");
            let remedy =
                "Write `add: 2` for two points more, `add: -2` for two fewer, or `set: 15` for the score itself.";
            complaints.push(Complaint::new(place, title, remedy));
        }
        let number = self.add.or(self.set).unwrap_or_default();
        if !number.is_finite() || number.abs() > 1e6 || self.set.is_some_and(|set| set < 0.0) {
            let title = format!("the change for `{name}` is no number of points");
            complaints.push(Complaint::new(place, title, "Points are numbers up to a million; `set` is not negative."));
        }
        for (field, text) in [("comment", &self.comment), ("by", &self.by)] {
            if text.value.trim().is_empty() {
                let title = format!("`{field}` is empty");
                complaints.push(Complaint::new(
                    text.place,
                    title,
                    "Say why, and who decided it: every report shows it.",
                ));
            }
        }
        complaints
    }
}

#[cfg(test)]
mod tests {
    use super::Changes;
    use crate::report::json::{Check, Document};
    use crate::report::{Audience, Points, Report};
    use crate::text::excerpt::render_all;

    const CLASS: [&str; 2] = ["ada", "bob"];

    fn read(text: &str, exercises: &[&str]) -> Result<Changes, String> {
        Changes::read(text, exercises, &CLASS)
            .map_err(|complaints| render_all(&complaints, "changes.yaml", text, false))
    }

    fn result(submission: &str) -> Document {
        let report = Report { submission: submission.to_owned(), exercise: "rps".to_owned(), ..Report::default() };
        let mut document = Document::new(&report.seen_by(Audience::Instructor));
        let check = r#"{"id":"a","title":"A","program":"server","status":"pass","points":10,"max_points":20,"bonus":false,"visibility":"visible","message":"","hint":"","took_ms":1}"#;
        document.checks.push(serde_json::from_str::<Check>(check).expect("a check"));
        document
    }

    #[test]
    fn changes_are_for_whom_they_name_and_add_up_in_their_order() {
        let text = "\
- { submission: ada, add: 2, comment: The port was taken, by: AL }
- { submission: bob, set: 0, comment: Copied, by: AL }
- { submission: ada, exercise: rps, set: 15.5, comment: Shown in the lab, by: GH }
";
        let changes = read(text, &["rps"]).expect("sound");
        let mut ada = result("ada");
        ada.adjust(changes.of(&ada));
        assert_eq!((ada.score, ada.adjustments.len()), (Points::new(15.5), 2));
        assert_eq!((ada.adjustments[1].points, ada.adjustments[1].by.as_str()), (Points::new(3.5), "GH"));
        let mut bob = result("bob");
        bob.adjust(changes.of(&bob));
        assert_eq!(bob.score, Points::ZERO);
        assert_eq!(read("\n", &["rps"]), Ok(Changes::default()));
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let text = "\
- { submission: adda, add: 1, comment: c, by: b }
- { submission: ada, exercise: rsp, add: 1, set: 2, comment: c, by: b }
- { submission: bob, exercise: rps, set: -1, comment: '', by: b }
- { submission: bob, add: 1, comment: c, by: b }
";
        let told = read(text, &["rps", "echo"]).expect_err("mistakes");
        for part in [
            "no submission of the class is called `adda`",
            "Did you mean `ada`?",
            "changes.yaml:1:17",
            "`rsp` is not graded here",
            "says neither or both of `add` and `set`",
            "is no number of points",
            "`comment` is empty",
            "nothing says which exercise the change for `bob` is about",
            "changes.yaml:4:17",
        ] {
            assert!(told.contains(part), "{part} is missing in\n{told}");
        }
    }
}
