//! Shows a [`Matrix`] to an author: a sign a cell, and below what is not as named.

use unicode_width::UnicodeWidthStr as _;

use super::cell::Surprise;
use super::{Cell, Matrix, Row};
use crate::report::words;
use crate::text::page::{FAINT, PLAIN, Page, WRONG};
use crate::text::thousands;
use crate::verdict::Status;

/// How many plays of one cell are told with their message; the rest are counted.
const TOLD: usize = 3;

/// The page of every exercise of which anything was to be played, and below several what they come to together.
pub fn render_all(matrices: &[Matrix], coloured: bool) -> String {
    let mut page = Page::new(coloured);
    let shown: Vec<&Matrix> = matrices.iter().filter(|matrix| !matrix.rows.is_empty()).collect();
    for matrix in &shown {
        one(&mut page, matrix);
        page.line(PLAIN, "");
        last_line(&mut page, "", &[matrix]);
        if shown.len() > 1 {
            page.line(PLAIN, "");
        }
    }
    if shown.len() > 1 {
        last_line(&mut page, &format!("{} exercises, ", shown.len()), &shown);
    }
    page.into_text()
}

fn one(page: &mut Page, matrix: &Matrix) {
    legend(page, matrix);
    table(page, matrix);
    left_out(page, matrix);
    surprises(page, matrix);
    never_lost(page, matrix);
}

/// The sign of a verdict.
pub fn sign(status: Status) -> char {
    match status {
        Status::Pass => '.',
        Status::Near => '~',
        Status::Fail => 'x',
        Status::Skip => '-',
        Status::Unsupported => '?',
        Status::Fault => '!',
    }
}

fn legend(page: &mut Page, matrix: &Matrix) {
    page.line(PLAIN, &format!("Audit of {}", matrix.exercise));
    page.line(PLAIN, "");
    for (number, check) in matrix.checks.iter().enumerate() {
        page.line(PLAIN, &format!("{:>4}  {check}", number + 1));
    }
    page.line(PLAIN, "");
    page.line(FAINT, ". pass   ~ near   x fail   - skip   ? unsupported   ! fault   [ ] not as named");
    if matrix.rows.iter().any(Row::waits_for_other_seeds) {
        page.line(FAINT, "' pass, played with other seeds, and all with --one-in 1");
    }
    page.line(PLAIN, "");
}

fn table(page: &mut Page, matrix: &Matrix) {
    let width = matrix.rows.iter().map(|row| row.submission.width()).max().unwrap_or(0);
    let numbers: Vec<String> = (1..=matrix.checks.len()).map(|number| format!("{number:>2}")).collect();
    page.line(FAINT, &format!("{:width$}  {}", "", numbers.join(" ")));
    for row in &matrix.rows {
        let gap = " ".repeat(width - row.submission.width() + 2);
        page.put(PLAIN, &format!("{}{gap}", row.submission));
        if row.left_out.is_some() {
            page.line(WRONG, "left out");
            continue;
        }
        for cell in &row.cells {
            match cell {
                None => page.put(PLAIN, "   "),
                Some(cell) if cell.is_as_named() && cell.plays > 0 => {
                    page.put(PLAIN, &format!(" {} ", sign(cell.named)))
                }
                Some(cell) if cell.is_as_named() && cell.unsupported.is_some() => page.put(PLAIN, " ? "),
                Some(cell) if !cell.is_due => page.put(FAINT, " ' "),
                Some(cell) if cell.plays == 0 => page.put(WRONG, "[!]"),
                Some(cell) => page.put(WRONG, &format!("[{}]", sign(cell.shown()))),
            };
        }
        page.trim_end();
        page.line(WRONG, if row.faults.is_empty() { "" } else { "  fault" });
    }
}

fn left_out(page: &mut Page, matrix: &Matrix) {
    let told = matrix.left_out();
    if told.is_empty() {
        return;
    }
    page.line(PLAIN, "");
    page.line(WRONG, "Left out on this machine:");
    for (what, why) in told {
        page.line(PLAIN, &format!("  {what}: {}", why.replace('\n', " ")));
    }
}

