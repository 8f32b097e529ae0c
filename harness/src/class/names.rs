//! Names for result files, whatever students' folders are called.

use std::collections::BTreeSet;

/// The longest name in bytes, with room for an ending below the 255 that file systems take.
const LONGEST: usize = 200;

/// Gives out names that are harmless in any folder and no two the same, in upper or lower case.
#[derive(Debug, Default)]
pub struct FileNames {
    given: BTreeSet<String>,
}

impl FileNames {
    /// A name for the result of this submission: its own wherever that is harmless.
    pub fn give(&mut self, submission: &str) -> String {
        let plain = harmless(submission);
        let mut name = plain.clone();
        let mut number = 2;
        while !self.given.insert(name.to_lowercase()) {
            name = format!("{plain}-{number}");
            number += 1;
        }
        name
    }
}

/// Letters and digits of any script and a few signs stay; everything else that a shell, a spreadsheet, a terminal or another
/// operating system might take for something becomes `_`.
fn harmless(name: &str) -> String {
    let may_stay = |character: char| character.is_alphanumeric() || "-_.,+@() ".contains(character);
    let mut plain: String = name.chars().map(|character| if may_stay(character) { character } else { '_' }).collect();
    while plain.len() > LONGEST {
        plain.pop();
    }
    // Such a beginning hides a file, or makes it an option or a formula; such an end is cut off by some systems.
    if !plain.starts_with(|first: char| first.is_alphanumeric() || first == '_') {
        plain.insert(0, '_');
    }
    if plain.ends_with(['.', ' ']) {
        plain.push('_');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::FileNames;

    #[test]
    fn a_name_stays_what_it_is_where_that_does_no_harm() {
        let mut names = FileNames::default();
        let given = ["ada", "Müller, Jörg (2)", "ann@example.org", "鷺"].map(|name| names.give(name));
        assert_eq!(given, ["ada", "Müller, Jörg (2)", "ann@example.org", "鷺"]);
    }

    #[test]
    fn no_name_hides_escapes_or_commands_anything() {
        let mut names = FileNames::default();
        let hostile = ["=1+1", "-rf", ".hidden", "..", "a\x1b[2Jb\n", "a/../b", "c:d", "trailing. ", "\u{202e}x", ""];
        let given = hostile.map(|name| names.give(name));
        let harmless = ["_1+1", "_-rf", "_.hidden", "_.._", "a__2Jb_", "a_.._b", "c_d", "trailing. _", "_x", "_"];
        assert_eq!(given, harmless);
    }

    #[test]
    fn no_two_results_share_a_file() {
        let mut names = FileNames::default();
        assert_eq!(["a?", "a!", "A_", "a_-2"].map(|name| names.give(name)), ["a_", "a_-2", "A_-3", "a_-2-2"]);
        let long = "ü".repeat(200);
        assert_eq!(names.give(&long).len(), 200);
    }
}
