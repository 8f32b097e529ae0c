//! What a program sees of the file system: an allow-list, read-only, with a folder and a /tmp of its own.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use nix::mount::{MsFlags, mount};
use serde::{Deserialize, Serialize};

use super::limits::FILES_BEYOND_MIB;
use super::raw;
use super::room::Room;
use super::step::{Refused, step};

/// Home of the program's user, as seen inside.
pub const HOME: &str = "/home/student";
/// Where the submission stands, as seen inside.
pub const FOLDER: &str = "/home/student/work";

/// What the view is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// An empty folder on which the view is mounted.
    pub root: PathBuf,
    /// The prepared submission; a helper of the stage sees none.
    pub folder: Option<PathBuf>,
    /// Whether the program works in `folder` itself (a build) instead of a private copy of it.
    pub shared: bool,
    /// Folders that are seen inside at the second path, read-only.
    pub shown: Vec<(PathBuf, PathBuf)>,
    /// Small files that are made: path inside and text.
    pub files: Vec<(PathBuf, String)>,
    /// Files that are put into the program's copy: path in the folder and content.
    pub placed: Vec<(PathBuf, Vec<u8>)>,
    /// What the program may write to its folder, and to its /tmp, in MiB; what is put into its folder is not counted.
    pub size_mib: u32,
}

/// System folders that are links on a merged system and folders on others.
const SYSTEM: &[&str] = &["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

/// What of /etc a program may see: how to load libraries, name services and time, and the toolchains' own settings.
const SETTINGS: &[&str] = &[
    "ld.so.cache",
    "alternatives",
    "ssl",
    "ca-certificates",
    "localtime",
    "timezone",
    "mime.types",
    "services",
    "protocols",
    "locale.alias",
    "java-11-openjdk",
    "java-17-openjdk",
    "java-21-openjdk",
    "java-25-openjdk",
    "python3",
    "python3.11",
    "python3.12",
    "python3.13",
    "perl",
    "inputrc",
    "terminfo",
    "crypto-policies",
    "pki",
    "gai.conf",
    "magic",
];

const DEVICES: &[&str] = &["null", "zero", "full", "random", "urandom", "tty"];

/// Mounts the view at its root. The caller then makes it the root of all.
pub fn mount_view(view: &View) -> Result<(), Refused> {
    let root = &view.root;
    step("mount the view", mount_tmpfs(root, Room::of(4), "0755"))?;
    for folder in ["usr", "etc", "dev", "proc", "sys", "tmp", "home", "var/tmp", "run"] {
        step("make the view's folders", fs::create_dir_all(root.join(folder)))?;
    }
    step("show /usr", bind(Path::new("/usr"), &root.join("usr")))?;
    for name in SYSTEM {
        step("show the system's folders", show_system(root, name))?;
    }
    for name in SETTINGS {
        step("show /etc", show_setting(root, name))?;
    }
    for (from, to) in &view.shown {
        let inside = root.join(to.strip_prefix("/").unwrap_or(to));
        step(&format!("show {}", to.display()), fs::create_dir_all(&inside).and_then(|()| bind(from, &inside)))?;
    }
    for (path, text) in &view.files {
        step("write the view's files", fs::write(root.join(path.strip_prefix("/").unwrap_or(path)), text))?;
    }
    step("show the devices", show_devices(root))?;
    step("make the view read-only", raw::make_read_only(root))?;
    // A container with a masked /proc refuses a fresh one. Programs do without, and the stage reads its own.
    let _ = mount(
        Some("proc"),
        &root.join("proc"),
        Some("proc"),
        MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC,
        None::<&str>,
    );
    let size = Room::of(view.size_mib + FILES_BEYOND_MIB);
    step("mount /tmp", mount_tmpfs(&root.join("tmp"), size, "1777"))?;
    step("mount /dev/shm", mount_tmpfs(&root.join("dev/shm"), size, "1777"))?;
    let home = size.and_of(&step("measure the submission", taken_up(view))?);
    step("mount the home folder", mount_tmpfs(&root.join("home"), home, "0755"))?;
    step("place the submission", place_submission(view))
}

fn place_submission(view: &View) -> io::Result<()> {
    let inside = view.root.join(FOLDER.trim_start_matches('/'));
    fs::create_dir_all(&inside)?;
    if let Some(folder) = &view.folder {
        if view.shared {
            return bind(folder, &inside);
        }
        copy_folder(folder, &inside)?;
    }
    place_files(placed(&view.placed), &inside)
}

/// Files as [`place_files`] takes them.
pub fn placed(files: &[(PathBuf, Vec<u8>)]) -> impl Iterator<Item = (&Path, &[u8])> {
    files.iter().map(|(path, content)| (path.as_path(), content.as_slice()))
}

/// Puts files into a folder, in place of any of the same name.
pub fn place_files<'a>(files: impl Iterator<Item = (&'a Path, &'a [u8])>, into: &Path) -> io::Result<()> {
    for (path, content) in files {
        let path = into.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, content)?;
    }
    Ok(())
}

