//! Plays a plan with a submission: prepares it, builds it, probes it, and plays its checks side by side.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::checks;
use super::copies::Copies;
use super::readying;
use super::slots::Slots;
use super::turns::Turns;
use crate::event::{Event, EventKind, RunStarted, VERSION};
use crate::plan::Plan;
use crate::plan::zone;
use crate::program::checker::{self, Launches};
use crate::program::{Toolbox, clearing};
use crate::sandbox::Level;
use crate::sandbox::fork_server::ForkServer;
use crate::stage::script::OTHER_USERS;

/// What is played with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// A folder of unmodified files.
    Folder(PathBuf),
    /// The reference solution.
    Reference,
}

impl Submission {
    /// What reports call it: the folder's name.
    pub fn name(&self) -> String {
        match self {
            Self::Reference => "reference".to_owned(),
            Self::Folder(folder) => {
                let absolute = fs::canonicalize(folder).unwrap_or_else(|_| folder.clone());
                absolute
                    .file_name()
                    .map_or_else(|| absolute.display().to_string(), |name| name.to_string_lossy().into_owned())
            }
        }
    }
}

/// Everything that runs share: where stages come from, the level, the places for plays, a folder for copies.
pub struct Runner {
    /// Where stages come from.
    pub stages: ForkServer,
    /// The level of isolation.
    pub level: Level,
    /// How many plays may go on at once.
    pub slots: Slots,
    /// Turns with other harnesses, where programs share this machine's ports.
    pub turns: Option<Turns>,
    /// Whether what passes on the network of each stage is captured.
    pub captures: bool,
    /// Zones that programs on this machine can read.
    pub zones: Vec<&'static str>,
    folder: Copies,
    submissions: AtomicU32,
    plays: AtomicU32,
}

/// One run: what its threads share.
pub struct Run<'a> {
    /// What runs share.
    pub runner: &'a Runner,
    /// What is played.
    pub plan: &'a Plan,
    /// What reports call that with which it is played.
    pub name: String,
    /// Whether a client is led to the server wherever it dials: the two are of different submissions.
    pub leads: bool,
    /// The user its programs run under, where the harness is root.
    pub uid: Option<u32>,
    /// How the spec's scripts are started.
    pub scripts: Launches,
    /// When it began, in milliseconds since the Unix epoch.
    pub began: u64,
    origin: Instant,
    events: Sender<Event>,
}

/// User ids from here on belong to nobody; each submission has one of its own.
const FIRST_UID: u32 = 0x6000_0000;

impl Runner {
    /// Gets ready for runs at this level, so many plays at a time.
    pub fn new(stages: ForkServer, level: Level, jobs: usize) -> io::Result<Self> {
        let folder = Copies::in_folder(&std::env::temp_dir())?;
        fs::create_dir(folder.path().join("root"))?;
        // Without a network of their own, programs that want the same port take turns.
        let slots = Slots::new(if level == Level::Full { jobs } else { 1 });
        let turns = (level == Level::Plain).then(|| Turns::in_folder(&std::env::temp_dir())).transpose()?;
        let zones = zone::available(Path::new("/usr/share/zoneinfo"));
        Ok(Self {
            stages,
            level,
            slots,
            turns,
            captures: false,
            zones,
            folder,
            submissions: AtomicU32::new(0),
            plays: AtomicU32::new(0),
        })
    }

    /// Plays a plan with a submission. Every event is handed to `hear`, on this thread, as it happens.
    pub fn run(&self, plan: &Plan, submission: &Submission, hear: impl FnMut(&Event)) -> io::Result<()> {
        let number = self.number();
        let folder = self.folder_of(number);
        let performed = self.perform(plan, (number, submission.name(), false), hear, |run| {
            let readied = readying::ready(run, submission, &folder);
            checks::play_all(run, &readied);
        });
        clear(&folder).and(performed)
    }

    /// The number of the next run, and of the user that its programs run under.
    pub(super) fn number(&self) -> u32 {
        self.submissions.fetch_add(1, Ordering::Relaxed)
    }

    /// Where the copy of a submission is prepared.
    pub(super) fn folder_of(&self, number: u32) -> PathBuf {
        self.folder.path().join(format!("submission-{number}"))
    }

    /// Performs a run of this number and name, in which a client may be led: `work` does it, on a thread of its own.
    pub(super) fn perform(
        &self,
        plan: &Plan,
        (number, name, leads): (u32, String, bool),
        mut hear: impl FnMut(&Event),
        work: impl FnOnce(&Run<'_>) + Send,
    ) -> io::Result<()> {
        let (events, heard) = channel();
        let began = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0));
        let uid = super::level::program_uid(self.level)
            .map(|_| FIRST_UID + (std::process::id() % 0x1_0000) * 0x1000 + number % 0x1000);
        // Nobody's submission is to read how it is judged.
        let scripts_folder = self.folder.path().join(format!("scripts-{number}"));
        let owner = uid.map(|uid| if self.level == Level::Plain { uid + OTHER_USERS } else { uid });
        let scripts = checker::prepare(Toolbox::of_this_machine(), &plan.scripts, &scripts_folder, owner);
        let run = Run { runner: self, plan, name, leads, uid, scripts, began, origin: Instant::now(), events };
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let started = announced(plan, &run.name, run.runner.level);
                run.tell(None, EventKind::RunStarted(Box::new(started)));
                work(&run);
                run.tell(None, EventKind::RunEnded);
            });
            for event in heard {
                hear(&event);
            }
        });
        clear(&scripts_folder)
    }
}

/// Takes a folder away, if it was made.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    clearing::remove(folder)
}

impl Run<'_> {
    /// States a fact of the run itself.
    pub fn tell(&self, check: Option<usize>, kind: EventKind) {
        let at = u64::try_from(self.origin.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.pass_on(Event { at, check, kind });
    }

    /// Passes an event of a stage on.
    pub fn pass_on(&self, event: Event) {
        // The receiver lives until every sender is gone.
        let _ = self.events.send(event);
    }

    /// An empty folder for one play: shared by all stages that mount over it, one of its own where nothing is mounted.
    pub fn root(&self) -> io::Result<PathBuf> {
        let folder = self.runner.folder.path();
        if self.runner.level == Level::Full {
            return Ok(folder.join("root"));
        }
        let root = folder.join(format!("play-{}", self.runner.plays.fetch_add(1, Ordering::Relaxed)));
        fs::create_dir(&root)?;
        Ok(root)
    }

    /// Takes a play's folder away again.
    pub fn clear(&self, root: &Path) {
        if self.runner.level == Level::Plain {
            // What a program has locked away goes with the runner's folder.
            let _ = clearing::remove(root);
        }
    }
}

/// What is said of a run before anything is played.
pub fn announced(plan: &Plan, submission: &str, level: Level) -> RunStarted {
    RunStarted {
        version: VERSION,
        harness: env!("CARGO_PKG_VERSION").to_owned(),
        exercise: plan.exercise.clone(),
        title: plan.title.clone(),
        sheet: plan.sheet.clone(),
        submission: submission.to_owned(),
        seed: plan.seed,
        isolation: level.to_string(),
        started: jiff::Timestamp::now().to_string(),
        checks: plan.checks.iter().map(|check| check.facts.clone()).collect(),
    }
}
