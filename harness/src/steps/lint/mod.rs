//! What the lint of a step knows: names and connections in reach, and the complaints so far.

mod http;
mod matchers;
mod values;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Steps;
use crate::stage::template::OF_THE_STAGE;
use crate::text::excerpt::{find_word, place_of};
use crate::text::{Complaint, Place, similar};
use crate::verdict::Transport;

pub(crate) use values::{is_name, regex_mistake, template_mistakes};

/// The check that the steps belong to.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// The file that the steps were read from.
    pub source: &'a str,
    /// Roles of the check's programs: one, or both.
    pub roles: &'a [&'a str],
    /// How messages travel where a step does not say it.
    pub transport: Transport,
    /// Names of the values that are drawn before the play, `port` and `host` among them.
    pub drawn: BTreeSet<String>,
    /// The ways of each habit.
    pub habits: BTreeMap<String, Vec<String>>,
    /// Offset in the file at which the steps end.
    pub end: usize,
}

/// Everything that is wrong with the steps of a check.
pub fn lint(steps: &Steps, scene: Scene<'_>) -> Vec<Complaint> {
    let mut lint = Lint {
        source: scene.source,
        roles: scene.roles,
        transport: scene.transport,
        reach: Reach {
            names: scene.drawn.into_iter().chain(scene.habits.keys().cloned()).collect(),
            ..Reach::default()
        },
        habits: scene.habits,
        extent: 0..scene.end,
        complaints: Vec::new(),
    };
    lint.steps(steps);
    lint.complaints
}

/// The context of a step's lint.
pub(crate) struct Lint<'a> {
    source: &'a str,
    roles: &'a [&'a str],
    transport: Transport,
    /// The ways of each habit.
    pub(super) habits: BTreeMap<String, Vec<String>>,
    reach: Reach,
    /// Bytes of the file that hold the step in hand.
    extent: Range<usize>,
    complaints: Vec<Complaint>,
}

/// What the steps so far have brought about.
#[derive(Clone, Debug, Default)]
struct Reach {
    /// Values that a template may name.
    names: BTreeSet<String>,
    /// Connections by name.
    connections: BTreeSet<String>,
    /// Groups of connections, with their sizes.
    groups: BTreeMap<String, u32>,
    /// Whether any connection is open, named or not.
    open: bool,
    /// Whether a request was taken that can be answered.
    asked: bool,
    /// Connections over UDP by name; what was opened last, named or not, stands under no name.
    datagrams: BTreeSet<Option<String>>,
}

