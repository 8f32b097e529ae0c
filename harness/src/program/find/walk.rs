//! Walks a submission and picks the files that could be programs.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Candidate, project};
use crate::program::language;

/// How deep a program may lie: `hw/src/main/java/edu/university/course/Server.java` is seven.
const DEPTH: usize = 9;
/// How many files are looked at, the shallow ones first.
const FILES: usize = 5_000;

/// Folders that hold other people's code, or what a tool made.
const SKIPPED: [&str; 7] = ["__MACOSX", "node_modules", "__pycache__", "target", "vendor", "site-packages", "venv"];
/// Folders and words in names that mark a file as spare.
const SPARE: [&str; 24] = [
    "starter",
    "skeleton",
    "template",
    "templates",
    "handout",
    "given",
    "original",
    "orig",
    "backup",
    "backups",
    "bak",
    "old",
    "copy",
    "test",
    "tests",
    "example",
    "examples",
    "sample",
    "samples",
    "build",
    "dist",
    "out",
    "tmp",
    "deprecated",
];
/// Files that carry a known extension but never begin a program.
const NEVER: [&str; 6] =
    ["__init__.py", "setup.py", "conftest.py", "package-info.java", "module-info.java", "build.rs"];

/// Every file that could be the main file of a program, the shallow ones first, then by name.
pub(super) fn candidates(folder: &Path) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut level = vec![PathBuf::new()];
    let mut looked_at = 0;
    for _ in 0..DEPTH {
        let mut below = Vec::new();
        for inner in &level {
            let Ok(entries) = folder.join(inner).read_dir() else { continue };
            let mut names: Vec<_> =
                entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
            names.sort();
            for name in names.into_iter().filter(|name| !name.starts_with('.')) {
                let path = inner.join(&name);
                // A link counts as what it leads to, which the copy has made sure lies inside; a folder only as itself.
                let Ok(about) = fs::symlink_metadata(folder.join(&path)) else { continue };
                looked_at += 1;
                if looked_at > FILES {
                    return found;
                }
                if about.is_dir() {
                    let environment = folder.join(&path).join("pyvenv.cfg").is_file();
                    if !environment && !SKIPPED.contains(&name.as_str()) {
                        below.push(path);
                    }
                } else if folder.join(&path).is_file() {
                    found.extend(candidate(folder, path, &name));
                }
            }
        }
        level = below;
    }
    found
}

fn candidate(folder: &Path, path: PathBuf, name: &str) -> Option<Candidate> {
    if NEVER.contains(&name) {
        return None;
    }
    let mut head = Vec::new();
    File::open(folder.join(&path)).ok()?.take(256).read_to_end(&mut head).ok()?;
    let extension = path.extension().and_then(|extension| extension.to_str());
    let (language, shebang) = language::of(extension, &head)?;
    let stem = path.file_stem()?.to_str()?.to_owned();
    let kind = match language.name() {
        "executable" => 2,
        "a language without support" => 1,
        _ => 0,
    };
    let aliases = project::aliases(folder, &path, &stem);
    let is_spare = is_spare(&path);
    Some(Candidate { language, shebang, stem, aliases, is_spare, kind, look: OnceCell::new(), path })
}

fn is_spare(path: &Path) -> bool {
    let folders = path.parent().into_iter().flat_map(Path::iter).filter_map(|name| name.to_str());
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_lowercase();
    let mut words = stem.split(|letter: char| !letter.is_alphanumeric());
    folders.map(str::to_lowercase).any(|name| SPARE.contains(&name.as_str())) || words.any(|word| SPARE.contains(&word))
}
