//! What a stage is built from: every choice the plan has made for one play.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::interposer::Interposer;
use super::near::NearRule;
use super::standing::Standing;
use super::template::{Template, Variables};
use crate::program::Launch;
use crate::program::checker::Launches;
use crate::sandbox::{Level, Limits};

/// Files that are put where a program works: their paths, relative to it, and what they hold. Both are templates.
pub type Files = BTreeMap<String, Template>;

/// The choices for one play. It travels to the stage's process as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// How far the programs are kept apart from this machine.
    pub level: Level,
    /// Programs by role; those in `roles` are started with the play.
    pub programs: BTreeMap<String, Launch>,
    /// Roles the check is about: one, or both.
    pub roles: Vec<String>,
    /// The spec's own scripts by their files: how each is started, or why it cannot be here.
    #[serde(default)]
    pub scripts: Launches,
    /// Drawn values.
    pub variables: Variables,
    /// Files that every program finds where it works.
    pub files: Files,
    /// Seed of what is drawn during the play (`pick`).
    pub seed: u64,
    /// IANA name of the zone in which the stage's clock reads.
    pub zone: String,
    /// The stage's host name.
    pub host_name: String,
    /// The stage's address, on an interface that is not the loopback.
    pub host_address: Ipv4Addr,
    /// Who stands at addresses that are dialled.
    pub standing: Standing,
    /// Who spoils what the programs say, in an audit.
    #[serde(default)]
    pub interposer: Option<Interposer>,
    /// Whether everything that passes on the stage's own network is captured.
    #[serde(default)]
    pub captures: bool,
    /// Whether a client is led to the server wherever it dials: the two are of different submissions.
    #[serde(default)]
    pub leads: bool,
    /// What a near miss may differ in.
    pub near: NearRule,
    /// An empty folder of this play: the programs' views are mounted on it; in `plain`, their private copies are made in it.
    pub root: PathBuf,
    /// The browser of this machine, if there is one.
    #[serde(default)]
    pub browser: Option<PathBuf>,
    /// The user id the program runs under where the harness is root.
    pub uid: Option<u32>,
    /// Milliseconds since the Unix epoch at which the run began; events count from there.
    pub began: u64,
}

impl Setting {
    /// What the program of a role may use up.
    pub fn limits_of(&self, role: &str) -> Limits {
        self.programs.get(role).map(|launch| launch.limits).unwrap_or_default()
    }
}
