//! Watches over one wait: sees when a program asks for input, is stuck, is gone, or has had its time.

use std::time::{Duration, Instant};

use super::patience::Patience;
use super::rest::Rest;
use super::script;
use super::typing::{type_at_stuck, type_beside, type_if_asked};
use super::world::{Player, World};
use crate::program::Running;
use crate::program::stuck::{self, Reading};
use crate::program::waits::Surroundings;
use crate::sandbox::Limits;
use crate::sandbox::sockets::{self, Socket};
use crate::verdict::{Blocked, BlockedOn, Ending, Fault, FaultKind, Limit, Transport};

/// Two readings this far apart that show the same prove that nothing moves any more.
const SETTLE: Duration = Duration::from_millis(50);
/// Bytes that neither side moves for this long are not in flight but unwanted.
const UNWANTED: Duration = Duration::from_millis(500);
/// A program that looks at its terminal now and then, among other things, has nothing else to do after such a silence.
const LULL: Duration = Duration::from_millis(250);
const FIRST_LOOK: Duration = Duration::from_millis(4);
/// The programs are looked at this often however much happens.
const OVERDUE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_millis(200);
/// A check may take so many times its limit on the wall clock before the machine counts as too busy to judge on.
const OVERLOADED: u32 = 20;

/// What a look has shown.
#[derive(Debug)]
pub enum Seen {
    /// Nothing that ends the wait.
    Nothing,
    /// Waiting longer cannot help.
    Ended(Ending),
}

/// The state of one wait.
pub struct Vigil {
    limits: Limits,
    began: Instant,
    check_began: Instant,
    /// What was charged to the check before this wait, and the time of this wait.
    spent_before: Duration,
    patience: Option<Patience>,
    /// When the programs were last looked at, and what this wait had been charged by then.
    looked: Instant,
    looked_into_folders: Instant,
    charged: Duration,
    next_look: Instant,
    pause: Duration,
    /// The first of two readings, and how far the second must be from it.
    before: Option<(Instant, Duration, Reading)>,
    /// For a wait that is over as soon as the programs rest.
    rest: Option<Rest>,
}

impl Vigil {
    /// A wait begins, in a check that has been charged so much already.
    pub fn new(limits: Limits, check_began: Instant, spent_before: Duration) -> Self {
        let now = Instant::now();
        Self {
            limits,
            began: now,
            check_began,
            spent_before,
            patience: None,
            looked: now,
            looked_into_folders: now,
            charged: Duration::ZERO,
            next_look: now + FIRST_LOOK,
            pause: FIRST_LOOK,
            before: None,
            rest: None,
        }
    }

    /// The same, over a wait for nothing but that the programs rest.
    pub fn until_rest(self) -> Self {
        Self { rest: Some(Rest::default()), ..self }
    }

    /// What this wait is charged with. Since the last look, nobody knows whether the program was kept waiting; while a
    /// browser is at work, nobody waits for it.
    pub fn charged(&self, world: &World) -> Duration {
        if is_browser_at_work(world) { self.charged } else { self.charged + self.looked.elapsed() }
    }

    /// Whether the programs have not been looked at for long, because something happens all the time.
    pub fn is_overdue(&self) -> bool {
        self.looked.elapsed() >= OVERDUE
    }

    /// How long to wait for something to happen before the next look.
    pub fn pause(&self) -> Duration {
        self.next_look.saturating_duration_since(Instant::now())
    }

    /// Something has happened.
    pub fn stir(&mut self) {
        self.before = None;
        self.rest = self.rest.take().map(|_| Rest::default());
        self.pause = FIRST_LOOK;
        self.next_look = Instant::now() + self.pause;
    }

    /// Looks at the programs.
    pub fn look(&mut self, world: &mut World) -> Result<Seen, Fault> {
        let since = if is_browser_at_work(world) { self.looked } else { self.next_look };
        let late = Instant::now().saturating_duration_since(since);
        let reading = read(world, self.deadline())?;
        let granted = Duration::from_secs(self.limits.step_seconds.into());
        let patience = self
            .patience
            .get_or_insert_with(|| Patience::new(granted.saturating_sub(self.began.elapsed()), reading.times.clone()));
        patience.look(&reading.times, late);
        let charged = patience.charged();
        let left = patience.left().min(self.check_limit().saturating_sub(self.spent_before + charged));
        (self.looked, self.charged) = (Instant::now(), charged);
        if let Some(limit) = self.excess(world) {
            return Ok(Seen::Ended(Ending::Exceeded(limit)));
        }
        if let Some(ending) = gone(world) {
            return Ok(Seen::Ended(ending));
        }
        if type_if_asked(world, &reading)? {
            self.stir();
            return Ok(Seen::Nothing);
        }
        if left.is_zero() {
            let charged_ms = u64::try_from(charged.as_millis()).unwrap_or(u64::MAX);
            return Ok(Seen::Ended(Ending::OutOfTime { charged_ms, blocked: reading.story }));
        }
        if self.check_began.elapsed() > self.check_limit() * OVERLOADED {
            let message = "The machine was too busy to give the program its time.";
            return Err(Fault::new(FaultKind::Machine, message, "Run fewer checks at once (`--jobs`)."));
        }
        // Other branches that still act may end this wait.
        let alone = world.waiting + 1 >= world.branches;
        // Before the first program is there, a script of the spec may be about to bring it.
        let all_there = alone && !world.players.is_empty();
        let under_way = under_way(world, &reading);
        let settled = all_there && self.settle(&reading, under_way);
        let silence = self.began.elapsed().min(world.last_happening.elapsed());
        let lull = alone && reading.others_blocked && silence >= LULL;
        let needed = if under_way { UNWANTED } else { LULL };
        let rests = all_there && self.rest.as_mut().is_some_and(|rest| rest.look(&reading)) && silence >= needed;
        if settled && type_at_stuck(world, &reading)? || lull && type_beside(world, &reading)? {
            self.stir();
        } else if settled || rests {
            return Ok(Seen::Ended(Ending::Stuck(reading.story)));
        }
        self.next_look = Instant::now() + self.next_pause(left);
        Ok(Seen::Nothing)
    }

