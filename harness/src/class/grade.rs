//! Grades a class: its submissions side by side, each result written as it comes, and none played twice for nothing.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::results::Shelf;
use super::{Changes, Refused, Results, Student, folders, hashes};
use crate::plan::Plan;
use crate::report::{Audience, Document, Gradebook, Origin, Points, Report, Tally, Time};
use crate::run::{Runner, Submission, side_by_side};
use crate::verdict::{Fault, FaultKind};

/// A class to be graded.
#[derive(Clone, Copy, Debug)]
pub struct Class<'a> {
    /// Its submissions.
    pub students: &'a [Student],
    /// Submissions that are there and cannot be taken.
    pub refused: &'a [Refused],
    /// Those who should have handed in and have not.
    pub missing: &'a [String],
    /// The exercises.
    pub subjects: &'a [Subject],
    /// Where results go.
    pub results: &'a Results,
    /// What was decided by hand.
    pub changes: &'a Changes,
    /// What is played although an earlier result is there.
    pub again: Again,
    /// What students may see by now.
    pub time: Time,
    /// Once this is set, nothing new begins, and what ends is not counted.
    pub stop: &'a AtomicBool,
    /// How many submissions are in play at once. More than there are places for plays, because a play that waits for the
    /// clock gives its place away; not all, so that memory does not grow with the class.
    pub at_once: usize,
}

impl Class<'_> {
    /// Whether somebody has stopped the grading.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

/// An exercise of a class.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What is played with each submission: the same for all of them.
    pub plan: Plan,
    /// What results follow from, but for the submission.
    pub origin: Origin,
}

/// What is played although an earlier result is there. One that was kept from being judged is always played again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Again {
    /// What follows from something else than the earlier result did.
    #[default]
    Changed,
    /// That, and what lost points.
    Lost,
    /// Everything.
    All,
}

/// What a summary needs of a graded submission; the rest stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graded {
    /// The submission's name.
    pub name: String,
    /// The exercise's id.
    pub exercise: String,
    /// Its points.
    pub score: Points,
    /// The points of a flawless one.
    pub max_score: Points,
    /// Its bonus points.
    pub bonus: Points,
    /// Counted checks that could not be judged.
    pub lacking: Vec<String>,
    /// Counted checks that lost points.
    pub lost: Vec<String>,
    /// What went wrong on our side, a sentence each, none of them twice.
    pub faults: Vec<String>,
    /// Whether an earlier result was good enough.
    pub reused: bool,
    /// Whether points were changed by hand.
    pub adjusted: bool,
}

impl Graded {
    /// Whether something of ours keeps the score from being the whole truth.
    pub fn is_faulty(&self) -> bool {
        !self.lacking.is_empty() || !self.faults.is_empty()
    }
}

/// Hears how the grading goes, from several threads.
pub trait Listener: Sync {
    /// A submission is in play from now on.
    fn began(&self, name: &str, exercise: &str);
    /// It has ended, and its result is written.
    fn ended(&self, graded: &Graded);
}

/// A submission and an exercise.
struct Task<'a> {
    student: &'a Student,
    subject: &'a Subject,
}

/// What a task came to; beside the result, what went wrong that is no check's.
struct Outcome {
    result: Document,
    faults: Vec<String>,
    reused: bool,
}

/// Grades every submission and then writes the gradebook. What comes back is in the order of the class, exercise by
/// exercise; after a stop, it is not whole, and there is no gradebook.
pub fn grade(class: &Class<'_>, runner: &Runner, listener: &impl Listener) -> io::Result<Vec<Graded>> {
    let tasks: Vec<Task<'_>> = class
        .subjects
        .iter()
        .flat_map(|subject| class.students.iter().map(move |student| Task { student, subject }))
        .collect();
    let several = class.subjects.len() > 1;
    let mut gradebook = Gradebook::of_exercises(class.subjects.iter().map(|subject| subject.plan.exercise.as_str()));
    let mut graded: Vec<Graded> = vec![Graded::default(); tasks.len()];
    side_by_side(
        &tasks,
        class.at_once,
        |task| {
            if class.is_stopped() {
                return None;
            }
            listener.began(&task.student.name, &task.subject.plan.exercise);
            let outcome = outcome(class, task, several, runner);
            // What was broken off says nothing about the submission.
            (!class.is_stopped()).then_some(outcome)
        },
        |index, outcome| {
            let task = &tasks[index];
            let Some(mut outcome) = outcome.unwrap_or_else(|| Some(broken_off(task))) else { return };
            outcome.result.adjust(class.changes.of(&outcome.result));
            outcome.faults.extend(written(class, &task.student.file, &outcome.result));
            gradebook.add(&outcome.result);
            graded[index] = Graded::new(outcome);
            listener.ended(&graded[index]);
        },
    );
    for (subject, refused) in
        class.subjects.iter().flat_map(|subject| class.refused.iter().map(move |one| (subject, one)))
    {
        let outcome = not_taken(subject, refused);
        let faults = written(class, &refused.file, &outcome.result);
        gradebook.add(&outcome.result);
        let mut not_taken = Graded::new(outcome);
        not_taken.faults.extend(faults);
        listener.ended(&not_taken);
        graded.push(not_taken);
    }
    for name in class.missing {
        gradebook.add_missing(name);
    }
    if !class.is_stopped() {
        class.results.write_gradebook(&gradebook)?;
    }
    Ok(graded)
}

