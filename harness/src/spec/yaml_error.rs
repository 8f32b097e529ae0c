//! Turns what the YAML library complains about into a complaint in our words.

use serde_yaml::Error;

use crate::text::excerpt::place_of;
use crate::text::{Complaint, Place, similar};

/// The complaint that says what the library's error says.
pub(crate) fn complaint(error: &Error, source: &str) -> Complaint {
    let mut error = error.without_snippet();
    while let Error::AliasError { error: inner, .. } = error {
        error = inner.without_snippet();
    }
    let place = place(error, source);
    let (title, remedy) =
        unknown(error).or_else(|| misplaced(error, place.offset, source)).unwrap_or_else(|| otherwise(error));
    Complaint::new(place, title, remedy)
}

/// The complaint about a field that is not there.
pub(super) fn missing(place: Place, field: &str) -> Complaint {
    Complaint::new(place, format!("`{field}` is missing"), lacking(field))
}

fn place(error: &Error, source: &str) -> Place {
    let Some(location) = error.location() else { return Place::default() };
    let known = location.span().byte_offset().and_then(|offset| usize::try_from(offset).ok());
    let offset = known.unwrap_or_else(|| offset_of(source, location.line(), location.column()));
    place_of(source, offset.min(source.len()), 0)
}

/// The offset of a line and column, for the complaints of the library that know no more.
fn offset_of(source: &str, line: u64, column: u64) -> usize {
    let skip = |number: u64| usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    let start: usize = source.split_inclusive('\n').take(skip(line)).map(str::len).sum();
    let before = source[start..].chars().take_while(|character| *character != '\n').take(skip(column));
    start + before.map(char::len_utf8).sum::<usize>()
}

/// Names that are not known, lacking, or given twice.
fn unknown(error: &Error) -> Option<(String, String)> {
    if let Error::SerdeUnknownField { field, expected, .. } = error {
        let kind = if expected.contains(&"starts_with") { "option or matcher" } else { "field" };
        return Some((format!("there is no {kind} `{field}` here"), similar::remedy(field, expected.iter().copied())));
    }
    if let Error::SerdeUnknownVariant { variant, expected, .. } = error {
        let title = if expected.contains(&"expect_wire_close") {
            format!("there is no step `{variant}`")
        } else if expected.contains(&"starts_with") {
            format!("there is no matcher `{variant}`")
        } else if expected.contains(&"host_name") {
            format!("no value of the kind `{variant}` can be drawn")
        } else {
            format!("`{variant}` is not possible here")
        };
        return Some((title, similar::remedy(variant, expected.iter().copied())));
    }
    if let Error::SerdeMissingField { field, .. } = error {
        return Some((format!("`{field}` is missing"), lacking(field)));
    }
    if let Error::DuplicateMappingKey { key, .. } = error {
        let key = key.as_deref().unwrap_or("this key");
        return Some((format!("`{key}` is given twice"), "Keep one of them.".to_owned()));
    }
    None
}

/// Values of another kind than is expected.
fn misplaced(error: &Error, offset: usize, source: &str) -> Option<(String, String)> {
    if let Error::Unexpected { expected, .. } = error {
        let bare = !source[offset..].starts_with(['[', '{', '-']);
        return Some(match *expected {
            "string scalar" if bare => says("this name needs a value after it", "Write it as in `{ name: value }`."),
            "string scalar" => {
                says("a text is expected here", "Write one text; put it in quotes if it has signs in it.")
            }
            "sequence start" => {
                says("a list is expected here", "Write `[…]`, or one entry a line with `- ` before it.")
            }
            "mapping start" => {
                says("fields are expected here", "Write `{ name: value }`, or one `name: value` a line.")
            }
            other => says(&format!("{other} is expected here"), ""),
        });
    }
    if let Error::InvalidScalar { ty, .. } = error {
        return Some(match *ty {
            "floating point" | "f64" => says("a number is expected here", "Write it in digits, as in `2` or `0.5`."),
            whole if whole.starts_with('u') => {
                says("a whole number, 0 or more, is expected here", "Write it in digits, as in `12`.")
            }
            whole if whole.starts_with('i') => says("a whole number is expected here", "Write it in digits."),
            _ => says("`true` or `false` is expected here", ""),
        });
    }
    if let Error::NonFiniteFloat { .. } = error {
        return Some(says("a number is expected here", "Write it in digits, as in `2` or `0.5`."));
    }
    if let Error::InvalidBooleanStrict { .. } = error {
        return Some(says("`true` or `false` is expected here", ""));
    }
    if let Error::SerdeInvalidType { unexpected, expected, .. } = error {
        let remedy = if unexpected.contains('`') { "If it is meant as a text, put it in quotes." } else { "" };
        return Some(says(&format!("{expected} is expected here, not {}", kind(unexpected)), remedy));
    }
    if let Error::UnexpectedValueForUnitEnumVariant { .. } = error {
        return Some(says("this name takes nothing after it", "Write the name alone."));
    }
    if let Error::NullIntoString { .. } = error {
        return Some(says("a text is missing here", "Write it after the colon."));
    }
    None
}

