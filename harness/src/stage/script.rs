//! Brings an author's own script onto the stage, on the harness's side, and waits for what it has to say.

mod watch;

use std::fs::{self, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use super::raise;
use super::scene::{Halt, Scene, Waited, broken};
use super::template::Variables;
use super::world::World;
use crate::program::copy::give;
use crate::program::{Checker, Surroundings};
use crate::sandbox::{Level, sockets};
use crate::text::Bytes;
use crate::verdict::{Ending, Exit, Fault, FaultKind, Transport};

pub use watch::{add_to, any_runs, connections, stands_at};

/// The users of scripts at the level `plain`, where the harness is root: as far above those of programs.
pub const OTHER_USERS: u32 = 0x1000_0000;
/// The longest value in an environment; the kernel takes no more than 128 KiB in one variable.
const LONGEST: usize = 64 << 10;
/// What all values may take up; the kernel takes no more than a quarter of the stack's size.
const ROOM: usize = 1 << 20;

/// What became of a script.
#[derive(Debug)]
pub enum Over {
    /// It ended.
    Ended(Exit),
    /// The program leaves it waiting, and why nothing more can come of it.
    LeftWaiting(Ending),
    /// It does not come to an end by itself, and does not wait for the program.
    Hangs,
}

impl Scene {
    /// Starts a script of the spec, and returns its number. The server, or what the script is to play, is at this address.
    pub fn start_script(&self, file: &str, arguments: Vec<String>, server: SocketAddr) -> Result<usize, Halt> {
        let variables = environment(&self.variables, self.world().setting.seed);
        let mut world = self.world();
        let number = world.scripts.len();
        let setting = &world.setting;
        let mut launch = match setting.scripts.get(file) {
            Some(Ok(launch)) => launch.clone(),
            Some(Err(fault)) => return Err(Halt::Faulted(fault.clone())),
            None => {
                let message = format!("The script `{file}` did not come along with the spec.");
                return Err(Halt::Faulted(Fault::new(FaultKind::Spec, message, "Run `harness lint` on the spec.")));
            }
        };
        launch.role = format!("script-{number}");
        launch.folder = world.places.get(&launch.folder).cloned().unwrap_or(launch.folder);
        launch.port = server.port();
        let uid = setting.uid.map(|uid| if setting.level == Level::Plain { uid + OTHER_USERS } else { uid });
        let root = raise::place_copy(setting, &launch, &[], false).map_err(broken)?;
        if setting.level == Level::Plain {
            // The program may run beside it, and is not to read it.
            fs::set_permissions(&root, Permissions::from_mode(0o700)).map_err(broken)?;
            uid.map_or(Ok(()), |uid| give(&root, uid)).map_err(broken)?;
        }
        let surroundings = Surroundings {
            level: setting.level,
            root,
            places: world.places.clone(),
            files: files(raise::host_files(setting)),
            placed: Vec::new(),
            zone: setting.zone.clone(),
            host: server.ip().to_string(),
            arguments,
            shared: false,
            uid,
        };
        let started = Checker::start(file, &launch, &surroundings, variables).map_err(Halt::Faulted)?;
        world.scripts.push(Some(started));
        Ok(number)
    }

    /// Waits until a script listens, for one that plays the server; `None` if it never does.
    pub fn await_listening(&self, number: usize, transport: Transport) -> Result<Option<u16>, Halt> {
        let listens = |world: &mut World| {
            let script = world.scripts[number].as_ref()?;
            let port = script.waits_at(&sockets::all().ok()?, transport).first().copied();
            (port.is_some() || script.exit.is_some()).then_some(port)
        };
        match self.wait(listens) {
            Ok(port) => Ok(port),
            Err(Waited::Halted(halt)) => Err(halt),
            Err(Waited::Ended(_)) => Ok(None),
        }
    }

    /// Waits until a script has ended, or nothing it does can help any more.
    pub fn await_script(&self, number: usize) -> Result<Over, Halt> {
        let ended = |world: &mut World| world.scripts[number].as_ref().and_then(|script| script.exit);
        let ending = match self.wait(ended) {
            Ok(exit) => return Ok(Over::Ended(exit)),
            Err(Waited::Halted(halt)) => return Err(halt),
            Err(Waited::Ended(ending)) => ending,
        };
        let world = self.world();
        let doing = watch::doing(&world, number).map_err(broken)?;
        let last = world.players.last().and_then(|player| player.running.exit);
        let last = last.filter(|_| world.players.iter().all(|player| player.running.exit.is_some()));
        Ok(match (ending, last) {
            (Ending::Stuck(_) | Ending::OutOfTime { .. }, _) if !doing.awaits_program || doing.runs => Over::Hangs,
            (Ending::Stuck(_) | Ending::OutOfTime { .. }, Some(exit)) => Over::LeftWaiting(Ending::Exited(exit)),
            (ending, _) => Over::LeftWaiting(ending),
        })
    }

    /// Ends a script, with all that it has started; what it has said.
    pub fn end_script(&self, number: usize) -> (Vec<u8>, Vec<u8>) {
        let ended = self.world().scripts[number].take();
        ended
            .map(|mut script| (std::mem::take(&mut script.output), std::mem::take(&mut script.errors)))
            .unwrap_or_default()
    }
}

/// The check's values for a script: those that were drawn and those that steps have saved. Each comes in hexadecimal digits, as
/// `DRAWN_…_HEX`, and as it is, as `DRAWN_…`, where it is text: whether drawn bytes are, is chance.
fn environment(variables: &Variables, seed: u64) -> Vec<(String, String)> {
    let own = |(name, value): (&String, &Bytes)| {
        let name: String = name.to_uppercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
        let text = std::str::from_utf8(&value.0).ok().filter(|text| !text.contains('\0'));
        let digits = value.0.iter().map(|byte| format!("{byte:02x}")).collect();
        let text = text.map(|text| (format!("DRAWN_{name}"), text.to_owned()));
        text.into_iter().chain([(format!("DRAWN_{name}_HEX"), digits)])
    };
    // HOST and PORT say where the server really is.
    let drawn = variables.iter().filter(|(name, _)| !["host", "port"].contains(&name.as_str())).flat_map(own);
    let mut room = ROOM;
    let fitting = drawn.filter(|(_, value)| {
        let fits = value.len() <= LONGEST.min(room);
        room -= if fits { value.len() } else { 0 };
        fits
    });
    fitting.chain([("SEED".to_owned(), seed.to_string())]).collect()
}

/// The files of the host, but that no name leads to the stage's resolver: what a script looks up is not the program's doing.
fn files(of_host: Vec<(PathBuf, String)>) -> Vec<(PathBuf, String)> {
    let keep = |(path, text): (PathBuf, String)| match path.to_str() {
        Some("/etc/resolv.conf") => None,
        Some("/etc/nsswitch.conf") => Some((path, text.replace("files dns", "files"))),
        _ => Some((path, text)),
    };
    of_host.into_iter().filter_map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Variables, environment};

    #[test]
    fn values_stand_in_the_environment_under_plain_names() {
        let value = |name: &str, value: &[u8]| (name.to_owned(), Bytes::from(value));
        let variables = Variables::from([
            value("word", b"heron"),
            value("raw_2", b"\0\xff"),
            value("host", b"::1"),
            value("huge", &vec![b'a'; 70_000]),
        ]);
        let told = environment(&variables, 17).into_iter().map(|(name, value)| format!("{name}={value}"));
        assert_eq!(
            told.collect::<Vec<_>>(),
            ["DRAWN_RAW_2_HEX=00ff", "DRAWN_WORD=heron", "DRAWN_WORD_HEX=6865726f6e", "SEED=17"]
        );
    }
}
