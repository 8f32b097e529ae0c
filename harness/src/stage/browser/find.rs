//! Where a browser is on this machine.

use std::path::{Path, PathBuf};

/// Where distributions put the program itself, of which the word in PATH is a script.
const PLACES: &[&str] = &[
    // Debian, Arch and Alpine.
    "/usr/lib/chromium/chromium",
    // Fedora.
    "/usr/lib64/chromium-browser/chromium-browser",
    "/usr/lib64/chromium-browser/headless_shell",
    // Google's own package.
    "/opt/google/chrome/chrome",
];

/// The browser of this machine, if there is one.
pub fn find() -> Option<PathBuf> {
    PLACES.iter().map(Path::new).find(|place| place.is_file()).map(Path::to_owned)
}
