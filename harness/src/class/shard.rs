//! [`Shard`]: which part of a class this machine grades.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The part `number` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, from 1.
    pub number: usize,
    /// How many parts there are.
    pub of: usize,
}

/// What a scheduler calls the number of a part: the variable, the number of the first part, and the variables with the
/// number of parts, the last number, and how far numbers stand apart.
const SCHEDULERS: &[Scheduler] = &[
    Scheduler {
        number: "SLURM_ARRAY_TASK_ID",
        first: First::Variable("SLURM_ARRAY_TASK_MIN"),
        of: "SLURM_ARRAY_TASK_COUNT",
        step: Some("SLURM_ARRAY_TASK_STEP"),
    },
    // Kubernetes says the number alone.
    Scheduler { number: "JOB_COMPLETION_INDEX", first: First::Number(0), of: "JOB_COMPLETIONS", step: None },
    Scheduler { number: "CI_NODE_INDEX", first: First::Number(1), of: "CI_NODE_TOTAL", step: None },
];

struct Scheduler {
    number: &'static str,
    first: First,
    of: &'static str,
    step: Option<&'static str>,
}

enum First {
    Number(usize),
    Variable(&'static str),
}

impl Shard {
    /// Whether the submission at this place of the sorted class is in this part: every `of`-th is, so that no part is more
    /// than one submission larger than another, and neighbours, who may have worked together, are spread.
    pub fn takes(self, place: usize) -> bool {
        place % self.of == self.number - 1
    }

    /// The part that a scheduler names in the environment; `of` says how many there are where the scheduler does not.
    pub fn from_environment(of: Option<usize>, variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let number = |name: &str| -> Result<Option<usize>, String> {
            let Some(text) = variable(name) else { return Ok(None) };
            text.trim().parse().map(Some).map_err(|_| format!("`{name}` is `{text}`, and no number"))
        };
        for scheduler in SCHEDULERS {
            let Some(index) = number(scheduler.number)? else { continue };
            let first = match scheduler.first {
                First::Number(first) => first,
                First::Variable(name) => number(name)?.unwrap_or(1),
            };
            let step = scheduler.step.map(number).transpose()?.flatten().unwrap_or(1).max(1);
            let Some(of) = of.map_or_else(|| number(scheduler.of), |of| Ok(Some(of)))? else {
                return Err(format!(
                    "`{}` says which part this is, and nothing says how many there are: name it, as in `--shard auto/4`, or set `{}`",
                    scheduler.number, scheduler.of
                ));
            };
            let number = index.checked_sub(first).map_or(0, |place| place / step + 1);
            return Self::new(number, of);
        }
        let names: Vec<String> = SCHEDULERS.iter().map(|scheduler| format!("`{}`", scheduler.number)).collect();
        Err(format!("no scheduler has said which part this is: none of {} is set", names.join(", ")))
    }

    fn new(number: usize, of: usize) -> Result<Self, String> {
        if (1..=of).contains(&number) {
            Ok(Self { number, of })
        } else {
            Err(format!("there is no part {number} of {of}: parts are counted from 1"))
        }
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        let (number, of) = parts.ok_or("a part is written as in `2/4`, the second of four")?;
        Self::new(number, of)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(form, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    fn among(variables: &[(&str, &str)], of: Option<usize>) -> Result<String, String> {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Shard::from_environment(of, variable).map(|shard| shard.to_string())
    }

    #[test]
    fn every_submission_is_in_exactly_one_part_and_parts_are_balanced() {
        for of in 1..=7 {
            let mut sizes = vec![0; of];
            for place in 0..23 {
                let takers: Vec<usize> = (1..=of).filter(|number| Shard { number: *number, of }.takes(place)).collect();
                assert_eq!(takers.len(), 1);
                sizes[takers[0] - 1] += 1;
            }
            assert!(sizes.iter().max().expect("some") - sizes.iter().min().expect("some") <= 1, "{sizes:?}");
        }
    }

    #[test]
    fn a_part_is_read_as_people_write_it() {
        assert_eq!("2/4".parse(), Ok(Shard { number: 2, of: 4 }));
        assert_eq!("0/4".parse::<Shard>(), Err("there is no part 0 of 4: parts are counted from 1".to_owned()));
        assert_eq!("5/4".parse::<Shard>(), Err("there is no part 5 of 4: parts are counted from 1".to_owned()));
        assert!("2 of 4".parse::<Shard>().is_err() && "/".parse::<Shard>().is_err());
    }

    #[test]
    fn schedulers_say_which_part_this_is() {
        let slurm = [
            ("SLURM_ARRAY_TASK_ID", "8"),
            ("SLURM_ARRAY_TASK_MIN", "4"),
            ("SLURM_ARRAY_TASK_COUNT", "4"),
            ("SLURM_ARRAY_TASK_STEP", "2"),
        ];
        assert_eq!(among(&slurm, None), Ok("3/4".to_owned()));
        assert_eq!(among(&[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "3")], None), Ok("1/3".to_owned()));
        assert_eq!(among(&[("JOB_COMPLETION_INDEX", "0")], Some(5)), Ok("1/5".to_owned()));
        assert_eq!(
            among(&[("JOB_COMPLETION_INDEX", "5")], Some(5)),
            Err("there is no part 6 of 5: parts are counted from 1".to_owned())
        );
        let silent = among(&[("JOB_COMPLETION_INDEX", "0")], None).expect_err("nobody says how many");
        assert!(silent.contains("`--shard auto/4`"), "{silent}");
        assert_eq!(among(&[("CI_NODE_INDEX", "x")], None), Err("`CI_NODE_INDEX` is `x`, and no number".to_owned()));
        assert!(among(&[], None).expect_err("nothing").starts_with("no scheduler has said"));
    }
}
