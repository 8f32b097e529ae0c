//! One connection between the harness and a program.

use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::SystemTime;

use rustix::io::Errno;

use super::matcher::line_end_length;

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
    /// Whether the line end of the message that was matched last may still come: some programs send it by itself.
    line_end_may_follow: bool,
    /// Where each received piece ended, and when it was read.
    arrivals: Vec<(usize, SystemTime)>,
}

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
            line_end_may_follow: false,
            arrivals: Vec::new(),
        }
    }

    /// What has come and was not matched yet.
    pub fn unread(&self) -> &[u8] {
        &self.inbox[self.next()..]
    }

    /// Counts so many bytes of [`Self::unread`] as matched.
    pub fn take(&mut self, length: usize) {
        self.taken = (self.next() + length).min(self.inbox.len());
        self.line_end_may_follow = false;
    }

    /// As [`Self::take`], of a message whose line end is free: one that comes later by itself belongs to it, too.
    pub fn take_message(&mut self, length: usize) {
        self.take(length);
        self.line_end_may_follow = !self.inbox[..self.taken].ends_with(b"\n");
    }

    /// Where what was not matched yet begins.
    fn next(&self) -> usize {
        let rest = &self.inbox[self.taken..];
        self.taken + if self.line_end_may_follow { line_end_length(rest) } else { 0 }
    }

    /// When the byte at this place of [`Self::unread`] was received.
    pub fn arrival(&self, at: usize) -> SystemTime {
        let at = self.next() + at;
        self.arrivals.iter().find(|(end, _)| at < *end).map_or_else(SystemTime::now, |(_, moment)| *moment)
    }

    /// Reads what is there. Returns the new bytes; an end shows in [`Self::ended`].
    pub fn drain(&mut self) -> io::Result<Vec<u8>> {
        let mut fresh = Vec::new();
        let Some(socket) = self.socket.clone().filter(|_| self.ended.is_none()) else { return Ok(fresh) };
        let mut buffer = [0; 16 * 1024];
        loop {
            match rustix::net::recv(socket.as_fd(), &mut buffer[..], rustix::net::RecvFlags::DONTWAIT) {
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
        if !fresh.is_empty() {
            self.inbox.extend_from_slice(&fresh);
            self.arrivals.push((self.inbox.len(), SystemTime::now()));
        }
        Ok(fresh)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{Ipv4Addr, SocketAddr};
    use std::os::unix::net::UnixStream;

    use super::Connection;

    #[test]
    fn a_line_end_that_comes_by_itself_belongs_to_the_message_before_it() {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 7));
        let (mut program, socket) = UnixStream::pair().expect("two ends");
        let mut connection = Connection::new("c1".to_owned(), "server".to_owned(), socket.into(), address, address);
        let mut say = |connection: &mut Connection, text: &str| {
            program.write_all(text.as_bytes()).expect("sent");
            while connection.drain().expect("received").is_empty() {}
        };

        say(&mut connection, "heron");
        connection.take_message(5);
        say(&mut connection, "\r\n");
        assert_eq!(connection.unread(), b"");
        say(&mut connection, "swift\n");
        assert_eq!(connection.unread(), b"swift\n");
        connection.take_message(6);
        say(&mut connection, "\n");
        assert_eq!(connection.unread(), b"\n", "one line end is free, not two");
    }
}
