//! A graded class in a table for the terminal: what went wrong on our side first, then every submission by name.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::alarm::Alarm;
use super::{Graded, Missing, Results};
use crate::text::{Medium, safe};

/// The table, what the class came to and where that stands, what most have lost, and who is missing. `how` it came to that
/// is told in a few words: `in 3.2 s`.
pub fn page(graded: &[Graded], absent: &[Missing], results: &Results, how: &str) -> String {
    [table(graded), last_lines(graded, results, how), suspects(graded), missing(absent)].concat()
}

fn are_several(graded: &[Graded]) -> bool {
    graded.iter().any(|other| graded.first().is_some_and(|first| first.exercise != other.exercise))
}

/// The table, ended by a line feed; empty for an empty class.
fn table(graded: &[Graded]) -> String {
    let several = are_several(graded);
    let rows: Vec<[String; 3]> = sorted(graded).into_iter().map(|graded| row(graded, several)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let (names, scores) = (width(0), width(1));
    let mut table = String::new();
    for [name, score, status] in &rows {
        let (after_name, before_score) = (names - name.width() + 2, scores - score.width());
        // Writing to a String cannot fail.
        let _ = writeln!(table, "{name}{:after_name$}{:before_score$}{score}  {status}", "", "");
    }
    table
}

/// What the class came to, and where it stands.
fn last_lines(graded: &[Graded], results: &Results, how: &str) -> String {
    let reused = graded.iter().filter(|graded| graded.reused).count();
    let faulty = graded.iter().filter(|graded| graded.is_faulty()).count();
    let lost = graded.iter().filter(|graded| !graded.is_faulty() && graded.score < graded.max_score).count();
    let full = graded.len() - faulty - lost;
    let submissions = match graded.len() {
        1 => "submission",
        _ if are_several(graded) => "results",
        _ => "submissions",
    };
    let mut places = format!("Gradebook: {}\nResults:   {}", results.gradebook().display(), results.folder().display());
    if results.page().is_file() {
        let _ = write!(places, "\nReport:    {}", results.page().display());
    }
    let kept =
        if reused == 0 { String::new() } else { format!(" {reused} had not changed and were not played again.") };
    format!(
        "\n{} {submissions} {how}: {full} with full marks, {lost} with points lost, {faulty} with faults.{kept}\n{}\n",
        graded.len(),
        safe(&places, Medium::Terminal)
    )
}

/// What most of the class has lost, a line each.
fn suspects(graded: &[Graded]) -> String {
    let mut alarm = Alarm::default();
    for graded in graded {
        alarm.hear(graded);
    }
    let lines = alarm.suspects().into_iter().map(|suspect| {
        format!("Suspect the spec: {} of {} lose {}/{}.\n", suspect.lost, suspect.of, suspect.exercise, suspect.check)
    });
    lines.collect()
}

/// Who has handed nothing in, on a line; empty where nobody is missing.
fn missing(absent: &[Missing]) -> String {
    if absent.is_empty() {
        return String::new();
    }
    let names: Vec<String> = absent.iter().map(|missing| one_line(&missing.id)).collect();
    format!("Missing: {}: {}.\n", names.len(), names.join(", "))
}

/// One line about a submission that has just been graded.
pub fn line(graded: &Graded) -> String {
    let [name, score, status] = row(graded, false);
    format!("{name}: {score}, {status}")
}

/// Faulty ones first, then by name.
fn sorted(graded: &[Graded]) -> Vec<&Graded> {
    let mut sorted: Vec<&Graded> = graded.iter().collect();
    sorted.sort_by_key(|graded| (!graded.is_faulty(), graded.name.clone()));
    sorted
}

fn row(graded: &Graded, several: bool) -> [String; 3] {
    let score = format!("{} of {}", graded.score, graded.max_score);
    let name = one_line(&graded.name);
    let name = if several { format!("{name} / {}", graded.exercise) } else { name };
    [name, score, status(graded)]
}

fn status(graded: &Graded) -> String {
    let bonus =
        if graded.bonus > crate::report::Points::ZERO { format!(", bonus {}", graded.bonus) } else { String::new() };
    if !graded.is_faulty() {
        let word = if graded.score < graded.max_score { "points lost" } else { "full marks" };
        let adjusted: String = graded.adjusted.iter().map(|why| format!(", {}", one_line(why))).collect();
        return format!("{word}{bonus}{adjusted}");
    }
    let mut status = "FAULT".to_owned();
    if !graded.lacking.is_empty() {
        let _ = write!(status, ", not judged: {}", one_line(&graded.lacking.join(", ")));
    }
    for fault in &graded.faults {
        let _ = write!(status, ". {}", one_line(fault.trim_end_matches('.')));
    }
    status
}

/// A stranger's text on one line of a terminal.
fn one_line(text: &str) -> String {
    safe(text, Medium::Terminal).replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::{line, table};
    use crate::class::Graded;
    use crate::report::Points;

    fn graded(name: &str, score: f64) -> Graded {
        let (score, max_score) = (Points::new(score), Points::new(20.0));
        Graded { name: name.to_owned(), score, max_score, ..Graded::default() }
    }

    #[test]
    fn faults_come_first_and_no_name_acts_on_the_terminal() {
        let faulty = Graded {
            lacking: vec!["appends-time".to_owned(), "closes".to_owned()],
            faults: vec!["This machine has no `go`, which a program in Go needs.".to_owned()],
            ..graded("rob", 0.0)
        };
        let adjusted = vec!["late policy".to_owned(), "changed by hand".to_owned()];
        let bonus = Graded { bonus: Points::new(1.5), adjusted, ..graded("ada", 20.0) };
        let class = [bonus, graded("a\n\x1b[2Jb", 7.5), faulty];
        assert_eq!(
            table(&class),
            "\
rob            0 of 20  FAULT, not judged: appends-time, closes. This machine has no `go`, which a program in Go needs
a\\n\\x1b[2Jb  7.5 of 20  points lost
ada           20 of 20  full marks, bonus 1.5, late policy, changed by hand
"
        );
        assert_eq!(line(&class[1]), "a\\n\\x1b[2Jb: 7.5 of 20, points lost");
        assert_eq!(table(&[]), "");
    }
}
