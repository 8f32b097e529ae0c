//! [`Capture`]: everything that passes on the stage's own network, for a file that Wireshark opens.

use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::net::RecvFlags;

use crate::event::EventKind;
use crate::sandbox::network;
use crate::text::Bytes;

/// A capture that goes on. A thread of its own reads, so that no frame has to wait for the play.
pub struct Capture {
    reader: JoinHandle<Vec<EventKind>>,
    /// Its other end ends the reading when this one is closed.
    stop: OwnedFd,
}

/// Bytes of all frames of a play; a flood is cut here.
const MOST: usize = 64 << 20;

impl Capture {
    /// Begins to capture; frames count from `began`, milliseconds since the Unix epoch. Needs the stage's own network namespace.
    pub fn begin(began: u64) -> io::Result<Self> {
        let socket = network::packet_socket()?;
        // The loopback shows each frame twice.
        network::ignore_outgoing(&socket)?;
        network::make_room(&socket);
        let (stopped, stop) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
        let reader = std::thread::Builder::new().name("capture".to_owned());
        let reader = reader.spawn(move || read(&socket, &stopped, Duration::from_millis(began)))?;
        Ok(Self { reader, stop })
    }

    /// Ends it; what was captured, as events.
    pub fn end(self) -> Vec<EventKind> {
        drop(self.stop);
        self.reader.join().unwrap_or_default()
    }
}

/// Reads until nobody holds the other end of `stopped`, and then what is left.
fn read(socket: &OwnedFd, stopped: &OwnedFd, began: Duration) -> Vec<EventKind> {
    let (mut frames, mut taken) = (Vec::new(), 0);
    let mut buffer = vec![0; 128 * 1024];
    loop {
        let mut ends = [PollFd::new(socket, PollFlags::IN), PollFd::new(stopped, PollFlags::IN)];
        let polled = poll(&mut ends, None);
        let is_over = !ends[1].revents().is_empty();
        loop {
            match rustix::net::recv(socket.as_fd(), buffer.as_mut_slice(), RecvFlags::DONTWAIT) {
                Ok((_, length)) if taken < MOST => {
                    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                    let at = u64::try_from(now.saturating_sub(began).as_micros()).unwrap_or(u64::MAX);
                    let frame = Bytes(buffer[..length.min(buffer.len())].to_vec());
                    taken += frame.0.len();
                    frames.push(EventKind::Captured { at, frame });
                }
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => break,
            }
        }
        if is_over || polled.is_err_and(|error| error != Errno::INTR) {
            return frames;
        }
    }
}
