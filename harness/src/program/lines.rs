//! Recipes from command lines that a student's manifest or the exercise gives.

use std::path::PathBuf;

use super::language::Recipe;
use super::needs::is_tool;

/// The recipe for these lines. A line with the shell's own signs is given to a shell.
pub(crate) fn recipe(build: &[String], run: &str, working_directory: PathBuf) -> Recipe {
    let mut recipe = Recipe {
        language: "as its author says".to_owned(),
        builds: build.iter().map(|line| command(line)).collect(),
        run: command(run),
        working_directory,
        ..Recipe::default()
    };
    recipe.tools = tools(build.iter().map(String::as_str).chain([run]));
    recipe
}

/// Puts the build lines in the place of those that a language's recipe has.
pub(crate) fn replace_builds(recipe: &mut Recipe, build: &[String]) {
    recipe.builds = build.iter().map(|line| command(line)).collect();
    recipe.tools.extend(tools(build.iter().map(String::as_str)));
}

/// The words of a line; through a shell where only a shell understands it.
fn command(line: &str) -> Vec<String> {
    if is_for_shell(line) {
        vec!["sh".to_owned(), "-c".to_owned(), line.to_owned()]
    } else {
        shlex::split(line).unwrap_or_default()
    }
}

fn is_for_shell(line: &str) -> bool {
    let signs = ['|', ';', '>', '<', '$', '*', '&', '`', '('];
    line.contains(signs) || shlex::split(line).is_none_or(|words| words.first().is_none_or(|first| first.contains('=')))
}

/// The tools that the lines name: the one that a plain line begins with, every known one in a line for the shell.
fn tools<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Vec<String>> {
    let mut tools: Vec<Vec<String>> = Vec::new();
    for line in lines {
        let words = shlex::split(line).unwrap_or_default();
        let named: Vec<String> = if is_for_shell(line) {
            words.into_iter().filter(|word| is_tool(word)).collect()
        } else {
            words.into_iter().take(1).filter(|first| !first.contains('/')).collect()
        };
        for tool in named {
            if !tools.iter().any(|known| known.contains(&tool)) {
                tools.push(vec![tool]);
            }
        }
    }
    // `make` calls a compiler without naming it.
    if tools.iter().any(|tool| tool[0] == "make" || tool[0] == "cargo" || tool[0] == "rustc") {
        tools.push(vec!["cc".to_owned(), "gcc".to_owned(), "clang".to_owned()]);
    }
    tools
}

#[cfg(test)]
mod tests {
    use super::recipe;

    #[test]
    fn a_line_is_split_into_words_and_a_shells_line_goes_to_a_shell() {
        let read =
            recipe(&["gcc -o 'my server' a.c".to_owned(), "cd x && make".to_owned()], "'./my server' -v", "app".into());
        assert_eq!(read.builds, [vec!["gcc", "-o", "my server", "a.c"], vec!["sh", "-c", "cd x && make"]]);
        assert_eq!(read.run, ["./my server", "-v"]);
        assert_eq!(read.tools, [vec!["gcc"], vec!["make"], vec!["cc", "gcc", "clang"]]);
    }
}
