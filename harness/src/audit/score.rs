//! Shows what became of [`Mutants`]: the score, and who survived, with or without a reason.

use super::Mutants;
use crate::text::page::{FAINT, PLAIN, Page, WRONG};
use crate::text::thousands;

/// The score of all exercises together, and below it what is to be said of single mutants. Nothing where none was played.
pub fn render(all: &[Mutants], coloured: bool) -> String {
    let noticed: usize = all.iter().map(|mutants| mutants.noticed).sum();
    let survived: usize = all.iter().map(|mutants| mutants.survivors.len()).sum();
    let missed: usize = all.iter().map(Mutants::unexplained).sum();
    if noticed + survived == 0 {
        return String::new();
    }
    let mut page = Page::new(coloured);
    page.line(PLAIN, "");
    page.put(PLAIN, "Mutants of the reference solutions: ");
    page.put(if missed == 0 { PLAIN } else { WRONG }, &score(noticed, missed));
    page.line(PLAIN, &format!("; {survived} survived, {missed} of them without a reason."));
    for mutants in all {
        for (mutant, because) in &mutants.survivors {
            let line = format!("  {} / {mutant}: ", mutants.exercise);
            match because {
                Some(because) => page.line(FAINT, &format!("{line}{because}")),
                None => page.line(WRONG, &format!("{line}no check noticed it")),
            }
        }
        for fault in &mutants.faults {
            page.line(WRONG, &format!("  {} / {}", mutants.exercise, fault.replace('\n', " ")));
        }
    }
    page.into_text()
}

/// How many of the defects were noticed, in numbers and per cent, rounded down.
fn score(noticed: usize, missed: usize) -> String {
    let shown = |number: usize| thousands(u64::try_from(number).unwrap_or(u64::MAX));
    let per_mille = 1000 * noticed / (noticed + missed).max(1);
    format!("{} of {} noticed ({}.{} %)", shown(noticed), shown(noticed + missed), per_mille / 10, per_mille % 10)
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::audit::mutants::enough;
    use crate::audit::{Mutant, Mutants};
    use crate::stage::Interposer;
    use crate::stage::interposer::{Operator, Way};

    fn mutant(operator: Operator) -> Mutant {
        Mutant { program: "server".to_owned(), interposer: Interposer { on: Way::Connections, operator } }
    }

    #[test]
    fn the_score_counts_what_is_a_defect_and_tells_every_survivor() {
        let mutants = Mutants {
            exercise: "greeting".to_owned(),
            noticed: 16,
            survivors: vec![
                (mutant(Operator::Delay), Some("The end comes at once.".to_owned())),
                (mutant(Operator::NeverClose), None),
            ],
            faults: vec!["server, drop on its connections: The disk is full.".to_owned()],
        };
        assert!(!enough(std::slice::from_ref(&mutants)), "94 per cent are not enough");
        assert_eq!(
            render(&[mutants], false),
            "
Mutants of the reference solutions: 16 of 17 noticed (94.1 %); 2 survived, 1 of them without a reason.
  greeting / server, delay on its connections: The end comes at once.
  greeting / server, never-close on its connections: no check noticed it
  greeting / server, drop on its connections: The disk is full.
"
        );
        assert_eq!(render(&[Mutants::default()], true), "");
    }
}
