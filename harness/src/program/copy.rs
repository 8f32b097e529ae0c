//! The prepared copy of a submission: its files and nothing else, within bounds, readable to the program.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};

use nix::unistd::{Uid, chown};

/// What a submission may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of all files together.
    pub bytes: u64,
    /// Files and folders.
    pub entries: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { bytes: 256 << 20, entries: 20_000 }
    }
}

/// Bytes of a path inside. The kernel takes no path longer than 4096, and the copy has its own way before it.
pub const LONGEST_PATH: usize = 1024;

/// Why there is no copy.
#[derive(Debug)]
pub enum CopyError {
    /// The submission is over the bounds: the student's. The text says by what.
    TooLarge(String),
    /// A file could not be read or written: ours.
    Failed(PathBuf, io::Error),
}

/// Folders of tools, editors and archivers, and this harness's own: no part of a program.
const LEFT_OUT: [&str; 15] = [
    "__MACOSX",
    ".git",
    ".hg",
    ".svn",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".idea",
    ".vscode",
    ".vs",
    ".DS_Store",
    "Thumbs.db",
    ".harness",
    "harness-results",
];

/// Whether a file or folder of this name is no part of a program.
pub fn is_left_out(name: &str) -> bool {
    LEFT_OUT.contains(&name)
}

/// Copies the folder `from` into the folder `into`, which is made. Returns what was not copied and why, a sentence each.
///
/// File contents are shared with the original where the file system can: `fs::copy` asks the kernel for that.
pub fn copy(from: &Path, into: &Path, bounds: Bounds) -> Result<Vec<String>, CopyError> {
    let root = from.canonicalize().map_err(|error| CopyError::Failed(from.to_owned(), error))?;
    fs::create_dir_all(into).map_err(|error| CopyError::Failed(into.to_owned(), error))?;
    let into = into.canonicalize().map_err(|error| CopyError::Failed(into.to_owned(), error))?;
    let mut copying = Copying { root, into, left: bounds, bounds, notes: Vec::new() };
    copying.folder(Path::new(""))?;
    Ok(copying.notes)
}

/// Gives everything in the folder to this user.
pub fn give(folder: &Path, owner: u32) -> io::Result<()> {
    let uid = Some(Uid::from_raw(owner));
    for entry in folder.read_dir()? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            give(&entry.path(), owner)?;
        } else if kind.is_file() {
            chown(&entry.path(), uid, None)?;
        }
    }
    chown(folder, uid, None)?;
    Ok(())
}

/// Lets everybody read what is in the folder, and enter and execute what its owner may.
pub fn show(folder: &Path) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let (kind, path) = (entry.file_type()?, entry.path());
        if kind.is_dir() {
            show(&path)?;
        } else if kind.is_file() {
            let mode = entry.metadata()?.permissions().mode();
            let executable = if mode & 0o100 == 0 { 0 } else { 0o111 };
            fs::set_permissions(&path, Permissions::from_mode(mode | 0o444 | executable))?;
        }
    }
    fs::set_permissions(folder, Permissions::from_mode(folder.metadata()?.permissions().mode() | 0o555))
}

struct Copying {
    root: PathBuf,
    into: PathBuf,
    left: Bounds,
    bounds: Bounds,
    notes: Vec<String>,
}

