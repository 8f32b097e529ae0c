//! `harness doctor`: what this machine gives, what it refuses and why, and what to do about it.

mod machine;
mod page;
mod remedy;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{options, say};
use crate::exit::Exit;
use crate::program::ask::ask;
use crate::run::level;
use crate::sandbox::Level;
use crate::sandbox::probe::{Answer, Service};
use crate::verdict::Fault;
use machine::Machine;

/// Says what this machine gives, step by step, what it refuses, and what to do about it.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 the level `full` is given, 3 it is not.")]
pub(super) struct Doctor {}

/// The part of the doctor that asks the kernel; it needs a process of its own.
#[derive(Debug, Args)]
pub(super) struct Probe {
    folder: PathBuf,
    uid: Option<u32>,
}

/// Everything that was found out.
struct Findings {
    machine: Machine,
    /// The kernel's answers, as far as it was asked, in the order of [`Service::ALL`].
    answers: Vec<Answer>,
    /// How many services are left out because the harness is not root.
    roots_alone: usize,
    /// Whether there are time zones to draw from.
    has_zones: bool,
    /// The browser that pages are shown to, as it names itself.
    browser: Option<String>,
    /// A whole rehearsal at each level.
    full: Result<(), Fault>,
    plain: Result<(), Fault>,
}

impl Doctor {
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(super) fn run(self) -> Exit {
        let harness = match options::executable() {
            Ok(harness) => harness,
            Err(exit) => return exit,
        };
        let uid = level::program_uid(Level::Full);
        let answers = match probe(&harness, uid) {
            Ok(answers) => answers,
            Err(error) => {
                say::complain(&format!("the kernel could not be asked: {error}"), "See whether TMPDIR has room.");
                return Exit::Fault;
            }
        };
        let stages = match options::fork_server(&harness) {
            Ok(stages) => stages,
            Err(exit) => return exit,
        };
        let zones = crate::plan::zone::available(Path::new("/usr/share/zoneinfo"));
        let findings = Findings {
            answers,
            roots_alone: Service::ALL.iter().filter(|service| uid.is_none() && service.is_roots()).count(),
            has_zones: !zones.is_empty(),
            browser: browser(),
            full: level::rehearse(Level::Full, &stages),
            plain: level::rehearse(Level::Plain, &stages),
            machine: Machine::this(harness),
        };
        let exit = if findings.full.is_ok() { Exit::Full } else { Exit::Fault };
        say::print(&page::page(&findings), exit)
    }
}

impl Probe {
    pub(super) fn run(self) -> std::io::Result<()> {
        crate::sandbox::probe::probe(&self.folder, self.uid)
    }
}

/// The browser of this machine with its version, which it does not tell everybody.
fn browser() -> Option<String> {
    let place = crate::stage::browser::find()?;
    let version = ask(&place, &["--version", "--no-sandbox"]).map(|answer| answer.out.trim().to_owned());
    Some(version.filter(|version| !version.is_empty()).unwrap_or_else(|| place.display().to_string()))
}

/// The kernel's answers. A process that broke off has answered nothing.
fn probe(harness: &Path, uid: Option<u32>) -> std::io::Result<Vec<Answer>> {
    let folder = tempfile::Builder::new().prefix("harness-").permissions(Permissions::from_mode(0o755)).tempdir()?;
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
    let uid = uid.map(|uid| uid.to_string());
    let path = folder.path().display().to_string();
    let arguments: Vec<&str> = ["__probe", &path].into_iter().chain(uid.as_deref()).collect();
    let answer = ask(harness, &arguments).ok_or_else(|| std::io::Error::other("the asking process broke off"))?;
    let answers = answer.out.lines().map(serde_json::from_str).collect::<Result<Vec<Answer>, _>>();
    let mut answers = answers?;
    answers.sort_by_key(|answer| answer.service);
    Ok(answers)
}
