//! Just enough netlink to ask the kernel one thing and read its answer.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use rustix::buffer::spare_capacity;
use rustix::net::{AddressFamily, Protocol, RecvFlags, SendFlags, SocketFlags, SocketType, netlink};

/// A netlink socket.
pub struct Netlink {
    socket: OwnedFd,
    sequence: u32,
}

/// Flags of a request: it wants an acknowledgement.
const REQUEST_ACK: u16 = 0x1 | 0x4;
/// Flags of a request for every entry.
const REQUEST_DUMP: u16 = 0x1 | 0x300;
/// Flags of a request that makes something new.
pub const CREATE: u16 = 0x400 | 0x200;

const HEADER: usize = 16;
const ERROR: u16 = 2;
const DONE: u16 = 3;

impl Netlink {
    /// Opens a socket for routes and links.
    pub fn route() -> io::Result<Self> {
        Self::open(None)
    }

    /// Opens a socket for the state of sockets.
    pub fn sockets() -> io::Result<Self> {
        Self::open(Some(netlink::SOCK_DIAG))
    }

    fn open(family: Option<Protocol>) -> io::Result<Self> {
        let socket = rustix::net::socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, family)?;
        Ok(Self { socket, sequence: 0 })
    }

    /// Asks for a change and waits for the acknowledgement.
    pub fn change(&mut self, kind: u16, flags: u16, body: &[u8]) -> io::Result<()> {
        self.send(kind, REQUEST_ACK | flags, body)?;
        self.receive(|_| ())
    }

    /// Asks for every entry, each of which is handed to `entry` without its header.
    pub fn dump(&mut self, kind: u16, body: &[u8], entry: impl FnMut(&[u8])) -> io::Result<()> {
        self.send(kind, REQUEST_DUMP, body)?;
        self.receive(entry)
    }

    fn send(&mut self, kind: u16, flags: u16, body: &[u8]) -> io::Result<()> {
        self.sequence += 1;
        let length = u32::try_from(HEADER + body.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut message = Vec::with_capacity(HEADER + body.len());
        message.extend_from_slice(&length.to_ne_bytes());
        message.extend_from_slice(&kind.to_ne_bytes());
        message.extend_from_slice(&flags.to_ne_bytes());
        message.extend_from_slice(&self.sequence.to_ne_bytes());
        message.extend_from_slice(&0u32.to_ne_bytes());
        message.extend_from_slice(body);
        rustix::net::send(self.socket.as_fd(), &message, SendFlags::empty())?;
        Ok(())
    }

    /// Reads until the end of the answer. The kernel answers a netlink request before it returns from sending it, so this never waits.
    fn receive(&mut self, mut entry: impl FnMut(&[u8])) -> io::Result<()> {
        // Its pages are touched only as far as the answer reaches.
        let mut buffer = Vec::with_capacity(32 * 1024);
        loop {
            buffer.clear();
            rustix::net::recv(self.socket.as_fd(), spare_capacity(&mut buffer), RecvFlags::empty())?;
            let mut rest = buffer.as_slice();
            while rest.len() >= HEADER {
                let size = number(rest, 0).min(rest.len());
                if size < HEADER {
                    return Err(io::Error::from(io::ErrorKind::InvalidData));
                }
                let body = &rest[HEADER..size];
                match u16::from_ne_bytes([rest[4], rest[5]]) {
                    DONE => return Ok(()),
                    ERROR => {
                        let code = i32::from_ne_bytes([body[0], body[1], body[2], body[3]]);
                        return if code == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(-code)) };
                    }
                    _ => entry(body),
                }
                rest = &rest[size.next_multiple_of(4).min(rest.len())..];
            }
        }
    }
}

/// The 32-bit number at an offset, as a length.
fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_ne_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

/// Appends an attribute: its length, its kind, its value, padded to four bytes.
pub fn attribute(message: &mut Vec<u8>, kind: u16, value: &[u8]) {
    let length = u16::try_from(4 + value.len()).unwrap_or(u16::MAX);
    message.extend_from_slice(&length.to_ne_bytes());
    message.extend_from_slice(&kind.to_ne_bytes());
    message.extend_from_slice(value);
    message.resize(message.len().next_multiple_of(4), 0);
}
