//! One connection between the harness and a program; over UDP, all that passes between two addresses.

use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::SystemTime;

use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags};

use super::inbox::Inbox;
use super::interposer::{Passage, Piece};
use crate::sandbox::network;
use crate::verdict::Transport;

/// No datagram is larger.
pub const LARGEST_DATAGRAM: usize = 64 * 1024;

/// How the program's side ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The end of data.
    Closed,
    /// A reset.
    Reset,
}

/// A connection, and all that has come on it.
pub struct Connection {
    /// Its name in the spec.
    pub name: String,
    /// How its messages travel.
    pub transport: Transport,
    /// The socket; `None` once the harness has closed it.
    pub socket: Option<Arc<OwnedFd>>,
    /// Whether the socket is a door's, which reads for all who write to it.
    pub at_door: bool,
    /// The program's end.
    pub program: SocketAddr,
    /// The harness's end.
    pub harness: SocketAddr,
    /// Role of the program.
    pub role: String,
    /// How the program's side ended.
    pub ended: Option<Ended>,
    /// Whether nothing is read from it for now.
    pub held: bool,
    /// Whether nothing is read from it ever more.
    pub mute: bool,
    /// What an interposer knows of it.
    pub passage: Passage,
    /// When the harness last began to send.
    pub last_sent: SystemTime,
    /// What has come.
    pub inbox: Inbox,
    /// How many bytes of it stand on the timeline.
    pub told: usize,
}

/// A program that sends faster than it is read is read in turns of this size, so that the rest of the stage has its own.
/// No socket holds as much, so what was there when a turn began is taken whole.
const FLOOD: usize = 16 << 20;
/// Of a program that never ends, no more is read than this: it then waits until somebody reads, as on any slow network.
const MOST: usize = 32 << 20;

/// What the timeline holds of one connection. Nobody reads more, and some programs never end.
pub const TOLD: usize = 256 << 10;

impl Connection {
    /// How many bytes of a piece of this length still belong on the timeline.
    pub fn tell(&mut self, length: usize) -> usize {
        let kept = length.min(TOLD.saturating_sub(self.told));
        self.told += kept;
        kept
    }

    /// A fresh connection over TCP.
    pub fn new(name: String, role: String, socket: OwnedFd, program: SocketAddr, harness: SocketAddr) -> Self {
        Self {
            name,
            role,
            transport: Transport::Tcp,
            socket: Some(Arc::new(socket)),
            at_door: false,
            program,
            harness,
            ended: None,
            held: false,
            mute: false,
            passage: Passage::default(),
            last_sent: SystemTime::now(),
            inbox: Inbox::new(Transport::Tcp),
            told: 0,
        }
    }

    /// Over UDP: what a socket of the harness and the program's address say to each other.
    pub fn of_datagrams(
        name: String,
        role: String,
        socket: Arc<OwnedFd>,
        program: SocketAddr,
        harness: SocketAddr,
    ) -> Self {
        Self {
            name,
            role,
            transport: Transport::Udp,
            socket: Some(socket),
            at_door: false,
            program,
            harness,
            ended: None,
            held: false,
            mute: false,
            passage: Passage::default(),
            last_sent: SystemTime::now(),
            inbox: Inbox::new(Transport::Udp),
            told: 0,
        }
    }

    /// The socket that is to be read here, while there may be something to read.
    pub fn readable(&self) -> Option<&Arc<OwnedFd>> {
        let may_read = self.ended.is_none() && !self.held && !self.mute && !self.at_door && self.inbox.size() < MOST;
        self.socket.as_ref().filter(|_| may_read)
    }

    /// Whether more has come than anybody reads, and the program's side is still open.
    pub fn is_flooded(&self) -> bool {
        self.ended.is_none() && self.inbox.size() >= MOST
    }

    /// Sends as much as there is room for; a datagram goes whole.
    pub fn send(socket: &OwnedFd, transport: Transport, to: SocketAddr, bytes: &[u8]) -> rustix::io::Result<usize> {
        let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
        match transport {
            Transport::Tcp => rustix::net::send(socket, bytes, flags),
            Transport::Udp => rustix::net::sendto(socket, bytes, flags, &to),
        }
    }

    /// Reads what is there. Returns the new bytes, each datagram by itself; an end shows in [`Self::ended`].
    pub fn drain(&mut self) -> io::Result<Vec<Piece>> {
        let Some(socket) = self.readable().cloned() else { return Ok(Vec::new()) };
        match self.transport {
            Transport::Tcp => self.drain_stream(&socket),
            Transport::Udp => self.drain_datagrams(&socket),
        }
    }

    fn drain_stream(&mut self, socket: &OwnedFd) -> io::Result<Vec<Piece>> {
        let mut fresh = Vec::new();
        let mut buffer = [0; 16 * 1024];
        while fresh.len() < FLOOD {
            match rustix::net::recv(socket.as_fd(), &mut buffer[..], RecvFlags::DONTWAIT) {
                Ok((_, 0)) => {
                    self.ended = Some(Ended::Closed);
                    break;
                }
                Ok((_, length)) => fresh.extend_from_slice(&buffer[..length]),
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => {}
                Err(Errno::CONNRESET | Errno::CONNREFUSED | Errno::PIPE | Errno::TIMEDOUT) => {
                    self.ended = Some(Ended::Reset);
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(if fresh.is_empty() { Vec::new() } else { vec![(fresh, None)] })
    }

    fn drain_datagrams(&self, socket: &OwnedFd) -> io::Result<Vec<Piece>> {
        let mut fresh = Vec::new();
        while let Some((datagram, from)) = receive(socket)? {
            fresh.push((datagram, (from != self.program).then_some(from)));
        }
        Ok(fresh)
    }
}

/// Takes the next datagram, with its sender; `None` when none waits.
pub fn receive(socket: &OwnedFd) -> io::Result<Option<(Vec<u8>, SocketAddr)>> {
    let mut buffer = vec![0; LARGEST_DATAGRAM];
    loop {
        match rustix::net::recvfrom(socket, buffer.as_mut_slice(), RecvFlags::DONTWAIT) {
            Ok((_, length, Some(from))) => {
                let from = SocketAddr::try_from(from)?;
                buffer.truncate(length);
                return Ok(Some((buffer, SocketAddr::new(network::canonical(from.ip()), from.port()))));
            }
            Ok((_, _, None)) | Err(Errno::AGAIN) => return Ok(None),
            Err(Errno::INTR | Errno::CONNREFUSED) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
