//! Makes text that strangers may have written harmless for the medium it goes to.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

/// Where a text is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A terminal, or the log of a CI service. Line feeds stay, every other control is spelt out.
    Terminal,
    /// Text inside XML: spelt out like on a terminal, because XML 1.0 cannot hold controls at all.
    Xml,
    /// JSON that is already serialised: what could act on a terminal becomes its escape (`\u001b`), so nothing is lost.
    Json,
    /// One cell of a table that a spreadsheet will open: one line, and never a formula.
    Csv,
}

/// The text, unable to do anything but be read where it is going.
pub fn safe(text: &str, medium: Medium) -> String {
    match medium {
        Medium::Terminal | Medium::Xml => without_commands(&spelt_out(text, true), "\\x23", "\\x3a"),
        Medium::Json => without_commands(&in_json(text), "\\u0023", "\\u003a"),
        Medium::Csv => cell(&without_commands(&spelt_out(text, false), "\\x23", "\\x3a")),
    }
}

/// How a character looks on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// It stands for itself.
    Plain,
    /// It joins the character before it (an accent).
    Joins,
    /// It cannot be seen, moves the cursor, or turns the direction of the text.
    Hidden,
}

pub(super) fn look(character: char) -> Look {
    if character.is_ascii() {
        return if character == ' ' || character.is_ascii_graphic() { Look::Plain } else { Look::Hidden };
    }
    if character.width().unwrap_or(0) > 0 {
        // The standard library's table of what can be printed leaves out formats, privates and strange spaces.
        return if character.escape_debug().len() == 1 { Look::Plain } else { Look::Hidden };
    }
    let after_a_letter: String = ['a', character].iter().collect();
    if after_a_letter.escape_debug().count() == 2 && !is_ignorable(character) { Look::Joins } else { Look::Hidden }
}

/// Characters that Unicode counts as accents or letters, but that leave no trace on a screen.
fn is_ignorable(character: char) -> bool {
    matches!(u32::from(character),
        0x034F | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x3164 | 0xFE00..=0xFE0F | 0xFFA0 | 0xE0100..=0xE01EF)
}

/// A character as an escape that a student knows from string literals.
pub(super) fn escape(character: char) -> String {
    match character {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        ascii if ascii.is_ascii() => format!("\\x{:02x}", u32::from(ascii)),
        other => format!("\\u{{{:x}}}", u32::from(other)),
    }
}

fn spelt_out(text: &str, keep_lines: bool) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if look(character) == Look::Hidden && !(keep_lines && character == '\n') {
            safe.push_str(&escape(character));
        } else {
            safe.push(character);
        }
    }
    safe
}

fn in_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if look(character) == Look::Hidden && character != '\n' {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

/// CI services obey lines of a log: `::error::…` as the first word (GitHub), `##[…`, `##vso[…` and `##teamcity[…`.
/// A word counts wherever it stands, because a line may be broken before it.
fn without_commands(text: &str, hash: &str, colon: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let rest = &text[at..];
        if ["##[", "##vso[", "##teamcity["].iter().any(|start| rest.starts_with(start)) {
            safe.push_str(hash);
        } else if before.is_whitespace() && rest.strip_prefix("::").is_some_and(|name| name.starts_with(is_letter)) {
            safe.push_str(colon);
        } else {
            safe.push(character);
        }
        before = character;
    }
    safe
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
}

/// A spreadsheet takes a cell that begins like this for a formula; an apostrophe tells it that it is text.
fn cell(text: &str) -> String {
    let begins_like_a_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    if begins_like_a_formula && !is_number(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether it is a number below nothing, which a spreadsheet is to add up.
fn is_number(text: &str) -> bool {
    let is_of_a_number = |letter: char| letter.is_ascii_digit() || letter == '.';
    text.strip_prefix('-').is_some_and(|digits| !digits.is_empty() && digits.chars().all(is_of_a_number))
}

#[cfg(test)]
mod tests {
    use super::{Medium, safe};

    #[test]
    fn on_a_terminal_nothing_moves_hides_or_commands() {
        let hostile =
            "a\x1b[2J\r\u{7}b\0\u{202e}c\u{85}\u{feff}\u{e0041}é\u{301} 鷺\n::error::x\n  ::add-mask::y ##[group]z";
        assert_eq!(
            safe(hostile, Medium::Terminal),
            "a\\x1b[2J\\r\\x07b\\x00\\u{202e}c\\u{85}\\u{feff}\\u{e0041}é\u{301} 鷺\n\
             \\x3a:error::x\n  \\x3a:add-mask::y \\x23#[group]z"
        );
        assert_eq!(safe("[::1]:80 ::1 a::b", Medium::Terminal), "[::1]:80 ::1 a::b");
    }

    #[test]
    fn json_keeps_every_character() {
        let hostile = "\u{202e}\u{7f}##[group] \u{e0041}";
        let written = safe(&serde_json::to_string(hostile).expect("JSON"), Medium::Json);
        assert_eq!(written, "\"\\u202e\\u007f\\u0023#[group] \\udb40\\udc41\"");
        assert_eq!(serde_json::from_str::<String>(&written).expect("still JSON"), hostile);
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(safe("=HYPERLINK(\"x\")", Medium::Csv), "'=HYPERLINK(\"x\")");
        assert_eq!(safe("\t=1", Medium::Csv), "\\t=1");
        assert_eq!(safe(" @SUM(A1)\n=2", Medium::Csv), "' @SUM(A1)\\n=2");
        assert_eq!(safe("alice", Medium::Csv), "alice");
        assert_eq!(["-0.5", "-2+3", "-", "-A1"].map(|text| safe(text, Medium::Csv)), ["-0.5", "'-2+3", "'-", "'-A1"]);
    }
}
