//! Makes a submission ready to be played with: copied, its programs found, their builds and starts decided.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::copy::{Bounds, CopyError, copy, give};
use super::find::{NotFound, find};
use super::language::{self, BUILT, Language, Main, Recipe, Shebang};
use super::manifest::{self, Manifest, Stated};
use super::resolve::resolve;
use super::{Interpreter, Launch, Toolbox, Wanted, lines};
use crate::event::Prepared;
use crate::verdict::{Fault, FaultKind, Finding, FindingKind};

/// A submission, ready as far as it goes.
#[derive(Clone, Debug)]
pub struct Preparation {
    /// The prepared copy; builds run in it and keep what they make there.
    pub folder: PathBuf,
    /// What became of each wanted program, by its [`Wanted::key`].
    pub programs: BTreeMap<String, Outcome>,
    /// What of the submission was not copied, and why: a sentence each.
    pub notes: Vec<String>,
}

/// What became of one program.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It can be built and started.
    Ready(Box<Ready>),
    /// It cannot, and that is the student's.
    Found(Finding),
    /// It cannot, and that is ours.
    Faulted(Fault),
}

/// A program that can be started once its builds have been run.
#[derive(Clone, Debug)]
pub struct Ready {
    /// How it is started; the arguments are the probe's to learn.
    pub launch: Launch,
    /// What must be run first, in this order.
    pub builds: Vec<BuildCommand>,
    /// Its main file, relative to the submission.
    pub file: String,
    /// Its language, for people.
    pub language: String,
    /// The interpreter or compiler whose version a report tells.
    pub told: Option<Arc<Interpreter>>,
}

impl Ready {
    /// What a report says of it. The tool has been asked for its version beside other work; this waits for the answer.
    pub fn facts(&self) -> Prepared {
        let commands: Vec<&str> = self.builds.iter().map(|build| build.shown.as_str()).collect();
        Prepared {
            role: self.launch.role.clone(),
            file: self.file.clone(),
            language: self.language.clone(),
            version: self.told.as_ref().map(|tool| tool.version().to_owned()).unwrap_or_default(),
            built_with: (!commands.is_empty()).then(|| commands.join(" && ")),
        }
    }
}

/// One command of a build.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildCommand {
    /// The command with its folder, tools and limits, to be run like a program.
    pub launch: Launch,
    /// The command as a person would type it.
    pub shown: String,
}

/// Prepares the submission in the folder `into`, for the tools that the user's shell would find. Everything there will
/// belong to `uid`, where one is given.
pub fn prepare(submission: &Path, wanted: &[Wanted], into: &Path, uid: Option<u32>) -> Preparation {
    prepare_with(Toolbox::of_this_machine(), submission, wanted, into, uid)
}

/// Prepares a submission for the tools of this toolbox.
pub fn prepare_with(
    toolbox: &Toolbox,
    submission: &Path,
    wanted: &[Wanted],
    into: &Path,
    uid: Option<u32>,
) -> Preparation {
    let all = |outcome: &dyn Fn(&Wanted) -> Outcome, notes| Preparation {
        folder: into.to_owned(),
        programs: wanted.iter().map(|wanted| (wanted.key(), outcome(wanted))).collect(),
        notes,
    };
    let notes = match copy(submission, into, Bounds::default()) {
        Ok(notes) => notes,
        Err(CopyError::TooLarge(problem)) => return all(&|wanted| unusable(wanted, problem.clone()), Vec::new()),
        Err(CopyError::Failed(path, error)) => {
            let message = format!("`{}` cannot be copied: {error}.", path.display());
            let fault =
                Fault::new(FaultKind::Machine, message, "See to it that it can be read and that the disk has room.");
            return all(&|_| Outcome::Faulted(fault.clone()), Vec::new());
        }
    };
    let programs = match Manifest::read(into) {
        Ok(manifest) => decide(toolbox, manifest, wanted, into),
        Err(problem) => return all(&|wanted| unusable(wanted, problem.clone()), notes),
    };
    let Some(uid) = uid else { return Preparation { folder: into.to_owned(), programs, notes } };
    match give(into, uid) {
        Ok(()) => Preparation { folder: into.to_owned(), programs, notes },
        Err(error) => {
            let message = format!("The copy of the submission cannot be given to user {uid}: {error}.");
            let fault = Fault::new(FaultKind::Machine, message, "Run the harness as an ordinary user, or as root.");
            all(&|_| Outcome::Faulted(fault.clone()), notes)
        }
    }
}

fn decide(
    toolbox: &Toolbox,
    manifest: Option<(PathBuf, Manifest)>,
    wanted: &[Wanted],
    folder: &Path,
) -> BTreeMap<String, Outcome> {
    let (place, manifest) = manifest.unwrap_or_default();
    let found = find(folder, wanted);
    let mut programs = BTreeMap::new();
    for (wanted, found) in wanted.iter().zip(found) {
        let recipe = match (manifest.of(wanted), found) {
            (Stated::Program(program), _) => by_manifest(program, &place, wanted, folder),
            (Stated::Elsewhere, _) => Err(Box::new(Outcome::Found(no_program(wanted, NotFound::default())))),
            (Stated::Nothing, Ok(found)) => of_file(found.language, found.shebang, &found.path, wanted, folder)
                .map(|recipe| (found.path.display().to_string(), recipe)),
            (Stated::Nothing, Err(missing)) => Err(Box::new(Outcome::Found(no_program(wanted, missing)))),
        };
        let ready = recipe.and_then(|(file, recipe)| ready(toolbox, file, recipe, wanted, folder));
        programs.insert(wanted.key(), ready.unwrap_or_else(|outcome| *outcome));
    }
    programs
}

