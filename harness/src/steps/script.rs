//! `script`: a program of the author's own tries the student's program, and its exit judges.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use super::ready::await_server;
use crate::program::checker::{Judged, judge};
use crate::program::is_below;
use crate::stage::matcher::examine::Mistake;
use crate::stage::scene::mistaken;
use crate::stage::script::Over;
use crate::stage::template::Template;
use crate::stage::{Entrance, Halt, Scene};
use crate::text::shorthand::text_stands_for;
use crate::text::{Bytes, Place};
use crate::verdict::{Ending, Exit, Fault, FaultKind, FindingKind};

/// Runs a script. `script: check.py` is short for `script: { file: check.py }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Script {
    /// The file, beside the spec.
    pub file: Option<String>,
    /// What it is started with.
    #[serde(default)]
    pub arguments: Vec<Template>,
    /// Files beside the spec that it finds where it runs: modules, tables.
    #[serde(default)]
    pub supplied: Vec<String>,
    /// `server`, for a script that the check's client is to talk to.
    pub plays: Option<Part>,
}

text_stands_for!(Script, file);

/// The part of a script that plays one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It listens, and the check's client is started only then.
    Server,
}

impl Script {
    /// Runs it to its end, and tells what that means.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let file = self.file.as_deref().unwrap_or_default();
        let server = match self.plays {
            None => address(scene)?,
            Some(Part::Server) => its_own_address(scene),
        };
        let number = scene.start_script(file, self.filled(scene, server)?, server)?;
        if self.plays.is_some() {
            bring_client(scene, file, number)?;
        }
        let over = scene.await_script(number)?;
        let (output, errors) = scene.end_script(number);
        match over {
            Over::Ended(exit) => told(file, exit, &output, &errors),
            Over::LeftWaiting(Ending::Exceeded(limit)) => Err(scene.stopped(limit)),
            Over::LeftWaiting(ending) => Err(Halt::Found(Box::new(FindingKind::LeftWaiting {
                script: file.to_owned(),
                printed: Bytes(output),
                ending,
            }))),
            Over::Hangs => {
                let seconds = scene.limits.step_seconds;
                let how =
                    format!("came to no end and waited for nobody but itself, in the {seconds} s that a step has");
                Err(broken(file, &how, &output, &errors))
            }
        }
    }

    fn filled(&self, scene: &Scene, server: SocketAddr) -> Result<Vec<String>, Halt> {
        let mut variables = scene.variables.clone();
        variables.insert("port".to_owned(), Bytes::from(server.port().to_string().as_str()));
        variables.insert("host".to_owned(), Bytes::from(server.ip().to_string().as_str()));
        let fill = |argument: &Template| {
            let filled = argument.fill(&variables).map_err(|error| mistaken(Mistake::Template(error)))?;
            if filled.0.contains(&0) {
                let why = format!("an argument of a script cannot hold a NUL byte, as `{}` does here", argument.0);
                return Err(mistaken(Mistake::Unreadable(why)));
            }
            Ok(filled.to_text())
        };
        self.arguments.iter().map(fill).collect()
    }
}

/// Where the server listens or, where there is none, the place that the client has dialled, or would.
fn address(scene: &Scene) -> Result<SocketAddr, Halt> {
    let has_server = scene.world().setting.roles.iter().any(|role| role == "server");
    if has_server {
        return await_server(scene, None);
    }
    let dialled = scene.world().dialled.last().map(|dial| dial.address);
    Ok(dialled.unwrap_or_else(|| its_own_address(scene)))
}

/// Where a script that plays the server is to listen: at the sheet's port, which a client that is not told may dial.
fn its_own_address(scene: &Scene) -> SocketAddr {
    let port = scene.world().setting.programs.get("client").map(|launch| launch.port).unwrap_or_default();
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// Starts the client once the script listens, and tells it where.
fn bring_client(scene: &mut Scene, file: &str, number: usize) -> Result<(), Halt> {
    let transport = scene.world().transport("client");
    let Some(port) = scene.await_listening(number, transport)? else {
        let (output, errors) = scene.end_script(number);
        return Err(broken(file, "never listened, so the client was not started", &output, &errors));
    };
    if let Some(launch) = scene.world().setting.programs.get_mut("client") {
        launch.port = port;
    }
    scene.start("client", &Entrance::default())
}

fn told(file: &str, exit: Exit, output: &[u8], errors: &[u8]) -> Result<(), Halt> {
    match judge(exit, output, errors) {
        Judged::Kept => Ok(()),
        Judged::Lost(message) => {
            Err(Halt::Found(Box::new(FindingKind::Told { script: file.to_owned(), message: Bytes(message) })))
        }
        Judged::Broken(how) => Err(broken(file, &how, b"", b"")),
    }
}

/// The fault of a script that says neither yes nor no.
fn broken(file: &str, how: &str, output: &[u8], errors: &[u8]) -> Halt {
    let message =
        format!("The spec's script `{file}` {how}{}.", crate::program::checker::last_words_of(output, errors));
    let remedy =
        "A script exits with 0 where all is well; else it prints a message on its standard output and exits with 1.";
    Halt::Faulted(Fault::new(FaultKind::Spec, message, remedy))
}

impl Script {
    /// The files that it needs beside the spec, the one that is run first.
    pub fn files(&self) -> impl Iterator<Item = &String> {
        self.file.iter().chain(&self.supplied)
    }

    /// Its files lie beside the spec; only a client can be played a server.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        if self.file.is_none() {
            lint.complain(place, "`script` does not say what to run", "Give `file: check.py`, a file beside the spec.");
        }
        for file in self.files().filter(|file| !is_below(Path::new(file))) {
            let at = lint.find(place, file);
            let title = format!("`{file}` is not a file beside the spec");
            lint.complain(at, title, "Give a path relative to the spec's folder, without `..`.");
        }
        for argument in &self.arguments {
            lint.template(place, argument);
        }
        if self.plays.is_some() && (lint.plays("server") || !lint.plays("client")) {
            let at = lint.find(place, "plays");
            let remedy = "Leave `plays` out, or say `program: client` for this check.";
            lint.complain(at, "a script plays the server only for a client that is alone", remedy);
        }
    }
}
