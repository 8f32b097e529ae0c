//! What `harness lint -v` says: by what chance a check errs.

use super::chance::Chance;
use super::draw::{possibilities, possibilities_of_the_stage};
use crate::spec::{Check, Exercise};
use crate::steps::{Step, Steps};

/// The chances of one check.
#[derive(Clone, Debug, PartialEq)]
pub struct Odds {
    /// Id of the check.
    pub check: String,
    /// Whether something in the check hangs on chance: on what the harness picks, or on what the program draws.
    pub chance: Option<Chance>,
    /// Names of the drawn values that the program must give back, with how many different ones there are.
    pub drawn: Vec<(String, f64)>,
}

impl Odds {
    /// The odds of a check.
    pub fn of(exercise: &Exercise, check: &Check) -> Self {
        let awaited = awaited(&check.steps);
        let draws = check.draw.iter().chain(exercise.draw.iter().filter(|(name, _)| !check.draw.contains_key(*name)));
        let is_awaited = |name: &String| awaited.contains(&format!("{{{name}}}"));
        let used = draws.filter(|(name, draw)| draw.names(name).iter().any(is_awaited));
        let used = used.map(|(name, draw)| (name.clone(), possibilities(&draw.value)));
        let of_the_stage = possibilities_of_the_stage().map(|(name, possibilities)| (name.to_owned(), possibilities));
        let own = of_the_stage.into_iter().filter(|(name, _)| is_awaited(name));
        Self { check: check.id.value.clone(), chance: Chance::of(&check.steps), drawn: used.chain(own).collect() }
    }

    /// The probability that a program which did not read what was sent says the right thing by guessing.
    pub fn guess(&self) -> f64 {
        self.drawn.iter().map(|(_, possibilities)| 1.0 / possibilities).product()
    }
}

/// A line a check: what is left to chance in it.
pub fn odds(exercise: &Exercise) -> String {
    let width = exercise.checks.iter().map(|check| check.id.chars().count()).max().unwrap_or_default();
    let odds = exercise.checks.iter().map(|check| Odds::of(exercise, check));
    let lines: Vec<String> = odds.map(|odds| format!("{:width$}  {}", odds.check, line(&odds))).collect();
    lines.join("\n") + "\n"
}

fn line(odds: &Odds) -> String {
    let names: Vec<&str> = odds.drawn.iter().map(|(name, _)| name.as_str()).collect();
    let miss = match (odds.drawn.is_empty(), odds.guess()) {
        (true, _) => "nothing drawn is awaited".to_owned(),
        (false, guess) if guess < 1e-300 => format!("a guess of {} is right with less than 1e-300", names.join(", ")),
        (false, guess) => format!("a guess of {} is right with {guess:.1e}", names.join(", ")),
    };
    let alarm = match &odds.chance {
        None => "no right program is failed by chance".to_owned(),
        Some(chance) => chance.words(),
    };
    format!("{alarm}; {miss}")
}

/// Every step that awaits something, as data: a value is awaited where its hole stands.
fn awaited(steps: &Steps) -> String {
    let of = |step: &Step| {
        let awaits = matches!(
            step,
            Step::Expect(_)
                | Step::ExpectRequest(_)
                | Step::ExpectResponse(_)
                | Step::ExpectOutput(_)
                | Step::ExpectWire(_)
                | Step::ExpectPorts(_)
                | Step::Script(_)
        );
        let own = if awaits { serde_json::to_string(step).unwrap_or_default() } else { String::new() };
        step.inner().into_iter().map(awaited).fold(own, |all, more| all + &more)
    };
    steps.iter().map(|step| of(step)).collect()
}

#[cfg(test)]
mod tests {
    use super::odds;
    use crate::spec::{library::find, load};

    #[test]
    fn what_is_left_to_chance_is_told() {
        let time_echo = find("time-echo").expect("it is there").load().expect("it is sound");
        assert_eq!(
            odds(&time_echo),
            "\
appends-time   no right program is failed by chance; a guess of first is right with 5.5e-7
every-block    no right program is failed by chance; a guess of first, second, third is right with 1.6e-19
clock-moves    no right program is failed by chance; a guess of first, second is right with 3.0e-13
large-block    no right program is failed by chance; a guess of block is right with less than 1e-300
ends-at-eof    no right program is failed by chance; nothing drawn is awaited
sends-message  no right program is failed by chance; nothing drawn is awaited
prints-reply   no right program is failed by chance; a guess of reading is right with 1.2e-5
closes         no right program is failed by chance; nothing drawn is awaited
own-pair       no right program is failed by chance; nothing drawn is awaited
"
        );
        let text = "
format: 1
exercise: x
title: X
sheet: S
programs: { server: { files: [s.*] } }
checks:
  - { id: a, title: A, program: server, points: 3, because: b, hint: h, steps: [connect, send: { pick: [a, b] }] }
";
        assert_eq!(
            odds(&load(text, &|_| None).expect("it is sound")),
            "\
a  the harness picks, and no loop says how often: counted by `harness audit --repeat`; nothing drawn is awaited
"
        );
    }
}
