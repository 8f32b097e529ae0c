//! A Java source, read just far enough to compile and start it: package, types, and which of them holds `main`.

use std::sync::LazyLock;

use regex::Regex;

use super::source::without_texts;

/// What is known of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct JavaSource {
    /// Its package; empty for none.
    pub(super) package: String,
    /// Types at the top, in order.
    pub(super) types: Vec<String>,
    /// The public one, after which the file must be named.
    pub(super) public: Option<String>,
    /// The top type that holds `public static void main`.
    pub(super) main: Option<String>,
}

static PACKAGE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^\s*package\s+([\w.]+)\s*;").ok());
static TYPE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:class|interface|enum|record)\s+([\p{L}_$][\p{L}\p{N}_$]*)").ok());
static MAIN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^void\s+main\s*\(\s*(?:final\s+)?String\b").ok());

impl JavaSource {
    /// Reads a source.
    pub(super) fn of(source: &str) -> Self {
        let code = without_texts(source.trim_start_matches('\u{feff}'));
        let mut read = Self::default();
        if let Some(found) = PACKAGE.as_ref().and_then(|package| package.captures(&code)) {
            found[1].clone_into(&mut read.package);
        }
        let mut depth = 0_usize;
        let mut after_word = false;
        // Words since the last `;`, `{` or `}`: the modifiers of what comes.
        let mut statement = 0;
        for (at, letter) in code.char_indices() {
            let word = letter.is_alphanumeric() || matches!(letter, '_' | '$');
            if word && !after_word {
                read.take(&code[at..], &code[statement..at], depth);
            }
            after_word = word;
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if matches!(letter, ';' | '{' | '}') {
                statement = at + 1;
            }
        }
        read
    }

    /// Takes note of what begins at `here`.
    fn take(&mut self, here: &str, modifiers: &str, depth: usize) {
        if depth == 0
            && let Some(found) = TYPE.as_ref().and_then(|form| form.captures(here))
        {
            self.types.push(found[1].to_owned());
            if modifiers.split_whitespace().any(|word| word == "public") {
                self.public = Some(found[1].to_owned());
            }
        }
        let starts =
            depth == 1 && modifiers.contains("static") && MAIN.as_ref().is_some_and(|main| main.is_match(here));
        if starts && self.main.is_none() {
            self.main = self.types.last().cloned();
        }
    }

    /// The name by which the virtual machine knows a type of this file.
    pub(super) fn full_name(&self, name: &str) -> String {
        if self.package.is_empty() { name.to_owned() } else { format!("{}.{name}", self.package) }
    }
}

#[cfg(test)]
mod tests {
    use super::JavaSource;

    #[test]
    fn the_type_that_holds_main_counts() {
        let source = "\u{feff}package edu.x;\r\n/* class No { */\r\nimport java.io.*;\r\nclass Handler implements Runnable { String s = \"class Not {\"; class Inner { } }\r\n\
                      public class SimpleServer {\r\n  void main2() {}\r\n  public static void main(String[] args) {}\r\n}\r\n";
        let read = JavaSource::of(source);
        assert_eq!((read.package.as_str(), read.public.as_deref()), ("edu.x", Some("SimpleServer")));
        assert_eq!(read.types, ["Handler", "SimpleServer"]);
        assert_eq!(
            read.main.map(|main| JavaSource::of(source).full_name(&main)).as_deref(),
            Some("edu.x.SimpleServer")
        );
    }

    #[test]
    fn main_may_be_written_in_other_orders() {
        let read = JavaSource::of("class A {}\nfinal class B { static public void main(final String... args) { } }");
        assert_eq!((read.public, read.main.as_deref()), (None, Some("B")));
    }
}
