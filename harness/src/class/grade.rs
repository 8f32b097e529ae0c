//! Grades a class: its submissions side by side, each result written as it comes, and none played twice for nothing.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::record::Record;
use super::results::Shelf;
use super::{Changes, Deadline, Graded, Refused, Register, Results, Student, folders, hashes};
use crate::event::{Event, EventKind};
use crate::plan::Plan;
use crate::report::{Audience, Document, Gradebook, Origin, Tally, Time};
use crate::run::{Runner, Submission, announced, side_by_side};
use crate::verdict::{Fault, FaultKind};

/// A class to be graded.
#[derive(Clone, Copy, Debug)]
pub struct Class<'a> {
    /// Its submissions.
    pub students: &'a [Student],
    /// Submissions that are there and cannot be taken.
    pub refused: &'a [Refused],
    /// Whose each submission is and when it came, and who is missing.
    pub register: &'a Register,
    /// What it costs to be late.
    pub deadline: &'a Deadline,
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

/// Hears how the grading goes, from several threads.
pub trait Listener: Sync {
    /// A submission is in play from now on.
    fn began(&self, name: &str, exercise: &str);
    /// It has ended, and its result is written.
    fn ended(&self, graded: &Graded);
}

/// A submission and an exercise.
struct Task<'a> {
    hand_in: HandIn<'a>,
    subject: &'a Subject,
}

/// What was handed in.
#[derive(Clone, Copy)]
enum HandIn<'a> {
    Taken(&'a Student),
    Refused(&'a Refused),
}

impl HandIn<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Taken(student) => &student.name,
            Self::Refused(refused) => &refused.name,
        }
    }

    fn file(&self) -> &str {
        match self {
            Self::Taken(student) => &student.file,
            Self::Refused(refused) => &refused.file,
        }
    }
}

/// What a task came to; beside the result, what went wrong that is no check's.
struct Outcome {
    result: Document,
    faults: Vec<String>,
    reused: bool,
}

/// Grades every submission and then writes the gradebook. What comes back is in the order of the class, exercise by
/// exercise; after a stop, it is what has ended, and there is no gradebook.
pub fn grade(class: &Class<'_>, runner: &Runner, listener: &impl Listener) -> io::Result<Vec<Graded>> {
    let tasks = tasks(class);
    let mut gradebook = Gradebook::of_exercises(class.subjects.iter().map(|subject| subject.plan.exercise.as_str()));
    let mut graded: Vec<Option<Graded>> = vec![None; tasks.len()];
    side_by_side(
        &tasks,
        class.at_once,
        |task| {
            if class.is_stopped() {
                return None;
            }
            listener.began(task.hand_in.name(), &task.subject.plan.exercise);
            let outcome = match task.hand_in {
                HandIn::Taken(student) => outcome(class, student, task.subject, runner),
                HandIn::Refused(refused) => not_taken(task, refused, runner),
            };
            // What was broken off says nothing about the submission.
            (!class.is_stopped()).then_some(outcome)
        },
        |index, outcome| {
            let task = &tasks[index];
            let Some(mut outcome) = outcome.unwrap_or_else(|| Some(broken_off(task, runner))) else { return };
            outcome.result.handed_in = class.register.of(task.hand_in.name()).cloned();
            adjust(class, &mut outcome.result);
            outcome.faults.extend(written(class, task.hand_in.file(), &outcome.result));
            gradebook.add(&outcome.result);
            let Outcome { result, faults, reused } = outcome;
            let ended = Graded { reused, ..Graded::of(result).with_faults(faults) };
            listener.ended(graded[index].insert(ended));
        },
    );
    if !class.is_stopped() {
        for missing in &class.register.missing {
            gradebook.add_missing(&missing.id, missing.handed_in());
        }
        class.results.write_gradebook(&gradebook)?;
    }
    Ok(graded.into_iter().flatten().collect())
}

fn tasks<'a>(class: &Class<'a>) -> Vec<Task<'a>> {
    let (students, refused) = (class.students, class.refused);
    let hand_ins = || students.iter().map(HandIn::Taken).chain(refused.iter().map(HandIn::Refused));
    let of_subject = |subject| hand_ins().map(move |hand_in| Task { hand_in, subject });
    class.subjects.iter().flat_map(of_subject).collect()
}

