//! [`Page`]: lines of 80 columns for a terminal; every text put on it is made safe first.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use crate::text::{Medium, safe};
use crate::verdict::Status;

/// Columns of a line, as on every terminal.
pub(super) const COLUMNS: usize = 80;

/// Lines to be written, plain or coloured.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    coloured: bool,
}

impl Page {
    pub(super) fn new(coloured: bool) -> Self {
        Self { text: String::new(), coloured }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A text as it is, made safe; it may hold line feeds.
    pub(super) fn put(&mut self, style: Style, text: &str) -> &mut Self {
        let text = safe(text, Medium::Terminal);
        if self.coloured && style != Style::new() && !text.trim().is_empty() {
            self.text.extend([style.render().to_string(), text, style.render_reset().to_string()]);
        } else {
            self.text.push_str(&text);
        }
        self
    }

    pub(super) fn plain(&mut self, text: &str) -> &mut Self {
        self.put(Style::new(), text)
    }

    /// Takes blank lines off the end.
    pub(super) fn trim_end(&mut self) {
        let end = self.text.trim_end_matches('\n').len();
        if end < self.text.len() {
            self.text.truncate(end + 1);
        }
    }

    pub(super) fn end_line(&mut self) -> &mut Self {
        self.text.push('\n');
        self
    }

    /// A paragraph behind a label, its further lines indented to the same column.
    pub(super) fn labelled(&mut self, label: &str, text: &str) -> &mut Self {
        let indent = label.width();
        for (index, line) in wrapped(&safe(text, Medium::Terminal), COLUMNS.saturating_sub(indent)).iter().enumerate() {
            if index == 0 {
                self.put(FAINT, label);
            } else {
                self.plain(&" ".repeat(indent));
            }
            self.plain(line).end_line();
        }
        self
    }
}

/// For titles.
pub(super) const STRONG: Style = Style::new().bold();
/// For what is only there to guide the eye.
pub(super) const FAINT: Style = Style::new().dimmed();
/// For the caret and what stands beside it.
pub(super) const WRONG: Style = AnsiColor::Red.on_default().bold();

/// The colour of a verdict.
pub(super) fn colour(status: Status) -> Style {
    match status {
        Status::Pass => AnsiColor::Green.on_default(),
        Status::Near => AnsiColor::Yellow.on_default(),
        Status::Fail => WRONG,
        Status::Skip => FAINT,
        Status::Unsupported | Status::Fault => AnsiColor::Magenta.on_default().bold(),
    }
}

/// Breaks a text at spaces; a word that is longer than a line keeps a line of its own, so that it can be copied.
pub(super) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.width() + 1 + word.width() > columns {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Page, WRONG};

    #[test]
    fn a_paragraph_hangs_behind_its_label() {
        let mut page = Page::new(false);
        page.labelled("  hint: ", &"Leave the loop and close the socket. ".repeat(3));
        assert_eq!(
            page.into_text(),
            "  hint: Leave the loop and close the socket. Leave the loop and close the\n\
             \x20         socket. Leave the loop and close the socket.\n"
                .replace("          socket", "        socket")
        );
    }

    #[test]
    fn colours_are_the_only_escapes() {
        let mut page = Page::new(true);
        page.put(WRONG, "\x1b[31mno\x1b[0m");
        assert_eq!(page.into_text(), "\x1b[1m\x1b[31m\\x1b[31mno\\x1b[0m\x1b[0m");
    }
}
