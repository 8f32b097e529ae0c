//! Everything that is known about a program of a submission before it is started.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Services;
use crate::sandbox::Limits;
use crate::verdict::Transport;

/// How to start one program. Made once a submission, used by the probe and by every check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Launch {
    /// `server` or `client`.
    pub role: String,
    /// The command without the student's arguments: `["python3", "simple_server.py"]`. The first word is
    /// looked up in the PATH of the view, or is a path relative to `working_directory`.
    pub command: Vec<String>,
    /// The arguments that follow; their holes are filled at the start.
    pub arguments: Vec<String>,
    /// The prepared copy of the submission on this machine; every start gets a private copy of it.
    pub folder: PathBuf,
    /// Where in that folder the program runs, relative to it; empty for the folder itself.
    pub working_directory: PathBuf,
    /// Variables beside the usual ones (PATH, HOME, LANG, `LC_ALL`, TZ, PORT, HOST, PYTHONUNBUFFERED).
    pub environment: Vec<(String, String)>,
    /// Folders that go before the usual ones in PATH, as seen inside.
    pub path: Vec<PathBuf>,
    /// Folders of this machine that the program needs beside /usr, /bin, /lib*, seen inside at the same path, read-only.
    pub toolchain: Vec<PathBuf>,
    /// What is typed when the program asks for input.
    pub input: Vec<InputLine>,
    /// The line end the program waits for after a message: empty, or `\n`. Learnt by the probe.
    pub line_end: String,
    /// How it does what programs do in several ways, by the names of habits. Learnt by the probe.
    #[serde(default)]
    pub habits: BTreeMap<String, String>,
    /// The port that stands for `{port}` and in PORT.
    pub port: u16,
    /// How its messages travel.
    #[serde(default)]
    pub transport: Transport,
    /// The services of a server that offers several.
    #[serde(default)]
    pub services: Services,
    /// What the program may use up.
    pub limits: Limits,
}

/// A line that is typed when the program asks for input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputLine {
    /// A regular expression (letter case is free) that the prompt must match; without it, the line answers any prompt.
    /// Lines with `asks` answer as often as they are asked; lines without are typed once each, in order.
    pub asks: Option<String>,
    /// The line, without its end; `{name}` stands for a drawn value, `{port}` and `{host}` for the server's address.
    pub line: String,
}
