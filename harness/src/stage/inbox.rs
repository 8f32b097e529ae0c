//! What has come from one side: a stream of bytes, or datagrams that keep their boundaries.

use std::net::SocketAddr;
use std::time::SystemTime;

use super::matcher::line_end_length;
use crate::verdict::Transport;

/// Everything that one side has said so far, and how much of it was matched.
#[derive(Debug, Default)]
pub struct Inbox {
    transport: Transport,
    bytes: Vec<u8>,
    /// Bytes that were matched.
    taken: usize,
    /// Where those begin that were matched last.
    last: usize,
    arrivals: Vec<Arrival>,
    /// Datagrams that were matched.
    read: usize,
    /// Whether the line end of the message that was matched last may still come: some programs send it by itself.
    line_end_may_follow: bool,
}

/// A piece, as it was received; of datagrams, each is one.
#[derive(Debug)]
struct Arrival {
    /// Where it ends among all bytes.
    end: usize,
    at: SystemTime,
    /// Who sent it, if not the one who was spoken to.
    stranger: Option<SocketAddr>,
}

/// What there is to be matched next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Bytes of a stream: more may follow them.
    Bytes,
    /// One datagram, whole.
    Datagram {
        /// Who sent it, if not the one who was spoken to.
        stranger: Option<SocketAddr>,
    },
    /// No datagram.
    NoDatagram,
}

impl Inbox {
    /// Nothing has come yet.
    pub fn new(transport: Transport) -> Self {
        Self { transport, ..Self::default() }
    }

    /// Adds a piece of the stream, or a datagram, which may be empty.
    pub fn add(&mut self, piece: &[u8], stranger: Option<SocketAddr>) {
        self.bytes.extend_from_slice(piece);
        self.arrivals.push(Arrival { end: self.bytes.len(), at: SystemTime::now(), stranger });
    }

    /// What has come and was not matched yet; of datagrams, the next one.
    pub fn unread(&self) -> &[u8] {
        match self.transport {
            Transport::Tcp => &self.bytes[self.begin()..],
            Transport::Udp => &self.bytes[self.taken..self.arrivals.get(self.read).map_or(self.taken, |next| next.end)],
        }
    }

    /// What was not matched yet of a stream, as it stood after each piece that came.
    pub fn as_it_grew(&self) -> impl Iterator<Item = &[u8]> {
        let begin = self.begin();
        self.arrivals.iter().filter(move |piece| piece.end > begin).map(move |piece| &self.bytes[begin..piece.end])
    }

    /// What was matched last.
    pub fn last_taken(&self) -> &[u8] {
        &self.bytes[self.last..self.taken]
    }

    /// What kind of thing [`Self::unread`] is.
    pub fn next(&self) -> Next {
        match (self.transport, self.arrivals.get(self.read)) {
            (Transport::Tcp, _) => Next::Bytes,
            (Transport::Udp, Some(next)) => Next::Datagram { stranger: next.stranger },
            (Transport::Udp, None) => Next::NoDatagram,
        }
    }

    /// Whether something was said that was not matched: more than white space, or any datagram.
    pub fn says_more(&self) -> bool {
        match self.next() {
            Next::Bytes => !self.unread().trim_ascii().is_empty(),
            Next::Datagram { .. } => true,
            Next::NoDatagram => false,
        }
    }

    /// How much has come, so that it can be seen whether more does: bytes and datagrams.
    pub fn size(&self) -> usize {
        self.bytes.len() + self.arrivals.len()
    }

    /// Where what was not matched of a stream yet begins.
    fn begin(&self) -> usize {
        let rest = &self.bytes[self.taken..];
        self.taken + if self.line_end_may_follow { line_end_length(rest) } else { 0 }
    }

    /// As [`Self::take`], of a message whose line end is free: one that comes later by itself belongs to it, too.
    pub fn take_message(&mut self, length: usize) {
        self.take(length);
        self.line_end_may_follow = self.transport == Transport::Tcp && !self.bytes[..self.taken].ends_with(b"\n");
    }

    /// Counts so many bytes of [`Self::unread`] as matched. A datagram is matched as a whole.
    pub fn take(&mut self, length: usize) {
        match self.transport {
            Transport::Tcp => {
                self.last = self.begin();
                self.taken = (self.last + length).min(self.bytes.len());
                self.line_end_may_follow = false;
            }
            Transport::Udp => {
                self.last = self.taken;
                self.taken = self.arrivals.get(self.read).map_or(self.taken, |next| next.end);
                self.read += 1;
            }
        }
    }

    /// When the byte at this place of [`Self::unread`] was received.
    pub fn arrival(&self, at: usize) -> SystemTime {
        let at = self.begin() + at;
        self.arrivals.iter().find(|piece| at < piece.end).map_or_else(SystemTime::now, |piece| piece.at)
    }

    /// When the first piece of all was received.
    pub fn first_arrival(&self) -> Option<SystemTime> {
        self.arrivals.first().map(|piece| piece.at)
    }
}

#[cfg(test)]
mod tests {
    use super::{Inbox, Next};
    use crate::verdict::Transport;

    #[test]
    fn a_stream_has_no_boundaries() {
        let mut inbox = Inbox::new(Transport::Tcp);
        inbox.add(b"her", None);
        inbox.add(b"on", None);
        assert_eq!((inbox.unread(), inbox.next()), (b"heron".as_slice(), Next::Bytes));
        inbox.take(4);
        assert_eq!(inbox.unread(), b"n");
    }

    #[test]
    fn a_line_end_that_comes_by_itself_belongs_to_the_message_before_it() {
        let mut inbox = Inbox::new(Transport::Tcp);
        inbox.add(b"heron", None);
        inbox.take_message(5);
        inbox.add(b"\r\n", None);
        assert_eq!(inbox.unread(), b"");
        inbox.add(b"swift\n", None);
        assert_eq!(inbox.unread(), b"swift\n");
        inbox.take_message(6);
        inbox.add(b"\n", None);
        assert_eq!(inbox.unread(), b"\n", "one line end is free, not two");
    }

    #[test]
    fn each_datagram_is_taken_whole_and_an_empty_one_is_one_too() {
        let mut inbox = Inbox::new(Transport::Udp);
        assert_eq!((inbox.unread(), inbox.next(), inbox.says_more()), (b"".as_slice(), Next::NoDatagram, false));
        let stranger = Some(([127, 0, 0, 9], 7).into());
        for (datagram, from) in [("heron", None), ("", None), ("teal", stranger)] {
            inbox.add(datagram.as_bytes(), from);
        }
        for (datagram, from) in [("heron", None), ("", None), ("teal", stranger)] {
            assert_eq!(inbox.unread(), datagram.as_bytes());
            assert_eq!((inbox.next(), inbox.says_more()), (Next::Datagram { stranger: from }, true));
            inbox.take(1);
        }
        assert_eq!((inbox.unread(), inbox.next()), (b"".as_slice(), Next::NoDatagram));
    }
}
