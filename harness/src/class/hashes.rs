//! Hashes of what results follow from: SHA-256, in the form that `sha256sum` prints.

use std::fs;
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// A folder with more bytes than this is far over what a submission may hold; with tools beside the program it may be over.
const LARGE_FOLDER: u64 = 4 << 30;

/// A file with more bytes than this was hardly written by hand.
const LARGE_FILE: u64 = 1 << 20;

/// The hash of some bytes.
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

/// The hash of a submission: that of its list of files in the order of their paths, a line each with the file's hash, its
/// kind (`x` for an executable file, `l` for a link, of which the target is hashed, `-` for any other) and its path.
/// Times, owners and empty folders do not count, and neither does what is no file. Of a folder far too large to be played with,
/// no large file is read: its length is hashed, as `5000000 bytes`.
pub fn of_submission(folder: &Path) -> io::Result<String> {
    let mut paths = Vec::new();
    walk(folder, Path::new(""), &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let about = fs::symlink_metadata(folder.join(&path))?;
        files.push((path, about));
    }
    let all = files.iter().fold(0_u64, |sum, (_, about)| sum.saturating_add(about.len()));
    let of_file = |path: &Path, length: u64| {
        if all > LARGE_FOLDER && length > LARGE_FILE {
            Ok(of_bytes(format!("{length} bytes").as_bytes()))
        } else {
            of_content(path)
        }
    };
    let mut list = Sha256::new();
    for (path, about) in files {
        let full = folder.join(&path);
        let (hash, kind) = if about.is_symlink() {
            (of_bytes(fs::read_link(&full)?.as_os_str().as_bytes()), 'l')
        } else if about.permissions().mode() & 0o111 == 0 {
            (of_file(&full, about.len())?, '-')
        } else {
            (of_file(&full, about.len())?, 'x')
        };
        list.update(format!("{hash} {kind} ").as_bytes());
        list.update(path.as_os_str().as_bytes());
        list.update(b"\n");
    }
    Ok(hex(list))
}

/// The paths of all files and links below a folder. Whatever else lies there cannot be read to an end.
fn walk(top: &Path, below: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(top.join(below))? {
        let entry = entry?;
        let (path, kind) = (below.join(entry.file_name()), entry.file_type()?);
        if kind.is_dir() {
            walk(top, &path, paths)?;
        } else if kind.is_file() || kind.is_symlink() {
            paths.push(path);
        }
    }
    Ok(())
}

fn of_content(path: &Path) -> io::Result<String> {
    let mut file = fs::File::open(path)?;
    let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hex(hash)),
            length => hash.update(&piece[..length]),
        }
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::{of_bytes, of_submission};

    #[test]
    fn a_hash_is_the_one_that_sha256sum_prints() {
        assert_eq!(of_bytes(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn what_can_change_a_result_changes_the_hash_and_nothing_else_does() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("src/server.py");
        fs::create_dir_all(folder.path().join("src/empty")).expect("made");
        fs::write(&file, "print()").expect("written");
        let hash = || of_submission(folder.path()).expect("hashed");
        let first = hash();
        fs::write(&file, "print()").expect("written again");
        fs::create_dir(folder.path().join("another")).expect("made");
        assert_eq!(hash(), first);
        let line = format!("{} - src/server.py\n", of_bytes(b"print()"));
        assert_eq!(first, of_bytes(line.as_bytes()), "anybody can compute it");

        let mut seen = vec![first];
        let mut differs = |why: &str| {
            let now = hash();
            assert!(!seen.contains(&now), "{why}");
            seen.push(now);
        };
        fs::write(&file, "print(1)").expect("written");
        differs("other content");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("set");
        differs("executable");
        symlink("server.py", folder.path().join("src/link")).expect("a link");
        differs("a link");
        fs::rename(&file, folder.path().join("src/other.py")).expect("moved");
        differs("another name");
    }

    #[test]
    fn a_file_of_a_tebibyte_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::File::create(folder.path().join("large")).expect("a file").set_len(1 << 40).expect("a length");
        let line = format!("{} - large\n", of_bytes(b"1099511627776 bytes"));
        assert_eq!(of_submission(folder.path()).expect("hashed"), of_bytes(line.as_bytes()));
    }
}
