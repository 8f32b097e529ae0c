//! The internet sockets of a network namespace, as the kernel lists them: the second witness beside the filter.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::netlink::Netlink;
use crate::verdict::Transport;

/// One socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    /// Its transport.
    pub transport: Transport,
    /// Whether it listens.
    pub listens: bool,
    /// Its own end.
    pub local: SocketAddr,
    /// The other end.
    pub remote: SocketAddr,
    /// Bytes that wait to be read; for a listening socket, connections that wait to be accepted.
    pub waiting: u32,
    /// Bytes that wait to be sent or acknowledged.
    pub unsent: u32,
    /// The number by which `/proc/PID/fd` knows it.
    pub inode: u64,
}

/// `SOCK_DIAG_BY_FAMILY`: the sockets of one family and protocol.
const BY_FAMILY: u16 = 20;
/// `TCPDIAG_GETSOCK`, older: the TCP sockets of every family at once.
const OF_TCP: u16 = 18;
const LISTEN: u8 = 10;
/// All states but `BOUND_INACTIVE`, the 13th: to find those the kernel looks through a table of the whole machine.
const STATES: u32 = (1 << 13) - 1;

/// All TCP sockets of this namespace that are connected or listen.
pub fn tcp_sockets() -> io::Result<Vec<Socket>> {
    // `inet_diag_req`: family, lengths of addresses, extensions, socket id, states, database.
    let mut request = vec![0; 4 + SOCKET_ID];
    request.extend_from_slice(&STATES.to_ne_bytes());
    request.extend_from_slice(&[0; 4]);
    let mut sockets = Vec::new();
    Netlink::sockets()?.dump(OF_TCP, &request, |entry| sockets.extend(read_entry(Transport::Tcp, entry)))?;
    Ok(sockets)
}

/// All sockets of both transports.
pub fn all() -> io::Result<Vec<Socket>> {
    let mut sockets = tcp_sockets()?;
    sockets.extend(udp_sockets());
    Ok(sockets)
}

/// All UDP sockets of this namespace that have an address. A kernel that lists none keeps only their names to itself.
pub fn udp_sockets() -> Vec<Socket> {
    list_udp().unwrap_or_default()
}

fn list_udp() -> io::Result<Vec<Socket>> {
    let mut netlink = Netlink::sockets()?;
    let mut sockets = Vec::new();
    for family in [libc::AF_INET, libc::AF_INET6] {
        // `inet_diag_req_v2`: family, protocol, extensions, padding, states, socket id.
        let mut request = vec![u8::try_from(family).unwrap_or(0), 17, 0, 0];
        request.extend_from_slice(&u32::MAX.to_ne_bytes());
        request.extend_from_slice(&[0; SOCKET_ID]);
        netlink.dump(BY_FAMILY, &request, |entry| sockets.extend(read_entry(Transport::Udp, entry)))?;
    }
    Ok(sockets)
}

/// Bytes of an `inet_diag_sockid`.
const SOCKET_ID: usize = 48;

/// `inet_diag_msg`: family, state, timer, retransmissions, socket id (48 bytes), expiry, queues, user, inode.
fn read_entry(transport: Transport, entry: &[u8]) -> Option<Socket> {
    let number = |at: usize| Some(u32::from_ne_bytes(entry.get(at..at + 4)?.try_into().ok()?));
    let end = |port: usize, address: usize| {
        let port = u16::from_be_bytes(entry.get(port..port + 2)?.try_into().ok()?);
        let address: IpAddr = if i32::from(entry[0]) == libc::AF_INET {
            Ipv4Addr::from(<[u8; 4]>::try_from(entry.get(address..address + 4)?).ok()?).into()
        } else {
            Ipv6Addr::from(<[u8; 16]>::try_from(entry.get(address..address + 16)?).ok()?).into()
        };
        Some(SocketAddr::new(address.to_canonical(), port))
    };
    Some(Socket {
        transport,
        listens: *entry.get(1)? == LISTEN,
        local: end(4, 8)?,
        remote: end(6, 24)?,
        waiting: number(56)?,
        unsent: number(60)?,
        inode: number(68)?.into(),
    })
}