impl Copying {
    fn folder(&mut self, inner: &Path) -> Result<(), CopyError> {
        if inner.as_os_str().len() > LONGEST_PATH {
            let problem =
                format!("A path in the folder is longer than {LONGEST_PATH} bytes; a program needs far less.");
            return Err(CopyError::TooLarge(problem));
        }
        let (from, to) = (self.root.join(inner), self.into.join(inner));
        fs::create_dir_all(&to).map_err(|error| CopyError::Failed(to.clone(), error))?;
        fs::set_permissions(&to, Permissions::from_mode(0o755)).map_err(|error| CopyError::Failed(to, error))?;
        let unreadable = |error| CopyError::Failed(from.clone(), error);
        let entries: Result<Vec<_>, _> = from.read_dir().map_err(unreadable)?.collect();
        let mut entries = entries.map_err(unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            // The copy itself may be made inside the submission, where temporary files are kept there.
            if is_left_out(&name.to_string_lossy()) || entry.path() == self.into {
                continue;
            }
            let inner = inner.join(name);
            let kind = entry.file_type().map_err(unreadable)?;
            if kind.is_dir() && !entry.path().join("pyvenv.cfg").is_file() {
                self.spend(0)?;
                self.folder(&inner)?;
            } else if kind.is_file() {
                self.file(&inner)?;
            } else if kind.is_symlink() {
                self.link(&inner)?;
            } else if kind.is_fifo() || kind.is_socket() || kind.is_block_device() || kind.is_char_device() {
                self.notes.push(format!("`{}` was left out: it is no ordinary file.", inner.display()));
            }
        }
        Ok(())
    }

    fn file(&mut self, inner: &Path) -> Result<(), CopyError> {
        let (from, to) = (self.root.join(inner), self.into.join(inner));
        let about = from.metadata().map_err(|error| CopyError::Failed(from.clone(), error))?;
        self.spend(about.len())?;
        let mode = if about.permissions().mode() & 0o111 == 0 { 0o644 } else { 0o755 };
        fs::copy(&from, &to).map_err(|error| CopyError::Failed(from, error))?;
        fs::set_permissions(&to, Permissions::from_mode(mode)).map_err(|error| CopyError::Failed(to, error))
    }

    /// A link is kept when what it leads to is part of the copy, and is made to lead there from wherever the copy lies.
    fn link(&mut self, inner: &Path) -> Result<(), CopyError> {
        self.spend(0)?;
        let from = self.root.join(inner);
        let target = from.canonicalize().ok();
        let Some(target) = target.as_deref().and_then(|target| target.strip_prefix(&self.root).ok()) else {
            self.notes
                .push(format!("The link `{}` was left out: it leads out of the folder or nowhere.", inner.display()));
            return Ok(());
        };
        let to = self.into.join(inner);
        symlink(way(inner, target), &to).map_err(|error| CopyError::Failed(to, error))
    }

    fn spend(&mut self, bytes: u64) -> Result<(), CopyError> {
        let Bounds { bytes: most_bytes, entries: most_entries } = self.bounds;
        self.left.entries = self.left.entries.checked_sub(1).ok_or_else(|| {
            CopyError::TooLarge(format!("The folder holds more than {most_entries} files; a program needs far fewer."))
        })?;
        self.left.bytes = self.left.bytes.checked_sub(bytes).ok_or_else(|| {
            CopyError::TooLarge(format!("The files are larger than {} MiB together.", most_bytes >> 20))
        })?;
        Ok(())
    }
}

