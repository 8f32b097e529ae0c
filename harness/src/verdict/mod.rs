//! Whose fault it is, as types: a [`Finding`] is the student's, a [`Fault`] is ours, a [`Status`] is the judgement.

mod blocked;
mod fault;
mod limit;
mod transport;

pub use blocked::{Blocked, BlockedOn};
pub use fault::{Fault, FaultKind};
pub use limit::Limit;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
pub use transport::Transport;

use crate::text::Bytes;

/// What [`FindingKind::Missing`] calls the end of a connection, so that it can be told from an answer that never came.
pub const END_OF_CONNECTION: &str = "the end of the connection";

/// What [`BlockedOn::Connection`] calls a connection between a browser and the server.
pub const BROWSERS_CONNECTION: &str = "the browser's connection";

/// What [`BlockedOn::Connection`] calls a connection of the spec's script.
pub const SCRIPTS_CONNECTION: &str = "the script's connection";

/// How a check ended, as the tally judges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Everything the check asks for happened.
    Pass,
    /// It happened, but for something a person would wave through; the spec says what that is worth.
    Near,
    /// The program did something else.
    Fail,
    /// Not played, because a check it needs was lost.
    Skip,
    /// This machine cannot play the check.
    Unsupported,
    /// The harness, the spec or the machine failed; never the student.
    Fault,
}

/// Something the student's program did or did not do. A finding costs points unless its kind is [`FindingKind::Near`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was seen.
    pub kind: FindingKind,
    /// Line of the spec at which it was seen; 0 when it belongs to no step.
    pub line: u32,
}

/// The kinds of findings. They hold facts; the words are made in `report/words`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Bytes came, and at `at` they stopped being what was awaited.
    Differed {
        /// What was awaited, in words: "`you win`, `you lose` or `draw`".
        expected: String,
        /// The literal bytes that were awaited, where there is one such text.
        literal: Option<Bytes>,
        /// All that came since the last matched byte.
        received: Bytes,
        /// Offset in `received` of the first wrong byte.
        at: usize,
        /// What is wrong there, where the matcher knows more than "it differs": "the time is 3 s late".
        remark: Option<String>,
        /// Where it was said.
        heard: Heard,
    },
    /// Something awaited never came, or came only in part.
    Missing {
        /// What was awaited, in words.
        expected: String,
        /// The literal bytes that were awaited, where there is one such text.
        literal: Option<Bytes>,
        /// What had come of it.
        received: Bytes,
        /// Where it was awaited.
        heard: Heard,
        /// Why waiting longer could not help.
        ending: Ending,
    },
    /// What came is what was awaited but for case, surrounding space, closing punctuation or added words.
    Near {
        /// What was awaited, in words.
        expected: String,
        /// What came.
        received: Bytes,
        /// What differs: "letter case", "words around the time".
        differs: String,
    },
    /// Something came where nothing more was to come.
    Unexpected {
        /// What came.
        received: Bytes,
        /// Where it was said.
        heard: Heard,
    },
    /// A browser could not show the page, or not all of it.
    NoPage {
        /// What was awaited on it, in words.
        expected: String,
        /// Where.
        heard: Heard,
        /// Why not, in the browser's own word: `ERR_EMPTY_RESPONSE`.
        error: String,
        /// The status of the response, if there was one.
        status: Option<u64>,
        /// The media type of the response, if there was one.
        media_type: Option<String>,
        /// How the server had ended by then, if it had.
        exit: Option<Exit>,
    },
    /// The connection could not be written to any more: the program had closed or reset it.
    CutOff {
        /// What was to be sent.
        unsent: Bytes,
        /// Where.
        heard: Heard,
        /// How the connection ended.
        ending: Ending,
    },
    /// Something that a game of chance brings about sooner or later did not happen.
    NeverHappened {
        /// What, in words.
        awaited: String,
        /// How many rounds were played.
        rounds: u32,
    },
    /// The program ended in another way than the check allows.
    Exited {
        /// What the check allows, in words.
        expected: String,
        /// How the program ended.
        exit: Exit,
    },
    /// The submission holds no program for a role.
    NoProgram {
        /// `server` or `client`.
        role: String,
        /// The file names that were looked for.
        looked_for: Vec<String>,
        /// Files that were found but could not be told apart, if that is why.
        ambiguous: Vec<String>,
    },
    /// The submission cannot be taken as it is: its `harness.yaml` is wrong, or it is too large.
    Unusable {
        /// `server` or `client`.
        role: String,
        /// What is wrong and where, in whole sentences.
        problem: String,
    },
    /// The build command of a program failed.
    NotBuilt {
        /// `server` or `client`.
        role: String,
        /// The command, as a person would type it.
        command: String,
        /// What it printed.
        output: Bytes,
        /// How it ended.
        exit: Exit,
    },
    /// The program did not do what makes it a server or client at all: it never listened, or never dialled.
    NotReady {
        /// `server` or `client`.
        role: String,
        /// What was awaited: [`Readiness::Listen`] or [`Readiness::Dial`].
        awaited: Readiness,
        /// Why waiting longer could not help.
        ending: Ending,
        /// What it printed.
        output: Bytes,
        /// The lists of arguments that were tried.
        tried: Vec<Vec<String>>,
        /// How its messages were to travel.
        #[serde(default, skip_serializing_if = "Transport::is_tcp")]
        transport: Transport,
        /// Where it listened or dialled over the other transport.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<SocketAddr>,
    },
    /// The server listens, but not where one of its services was to be found.
    NoService {
        /// The service's name.
        service: String,
        /// The port at which it was to be found.
        port: u16,
        /// How its messages were to travel.
        #[serde(default, skip_serializing_if = "Transport::is_tcp")]
        transport: Transport,
        /// The ports on which the server listens instead.
        listens: Vec<u16>,
    },
    /// A script of the spec, which has tried the program in its own way, says that something is wrong.
    Told {
        /// The script's file.
        script: String,
        /// What it has to say: its last line is the message.
        message: Bytes,
    },
    /// A script of the spec waited for the program, in vain.
    LeftWaiting {
        /// The script's file.
        script: String,
        /// What it had printed by then.
        printed: Bytes,
        /// Why waiting longer could not help.
        ending: Ending,
    },
    /// The program went over a limit and was stopped.
    Exceeded {
        /// Which limit.
        limit: Limit,
        /// `server` or `client`.
        role: String,
    },
}

/// What makes a program ready to be played with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readiness {
    /// It listens.
    Listen,
    /// It dials.
    Dial,
    /// It only has to start.
    Start,
}

/// Where something was said or awaited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// On a connection, by its name in the spec.
    Connection(String),
    /// On the terminal of the program in this role.
    Terminal(String),
    /// Between the two programs of the submission, on the wire.
    Wire,
    /// On a page that a browser shows, at this address.
    Page(String),
    /// By the operating system: a dial, a listen, an exit of the program in this role.
    System(String),
}

/// Why nothing more can come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The program closed its side of the connection.
    Closed,
    /// The program reset the connection.
    Reset,
    /// Every program of the check has ended.
    Exited(Exit),
    /// Every thread is blocked without a time limit in a call that only the harness could end.
    Stuck(Vec<Blocked>),
    /// The program was given its time, the time it waited for a processor not counted.
    OutOfTime {
        /// Milliseconds that were charged to the program.
        charged_ms: u64,
        /// What its threads were doing at the end.
        blocked: Vec<Blocked>,
    },
    /// The program was stopped for going over a limit.
    Exceeded(Limit),
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// With this exit code.
    Code(i32),
    /// By this signal.
    Signal(i32),
}