/// The finding of a program that is not in the submission.
pub(crate) fn no_program(wanted: &Wanted, missing: NotFound) -> Finding {
    let NotFound { looked_for, ambiguous } = missing;
    Finding { kind: FindingKind::NoProgram { role: wanted.role.clone(), looked_for, ambiguous }, line: 0 }
}

fn ready(
    toolbox: &Toolbox,
    file: String,
    recipe: Recipe,
    wanted: &Wanted,
    folder: &Path,
) -> Result<Outcome, Box<Outcome>> {
    let resolved = resolve(toolbox, &recipe, wanted, folder).map_err(faulted)?;
    resolved.told.iter().for_each(Interpreter::ask_version);
    let language = recipe.language;
    Ok(Outcome::Ready(Box::new(Ready {
        launch: resolved.launch,
        builds: resolved.builds,
        file,
        language,
        told: resolved.told,
    })))
}

fn faulted(fault: Fault) -> Box<Outcome> {
    Box::new(Outcome::Faulted(fault))
}

fn unusable(wanted: &Wanted, problem: String) -> Outcome {
    Outcome::Found(Finding { kind: FindingKind::Unusable { role: wanted.role.clone(), problem }, line: 0 })
}

/// The recipe of a file, with the exercise's own lines where it has some.
fn of_file(
    language: &dyn Language,
    shebang: Option<Shebang>,
    file: &Path,
    wanted: &Wanted,
    folder: &Path,
) -> Result<Recipe, Box<Outcome>> {
    if !wanted.run.is_empty() {
        let directory = file.parent().unwrap_or(Path::new("")).to_owned();
        return Ok(lines::recipe(&wanted.build, &wanted.run, directory));
    }
    let source = language::read(&folder.join(file));
    let (role, service) = (wanted.role.as_str(), wanted.service.as_deref());
    let main = Main { folder, file, role, service, shebang, source: &source };
    let mut recipe = language.recipe(&main).map_err(faulted)?;
    if !wanted.build.is_empty() {
        lines::replace_builds(&mut recipe, &wanted.build);
    }
    Ok(recipe)
}

/// The recipe that the student's manifest states, and the file to be named in the report.
fn by_manifest(
    program: &manifest::Program,
    place: &Path,
    wanted: &Wanted,
    folder: &Path,
) -> Result<(String, Recipe), Box<Outcome>> {
    let file = program.file.as_ref().map(|file| place.join(file));
    let directory = program.working_directory.as_ref().map(|inner| place.join(inner));
    if let Some(run) = &program.run {
        let shown = file.map_or_else(|| run.clone(), |file| file.display().to_string());
        return Ok((shown, lines::recipe(&program.build, run, directory.unwrap_or_else(|| place.to_owned()))));
    }
    let file = file.unwrap_or_default();
    let head: Vec<u8> = std::fs::read(folder.join(&file)).unwrap_or_default().into_iter().take(256).collect();
    let extension = file.extension().and_then(|extension| extension.to_str());
    let Some((language, shebang)) = language::of(extension, &head) else {
        let problem = format!(
            "`harness.yaml`, program `{}`: it is not known how `{}` is run; say so with a line `run`.",
            wanted.role,
            file.display()
        );
        return Err(Box::new(unusable(wanted, problem)));
    };
    let mut recipe =
        of_file(language, shebang, &file, &Wanted { run: String::new(), build: Vec::new(), ..wanted.clone() }, folder)?;
    if !program.build.is_empty() {
        if recipe.run.iter().any(|word| word.starts_with(BUILT)) {
            let role = &wanted.role;
            let problem =
                format!("`harness.yaml`, program `{role}`: beside `build`, say with `run` how the program is started.");
            return Err(Box::new(unusable(wanted, problem)));
        }
        lines::replace_builds(&mut recipe, &program.build);
    }
    if let Some(directory) = directory.filter(|directory| *directory != recipe.working_directory)
        && !move_to(&mut recipe, &directory, &file)
    {
        let role = &wanted.role;
        let problem = format!(
            "`harness.yaml`, program `{role}`: beside `working_directory`, say with `run` how the program is started."
        );
        return Err(Box::new(unusable(wanted, problem)));
    }
    Ok((file.display().to_string(), recipe))
}

/// Lets a script run in another folder than its own; of another program it is not known how.
fn move_to(recipe: &mut Recipe, directory: &Path, file: &Path) -> bool {
    let Some(name) = recipe.run.last_mut().filter(|name| recipe.builds.is_empty() && file.ends_with(name.as_str()))
    else {
        return false;
    };
    // Up from the new folder to the prepared one, then down to the file.
    let up = directory.components().filter(|part| matches!(part, Component::Normal(_))).map(|_| Path::new(".."));
    *name = up.chain([file]).collect::<PathBuf>().display().to_string();
    directory.clone_into(&mut recipe.working_directory);
    true
}

#[cfg(test)]
mod machine;
#[cfg(test)]
mod tests;
