//! Finds the main file of each wanted program in a submission: by name, then by what the name holds, then by content.

mod candidate;
mod look;
mod project;
mod walk;

use std::path::Path;

pub use candidate::Candidate;

use self::look::Look;
use super::Wanted;
use super::names::{Pattern, folded};

/// Why no file was found for a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotFound {
    /// The file names that were looked for.
    pub looked_for: Vec<String>,
    /// Files that could not be told apart, if that is why.
    pub ambiguous: Vec<String>,
}

/// The main files of the wanted programs, in their order. What is not found is the student's. Programs that are to have
/// the same names may be one and the same file.
pub fn find(folder: &Path, wanted: &[Wanted]) -> Vec<Result<Candidate, NotFound>> {
    let mut search =
        Search { folder, files: walk::candidates(folder), wanted, found: vec![Search::NOTHING; wanted.len()] };
    // One step for all roles before the next step for any: a name is never taken by a guess.
    let steps: [(Step, bool); 5] =
        [(by_name, false), (by_name_within, false), (by_word, true), (by_content, true), (by_remainder, true)];
    for (step, guesses) in steps {
        for (at, one) in wanted.iter().enumerate() {
            // A program for one service alone says so by its name; any other may be the one for all of them.
            if matches!(search.found[at], Outcome::Nothing) && !(guesses && one.service.is_some()) {
                search.found[at] = step(&search, one);
            }
        }
    }
    let Search { files, found, .. } = search;
    let named = |files: &[Candidate], at: &[usize]| at.iter().map(|at| files[*at].path.display().to_string()).collect();
    let results = wanted.iter().zip(found).map(|(wanted, outcome)| {
        let none = |ambiguous| NotFound { looked_for: patterns(wanted), ambiguous };
        match outcome {
            Outcome::One(at) => Ok(files[at].clone()),
            Outcome::Several(at) => Err(none(named(&files, &at))),
            Outcome::Nothing => Err(none(Vec::new())),
        }
    });
    results.collect()
}

/// Whether a program in the folder has one of these names.
pub fn holds_one_of(folder: &Path, names: &[String]) -> bool {
    let patterns: Vec<Pattern> = names.iter().map(|name| Pattern::new(name)).collect();
    let is_named =
        |stem: &str, extension: Option<&str>| patterns.iter().any(|pattern| pattern.matches(stem, extension));
    walk::candidates(folder).iter().any(|file| file.has_name(is_named))
}

/// Whether two names are the same but for case, `_`, `-` and spaces.
pub fn is_same_name(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// One way of looking for a program.
type Step = fn(&Search<'_>, &Wanted) -> Outcome;

struct Search<'a> {
    folder: &'a Path,
    wanted: &'a [Wanted],
    files: Vec<Candidate>,
    found: Vec<Outcome>,
}

#[derive(Clone)]
enum Outcome {
    Nothing,
    One(usize),
    Several(Vec<usize>),
}

/// The sheet's names, then what every exercise accepts of a program that is not for one service alone.
fn patterns(wanted: &Wanted) -> Vec<String> {
    let general = format!("{}.*", wanted.role);
    let known = wanted.names.contains(&general) || wanted.service.is_some();
    wanted.names.iter().cloned().chain((!known).then_some(general)).collect()
}

fn other_word(role: &str) -> &'static str {
    if role == "server" { "client" } else { "server" }
}

/// A file by its name. Old copies, tests and the instructor's own skeleton only count where there is nothing else.
fn by_name(search: &Search<'_>, wanted: &Wanted) -> Outcome {
    for spare in [false, true] {
        for written in patterns(wanted) {
            let pattern = Pattern::new(&written);
            let named = search.free(wanted, |file| {
                file.is_spare == spare && file.has_name(|stem, extension| pattern.matches(stem, extension))
            });
            let outcome = search.choose(named, wanted, |search, files: &mut Vec<usize>| {
                search.least(files, Candidate::depth);
                search.least(files, |file| {
                    usize::from(file.is_by_folder(|stem, extension| pattern.matches(stem, extension)))
                });
                search.least(files, Candidate::kind);
                search.least(files, |file| usize::from(!pattern.is_spelt(&file.stem)));
            });
            if !matches!(outcome, Outcome::Nothing) {
                return outcome;
            }
        }
    }
    Outcome::Nothing
}