    /// The limit that a program is over. Into a build's folder nobody looks each time: it may hold thousands of files.
    fn excess(&mut self, world: &mut World) -> Option<Limit> {
        let into_folders = self.looked_into_folders.elapsed() >= OVERDUE;
        if into_folders {
            self.looked_into_folders = Instant::now();
        }
        world.exceeded = world.exceeded.or_else(|| world.look_for_excess(into_folders));
        world.exceeded
    }

    fn check_limit(&self) -> Duration {
        Duration::from_secs(self.limits.check_seconds.into())
    }

    /// When the wait will be over if the program is never kept waiting.
    fn deadline(&self) -> Instant {
        let step = self
            .patience
            .as_ref()
            .map_or(self.began + Duration::from_secs(self.limits.step_seconds.into()), Patience::earliest_end);
        step.min(self.began + self.check_limit().saturating_sub(self.spent_before))
    }

    /// Whether nothing moves any more. Keeps the first of two equal readings.
    fn settle(&mut self, reading: &Reading, under_way: bool) -> bool {
        if !reading.blocked {
            self.before = None;
            return false;
        }
        let needed = if under_way { UNWANTED } else { SETTLE };
        match &self.before {
            Some((since, _, before)) if before.same_as(reading) => since.elapsed() >= needed,
            _ => {
                self.before = Some((Instant::now(), needed, reading.clone()));
                false
            }
        }
    }

    fn next_pause(&mut self, left: Duration) -> Duration {
        if let Some((since, needed, _)) = &self.before {
            return needed.saturating_sub(since.elapsed()).max(Duration::from_millis(1));
        }
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        self.pause.min(left.max(Duration::from_millis(1)))
    }
}

/// Whether bytes are on their way to a program: over a connection, or from the keyboard to one that waits at its terminal
/// and has not moved since. The kernel hands these on by itself, and on a busy machine late.
fn under_way(world: &World, reading: &Reading) -> bool {
    let typed = |player: &Player| {
        let role = &player.running.role;
        let turns = reading.turns.get(role).copied().unwrap_or_default();
        let alone = |blocked: &Blocked| blocked.role == *role && blocked.on == BlockedOn::Terminal;
        let waits = reading.beside_terminal.contains(role) || reading.story.iter().any(alone);
        waits && player.typist.awaits(turns)
    };
    !reading.in_flight.is_empty() || world.players.iter().any(typed)
}

/// Reads what the programs' threads do, and what is on its way.
pub(super) fn read(world: &World, deadline: Instant) -> Result<Reading, Fault> {
    let programs: Vec<&Running> = world.players.iter().map(|player| &player.running).collect();
    let sockets = sockets::all().map_err(|error| {
        Fault::new(
            FaultKind::Kernel,
            format!("The kernel does not list its sockets: {error}."),
            "Run `harness doctor`.",
        )
    })?;
    let connections = world.names_of(&sockets);
    let surroundings = Surroundings { sockets: &sockets, connections: &connections };
    let mut reading = stuck::read(&programs, &surroundings, deadline);
    if let Some(browser) = &world.browser {
        reading.add_go_between(&browser.threads(), !browser.awaits_server());
    }
    script::add_to(&mut reading, world, &surroundings, deadline);
    reading.in_flight = sockets
        .iter()
        .filter(|socket| socket.transport == Transport::Tcp && !socket.listens && socket.unsent > 0)
        .map(|socket| (socket.inode, socket.unsent))
        .collect();
    for socket in sockets.iter().filter(|socket| socket.listens && socket.waiting > 0) {
        add_waiting_client(&mut reading, world, socket);
    }
    Ok(reading)
}

/// A client in the accept queue belongs to the story, also where no thread is about to take it.
fn add_waiting_client(reading: &mut Reading, world: &World, socket: &Socket) {
    let on = BlockedOn::Listener { address: socket.local.to_string(), waiting: socket.waiting };
    let listens_here =
        |player: &&Player| player.running.listens.iter().any(|listens| listens.port() == socket.local.port());
    let told = reading.story.iter().any(|blocked| blocked.on == on);
    if let Some(player) = world.players.iter().find(listens_here).filter(|_| !told) {
        let role = player.running.role.clone();
        reading.story.push(Blocked { role, call: "accept".to_owned(), on, timed: false, threads: 0 });
    }
}

/// Whether it is a browser that is waited for, and not what it awaits of the program.
fn is_browser_at_work(world: &World) -> bool {
    world.browser.as_ref().is_some_and(|browser| !browser.awaits_server())
}

/// How the programs ended, if nothing of them is left. What they have said by then, a browser has still to show, and a script
/// of the spec to judge.
fn gone(world: &World) -> Option<Ending> {
    let exit = world.players.last()?.running.exit?;
    let all = world.browser.is_none()
        && !script::any_runs(world)
        && world.players.iter().all(|player| player.running.exit.is_some() && player.running.processes().is_empty());
    all.then_some(Ending::Exited(exit))
}
