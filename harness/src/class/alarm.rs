//! A check that most of a class loses says more about the spec, or the lesson, than about anybody's program.

use std::collections::BTreeMap;

use super::Graded;

/// So many submissions must have been judged before anything can be said.
const FEW: usize = 5;

/// A check that most of a class has lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// The exercise's id.
    pub exercise: String,
    /// The check's id.
    pub check: String,
    /// How many submissions lost it.
    pub lost: usize,
    /// How many were judged.
    pub of: usize,
}

/// Counts who lost what.
#[derive(Clone, Debug, Default)]
pub struct Alarm {
    judged: BTreeMap<String, usize>,
    lost: BTreeMap<(String, String), usize>,
    told: Vec<(String, String)>,
}

impl Alarm {
    /// Takes in a submission; the checks of which most of the class is now seen to have lost, each once.
    pub fn hear(&mut self, graded: &Graded) -> Vec<Suspect> {
        if !graded.faults.is_empty() {
            return Vec::new();
        }
        *self.judged.entry(graded.exercise.clone()).or_default() += 1;
        for check in &graded.lost {
            *self.lost.entry((graded.exercise.clone(), check.clone())).or_default() += 1;
        }
        let fresh: Vec<Suspect> = self
            .suspects()
            .into_iter()
            .filter(|suspect| !self.told.contains(&(suspect.exercise.clone(), suspect.check.clone())))
            .collect();
        self.told.extend(fresh.iter().map(|suspect| (suspect.exercise.clone(), suspect.check.clone())));
        fresh
    }

    /// The checks that at least three of five have lost.
    pub fn suspects(&self) -> Vec<Suspect> {
        let suspects = self.lost.iter().filter_map(|((exercise, check), lost)| {
            let of = *self.judged.get(exercise)?;
            (of >= FEW && lost * 5 >= of * 3).then(|| Suspect {
                exercise: exercise.clone(),
                check: check.clone(),
                lost: *lost,
                of,
            })
        });
        suspects.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Alarm, Graded};

    fn graded(lost: &[&str]) -> Graded {
        Graded {
            exercise: "rps".to_owned(),
            lost: lost.iter().map(|id| (*id).to_owned()).collect(),
            ..Graded::default()
        }
    }

    #[test]
    fn a_check_that_three_of_five_lose_is_told_once() {
        let mut alarm = Alarm::default();
        for submission in [graded(&["a"]), graded(&["a", "b"]), graded(&[]), graded(&["a"])] {
            assert_eq!(alarm.hear(&submission), []);
        }
        let told: Vec<(String, usize, usize)> =
            alarm.hear(&graded(&["a"])).into_iter().map(|suspect| (suspect.check, suspect.lost, suspect.of)).collect();
        assert_eq!(told, [("a".to_owned(), 4, 5)]);
        assert_eq!(alarm.hear(&graded(&["a"])), []);
        assert_eq!(alarm.suspects().len(), 1);
    }

    #[test]
    fn what_could_not_be_judged_counts_on_neither_side() {
        let mut alarm = Alarm::default();
        for _ in 0..9 {
            let faulty = Graded { faults: vec!["No python3.".to_owned()], ..graded(&["a"]) };
            assert_eq!(alarm.hear(&faulty), []);
        }
        assert_eq!(alarm.suspects(), []);
    }
}
