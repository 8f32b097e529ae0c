//! The line between a stage and the keeper of a program: one message a packet, descriptors beside it.

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::PathBuf;

use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags, SocketFlags, SocketType,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::level::Level;
use super::limits::Limits;
use super::step::Refused;
use super::view::View;
use crate::verdict::Exit;

/// What the stage wants of a keeper. The first wish is `Start`, with the terminal's two descriptors beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Wish {
    /// Starts the program.
    Start(Box<StartOrder>),
    /// Sends a signal to the program's process group.
    Signal(i32),
}

/// What a keeper says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// The program runs; the descriptor of its filter comes beside it.
    Started,
    /// A step of the set-up was refused.
    Refused(Refused),
    /// The command could not be executed.
    NotExecuted(String),
    /// The program has ended. What it left behind may still run.
    Exited(Exit),
}

/// How a program is started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartOrder {
    /// How far it is kept apart.
    pub level: Level,
    /// What it sees; in `plain`, only its private folder is made.
    pub view: View,
    /// The command and its arguments.
    pub command: Vec<String>,
    /// Its whole environment.
    pub environment: Vec<(String, String)>,
    /// The working directory, as the program sees it.
    pub working_directory: PathBuf,
    /// What it may use up.
    pub limits: Limits,
    /// The user it runs under in `plain` where the harness is root.
    pub uid: Option<u32>,
}

/// One end of the line.
pub struct Control(OwnedFd);

/// Longer messages are a mistake of ours.
const LONGEST: usize = 256 * 1024;

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
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
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
        let mut text = vec![0; LONGEST];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
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

impl AsFd for Control {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
