//! Takes in what the programs have said: on their terminals, to the harness, to each other.

use std::io;
use std::net::SocketAddr;

use super::connection::Ended;
use super::dial;
use super::interposer::{Interposer, Operator, Piece, Way};
use super::tap::Tap;
use super::world::World;
use crate::event::{Channel, EventKind, Speaker};
use crate::program::usage;
use crate::text::Bytes;
use crate::verdict::Transport;

impl World {
    /// Takes in everything that has been said and not been heard.
    pub fn drain(&mut self) -> io::Result<()> {
        for index in 0..self.players.len() {
            self.drain_terminal(index)?;
        }
        for index in 0..self.doors.len() {
            dial::accept_all(self, index)?;
        }
        for index in 0..self.connections.len() {
            self.drain_connection(index)?;
        }
        self.drain_tap()
    }

    /// Takes in what a program's keeper has said.
    pub(super) fn hear_keeper(&mut self, index: usize) -> io::Result<()> {
        let Some(exit) = self.players[index].running.hear_keeper()? else { return Ok(()) };
        self.drain()?;
        let role = self.players[index].running.role.clone();
        let (running, limits) = (&self.players[index].running, self.limits_of(index));
        self.exceeded = self.exceeded.or_else(|| usage::exceeded_at_end(running, &limits, exit));
        self.timeline.state(EventKind::Exited { role, exit })
    }

    /// Takes in what a program has printed.
    pub(super) fn drain_terminal(&mut self, index: usize) -> io::Result<()> {
        let most = self.limits_of(index).output_kib as usize * 1024;
        for is_error in [false, true] {
            let player = &mut self.players[index];
            let terminal = if is_error { &player.running.errors } else { &player.running.terminal };
            let mut bytes = terminal.take_output()?;
            if let Some(Interposer { on: Way::Terminals, operator }) = self.setting.interposer
                && !bytes.is_empty()
            {
                bytes = player.passage.of_terminal(operator, bytes);
                if player.passage.spoiled {
                    self.tell_spoiled()?;
                }
            }
            if bytes.is_empty() {
                continue;
            }
            let player = &mut self.players[index];
            let role = player.running.role.clone();
            let before = player.printed.together.all().len();
            let kept = player.printed.add(&bytes, is_error, most);
            // A prompt is read as a person sees it.
            player.typist.hear(&player.printed.together.all()[before..]);
            let on = if is_error { Channel::StandardError(role.clone()) } else { Channel::Terminal(role.clone()) };
            if kept > 0 {
                let omitted = (bytes.len() - kept) as u64;
                self.timeline.state(EventKind::Passed {
                    by: Speaker::Program(role),
                    on,
                    bytes: Bytes(bytes[..kept].to_vec()),
                    omitted,
                })?;
            }
        }
        Ok(())
    }

    /// Takes in what has come on a connection.
    pub(super) fn drain_connection(&mut self, index: usize) -> io::Result<()> {
        let connection = &mut self.connections[index];
        let before = connection.ended;
        let pieces = connection.drain()?;
        self.hear_pieces(index, pieces)?;
        let connection = &self.connections[index];
        let (name, role, ended) = (connection.name.clone(), connection.role.clone(), connection.ended);
        match ended {
            Some(ended) if before.is_none() => self.timeline.state(EventKind::Closed {
                by: Speaker::Program(role),
                connection: name,
                reset: ended == Ended::Reset,
            }),
            _ => Ok(()),
        }
    }

    /// Takes in pieces that have come on a connection, as an interposer lets them pass.
    pub(super) fn hear_pieces(&mut self, index: usize, pieces: Vec<Piece>) -> io::Result<()> {
        for (index, (mut bytes, stranger)) in self.interpose(index, pieces)? {
            let connection = &mut self.connections[index];
            connection.inbox.add(&bytes, stranger);
            let kept = connection.tell(bytes.len());
            let omitted = (bytes.len() - kept) as u64;
            bytes.truncate(kept);
            let by = Speaker::Program(connection.role.clone());
            let on = Channel::Connection(connection.name.clone());
            self.timeline.state(EventKind::Passed { by, on, bytes: Bytes(bytes), omitted })?;
        }
        Ok(())
    }

    /// What an interposer makes of pieces, and on which connections they come.
    fn interpose(&mut self, index: usize, pieces: Vec<Piece>) -> io::Result<Vec<(usize, Piece)>> {
        let Some(Interposer { on: Way::Connections, operator }) = self.setting.interposer else {
            return Ok(pieces.into_iter().map(|piece| (index, piece)).collect());
        };
        let connection = &mut self.connections[index];
        let ends = connection.ended.is_some();
        let passed = connection.passage.of_connection(operator, pieces, ends);
        let mut target = index;
        if operator == Operator::NeverClose && ends {
            (connection.ended, connection.mute, connection.passage.spoiled) = (None, true, true);
        } else if operator == Operator::CloseEarly && connection.passage.spoiled {
            connection.ended = Some(Ended::Closed);
        } else if operator == Operator::WrongClient && self.connections.len() > 1 && !passed.is_empty() {
            target = if index == 0 { 1 } else { index - 1 };
            self.connections[index].passage.spoiled = true;
        }
        if self.connections[index].passage.spoiled {
            self.tell_spoiled()?;
        }
        Ok(passed.into_iter().map(|piece| (target, piece)).collect())
    }

    /// States, once, that an interposer has spoiled something.
    fn tell_spoiled(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.spoiled, true) { Ok(()) } else { self.timeline.state(EventKind::Spoiled) }
    }

    /// Takes in what two programs have said to each other.
    pub(super) fn drain_tap(&mut self) -> io::Result<()> {
        let Some(transport) = self.tap.as_ref().map(Tap::transport) else { return Ok(()) };
        let running = self.players.iter().map(|player| &player.running);
        let ports: Vec<u16> = match transport {
            Transport::Tcp => running.flat_map(|running| &running.listens).map(SocketAddr::port).collect(),
            // A client may have bound a port of its own.
            Transport::Udp => running
                .filter(|running| running.role == "server")
                .flat_map(|running| &running.bound)
                .map(|bound| bound.at.port())
                .collect(),
        };
        let Some(tap) = &mut self.tap else { return Ok(()) };
        for (from_server, bytes) in tap.take(&ports)? {
            let by = Speaker::Program(if from_server { "server" } else { "client" }.to_owned());
            self.timeline.state(EventKind::Passed { by, on: Channel::Wire, bytes: Bytes(bytes), omitted: 0 })?;
        }
        Ok(())
    }
}
