//! What a step acts on: the world, the connection it speaks on by default, and waiting.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Instant;

use super::clock::Clock;
use super::connection::TOLD;
use super::matcher::examine::Mistake;
use super::near::NearRule;
use super::random::Random;
use super::setting::Setting;
use super::shared::{Held, Shared};
use super::template::{OF_THE_STAGE, Template, TemplateError, Variables};
use super::world::World;
use crate::event::EventKind;
use crate::sandbox::{Level, Limits};
use crate::text::Bytes;
use crate::verdict::{Ending, Fault, FaultKind, FindingKind, Limit};

/// Why a play cannot go on.
#[derive(Debug)]
pub enum Halt {
    /// The program did or did not do something: a finding that ends the check.
    Found(Box<FindingKind>),
    /// Something of ours failed.
    Faulted(Fault),
    /// The harness is gone.
    Abandoned,
}

/// Why a wait ended without what was waited for.
#[derive(Debug)]
pub enum Waited {
    /// Waiting longer cannot help.
    Ended(Ending),
    /// The play cannot go on for another reason.
    Halted(Halt),
}

/// A value that a step has kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// The value.
    pub value: Bytes,
    /// The connection on which the harness spoke at that moment.
    pub connection: Option<usize>,
}

/// A step's view of the stage. Branches that play at the same time have one each, over the same world.
pub struct Scene {
    world: Shared,
    /// Values for holes. What a branch saves is its own.
    pub variables: Variables,
    /// Everything that steps have kept so far, in order: a sample over many rounds.
    pub saved: Vec<Saved>,
    /// By the names of values, those that a sample has not seen in every combination: what is picked is picked among them.
    pub wanted: BTreeMap<String, BTreeSet<String>>,
    /// The connection that was opened last.
    pub current: Option<usize>,
    /// The stage's clock.
    pub clock: Clock,
    /// What a near match may differ in.
    pub near: NearRule,
    /// What a play draws while it goes on.
    pub random: Random,
    /// The limits of the check's program.
    pub limits: Limits,
    /// When the check began.
    pub began: Instant,
    /// The roles at whose terminals steps type, and nobody else.
    pub typed_by_steps: Vec<String>,
}

impl Scene {
    /// The first scene over a world.
    pub fn new(world: World) -> Self {
        let setting = &world.setting;
        let limits = setting.roles.first().map(|role| setting.limits_of(role)).unwrap_or_default();
        Self {
            saved: Vec::new(),
            wanted: BTreeMap::new(),
            variables: variables(setting),
            current: None,
            clock: Clock::new(&setting.zone),
            near: setting.near.clone(),
            random: Random::new(setting.seed),
            limits,
            began: Instant::now(),
            typed_by_steps: Vec::new(),
            world: Shared::new(world),
        }
    }

    /// A scene for the branch of this number. It knows what has been saved so far.
    pub fn branch(&self, number: u64) -> Self {
        Self {
            world: self.world.clone(),
            variables: self.variables.clone(),
            saved: self.saved.clone(),
            wanted: self.wanted.clone(),
            current: self.current,
            clock: self.clock.clone(),
            near: self.near.clone(),
            random: self.random.branch(number),
            limits: self.limits,
            began: self.began,
            typed_by_steps: self.typed_by_steps.clone(),
        }
    }