/// A file whose name holds the sheet's name among other words.
fn by_name_within(search: &Search<'_>, wanted: &Wanted) -> Outcome {
    let patterns: Vec<Pattern> = wanted.names.iter().map(|name| Pattern::new(name)).collect();
    // `daytime` is also within the name of a client that asks for it.
    let is_other = |file: &Candidate| wanted.service.is_some() && file.holds(other_word(&wanted.role));
    let named =
        search.free(wanted, |file| !is_other(file) && patterns.iter().any(|pattern| pattern.is_within(&file.stem)));
    search.choose(named, wanted, guess)
}

/// A file whose name holds the role's word, and not the other's: `EchoClient.java`.
fn by_word(search: &Search<'_>, wanted: &Wanted) -> Outcome {
    let named = search.free(wanted, |file| file.holds(&wanted.role) && !file.holds(other_word(&wanted.role)));
    search.choose(named, wanted, guess)
}

/// A file that does what the role does.
fn by_content(search: &Search<'_>, wanted: &Wanted) -> Outcome {
    // Many a server connects somewhere to learn its own address; a client that waits for others is none.
    let enough = if wanted.role == "server" { 1 } else { Look::BEST };
    let fitting = search.free(wanted, |file| {
        !file.holds(other_word(&wanted.role)) && file.look(search.folder).fits(&wanted.role) >= enough
    });
    search.choose(fitting, wanted, guess)
}

/// The one source file that is left once the other role has its own, if it has to do with a network.
fn by_remainder(search: &Search<'_>, wanted: &Wanted) -> Outcome {
    let others = search.found.iter().filter(|outcome| matches!(outcome, Outcome::One(_))).count();
    let sources = search.free(wanted, |file| file.kind() == 0 && !file.holds(other_word(&wanted.role)));
    match sources[..] {
        [only] if others > 0 && search.files[only].look(search.folder).network => Outcome::One(only),
        _ => Outcome::Nothing,
    }
}

/// How files that were not asked for by name are told apart.
fn guess(search: &Search<'_>, files: &mut Vec<usize>) {
    search.least(files, |file| usize::from(file.is_spare));
    search.least(files, |file| usize::from(!file.look(search.folder).starts));
    search.least(files, Candidate::depth);
    search.least(files, Candidate::kind);
}

impl Search<'_> {
    const NOTHING: Outcome = Outcome::Nothing;

    /// Files that no other program has and that the test accepts.
    fn free(&self, wanted: &Wanted, test: impl Fn(&Candidate) -> bool) -> Vec<usize> {
        let is_other = |other: &Wanted| other.names.is_empty() || other.names != wanted.names;
        let others = || self.wanted.iter().zip(&self.found).filter(|(other, _)| is_other(other));
        let taken = |at: usize| others().any(|(_, outcome)| matches!(outcome, Outcome::One(taken) if *taken == at));
        (0..self.files.len()).filter(|at| !taken(*at) && test(&self.files[*at])).collect()
    }

    /// Keeps the files for which the number is least.
    fn least(&self, files: &mut Vec<usize>, number: impl Fn(&Candidate) -> usize) {
        if files.len() > 1 {
            let least = files.iter().map(|at| number(&self.files[*at])).min();
            files.retain(|at| Some(number(&self.files[*at])) == least);
        }
    }

    /// Narrows the files down, at last by what they do.
    fn choose(&self, mut files: Vec<usize>, wanted: &Wanted, narrow: impl Fn(&Self, &mut Vec<usize>)) -> Outcome {
        narrow(self, &mut files);
        self.least(&mut files, |file| Look::BEST - file.look(self.folder).fits(&wanted.role));
        match files[..] {
            [] => Outcome::Nothing,
            [only] => Outcome::One(only),
            _ => Outcome::Several(files),
        }
    }
}

#[cfg(test)]
mod tests;
