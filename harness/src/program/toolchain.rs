//! The interpreters and compilers of this machine: found in PATH, followed to their real files, asked once.

mod layout;
mod shim;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use regex::Regex;

use super::ask::ask;
pub(super) use layout::is_executable;

/// An interpreter or compiler, and what must be seen of this machine for it to run.
#[derive(Debug)]
pub struct Interpreter {
    /// The name it was asked for by: `python3`.
    pub name: String,
    /// The file that runs; never a shim.
    pub path: PathBuf,
    /// Folders it needs beside /usr, /bin and /lib*.
    pub prefixes: Vec<PathBuf>,
    /// Folders that go before the usual ones in PATH so that `name` means this file.
    pub path_entries: Vec<PathBuf>,
    version: OnceLock<String>,
}

/// All tools of this machine, each resolved at most once.
#[derive(Debug)]
pub struct Toolbox {
    path: Vec<PathBuf>,
    home: Option<PathBuf>,
    resolved: Mutex<HashMap<String, Option<Arc<Interpreter>>>>,
}

/// The folders of PATH inside a view, in their order there.
pub const USUAL_PATH: [&str; 6] = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

static OF_THIS_MACHINE: LazyLock<Toolbox> = LazyLock::new(|| {
    let path = std::env::var_os("PATH").unwrap_or_else(|| USUAL_PATH.join(":").into());
    Toolbox::new(std::env::split_paths(&path), std::env::var_os("HOME").map(PathBuf::from))
});

impl Toolbox {
    /// The tools that the user's shell would find.
    pub fn of_this_machine() -> &'static Self {
        &OF_THIS_MACHINE
    }

    /// The tools in these folders, the first one first; `home` is searched for tools that a version manager holds.
    pub fn new(path: impl IntoIterator<Item = PathBuf>, home: Option<PathBuf>) -> Self {
        let path = path.into_iter().filter(|folder| folder.is_absolute()).collect();
        Self { path, home, resolved: Mutex::default() }
    }

    /// The tool of this name, or `None` when this machine has none that runs.
    pub fn find(&self, name: &str) -> Option<Arc<Interpreter>> {
        // The lock is held while a shim is asked, so that two submissions never ask the same shim twice.
        let mut resolved = self.resolved.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = resolved.get(name) {
            return known.clone();
        }
        let tool = self.resolve(name).map(Arc::new);
        resolved.insert(name.to_owned(), tool.clone());
        tool
    }

    /// The first of these tools that this machine has.
    pub fn find_any(&self, names: &[String]) -> Option<Arc<Interpreter>> {
        names.iter().find_map(|name| self.find(name))
    }

    fn resolve(&self, name: &str) -> Option<Interpreter> {
        let in_path = self.path.iter().map(|folder| folder.join(name)).filter(|file| layout::is_executable(file));
        for file in in_path {
            if let Some(tool) = self.follow(name, &file) {
                return Some(tool);
            }
        }
        let stored = shim::in_version_managers(name, self.home.as_deref()?)?;
        self.follow(name, &stored)
    }

    /// From the file that PATH names to the one that runs.
    fn follow(&self, name: &str, file: &Path) -> Option<Interpreter> {
        let (path, version) = if shim::is_shim(file) { shim::behind(name, file)? } else { (file.to_owned(), None) };
        let layout = layout::of(name, &path, self.home.as_deref());
        let known = OnceLock::new();
        if let Some(version) = version {
            let _ = known.set(version);
        }
        Some(Interpreter {
            name: name.to_owned(),
            path: layout.path,
            prefixes: layout.prefixes,
            path_entries: layout.path_entries,
            version: known,
        })
    }
}

impl Interpreter {
    /// Its version, `3.11.7`; asked once. Empty where the tool does not tell (`sh`).
    pub fn version(&self) -> &str {
        self.version.get_or_init(|| version_of(&self.name, &self.path).unwrap_or_default())
    }

    /// Asks for the version beside other work; whoever calls [`Self::version`] meanwhile waits for the answer.
    pub fn ask_version(self: &Arc<Self>) {
        if self.version.get().is_none() {
            let tool = Arc::clone(self);
            std::thread::spawn(move || tool.version().len());
        }
    }

    /// The word by which a command starts it: its name where PATH leads to it, else its path.
    pub fn word(&self) -> String {
        match self.path.file_name() {
            Some(file) if file == self.name.as_str() => self.name.clone(),
            _ => self.path.display().to_string(),
        }
    }
}