/// The result of a run that nothing is known of.
fn broken_off(task: &Task<'_>, runner: &Runner) -> Outcome {
    unjudged(task, Fault::new(FaultKind::Harness, "The harness broke off in the middle of it.", ""), runner)
}

/// The result of a submission that cannot be taken.
fn not_taken(task: &Task<'_>, refused: &Refused, runner: &Runner) -> Outcome {
    let remedy = "Unpack it by hand into a folder of the same name, if it is to be graded.";
    unjudged(task, Fault::new(FaultKind::Refused, &refused.why, remedy), runner)
}

/// The result of a submission of which no check was played, and why.
fn unjudged(task: &Task<'_>, fault: Fault, runner: &Runner) -> Outcome {
    let mut tally = Tally::new();
    let announced = announced(&task.subject.plan, task.hand_in.name(), runner.level);
    for kind in [EventKind::RunStarted(Box::new(announced)), EventKind::Faulted(fault)] {
        tally.event(&Event { at: 0, check: None, kind });
    }
    let result = Document::new(&tally.finish().seen_by(Audience::Instructor));
    Outcome { result, faults: Vec::new(), reused: false }
}

/// An earlier result that still holds, or a new one.
fn outcome(class: &Class<'_>, student: &Student, subject: &Subject, runner: &Runner) -> Outcome {
    let of_exercise = || folders::of_exercise(&student.folder, &subject.plan.exercise);
    let folder = if class.subjects.len() > 1 { of_exercise() } else { student.folder.clone() };
    // What cannot be read cannot be compared; why it cannot is found out when it is played.
    let origin = hashes::of_submission(&folder).ok().map(|submission| Origin { submission, ..subject.origin.clone() });
    let earlier = origin.as_ref().and_then(|origin| holds(class, student, origin, &subject.plan.exercise));
    if let Some(result) = earlier {
        return Outcome { result, faults: Vec::new(), reused: true };
    }
    let mut tally = Tally::new();
    let mut record = Record::in_folder(&class.results.records(&subject.plan.exercise));
    let ran = runner.run(&subject.plan, &Submission::Folder(folder), |event| {
        tally.event(event);
        if let Ok(record) = &mut record {
            record.event(event);
        }
    });
    let record = record.and_then(|record| record.finish(&class.results.record(&subject.plan.exercise, &student.file)));
    let mut result = Document::new(&tally.finish().seen_by(Audience::Instructor));
    result.submission.clone_from(&student.name);
    result.origin = origin;
    let fault = ran.err().map(|error| format!("Its copy could not be removed: {error}."));
    let unrecorded = record.err().map(|error| format!("Its record could not be written: {error}."));
    Outcome { result, faults: fault.into_iter().chain(unrecorded).collect(), reused: false }
}

/// The earlier result, if it is of the same origin and nobody asks for more.
fn holds(class: &Class<'_>, student: &Student, origin: &Origin, exercise: &str) -> Option<Document> {
    // A damaged one is made anew.
    let result = class.results.read(Shelf::Results, exercise, &student.file).ok()?;
    let is_the_same = result.origin.as_ref() == Some(origin) && result.submission == student.name;
    let is_judged = result.complete && result.faults.is_empty();
    let is_enough = match class.again {
        Again::Changed => true,
        Again::Lost => result.earned() >= result.max_score,
        Again::All => false,
    };
    (is_the_same && is_judged && is_enough).then_some(result)
}

/// What rules take from a result's points, and then what was decided by hand.
fn adjust(class: &Class<'_>, result: &mut Document) {
    result.adjust(class.deadline.of(result));
    result.adjust(class.changes.of(result));
}

/// Writes a result, for the instructor and for the student; what went wrong with that.
fn written(class: &Class<'_>, file: &str, result: &Document) -> Option<String> {
    let mut feedback = result.for_student(class.time);
    adjust(class, &mut feedback);
    let wrote = class.results.write(Shelf::Feedback, file, &feedback);
    let wrote = wrote.and_then(|()| class.results.write(Shelf::Results, file, result));
    wrote.err().map(|error| format!("Its result could not be written: {error}."))
}
