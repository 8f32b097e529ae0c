//! [`Results`]: the folder that a class's results are written to, each file whole or not at all.

use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::report::json::Json;
use crate::report::{Audience, Gradebook, Report, Reporter as _};

/// Where results go.
#[derive(Clone, Debug)]
pub struct Results {
    out: PathBuf,
}

impl Results {
    /// Makes the folder, where it is not there yet.
    pub fn in_folder(out: &Path) -> io::Result<Self> {
        fs::create_dir_all(out.join("results"))?;
        Ok(Self { out: out.to_owned() })
    }

    /// The folder with a file a submission.
    pub fn folder(&self) -> PathBuf {
        self.out.join("results")
    }

    /// The gradebook's file.
    pub fn gradebook(&self) -> PathBuf {
        self.out.join("gradebook.csv")
    }

    /// Files in the folder of results that belong to none of these submissions: what an earlier run has left.
    pub fn strangers(&self, files: &[&str]) -> Vec<String> {
        let listed = fs::read_dir(self.folder()).into_iter().flatten().flatten();
        let names = listed.map(|entry| entry.file_name().to_string_lossy().into_owned());
        // What is no result at all is nobody's business here.
        let is_a_strangers = |name: &str| name.strip_suffix(".json").is_some_and(|file| !files.contains(&file));
        let mut strangers: Vec<String> = names.filter(|name| is_a_strangers(name)).collect();
        strangers.sort();
        strangers
    }

    /// Writes the result of a submission.
    pub fn write(&self, file: &str, report: &Report) -> io::Result<()> {
        let mut document = Vec::new();
        Json::new(&mut document, Audience::Instructor).finish(report)?;
        whole(&self.folder().join(format!("{file}.json")), &document)
    }

    /// Writes the gradebook.
    pub fn write_gradebook(&self, gradebook: &Gradebook) -> io::Result<()> {
        let mut table = Vec::new();
        gradebook.write(&mut table)?;
        whole(&self.gradebook(), &table)
    }
}

/// Writes a file beside its place and moves it there, so that nobody ever reads half of it.
fn whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    // As readable as any other file that this user makes.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".part").permissions(Permissions::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Results;
    use crate::report::{Gradebook, Report};

    #[test]
    fn results_are_written_whole_and_old_ones_are_told() {
        let out = tempfile::tempdir().expect("a folder");
        let results = Results::in_folder(&out.path().join("new")).expect("made");
        let report = Report { submission: "ada".to_owned(), begun: true, ..Report::default() };
        results.write("ada", &report).expect("written");
        results.write("ada", &report).expect("written over");
        fs::write(results.folder().join("bob.json"), "{}").expect("written");
        let mut names: Vec<_> = fs::read_dir(results.folder())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
            .collect();
        names.sort();
        assert_eq!(
            (names, results.strangers(&["ada"])),
            (vec!["ada.json".into(), "bob.json".into()], vec!["bob.json".into()])
        );
        let document: serde_json::Value =
            serde_json::from_slice(&fs::read(results.folder().join("ada.json")).expect("read")).expect("JSON");
        assert_eq!(document["submission"], "ada");
        let mut gradebook = Gradebook::new();
        gradebook.add(&report);
        results.write_gradebook(&gradebook).expect("written");
        assert!(fs::read_to_string(results.gradebook()).expect("read").ends_with("\nada,0,0,0,true,,0\n"));
    }
}