const BROKE_OFF: &str = "The harness broke off in the middle of it.";

/// The report of a run that nothing is known of: every check is a fault.
fn broken_off(task: &Task<'_>) -> Outcome {
    let nothing = Report { exercise: task.subject.plan.exercise.clone(), ..Report::default() };
    let mut result = Document::new(&nothing.seen_by(Audience::Instructor));
    result.submission.clone_from(&task.student.name);
    Outcome { result, faults: vec![BROKE_OFF.to_owned()], reused: false }
}

/// The result of a submission that cannot be taken: nothing of it was judged, and why.
fn not_taken(subject: &Subject, refused: &Refused) -> Outcome {
    let fault = Fault {
        kind: FaultKind::Unsupported,
        message: format!("The submission cannot be taken: {}", refused.why),
        remedy: "Unpack it by hand into a folder of the same name, if it is to be graded.".to_owned(),
    };
    let nothing = Report { exercise: subject.plan.exercise.clone(), faults: vec![fault], ..Report::default() };
    let mut result = Document::new(&nothing.seen_by(Audience::Instructor));
    result.submission.clone_from(&refused.name);
    Outcome { result, faults: Vec::new(), reused: false }
}

/// An earlier result that still holds, or a new one.
fn outcome(class: &Class<'_>, task: &Task<'_>, several: bool, runner: &Runner) -> Outcome {
    let Task { student, subject } = task;
    let folder =
        if several { folders::of_exercise(&student.folder, &subject.plan.exercise) } else { student.folder.clone() };
    // What cannot be read cannot be compared; why it cannot is found out when it is played.
    let origin = hashes::of_submission(&folder).ok().map(|submission| Origin { submission, ..subject.origin.clone() });
    let earlier = origin.as_ref().and_then(|origin| holds(class, task, origin));
    if let Some(result) = earlier {
        return Outcome { result, faults: Vec::new(), reused: true };
    }
    let mut tally = Tally::new();
    let ran = runner.run(&subject.plan, &Submission::Folder(folder), |event| tally.event(event));
    let mut result = Document::new(&tally.finish().seen_by(Audience::Instructor));
    result.submission.clone_from(&student.name);
    result.origin = origin;
    let fault = ran.err().map(|error| format!("Its copy could not be removed: {error}."));
    Outcome { result, faults: fault.into_iter().collect(), reused: false }
}

/// The earlier result, if it is of the same origin and nobody asks for more.
fn holds(class: &Class<'_>, task: &Task<'_>, origin: &Origin) -> Option<Document> {
    let result = class.results.read(Shelf::Results, &task.subject.plan.exercise, &task.student.file)?;
    let is_the_same = result.origin.as_ref() == Some(origin) && result.submission == task.student.name;
    let is_judged = result.complete && result.faults.is_empty();
    let is_enough = match class.again {
        Again::Changed => true,
        Again::Lost => result.earned() >= result.max_score,
        Again::All => false,
    };
    (is_the_same && is_judged && is_enough).then_some(result)
}

/// Writes a result, for the instructor and for the student; what went wrong with that.
fn written(class: &Class<'_>, file: &str, result: &Document) -> Option<String> {
    let mut feedback = result.for_student(class.time);
    feedback.adjust(class.changes.of(&feedback));
    let wrote = class.results.write(Shelf::Feedback, file, &feedback);
    let wrote = wrote.and_then(|()| class.results.write(Shelf::Results, file, result));
    wrote.err().map(|error| format!("Its result could not be written: {error}."))
}

impl Graded {
    fn new(outcome: Outcome) -> Self {
        let Outcome { result, faults, reused } = outcome;
        let mut graded = Self::of(result);
        graded.reused = reused;
        let told = faults.into_iter().filter(|fault| !graded.faults.contains(fault)).collect::<Vec<_>>();
        graded.faults.splice(0..0, told);
        graded
    }

    /// What a summary needs of a result.
    pub fn of(result: Document) -> Self {
        let mut faults = Vec::new();
        faults.extend(result.faults.iter().map(|fault| fault.message.clone()));
        let of_checks = result.checks.iter().filter(|check| check.is_unjudged()).flat_map(|check| &check.faults);
        faults.extend(of_checks.map(|fault| fault.message.clone()));
        let mut told = Vec::new();
        for fault in faults {
            if !told.contains(&fault) {
                told.push(fault);
            }
        }
        let lost = |check: &&crate::report::json::Check| {
            !check.bonus && !check.is_unjudged() && check.points < check.max_points
        };
        Self {
            lost: result.checks.iter().filter(lost).map(|check| check.id.clone()).collect(),
            score: result.score,
            max_score: result.max_score,
            bonus: result.bonus,
            adjusted: !result.adjustments.is_empty(),
            name: result.submission,
            exercise: result.exercise,
            lacking: result.lacking,
            faults: told,
            reused: false,
        }
    }
}
