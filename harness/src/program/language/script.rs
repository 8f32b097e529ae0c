//! Scripts: started through their interpreter, never by their first line, which may end in a carriage return.

use super::Language;
use super::recipe::{Main, Recipe, words};
use crate::verdict::Fault;

/// A script in a language that is known only by the interpreter its first line names.
pub(super) struct Script;

impl Language for Script {
    fn name(&self) -> &'static str {
        "script"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        let interpreter = main.shebang.as_ref().map_or("sh", |shebang| shebang.interpreter.as_str());
        Ok(run_by(main, interpreter, &[interpreter]))
    }
}

/// The recipe of a script: its interpreter with the arguments of the first line. Where that line names another of the
/// language's interpreters than the best one, it is taken first.
pub(super) fn run_by(main: &Main<'_>, language: &str, interpreters: &[&str]) -> Recipe {
    let mut alternatives = words(interpreters);
    let mut arguments = Vec::new();
    if let Some(shebang) = &main.shebang {
        alternatives.retain(|name| *name != shebang.interpreter);
        alternatives.insert(0, shebang.interpreter.clone());
        arguments.clone_from(&shebang.arguments);
    }
    let run = alternatives.first().cloned().into_iter().chain(arguments).chain([main.name()]).collect();
    let mut recipe = Recipe::interpreted(main, language, &[], &[]);
    recipe.tools = vec![alternatives];
    recipe.run = run;
    recipe
}
