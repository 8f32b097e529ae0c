//! Files of at most 300 lines, never 500; functions of at most 60.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::{Complaint, Source};

const LARGE: usize = 300;
const NEVER: usize = 500;
const FUNCTION: usize = 60;

static BEGINS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bfn\s+(\w+)").expect("a pattern"));

/// Files that may be larger than [`LARGE`], and why.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Files whose functions may be longer than [`FUNCTION`], and why.
const TABLES: &[(&str, &str)] = &[
    ("harness/tests/complaints_of_checks.rs", "each function is one table of mistakes and what is told about them"),
    ("harness/tests/complaints_of_files.rs", "the same"),
    ("harness/tests/complaints_of_plays.rs", "the same"),
    ("harness/tests/complaints_of_services.rs", "the same"),
    ("harness/tests/complaints_of_steps.rs", "the same"),
];

pub(crate) fn of_file(source: &Source) -> Vec<Complaint> {
    let lines = source.text.lines().count();
    let excepted = EXCEPTIONS.iter().any(|(path, _)| *path == source.path);
    let (what, remedy) = match lines {
        NEVER.. => (format!("{lines} lines"), "No file has 500: split it by ideas.".to_owned()),
        _ if lines > LARGE && !excepted => {
            (format!("{lines} lines"), format!("Split it by ideas at {LARGE}, or give a reason in EXCEPTIONS."))
        }
        _ if lines <= LARGE && excepted => {
            (format!("it has only {lines} lines"), "Take it out of EXCEPTIONS.".to_owned())
        }
        _ => return Vec::new(),
    };
    vec![source.complain(lines, what, remedy)]
}

pub(crate) fn of_functions(source: &Source) -> Vec<Complaint> {
    if TABLES.iter().any(|(path, _)| *path == source.path) {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    for capture in BEGINS.captures_iter(&source.code) {
        let (whole, name) = (capture.get(0).expect("a match"), &capture[1]);
        let Some(length) = body_end(&source.code[whole.end()..]) else { continue };
        let first = source.line_at(whole.start());
        let lines = source.line_at(whole.end() + length) - first + 1;
        if lines > FUNCTION {
            let remedy = format!("Split it: functions have at most {FUNCTION} lines.");
            complaints.push(source.complain(first, format!("`{name}` has {lines} lines"), remedy));
        }
    }
    complaints
}

/// Where the body of a function ends whose name ends at the start; `None` for a declaration.
fn body_end(rest: &str) -> Option<usize> {
    let (mut braces, mut brackets) = (0, 0);
    for (at, character) in rest.char_indices() {
        match character {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets -= 1,
            ';' if braces == 0 && brackets == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{of_file, of_functions};
    use crate::source::Source;

    fn told(rule: impl Fn(&Source) -> Vec<super::Complaint>, text: &str) -> Vec<String> {
        rule(&Source::new("x.rs", text))
            .iter()
            .map(|complaint| format!("{} {}", complaint.line, complaint.what))
            .collect()
    }

    #[test]
    fn a_file_of_301_lines_is_too_large() {
        assert_eq!(told(of_file, &"\n".repeat(300)), [""; 0]);
        assert_eq!(told(of_file, &"\n".repeat(301)), ["301 301 lines"]);
    }

    #[test]
    fn a_function_of_61_lines_is_too_large() {
        let function = |lines: usize| format!("fn f(a: [u8; 3]) -> u8 {{{}}}\n", "\n".repeat(lines - 1));
        assert_eq!(told(of_functions, &function(60)), [""; 0]);
        let text = format!("trait T {{ fn g(); }}\n{}", function(61));
        assert_eq!(told(of_functions, &text), ["2 `f` has 61 lines"]);
    }
}
