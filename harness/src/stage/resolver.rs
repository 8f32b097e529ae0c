//! Answers every name with an address of the stage, for the harness is the whole internet; but those that nobody may bear.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use rustix::io::Errno;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType};
use simple_dns::rdata::{A, RData};
use simple_dns::{CLASS, Packet, PacketFlag, QTYPE, RCODE, ResourceRecord, TYPE};

/// Where the resolver stands. Not on 127.0.0.1, where a port scanner would find it.
pub const ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 53);

/// A name that was asked for, and the answer.
pub type Answered = (String, Option<String>);

/// The stage's resolver.
pub struct Resolver {
    socket: Arc<OwnedFd>,
    known: BTreeMap<String, Ipv4Addr>,
}

impl Resolver {
    /// Opens the resolver. `own` is the stage's own name with its address.
    pub fn open(own: (&str, Ipv4Addr)) -> io::Result<Self> {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = rustix::net::socket_with(AddressFamily::INET, SocketType::DGRAM, flags, None)?;
        rustix::net::bind(&socket, &SocketAddr::from((ADDRESS, 53)))?;
        let known = BTreeMap::from([(own.0.to_lowercase(), own.1), ("localhost".to_owned(), Ipv4Addr::LOCALHOST)]);
        Ok(Self { socket: Arc::new(socket), known })
    }

    /// The socket, to be watched.
    pub fn descriptor(&self) -> Arc<dyn AsFd + Send + Sync> {
        self.socket.clone()
    }

    /// Answers all questions that wait.
    pub fn answer(&mut self) -> io::Result<Vec<Answered>> {
        let mut answered = Vec::new();
        let mut buffer = [0; 1500];
        loop {
            let (length, from) = match rustix::net::recvfrom(&self.socket, &mut buffer[..], RecvFlags::DONTWAIT) {
                Ok((_, length, Some(from))) => (length, from),
                Ok(_) | Err(Errno::AGAIN) => return Ok(answered),
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            };
            let Some((reply, told)) = self.reply(&buffer[..length]) else { continue };
            // A client that no longer listens for the answer is no concern.
            let _ = rustix::net::sendto(&self.socket, &reply, SendFlags::empty(), &SocketAddr::try_from(from)?);
            answered.extend(told);
        }
    }

    /// The reply to one question, and what it says; `None` for what is no question.
    fn reply(&mut self, question: &[u8]) -> Option<(Vec<u8>, Option<Answered>)> {
        let asked = Packet::parse(question).ok()?;
        let mut reply = asked.clone().into_reply();
        reply.set_flags(PacketFlag::RECURSION_AVAILABLE);
        *reply.rcode_mut() = RCODE::NoError;
        let mut told = None;
        for question in &asked.questions {
            if question.qtype == QTYPE::TYPE(TYPE::PTR) {
                // No address has a name; a scanner that asks goes on asking until it is told so.
                *reply.rcode_mut() = RCODE::NameError;
            }
            if is_nobodys(&question.qname.to_string()) {
                *reply.rcode_mut() = RCODE::NameError;
                told = Some((question.qname.to_string(), None));
                continue;
            }
            // Other kinds, above all AAAA, get an empty answer without error: anything else stalls getaddrinfo.
            if question.qtype == QTYPE::TYPE(TYPE::A) {
                let address = self.address_of(&question.qname.to_string());
                reply.answers.push(ResourceRecord::new(
                    question.qname.clone(),
                    CLASS::IN,
                    60,
                    RData::A(A::from(address)),
                ));
                told = Some((question.qname.to_string(), Some(address.to_string())));
            }
        }
        Some((reply.build_bytes_vec_compressed().ok()?, told))
    }

    /// The address that was given out for a name, if anybody has asked for it.
    pub fn given(&self, name: &str) -> Option<Ipv4Addr> {
        self.known.get(&name.to_lowercase()).copied()
    }

    /// Each name has an address of its own, out of the range that is kept for tests of networks.
    fn address_of(&mut self, name: &str) -> Ipv4Addr {
        let next = u8::try_from(self.known.len()).unwrap_or(u8::MAX);
        *self.known.entry(name.to_lowercase()).or_insert(Ipv4Addr::new(198, 18, 0, next))
    }
}

/// Whether nobody has this name: the names under `invalid` are kept for that (RFC 6761, section 6.4).
fn is_nobodys(name: &str) -> bool {
    name.trim_end_matches('.').rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case("invalid"))
}

#[cfg(test)]
mod tests {
    use super::is_nobodys;

    #[test]
    fn names_under_invalid_are_nobodys() {
        assert!(is_nobodys("heron.invalid") && is_nobodys("heron.INVALID.") && is_nobodys("invalid"));
        assert!(!is_nobodys("invalid.example") && !is_nobodys("isinvalid") && !is_nobodys("heron"));
    }
}
