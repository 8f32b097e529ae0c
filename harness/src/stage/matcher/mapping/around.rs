//! What may stand around a mapping, or in place of an empty one.

/// Whether a text says nothing, or that there is nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    ["", "null", "None", "nil", "undefined", "map[]"].contains(&text.trim())
}

/// Whether nothing but a label, or the name of a type, stands around a mapping: `OrderedDict(…)`, `Map(2) …`, `Found: …`.
pub(super) fn stands_alone(before: &str, after: &str) -> bool {
    let is_label = |text: &str| text.trim_end().ends_with(':') && !text.contains(['\n', '{', '[', '(', '<', '"', '\'']);
    let is_word = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || "_.$".contains(letter));
    let before = before.trim();
    let name = before.strip_suffix("[Object: null prototype]").unwrap_or(before).trim_end();
    let name = match name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        Some((name, size)) if size.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => name,
    };
    let last = name
        .rfind(|letter: char| letter.is_whitespace() || letter == ':')
        .map_or(0, |at| at + name[at..].chars().next().map_or(0, char::len_utf8));
    let (label, word) = name.split_at(last);
    is_word(word)
        && (label.trim().is_empty() || is_label(label))
        && after.trim().trim_matches([';', '.', ')']).is_empty()
}
