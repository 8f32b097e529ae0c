//! One play: its setting is put together, its stage started, its folder cleared.

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;

use super::runner::Run;
use super::stage_client;
use super::turns::Turns;
use crate::event::Event;
use crate::plan::{Order, PlannedCheck, PlannedProgram, Play};
use crate::program::Launch;
use crate::stage::near::NearRule;
use crate::stage::template::Variables;
use crate::stage::{Files, Interposer, Setting, Standing, browser};
use crate::verdict::{Fault, FaultKind};

/// What one play needs that is not the same for all plays of a run.
pub struct Staging {
    programs: BTreeMap<String, Launch>,
    roles: Vec<String>,
    variables: Variables,
    files: Files,
    seed: u64,
    zone: Option<String>,
    host: (String, Ipv4Addr),
    standing: Standing,
    interposer: Option<Interposer>,
    leads: bool,
    near: NearRule,
}

impl Staging {
    /// A stage for one program alone: a build or a probe.
    pub fn alone(planned: &PlannedProgram, launch: Launch) -> Self {
        Self {
            roles: vec![launch.role.clone()],
            programs: BTreeMap::from([(launch.role.clone(), launch)]),
            variables: planned.variables.clone(),
            files: Files::new(),
            seed: 0,
            zone: None,
            host: ("rehearsal".to_owned(), Ipv4Addr::new(10, 11, 12, 13)),
            standing: Standing::Answer,
            interposer: None,
            leads: false,
            near: NearRule::default(),
        }
    }

    /// The stage of a check.
    pub fn check(
        check: &PlannedCheck,
        programs: BTreeMap<String, Launch>,
        zone: String,
        interposer: Option<Interposer>,
    ) -> Self {
        Self {
            roles: check.roles.clone(),
            programs,
            variables: check.variables.clone(),
            files: check.files.clone(),
            seed: check.seed,
            zone: Some(zone),
            host: (check.host_name.clone(), check.host_address),
            standing: check.standing.clone(),
            interposer,
            leads: false,
            near: check.near.clone(),
        }
    }

    /// The same, where the client may be led to the server wherever it dials.
    pub fn leading(self, leads: bool) -> Self {
        Self { leads, ..self }
    }
}

/// Plays, and hands every event of the stage to `hear`.
pub fn play(run: &Run<'_>, staging: Staging, play: Play, hear: impl FnMut(Event)) -> Result<(), Fault> {
    let machine = |what: &str, error: io::Error| {
        Fault::new(FaultKind::Machine, format!("{what}: {error}."), "See whether the disk has room.")
    };
    let root = run.root().map_err(|error| machine("No folder could be made for a play", error))?;
    let turn = run.runner.turns.as_ref().map(Turns::take).transpose();
    let turn = turn.map_err(|error| machine("Other harnesses on this machine could not be waited for", error))?;
    let setting = Setting {
        level: run.runner.level,
        programs: staging.programs,
        roles: staging.roles,
        scripts: run.scripts.clone(),
        variables: staging.variables,
        files: staging.files,
        seed: staging.seed,
        zone: staging.zone.unwrap_or_else(|| "UTC".to_owned()),
        host_name: staging.host.0,
        host_address: staging.host.1,
        standing: staging.standing,
        interposer: staging.interposer,
        captures: run.runner.captures,
        leads: staging.leads,
        near: staging.near,
        root: root.clone(),
        browser: browser::find(),
        uid: run.uid,
        began: run.began,
    };
    let played = stage_client::play(&run.runner.stages, &Order { setting, play }, &run.runner.slots, hear);
    drop(turn);
    run.clear(&root);
    played
}

/// The fault of a thread of ours that broke off.
pub fn panicked() -> Fault {
    Fault::new(FaultKind::Harness, "The harness broke off in the middle of a play.", "This is a bug of the harness.")
}
