//! [`Reason`]: why a mutant may survive, as the author of a spec gives it in `mutants.yaml`.

use serde::Deserialize;

use super::mutants::Mutant;
use crate::spec::yaml_error;
use crate::stage::Interposer;
use crate::stage::interposer::{Operator, Way};
use crate::text::Complaint;
use crate::text::excerpt::without_mark;

/// A mutant that is no defect, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The role of the program.
    pub program: String,
    /// Where the interposer stands.
    pub on: Way,
    /// What it does.
    pub operator: Operator,
    /// Why nobody needs to notice, in a sentence.
    pub because: String,
}

impl Reason {
    /// Reads a list of reasons, or tells its first mistake.
    pub fn read_all(text: &str) -> Result<Vec<Self>, Complaint> {
        let source = without_mark(text);
        serde_yaml::from_str_with_options(source, serde_yaml::Options::default())
            .map_err(|error| yaml_error::complaint(&error, source))
    }

    /// Whether it is about this mutant.
    pub fn is_of(&self, mutant: &Mutant) -> bool {
        self.program == mutant.program && Interposer { on: self.on, operator: self.operator } == mutant.interposer
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;
    use crate::text::excerpt::render_all;

    #[test]
    fn a_reason_is_of_its_mutant_and_a_mistake_is_told_at_its_place() {
        let text = "- { program: server, on: connections, operator: never-close, because: It is not asked for. }\n";
        assert_eq!(Reason::read_all(text).expect("a list")[0].because, "It is not asked for.");
        let text = "- { program: server, on: connections, operator: never-closes, because: A }\n";
        let told = Reason::read_all(text).expect_err("a mistake");
        assert_eq!(
            render_all(&[told], "mutants.yaml", text, false),
            "\
error: `never-closes` is not possible here
 --> mutants.yaml:1:49
  |
1 | - { program: server, on: connections, operator: never-closes, because: A }
  |                                                 ^^^^^^^^^^^^
  |
  = help: Did you mean `never-close`?"
        );
    }
}