    /// The world, for looking and acting; never to be held while waiting.
    pub fn world(&self) -> Held<'_> {
        self.world.hold()
    }

    /// States a fact.
    pub fn state(&self, kind: EventKind) -> Result<(), Halt> {
        self.world().timeline.state(kind).map_err(broken)
    }

    /// Fills a template.
    pub fn fill(&self, template: &Template) -> Result<Bytes, Halt> {
        template.fill(&self.variables).map_err(|error| mistaken(Mistake::Template(error)))
    }

    /// Keeps a value under a name.
    pub fn save(&mut self, name: Option<&String>, value: Bytes) -> Result<(), Halt> {
        let Some(name) = name else { return Ok(()) };
        self.variables.insert(name.clone(), value.clone());
        self.saved.push(Saved { name: name.clone(), value: value.clone(), connection: self.current });
        // A value may be all that a program sent which never ends.
        let told = value.0[..value.0.len().min(TOLD)].into();
        self.state(EventKind::Saved { name: name.clone(), value: told })
    }

    /// The role a step is about: the one it names, else the check's only one.
    pub fn role(&self, named: Option<&String>) -> String {
        named.cloned().or_else(|| self.world().setting.roles.first().cloned()).unwrap_or_default()
    }

    /// The connection a step is about: the one it names, else the one that was opened last.
    pub fn connection(&self, named: Option<&String>) -> Result<usize, Halt> {
        let world = self.world();
        let found = match named {
            Some(name) => world.connections.iter().position(|connection| &connection.name == name),
            None => self.current,
        };
        found.ok_or_else(|| {
            let name = named.map_or_else(|| "a connection".to_owned(), |name| format!("the connection `{name}`"));
            Halt::Faulted(Fault::new(
                FaultKind::Spec,
                format!("A step speaks on {name}, which no step before it has opened."),
                "Open it with `connect` or `accept`.",
            ))
        })
    }

    /// The same, to hear what comes on it: from now on it is read, also if it was opened without being read.
    pub fn connection_heard(&self, named: Option<&String>) -> Result<usize, Halt> {
        let index = self.connection(named)?;
        self.world().connections[index].held = false;
        Ok(index)
    }

    /// The limit that a program has gone over, if any. The kernel closes the connections of a program that it stops
    /// before anybody hears of the stop: how a program ends that is on its way out is awaited first.
    pub fn exceeded(&self) -> Result<Option<Limit>, Halt> {
        let known = |world: &mut World| {
            let mut programs = world.players.iter().map(|player| &player.running);
            programs.all(|running| running.exit.is_some() || !running.is_ending()).then_some(())
        };
        match self.wait(known) {
            Err(Waited::Halted(halt)) => Err(halt),
            Ok(()) | Err(Waited::Ended(_)) => Ok(self.world().exceeded),
        }
    }

    /// The halt of a play whose program was stopped for going over this limit.
    pub fn stopped(&self, limit: Limit) -> Halt {
        Halt::Found(Box::new(FindingKind::Exceeded { limit, role: self.role(None) }))
    }

    /// Where the server can be reached.
    pub fn server_address(&self) -> Option<SocketAddr> {
        let world = self.world();
        world.server_at(world.transport("server"))
    }

    /// Takes the world out once every branch is over.
    pub fn into_world(self) -> Option<World> {
        self.world.into_inner()
    }
}

/// The values of a play: those that were drawn for it and, where the programs have a host of their own, its name and address.
fn variables(setting: &Setting) -> Variables {
    let mut variables = setting.variables.clone();
    if setting.level == Level::Full {
        let own = [setting.host_name.clone(), setting.host_address.to_string()];
        variables.extend(
            OF_THE_STAGE.iter().zip(own).map(|(name, value)| ((*name).to_owned(), Bytes::from(value.as_str()))),
        );
    }
    for launch in setting.programs.values() {
        variables.extend(launch.habits.iter().map(|(name, way)| (name.clone(), Bytes::from(way.as_str()))));
    }
    variables
}

/// A fault of the machine or of ours.
pub fn broken(error: std::io::Error) -> Halt {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Halt::Abandoned;
    }
    Halt::Faulted(Fault::new(
        FaultKind::Harness,
        format!("The stage failed: {error}."),
        "Run `harness doctor`; if it finds nothing, this is a bug of the harness.",
    ))
}

/// A fault of the spec that only shows in a play.
pub fn mistaken(mistake: Mistake) -> Halt {
    if let Mistake::Template(TemplateError::Unknown(name)) = &mistake
        && OF_THE_STAGE.contains(&name.as_str())
    {
        let message = "Only a host of its own has a name and an address that were drawn for it.";
        return Halt::Faulted(Fault::new(FaultKind::Unsupported, message, "Run where `harness doctor` says `full`."));
    }
    let message = match mistake {
        Mistake::Template(TemplateError::Unknown(name)) => format!("Nothing has the name `{name}` at this step."),
        Mistake::Template(TemplateError::Unbalanced(at)) => {
            format!("A brace in a text of this step has no partner (at byte {at}).")
        }
        Mistake::Unreadable(why) => format!("A value of this step cannot be read: {why}."),
    };
    Halt::Faulted(Fault::new(FaultKind::Spec, message, "Run `harness lint` on the spec."))
}

#[cfg(test)]
mod tests {
    use super::{FaultKind, Halt, Mistake, TemplateError, mistaken};

    #[test]
    fn a_name_that_only_a_stage_of_its_own_has_is_no_mistake_of_the_spec() {
        let kind = |name: &str| match mistaken(Mistake::Template(TemplateError::Unknown(name.to_owned()))) {
            Halt::Faulted(fault) => fault.kind,
            halt @ (Halt::Found(_) | Halt::Abandoned) => panic!("{halt:?}"),
        };
        assert_eq!([kind("stage_name"), kind("name")], [FaultKind::Unsupported, FaultKind::Spec]);
    }
}
