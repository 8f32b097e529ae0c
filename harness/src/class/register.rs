//! [`Register`]: whose each submission is, when it was handed in, and who has handed nothing in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::roster::Member;
use super::{Deadline, HandIns, Roster};
use crate::report::HandedIn;
use crate::text::first_quoted;

/// A class as far as it is known beside its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// By the submissions' names; who nothing is known of is not there.
    of: BTreeMap<String, HandedIn>,
    /// The lines of the roster, by the submissions' names.
    lines: BTreeMap<String, u32>,
    /// Those who should have handed in and have not, in the order of the roster.
    pub missing: Vec<Missing>,
    /// What could not be decided; a sentence each.
    pub notes: Vec<String>,
}

/// Somebody who has handed nothing in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// What the submission would be called by.
    pub id: String,
    /// The student's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The student's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Register {
    /// Holds what was handed in against the roster and the deadline.
    pub fn new(hand_ins: &HandIns, roster: Option<&Roster>, deadline: &Deadline) -> Self {
        let placed = roster.map(|roster| roster.place(&hand_ins.students, &hand_ins.refused)).unwrap_or_default();
        let members = roster.map_or(&[][..], |roster| &roster.members);
        let whose = |places: &[Option<usize>], at: usize| members.get(places.get(at).copied().flatten()?);
        let mut register = Self {
            missing: placed.missing.iter().filter_map(|at| members.get(*at)).map(Missing::of).collect(),
            notes: placed.notes,
            ..Self::default()
        };
        for (at, student) in hand_ins.students.iter().enumerate() {
            let known = HandedIn {
                name: student.display.clone(),
                submitted: student.submitted,
                late: student.late,
                attempt: student.attempt,
                ..HandedIn::default()
            };
            register.enter(&student.name, known, whose(&placed.students, at), deadline);
        }
        for (at, refused) in hand_ins.refused.iter().enumerate() {
            let known = HandedIn { name: refused.display.clone(), ..HandedIn::default() };
            register.enter(&refused.name, known, whose(&placed.refused, at), deadline);
        }
        register.note_unknown_times();
        register
    }

    /// What is known of a submission.
    pub fn of(&self, submission: &str) -> Option<&HandedIn> {
        self.of.get(submission)
    }

    /// The line of the roster that is about a submission's author.
    pub fn line_of(&self, submission: &str) -> Option<u32> {
        self.lines.get(submission).copied()
    }

    /// Enters a submission. What its member's line of the roster says counts more than what the platform's download says.
    fn enter(&mut self, submission: &str, known: HandedIn, member: Option<&Member>, deadline: &Deadline) {
        self.lines.extend(member.map(|member| (submission.to_owned(), member.line)));
        let said = member.cloned().unwrap_or_default();
        let (submitted, due) = (said.submitted.or(known.submitted), said.due.or(deadline.due));
        let by_times = submitted.zip(due).map(|(submitted, due)| deadline.is_late(submitted, due));
        let handed_in = HandedIn {
            name: said.name.or(known.name),
            email: said.email,
            submitted,
            due,
            late: by_times.unwrap_or(known.late),
            attempt: said.attempt.or(known.attempt),
            attempts: said.attempts,
        };
        if handed_in != HandedIn::default() {
            self.of.insert(submission.to_owned(), handed_in);
        }
    }

    fn note_unknown_times(&mut self) {
        const NAMED: usize = 5;
        let without = |late: bool| -> Vec<&str> {
            let is_unknown = |it: &HandedIn| it.submitted.is_none() && it.late == late && (late || it.due.is_some());
            self.of.iter().filter(|(_, it)| is_unknown(it)).map(|(name, _)| name.as_str()).collect()
        };
        let notes = [
            (without(true), "marked as late, and nothing says by how much: no points are taken"),
            (without(false), "there without a time: no points are taken for being late"),
        ];
        let notes = notes.iter().filter(|(names, _)| !names.is_empty()).map(|(names, what)| {
            let verb = if names.len() == 1 { "is" } else { "are" };
            format!(
                "{} {verb} {what}. A roster with a column `submitted` would say when they came.",
                first_quoted(names, NAMED)
            )
        });
        let notes: Vec<String> = notes.collect();
        self.notes.extend(notes);
    }
}

impl Missing {
    fn of(member: &Member) -> Self {
        let Member { id, name, email, .. } = member.clone();
        Self { id, name, email }
    }

    /// What stands in the gradebook.
    pub fn handed_in(&self) -> HandedIn {
        HandedIn { name: self.name.clone(), email: self.email.clone(), ..HandedIn::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Missing, Register};
    use crate::class::{Deadline, HandIns, Refused, Roster, Student};
    use crate::report::HandedIn;

    fn student(name: &str) -> Student {
        Student { name: name.to_owned(), file: name.to_owned(), ..Student::default() }
    }

    #[test]
    fn a_roster_counts_more_than_a_download_and_says_who_is_missing() {
        let time = |text: &str| text.parse().ok();
        let class = HandIns {
            students: vec![
                Student {
                    display: Some("hopper g".to_owned()),
                    submitted: time("2026-11-21T10:00:00Z"),
                    ..student("grace")
                },
                Student { submitted: time("2026-11-21T10:00:00Z"), late: true, ..student("tim") },
            ],
            refused: vec![Refused { name: "ada".to_owned(), ..Refused::default() }],
            ..HandIns::default()
        };
        let table = "id,name,email,due,attempts\ngrace,Grace Hopper,g@example.org,,2\ntim,,,2026-11-22T00:00:00Z,\nada,,,,\nlinus,Linus T,,,\n";
        let roster = Roster::read(table, &jiff::tz::TimeZone::UTC).expect("a roster");
        let deadline = Deadline { due: time("2026-11-20T23:00:00Z"), ..Deadline::default() };
        let register = Register::new(&class, Some(&roster), &deadline);
        let known = |name: &str| register.of(name).cloned().unwrap_or_default();
        let grace = HandedIn {
            name: Some("Grace Hopper".to_owned()),
            email: Some("g@example.org".to_owned()),
            submitted: time("2026-11-21T10:00:00Z"),
            due: deadline.due,
            late: true,
            attempt: None,
            attempts: Some(2),
        };
        assert_eq!(known("grace"), grace);
        assert!(!known("tim").late, "his own time is later");
        assert_eq!(
            register.missing,
            [Missing { id: "linus".to_owned(), name: Some("Linus T".to_owned()), email: None }]
        );
        let notes = [
            "`ada` is there without a time: no points are taken for being late. A roster with a column `submitted` would say when they came.",
        ];
        assert_eq!(register.notes, notes);
    }

    #[test]
    fn without_times_the_platforms_mark_is_all_that_is_known() {
        let students = vec![Student { late: true, ..student("tim") }, student("ada")];
        let register = Register::new(&HandIns { students, ..HandIns::default() }, None, &Deadline::default());
        assert_eq!((register.of("ada"), register.of("tim").map(|tim| tim.late)), (None, Some(true)));
        let note = "`tim` is marked as late, and nothing says by how much: no points are taken. A roster with a column `submitted` would say when they came.";
        assert_eq!(register.notes, [note]);
    }
}
