//! What a start of a program needs beside its launch, and what its keeper is told then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::launch::Launch;
use crate::sandbox::Level;
use crate::sandbox::keeper::{StartOrder, Whose};
use crate::sandbox::view::{self, View};

/// What a start needs beside the launch: the stage's side of things.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// How far the program is kept apart.
    pub level: Level,
    /// An empty folder on which the view is mounted; in `plain`, where the private copy is made.
    pub root: PathBuf,
    /// Where folders of this machine are found, for those that are elsewhere on the stage.
    pub places: BTreeMap<PathBuf, PathBuf>,
    /// Files of the stage that the program sees: hosts, resolver, users.
    pub files: Vec<(PathBuf, String)>,
    /// Files put where the program works: path and content.
    pub placed: Vec<(PathBuf, Vec<u8>)>,
    /// IANA name of the zone.
    pub zone: String,
    /// The host that stands for `{host}` and in HOST.
    pub host: String,
    /// The arguments to start with.
    pub arguments: Vec<String>,
    /// Whether the program works in the prepared folder itself: a build.
    pub shared: bool,
    /// The user for `plain` where the harness is root.
    pub uid: Option<u32>,
}

impl Surroundings {
    /// Makes the keeper's order out of what the plan and the stage know.
    pub(super) fn order(&self, launch: &Launch) -> StartOrder {
        let fill = |word: &String| word.replace("{port}", &launch.port.to_string()).replace("{host}", &self.host);
        let inside = match self.level {
            Level::Full => PathBuf::from(view::FOLDER),
            Level::Plain if self.shared => launch.folder.clone(),
            Level::Plain => self.root.clone(),
        };
        let command = launch.command.iter().map(fill).chain(self.arguments.iter().cloned()).collect();
        StartOrder {
            whose: Whose::Students,
            level: self.level,
            view: View {
                root: self.root.clone(),
                folder: Some(launch.folder.clone()),
                shared: self.shared,
                shown: launch
                    .toolchain
                    .iter()
                    .map(|folder| (self.places.get(folder).unwrap_or(folder).clone(), folder.clone()))
                    .collect(),
                files: self.files.clone(),
                placed: self.placed.clone(),
                size_mib: launch.limits.files_mib,
            },
            command,
            environment: environment(launch, self, &inside),
            working_directory: inside.join(&launch.working_directory),
            limits: Some(launch.limits),
            uid: self.uid,
        }
    }
}

/// The program's whole environment: named and short, so that a submission runs the same everywhere.
fn environment(launch: &Launch, surroundings: &Surroundings, inside: &Path) -> Vec<(String, String)> {
    let usual = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].map(PathBuf::from);
    let path: Vec<String> = launch.path.iter().chain(&usual).map(|folder| folder.display().to_string()).collect();
    let home = match surroundings.level {
        Level::Full => view::HOME.to_owned(),
        Level::Plain => inside.display().to_string(),
    };
    let own = [
        ("PATH", path.join(":")),
        ("HOME", home),
        ("LANG", "C.UTF-8".to_owned()),
        ("LC_ALL", "C.UTF-8".to_owned()),
        ("TZ", surroundings.zone.clone()),
        ("PORT", launch.port.to_string()),
        ("HOST", surroundings.host.clone()),
        ("PYTHONUNBUFFERED", "1".to_owned()),
    ];
    own.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(launch.environment.iter().cloned()).collect()
}
