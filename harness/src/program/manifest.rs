//! `harness.yaml` in a submission: the student's own word on files, build lines and run lines.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use super::Wanted;

/// What a student writes to be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// By role.
    #[serde(default)]
    pub programs: BTreeMap<Role, Program>,
    /// Servers that are for one service alone, by its name, where the exercise has several.
    #[serde(default)]
    pub services: BTreeMap<String, Program>,
}

/// What a manifest says about one wanted program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated<'a> {
    /// This.
    Program(&'a Program),
    /// The service is offered by the server that the manifest names.
    Elsewhere,
    /// Nothing.
    Nothing,
}

/// The roles a program can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It listens.
    Server,
    /// It dials, or does neither.
    Client,
}

/// One program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Its main file.
    pub file: Option<String>,
    /// How it is built: one line or several.
    #[serde(default, deserialize_with = "one_or_many")]
    pub build: Vec<String>,
    /// How it is run.
    pub run: Option<String>,
    /// Where it is built and run.
    pub working_directory: Option<String>,
}

/// The names under which a manifest is found.
const NAMES: [&str; 2] = ["harness.yaml", "harness.yml"];

impl Manifest {
    /// Reads the manifest of a prepared folder: at its top, or in the one folder it consists of. The path is that of
    /// the manifest's folder, relative to the prepared one. The error is a text for the student.
    pub fn read(folder: &Path) -> Result<Option<(PathBuf, Self)>, String> {
        let only = only_folder(folder).unwrap_or_default();
        let places = [PathBuf::new(), only];
        let mut files = places.iter().flat_map(|place| NAMES.map(|name| (place, folder.join(place).join(name))));
        let Some((place, file)) = files.find(|(_, file)| file.is_file()) else { return Ok(None) };
        let name = file.file_name().map_or_else(String::new, |name| name.display().to_string());
        let text = std::fs::read_to_string(&file).map_err(|error| format!("`{name}` cannot be read: {error}."))?;
        let read: Self = serde_yaml::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("`{name}` is not understood: {error}"))?;
        read.check(&name, &folder.join(place))?;
        Ok(Some((place.clone(), read)))
    }

    /// What it says about a wanted program.
    pub fn of(&self, wanted: &Wanted) -> Stated<'_> {
        let common = self.programs.iter().find(|(role, _)| role.to_string() == wanted.role).map(|(_, program)| program);
        match &wanted.service {
            None => common.map_or(Stated::Nothing, Stated::Program),
            Some(service) => match self.services.get(service) {
                Some(own) => Stated::Program(own),
                None if common.is_some() => Stated::Elsewhere,
                None => Stated::Nothing,
            },
        }
    }

    fn check(&self, name: &str, folder: &Path) -> Result<(), String> {
        let programs = self.programs.iter().map(|(role, program)| (role.to_string(), program));
        for (role, program) in programs.chain(self.services.iter().map(|(name, program)| (name.clone(), program))) {
            let complain = |what: String| Err(format!("`{name}`, program `{role}`: {what}"));
            if program.file.is_none() && program.run.is_none() {
                return complain("name its main `file`, or the line that would `run` it.".to_owned());
            }
            for path in [&program.file, &program.working_directory].into_iter().flatten() {
                if !stays_inside(path) {
                    return complain(format!("`{path}` leads out of the submission; write a path inside it."));
                }
                if !folder.join(path).exists() {
                    return complain(format!("there is no `{path}` in the submission."));
                }
            }
            for line in program.build.iter().chain(&program.run) {
                if shlex::split(line).is_none_or(|words| words.is_empty()) {
                    return complain(format!("the line `{line}` is empty or its quotes do not match."));
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Role {
    fn fmt(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        form.write_str(match self {
            Self::Server => "server",
            Self::Client => "client",
        })
    }
}

fn stays_inside(path: &str) -> bool {
    use std::path::Component::{CurDir, Normal};
    Path::new(path).components().all(|part| matches!(part, Normal(_) | CurDir))
}

/// The folder that is all a folder holds: what archives often unpack to.
fn only_folder(folder: &Path) -> Option<PathBuf> {
    let mut entries = folder.read_dir().ok()?.flatten();
    let first = entries.next()?;
    let alone = entries.next().is_none() && first.file_type().is_ok_and(|kind| kind.is_dir());
    alone.then(|| PathBuf::from(first.file_name()))
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Lines;
    impl<'de> Visitor<'de> for Lines {
        type Value = Vec<String>;

        fn expecting(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
            form.write_str("a line, or a list of lines")
        }

        fn visit_str<E>(self, line: &str) -> Result<Self::Value, E> {
            Ok(vec![line.to_owned()])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            let mut lines = Vec::new();
            while let Some(line) = items.next_element()? {
                lines.push(line);
            }
            Ok(lines)
        }
    }
    deserializer.deserialize_any(Lines)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Manifest, Role, Stated};
    use crate::program::Wanted;

    fn read(text: &str) -> Result<Option<Manifest>, String> {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("hw/app")).expect("folders");
        fs::write(folder.path().join("hw/app/main.py"), "").expect("written");
        fs::write(folder.path().join("hw/harness.yaml"), text).expect("written");
        Manifest::read(folder.path()).map(|found| found.map(|(_, manifest)| manifest))
    }

    #[test]
    fn build_is_one_line_or_many() {
        let manifest = read(
            "programs:\n  server: { file: app/main.py, build: make }\n  client:\n    build: [make a, make b]\n    run: ./b 'x y'\n",
        );
        let manifest = manifest.expect("sound").expect("found");
        assert_eq!(manifest.programs[&Role::Server].build, ["make"]);
        assert_eq!(manifest.programs[&Role::Client].build, ["make a", "make b"]);
        assert_eq!(manifest.programs[&Role::Client].run.as_deref(), Some("./b 'x y'"));
    }

    #[test]
    fn a_service_that_is_not_named_is_offered_by_the_server() {
        let manifest = read("programs: { server: { run: ./all } }\nservices: { echo: { run: ./echo } }\n");
        let manifest = manifest.expect("sound").expect("found");
        let run = |service: Option<&str>| {
            let service = service.map(str::to_owned);
            match manifest.of(&Wanted { role: "server".to_owned(), service, ..Wanted::default() }) {
                Stated::Program(program) => program.run.clone().unwrap_or_default(),
                Stated::Elsewhere => "elsewhere".to_owned(),
                Stated::Nothing => "nothing".to_owned(),
            }
        };
        assert_eq!([run(None), run(Some("echo")), run(Some("quote"))], ["./all", "./echo", "elsewhere"]);
        let manifest = read("services: { echo: { run: ./echo } }\n").expect("sound").expect("found");
        let of = |service| {
            manifest.of(&Wanted {
                role: "server".to_owned(),
                service: Some(String::from(service)),
                ..Wanted::default()
            })
        };
        assert_eq!(of("quote"), Stated::Nothing);
        assert!(matches!(of("echo"), Stated::Program(_)));
    }

    #[test]
    fn mistakes_are_named() {
        let mistake = |text: &str| read(text).expect_err("a mistake");
        assert_eq!(
            mistake("programs: { server: { file: app/server.py } }"),
            "`harness.yaml`, program `server`: there is no `app/server.py` in the submission."
        );
        assert_eq!(
            mistake("programs: { client: { file: ../other/client.py } }"),
            "`harness.yaml`, program `client`: `../other/client.py` leads out of the submission; write a path inside it."
        );
        assert_eq!(
            mistake("programs: { server: {} }"),
            "`harness.yaml`, program `server`: name its main `file`, or the line that would `run` it."
        );
        assert_eq!(
            mistake("programs: { server: { run: python3 'a.py } }"),
            "`harness.yaml`, program `server`: the line `python3 'a.py` is empty or its quotes do not match."
        );
        let unknown = mistake("programs:\n  server:\n    fil: app/main.py\n");
        assert!(unknown.contains("fil") && unknown.contains('3'), "{unknown}");
    }
}
