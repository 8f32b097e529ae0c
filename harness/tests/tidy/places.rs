//! Every file has its place: known folders, and a module for every source.

use std::path::{Path, PathBuf};

use regex::Regex;

use crate::source::{Complaint, Source, relative, walk};

/// Where files may lie, as patterns of paths.
const PLACES: &[&str] = &[
    r"(README|ARCHITECTURE|CONTRIBUTING|CHANGELOG)\.md",
    r"LICENSE-(MIT|APACHE)",
    r"Cargo\.(toml|lock)|rustfmt\.toml|clippy\.toml|justfile",
    r"docs/[a-z0-9-]+\.md",
    r"docs/decisions/\d{4}-[a-z0-9-]+\.md",
    r"docs/jobs/[a-z0-9-]+\.(sh|yaml|yml)",
    r"(harness|reference)/Cargo\.toml|harness/build\.rs",
    r"(harness|reference)/(src|tests|benches|examples)/.+\.(rs|snap|json|jsonl|html|css)",
    // What a package for a platform holds.
    r"harness/src/cli/package/(setup\.sh|run_autograder)",
    r"harness/tests/.+",
    r"reference/README\.md",
    r"specs/[a-z0-9-]+\.yaml",
    r"fixtures/README\.md",
    r"fixtures/(class|docroots|hostile)/.+",
    r"fixtures/submissions/[a-z0-9-]+/((audit|mutants)\.yaml|[a-z0-9-]+/.+)",
    r"fixtures/peers/(packages\.yaml|[a-z0-9-]+/(audit\.yaml|[a-z0-9-]+/.+))",
    // What the harness writes when it is tried here.
    r"results/.+",
];

pub(crate) fn complaints(root: &Path) -> Vec<Complaint> {
    let mut paths = Vec::new();
    walk(root, &mut paths);
    paths.sort();
    misplaced(paths.iter().map(|path| relative(root, path)))
}

fn misplaced(paths: impl Iterator<Item = String>) -> Vec<Complaint> {
    let known = Regex::new(&format!("^(?:{})$", PLACES.join("|"))).expect("patterns");
    let remedy =
        "Put it where files of its kind are, or give its kind a place in PLACES of harness/tests/tidy/places.rs.";
    paths
        .filter(|path| !known.is_match(path))
        .map(|file| Complaint { file, line: 1, what: "no file belongs here".to_owned(), remedy: remedy.to_owned() })
        .collect()
}

/// Library files that no `mod` names: the compiler never sees them.
pub(crate) fn unreachable(sources: &[Source]) -> Vec<Complaint> {
    let library = sources.iter().filter(|source| source.modules().is_some());
    let lost = library.filter(|source| {
        let path = PathBuf::from(source.path.trim_end_matches("/mod.rs").trim_end_matches(".rs"));
        let (Some(name), Some(folder)) = (path.file_name(), path.parent()) else { return true };
        let folder = folder.display();
        let parents = [format!("{folder}/mod.rs"), format!("{folder}/lib.rs"), format!("{folder}.rs")];
        let named = Regex::new(&format!(r"\bmod\s+{}\s*;", regex::escape(&name.to_string_lossy()))).expect("a pattern");
        !sources.iter().any(|other| parents.contains(&other.path) && named.is_match(&other.code))
    });
    lost.map(|source| source.complain(1, "no module holds it", "Name it with `mod` in its parent, or delete it."))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Source, misplaced, unreachable};

    #[test]
    fn a_stray_file_is_seen() {
        let paths = ["README.md", "notes.txt", "harness/src/run/mod.rs", "harness/scratch.py", "specs/rps.yaml"];
        let complaints = misplaced(paths.map(str::to_owned).into_iter());
        let files: Vec<_> = complaints.iter().map(|complaint| complaint.file.as_str()).collect();
        assert_eq!(files, ["notes.txt", "harness/scratch.py"]);
    }

    #[test]
    fn a_file_that_no_module_names_is_seen() {
        let sources = [
            Source::new("harness/src/lib.rs", "pub mod run;"),
            Source::new("harness/src/run/mod.rs", "mod slots;\n// mod old;"),
            Source::new("harness/src/run/slots.rs", ""),
            Source::new("harness/src/run/old.rs", ""),
        ];
        let complaints = unreachable(&sources);
        let files: Vec<_> = complaints.iter().map(|complaint| complaint.file.as_str()).collect();
        assert_eq!(files, ["harness/src/run/old.rs"]);
    }
}
