//! [`Results`]: the folder that a class's results are written to, each file whole or not at all.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::{self, File, Permissions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tempfile::NamedTempFile;

use crate::report::{Document, Gradebook};

/// The folder with the instructor's pages.
const PAGES: &str = "pages";

/// What stands for itself in a link.
const PATH_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Where results go.
#[derive(Clone, Debug)]
pub struct Results {
    out: PathBuf,
    /// Whether each exercise has a sub-folder of its own.
    exercise_folders: bool,
}

/// For whom a result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Everything.
    Results,
    /// What a student may see now.
    Feedback,
}

impl Shelf {
    /// The name of its folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Feedback => "feedback",
        }
    }
}

impl Results {
    /// The results of so many exercises in this folder, which is not touched.
    pub fn of(out: &Path, exercises: usize) -> Self {
        Self { out: out.to_owned(), exercise_folders: exercises > 1 }
    }

    /// Makes the folders for the results of these exercises, where they are not there yet, and takes away what a harness that
    /// was killed has left half-written.
    pub fn in_folder(out: &Path, exercises: &[&str]) -> io::Result<Self> {
        let results = Self::of(out, exercises.len());
        for shelf in [Shelf::Results, Shelf::Feedback] {
            for exercise in exercises {
                let folder = results.folder_of(shelf, exercise);
                fs::create_dir_all(&folder)?;
                remove_parts(&folder)?;
            }
        }
        for exercise in exercises {
            fs::create_dir_all(results.records(exercise))?;
            remove_parts(&results.records(exercise))?;
        }
        remove_parts(out)?;
        Ok(results)
    }

    /// The folder with all results.
    pub fn folder(&self) -> PathBuf {
        self.out.join(Shelf::Results.folder())
    }

    /// The gradebook's file.
    pub fn gradebook(&self) -> PathBuf {
        self.out.join("gradebook.csv")
    }

    /// The file of a result: in a sub-folder of the exercise, where there are several.
    pub fn path(&self, reader: Shelf, exercise: &str, file: &str) -> PathBuf {
        self.folder_of(reader, exercise).join(format!("{file}.json"))
    }

    fn folder_of(&self, reader: Shelf, exercise: &str) -> PathBuf {
        self.of_exercise(reader.folder(), exercise)
    }

    /// The record of what happened with a submission.
    pub fn record(&self, exercise: &str, file: &str) -> PathBuf {
        self.records(exercise).join(format!("{file}.jsonl.gz"))
    }

    /// The folder of the records of an exercise.
    pub fn records(&self, exercise: &str) -> PathBuf {
        self.of_exercise("records", exercise)
    }

    /// The page about the whole class.
    pub fn page(&self) -> PathBuf {
        self.out.join("report.html")
    }

    /// The page about a submission: the student's lies beside the rest of the feedback.
    fn page_of(&self, reader: Shelf, exercise: &str, file: &str) -> PathBuf {
        let folder = match reader {
            Shelf::Results => self.of_exercise(PAGES, exercise),
            Shelf::Feedback => self.folder_of(reader, exercise),
        };
        folder.join(format!("{file}.html"))
    }

    /// How the page about the class leads to that about a submission.
    pub fn link(&self, exercise: &str, file: &str) -> String {
        let encoded = |name: &str| utf8_percent_encode(name, PATH_SEGMENT).to_string();
        let folder = if self.exercise_folders { format!("{}/", encoded(exercise)) } else { String::new() };
        format!("{PAGES}/{folder}{}.html", encoded(file))
    }

    /// Whether the page about a submission is there and says that it was drawn from this.
    pub fn page_is_of(&self, reader: Shelf, exercise: &str, file: &str, drawn_from: &str) -> bool {
        // It stands at the beginning.
        let lines = File::open(self.page_of(reader, exercise, file)).map(|page| BufReader::new(page).lines().take(4));
        lines.is_ok_and(|lines| lines.map_while(Result::ok).any(|line| line.contains(drawn_from)))
    }

    /// Writes the page about a submission.
    pub fn write_page_of(&self, reader: Shelf, exercise: &str, file: &str, text: &str) -> io::Result<()> {
        let path = self.page_of(reader, exercise, file);
        fs::create_dir_all(folder_of(&path))?;
        whole(&path, text.as_bytes())
    }

    /// Writes the page about the whole class.
    pub fn write_page(&self, text: &str) -> io::Result<()> {
        whole(&self.page(), text.as_bytes())
    }

    fn of_exercise(&self, folder: &str, exercise: &str) -> PathBuf {
        let folder = self.out.join(folder);
        if self.exercise_folders { folder.join(exercise) } else { folder }
    }

