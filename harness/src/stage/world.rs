//! Everything on one stage: programs, connections, doors, and what has happened so far.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use rustix::event::PollFlags;

use super::browser::Browser;
use super::connection::Connection;
use super::dial::Dial;
use super::door::Door;
use super::interposer::Passage;
use super::printed::Printed;
use super::raise::Places;
use super::resolver::Resolver;
use super::tap::Tap;
use super::timeline::Timeline;
use super::typist::Typist;
use super::{Setting, dial, relay::Relay, script};
use crate::program::{Checker, Launch, Running};
use crate::sandbox::sockets::{self, Socket};
use crate::verdict::{BROWSERS_CONNECTION, Limit, Transport};

/// One program on the stage, and what it has printed.
pub struct Player {
    /// The program.
    pub running: Running,
    /// When it was started.
    pub started: SystemTime,
    /// Its output.
    pub printed: Printed,
    /// Answers its prompts.
    pub typist: Typist,
    /// What an interposer knows of its terminal.
    pub passage: Passage,
}

/// The stage's state. Whoever holds it may look and act; nobody waits while holding it.
pub struct World {
    /// The choices it was built from.
    pub setting: Setting,
    /// Where folders of this machine are found on the stage.
    pub places: Places,
    /// Where its events go.
    pub timeline: Timeline,
    /// Its programs, in the order of their start.
    pub players: Vec<Player>,
    /// Its connections, in the order of their opening; closed ones stay.
    pub connections: Vec<Connection>,
    /// Where the harness listens.
    pub doors: Vec<Door>,
    /// Where datagrams for the server are passed on to it.
    pub relays: Vec<Relay>,
    /// Connections that programs have dialled and no step has taken yet: indexes of [`Self::connections`].
    pub arrived: Vec<usize>,
    /// Where programs have dialled.
    pub dialled: Vec<Dial>,
    /// Answers questions for names.
    pub resolver: Option<Resolver>,
    /// Listens on the wire between two programs.
    pub tap: Option<Tap>,
    /// A browser that visits a page.
    pub browser: Option<Browser>,
    /// The spec's own scripts, in the order of their start; `None` once one is over.
    pub scripts: Vec<Option<Checker>>,
    /// A low port at which a program wanted to wait, where this machine gives those to root alone.
    pub refused_port: Option<u16>,
    /// When something last happened.
    pub last_happening: Instant,
    /// The time that waiting for the programs has been charged with.
    pub spent: Duration,
    /// The limit that a program has gone over.
    pub exceeded: Option<Limit>,
    /// Whether an interposer has spoiled something.
    pub spoiled: bool,
    /// Branches that play at the same time, and how many of them wait.
    pub branches: usize,
    /// See [`Self::branches`].
    pub waiting: usize,
    /// Wakes the other branches when something has happened.
    pub wakers: Vec<Arc<OwnedFd>>,
}

/// What a poll watches, and what to do when it stirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The harness's line to this process: it ends when the harness does.
    Harness,
    /// A program's keeper.
    Keeper(usize),
    /// A program's filter.
    Filter(usize),
    /// A program's filter: no process under it is left.
    FilterGone(usize),
    /// A program's terminal.
    Terminal(usize),
    /// Somebody may have dialled.
    Door(usize),
    /// A datagram to be passed on.
    Relay(usize),
    /// Bytes on a connection.
    Connection(usize),
    /// A question for a name.
    Resolver,
    /// Something on the wire.
    Tap,
    /// Something that the browser says.
    Browser,
    /// A script of the spec says something, or has ended.
    Script(usize),
}

/// A descriptor that can be watched while nobody holds the world.
pub type Watched = (Arc<dyn AsFd + Send + Sync>, PollFlags, Source);

/// The harness is gone; so is the reason for this play.
#[derive(Debug)]
pub struct HarnessGone;

