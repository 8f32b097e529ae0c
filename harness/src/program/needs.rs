//! What each language needs of this machine, and what to install where it is missing.

use std::path::Path;
use std::sync::Arc;

use super::toolchain::{USUAL_PATH, is_executable};
use super::{Interpreter, Toolbox};
use crate::verdict::{Fault, FaultKind};

/// The tools of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The language.
    pub language: &'static str,
    /// The tools it needs, each with its alternatives.
    pub tools: &'static [&'static [&'static str]],
    /// The package that holds them in Debian and Ubuntu.
    pub package: &'static str,
}

/// Every language that needs tools, the usual ones first.
pub const NEEDS: [Need; 12] = [
    Need { language: "Python", tools: &[&["python3"]], package: "python3" },
    Need { language: "C", tools: &[&["gcc", "cc", "clang"]], package: "gcc libc6-dev" },
    Need { language: "C++", tools: &[&["g++", "c++", "clang++"]], package: "g++" },
    Need { language: "Java", tools: &[&["java"], &["javac"]], package: "default-jdk" },
    Need { language: "JavaScript", tools: &[&["node", "nodejs"]], package: "nodejs" },
    Need { language: "Go", tools: &[&["go"]], package: "golang" },
    Need { language: "Rust", tools: &[&["rustc"], &["cargo"], &["cc", "gcc", "clang"]], package: "rustc cargo gcc" },
    Need { language: "Ruby", tools: &[&["ruby"]], package: "ruby" },
    Need { language: "Perl", tools: &[&["perl"]], package: "perl" },
    Need { language: "shell", tools: &[&["bash", "sh"]], package: "bash" },
    Need { language: "Makefiles", tools: &[&["make"]], package: "make" },
    Need { language: "Python 2", tools: &[&["python2", "python2.7"]], package: "" },
];

impl Need {
    /// What a language needs, by its name.
    pub fn of(language: &str) -> Option<&'static Self> {
        NEEDS.iter().find(|need| need.language == language)
    }

    /// The tools as this machine has them, or the fault that names the first one that is missing.
    pub fn met(&self, toolbox: &Toolbox) -> Result<Vec<Arc<Interpreter>>, Fault> {
        let found = |alternatives: &&[&str]| {
            let names: Vec<String> = alternatives.iter().map(|name| (*name).to_owned()).collect();
            toolbox.find_any(&names).ok_or_else(|| missing(&names, self.language))
        };
        self.tools.iter().map(found).collect()
    }
}

/// The fault for a tool that this machine does not have.
pub(crate) fn missing(alternatives: &[String], language: &str) -> Fault {
    let name = alternatives.first().map_or("", String::as_str);
    let need = NEEDS.iter().find(|need| need.tools.iter().any(|tool| tool.contains(&name)) && !need.package.is_empty());
    let remedy = match need {
        Some(need) => {
            format!("Install it (Debian and Ubuntu: `apt install {}`), and see to it that it is in PATH.", need.package)
        }
        None => format!("Install `{name}`, and see to it that it is in PATH."),
    };
    Fault::new(
        FaultKind::Toolchain,
        format!("This machine has no `{name}`, which a program in {language} needs."),
        remedy,
    )
}

/// Whether a program that is no toolchain can be called by its name on the stage, where PATH is the usual one and no
/// other tool is let in; or, given a path, whether a file is there.
pub(crate) fn is_on_stage(tool: &str) -> bool {
    let path = Path::new(tool);
    if path.is_absolute() {
        return path.exists();
    }
    USUAL_PATH.iter().any(|folder| is_executable(&Path::new(folder).join(tool)))
}

/// Whether a word of a command line is the name of a tool that is known here.
pub(crate) fn is_tool(word: &str) -> bool {
    NEEDS.iter().flat_map(|need| need.tools.iter()).any(|alternatives| alternatives.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::{NEEDS, Need, is_on_stage};
    use crate::program::Toolbox;
    use crate::program::language::LANGUAGES;

    #[test]
    fn a_missing_tool_is_named_with_what_to_install() {
        let bare = Toolbox::new([], None);
        let fault = Need::of("Java").expect("known").met(&bare).expect_err("no tool in no folder");
        assert_eq!(fault.message, "This machine has no `java`, which a program in Java needs.");
        assert_eq!(
            fault.remedy,
            "Install it (Debian and Ubuntu: `apt install default-jdk`), and see to it that it is in PATH."
        );
    }

    #[test]
    fn any_program_of_the_system_is_on_the_stage() {
        let tools = ["env", "/usr/bin/env", "no-such-tool", "/usr/bin/no-such-tool"];
        assert_eq!(tools.map(is_on_stage), [true, true, false, false]);
    }

    #[test]
    fn every_language_has_its_need() {
        let without: Vec<_> = LANGUAGES
            .iter()
            .filter(|language| !NEEDS.iter().any(|need| need.language == language.name()))
            .map(|language| language.name())
            .collect();
        assert_eq!(without, Vec::<&str>::new());
    }
}
