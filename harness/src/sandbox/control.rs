//! The line between two processes of the harness: one message a packet, descriptors beside it.

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags, SocketFlags, SocketType,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::step::Refused;
use crate::verdict::Exit;

/// What a keeper says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// The program runs; the descriptor of its filter comes beside it.
    Started,
    /// A step of the set-up was refused.
    Refused(Refused),
    /// The command could not be executed.
    NotExecuted(String),
    /// The program has ended. What it left behind may still run. Beside it the most memory that one of its processes held, in KiB.
    Exited(Exit, u64),
}

/// One end of the line.
pub struct Control(OwnedFd);

impl Control {
    /// Makes both ends.
    pub fn pair() -> io::Result<(Self, OwnedFd)> {
        let (ours, theirs) =
            rustix::net::socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)?;
        Ok((Self(ours), theirs))
    }

    /// The end that a keeper was given.
    pub fn from_end(end: OwnedFd) -> Self {
        Self(end)
    }

    /// Sends a message, with descriptors beside it.
    pub fn send<T: Serialize>(&self, message: &T, descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
        let text = serde_json::to_vec(message)?;
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(4))];
        let mut beside = SendAncillaryBuffer::new(&mut space);
        if !descriptors.is_empty() {
            beside.push(SendAncillaryMessage::ScmRights(descriptors));
        }
        rustix::net::sendmsg(&self.0, &[IoSlice::new(&text)], &mut beside, SendFlags::NOSIGNAL)?;
        Ok(())
    }

    /// Sends a message by a plain write, which no filter asks about.
    pub fn write<T: Serialize>(&self, message: &T) -> io::Result<()> {
        rustix::io::write(&self.0, &serde_json::to_vec(message)?)?;
        Ok(())
    }

    /// Takes the next message; `None` once the other end is gone.
    pub fn receive<T: DeserializeOwned>(&self) -> io::Result<Option<(T, Vec<OwnedFd>)>> {
        let mut text = vec![0; self.next_length()?];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(4))];
        let mut beside = RecvAncillaryBuffer::new(&mut space);
        let received = loop {
            match rustix::net::recvmsg(&self.0, &mut [IoSliceMut::new(&mut text)], &mut beside, RecvFlags::CMSG_CLOEXEC)
            {
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::CONNRESET) => return Ok(None),
                other => break other?,
            }
        };
        if received.bytes == 0 {
            return Ok(None);
        }
        let descriptors = beside
            .drain()
            .filter_map(|message| {
                if let RecvAncillaryMessage::ScmRights(descriptors) = message { Some(descriptors) } else { None }
            })
            .flatten()
            .collect();
        Ok(Some((serde_json::from_slice(&text[..received.bytes])?, descriptors)))
    }
}

impl Control {
    /// Waits for the next message, and tells how long it is; none is empty but the one that stands for the other end's end.
    fn next_length(&self) -> io::Result<usize> {
        loop {
            match rustix::net::recv(&self.0, &mut [] as &mut [u8], RecvFlags::PEEK | RecvFlags::TRUNC) {
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::CONNRESET) => return Ok(0),
                other => return Ok(other?.1),
            }
        }
    }
}

impl AsFd for Control {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
