//! Finds the submissions of an exercise in the author's folders.

use std::path::{Path, PathBuf};

/// The list's file name.
pub const LIST: &str = "audit.yaml";
/// The file beside it with the reasons why mutants may survive; there need not be one.
pub const REASONS: &str = "mutants.yaml";

/// The folder with an exercise's submissions: `fixtures/submissions/EXERCISE` in this folder or one above it.
pub fn find(exercise: &str, from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .map(|folder| folder.join("fixtures/submissions").join(exercise))
        .find(|folder| folder.join(LIST).is_file())
}

/// The same in a folder that somebody named: that of the exercise itself, or one that holds it.
pub fn find_in(exercise: &str, named: &Path) -> Option<PathBuf> {
    let folders = [named.to_owned(), named.join(exercise), named.join("submissions").join(exercise)];
    folders.into_iter().find(|folder| folder.join(LIST).is_file())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{find, find_in};

    #[test]
    fn the_folder_is_found_from_any_folder_below_the_project() {
        let project = tempfile::tempdir().expect("a folder");
        let (submissions, below) =
            (project.path().join("fixtures/submissions/time-echo"), project.path().join("harness/src"));
        fs::create_dir_all(&submissions).expect("a folder");
        fs::create_dir_all(&below).expect("a folder");
        assert_eq!(find("time-echo", &below), None);
        fs::write(submissions.join("audit.yaml"), "[]\n").expect("written");
        assert_eq!(find("time-echo", &below).as_ref(), Some(&submissions));
        assert_eq!(find("rps", &below), None);
        let fixtures = project.path().join("fixtures");
        for named in [&submissions, &fixtures, &fixtures.join("submissions")] {
            assert_eq!(
                find_in("time-echo", named).and_then(|found| found.canonicalize().ok()),
                submissions.canonicalize().ok()
            );
        }
        assert_eq!(find_in("time-echo", &below), None);
    }
}
