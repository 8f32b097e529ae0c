//! Which level of isolation this machine gives, found out by setting a stage.

use std::collections::BTreeMap;
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::slots::Slots;
use super::stage_client;
use crate::event::EventKind;
use crate::plan::{Order, Play};
use crate::program::{Launch, Services};
use crate::sandbox::fork_server::ForkServer;
use crate::sandbox::{Level, Limits};
use crate::stage::near::NearRule;
use crate::stage::{Setting, Standing};
use crate::verdict::{Fault, FaultKind, Transport};

/// What a person asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// `full` where the machine gives it, else `plain`.
    #[default]
    Auto,
    /// `full`, or nothing.
    Full,
    /// `plain`, whatever the machine gives.
    Plain,
}

/// The level to run at, and why it is not `full` if it was to be.
pub fn decide(isolation: Isolation, stages: &ForkServer) -> Result<(Level, Option<Fault>), Fault> {
    match isolation {
        Isolation::Plain => Ok((Level::Plain, None)),
        Isolation::Full => rehearse(Level::Full, stages).map(|()| (Level::Full, None)),
        Isolation::Auto => match rehearse(Level::Full, stages) {
            Ok(()) => Ok((Level::Full, None)),
            Err(fault) if fault.kind == FaultKind::Kernel => Ok((Level::Plain, Some(fault))),
            Err(fault) => Err(fault),
        },
    }
}

/// Sets a stage of this level, runs a program that does nothing on it, and takes it down.
pub fn rehearse(level: Level, stages: &ForkServer) -> Result<(), Fault> {
    let machine = |error: std::io::Error| {
        Fault::new(
            FaultKind::Machine,
            format!("No folder could be made for a stage: {error}."),
            "See whether the disk has room.",
        )
    };
    let folder = tempfile::Builder::new().prefix("harness-").tempdir().map_err(machine)?;
    let make = |name: &str| {
        let path = folder.path().join(name);
        fs::create_dir(&path).and_then(|()| open_to_all(&path)).map(|()| path)
    };
    open_to_all(folder.path()).map_err(machine)?;
    let (root, submission) = (make("root").map_err(machine)?, make("submission").map_err(machine)?);
    let order = Order { setting: setting(level, root, submission), play: Play::Rehearse };
    let mut fault = None;
    stage_client::play(stages, &order, &Slots::new(1), |event| {
        if let EventKind::Faulted(found) = event.kind {
            fault = Some(found);
        }
    })?;
    fault.map_or(Ok(()), Err)
}

/// The user id programs are to run under, if the harness is root and can look at programs of other users.
pub fn program_uid(level: Level) -> Option<u32> {
    const SYS_PTRACE: u64 = 1 << 19;
    if !nix::unistd::geteuid().is_root() || !owns_every_user() {
        return None;
    }
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let effective =
        status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("CapEff:")?.trim(), 16).ok())?;
    (level == Level::Full || effective & SYS_PTRACE != 0).then_some(65_534)
}

/// Whether this root is the machine's: that of a rootless container owns only some users, and works as an ordinary user does.
fn owns_every_user() -> bool {
    let maps = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    maps.split_whitespace().eq(["0", "0", "4294967295"])
}

fn open_to_all(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

fn setting(level: Level, root: PathBuf, folder: PathBuf) -> Setting {
    let role = "client".to_owned();
    let launch = Launch {
        role: role.clone(),
        command: vec!["true".to_owned()],
        arguments: Vec::new(),
        folder,
        working_directory: PathBuf::new(),
        environment: Vec::new(),
        path: Vec::new(),
        toolchain: Vec::new(),
        input: Vec::new(),
        line_end: String::new(),
        habits: BTreeMap::new(),
        port: 1,
        transport: Transport::default(),
        services: Services::default(),
        limits: Limits::default(),
    };
    Setting {
        level,
        programs: BTreeMap::from([(role.clone(), launch)]),
        roles: vec![role],
        scripts: BTreeMap::new(),
        variables: BTreeMap::new(),
        files: BTreeMap::new(),
        seed: 0,
        zone: "UTC".to_owned(),
        host_name: "rehearsal".to_owned(),
        host_address: Ipv4Addr::new(10, 11, 12, 13),
        standing: Standing::Refuse,
        interposer: None,
        captures: false,
        leads: false,
        near: NearRule::default(),
        root,
        browser: None,
        uid: program_uid(level),
        began: SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0)),
    }
}
