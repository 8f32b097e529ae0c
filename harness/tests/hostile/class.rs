//! Lays out the class: right submissions, hostile ones, and those that no archive of sources can hold.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

/// Who sits among them: right in Python, in C, with threads, and with file names of her own.
pub(crate) const NEIGHBOURS: [&str; 4] = ["ada", "dennis", "margaret", "katherine"];

/// Names of folders that a spreadsheet would calculate, a shell would obey, or a terminal would act on.
const AWKWARD: [&[u8]; 6] =
    [b"=1+cmd|' C calc'!A0", b"@SUM(1+1)", b"+1-1", b"-rf", b"\x1b[31mred\x1b[2J", b"line\nbreak\xff\xfe,\"20\""];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// Names of the submissions in `fixtures/hostile`.
pub(crate) fn kept() -> Vec<String> {
    let folders = fs::read_dir(fixtures().join("hostile")).expect("the fixtures");
    let mut names: Vec<String> =
        folders.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
    names.sort();
    names
}

/// The right submissions.
pub(crate) fn lay_neighbours(class: &Path) {
    for name in NEIGHBOURS {
        copy(&fixtures().join("class").join(name), &class.join(name));
    }
}

/// All the hostile ones.
pub(crate) fn lay_hostile(class: &Path) {
    for name in kept() {
        copy(&fixtures().join("hostile").join(&name), &class.join(&name));
    }
    for name in AWKWARD {
        copy(&fixtures().join("hostile/formulas"), &class.join(OsStr::from_bytes(name)));
    }
    let make = |name: &str| {
        fs::create_dir(class.join(name)).expect("a folder");
        class.join(name)
    };
    let many = make("too-many-files");
    (0..20_001).for_each(|number| fs::write(many.join(number.to_string()), "").expect("written"));
    let large = fs::File::create(make("too-large-a-file").join("simple_server.py")).expect("a file");
    large.set_len(1 << 40).expect("a file without content");
    fs::create_dir_all(make("too-deep-a-folder").join(["d".repeat(250).as_str(); 5].join("/"))).expect("folders");
    mkfifo(&make("pipe-for-a-program").join("simple_server.py"), Mode::S_IRWXU).expect("a pipe");
    let links = make("links-elsewhere");
    for (name, target) in [
        ("simple_server.py", "../ada/simple_server.py"),
        ("simple_client.py", "/etc/shadow"),
        ("up", ".."),
        ("me", "me"),
    ] {
        symlink(target, links.join(name)).expect("a link");
    }
}

/// How many submissions [`lay_hostile`] lays beside those that are kept.
pub(crate) const LAID: usize = AWKWARD.len() + 5;

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
    }
}

/// Every entry below a folder: its path, with its content or where it leads. Of a giant, its length.
pub(crate) fn contents(folder: &Path) -> BTreeMap<PathBuf, OsString> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let about = fs::symlink_metadata(&path).expect("it is there");
            let content = if about.is_dir() {
                left.push(path.clone());
                OsString::from("folder")
            } else if about.is_symlink() {
                fs::read_link(&path).expect("a link").into_os_string()
            } else if about.is_file() && about.len() < 1 << 20 {
                OsStr::from_bytes(&fs::read(&path).expect("read")).to_owned()
            } else {
                OsString::from(about.len().to_string())
            };
            found.insert(path, content);
        }
    }
    found
}