    /// Results of this exercise that belong to none of these submissions: what an earlier run has left.
    pub fn strangers(&self, exercise: &str, files: &BTreeSet<&str>) -> Vec<String> {
        let listed = fs::read_dir(self.folder_of(Shelf::Results, exercise)).into_iter().flatten().flatten();
        let names = listed.map(|entry| entry.file_name().to_string_lossy().into_owned());
        // What is no result at all is nobody's business here.
        let is_a_strangers = |name: &str| name.strip_suffix(".json").is_some_and(|file| !files.contains(file));
        let mut strangers: Vec<String> = names.filter(|name| is_a_strangers(name)).collect();
        strangers.sort();
        strangers
    }

    /// The result of a submission. An error names its file.
    pub fn read(&self, reader: Shelf, exercise: &str, file: &str) -> io::Result<Document> {
        let path = self.path(reader, exercise, file);
        let told = |why: &dyn Display| io::Error::other(format!("`{}`: {why}", path.display()));
        let text = fs::read_to_string(&path).map_err(|error| told(&error))?;
        Document::read(&text).map_err(|why| told(&why))
    }

    /// Writes the result of a submission. A file that says so already is left alone.
    pub fn write(&self, reader: Shelf, file: &str, result: &Document) -> io::Result<()> {
        let (path, text) = (self.path(reader, &result.exercise, file), result.to_text()?);
        if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(());
        }
        whole(&path, text.as_bytes())
    }

    /// Writes the gradebook.
    pub fn write_gradebook(&self, gradebook: &Gradebook) -> io::Result<()> {
        let mut table = Vec::new();
        gradebook.write(&mut table)?;
        whole(&self.gradebook(), &table)
    }
}

/// How the name of a file begins and ends that is not whole yet.
const PART: (&str, &str) = (".harness-", ".part");

/// Takes away what was left half-written.
fn remove_parts(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(PART.0) && name.to_string_lossy().ends_with(PART.1) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Writes a file beside its place and moves it there, so that nobody ever reads half of it.
pub fn whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = part_in(folder_of(path))?;
    file.write_all(content)?;
    file.persist(path)?;
    Ok(())
}

/// The folder that a file lies in, or is to lie in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file in this folder that is not whole yet, as readable as any other file that this user makes.
pub fn part_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // The umask takes its part.
    builder.prefix(PART.0).suffix(PART.1).permissions(Permissions::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Results, Shelf};
    use crate::report::{Document, Gradebook};

    fn result(submission: &str) -> Document {
        Document {
            version: 1,
            exercise: "rps".to_owned(),
            submission: submission.to_owned(),
            complete: true,
            ..Document::default()
        }
    }

    #[test]
    fn results_are_written_whole_and_old_ones_are_told() {
        let out = tempfile::tempdir().expect("a folder");
        let results = Results::in_folder(&out.path().join("new"), &["rps"]).expect("made");
        let ada = result("ada");
        results.write(Shelf::Results, "ada", &ada).expect("written");
        results.write(Shelf::Results, "ada", &ada).expect("there already");
        for left in ["bob.json", ".harness-x1.part"] {
            fs::write(results.folder().join(left), "{}").expect("written");
        }
        let results = Results::in_folder(&out.path().join("new"), &["rps"]).expect("there");
        let mut names: Vec<_> = fs::read_dir(results.folder())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
            .collect();
        names.sort();
        assert_eq!(
            (names, results.strangers("rps", &["ada"].into())),
            (vec!["ada.json".into(), "bob.json".into()], vec!["bob.json".into()])
        );
        let read = |file| results.read(Shelf::Results, "rps", file).ok();
        assert_eq!((read("ada"), read("bob"), read("eve")), (Some(ada.clone()), None, None));
        let mut gradebook = Gradebook::new();
        gradebook.add(&ada);
        results.write_gradebook(&gradebook).expect("written");
        assert!(fs::read_to_string(results.gradebook()).expect("read").ends_with("\nada,0,0,0,true,,\n"));
    }

    #[test]
    fn several_exercises_keep_their_results_apart() {
        let out = tempfile::tempdir().expect("a folder");
        let one = Results::in_folder(out.path(), &["rps"]).expect("made").path(Shelf::Results, "rps", "ada");
        let two = Results::in_folder(out.path(), &["rps", "echo"]).expect("made").path(Shelf::Feedback, "rps", "ada");
        assert!(one.ends_with("results/ada.json") && two.ends_with("feedback/rps/ada.json"));
    }
}
