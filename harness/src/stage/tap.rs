//! Reads what two programs say to each other off the loopback's wire.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use etherparse::{InternetSlice, SlicedPacket, TcpSlice, TransportSlice};
use rustix::io::Errno;
use rustix::net::RecvFlags;

use super::inbox::Inbox;
use crate::sandbox::network;
use crate::verdict::Transport;

/// One direction of the conversation, all its connections one after the other.
#[derive(Debug)]
pub struct Spoken {
    /// Everything that was said.
    pub inbox: Inbox,
    /// Whether the speaker has ended its side of the last connection.
    pub ended: bool,
}

/// A tap on the stage's own loopback.
pub struct Tap {
    socket: Arc<OwnedFd>,
    transport: Transport,
    /// The sequence number that comes next, by the two ends.
    next: BTreeMap<(SocketAddr, SocketAddr), u32>,
    /// Where datagrams are only passed on: they are read where they go.
    left_out: Vec<SocketAddr>,
    /// What the server said.
    pub server: Spoken,
    /// What the client said.
    pub client: Spoken,
}

impl Tap {
    /// Opens a tap for the messages of one transport. Needs the stage's own network namespace.
    pub fn open(transport: Transport) -> io::Result<Self> {
        let socket = network::packet_socket()?;
        if transport == Transport::Udp {
            network::ignore_outgoing(&socket)?;
            network::make_room(&socket);
        }
        let spoken = || Spoken { inbox: Inbox::new(transport), ended: false };
        let (next, left_out) = (BTreeMap::new(), Vec::new());
        Ok(Self { socket: Arc::new(socket), transport, next, left_out, server: spoken(), client: spoken() })
    }

    /// What is sent to and from this address is not read.
    pub fn leave_out(&mut self, address: SocketAddr) {
        self.left_out.push(address);
    }

    /// The transport of the messages that are read.
    pub fn transport(&self) -> Transport {
        self.transport
    }

    /// The socket, to be watched.
    pub fn descriptor(&self) -> Arc<dyn AsFd + Send + Sync> {
        self.socket.clone()
    }

    /// Takes what has passed since the last time: who spoke (the server, at one of these ports?), and the bytes.
    pub fn take(&mut self, ports: &[u16]) -> io::Result<Vec<(bool, Vec<u8>)>> {
        let mut passed = Vec::new();
        let mut frame = vec![0; 128 * 1024];
        loop {
            match rustix::net::recv(&self.socket, frame.as_mut_slice(), RecvFlags::DONTWAIT) {
                Ok((_, length)) => passed.extend(self.read(&frame[..length.min(frame.len())], ports)),
                Err(Errno::AGAIN) => return Ok(passed),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The new bytes of a frame.
    fn read(&mut self, frame: &[u8], ports: &[u16]) -> Option<(bool, Vec<u8>)> {
        let packet = SlicedPacket::from_ethernet(frame).ok()?;
        let (from, to): (IpAddr, IpAddr) = match packet.net? {
            InternetSlice::Ipv4(ip) => (ip.header().source_addr().into(), ip.header().destination_addr().into()),
            InternetSlice::Ipv6(ip) => (ip.header().source_addr().into(), ip.header().destination_addr().into()),
            InternetSlice::Arp(_) => return None,
        };
        match (self.transport, packet.transport?) {
            (Transport::Tcp, TransportSlice::Tcp(tcp)) => self.read_stream((from, to), &tcp, ports),
            (Transport::Udp, TransportSlice::Udp(udp)) => {
                let ends = [SocketAddr::new(from, udp.source_port()), SocketAddr::new(to, udp.destination_port())];
                if ends.iter().any(|end| self.left_out.contains(end)) {
                    return None;
                }
                let from_server = ports.contains(&udp.source_port());
                if !from_server && !ports.contains(&udp.destination_port()) {
                    return None;
                }
                let spoken = if from_server { &mut self.server } else { &mut self.client };
                spoken.inbox.add(udp.payload(), None);
                Some((from_server, udp.payload().to_vec()))
            }
            _ => None,
        }
    }

    /// The loopback shows each frame twice, and a sender may repeat itself: only what comes next counts.
    fn read_stream(
        &mut self,
        (from, to): (IpAddr, IpAddr),
        tcp: &TcpSlice<'_>,
        ports: &[u16],
    ) -> Option<(bool, Vec<u8>)> {
        let (from, to) = (SocketAddr::new(from, tcp.source_port()), SocketAddr::new(to, tcp.destination_port()));
        let from_server = ports.contains(&from.port());
        if !from_server && !ports.contains(&to.port()) {
            return None;
        }
        let spoken = if from_server { &mut self.server } else { &mut self.client };
        if tcp.syn() {
            self.next.insert((from, to), tcp.sequence_number().wrapping_add(1));
            spoken.ended = false;
            return None;
        }
        spoken.ended |= tcp.fin() || tcp.rst();
        let next = self.next.get_mut(&(from, to))?;
        let seen = next.wrapping_sub(tcp.sequence_number()) as usize;
        let fresh = tcp.payload().get(seen..).filter(|fresh| !fresh.is_empty())?;
        *next = next.wrapping_add(u32::try_from(fresh.len()).unwrap_or(0));
        spoken.inbox.add(fresh, None);
        Some((from_server, fresh.to_vec()))
    }
}
