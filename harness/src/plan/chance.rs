//! By what chance a sample of a game errs: it fails a right program, or never shows what a wrong one does wrong.

use crate::steps::{Repeat, Step, Steps, Until};

/// The two probabilities of error. A right program is one that draws each possibility as often as the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// That a right program is failed.
    pub false_alarm: f64,
    /// That a pair which is treated wrongly is never seen.
    pub miss: f64,
    /// Whether every pick stands in a loop that says how often.
    pub counted: bool,
}

impl Chance {
    /// The chance in steps; `None` where nothing is left to it.
    pub fn of(steps: &Steps) -> Option<Self> {
        steps.iter().filter_map(|step| Self::of_step(&step.value)).reduce(|one, other| Self {
            false_alarm: one.false_alarm + other.false_alarm,
            miss: one.miss + other.miss,
            counted: one.counted || other.counted,
        })
    }

    fn of_step(step: &Step) -> Option<Self> {
        if let Step::Repeat(repeat) = step {
            return Self::of_loop(repeat).or_else(|| Self::of(&repeat.steps));
        }
        if let Step::Send(send) = step {
            return send.pick.as_ref().map(|_| Self { false_alarm: 0.0, miss: 0.0, counted: false });
        }
        step.inner().into_iter().filter_map(Self::of).reduce(|one, other| Self { counted: one.counted, ..other })
    }

    /// A loop that runs out of rounds fails the program, unless the rounds are `enough`: then something was not seen.
    fn of_loop(repeat: &Repeat) -> Option<Self> {
        let rounds = repeat.at_most.or(repeat.enough)?;
        let unseen = match repeat.until.as_ref()? {
            Until::Seen(seen) => seen.unseen_after(rounds),
            Until::Reply(_) => (1.0 - 1.0 / replies(&repeat.steps)?).powf(f64::from(rounds)),
            Until::Closed(_) | Until::Printed(_) => return None,
        };
        let (false_alarm, miss) = if repeat.enough.is_some() { (0.0, unseen) } else { (unseen, 0.0) };
        Some(Self { false_alarm, miss, counted: true })
    }

    /// Both probabilities, for the author of a spec.
    pub fn words(&self) -> String {
        if !self.counted {
            return "the harness picks, and no loop says how often: counted by `harness audit --repeat`".to_owned();
        }
        let told = |probability: f64| {
            if probability == 0.0 { "never".to_owned() } else { format!("with {probability:.1e}") }
        };
        format!("a right program is failed {}, a wrong pair missed {}", told(self.false_alarm), told(self.miss))
    }
}

/// How many replies end a round of the loop, each as likely as the others.
fn replies(steps: &Steps) -> Option<f64> {
    steps.iter().find_map(|step| {
        let (save, one_of) = if let Step::Expect(expect) = &step.value {
            (&expect.save, &expect.one_of)
        } else if let Step::ExpectWire(expect) = &step.value {
            (&expect.save, &expect.one_of)
        } else {
            return None;
        };
        let count = one_of.as_ref().filter(|_| save.as_deref() == Some("reply"))?.len();
        u32::try_from(count).ok().map(f64::from)
    })
}

#[cfg(test)]
mod tests {
    use super::Chance;

    fn words(steps: &str) -> Option<String> {
        let steps = serde_yaml::from_str(steps).expect("sound steps");
        Chance::of(&steps).map(|chance| chance.words())
    }

    #[test]
    fn both_errors_are_stated() {
        let round = "steps: [send: { pick: [a, b], save: a }, expect: { one_of: [x, y, z], save: reply }] }";
        let seen = "until: { seen: { every: { a: [a, b], b: [c, d, e] } } }";
        for (repeat, told) in [
            (
                format!("at_most: 100, until: {{ reply: x }}, {round}"),
                "a right program is failed with 2.5e-18, a wrong pair missed never",
            ),
            (
                format!("at_most: 200, {seen}, {round}"),
                "a right program is failed with 8.7e-16, a wrong pair missed never",
            ),
            (
                format!("enough: 200, {seen}, {round}"),
                "a right program is failed never, a wrong pair missed with 8.7e-16",
            ),
            (
                format!("times: 9, {round}"),
                "the harness picks, and no loop says how often: counted by `harness audit --repeat`",
            ),
        ] {
            assert_eq!(words(&format!("- repeat: {{ {repeat}")).as_deref(), Some(told), "{repeat}");
        }
        assert_eq!(words("- connect"), None);
    }
}
