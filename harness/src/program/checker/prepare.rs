//! Makes the scripts of a spec ready to be run: written to a folder of their own, each with what interprets it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::super::copy::give;
use super::super::language::{self, Main, Recipe, Shebang};
use super::super::resolve::resolve;
use super::super::{Launch, Toolbox, Wanted};
use super::LIMITS;
use crate::sandbox::view::place_files;
use crate::verdict::{Fault, FaultKind};

/// The files of a spec's scripts, as they lie beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scripts {
    /// What they hold, by the paths that the spec names them with.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Those that are run; the others are there for them.
    pub run: BTreeSet<String>,
}

/// How each script is started, or why it cannot be on this machine.
pub type Launches = BTreeMap<String, Result<Launch, Fault>>;

/// What keeps a file from being a script, if anything: the mistake and its remedy.
pub fn mistake_of(file: &str, content: &[u8]) -> Option<(String, String)> {
    match language_of(file, content) {
        None => Some((
            format!("it is not known what runs `{file}`"),
            "Give it a first line such as `#!/usr/bin/env python3`, or an ending such as `.py`.".to_owned(),
        )),
        Some((language, _)) if !is_interpreted(language.name()) => Some((
            format!("`{file}` is {}, which would have to be built first", language.name()),
            "Write it in a language that is run as it stands, such as Python, or name the built program.".to_owned(),
        )),
        Some(_) => None,
    }
}

/// Writes the scripts into the folder, which will belong to `owner` where one is given, and nobody else looks into it.
pub fn prepare(toolbox: &Toolbox, scripts: &Scripts, into: &Path, owner: Option<u32>) -> Launches {
    if scripts.run.is_empty() {
        return Launches::new();
    }
    let files = scripts.files.iter().map(|(path, content)| (Path::new(path), content.as_slice()));
    let written = place_files(files, into).map_err(|error| {
        let message = format!("The spec's scripts cannot be written to `{}`: {error}.", into.display());
        Fault::new(FaultKind::Machine, message, "See to it that the disk has room.")
    });
    let launch = |file: &String| written.clone().and_then(|()| launch(toolbox, file, scripts, into));
    let launches: Launches = scripts.run.iter().map(|file| (file.clone(), launch(file))).collect();
    let given = owner.map_or(Ok(()), |owner| give(into, owner));
    match given.and_then(|()| fs::set_permissions(into, Permissions::from_mode(0o700))) {
        Ok(()) => launches,
        Err(error) => {
            let message = format!("The spec's scripts cannot be kept apart: {error}.");
            let fault = Fault::new(FaultKind::Machine, message, "Run the harness as an ordinary user, or as root.");
            launches.into_keys().map(|file| (file, Err(fault.clone()))).collect()
        }
    }
}

fn launch(toolbox: &Toolbox, file: &str, scripts: &Scripts, folder: &Path) -> Result<Launch, Fault> {
    let content = scripts.files.get(file).map(Vec::as_slice).unwrap_or_default();
    let found = language_of(file, content).filter(|(language, _)| is_interpreted(language.name()));
    let Some((language, shebang)) = found else {
        let message = format!("It is not known what runs the spec's script `{file}`.");
        return Err(Fault::new(FaultKind::Spec, message, "Run `harness lint` on the spec."));
    };
    let source = language::read(&folder.join(file));
    let main = Main { folder, file: Path::new(file), role: "script", service: None, shebang, source: &source };
    let wanted = Wanted { role: "script".to_owned(), limits: LIMITS, ..Wanted::default() };
    let resolved = language.recipe(&main).and_then(|recipe: Recipe| resolve(toolbox, &recipe, &wanted, folder));
    let resolved = resolved.map_err(|fault| match fault.kind {
        // What is missing is missing for everybody's submission: this machine cannot play the check.
        FaultKind::Toolchain | FaultKind::Unsupported => Fault::new(
            FaultKind::Unsupported,
            format!("The spec's script `{file}` cannot be run here. {}", fault.message),
            fault.remedy,
        ),
        FaultKind::Kernel | FaultKind::Spec | FaultKind::Machine | FaultKind::Harness | FaultKind::Refused => fault,
    })?;
    Ok(resolved.launch)
}

fn language_of(file: &str, content: &[u8]) -> Option<(&'static dyn language::Language, Option<Shebang>)> {
    let extension = Path::new(file).extension().and_then(|extension| extension.to_str());
    language::of(extension, &content[..content.len().min(256)])
}

/// Whether a program in this language runs as it stands.
fn is_interpreted(language: &str) -> bool {
    ["Python", "JavaScript", "Ruby", "Perl", "shell", "script", "executable"].contains(&language)
}

#[cfg(test)]
mod tests {
    use super::{Scripts, mistake_of, prepare};
    use crate::program::Toolbox;
    use crate::verdict::FaultKind;

    #[test]
    fn what_runs_a_script_is_known_by_its_first_line_or_its_ending() {
        let title = |file: &str, head: &str| mistake_of(file, head.as_bytes()).map(|(title, _)| title);
        assert_eq!(title("check.py", "print()\n"), None);
        assert_eq!(title("check", "#!/bin/sh\n"), None);
        assert_eq!(title("check.txt", "print()\n").as_deref(), Some("it is not known what runs `check.txt`"));
        assert_eq!(
            title("check.c", "main() {}\n").as_deref(),
            Some("`check.c` is C, which would have to be built first")
        );
        assert_eq!(
            title("check.lua", "").as_deref(),
            Some("`check.lua` is a language without support, which would have to be built first")
        );
    }

    #[test]
    fn a_script_lies_in_a_folder_of_its_own_and_a_missing_interpreter_is_no_fault_of_anybodys() {
        let place = tempfile::tempdir().expect("a folder");
        let files = ["a.sh", "sub/b.rb"].map(|file| (file.to_owned(), b"exit 0\n".to_vec())).into();
        let scripts = Scripts { files, run: ["a.sh", "sub/b.rb"].map(str::to_owned).into() };
        let bare = Toolbox::new([std::path::PathBuf::from("/bin")], None);
        let launches = prepare(&bare, &scripts, &place.path().join("scripts"), None);
        let shell = launches["a.sh"].as_ref().expect("every machine has a shell");
        assert_eq!(shell.command.last().map(String::as_str), Some("a.sh"));
        assert!(place.path().join("scripts/sub/b.rb").is_file());
        let nowhere = prepare(&Toolbox::new([], None), &scripts, &place.path().join("others"), None);
        let fault = nowhere["sub/b.rb"].as_ref().expect_err("no tools, no Ruby");
        assert_eq!(fault.kind, FaultKind::Unsupported);
        assert_eq!(
            fault.message,
            "The spec's script `sub/b.rb` cannot be run here. This machine has no `ruby`, which a program in Ruby needs."
        );
    }
}