/// Mistakes of YAML itself, and files that unfold beyond all measure.
fn otherwise(error: &Error) -> (String, String) {
    if let Error::MultipleDocuments { .. } = error {
        return says("a spec is one document, and a second one begins here", "Remove the `---` line.");
    }
    if let Error::UnknownAnchor { .. } = error {
        return says("nothing before this has that anchor", "Put `&name` before the value that `*name` stands for.");
    }
    let message = error.to_string();
    let message = message.rfind(" at line ").map_or(message.as_str(), |at| &message[..at]);
    let bomb = matches!(
        error,
        Error::Budget { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. }
            | Error::AliasReplayCounterOverflow { .. }
    );
    if bomb {
        return says("the file unfolds to more than a spec may hold", "Use fewer aliases (`*name`), or none.");
    }
    if matches!(error, Error::Message { .. }) && OURS.iter().any(|ours| message.contains(ours)) {
        return says(message, "");
    }
    if message.contains("tab") {
        return says("a tab stands here", "Indent with blanks: YAML takes no tabs.");
    }
    if message.contains("block collection") || message.contains("block mapping") {
        let remedy =
            "Entries of one list or mapping begin in the same column; what belongs to an entry is indented further.";
        return says("this line does not begin in the column of its neighbours", remedy);
    }
    says(&format!("this is not YAML: {message}"), "Look for a quote or bracket left open, here or further up.")
}

/// What this project's own readers of steps say; it holds its remedy.
const OURS: &[&str] = &["says too little", "indent it further"];

fn says(title: &str, remedy: &str) -> (String, String) {
    (title.to_owned(), remedy.to_owned())
}

/// The library's word for a kind of value, as an author knows it.
fn kind(unexpected: &str) -> String {
    match unexpected {
        "sequence" => "a list".to_owned(),
        "map" => "a mapping".to_owned(),
        "unit value" => "nothing".to_owned(),
        other => other.replace("integer", "the number").replace("floating point", "the number"),
    }
}

/// What to add where a field is missing.
fn lacking(field: &str) -> String {
    let example = match field {
        "format" => "`format: 1`",
        "exercise" => "`exercise: time-echo`, the exercise's id",
        "title" => "`title:` with a few words for people",
        "sheet" => "`sheet:` with the sheet's name and the place in it",
        "programs" => "`programs:` with a `server`, a `client`, or both",
        "files" => "`files: [server.*]`, the names the program may have",
        "id" => "`id: a-short-name`, unique in this file",
        "program" => "`program: server`, `client` or `both`",
        "points" => "`points: 2`, what a pass is worth",
        "because" => "`because:` with the rule and where the sheet states it",
        "hint" => "`hint:` with a sentence that leads to the mistake",
        "steps" => "`steps:` with the play, one step a line",
        "line" => "`line:` with what is typed",
        "clock" => "`clock: \"%H:%M:%S\"`, the form of a reading",
        "text" => "`text:` with the text that is awaited",
        other => return format!("Add `{other}:`."),
    };
    format!("Add {example}.")
}
