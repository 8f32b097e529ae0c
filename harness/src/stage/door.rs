//! A place where the harness plays the server: it listens wherever a program dials, or sends a datagram.

use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, sockopt};

use crate::sandbox::network;
use crate::verdict::Transport;

/// A listening socket of the harness, or one for datagrams.
pub struct Door {
    /// Where it stands.
    pub address: SocketAddr,
    /// What is taken at it: connections or datagrams.
    pub transport: Transport,
    /// Role of the program that dialled it.
    pub role: String,
    /// The socket.
    pub socket: Arc<OwnedFd>,
    /// What keeps the queue full, where nobody is to answer: a full queue drops whoever dials.
    stopper: Option<OwnedFd>,
}

/// So many dials may wait at once: more than a program may have open, so that none is dropped and waits seconds for its
/// repetition (RFC 6298).
const QUEUE: i32 = 4096;

impl Door {
    /// Opens a door at exactly this address.
    pub fn open(address: SocketAddr, role: &str) -> io::Result<Self> {
        Self::open_with(address, role, QUEUE)
    }

    /// Stands at this address without ever answering, so that dials time out as on a network that drops them.
    pub fn open_silent(address: SocketAddr, role: &str) -> io::Result<Self> {
        let mut door = Self::open_with(address, role, 0)?;
        let family = if door.address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let stopper = rustix::net::socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
        rustix::net::connect(&stopper, &door.address)?;
        door.stopper = Some(stopper);
        Ok(door)
    }

    /// Stands at exactly this address for datagrams.
    pub fn open_for_datagrams(address: SocketAddr, role: &str) -> io::Result<Self> {
        let (address, socket) = Self::bound(address, SocketType::DGRAM)?;
        network::make_room(&socket);
        let (role, transport) = (role.to_owned(), Transport::Udp);
        Ok(Self { address, transport, role, socket: Arc::new(socket), stopper: None })
    }

    /// Whether dials are answered.
    pub fn answers(&self) -> bool {
        self.stopper.is_none()
    }

    fn open_with(address: SocketAddr, role: &str, queue: i32) -> io::Result<Self> {
        let (address, socket) = Self::bound(address, SocketType::STREAM)?;
        rustix::net::listen(&socket, queue)?;
        let (role, transport) = (role.to_owned(), Transport::Tcp);
        Ok(Self { address, transport, role, socket: Arc::new(socket), stopper: None })
    }

    /// A socket at this address, whether or not an interface carries it.
    fn bound(address: SocketAddr, kind: SocketType) -> io::Result<(SocketAddr, OwnedFd)> {
        let address = SocketAddr::new(network::canonical(address.ip()), address.port());
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = rustix::net::socket_with(family, kind, flags, None)?;
        sockopt::set_socket_reuseaddr(&socket, true)?;
        network::set_free_bind(&socket)?;
        rustix::net::bind(&socket, &address)?;
        Ok((address, socket))
    }

    /// Takes the next connection that waits, with the program's end; `None` when none does.
    pub fn accept(&self) -> io::Result<Option<(OwnedFd, SocketAddr)>> {
        match rustix::net::acceptfrom_with(&self.socket, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK) {
            Ok((socket, Some(from))) => Ok(Some((socket, SocketAddr::try_from(from)?))),
            Ok((_, None)) | Err(Errno::AGAIN | Errno::INTR | Errno::CONNABORTED) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