impl World {
    /// An empty stage.
    pub fn new(setting: Setting, places: Places, timeline: Timeline) -> Self {
        Self {
            setting,
            places,
            timeline,
            players: Vec::new(),
            connections: Vec::new(),
            doors: Vec::new(),
            relays: Vec::new(),
            arrived: Vec::new(),
            dialled: Vec::new(),
            resolver: None,
            tap: None,
            browser: None,
            scripts: Vec::new(),
            refused_port: None,
            last_happening: Instant::now(),
            spent: Duration::ZERO,
            exceeded: None,
            spoiled: false,
            branches: 1,
            waiting: 0,
            wakers: Vec::new(),
        }
    }

    /// Everything that can stir.
    pub fn watched(&self) -> Vec<Watched> {
        let mut watched: Vec<Watched> = vec![(Arc::new(io::stdin()), PollFlags::IN, Source::Harness)];
        for (index, player) in self.players.iter().enumerate() {
            let running = &player.running;
            if let Some(control) = running.control().ok().filter(|_| running.exit.is_none()) {
                watched.push((control, PollFlags::IN, Source::Keeper(index)));
            }
            if !running.filter_gone {
                watched.push((running.listener.descriptor(), PollFlags::IN, Source::Filter(index)));
            }
            watched.push((running.terminal.descriptor(), PollFlags::IN, Source::Terminal(index)));
            watched.push((running.errors.descriptor(), PollFlags::IN, Source::Terminal(index)));
        }
        for (index, door) in self.doors.iter().enumerate().filter(|(_, door)| door.answers()) {
            watched.push((door.socket.clone(), PollFlags::IN, Source::Door(index)));
        }
        for (index, relay) in self.relays.iter().enumerate() {
            watched.extend(relay.descriptors().into_iter().map(|socket| (socket, PollFlags::IN, Source::Relay(index))));
        }
        for (index, connection) in self.connections.iter().enumerate() {
            if let Some(socket) = connection.readable() {
                watched.push((socket.clone(), PollFlags::IN, Source::Connection(index)));
            }
        }
        watched.extend(
            self.resolver
                .as_ref()
                .map(|resolver| -> Watched { (resolver.descriptor(), PollFlags::IN, Source::Resolver) }),
        );
        for (index, script) in self.scripts.iter().enumerate() {
            let descriptors = script.iter().flat_map(Checker::descriptors);
            watched.extend(descriptors.map(|descriptor| (descriptor, PollFlags::IN, Source::Script(index))));
        }
        watched.extend(self.tap.as_ref().map(|tap| -> Watched { (tap.descriptor(), PollFlags::IN, Source::Tap) }));
        let browser = self.browser.as_ref().and_then(Browser::descriptor);
        watched.extend(browser.map(|browser| -> Watched { (browser, PollFlags::IN, Source::Browser) }));
        watched
    }

    /// Takes in what has stirred. What was said is taken in before what is asked, so that the timeline keeps its order.
    pub fn take_in(&mut self, stirred: &[Source]) -> io::Result<()> {
        if stirred.iter().any(|source| matches!(source, Source::Filter(_) | Source::Keeper(_))) {
            self.drain()?;
        }
        for source in stirred {
            match *source {
                Source::Harness => {}
                Source::Keeper(index) => self.hear_keeper(index)?,
                Source::Filter(index) => dial::answer_filter(self, index)?,
                Source::FilterGone(index) => self.players[index].running.filter_gone = true,
                Source::Terminal(index) => self.drain_terminal(index)?,
                Source::Door(index) => dial::accept_all(self, index)?,
                Source::Relay(index) => self.relays[index].pass_on()?,
                Source::Connection(index) => self.drain_connection(index)?,
                Source::Resolver => dial::answer_name(self)?,
                Source::Tap => self.drain_tap()?,
                Source::Browser => self.browser.as_mut().map_or(Ok(()), Browser::take_in)?,
                Source::Script(index) => self.scripts[index].as_mut().map_or(Ok(()), Checker::take_in)?,
            }
        }
        if !stirred.is_empty() {
            self.last_happening = Instant::now();
            for waker in &self.wakers {
                // A full counter wakes as well.
                let _ = rustix::io::write(waker, &1u64.to_ne_bytes());
            }
        }
        Ok(())
    }

