//! Arrows point down: a room uses only rooms further down the list, and `report` only the last three.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::{Complaint, Source};

/// The rooms, from the top. Rooms of one row do not use each other.
const ROOMS: &[&[&str]] = &[
    &["cli"],
    &["class", "audit"],
    &["report"],
    &["run"],
    &["plan"],
    &["spec"],
    &["steps"],
    &["stage"],
    &["proto"],
    &["wire"],
    &["program"],
    &["sandbox"],
    &["event"],
    &["verdict"],
    &["text"],
];

/// What everybody speaks in; `report` uses nothing else.
const NOUNS: &[&str] = &["event", "verdict", "text"];

/// The exit codes stand beside the command line: they may use what it uses, and only it uses them.
const EXIT: &str = "exit";

static FROM_ROOT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bcrate\s*::\s*(\w+|\{)").expect("a pattern"));
static INTERESTING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bmod\s+\w+\s*\{|\{|\}|(?:\bsuper\s*::\s*)+").expect("a pattern"));

pub(crate) fn complaints(source: &Source) -> Vec<Complaint> {
    let Some(modules) = source.modules() else { return Vec::new() };
    let room = modules[0];
    if room != EXIT && row(room).is_none() {
        let what = format!("`{room}` is no room of the house");
        return vec![source.complain(1, what, "Give it its place in ROOMS of harness/tests/tidy/arrows.rs.")];
    }
    let wrong = |(offset, used): &(usize, String)| {
        let what = format!("`{room}` uses `{used}`");
        let remedy = match (may_use(room, used), room) {
            (true, _) => return None,
            (false, "report") => "`report` uses only event, verdict and text.",
            (false, _) => "Arrows point down: move what is needed to a lower room, or hand it in.",
        };
        Some(source.complain(source.line_at(*offset), what, remedy))
    };
    let climbs = climbs(&source.code, modules.len()).into_iter().map(|offset| {
        let remedy = "Name the room: `crate::room::…`, so that its arrow shows.";
        source.complain(source.line_at(offset), "`super` climbs out of the room", remedy)
    });
    used(&source.code).iter().filter_map(wrong).chain(climbs).collect()
}

fn row(room: &str) -> Option<usize> {
    ROOMS.iter().position(|row| row.contains(&room))
}

fn may_use(room: &str, used: &str) -> bool {
    if room == used {
        return true;
    }
    match (row(room), row(used)) {
        (Some(_), Some(_)) if room == "report" => NOUNS.contains(&used),
        (Some(own), Some(below)) => own < below,
        (Some(_), None) => room == "cli" && used == EXIT,
        (None, below) => room == EXIT && below.is_some_and(|row| row > 0),
    }
}

/// Everything that is named from the crate's root, also in braces: offset and first name.
fn used(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for capture in FROM_ROOT.captures_iter(code) {
        let first = capture.get(1).expect("a group");
        if first.as_str() == "{" {
            found.extend(names_in_braces(code, first.end()));
        } else {
            found.push((first.start(), first.as_str().to_owned()));
        }
    }
    found
}

/// The first name of each entry of a list in braces, which begins at this offset.
fn names_in_braces(code: &str, from: usize) -> Vec<(usize, String)> {
    let (mut depth, mut fresh, mut found) = (1, true, Vec::new());
    let mut rest = code[from..].char_indices();
    while let Some((at, character)) = rest.next() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            _ if fresh && (character.is_alphanumeric() || character == '_') => {
                let name: String =
                    code[from + at..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
                rest.nth(name.chars().count().saturating_sub(2));
                found.push((from + at, name));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// Where `super::super::…` reaches the crate's root from a module of this depth, modules in braces counted.
fn climbs(code: &str, depth: usize) -> Vec<usize> {
    let (mut open, mut inline, mut found) = (0_usize, Vec::new(), Vec::new());
    for part in INTERESTING.find_iter(code) {
        match part.as_str() {
            "{" => open += 1,
            "}" => {
                open = open.saturating_sub(1);
                inline.retain(|began| *began < open);
            }
            word if word.starts_with("mod") => {
                inline.push(open);
                open += 1;
            }
            climb if climb.matches("super").count() >= depth + inline.len() => found.push(part.start()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::complaints;
    use crate::source::Source;

    /// The complaints about a file, as line and what is wrong.
    fn told(path: &str, text: &str) -> Vec<String> {
        let complaints = complaints(&Source::new(path, text));
        complaints.iter().map(|complaint| format!("{} {}", complaint.line, complaint.what)).collect()
    }

    #[test]
    fn an_arrow_that_points_up_is_seen_however_it_is_written() {
        let text = "use crate::event::Event;\nuse crate::{\n    text::{self, Bytes},\n    run::Runner, plan,\n};\nfn f() { crate::cli::run() }\n";
        assert_eq!(
            told("harness/src/stage/world.rs", text),
            ["4 `stage` uses `run`", "4 `stage` uses `plan`", "6 `stage` uses `cli`"]
        );
    }

    #[test]
    fn report_uses_the_nouns_alone() {
        let text = "use crate::{event, verdict, text};\nuse crate::steps::Steps;\n";
        assert_eq!(told("harness/src/report/json.rs", text), ["2 `report` uses `steps`"]);
    }

    #[test]
    fn super_stays_in_the_room() {
        let text = "use super::super::run;\nmod tests {\n    use super::super::cast;\n    use super::super::super::cli;\n}\nuse super::cast;\n";
        assert_eq!(
            told("harness/src/stage/world.rs", text),
            ["1 `super` climbs out of the room", "4 `super` climbs out of the room"]
        );
        assert_eq!(told("harness/src/event.rs", "use super::text;\n"), ["1 `super` climbs out of the room"]);
    }

    #[test]
    fn exit_codes_are_for_the_command_line_and_strange_rooms_for_nobody() {
        assert_eq!(told("harness/src/cli/check.rs", "use crate::exit::Exit;"), [""; 0]);
        assert_eq!(told("harness/src/exit.rs", "use crate::report::View;\nuse crate::cli;"), ["2 `exit` uses `cli`"]);
        assert_eq!(told("harness/src/run/mod.rs", "use crate::exit::Exit;"), ["1 `run` uses `exit`"]);
        assert_eq!(told("harness/src/util.rs", ""), ["1 `util` is no room of the house"]);
    }
}