fn surprises(page: &mut Page, matrix: &Matrix) {
    let differs = |row: &Row| !row.faults.is_empty() || row.played().any(|(_, cell)| !cell.is_as_named());
    if !matrix.rows.iter().any(|row| row.left_out.is_none() && differs(row)) {
        return;
    }
    page.line(PLAIN, "");
    page.line(WRONG, "Not as named:");
    for row in matrix.rows.iter().filter(|row| row.left_out.is_none()) {
        for fault in &row.faults {
            page.line(PLAIN, &format!("\n  {}: {}", row.submission, fault.replace('\n', " ")));
        }
        for (column, cell) in row.played().filter(|(_, cell)| !cell.is_as_named()) {
            surprise(page, matrix, row, &matrix.checks[column], cell);
        }
    }
}

fn surprise(page: &mut Page, matrix: &Matrix, row: &Row, check: &str, cell: &Cell) {
    page.put(PLAIN, &format!("\n  {} / {check}: expected ", row.submission));
    page.put(PLAIN, words::status(cell.named)).put(PLAIN, ", got ");
    page.put(WRONG, &kinds(&cell.surprises));
    let times = format!(" in {} of {} plays", cell.surprises.len(), cell.plays);
    page.line(PLAIN, if cell.plays > 1 { &times } else { "" });
    for one in cell.surprises.iter().take(TOLD) {
        if !one.message.is_empty() {
            page.line(PLAIN, &format!("      {}", one.message.replace('\n', " ")));
        }
        let again = format!(
            "      again: harness audit {} --only-submission {} --seed {}",
            matrix.exercise, row.submission, one.seed
        );
        page.line(FAINT, &again);
    }
    if cell.surprises.len() > TOLD {
        page.line(FAINT, &format!("      and {} more", cell.surprises.len() - TOLD));
    }
}

