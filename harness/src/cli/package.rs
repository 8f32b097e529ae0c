//! `harness package`: an exercise as a learning platform wants its autograder, in one file to be uploaded.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::options::executable;
use super::{say, specs};
use crate::class::results::{folder_of, part_in};
use crate::exit::Exit;

/// Packs an exercise for a learning platform: the harness itself, the spec, and what the platform starts.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  harness package gradescope time-echo --out autograder.zip")]
pub(super) struct Package {
    /// The platform.
    #[arg(value_enum)]
    platform: Platform,
    /// The id of an exercise, or the path of a spec.
    #[arg(value_name = "EXERCISE|SPEC.yaml")]
    exercise: String,
    /// The file to be uploaded.
    #[arg(long, value_name = "FILE", default_value = "autograder.zip")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Platform {
    /// The zip file of a Gradescope programming assignment.
    Gradescope,
}

const SETUP: &str = include_str!("package/setup.sh");
const RUN: &str = include_str!("package/run_autograder");
/// What stands in [`RUN`] for the exercise.
const EXERCISE: &str = "@EXERCISE@";

impl Package {
    pub(super) fn run(self) -> Exit {
        self.pack().unwrap_or_else(|exit| exit)
    }

    fn pack(&self) -> Result<Exit, Exit> {
        let source = specs::find(&self.exercise)?;
        let exercise = specs::load(&self.exercise)?;
        let harness = executable()?;
        // An exercise of the binary needs no file; any other takes along what its spec names.
        let parts = if source.folder.is_some() { source.parts(&exercise) } else { BTreeMap::new() };
        let spec = Path::new(&source.name).file_name().map(|name| name.to_string_lossy().into_owned());
        let given = if parts.is_empty() { exercise.exercise.value.clone() } else { spec.unwrap_or_default() };
        let Platform::Gradescope = self.platform;
        let quoted =
            shlex::try_quote(&given).map_err(|_| say::usage("the spec's name holds a NUL", "Call it otherwise."))?;
        let run = RUN.replace(EXERCISE, &quoted);
        write(&self.out, &harness, &run, &parts).map_err(|error| {
            let what = format!("`{}` cannot be written: {error}", self.out.display());
            say::usage(&what, "Give a path that you may write to.")
        })?;
        let told = format!(
            "{} holds the autograder of {}: upload it as the autograder of a Gradescope programming assignment.\n\
             Without namespaces there, checks are played at the level `plain`. The harness in it is the one you have started; \
             it needs a system as new as this one, such as Gradescope's newest Ubuntu.\n",
            self.out.display(),
            exercise.exercise.value
        );
        Ok(say::print(&told, Exit::Full))
    }
}

/// Writes the archive whole or not at all.
fn write(out: &Path, harness: &Path, run: &str, parts: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    let mut file = part_in(folder_of(out))?;
    let mut archive = ZipWriter::new(file.as_file_mut());
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in [("setup.sh", SETUP), ("run_autograder", run)] {
        archive.start_file(name, options.unix_permissions(0o755))?;
        archive.write_all(text.as_bytes())?;
    }
    archive.start_file("harness", options.unix_permissions(0o755))?;
    io::copy(&mut File::open(harness)?, &mut archive)?;
    for (name, content) in parts {
        archive.start_file(format!("spec/{name}"), options.unix_permissions(0o644))?;
        archive.write_all(content)?;
    }
    archive.finish()?;
    file.persist(out)?;
    Ok(())
}