fn version_of(name: &str, path: &Path) -> Option<String> {
    let arguments: &[&str] = match name {
        "sh" => return None,
        // A virtual machine takes a while to start; what it would say stands in a file.
        "java" | "javac" if released(path).is_some() => return released(path),
        "java" => &["-version"],
        "go" => &["version"],
        "perl" => &["-e", "print $^V"],
        _ => &["--version"],
    };
    let answer = ask(path, arguments)?;
    version_in(&answer.out).or_else(|| version_in(&answer.err))
}

/// The version in the `release` file of a JDK.
fn released(path: &Path) -> Option<String> {
    let home = path.parent()?.parent()?;
    let text = std::fs::read_to_string(home.join("release")).ok()?;
    text.lines().find_map(|line| line.strip_prefix("JAVA_VERSION=")).map(|version| version.trim_matches('"').to_owned())
}

/// The first dotted number of a text.
fn version_in(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d+(\.\d+)+").ok());
    NUMBER.as_ref()?.find(text).map(|number| number.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::{Path, PathBuf};

    use super::{Toolbox, version_in};

    fn script(file: &Path, text: &str) {
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, text).expect("written");
        fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("made executable");
    }

    /// An ELF file that runs: this machine's shell.
    fn binary(file: &Path) {
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::copy("/bin/sh", file).expect("copied");
    }

    #[test]
    fn a_shim_is_followed_to_the_file_behind_it_and_asked_once() {
        let place = tempfile::tempdir().expect("a folder");
        let (shims, real) = (place.path().join("shims"), place.path().join("versions/3.11.7/bin/python3"));
        binary(&real);
        let log = place.path().join("asked");
        script(
            &shims.join("python3"),
            &format!("#!/bin/sh\necho x >> {}\necho {}\necho 3.11.7\n", log.display(), real.display()),
        );
        let toolbox = Toolbox::new([shims], None);
        for _ in 0..3 {
            let tool = toolbox.find("python3").expect("found");
            assert_eq!(
                (tool.path.as_path(), tool.version(), tool.word()),
                (real.as_path(), "3.11.7", "python3".into())
            );
            assert_eq!(tool.prefixes, [place.path().join("versions/3.11.7")]);
            assert_eq!(tool.path_entries, [place.path().join("versions/3.11.7/bin")]);
        }
        assert_eq!(fs::read_to_string(&log).expect("a log"), "x\n");
    }

    #[test]
    fn a_shim_without_a_version_behind_it_is_passed_over_for_the_next_in_path() {
        let place = tempfile::tempdir().expect("a folder");
        script(&place.path().join("shims/python3"), "#!/bin/sh\necho 'command not found' >&2\nexit 127\n");
        binary(&place.path().join("opt/bin/python3"));
        let toolbox = Toolbox::new([place.path().join("shims"), place.path().join("opt/bin")], None);
        assert_eq!(toolbox.find("python3").expect("found").path, place.path().join("opt/bin/python3"));
    }

    #[test]
    fn python_2_is_taken_from_the_version_manager_although_the_shell_does_not_find_it() {
        let home = tempfile::tempdir().expect("a folder");
        let real = home.path().join(".pyenv/versions/2.7.18/bin/python2.7");
        binary(&real);
        symlink("python2.7", real.with_file_name("python2")).expect("linked");
        let toolbox = Toolbox::new([], Some(home.path().to_owned()));
        assert_eq!(toolbox.find("python2").expect("found").prefixes, [home.path().join(".pyenv/versions/2.7.18")]);
        assert!(toolbox.find("python3").is_none());
    }

    #[test]
    fn a_tool_of_the_system_needs_nothing_more() {
        let tool = Toolbox::new([PathBuf::from("/usr/bin")], None).find("env").expect("every system has env");
        assert_eq!((tool.prefixes.len(), tool.path_entries.len(), tool.word()), (0, 0, "env".to_owned()));
    }

    #[test]
    fn a_version_is_the_first_dotted_number() {
        let texts = [
            "Python 3.11.7",
            "gcc (Debian 12.2.0-14) 12.2.0",
            "openjdk version \"17.0.16\" 2025-07-15",
            "v5.36.0",
            "dash",
        ];
        let versions = texts.map(|text| version_in(text).unwrap_or_default());
        assert_eq!(versions, ["3.11.7", "12.2.0", "17.0.16", "5.36.0", ""]);
    }
}
