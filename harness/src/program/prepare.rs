//! Makes a submission ready to be played with: copied, its programs found, their builds and starts decided.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::copy::{Bounds, CopyError, copy, give};
use super::find::{NotFound, find};
use super::language::{self, BUILT, Language, Main, Recipe, Shebang};
use super::manifest::{self, Manifest};
use super::resolve::{Resolved, resolve, shown};
use super::{Launch, Toolbox, Wanted, lines};
use crate::event::Prepared;
use crate::verdict::{Fault, FaultKind, Finding, FindingKind};

/// A submission, ready as far as it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Preparation {
    /// The prepared copy; builds run in it and keep what they make there.
    pub folder: PathBuf,
    /// What became of each wanted program, by role.
    pub programs: BTreeMap<String, Outcome>,
    /// What of the submission was not copied, and why: a sentence each.
    pub notes: Vec<String>,
}

/// What became of one program.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It can be built and started.
    Ready(Box<Ready>),
    /// It cannot, and that is the student's.
    Found(Finding),
    /// It cannot, and that is ours.
    Faulted(Fault),
}

/// A program that can be started once its builds have been run.
#[derive(Clone, Debug, PartialEq)]
pub struct Ready {
    /// How it is started; the arguments are the probe's to learn.
    pub launch: Launch,
    /// What must be run first, in this order.
    pub builds: Vec<BuildCommand>,
    /// What a report says of it.
    pub facts: Prepared,
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
        programs: wanted.iter().map(|wanted| (wanted.role.clone(), outcome(wanted))).collect(),
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

/// A program whose recipe is resolved, and what is known of it for the report.
struct Settled {
    file: String,
    recipe: Recipe,
    resolved: Resolved,
}

fn decide(
    toolbox: &Toolbox,
    manifest: Option<(PathBuf, Manifest)>,
    wanted: &[Wanted],
    folder: &Path,
) -> BTreeMap<String, Outcome> {
    let (place, manifest) = manifest.unwrap_or_default();
    let found = find(folder, wanted);
    let settled: Vec<_> = wanted
        .iter()
        .zip(found)
        .map(|(wanted, found)| {
            let stated = manifest.programs.iter().find(|(role, _)| role.to_string() == wanted.role);
            let (file, recipe) = match (stated, found) {
                (Some((_, program)), _) => by_manifest(program, &place, wanted, folder)?,
                (None, Ok(found)) => {
                    let recipe = of_file(found.language, found.shebang.clone(), &found.path, wanted, folder)?;
                    (found.path.display().to_string(), recipe)
                }
                (None, Err(NotFound { looked_for, ambiguous })) => {
                    let kind = FindingKind::NoProgram { role: wanted.role.clone(), looked_for, ambiguous };
                    return Err(Box::new(Outcome::Found(Finding { kind, line: 0 })));
                }
            };
            let resolved = resolve(toolbox, &recipe, wanted, folder).map_err(faulted)?;
            resolved.told.iter().for_each(super::Interpreter::ask_version);
            Ok(Settled { file, recipe, resolved })
        })
        .collect();
    // Only now, so that every version has been asked for before the first one is waited for.
    let outcomes = settled.into_iter().map(|one| one.map_or_else(|outcome| *outcome, Settled::ready));
    wanted.iter().map(|wanted| wanted.role.clone()).zip(outcomes).collect()
}

impl Settled {
    fn ready(self) -> Outcome {
        let Self { file, recipe, resolved } = self;
        let commands: Vec<String> = recipe.builds.iter().map(|command| shown(command)).collect();
        let facts = Prepared {
            role: resolved.launch.role.clone(),
            file,
            language: recipe.language,
            version: resolved.told.map(|tool| tool.version().to_owned()).unwrap_or_default(),
            built_with: (!commands.is_empty()).then(|| commands.join(" && ")),
        };
        Outcome::Ready(Box::new(Ready { launch: resolved.launch, builds: resolved.builds, facts }))
    }
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
    let main = Main { folder, file, role: &wanted.role, shebang, source: &source };
    language.recipe(&main).map_err(faulted)
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
    let mut recipe = of_file(language, shebang, &file, &Wanted { run: String::new(), ..wanted.clone() }, folder)?;
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
