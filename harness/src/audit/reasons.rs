//! [`Reason`]: why a mutant may survive, as the author of a spec gives it in `mutants.yaml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::mutants::{self, Mutant};
use crate::spec::{Exercise, yaml_error};
use crate::stage::Interposer;
use crate::stage::interposer::{Operator, Way};
use crate::text::excerpt::without_mark;
use crate::text::{Complaint, Located, similar};

/// A mutant that is no defect, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The role of the program.
    pub program: Located<String>,
    /// Where the interposer stands.
    pub on: Way,
    /// What it does.
    pub operator: Located<Operator>,
    /// Why nobody needs to notice, in a sentence.
    pub because: String,
}

impl Reason {
    /// Reads the reasons for an exercise's mutants, or tells every mistake in them.
    pub fn read_all(text: &str, exercise: &Exercise) -> Result<Vec<Self>, Vec<Complaint>> {
        let source = without_mark(text);
        let reasons: Vec<Self> = serde_yaml::from_str_with_options(source, serde_yaml::Options::default())
            .map_err(|error| vec![yaml_error::complaint(&error, source)])?;
        let mutants = mutants::of(exercise);
        let complaints: Vec<Complaint> = reasons.iter().filter_map(|reason| reason.mistake(&mutants)).collect();
        if complaints.is_empty() { Ok(reasons) } else { Err(complaints) }
    }

    /// Whether it is about this mutant.
    pub fn is_of(&self, mutant: &Mutant) -> bool {
        let interposer = Interposer { on: self.on, operator: self.operator.value };
        self.program.value == mutant.program && interposer == mutant.interposer
    }

    /// What is wrong with a reason that is about none of the mutants.
    fn mistake(&self, mutants: &[Mutant]) -> Option<Complaint> {
        if mutants.iter().any(|mutant| self.is_of(mutant)) {
            return None;
        }
        let program = &self.program;
        let of_program = || mutants.iter().filter(|mutant| mutant.program == program.value);
        if of_program().next().is_none() {
            let title = format!("no check plays a program `{}`", program.value);
            let played: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.program.as_str()).collect();
            let remedy = similar::remedy(program, played);
            return Some(Complaint::new(program.place, title, remedy));
        }
        let operator = &self.operator;
        let (title, remedy) = if of_program().any(|mutant| mutant.interposer.on == self.on) {
            let title = format!("`{}` is not done on {}", operator.value.name(), self.on.name());
            (title, similar::remedy("", Operator::on(self.on).iter().map(|operator| operator.name())))
        } else {
            let title = format!("there are no mutants of the {} on its {}", program.value, self.on.name());
            (title, "They are played where a check awaits something there. Remove the reason.".to_owned())
        };
        Some(Complaint::new(operator.place, title, remedy))
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;
    use crate::spec::library;
    use crate::text::excerpt::render_all;

    #[test]
    fn a_reason_is_of_its_mutant_and_a_mistake_is_told_at_its_place() {
        let exercise = library::find("rps").expect("it is there").load().expect("it is sound");
        let told = |text: &str| {
            let complaints = Reason::read_all(text, &exercise).expect_err("a mistake");
            render_all(&complaints, "mutants.yaml", text, false)
        };
        let text = "- { program: server, on: connections, operator: never-close, because: It is not asked for. }\n";
        assert_eq!(Reason::read_all(text, &exercise).expect("a list")[0].because, "It is not asked for.");
        let text = "- { program: server, on: connections, operator: never-closes, because: A }\n";
        assert_eq!(
            told(text),
            "\
error: `never-closes` is not possible here
 --> mutants.yaml:1:49
  |
1 | - { program: server, on: connections, operator: never-closes, because: A }
  |                                                 ^^^^^^^^^^^^
  |
  = help: Did you mean `never-close`?"
        );
        let text = "\
- { program: sever, on: connections, operator: drop, because: A }
- { program: client, on: terminals, operator: delay, because: B }
";
        assert_eq!(
            told(text),
            "\
error: no check plays a program `sever`
 --> mutants.yaml:1:14
  |
1 | - { program: sever, on: connections, operator: drop, because: A }
  |              ^^^^^
  |
  = help: Did you mean `server`?

error: `delay` is not done on terminals
 --> mutants.yaml:2:47
  |
2 | - { program: client, on: terminals, operator: delay, because: B }
  |                                               ^^^^^
  |
  = help: Known here are `drop`, `truncate`, `reorder`, `change-case` and `cut-byte`."
        );
    }
}
