//! The exercises that are inside the binary, and specs found by a path.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Exercise, load, scripts};
use crate::text::excerpt::without_mark;
use crate::text::{Complaint, Place, similar};

/// The specs of the exercises, by id, in the order of the sheets.
pub const EXERCISES: &[(&str, &str)] = &[
    ("echo", include_str!("../../../specs/echo.yaml")),
    ("time-echo", include_str!("../../../specs/time-echo.yaml")),
    ("rps", include_str!("../../../specs/rps.yaml")),
    ("http-requests", include_str!("../../../specs/http-requests.yaml")),
    ("nameserver", include_str!("../../../specs/nameserver.yaml")),
    ("http-fetch", include_str!("../../../specs/http-fetch.yaml")),
    ("hello-goodbye", include_str!("../../../specs/hello-goodbye.yaml")),
    ("hello-http", include_str!("../../../specs/hello-http.yaml")),
    ("collect", include_str!("../../../specs/collect.yaml")),
    ("host-info", include_str!("../../../specs/host-info.yaml")),
    ("codecs", include_str!("../../../specs/codecs.yaml")),
    ("daytime", include_str!("../../../specs/daytime.yaml")),
    ("daytime-live", include_str!("../../../specs/daytime-live.yaml")),
    ("chat", include_str!("../../../specs/chat.yaml")),
    ("doctor", include_str!("../../../specs/doctor.yaml")),
    ("small-services", include_str!("../../../specs/small-services.yaml")),
    ("http-raw", include_str!("../../../specs/http-raw.yaml")),
    ("url-lines", include_str!("../../../specs/url-lines.yaml")),
    ("url-words", include_str!("../../../specs/url-words.yaml")),
    ("follow-links", include_str!("../../../specs/follow-links.yaml")),
    ("udp-echo", include_str!("../../../specs/udp-echo.yaml")),
    ("netcat", include_str!("../../../specs/netcat.yaml")),
    ("first-client", include_str!("../../../specs/first-client.yaml")),
    ("message", include_str!("../../../specs/message.yaml")),
    ("web-server", include_str!("../../../specs/web-server.yaml")),
    ("web-server-threaded", include_str!("../../../specs/web-server-threaded.yaml")),
    ("http-client", include_str!("../../../specs/http-client.yaml")),
    ("port-scanner", include_str!("../../../specs/port-scanner.yaml")),
];

/// A spec's text, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What complaints call the file.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The folder it lies in, where supplied files are looked for; `None` for an exercise of the binary.
    pub folder: Option<PathBuf>,
}

/// Finds a spec by an exercise's id or, with the ending `.yaml` or `.yml`, by a path.
pub fn find(given: &str) -> Result<Source, Complaint> {
    let path = Path::new(given);
    if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
        return read(path);
    }
    if let Some(text) = embedded(given) {
        return Ok(Source { name: format!("specs/{given}.yaml"), text: text.to_owned(), folder: None });
    }
    let remedy = if path.exists() {
        "A spec's file name ends in `.yaml`.".to_owned()
    } else {
        similar::remedy(given, EXERCISES.iter().map(|(id, _)| *id))
    };
    Err(Complaint::new(Place::default(), format!("there is no exercise `{given}`"), remedy))
}

impl Source {
    /// The exercise in it, or every mistake of it.
    pub fn load(&self) -> Result<Exercise, Vec<Complaint>> {
        let included = RefCell::<BTreeMap<String, String>>::default();
        let other = |id: &str| {
            let text = self.other(id)?;
            included.borrow_mut().insert(id.to_owned(), text.clone());
            Some(text)
        };
        let mut exercise = load(&self.text, &other)?;
        exercise.included = included.take();
        exercise.supplied = self.supplied(&exercise)?;
        exercise.scripts = scripts::read(&exercise, self.folder.as_deref(), without_mark(&self.text))?;
        Ok(exercise)
    }

    /// Everything that the exercise is made of, by name: the spec's text, the specs it includes, supplied files and scripts.
    pub fn parts(&self, exercise: &Exercise) -> BTreeMap<String, Vec<u8>> {
        let name = Path::new(&self.name)
            .file_name()
            .map_or_else(|| self.name.clone(), |name| name.to_string_lossy().into_owned());
        let mut parts = BTreeMap::from([(name, self.text.clone().into_bytes())]);
        let included = exercise.included.iter();
        parts.extend(included.map(|(id, text)| (format!("{id}.yaml"), text.clone().into_bytes())));
        parts.extend(exercise.supplied.clone());
        parts.extend(exercise.scripts.files.clone());
        parts
    }

