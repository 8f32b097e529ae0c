//! The facts of a run, one after the other: the only thing that runner and reporters share.
//!
//! A recorded run is a file with one event a line. Events are owned and serialisable, name what has
//! happened in the past tense, and hold no colour, no counter and no verdict: [`crate::report::tally`] judges.

mod announced;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::text::Bytes;
use crate::verdict::{Exit, Fault, Finding, Transport};

pub use announced::{CheckFacts, Prepared, RunStarted, Visibility};

/// Version of this format; a reader refuses a file with a higher one.
pub const VERSION: u32 = 1;

/// One fact, and when it happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Microseconds since the run began.
    pub at: u64,
    /// The check it belongs to, by its index in [`RunStarted::checks`]; `None` for the run as a whole.
    pub check: Option<usize>,
    /// What happened.
    pub kind: EventKind,
}

/// The kinds of facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A run began. Always the first event.
    RunStarted(Box<RunStarted>),
    /// A program of the submission was found, and built where it needs building.
    Prepared(Prepared),
    /// The play of a check began on a stage of its own.
    CheckStarted {
        /// The zone in which the stage's clock reads (IANA).
        zone: String,
    },
    /// A file was put where a program works.
    Placed {
        /// `server` or `client`.
        role: String,
        /// Its path in the submission's folder.
        path: String,
        /// Its length in bytes.
        length: u64,
    },
    /// A program was started.
    Started {
        /// `server` or `client`.
        role: String,
        /// Its command line, as a person would type it.
        command: String,
    },
    /// A program listens; over UDP, it has bound a socket.
    Listened {
        /// `server` or `client`.
        role: String,
        /// Where.
        address: SocketAddr,
        /// How its messages travel.
        #[serde(default, skip_serializing_if = "Transport::is_tcp")]
        transport: Transport,
    },
    /// A program dialled an address; over UDP, it sent a datagram there for the first time.
    Dialled {
        /// `server` or `client`.
        role: String,
        /// Where to.
        address: SocketAddr,
        /// Who stands there: `answer`, `refuse`, `drop`, `script` for one of the spec's, or `program` for the submission's other program.
        answered_by: String,
        /// How its messages travel.
        #[serde(default, skip_serializing_if = "Transport::is_tcp")]
        transport: Transport,
    },
    /// A program asked for the address of a name.
    LookedUp {
        /// The name.
        name: String,
        /// What the stage's resolver answered; `None` for "no such name".
        answer: Option<String>,
    },
    /// A connection stands: the harness connected, or accepted the program's dial. Over UDP, all that passes between two addresses.
    Connected {
        /// Its name in the spec.
        connection: String,
        /// The program's end.
        program: SocketAddr,
        /// The harness's end.
        harness: SocketAddr,
        /// How its messages travel.
        #[serde(default, skip_serializing_if = "Transport::is_tcp")]
        transport: Transport,
    },
    /// Bytes passed.
    Passed {
        /// Who said them.
        by: Speaker,
        /// Where.
        on: Channel,
        /// The bytes; the middle of a flood is left out.
        bytes: Bytes,
        /// How many bytes were left out of `bytes`.
        omitted: u64,
    },
    /// A browser was told to open a page.
    Visited {
        /// The page's address.
        url: String,
    },
    /// What the browser showed was pictured.
    Pictured {
        /// The page's address.
        url: String,
        /// Width of the picture.
        width: u32,
        /// Its height.
        height: u32,
        /// The picture, a PNG in base 64, at most 200 KB.
        png: String,
    },
    /// One side of a connection was closed.
    Closed {
        /// Who closed it.
        by: Speaker,
        /// Its name in the spec.
        connection: String,
        /// Whether it was cut with a reset.
        reset: bool,
    },
    /// A program ended by itself.
    Exited {
        /// `server` or `client`.
        role: String,
        /// How.
        exit: Exit,
    },
    /// A frame passed on the stage's own network; told at the end of a play, where somebody wants a capture.
    Captured {
        /// When it passed, in microseconds since the run began.
        at: u64,
        /// All of it, from its Ethernet header on.
        frame: Bytes,
    },
    /// A value was drawn, picked or saved during the play.
    Saved {
        /// Its name.
        name: String,
        /// The value.
        value: Bytes,
    },
    /// A step of the spec ended as it should.
    StepDone {
        /// The step's line in the spec.
        line: u32,
        /// The step's name: `connect`, `send`, `expect`.
        step: String,
    },
    /// An interposer has spoiled something that a program said: an audit asks whether that is noticed.
    Spoiled,
    /// The play waits for the clock; its place among the jobs is free meanwhile.
    Paused,
    /// The clock has come round, and the play asks for its place back.
    Resumed,
    /// The probe of a program learnt how it wants to be played with.
    Probed {
        /// `server` or `client`.
        role: String,
        /// The arguments it was started with, `{port}` and `{host}` still standing as such.
        arguments: Vec<String>,
        /// The line end it waits for after a message: empty, or `\n`.
        line_end: String,
        /// How it does what programs do in several ways, by the names of habits.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        habits: BTreeMap<String, String>,
        /// Where it listens, if it is a server that may offer several services.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ports: Vec<u16>,
    },
    /// The program did or did not do something: the student's.
    Found(Finding),
    /// Something of ours failed.
    Faulted(Fault),
    /// A check was not played because of another one.
    Skipped {
        /// Id of the check that was lost.
        because_of: String,
    },
    /// The play of a check is over. A check without this event is a fault.
    CheckEnded {
        /// Wall time of the play, in milliseconds.
        took_ms: u64,
    },
    /// The run is over. Always the last event.
    RunEnded,
}

/// Who says something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The harness.
    Harness,
    /// The program in this role.
    Program(String),
}

/// Where something is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A connection, by its name in the spec.
    Connection(String),
    /// Typed at, or printed on the terminal of the program in this role (its standard output).
    Terminal(String),
    /// Printed on the terminal by the program's standard error.
    StandardError(String),
    /// Between the two programs of the submission: "client to server" or "server to client" follow from the speaker.
    Wire,
}
