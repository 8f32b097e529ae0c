//! The sources of the workspace, also without their comments and texts, so that rules look at code alone.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// One Rust file.
pub(crate) struct Source {
    /// Its path in the workspace, with `/`.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) text: String,
    /// The same, every character of a comment or a literal replaced by a space; lines and columns stay.
    pub(crate) code: String,
}

/// A rule that a file breaks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// Path of the file.
    pub(crate) file: String,
    /// Line, from 1.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) what: String,
    /// What to do about it.
    pub(crate) remedy: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(form, "{}:{}: {}. {}", self.file, self.line, self.what, self.remedy)
    }
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), code: code_of(text) }
    }

    /// Its modules from the crate's root, where it belongs to the library: `stage/matcher/text.rs` is stage, matcher, text.
    pub(crate) fn modules(&self) -> Option<Vec<&str>> {
        let path = self.path.strip_prefix("harness/src/")?.strip_suffix(".rs")?;
        let path = path.strip_suffix("/mod").unwrap_or(path);
        (!["main", "lib"].contains(&path)).then(|| path.split('/').collect())
    }

    pub(crate) fn complain(&self, line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Complaint {
        Complaint { file: self.path.clone(), line, what: what.into(), remedy: remedy.into() }
    }

    /// The line of a byte of its code.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        self.code[..offset].matches('\n').count() + 1
    }
}

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned()
}

/// Every Rust file of the workspace's own, read once; those of `fixtures` are students'.
pub(crate) fn workspace() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_workspace);
    &SOURCES
}

fn read_workspace() -> Vec<Source> {
    let root = root();
    let mut paths = Vec::new();
    for folder in ["harness", "reference"] {
        walk(&root.join(folder), &mut paths);
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    let read = |path: &PathBuf| Source::new(&relative(&root, path), &fs::read_to_string(path).expect("a text"));
    paths.iter().map(read).collect()
}

/// All files below a folder. What is built and what is hidden is left out.
pub(crate) fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name();
        if name == "target" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}

/// A path as complaints show it.
pub(crate) fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Blanks comments, strings and characters.
fn code_of(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let length = blank_length(&bytes[at..], at.checked_sub(1).map(|before| bytes[before]));
        for byte in code[at..at + length].iter_mut().filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
        at += length.max(1);
    }
    String::from_utf8(code).expect("only whole characters are blanked")
}

/// How many bytes of a comment or a literal begin here.
fn blank_length(rest: &[u8], before: Option<u8>) -> usize {
    let until = |end: &[u8], from: usize| {
        rest[from..].windows(end.len()).position(|part| part == end).map_or(rest.len(), |at| from + at + end.len())
    };
    let in_word = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match rest {
        [b'/', b'/', ..] => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => until(b"*/", 2),
        [b'r', b'"' | b'#', ..] if !in_word => {
            let marks = rest[1..].iter().take_while(|byte| **byte == b'#').count();
            if rest.get(1 + marks) != Some(&b'"') {
                return 0;
            }
            until(format!("\"{}", "#".repeat(marks)).as_bytes(), 2 + marks)
        }
        [b'"', ..] => quoted(rest, b'"'),
        // A character, and not a lifetime.
        [b'\'', b'\\', ..] => quoted(rest, b'\''),
        [b'\'', ..] => {
            let width = std::str::from_utf8(&rest[1..rest.len().min(5)])
                .or_else(|error| std::str::from_utf8(&rest[1..=error.valid_up_to()]))
                .ok()
                .and_then(|text| text.chars().next())
                .map_or(1, char::len_utf8);
            if rest.get(1 + width) == Some(&b'\'') { 2 + width } else { 0 }
        }
        _ => 0,
    }
}

fn quoted(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn comments_and_literals_are_blanked_and_code_stays() {
        let text = "let a = \"// {\\\" é\"; // }\nlet b: &'a str = r#\"{\"\"#; /* { */ let c = ('{', '\\'', 'é');\n";
        assert_eq!(
            Source::new("x.rs", text).code.split_whitespace().collect::<Vec<_>>().join(" "),
            "let a = ; let b: &'a str = ; let c = ( , , );"
        );
    }
}
