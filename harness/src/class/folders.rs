//! Where in a submission an exercise lies, when a class hands in several at once.

use std::fs;
use std::path::{Path, PathBuf};

/// The sub-folder that is called like the exercise, compared without case, blanks, `_` and `-`; without one, the whole
/// submission.
pub fn of_exercise(submission: &Path, exercise: &str) -> PathBuf {
    let wanted = plain(exercise);
    let listed = fs::read_dir(submission).into_iter().flatten().flatten();
    let is_wanted =
        |path: &PathBuf| path.is_dir() && path.file_name().is_some_and(|name| plain(&name.to_string_lossy()) == wanted);
    let mut folders: Vec<PathBuf> = listed.map(|entry| entry.path()).filter(is_wanted).collect();
    folders.sort();
    folders.into_iter().next().unwrap_or_else(|| submission.to_owned())
}

fn plain(name: &str) -> String {
    name.chars().filter(|character| !" _-".contains(*character)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::of_exercise;

    #[test]
    fn an_exercise_lies_in_the_folder_of_its_name_or_anywhere() {
        let submission = tempfile::tempdir().expect("a folder");
        fs::create_dir(submission.path().join("Time_Echo")).expect("made");
        fs::write(submission.path().join("rps"), "a file").expect("written");
        assert_eq!(of_exercise(submission.path(), "time-echo"), submission.path().join("Time_Echo"));
        assert_eq!(of_exercise(submission.path(), "rps"), submission.path());
    }
}
