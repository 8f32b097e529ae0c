//! One connection between the harness and a program.

use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::SystemTime;

use rustix::io::Errno;

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
    /// The socket; `None` once the harness has closed it.
    pub socket: Option<Arc<OwnedFd>>,
    /// The program's end.
    pub program: SocketAddr,
    /// The harness's end.
    pub harness: SocketAddr,
    /// Role of the program.
    pub role: String,
    /// How the program's side ended.
    pub ended: Option<Ended>,
    /// When the harness last began to send.
    pub last_sent: SystemTime,
    inbox: Vec<u8>,
    taken: usize,
    /// Where each received piece ended, and when it was read.
    arrivals: Vec<(usize, SystemTime)>,
}

/// A program that sends faster than it is read is read in turns of this size, so that the rest of the stage has its own.
/// No socket holds as much, so what was there when a turn began is taken whole.
const FLOOD: usize = 16 << 20;

impl Connection {
    /// A fresh connection.
    pub fn new(name: String, role: String, socket: OwnedFd, program: SocketAddr, harness: SocketAddr) -> Self {
        Self {
            name,
            role,
            socket: Some(Arc::new(socket)),
            program,
            harness,
            ended: None,
            last_sent: SystemTime::now(),
            inbox: Vec::new(),
            taken: 0,
            arrivals: Vec::new(),
        }
    }

    /// What has come and was not matched yet.
    pub fn unread(&self) -> &[u8] {
        &self.inbox[self.taken..]
    }

    /// Counts so many bytes of [`Self::unread`] as matched.
    pub fn take(&mut self, length: usize) {
        self.taken = (self.taken + length).min(self.inbox.len());
    }

    /// When the byte at this place of [`Self::unread`] was received.
    pub fn arrival(&self, at: usize) -> SystemTime {
        let at = self.taken + at;
        self.arrivals.iter().find(|(end, _)| at < *end).map_or_else(SystemTime::now, |(_, moment)| *moment)
    }

    /// Reads what is there. Returns the new bytes; an end shows in [`Self::ended`].
    pub fn drain(&mut self) -> io::Result<Vec<u8>> {
        let mut fresh = Vec::new();
        let Some(socket) = self.socket.clone().filter(|_| self.ended.is_none()) else { return Ok(fresh) };
        let mut buffer = [0; 16 * 1024];
        while fresh.len() < FLOOD {
            match rustix::net::recv(socket.as_fd(), &mut buffer[..], rustix::net::RecvFlags::DONTWAIT) {
                Ok((_, 0)) => {
                    self.ended = Some(Ended::Closed);
                    break;
                }
                Ok((_, length)) => fresh.extend_from_slice(&buffer[..length]),
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => {}
                Err(Errno::CONNRESET | Errno::PIPE | Errno::TIMEDOUT) => {
                    self.ended = Some(Ended::Reset);
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        if !fresh.is_empty() {
            self.inbox.extend_from_slice(&fresh);
            self.arrivals.push((self.inbox.len(), SystemTime::now()));
        }
        Ok(fresh)
    }
}
