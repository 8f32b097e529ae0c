//! Brings the programs of a submission onto the stage.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::SystemTime;

use super::interposer::Passage;
use super::matcher::examine::Mistake;
use super::printed::Printed;
use super::raise;
use super::scene::{Halt, Scene, broken, mistaken};
use super::setting::Files;
use super::template::{Template, Variables};
use super::typist::Typist;
use super::world::Player;
use crate::event::EventKind;
use crate::program::{Launch, Running, Surroundings};
use crate::text::Bytes;
use crate::verdict::{Fault, FaultKind};

/// How a program is brought onto the stage.
#[derive(Clone, Debug, Default)]
pub struct Entrance {
    /// Arguments to use instead of those that the exercise fixes or the probe has found.
    pub arguments: Option<Vec<String>>,
    /// Whether it works in the prepared folder itself: a build.
    pub shared: bool,
}

impl Scene {
    /// Starts the program of a role.
    pub fn start(&self, role: &str, entrance: &Entrance) -> Result<(), Halt> {
        let server = self.server_address();
        let default = self.world().setting.programs.get(role).map(|launch| (launch.port, launch.arguments.clone()));
        let (port, arguments) = default.unwrap_or_default();
        // A client that is told where its server is, is told the truth.
        let address = server.unwrap_or(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
        let variables = self.variables_beside(address);
        let arguments = filled(entrance.arguments.as_ref().unwrap_or(&arguments), &variables)?;
        let mut world = self.world();
        let (setting, places) = (&world.setting, &world.places);
        let Some(launch) = setting.programs.get(role) else {
            return Err(Halt::Faulted(Fault::new(
                FaultKind::Spec,
                format!("This check has no {role} to start."),
                "Name it in the check's `program`.",
            )));
        };
        let mut launch = launch.clone();
        launch.folder = places.get(&launch.folder).cloned().unwrap_or(launch.folder);
        launch.port = address.port();
        let files = if entrance.shared { Vec::new() } else { filled_files(&setting.files, &variables, &launch)? };
        let root = raise::place_copy(setting, &launch, &files, entrance.shared).map_err(broken)?;
        let lengths: Vec<_> = files.iter().map(|(path, content)| (path.clone(), content.len() as u64)).collect();
        let surroundings = Surroundings {
            level: setting.level,
            root,
            places: places.clone(),
            files: raise::host_files(setting),
            placed: files,
            zone: setting.zone.clone(),
            host: address.ip().to_string(),
            arguments,
            shared: entrance.shared,
            uid: setting.uid,
        };
        let is_typed_at = self.typed_by_steps.iter().any(|typed| typed == role);
        let typist = self.typist(&launch, address, is_typed_at);
        let started = SystemTime::now();
        let (running, command) = Running::start(&launch, &surroundings).map_err(Halt::Faulted)?;
        let (printed, passage) = (Printed::default(), Passage::default());
        world.players.push(Player { running, started, printed, typist, passage });
        for (path, length) in lengths {
            let path = path.display().to_string();
            world.timeline.state(EventKind::Placed { role: role.to_owned(), path, length }).map_err(broken)?;
        }
        world.timeline.state(EventKind::Started { role: role.to_owned(), command }).map_err(broken)
    }

    fn typist(&self, launch: &Launch, server: SocketAddr, typed_by_steps: bool) -> Typist {
        let variables = self.variables_beside(server);
        if typed_by_steps {
            return Typist::for_steps(&launch.input, &variables);
        }
        let typist = Typist::new(&launch.input, &variables);
        // A server may wait for somebody to end it; nobody does while its clients talk.
        if launch.role == "server" { typist.without_end() } else { typist }
    }

    /// The values for holes, where the server is at this address.
    fn variables_beside(&self, server: SocketAddr) -> Variables {
        let mut variables = self.variables.clone();
        variables.insert("port".to_owned(), Bytes::from(server.port().to_string().as_str()));
        variables.insert("host".to_owned(), Bytes::from(server.ip().to_string().as_str()));
        variables
    }
}

/// The files of a play, as a program finds them in the copy of its submission.
fn filled_files(files: &Files, variables: &Variables, launch: &Launch) -> Result<Vec<(PathBuf, Vec<u8>)>, Halt> {
    let fill = |text: &Template| text.fill(variables).map_err(|error| mistaken(Mistake::Template(error)));
    let both = |(path, content): (&String, &Template)| {
        let path = fill(&Template(path.clone()))?.to_text();
        Ok((launch.working_directory.join(path), fill(content)?.0))
    };
    files.iter().map(both).collect()
}

fn filled(arguments: &[String], variables: &Variables) -> Result<Vec<String>, Halt> {
    let fill = |argument: &String| Template(argument.clone()).fill(variables);
    let filled = arguments.iter().map(|argument| fill(argument).map(|value| value.to_text()));
    filled.collect::<Result<_, _>>().map_err(|error| mistaken(Mistake::Template(error)))
}
