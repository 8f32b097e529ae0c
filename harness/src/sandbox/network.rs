//! The stage's network: every address of the internet is this host, and one of them is its own.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::os::fd::OwnedFd;

use rustix::net::{AddressFamily, Protocol, SocketFlags, SocketType};

use super::netlink::{CREATE, Netlink, attribute};
use super::step::{Refused, step};

/// Ports from which the kernel draws when a program does not name one. Nothing else is drawn from
/// here, so that a dial can never meet itself.
pub const EPHEMERAL_PORTS: std::ops::RangeInclusive<u16> = 61_000..=65_001;

/// Bytes that may wait at a socket for datagrams.
const ROOM: usize = 4 << 20;

const NEW_LINK: u16 = 16;
const NEW_ADDRESS: u16 = 20;
const NEW_ROUTE: u16 = 24;
const LOOPBACK: u32 = 1;
/// The first interface made in a fresh network namespace, and the name a student knows.
const OWN: (u32, &str) = (2, "eth0");
const PEER: (u32, &str) = (3, "wire0");

const IPV4: u8 = 2;
const IPV6: u8 = 10;
const UP: u32 = 1;
const TABLE_LOCAL: u8 = 255;
const SCOPE_HOST: u8 = 254;
const ROUTE_LOCAL: u8 = 2;
const PROTOCOL_BOOT: u8 = 3;

/// Sets up the network of a fresh namespace: loopback up, every address local, `own` on an interface of its own.
pub fn set_up(own: Ipv4Addr) -> Result<(), Refused> {
    let mut netlink = step("open netlink", Netlink::route())?;
    step("bring up the loopback", netlink.change(NEW_LINK, 0, &link_up(LOOPBACK)))?;
    // Kernels without veth lack the second interface; the host then has its address on the loopback.
    let interface = if netlink.change(NEW_LINK, CREATE, &new_pair()).is_ok() { OWN.0 } else { LOOPBACK };
    step("give the host its address", netlink.change(NEW_ADDRESS, CREATE, &address(interface, own)))?;
    if interface == OWN.0 {
        step("bring up the host's interface", netlink.change(NEW_LINK, 0, &link_up(PEER.0)))?;
        step("bring up the host's interface", netlink.change(NEW_LINK, 0, &link_up(OWN.0)))?;
    }
    step("make every address local", netlink.change(NEW_ROUTE, CREATE, &everything_local(IPV4, Some(own))))?;
    // A kernel without IPv6 refuses; programs then see a host without IPv6.
    let _ = netlink.change(NEW_ROUTE, CREATE, &everything_local(IPV6, None));
    step("open the low ports", fs::write("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0"))?;
    let range = format!("{} {}", EPHEMERAL_PORTS.start(), EPHEMERAL_PORTS.end());
    step("set the ephemeral ports", fs::write("/proc/sys/net/ipv4/ip_local_port_range", range))
}

/// Whether an address can be listened at by the harness: any but the unspecified ones.
pub fn canonical(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => canonical(IpAddr::V4(v4)),
            None if v6.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            None => address,
        },
        IpAddr::V4(v4) if v4.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V4(_) => address,
    }
}

fn link_up(index: u32) -> Vec<u8> {
    let mut message = link_header(index);
    message[8..12].copy_from_slice(&UP.to_ne_bytes());
    message[12..16].copy_from_slice(&UP.to_ne_bytes());
    message
}

/// `ifinfomsg`: family, padding, type, index, flags, mask of changed flags.
fn link_header(index: u32) -> Vec<u8> {
    let mut message = vec![0; 16];
    message[4..8].copy_from_slice(&index.to_ne_bytes());
    message
}

/// A pair of interfaces wired to each other.
fn new_pair() -> Vec<u8> {
    let mut peer = link_header(PEER.0);
    attribute(&mut peer, 3, name(PEER.1).as_slice());
    one_queue(&mut peer);
    let mut data = Vec::new();
    attribute(&mut data, 1, &peer);
    let mut info = Vec::new();
    attribute(&mut info, 1, b"veth");
    attribute(&mut info, 2, &data);
    let mut message = link_header(OWN.0);
    attribute(&mut message, 3, name(OWN.1).as_slice());
    attribute(&mut message, 18, &info);
    one_queue(&mut message);
    message
}

/// Else the kernel makes queues, and their entries in sysfs, for every processor.
fn one_queue(message: &mut Vec<u8>) {
    attribute(message, 31, &1u32.to_ne_bytes());
    attribute(message, 32, &1u32.to_ne_bytes());
}

fn name(text: &str) -> Vec<u8> {
    [text.as_bytes(), &[0]].concat()
}

/// `ifaddrmsg`: family, prefix length, flags, scope, index.
fn address(index: u32, own: Ipv4Addr) -> Vec<u8> {
    let mut message = vec![IPV4, 24, 0, 0];
    message.extend_from_slice(&index.to_ne_bytes());
    attribute(&mut message, 1, &own.octets());
    attribute(&mut message, 2, &own.octets());
    message
}

/// `rtmsg`: family, lengths, TOS, table, protocol, scope, type, flags.
fn everything_local(family: u8, source: Option<Ipv4Addr>) -> Vec<u8> {
    let mut message = vec![family, 0, 0, 0, TABLE_LOCAL, PROTOCOL_BOOT, SCOPE_HOST, ROUTE_LOCAL, 0, 0, 0, 0];
    attribute(&mut message, 4, &LOOPBACK.to_ne_bytes());
    if let Some(source) = source {
        attribute(&mut message, 7, &source.octets());
    }
    message
}

/// What the kernel says about IPv6 in this namespace.
pub fn has_ipv6() -> bool {
    fs::exists("/proc/sys/net/ipv6").unwrap_or(false)
}

/// Lets a listener of the harness stand at an address that no interface carries.
pub fn set_free_bind(socket: &impl std::os::fd::AsFd) -> io::Result<()> {
    rustix::net::sockopt::set_ip_freebind(socket, true).map_err(Into::into)
}

/// Gives a socket room for many datagrams that wait: what has no room is lost. Where more is not allowed, the usual room must do.
pub fn make_room(socket: &impl std::os::fd::AsFd) {
    let _ = rustix::net::sockopt::set_socket_recv_buffer_size_force(socket, ROOM);
}

/// Gives a TCP socket that is not connected yet little room, and has the other end keep little for it: 64 KiB here, and
/// packets of 1,448 bytes, by whose number the other end's room is reckoned.
pub fn narrow(socket: &impl std::os::fd::AsFd) -> io::Result<()> {
    rustix::net::sockopt::set_socket_recv_buffer_size(socket, 32 << 10)?;
    nix::sys::socket::setsockopt(socket, nix::sys::socket::sockopt::TcpMaxSeg, &1448).map_err(Into::into)
}

/// A socket that sees everything that passes in this network namespace, and waits for nothing.
pub fn packet_socket() -> io::Result<OwnedFd> {
    // `ETH_P_ALL` in the byte order of the network.
    let everything = NonZeroU32::new(0x0300).map(Protocol::from_raw);
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    Ok(rustix::net::socket_with(AddressFamily::PACKET, SocketType::RAW, flags, everything)?)
}

/// Has a packet socket see what comes in only, so that it sees each frame of the loopback once.
pub fn ignore_outgoing(socket: &impl std::os::fd::AsFd) -> io::Result<()> {
    super::raw::ignore_outgoing(socket.as_fd())
}
