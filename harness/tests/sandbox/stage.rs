//! Sets a stage for one small program, plays a few steps with it, and hands out what was told.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::Ipv4Addr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use harness::event::{Event, EventKind};
use harness::plan::{Order, Play};
use harness::program::{Launch, Services, Toolbox};
use harness::run::level::program_uid;
use harness::sandbox::fork_server::{ForkServer, Forked};
use harness::sandbox::{Level, Limits};
use harness::stage::near::NearRule;
use harness::stage::{Setting, Standing};
use harness::steps::Steps;
use harness::verdict::Transport;
use tempfile::TempDir;

use crate::machine::is_full;
pub(crate) use crate::machine::not_tested;
use crate::told::Told;

/// The stage's own name and address in all these tests.
pub(crate) const HOST: (&str, Ipv4Addr) = ("heron-12.example", Ipv4Addr::new(10, 77, 3, 9));
/// No play of these tests takes longer, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(60);

/// A stage that is not yet set.
pub(crate) struct Stage {
    /// What is set and played; tests change it as they need.
    pub setting: Setting,
    /// The prepared folder, as it is outside.
    pub folder: PathBuf,
    steps: Steps,
    place: TempDir,
}

impl Stage {
    /// A stage for a server, in Python.
    pub(crate) fn server(source: &str) -> Self {
        Self::of("server", "python3", "program.py", source)
    }

    /// A stage for a client, or any program that is no server, in Python.
    pub(crate) fn client(source: &str) -> Self {
        Self::of("client", "python3", "program.py", source)
    }

    /// A stage for a program that this tool of the machine runs.
    pub(crate) fn of(role: &str, tool: &str, file: &str, source: &str) -> Self {
        let place = tempfile::Builder::new().prefix("harness-test-").tempdir().expect("a folder");
        let folder = place.path().join("submission");
        for path in [&folder, &place.path().join("root")] {
            fs::create_dir(path).expect("a folder");
            fs::set_permissions(path, Permissions::from_mode(0o755)).expect("an open folder");
        }
        fs::set_permissions(place.path(), Permissions::from_mode(0o755)).expect("an open folder");
        fs::write(folder.join(file), source).expect("a file");
        let setting = setting(launch(role, tool, file, &folder), place.path().join("root"));
        Self { setting, folder, steps: Vec::new(), place }
    }

    /// With these steps, as a spec writes them.
    pub(crate) fn steps(mut self, yaml: &str) -> Self {
        self.steps = serde_yaml::from_str(yaml).expect("sound steps");
        self
    }

    /// The one program's launch.
    pub(crate) fn launch(&mut self) -> &mut Launch {
        self.setting.programs.values_mut().next().expect("a program")
    }

    /// With the program's limits changed.
    pub(crate) fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.launch().limits);
        self
    }

    /// Plays to the end.
    pub(crate) fn play(self) -> Told {
        self.start().finish()
    }

    /// Begins to play.
    pub(crate) fn start(self) -> Playing {
        if self.setting.level == Level::Full && !is_full(&harness()) {
            leave_out();
        }
        let server = ForkServer::start(&harness()).expect("the harness starts");
        let mut stage = server.fork(self.setting.level).expect("a stage");
        let (folder, play) = (self.folder, Play::Check { index: 0, steps: self.steps });
        let order = serde_json::to_string(&Order { setting: self.setting, play }).expect("an order");
        stage.input.as_mut().map(|input| writeln!(input, "{order}")).expect("an input").expect("the order is taken");
        let output = BufReader::new(stage.output.try_clone().expect("its output"));
        let (tell, events) = channel();
        // It ends with the stage, whose output nobody else holds.
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let event: Event = serde_json::from_str(&line).expect("an event");
                if tell.send(event.kind).is_err() {
                    return;
                }
            }
        });
        Playing {
            stage,
            _server: server,
            events,
            told: Told::default(),
            deadline: Instant::now() + LONGEST,
            folder,
            _place: self.place,
        }
    }
}

/// A play that goes on. It is taken down when it is dropped.
pub(crate) struct Playing {
    stage: Forked,
    _server: ForkServer,
    events: Receiver<EventKind>,
    told: Told,
    deadline: Instant,
    #[allow(dead_code, clippy::allow_attributes, reason = "asked for at the level plain alone")]
    folder: PathBuf,
    _place: TempDir,
}

