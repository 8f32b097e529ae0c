//! From a recipe to commands that this machine can run: tools put in their places, files written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::language::{BUILT, Recipe};
use super::needs::missing;
use super::{BuildCommand, Interpreter, Launch, Services, Toolbox, Wanted, is_below};
use crate::sandbox::Limits;
use crate::verdict::{Fault, FaultKind, Transport};

/// What a recipe becomes on this machine.
pub(crate) struct Resolved {
    pub(crate) launch: Launch,
    pub(crate) builds: Vec<BuildCommand>,
    /// The tool whose version is reported.
    pub(crate) told: Option<Arc<Interpreter>>,
}

/// A build takes longer and more than a program may. It may keep four processors busy all the time.
const BUILD_LIMITS: Limits = Limits {
    step_seconds: 120,
    check_seconds: 120,
    processor_seconds: 480,
    processes: 512,
    memory_mib: 4096,
    files_mib: 512,
    output_kib: 256,
};

/// Resolves the tools of a recipe and writes its files into the prepared folder.
pub(crate) fn resolve(toolbox: &Toolbox, recipe: &Recipe, wanted: &Wanted, folder: &Path) -> Result<Resolved, Fault> {
    let mut tools = Vec::new();
    for (at, alternatives) in recipe.tools.iter().enumerate() {
        let special = recipe.missing.clone().filter(|_| at == 0);
        let absent = || special.unwrap_or_else(|| missing(alternatives, &recipe.language));
        tools.push((alternatives.as_slice(), toolbox.find_any(alternatives).ok_or_else(absent)?));
    }
    write(recipe, wanted, folder)?;
    let running: Vec<_> =
        match recipe.run.first().and_then(|first| tools.iter().find(|(names, _)| names.contains(first))) {
            // A built program needs nothing of its compiler; what runs by lines of its author may need anything.
            Some(interpreter) if !recipe.builds.is_empty() => vec![interpreter.clone()],
            None if recipe.run.first().is_some_and(|first| first.starts_with(BUILT)) => Vec::new(),
            _ => tools.clone(),
        };
    let launch = launch(recipe, wanted, folder, &recipe.run, &running);
    let build = |command: &Vec<String>| {
        let launch = Launch { limits: BUILD_LIMITS, ..self::launch(recipe, wanted, folder, command, &tools) };
        BuildCommand { shown: shown(command), launch }
    };
    Ok(Resolved {
        launch,
        builds: recipe.builds.iter().map(build).collect(),
        told: tools.first().map(|(_, tool)| tool.clone()),
    })
}

/// A command as a person would type it.
pub fn shown(command: &[String]) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "_@%+=:,./-{}".contains(letter);
    let word = |word: &String| {
        if word.chars().all(plain) && !word.is_empty() {
            return word.clone();
        }
        // A word cannot hold a NUL: it came from a file name or from a line of text.
        shlex::try_quote(word).map_or_else(|_| word.clone(), Cow::into_owned)
    };
    command.iter().map(word).collect::<Vec<_>>().join(" ")
}

type Tool<'a> = (&'a [String], Arc<Interpreter>);

fn launch(recipe: &Recipe, wanted: &Wanted, folder: &Path, command: &[String], tools: &[Tool<'_>]) -> Launch {
    let mut command = command.to_vec();
    if let Some(first) = command.first_mut()
        && let Some((_, tool)) = tools.iter().find(|(names, _)| names.contains(first))
    {
        *first = tool.word();
    }
    Launch {
        role: wanted.role.clone(),
        command,
        arguments: Vec::new(),
        folder: folder.to_owned(),
        working_directory: recipe.working_directory.clone(),
        environment: recipe.environment.clone(),
        path: distinct(tools.iter().flat_map(|(_, tool)| &tool.path_entries)),
        toolchain: distinct(tools.iter().flat_map(|(_, tool)| &tool.prefixes)),
        input: wanted.input.clone(),
        line_end: String::new(),
        habits: BTreeMap::new(),
        port: wanted.port,
        transport: Transport::default(),
        services: Services::default(),
        limits: wanted.limits,
    }
}

fn distinct<'a>(folders: impl Iterator<Item = &'a PathBuf>) -> Vec<PathBuf> {
    let mut distinct: Vec<PathBuf> = Vec::new();
    for folder in folders {
        if !distinct.contains(folder) {
            distinct.push(folder.clone());
        }
    }
    distinct
}

/// Writes what the build wants, then the instructor's files, and makes the program executable.
fn write(recipe: &Recipe, wanted: &Wanted, folder: &Path) -> Result<(), Fault> {
    let place = folder.join(&recipe.working_directory);
    let failed = |path: &Path, error: &io::Error| {
        Fault::new(
            FaultKind::Machine,
            format!("`{}` cannot be written: {error}.", path.display()),
            "See to it that the disk has room and the folder for temporary files can be written.",
        )
    };
    let built = place.join(BUILT);
    fs::create_dir_all(&built).map_err(|error| failed(&built, &error))?;
    for (path, content) in &recipe.written {
        put(&place.join(path), content).map_err(|error| failed(path, &error))?;
    }
    for supplied in &wanted.supplied {
        if !is_below(&supplied.path) {
            return Err(Fault::new(
                FaultKind::Spec,
                format!("The exercise supplies a file at `{}`, outside the program's folder.", supplied.path.display()),
                "Give a path inside the folder in which the program runs.",
            ));
        }
        put(&place.join(&supplied.path), &supplied.content).map_err(|error| failed(&supplied.path, &error))?;
    }
    let program = recipe.run.first().filter(|first| first.contains('/')).map(|first| place.join(first));
    match program.filter(|program| program.is_file()) {
        // Archives lose this bit.
        Some(program) => {
            fs::set_permissions(&program, Permissions::from_mode(0o755)).map_err(|error| failed(&program, &error))
        }
        None => Ok(()),
    }
}

/// Writes a file in place of whatever stands there, a link too.
fn put(file: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    if fs::symlink_metadata(file).is_ok_and(|about| !about.is_dir()) {
        fs::remove_file(file)?;
    }
    fs::write(file, content)
}
