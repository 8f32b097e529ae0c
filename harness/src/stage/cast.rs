//! Brings the programs of a submission onto the stage.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::SystemTime;

use super::raise;
use super::scene::{Halt, Scene, broken};
use super::typist::Typist;
use super::world::Player;
use crate::event::EventKind;
use crate::program::{Launch, Running, Surroundings};
use crate::text::Bytes;
use crate::verdict::{Fault, FaultKind};

/// How a program is brought onto the stage.
#[derive(Clone, Debug, Default)]
pub struct Entrance {
    /// Arguments to use instead of those that the probe has found.
    pub arguments: Option<Vec<String>>,
    /// Whether it works in the prepared folder itself: a build.
    pub shared: bool,
    /// Whether steps type at its terminal; then nobody else does but to answer prompts that are known.
    pub typed_by_steps: bool,
}

impl Scene {
    /// Starts the program of a role.
    pub fn start(&self, role: &str, entrance: &Entrance) -> Result<(), Halt> {
        let server = self.server_address();
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
        // A client that is told where its server is, is told the truth.
        let address = server.unwrap_or(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), launch.port));
        launch.port = address.port();
        let root = raise::place_copy(setting, &launch, entrance.shared).map_err(broken)?;
        let surroundings = Surroundings {
            level: setting.level,
            root,
            places: places.clone(),
            files: raise::host_files(setting),
            zone: setting.zone.clone(),
            host: address.ip().to_string(),
            arguments: entrance.arguments.clone().unwrap_or_else(|| launch.arguments.clone()),
            shared: entrance.shared,
            uid: setting.uid,
        };
        let typist = self.typist(&launch, address, entrance.typed_by_steps);
        let started = SystemTime::now();
        let (running, command) = Running::start(&launch, &surroundings).map_err(Halt::Faulted)?;
        world.players.push(Player { running, started, printed: super::printed::Printed::default(), typist });
        world.timeline.state(EventKind::Started { role: role.to_owned(), command }).map_err(broken)
    }

    fn typist(&self, launch: &Launch, server: SocketAddr, typed_by_steps: bool) -> Typist {
        let mut variables = self.variables.clone();
        variables.insert("port".to_owned(), Bytes::from(server.port().to_string().as_str()));
        variables.insert("host".to_owned(), Bytes::from(server.ip().to_string().as_str()));
        if typed_by_steps {
            Typist::for_steps(&launch.input, &variables)
        } else {
            Typist::new(&launch.input, &variables)
        }
    }
}
