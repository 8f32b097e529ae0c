//! [`Page`]: a table's lines for a terminal; every text put on it is made safe first.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Medium, safe};

/// For what is not as named.
pub(crate) const WRONG: Style = AnsiColor::Red.on_default().bold();
/// For what is only there to guide the eye.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// For everything else.
pub(crate) const PLAIN: Style = Style::new();

/// Lines to be shown, plain or coloured. What goes on it is made safe first: messages hold what programs said.
pub(crate) struct Page {
    text: String,
    coloured: bool,
}

impl Page {
    pub(crate) fn new(coloured: bool) -> Self {
        Self { text: String::new(), coloured }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Takes blanks off the end.
    pub(crate) fn trim_end(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
    }

    pub(crate) fn put(&mut self, style: Style, text: &str) -> &mut Self {
        let text = safe(text, Medium::Terminal);
        if self.coloured && style != PLAIN {
            let _ = write!(self.text, "{style}{text}{style:#}");
        } else {
            self.text.push_str(&text);
        }
        self
    }

    /// A text and a line end.
    pub(crate) fn line(&mut self, style: Style, text: &str) {
        self.put(style, text).text.push('\n');
    }
}
