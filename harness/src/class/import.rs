//! The platform's own table of grades with the points in it, to be imported there.

use std::collections::BTreeMap;
use std::io;

use super::roster::sheet::{GRADE, MOST, Platform, Sheet};
use super::{Graded, Register};
use crate::report::Points;
use crate::text::{Medium, safe};

/// A table that can be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// What its file is called.
    pub file: &'static str,
    /// All of it.
    pub text: String,
    /// What the platform cannot hold, or what was left out; a sentence each.
    pub notes: Vec<String>,
}

/// What one student came to, by exercise.
type Scores<'a> = BTreeMap<&'a str, &'a Graded>;

/// The table that a roster came in, filled. Nothing is filled in for who has handed in nothing, nor where something of ours kept a
/// score from being the whole truth.
pub fn filled(sheet: &Sheet, register: &Register, graded: &[Graded]) -> io::Result<Import> {
    let mut scores: BTreeMap<u32, Scores<'_>> = BTreeMap::new();
    let mut notes = Vec::new();
    let faulty = graded.iter().filter(|graded| graded.is_faulty()).count();
    if faulty > 0 {
        notes.push(format!("{faulty} scores are not complete and are left out of it."));
    }
    for graded in graded.iter().filter(|graded| !graded.is_faulty()) {
        if let Some(line) = register.line_of(&graded.name) {
            scores.entry(line).or_default().insert(&graded.exercise, graded);
        }
    }
    let mut exercises: Vec<&str> = Vec::new();
    for graded in graded {
        if !exercises.contains(&graded.exercise.as_str()) {
            exercises.push(&graded.exercise);
        }
    }
    let (file, rows) = match sheet.platform {
        Platform::Canvas => ("canvas.csv", for_canvas(sheet, &scores, &exercises)),
        Platform::Moodle => ("moodle.csv", for_moodle(sheet, &scores, &mut notes)),
    };
    let mut table = csv::Writer::from_writer(Vec::new());
    for row in rows {
        table.write_record(row.iter().map(|cell| safe(cell, Medium::Csv)))?;
    }
    let bytes = table.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    Ok(Import { file, text: String::from_utf8(bytes).map_err(io::Error::other)?, notes })
}

/// The columns by which Canvas knows a student, and one for each exercise: the assignment's, where there is one of this name.
fn for_canvas(sheet: &Sheet, scores: &BTreeMap<u32, Scores<'_>>, exercises: &[&str]) -> Vec<Vec<String>> {
    const KNOWN: [&str; 6] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section"];
    let kept: Vec<usize> = KNOWN.iter().filter_map(|name| sheet.column(&[name])).collect();
    let folded = |name: &str| name.to_lowercase().replace([' ', '_'], "-");
    let assignment = |exercise: &str| {
        // Canvas writes its own number behind the name.
        let is_this = |header: &&String| folded(header.split(" (").next().unwrap_or_default()) == exercise;
        sheet.headers.iter().find(is_this).cloned().unwrap_or_else(|| exercise.to_owned())
    };
    let of = |row: &[String]| kept.iter().map(|at| row.get(*at).cloned().unwrap_or_default()).collect::<Vec<_>>();
    let head = of(&sheet.headers).into_iter().chain(exercises.iter().map(|exercise| assignment(exercise)));
    let mut rows = vec![head.collect::<Vec<_>>()];
    for (line, row) in &sheet.rows {
        let Some(scores) = scores.get(line) else { continue };
        let points = |exercise: &&str| scores.get(exercise).map(|graded| graded.score.to_string()).unwrap_or_default();
        rows.push(of(row).into_iter().chain(exercises.iter().map(points)).collect());
    }
    rows
}

/// The worksheet as it came, with its column of grades filled; they are scaled to the assignment's own most.
fn for_moodle(sheet: &Sheet, scores: &BTreeMap<u32, Scores<'_>>, notes: &mut Vec<String>) -> Vec<Vec<String>> {
    let (grade, most) = (sheet.column(&GRADE), sheet.column(&MOST));
    let mut is_scaled = false;
    let mut rows = vec![sheet.headers.clone()];
    for (line, row) in &sheet.rows {
        let mut row = row.clone();
        if let (Some(scores), Some(grade)) = (scores.get(line), grade) {
            let sum = |of: fn(&Graded) -> Points| scores.values().map(|graded| of(graded)).sum::<Points>();
            let (score, own) = (sum(|graded| graded.score), sum(|graded| graded.max_score));
            let most = most.and_then(|most| row.get(most)?.replace(',', ".").parse::<f64>().ok());
            let most = most.filter(|most| *most > 0.0 && own > Points::ZERO && Points::new(*most) != own);
            is_scaled |= most.is_some();
            let value = most.map_or(score.value(), |most| (score.value() * most / own.value() * 100.0).round() / 100.0);
            row.resize(row.len().max(grade + 1), String::new());
            row[grade] = value.to_string();
        }
        rows.push(row);
    }
    if is_scaled {
        notes.push(
            "Its points are scaled to the most that Moodle's assignment gives, and rounded to hundredths.".to_owned(),
        );
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{Graded, Import, Points, filled};
    use crate::class::{Deadline, HandIns, Register, Roster, Student};

    fn imported(table: &str) -> Import {
        let roster = Roster::read(table, &jiff::tz::TimeZone::UTC).expect("a roster");
        let student = |name: &str| Student { name: name.to_owned(), file: name.to_owned(), ..Student::default() };
        let class = HandIns { students: vec![student("ada01"), student("bob02")], ..HandIns::default() };
        let register = Register::new(&class, Some(&roster), &Deadline::default());
        let graded = |name: &str, faults: &[&str]| Graded {
            name: name.to_owned(),
            exercise: "time-echo".to_owned(),
            score: Points::new(17.5),
            max_score: Points::new(20.0),
            faults: faults.iter().map(|fault| (*fault).to_owned()).collect(),
            ..Graded::default()
        };
        let sheet = roster.sheet.as_ref().expect("a platform's table");
        filled(sheet, &register, &[graded("ada01", &[]), graded("bob02", &["No `go`."])]).expect("a table")
    }

    #[test]
    fn canvas_gets_back_its_own_columns_and_the_points() {
        let import = imported(
            "Student,ID,SIS User ID,SIS Login ID,Section,Homework 0 (7),Time Echo (8)\n\
             Points Possible,,,,,10,20\n\"Lovelace, Ada\",101,s1,ada01,Lab 1,3,\nBob,102,s2,bob02,Lab 1,4,\n",
        );
        assert_eq!((import.file, import.notes.len()), ("canvas.csv", 1));
        assert_eq!(
            import.text,
            "Student,ID,SIS User ID,SIS Login ID,Section,Time Echo (8)\n\"Lovelace, Ada\",101,s1,ada01,Lab 1,17.5\n"
        );
    }

    #[test]
    fn moodles_worksheet_keeps_everything_but_the_grades() {
        let import = imported(
            "Identifier,Full name,Email address,Status,Grade,Maximum grade,Feedback comments\n\
             Participant 11,Ada Lovelace,ada01,Submitted,,100.00,\nParticipant 12,Bob,bob02,Submitted,,100.00,\n",
        );
        assert_eq!(import.file, "moodle.csv");
        assert!(import.text.contains("Participant 11,Ada Lovelace,ada01,Submitted,87.5,100.00,\n"), "{}", import.text);
        assert!(import.text.contains("Participant 12,Bob,bob02,Submitted,,100.00,\n"), "{}", import.text);
        assert_eq!(import.notes.len(), 2);
    }
}
