//! What editors, systems and version control leave beside a program: no part of any submission.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// Names of files and folders, compared without case.
const NAMES: [&str; 10] =
    ["__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".git", ".svn", ".hg", ".idea", ".vscode", "__pycache__"];

/// Whether a file or folder of this name is no part of a submission.
pub(super) fn is_junk(name: &OsStr) -> bool {
    let name = name.as_bytes().to_ascii_lowercase();
    NAMES.iter().any(|junk| name == junk.as_bytes())
        // The second half of a file that macOS packs.
        || name.starts_with(b"._")
        || is_an_editors(&name)
}

/// Swap files of Vim, locks and auto-saves of Emacs, backups of both and of others.
fn is_an_editors(name: &[u8]) -> bool {
    let swap = [&b".swp"[..], b".swo", b".swn"].iter().any(|end| name.ends_with(end));
    (swap && name.starts_with(b"."))
        || name.starts_with(b".#")
        || (name.starts_with(b"#") && name.ends_with(b"#") && name.len() > 1)
        || (name.ends_with(b"~") && name.len() > 1)
        || name.ends_with(b".bak")
        || name.ends_with(b".orig")
}

/// Takes the junk out of a folder of ours, however deep it lies. Links are not followed.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_folder = entry.file_type()?.is_dir();
        match (is_junk(&entry.file_name()), is_folder) {
            (true, true) => fs::remove_dir_all(entry.path())?,
            (true, false) => fs::remove_file(entry.path())?,
            (false, true) => sweep(&entry.path())?,
            (false, false) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::is_junk;

    #[test]
    fn what_tools_leave_behind_is_junk_and_what_a_student_wrote_is_not() {
        for junk in [
            "__MACOSX",
            "._server.py",
            ".DS_Store",
            "Thumbs.db",
            ".git",
            ".server.py.swp",
            "server.py~",
            "#a.c#",
            ".#a.c",
        ] {
            assert!(is_junk(OsStr::new(junk)), "{junk}");
        }
        for kept in ["server.py", ".env", "git", "a#", "~", "#", "swp", "bak.py", ".gitignore", "_server.py"] {
            assert!(!is_junk(OsStr::new(kept)), "{kept}");
        }
    }
}
