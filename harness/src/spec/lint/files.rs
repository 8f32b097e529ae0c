//! What is wrong with the files that programs are to find where they work.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use super::File;
use crate::program::is_below;
use crate::spec::Files;
use crate::stage::template::Template;

/// `known` are the names that may stand in holes, `within` is the part of the spec in which the files are written.
pub(super) fn lint(files: &Files, known: &BTreeSet<String>, within: &Range<usize>, file: &mut File<'_>) {
    for (path, content) in files {
        let place = file.find(within.start..content.place.offset, path);
        if !is_below(Path::new(path)) {
            let title = format!("`{path}` is not a file in the program's folder");
            file.complain(place, title, "Give a path relative to that folder, without `..`.");
        }
        file.template_within(place.offset..content.place.offset, &Template(path.clone()), known);
        file.template_within(content.place.offset..within.end, content, known);
    }
}