impl Lint<'_> {
    /// Notes a mistake.
    pub(crate) fn complain(&mut self, place: Place, title: impl Into<String>, remedy: impl Into<String>) {
        self.complaints.push(Complaint::new(place, title, remedy));
    }

    /// Where a text stands in the step in hand; the step's own place when it cannot be found.
    pub(crate) fn find(&self, place: Place, text: &str) -> Place {
        let found = self.source.get(self.extent.clone()).and_then(|step| find_word(step, text));
        found.map_or(place, |at| place_of(self.source, self.extent.start + at, text.len()))
    }

    /// Whether both programs of the submission are played against each other.
    pub(crate) fn plays_both(&self) -> bool {
        self.roles.len() > 1
    }

    /// Whether the check is about the program in this role.
    pub(crate) fn plays(&self, role: &str) -> bool {
        self.roles.contains(&role)
    }

    /// Whether a value has this name here.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.reach.names.contains(name)
    }

    /// A step about one program: its role must be among the check's.
    pub(crate) fn program(&mut self, place: Place, program: Option<&str>) {
        let roles = self.roles;
        match program {
            Some(named) if !roles.contains(&named) => {
                let at = self.find(place, named);
                let remedy = match similar::nearest(named, roles.iter().copied()) {
                    Some(meant) => format!("Did you mean `{meant}`?"),
                    None => format!("This check's program is {}.", listed(roles)),
                };
                self.complain(at, format!("`{named}` plays no part in this check"), remedy);
            }
            None if self.plays_both() => {
                self.complain(
                    place,
                    "it is open which program is meant",
                    "Add `program: server` or `program: client`.",
                );
            }
            _ => {}
        }
    }

    /// A step opens a connection.
    pub(crate) fn open(&mut self, place: Place, name: Option<&str>, count: Option<u32>, transport: Option<Transport>) {
        self.reach.open = true;
        let over_udp = transport.unwrap_or(self.transport) == Transport::Udp;
        let numbers = count.map_or(Vec::new(), |count| (1..=count).map(|number| number.to_string()).collect());
        let opened = numbers.iter().map(|number| name.map(|name| format!("{name}{number}")));
        let opened: Vec<_> = [None, name.map(str::to_owned)].into_iter().chain(opened).collect();
        self.reach.datagrams.retain(|known| !opened.contains(known));
        if over_udp {
            self.reach.datagrams.extend(opened);
        }
        let Some(name) = name else { return };
        let taken = self.reach.connections.contains(name) || self.reach.groups.contains_key(name);
        if taken {
            let at = self.find(place, name);
            self.complain(at, format!("a connection is called `{name}` already"), "Give this one a name of its own.");
        }
        match count {
            Some(count) => {
                self.reach.groups.insert(name.to_owned(), count);
                self.reach.connections.extend((1..=count).map(|number| format!("{name}{number}")));
            }
            None => {
                self.reach.connections.insert(name.to_owned());
            }
        }
    }

    /// A step speaks or listens on a connection.
    pub(crate) fn on(&mut self, place: Place, name: Option<&str>) {
        if self.plays_both() {
            self.complain(
                place,
                "this step needs a connection of the harness, and here the two programs talk to each other",
                "Read their conversation with `expect_wire`.",
            );
        } else if !self.reach.open {
            let opener = if self.plays("server") { "connect" } else { "accept" };
            self.complain(place, "no connection is open yet", format!("Put `- {opener}` before this step."));
        } else if let Some(name) = name
            && !self.reach.connections.contains(name)
        {
            let at = self.find(place, name);
            let remedy = match self.reach.groups.get(name) {
                Some(count) => format!("`{name}` is a group: use `for_each`, or one of `{name}1` to `{name}{count}`."),
                None if self.reach.connections.is_empty() => "Leave `on` out, or name one with `as`.".to_owned(),
                None => similar::remedy(name, self.reach.connections.iter().map(String::as_str)),
            };
            self.complain(at, format!("no step before this one opens a connection `{name}`"), remedy);
        }
    }

    /// A step does what only a stream of bytes knows.
    pub(crate) fn stream(&mut self, place: Place, on: Option<&str>, what: &str) {
        if self.reach.datagrams.contains(&on.map(str::to_owned)) {
            self.complain(
                place,
                format!("{what} needs a stream of bytes, and this connection is over UDP"),
                "Over UDP nothing ends and each message is whole: `expect` it, or `expect_quiet`.",
            );
        }
    }

    /// Whether the programs talk to each other in datagrams.
    pub(crate) fn is_over_udp(&self) -> bool {
        self.transport == Transport::Udp
    }

    /// A step uses a group of connections.
    pub(crate) fn group(&mut self, place: Place, name: &str) {
        if self.reach.groups.contains_key(name) {
            return;
        }
        let at = self.find(place, name);
        let remedy = if self.reach.groups.is_empty() {
            format!("Open it first: `- connect: {{ as: {name}, count: 3 }}`.")
        } else {
            similar::remedy(name, self.reach.groups.keys().map(String::as_str))
        };
        self.complain(at, format!("no step before this one opens a group of connections `{name}`"), remedy);
    }

    /// A step keeps something under a name.
    pub(crate) fn save(&mut self, place: Place, name: Option<&str>) {
        let Some(name) = name else { return };
        if !values::is_name(name) {
            let at = self.find(place, name);
            self.complain(
                at,
                format!("`{name}` cannot be the name of a value"),
                "Use small letters, digits and `_`, a letter first.",
            );
        } else if name == "port" || name == "host" {
            let at = self.find(place, name);
            self.complain(at, format!("`{name}` is taken: it stands for the server's address"), "Choose another name.");
        } else if OF_THE_STAGE.contains(&name) {
            let at = self.find(place, name);
            let title = format!("`{name}` is taken: it stands for the host on which the programs run");
            self.complain(at, title, "Choose another name.");
        }
        self.reach.names.insert(name.to_owned());
    }
}

/// "`a`", or "`a` or `b`".
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" or ")
}