impl Playing {
    /// The prepared folder, as it is outside.
    #[allow(dead_code, clippy::allow_attributes, reason = "asked for at the level plain alone")]
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ends the line to the stage, as the harness's end does.
    pub(crate) fn hang_up(&mut self) {
        self.stage.input = None;
    }

    /// The stage's process.
    pub(crate) fn pid(&self) -> i32 {
        self.stage.pid()
    }

    /// Goes on until something is told. Panics with everything that was told if it never is.
    pub(crate) fn until(&mut self, awaited: impl Fn(&EventKind) -> bool) -> EventKind {
        loop {
            match self.next() {
                Some(kind) if awaited(&kind) => return kind,
                // On a busy machine, what is awaited may come later than the end of a pause.
                Some(EventKind::Resumed) => self.give_place(),
                Some(_) => {}
                None => panic!("the stage ended before that: {:?}", self.told),
            }
        }
    }

    /// Gives a stage that asks for its place back what it asks for.
    pub(crate) fn give_place(&mut self) {
        self.stage.input.as_mut().expect("an input").write_all(b"go\n").expect("the stage listens");
    }

    /// Goes on to the end, and hands out all that was told.
    pub(crate) fn finish(mut self) -> Told {
        while let Some(kind) = self.next() {
            if kind == EventKind::Resumed {
                self.give_place();
            }
        }
        std::mem::take(&mut self.told)
    }

    fn next(&mut self) -> Option<EventKind> {
        match self.events.recv_timeout(self.deadline.saturating_duration_since(Instant::now())) {
            Ok(kind) => {
                self.told.0.push(kind.clone());
                Some(kind)
            }
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("nothing more was told, and the stage goes on: {:?}", self.told),
        }
    }
}

/// Ends all of these tests on a machine that refuses what they are about, and says so.
#[expect(clippy::disallowed_methods, clippy::exit, reason = "a test cannot be left out from within in any other way")]
fn leave_out() -> ! {
    not_tested("the sandbox, because this machine refuses namespaces; `harness doctor` tells why");
    std::process::exit(0)
}

/// Whether a program has a /proc of its own: a container that masks its own refuses a fresh one.
pub(crate) fn has_fresh_proc() -> bool {
    let source = "import os\nprint(os.path.exists('/proc/self'))\n";
    Stage::client(source).steps("[expect_exit: { code: 0 }]").play().sound() == "True\n"
}

/// All living descendants of a process.
pub(crate) fn descendants(pid: i32) -> Vec<i32> {
    harness::sandbox::processes::descendants(pid)
}

/// The harness that is tested: a copy, where these tests run again as another user.
pub(crate) fn harness() -> PathBuf {
    std::env::var_os("HARNESS_UNDER_TEST").map_or_else(|| env!("CARGO_BIN_EXE_harness").into(), PathBuf::from)
}

fn launch(role: &str, tool: &str, file: &str, folder: &Path) -> Launch {
    let tool = Toolbox::of_this_machine().find(tool).unwrap_or_else(|| panic!("these tests need {tool}"));
    Launch {
        role: role.to_owned(),
        command: vec![tool.word(), file.to_owned()],
        arguments: Vec::new(),
        folder: folder.to_owned(),
        working_directory: PathBuf::new(),
        environment: Vec::new(),
        path: tool.path_entries.clone(),
        toolchain: tool.prefixes.clone(),
        input: Vec::new(),
        line_end: String::new(),
        habits: BTreeMap::new(),
        port: 4711,
        transport: Transport::default(),
        services: Services::default(),
        limits: Limits::default(),
    }
}

fn setting(launch: Launch, root: PathBuf) -> Setting {
    static STAGES: AtomicU32 = AtomicU32::new(0);
    let uid = 0x5000_0000 + (std::process::id() % 0x1_0000) * 0x1000 + STAGES.fetch_add(1, Ordering::Relaxed);
    Setting {
        level: Level::Full,
        roles: vec![launch.role.clone()],
        programs: BTreeMap::from([(launch.role.clone(), launch)]),
        scripts: BTreeMap::new(),
        variables: BTreeMap::new(),
        files: BTreeMap::new(),
        seed: 1,
        zone: "Asia/Kathmandu".to_owned(),
        host_name: HOST.0.to_owned(),
        host_address: HOST.1,
        standing: Standing::Answer,
        interposer: None,
        captures: false,
        leads: false,
        near: NearRule::default(),
        root,
        browser: harness::stage::browser::find(),
        uid: program_uid(Level::Full).map(|_| uid),
        began: 0,
    }
}
