//! The bare loop: starts programs without any harness, does one exchange with each, and waits for its end.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use harness::program::Toolbox;
use harness::run::side_by_side;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::process::{self, wait};
use super::workshop::Starts;

/// A program is given this long for its part, and then killed.
const PATIENCE: Duration = Duration::from_secs(10);
/// A server may serve for ever.
const GRACE: Duration = Duration::from_millis(200);

/// How a program is started.
#[derive(Clone, Debug)]
pub struct Bare {
    /// The command with its arguments.
    pub command: Vec<String>,
    /// The PATH it gets.
    pub path: String,
}

impl Bare {
    /// The same Python that the harness takes, so that no shim of a version manager is measured.
    pub fn python(file: &str) -> io::Result<Self> {
        let python = Toolbox::of_this_machine().find("python3");
        let python = python.ok_or_else(|| io::Error::other("there is no python3 on this machine"))?;
        let folders: Vec<String> = python.path_entries.iter().map(|folder| folder.display().to_string()).collect();
        Ok(Self { command: vec![python.path.display().to_string(), file.to_owned()], path: folders.join(":") })
    }

    /// Starts a server, waits until it says that it listens, does one exchange, waits for its end.
    pub fn serve_once(&self, folder: &Path) -> io::Result<()> {
        let port = free_port();
        let command: Vec<String> = self.command.iter().map(|word| word.replace("{port}", &port.to_string())).collect();
        let mut server = process::bare(&command, &self.path, folder, port)?;
        process::hear(&mut server)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut connection = TcpStream::connect_timeout(&address, PATIENCE)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.write_all(b"a word")?;
        let answered = connection.read(&mut [0; 2048])?;
        connection.shutdown(Shutdown::Write)?;
        drop(connection);
        wait(&mut server, GRACE)?;
        if answered == 0 { Err(io::Error::other("a server did not answer")) } else { Ok(()) }
    }

    /// Starts a client, does one exchange with it, waits for its end.
    pub fn dial_once(&self, folder: &Path) -> io::Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let mut client = process::bare(&self.command, &self.path, folder, listener.local_addr()?.port())?;
        let timeout = Timespec::try_from(PATIENCE).map_err(io::Error::other)?;
        if poll(&mut [PollFd::new(&listener, PollFlags::IN)], Some(&timeout))? == 0 {
            client.kill()?;
            return Err(io::Error::other("a client did not dial"));
        }
        let (mut connection, _) = listener.accept()?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let mut block = [0; 2048];
        let length = connection.read(&mut block)?;
        connection.write_all(&[&block[..length], b"12:34:56"].concat())?;
        drop(connection);
        wait(&mut client, PATIENCE).map(drop)
    }
}

/// A port that nobody has, and that no other start is given soon. The kernel gives it to no dial, unlike one of its own range.
fn free_port() -> u16 {
    const PORTS: u16 = 10_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    loop {
        let port = 20_000 + NEXT.fetch_add(1, Ordering::Relaxed) % PORTS;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// Starts the programs of every submission as often as the harness does, a thread a processor; tells how long that took.
pub fn class(submissions: &[PathBuf], starts: Starts) -> io::Result<Duration> {
    let (server, client) = (Bare::python("simple_server.py")?, Bare::python("simple_client.py")?);
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let began = Instant::now();
    let mut outcome = Ok(());
    let play = |folder: &PathBuf| {
        (0..starts.servers).try_for_each(|_| server.serve_once(folder))?;
        (0..starts.clients).try_for_each(|_| client.dial_once(folder))
    };
    side_by_side(submissions, processors, play, |_, played| {
        if let Some(Err(error)) = played {
            outcome = Err(error);
        }
    });
    outcome.map(|()| began.elapsed())
}
