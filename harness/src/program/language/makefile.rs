//! A Makefile that makes the program, read just far enough to know that.

use std::collections::HashMap;

use super::recipe::{Main, Recipe, read, words};
use crate::program::names::folded;

/// The recipe by the nearest Makefile at or above the main file, where it makes a program of the file's name.
pub(super) fn recipe(main: &Main<'_>, language: &str, compilers: &[&str]) -> Option<Recipe> {
    let file = main.above(&["GNUmakefile", "makefile", "Makefile"])?;
    let text = read(&main.folder.join(&file));
    // With carriage returns in it every command would end in one, and fail.
    if text.contains('\r') {
        return None;
    }
    let target = target(&text, &main.stem())?;
    // Everything is made anew: objects that came with the submission may be another machine's.
    let build = words(&["make", "-B", &target]);
    let program = if target.contains('/') { target } else { format!("./{target}") };
    Some(Recipe {
        language: language.to_owned(),
        // `cc` is what make calls by itself.
        tools: vec![words(compilers), words(&["make"]), words(&["cc", "gcc", "clang"])],
        builds: vec![build],
        run: vec![program],
        working_directory: file.parent()?.to_owned(),
        ..Recipe::default()
    })
}

/// The target whose file has this name.
fn target(text: &str, stem: &str) -> Option<String> {
    let mut variables = HashMap::new();
    let joined = text.replace("\\\n", " ");
    for line in joined.lines().filter(|line| !line.starts_with(['\t', '#'])) {
        let line = line.split('#').next().unwrap_or_default();
        if let Some((name, value)) = line.split_once('=') {
            let name = name.trim_end_matches([':', '?', '+', ' ', '\t']).trim();
            variables.insert(name.to_owned(), expand(value.trim(), &variables));
        } else if let Some((targets, needed)) = line.split_once(':') {
            let words = expand(&format!("{targets} {needed}"), &variables);
            let same = |word: &&str| {
                let name = word.rsplit('/').next().unwrap_or(word);
                !word.contains(['%', '$', '*']) && folded(name) == folded(stem)
            };
            if let Some(found) = words.split_whitespace().find(same) {
                return Some(found.to_owned());
            }
        }
    }
    None
}

/// Puts in what `$(NAME)` and `${NAME}` stand for.
fn expand(text: &str, variables: &HashMap<String, String>) -> String {
    let mut expanded = text.to_owned();
    for (name, value) in variables {
        expanded = expanded.replace(&format!("$({name})"), value).replace(&format!("${{{name}}}"), value);
    }
    expanded
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn the_target_of_the_programs_name() {
        assert_eq!(
            target("all: server client\nserver: server.c\n\tgcc -o server server.c\n", "server").as_deref(),
            Some("server")
        );
        assert_eq!(
            target("BIN = bin\nS := $(BIN)/simple-server\n$(S): a.o\n", "simple_server").as_deref(),
            Some("bin/simple-server")
        );
        assert_eq!(target("prog: server.o\n\tgcc -o prog server.o\nserver.o: server.c\n", "server"), None);
        assert_eq!(target("%: %.c\n\tgcc -o $@ $<\n", "server"), None);
    }
}