/// The relative path from the link at `link` to `target`, both relative to the same folder.
fn way(link: &Path, target: &Path) -> PathBuf {
    let up = link.components().filter(|part| matches!(part, Component::Normal(_))).count().saturating_sub(1);
    let way: PathBuf = std::iter::repeat_n(Path::new(".."), up).chain([target]).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    use super::{Bounds, CopyError, copy};

    fn write(root: &Path, name: &str, content: &str) {
        let file = root.join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, content).expect("written");
    }

    fn listing(root: &Path, inner: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for entry in root.join(inner).read_dir().expect("a folder").flatten() {
            let name = format!("{inner}{}", entry.file_name().display());
            let folder = entry.file_type().expect("a kind").is_dir();
            if folder { names.extend(listing(root, &format!("{name}/"))) } else { names.push(name) }
        }
        names.sort();
        names
    }

    #[test]
    fn what_is_no_part_of_a_program_is_left_out() {
        let (from, into) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        for name in ["sérver 1.py", "lib/util.py", "__MACOSX/._server.py", ".git/config", "lib/__pycache__/util.pyc"] {
            write(from.path(), name, "x\r\n");
        }
        write(from.path(), "my env/pyvenv.cfg", "");
        write(from.path(), "my env/bin/python", "");
        let notes = copy(from.path(), into.path(), Bounds::default()).expect("copied");
        assert_eq!(listing(into.path(), ""), ["lib/util.py", "sérver 1.py"]);
        assert_eq!(fs::read(into.path().join("sérver 1.py")).expect("copied"), b"x\r\n");
        assert_eq!(notes, Vec::<String>::new());
    }

    #[test]
    fn links_are_kept_inside_and_dropped_outside_and_a_pipe_is_no_file() {
        let (from, into) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        write(from.path(), "www/index.html", "hello");
        symlink(from.path().join("www/index.html"), from.path().join("absolute.html")).expect("linked");
        symlink("../www", from.path().join("www/again")).expect("linked");
        symlink("/etc/passwd", from.path().join("stolen")).expect("linked");
        symlink("nowhere", from.path().join("broken")).expect("linked");
        nix::unistd::mkfifo(&from.path().join("pipe"), nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
        let notes = copy(from.path(), into.path(), Bounds::default()).expect("copied");
        assert_eq!(
            notes,
            [
                "The link `broken` was left out: it leads out of the folder or nowhere.",
                "`pipe` was left out: it is no ordinary file.",
                "The link `stolen` was left out: it leads out of the folder or nowhere.",
            ]
        );
        assert_eq!(fs::read_link(into.path().join("absolute.html")).expect("a link"), Path::new("www/index.html"));
        assert_eq!(fs::read_to_string(into.path().join("www/again/index.html")).expect("read"), "hello");
    }

    #[test]
    fn a_folder_too_deep_for_a_path_is_too_large() {
        let (from, into) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        fs::create_dir_all(from.path().join(["d".repeat(250).as_str(); 5].join("/"))).expect("folders");
        let Err(CopyError::TooLarge(problem)) = copy(from.path(), into.path(), Bounds::default()) else {
            panic!("it is too deep");
        };
        assert_eq!(problem, "A path in the folder is longer than 1024 bytes; a program needs far less.");
    }

    #[test]
    fn modes_are_made_sane_and_executables_stay_executable() {
        let (from, into) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        for (name, mode) in [("run", 0o700), ("data", 0o600), ("open", 0o666)] {
            write(from.path(), name, "");
            fs::set_permissions(from.path().join(name), Permissions::from_mode(mode)).expect("a mode");
        }
        copy(from.path(), into.path(), Bounds::default()).expect("copied");
        let mode = |name: &str| into.path().join(name).metadata().expect("copied").permissions().mode() & 0o777;
        assert_eq!((mode("run"), mode("data"), mode("open")), (0o755, 0o644, 0o644));
    }

    #[test]
    fn a_copy_inside_the_submission_does_not_hold_itself() {
        let from = tempfile::tempdir().expect("a folder");
        write(from.path(), "a.py", "");
        copy(from.path(), &from.path().join("copy"), Bounds { bytes: 9, entries: 9 }).expect("copied");
        assert_eq!(listing(from.path(), ""), ["a.py", "copy/a.py"]);
    }

    #[test]
    fn a_flood_of_files_or_bytes_is_refused() {
        let from = tempfile::tempdir().expect("a folder");
        for name in ["a", "b", "c"] {
            write(from.path(), name, "0123456789");
        }
        let attempt = |bytes, entries| {
            let into = tempfile::tempdir().expect("a folder");
            match copy(from.path(), into.path(), Bounds { bytes, entries }) {
                Ok(_) => "copied".to_owned(),
                Err(CopyError::TooLarge(what)) => what,
                Err(CopyError::Failed(path, error)) => format!("{}: {error}", path.display()),
            }
        };
        assert_eq!(attempt(30, 3), "copied");
        assert_eq!(attempt(30, 2), "The folder holds more than 2 files; a program needs far fewer.");
        assert_eq!(attempt(29, 3), "The files are larger than 0 MiB together.");
    }
}