/// The verdicts that came instead, each once: `fail and skip`.
fn kinds(surprises: &[Surprise]) -> String {
    let mut kinds: Vec<&str> = surprises.iter().map(|surprise| words::status(surprise.got)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.join(" and ")
}

fn never_lost(page: &mut Page, matrix: &Matrix) {
    if matrix.never_lost.is_empty() {
        return;
    }
    page.line(PLAIN, "");
    page.line(WRONG, "Lost by no broken submission, so that nobody knows whether they catch anything:");
    page.line(PLAIN, &format!("  {}", matrix.never_lost.join(", ")));
}

fn last_line(page: &mut Page, lead: &str, matrices: &[&Matrix]) {
    let sum = |of: fn(&Matrix) -> usize| matrices.iter().map(|matrix| of(matrix)).sum::<usize>();
    let left_out = sum(|matrix| matrix.rows.iter().filter(|row| row.left_out.is_some()).count());
    let count = |number: usize, one: &str, many: &str| {
        let number_shown = thousands(u64::try_from(number).unwrap_or(u64::MAX));
        format!("{number_shown} {}", if number == 1 { one } else { many })
    };
    let played = count(sum(|matrix| matrix.rows.len()) - left_out, "submission", "submissions");
    let plays = count(sum(Matrix::plays), "check was played", "checks were played");
    page.put(PLAIN, &format!("{lead}{played}, {plays}: "));
    let flips = sum(Matrix::flips);
    let style = if flips == 0 { PLAIN } else { WRONG };
    page.put(
        style,
        &if flips == 0 {
            "all as named".to_owned()
        } else {
            format!("{} not as named", thousands(u64::try_from(flips).unwrap_or(u64::MAX)))
        },
    );
    let omitted = format!("; {} left out.", count(left_out, "submission", "submissions"));
    page.line(PLAIN, if left_out == 0 { "." } else { &omitted });
}

#[cfg(test)]
mod tests {
    use super::render_all;
    use crate::audit::{Cell, Matrix, Outcome, Row};
    use crate::verdict::Status;

    #[expect(clippy::unnecessary_wraps, reason = "a row's cells are optional")]
    fn cell(named: Status, plays: &[(u64, Status, &str)]) -> Option<Cell> {
        let mut cell = Cell { is_due: true, ..Cell::new(named) };
        for (seed, got, message) in plays {
            cell.record(*seed, *got, || (*message).to_owned());
        }
        Some(cell)
    }

    fn row(submission: &str, cells: [Option<Cell>; 3]) -> Row {
        Row { submission: submission.to_owned(), left_out: None, cells: cells.into(), faults: Vec::new() }
    }

    fn matrix() -> Matrix {
        let pass = || cell(Status::Pass, &[(1, Status::Pass, ""), (2, Status::Pass, "")]);
        let skip = "Not played: it needs `greets`, which was lost";
        let flip = [(1, Status::Pass, ""), (2, Status::Fail, "The server said \u{1b}[2J\nand left.")];
        let lost = cell(Status::Fail, &[(1, Status::Fail, ""), (2, Status::Fail, "")]);
        let beyond = cell(Status::Pass, &[(1, Status::Unsupported, "No browser.")]);
        let broken =
            Row { faults: vec!["The run never began.".to_owned()], ..row("no-stage", [pass(), pass(), pass()]) };
        let left_out =
            Row { left_out: Some("This machine has no `go`.".to_owned()), ..row("in-go", [pass(), None, None]) };
        Matrix {
            exercise: "greeting".to_owned(),
            checks: ["greets", "answers", "leaves"].map(str::to_owned).into(),
            rows: vec![
                row("reference", [pass(), pass(), pass()]),
                row("in-python", [cell(Status::Pass, &flip), cell(Status::Pass, &[(2, Status::Skip, skip)]), None]),
                row(
                    "mute",
                    [lost, cell(Status::Skip, &[(1, Status::Skip, "")]), cell(Status::Near, &[(1, Status::Near, "")])],
                ),
                left_out,
                row("bare", [pass(), None, beyond]),
                broken,
            ],
            never_lost: vec!["leaves".to_owned()],
        }
    }

    #[test]
    fn a_matrix_shows_every_cell_and_tells_what_is_not_as_named() {
        assert_eq!(
            render_all(&[matrix()], false),
            "\
Audit of greeting

   1  greets
   2  answers
   3  leaves

. pass   ~ near   x fail   - skip   ? unsupported   ! fault   [ ] not as named

            1  2  3
reference   .  .  .
in-python  [x][-]
mute        x  -  ~
in-go      left out
bare        .     ?
no-stage    .  .  .  fault

Left out on this machine:
  in-go: This machine has no `go`.
  leaves: No browser.

Not as named:

  in-python / greets: expected pass, got fail in 1 of 2 plays
      The server said \\x1b[2J and left.
      again: harness audit greeting --only-submission in-python --seed 2

  in-python / answers: expected pass, got skip
      Not played: it needs `greets`, which was lost
      again: harness audit greeting --only-submission in-python --seed 2

  no-stage: The run never began.

Lost by no broken submission, so that nobody knows whether they catch anything:
  leaves

5 submissions, 23 checks were played: 2 not as named; 1 submission left out.
"
        );
    }

    #[test]
    fn colours_only_when_told_and_they_change_no_word() {
        let coloured = render_all(&[matrix()], true);
        assert!(coloured.contains('\u{1b}'));
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), render_all(&[matrix()], false));
    }

    #[test]
    fn faults_outweigh_differences_and_these_what_is_as_named() {
        let mut matrix = matrix();
        assert_eq!(matrix.outcome(), Outcome::Faulted);
        matrix.retain(&["in-python".to_owned(), "mute".to_owned()]);
        assert_eq!(matrix.outcome(), Outcome::Differs);
        matrix.retain(&["mute".to_owned()]);
        assert_eq!(matrix.outcome(), Outcome::AsNamed);
        matrix.never_lost.push("leaves".to_owned());
        assert_eq!(matrix.outcome(), Outcome::Differs);
    }
}
