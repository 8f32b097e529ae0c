//! The folder of this benchmark: submissions are written here, and the harness keeps its temporary files here.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use harness::event::{Event, EventKind};
use tempfile::TempDir;

use super::process::{self, Finished};

/// A folder that is removed at the end.
pub struct Workshop {
    folder: TempDir,
}

/// How often the programs of a submission are started in one run, and how many stages that takes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Starts {
    /// Starts of the server.
    pub servers: usize,
    /// Starts of the client.
    pub clients: usize,
    /// Checks played.
    pub checks: usize,
    /// Probes played.
    pub probes: usize,
}

impl Workshop {
    /// A fresh folder, which programs that run as another user may pass.
    pub fn open() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("figures-").tempdir()?;
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        let workshop = Self { folder };
        fs::create_dir(workshop.temporary())?;
        fs::set_permissions(workshop.temporary(), Permissions::from_mode(0o755))?;
        Ok(workshop)
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the harness keeps its temporary files.
    pub fn temporary(&self) -> PathBuf {
        self.path().join("temporary")
    }

    /// A class of equal submissions.
    pub fn class(&self, name: &str, count: usize, server: &str, client: &str) -> io::Result<PathBuf> {
        let class = self.path().join(name);
        for number in 1..=count {
            let submission = class.join(format!("student-{number:03}"));
            fs::create_dir_all(&submission)?;
            fs::write(submission.join("simple_server.py"), server)?;
            fs::write(submission.join("simple_client.py"), client)?;
        }
        Ok(class)
    }

    /// Runs the harness here.
    pub fn harness(&self, arguments: &[&str]) -> io::Result<Finished> {
        process::harness(&self.temporary(), arguments)
    }

    /// Grades a class.
    pub fn grade(&self, class: &Path, arguments: &[&str]) -> io::Result<Finished> {
        let results = class.with_extension("results");
        let grade = ["grade", "time-echo", text(class)?, "--out", text(&results)?];
        self.harness(&[&grade, arguments].concat())
    }

    /// Counts what one run of a submission starts, from its events.
    pub fn starts(&self, arguments: &[&str], submission: &Path) -> io::Result<Starts> {
        let events = self.path().join("events.jsonl");
        let check = ["check", "time-echo", text(submission)?, "--events", text(&events)?];
        self.harness(&[&check, arguments].concat())?;
        let mut starts = Starts::default();
        for line in fs::read_to_string(&events)?.lines() {
            let event: Event = serde_json::from_str(line)?;
            if let EventKind::Started { role, .. } = &event.kind {
                *starts.of(role) += 1;
            } else if let EventKind::Probed { role, .. } = &event.kind {
                // The events of a probe are not passed on; it has started its program once.
                *starts.of(role) += 1;
                starts.probes += 1;
            } else if let EventKind::CheckStarted { .. } = &event.kind {
                starts.checks += 1;
            }
        }
        Ok(starts)
    }
}

impl Starts {
    fn of(&mut self, role: &str) -> &mut usize {
        if role == "server" { &mut self.servers } else { &mut self.clients }
    }
}

/// A path of our own making, as text.
pub fn text(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or_else(|| io::Error::other("the temporary folder's name is no UTF-8"))
}
