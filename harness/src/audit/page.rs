//! [`Page`]: an audit's lines for a terminal; every text put on it is made safe first.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::text::{Medium, safe};

/// For what is not as named.
pub(super) const WRONG: Style = AnsiColor::Red.on_default().bold();
/// For what is only there to guide the eye.
pub(super) const FAINT: Style = Style::new().dimmed();
/// For everything else.
pub(super) const PLAIN: Style = Style::new();

/// Lines to be shown, plain or coloured. What goes on it is made safe first: messages hold what programs said.
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

    /// Takes blanks off the end.
    pub(super) fn trim_end(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
    }

    pub(super) fn put(&mut self, style: Style, text: &str) -> &mut Self {
        let text = safe(text, Medium::Terminal);
        if self.coloured && style != PLAIN {
            let _ = write!(self.text, "{style}{text}{style:#}");
        } else {
            self.text.push_str(&text);
        }
        self
    }

    /// A text and a line end.
    pub(super) fn line(&mut self, style: Style, text: &str) {
        self.put(style, text).text.push('\n');
    }
}