    /// The text of another exercise's spec, which lies beside this one or is inside the binary.
    fn other(&self, id: &str) -> Option<String> {
        let beside = self.folder.as_ref().map(|folder| folder.join(format!("{id}.yaml")));
        beside.and_then(|path| std::fs::read_to_string(path).ok()).or_else(|| embedded(id).map(str::to_owned))
    }

    /// What the files hold that the exercise supplies.
    fn supplied(&self, exercise: &Exercise) -> Result<BTreeMap<String, Vec<u8>>, Vec<Complaint>> {
        let mut supplied = BTreeMap::new();
        let mut complaints = Vec::new();
        for path in exercise.programs.all().flat_map(|(_, program)| &program.supplied) {
            let content = match &self.folder {
                Some(folder) => std::fs::read(folder.join(&path.value)),
                None => Err(std::io::ErrorKind::NotFound.into()),
            };
            match content {
                Ok(content) => drop(supplied.insert(path.value.clone(), content)),
                Err(error) => complaints.push(Complaint::new(
                    path.place,
                    format!("`{}` cannot be read: {error}", path.value),
                    "Put the file beside the spec, or correct its path.",
                )),
            }
        }
        if complaints.is_empty() { Ok(supplied) } else { Err(complaints) }
    }
}

fn embedded(id: &str) -> Option<&'static str> {
    EXERCISES.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

fn read(path: &Path) -> Result<Source, Complaint> {
    let name = path.display().to_string();
    let complain = |why: String, remedy: &str| Complaint::new(Place::default(), why, remedy);
    let bytes = std::fs::read(path)
        .map_err(|error| complain(format!("`{name}` cannot be read: {error}"), "Give the path of a spec's file."))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| complain(format!("`{name}` is not text in UTF-8"), "Save it in that encoding."))?;
    let folder = path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    Ok(Source { name, text, folder: folder.map(Path::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::{EXERCISES, Source, find};
    use crate::text::excerpt::render_all;

    #[test]
    fn every_exercise_is_sound_and_bears_its_id() {
        for (id, text) in EXERCISES {
            let exercise = find(id).expect("it is in the list").load();
            let exercise = exercise.unwrap_or_else(|mistakes| panic!("{}", render_all(&mistakes, id, text, false)));
            assert_eq!(exercise.exercise.value, *id);
        }
    }

    #[test]
    fn an_unknown_exercise_is_told_with_the_one_that_was_meant() {
        let complaint = find("time-ehco").expect_err("there is none");
        assert_eq!(complaint.title, "there is no exercise `time-ehco`");
        assert_eq!(complaint.remedy, "Did you mean `time-echo`?");
        assert_eq!(find("src").expect_err("a folder").remedy, "A spec's file name ends in `.yaml`.");
    }

    #[test]
    fn a_path_overrides_and_includes_come_from_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("time-echo.yaml");
        std::fs::write(&path, "format: 1\n").expect("written");
        let given = path.to_str().expect("a plain path");
        let source =
            Source { name: given.to_owned(), text: "format: 1\n".to_owned(), folder: Some(folder.path().into()) };
        assert_eq!(find(given), Ok(source));
        let head = |id: &str, more: &str| {
            format!(
                "format: 1\nexercise: {id}\ntitle: X\nsheet: S\nprograms: {{ server: {{ files: [server.*] }} }}\n{more}"
            )
        };
        for (id, more) in [
            ("top", "include: [{ exercise: middle }]"),
            ("middle", "include: [{ exercise: time-echo, checks: [ends-at-eof] }]"),
        ] {
            std::fs::write(folder.path().join(format!("{id}.yaml")), head(id, more)).expect("written");
        }
        std::fs::remove_file(&path).expect("removed");
        let top = find(folder.path().join("top.yaml").to_str().expect("a plain path")).expect("found");
        let parts = top.parts(&top.load().expect("an exercise"));
        let names: Vec<&str> = parts.keys().map(String::as_str).collect();
        assert_eq!(names, ["middle.yaml", "time-echo.yaml", "top.yaml"], "also what an included spec includes");
        let missing = find("nowhere/x.yaml").expect_err("no such file");
        assert_eq!(missing.title, "`nowhere/x.yaml` cannot be read: No such file or directory (os error 2)");
    }
}