    /// A name for a connection to which the spec gives none.
    pub fn fresh_name(&self) -> String {
        match self.connections.len() {
            0 => "connection".to_owned(),
            others => format!("connection {}", others + 1),
        }
    }

    /// When the first program was started.
    pub fn started(&self) -> SystemTime {
        self.players.first().map_or_else(SystemTime::now, |player| player.started)
    }

    /// How the messages of the program in a role travel.
    pub fn transport(&self, role: &str) -> Transport {
        self.setting.programs.get(role).map(|launch| launch.transport).unwrap_or_default()
    }

    /// Where the server can be reached over a transport.
    pub fn server_at(&self, transport: Transport) -> Option<SocketAddr> {
        // Of a server that was started afresh, the last start counts.
        let server = self.player("server")?;
        // Where it offers several services, the one in question has a port of its own.
        let port = self.setting.programs.get("server").and_then(|launch| launch.services.port());
        let is_it = |address: &SocketAddr| port.is_none_or(|port| address.port() == port);
        let mut seen = server.running.waits_at(transport).into_iter().filter(is_it).peekable();
        if transport == Transport::Udp {
            return seen.next();
        }
        // One that makes a new socket for each client does not listen all the time.
        seen.peek()?;
        let Ok(sockets) = sockets::tcp_sockets() else { return seen.next() };
        seen.find(|address| sockets.iter().any(|socket| socket.listens && socket.local.port() == address.port()))
    }

    /// Whether the server is to offer several services.
    pub fn offers_several(&self) -> bool {
        self.setting.programs.get("server").is_some_and(|launch| !launch.services.table.is_empty())
    }

    /// The service of such a server that the play is about, and its port.
    pub fn asked(&self) -> Option<(String, u16)> {
        let services = &self.setting.programs.get("server")?.services;
        services.asked.clone().zip(services.port())
    }

    /// The ports on which a server of several services listens; none of any other.
    pub fn ports_of_services(&self) -> Vec<u16> {
        let offers = |launch: &&Launch| !launch.services.table.is_empty();
        let Some(launch) = self.setting.programs.get("server").filter(offers) else { return Vec::new() };
        let waits_at = self.player("server").map(|player| player.running.waits_at(launch.transport));
        waits_at.iter().flatten().map(SocketAddr::port).collect()
    }

    /// Takes the next connection that a program has dialled over a transport.
    pub fn take_arrived(&mut self, transport: Transport) -> Option<usize> {
        let next = self.arrived.iter().position(|index| self.connections[*index].transport == transport)?;
        Some(self.arrived.remove(next))
    }

    /// The program in a role.
    pub fn player(&self, role: &str) -> Option<&Player> {
        self.players.iter().rfind(|player| player.running.role == role)
    }

    /// Names of the connections by the program's end and the harness's. A server's others, while there is a browser or a script
    /// of the spec runs, are its.
    pub fn names_of(&self, sockets: &[Socket]) -> BTreeMap<(SocketAddr, SocketAddr), String> {
        let known = self.connections.iter();
        let known = known.map(|connection| ((connection.program, connection.harness), connection.name.clone()));
        let ports = self.player("server").map(|player| player.running.listens.iter().map(SocketAddr::port));
        let ports: Vec<u16> = ports.filter(|_| self.browser.is_some()).into_iter().flatten().collect();
        let is_the_browsers = |socket: &&Socket| !socket.listens && ports.contains(&socket.local.port());
        let browsers = sockets.iter().filter(is_the_browsers);
        let browsers = browsers.map(|socket| ((socket.local, socket.remote), BROWSERS_CONNECTION.to_owned()));
        script::connections(self, sockets).into_iter().chain(browsers).chain(known).collect()
    }
}
