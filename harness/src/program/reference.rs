//! The reference solutions: programs beside the harness's own executable, prepared like a submission of executables.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::copy::give;
use super::find::NotFound;
use super::language::Recipe;
use super::prepare::{Outcome, Preparation, Ready, no_program};
use super::resolve::resolve;
use super::{Toolbox, Wanted};
use crate::verdict::{Fault, FaultKind};

/// Prepares the reference solution of an exercise in the folder `into`. `own` is the harness's executable.
pub fn prepare_reference(exercise: &str, own: &Path, wanted: &[Wanted], into: &Path, uid: Option<u32>) -> Preparation {
    let outcome = |wanted: &Wanted| {
        if wanted.service.is_some() {
            // The reference solution has one server for all services.
            return Outcome::Found(no_program(wanted, NotFound::default()));
        }
        // One program may play both roles: it is named for the exercise alone.
        let both = exercise.replace('-', "_");
        let own_role = format!("{both}_{}", wanted.role);
        let name = if is_there(&own_role, own) || !is_there(&both, own) { own_role } else { both };
        ready(&name, own, wanted, into, uid).map_or_else(Outcome::Faulted, |ready| Outcome::Ready(Box::new(ready)))
    };
    let programs: BTreeMap<_, _> = wanted.iter().map(|wanted| (wanted.key(), outcome(wanted))).collect();
    Preparation { folder: into.to_owned(), programs, notes: Vec::new() }
}

fn is_there(name: &str, own: &Path) -> bool {
    places(own).into_iter().any(|folder| folder.join(name).is_file())
}

fn ready(name: &str, own: &Path, wanted: &Wanted, into: &Path, uid: Option<u32>) -> Result<Ready, Fault> {
    let program =
        places(own).into_iter().map(|folder| folder.join(name)).find(|file| file.is_file()).ok_or_else(|| {
            Fault::new(
                FaultKind::Toolchain,
                format!("The reference solution `{name}` is not beside the harness."),
                "Build it with `cargo build` in the project's folder, or install it beside `harness`.",
            )
        })?;
    let failed = |error: std::io::Error| {
        let message = format!("The reference solution `{name}` cannot be copied: {error}.");
        Fault::new(FaultKind::Machine, message, "See to it that the disk has room.")
    };
    fs::create_dir_all(into).map_err(failed)?;
    fs::copy(&program, into.join(name)).map_err(failed)?;
    let recipe = Recipe { language: "Rust".to_owned(), run: vec![format!("./{name}")], ..Recipe::default() };
    // It needs no tool of this machine.
    let resolved = resolve(&Toolbox::new([], None), &recipe, wanted, into)?;
    if let Some(uid) = uid {
        give(into, uid).map_err(failed)?;
    }
    Ok(Ready {
        launch: resolved.launch,
        builds: Vec::new(),
        file: name.to_owned(),
        language: recipe.language,
        told: None,
    })
}

/// Where the programs may lie: beside the harness, above it (tests run in cargo's `deps`), and in cargo's other profiles.
fn places(own: &Path) -> Vec<PathBuf> {
    let Some(beside) = own.parent() else { return Vec::new() };
    let above = beside.parent().unwrap_or(beside);
    vec![
        beside.to_owned(),
        above.to_owned(),
        above.join("debug"),
        above.join("release"),
        above.join("target/debug"),
        above.join("target/release"),
    ]
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::prepare_reference;
    use crate::program::{Outcome, Wanted};

    #[test]
    fn the_program_of_the_role_is_found_beside_the_harness_or_above_it() {
        let (target, into) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        fs::create_dir(target.path().join("deps")).expect("a folder");
        fs::copy("/bin/sh", target.path().join("time_echo_server")).expect("copied");
        let wanted = ["server", "client"].map(|role| Wanted { role: role.to_owned(), port: 7, ..Wanted::default() });
        let made = prepare_reference("time-echo", &target.path().join("deps/harness-1"), &wanted, into.path(), None);
        let Outcome::Ready(server) = &made.programs["server"] else { panic!("no server: {made:?}") };
        assert_eq!((server.launch.command.as_slice(), server.launch.port), (&["./time_echo_server".to_owned()][..], 7));
        assert!(into.path().join("time_echo_server").is_file());
        let Outcome::Faulted(fault) = &made.programs["client"] else { panic!("a client: {made:?}") };
        assert_eq!(fault.message, "The reference solution `time_echo_client` is not beside the harness.");
    }
}