/// What is put into the program's folder takes up so much.
fn taken_up(view: &View) -> io::Result<Room> {
    let copied = view.folder.as_ref().filter(|_| !view.shared);
    let copied = copied.map_or(Ok(Room::default()), |folder| Room::taken_up_by(folder, Room::ALL))?;
    Ok(view.placed.iter().fold(copied, |sum, (_, content)| sum.and_of(&Room::of_file(content.len() as u64))))
}

/// Copies a prepared submission: plain files, folders and links. What else a build has left in it is no part of a program.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, source, target) = (entry.file_type()?, entry.path(), to.join(entry.file_name()));
        if kind.is_dir() {
            fs::create_dir(&target)?;
            copy_folder(&source, &target)?;
        } else if kind.is_symlink() {
            symlink(fs::read_link(&source)?, &target)?;
        } else if kind.is_file() {
            fs::copy(&source, &target)?;
        }
    }
    Ok(())
}

fn show_system(root: &Path, name: &str) -> io::Result<()> {
    let host = Path::new("/").join(name);
    let inside = root.join(name);
    match fs::read_link(&host) {
        Ok(target) => symlink(target, inside),
        Err(_) if host.is_dir() => fs::create_dir(&inside).and_then(|()| bind(&host, &inside)),
        Err(_) => Ok(()),
    }
}

fn show_setting(root: &Path, name: &str) -> io::Result<()> {
    let host = Path::new("/etc").join(name);
    let inside = root.join("etc").join(name);
    let Ok(metadata) = fs::symlink_metadata(&host) else { return Ok(()) };
    if metadata.is_symlink() {
        return symlink(fs::read_link(&host)?, inside);
    }
    if metadata.is_dir() {
        fs::create_dir(&inside)?;
    } else {
        fs::write(&inside, "")?;
    }
    bind(&host, &inside)
}

fn show_devices(root: &Path) -> io::Result<()> {
    let devices = root.join("dev");
    for name in DEVICES {
        fs::write(devices.join(name), "")?;
        bind(&Path::new("/dev").join(name), &devices.join(name))?;
    }
    for (name, target) in [
        ("fd", "/proc/self/fd"),
        ("stdin", "/proc/self/fd/0"),
        ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"),
    ] {
        symlink(target, devices.join(name))?;
    }
    fs::create_dir(devices.join("shm"))
}

/// Mounts a small file system in memory, for the stage's own folders.
pub fn mount_small(at: &Path) -> io::Result<()> {
    mount_tmpfs(at, Room::of(1), "0755")
}

fn mount_tmpfs(at: &Path, room: Room, mode: &str) -> io::Result<()> {
    let options = format!("size={},nr_inodes={},mode={mode}", room.bytes, room.entries);
    mount(Some("tmpfs"), at, Some("tmpfs"), MsFlags::MS_NOSUID | MsFlags::MS_NODEV, Some(options.as_str()))
        .map_err(Into::into)
}

/// Recursive, because a namespace of an ordinary user may not uncover what is mounted below.
pub fn bind(from: &Path, to: &Path) -> io::Result<()> {
    mount(Some(from), to, None::<&str>, MsFlags::MS_BIND | MsFlags::MS_REC, None::<&str>).map_err(Into::into)
}
