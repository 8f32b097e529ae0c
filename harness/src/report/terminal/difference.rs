//! A comparison on the terminal, one row under the other, with a caret under the first wrong byte.

use unicode_width::UnicodeWidthStr as _;

use super::super::comparison::{self, Row};
use super::super::page::{COLUMNS, FAINT, Page, WRONG, wrapped};
use super::super::timeline::Scene;
use crate::text::Excerpt;
use crate::verdict::FindingKind;

/// Column at which bytes begin.
const MARGIN: usize = 15;

pub(super) fn rows(page: &mut Page, scene: &Scene<'_>, kind: &FindingKind) {
    for row in comparison::rows(scene, kind) {
        match row {
            Row::Bytes { label, bytes, at, remark } => {
                rows_of(page, label, &Excerpt::new(&bytes, at, COLUMNS - MARGIN), remark.as_deref());
            }
            Row::Words { label, words } => labelled(page, label, words),
            Row::Gap => {
                page.end_line();
            }
        }
    }
}

fn rows_of(page: &mut Page, label: &str, excerpt: &Excerpt, remark: Option<&str>) {
    for (index, row) in excerpt.rows.iter().enumerate() {
        labelled(page, if index == 0 { label } else { "" }, row);
        if let (Some(caret), Some(remark)) = (excerpt.caret.filter(|caret| caret.row == index), remark) {
            pointed(page, caret.column, remark);
        }
    }
}

/// The caret and its remark: beside it where there is room, else below.
fn pointed(page: &mut Page, column: usize, remark: &str) {
    page.plain(&" ".repeat(MARGIN + column));
    if MARGIN + column + 2 + remark.width() <= COLUMNS {
        page.put(WRONG, &format!("^ {remark}")).end_line();
        return;
    }
    page.put(WRONG, "^").end_line();
    for line in wrapped(remark, COLUMNS - MARGIN) {
        page.plain(&" ".repeat(MARGIN)).put(WRONG, &line).end_line();
    }
}

fn labelled(page: &mut Page, label: &str, text: &str) {
    page.plain("     ").put(FAINT, &format!("{label:<10}")).plain(text).end_line();
}
