//! Shims: small programs of version managers that stand in PATH for the real tool.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::super::ask::ask;

/// Programs that stand for many tools and choose by the name they are called by.
const DISPATCHERS: [&str; 6] = ["rustup", "volta-shim", "mise", "asdf", "proto-shim", "snap"];

/// Whether the file only leads to the real tool: a script, or a dispatcher.
pub(super) fn is_shim(file: &Path) -> bool {
    let real = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let dispatcher = real.file_name().is_some_and(|name| DISPATCHERS.iter().any(|known| name == *known));
    let mut start = [0; 2];
    let script = File::open(&real).is_ok_and(|mut opened| opened.read_exact(&mut start).is_ok()) && start == *b"#!";
    dispatcher || script
}

/// The tool behind a shim, and its version where that is known at once.
pub(super) fn behind(name: &str, shim: &Path) -> Option<(PathBuf, Option<String>)> {
    match pyenv(name, shim) {
        Way::Leads(file) => Some((file, None)),
        Way::Nowhere => None,
        Way::Unclear => asked(name, shim),
    }
}

/// What the files of a version manager say about a shim.
#[derive(Debug, PartialEq, Eq)]
enum Way {
    Leads(PathBuf),
    Nowhere,
    Unclear,
}

/// Follows a shim of pyenv by the files that pyenv itself goes by: its shims take longer than Python to start.
fn pyenv(name: &str, shim: &Path) -> Way {
    let root = shim.parent().filter(|folder| folder.ends_with("shims")).and_then(Path::parent);
    let Some(root) = root.filter(|root| root.join("libexec/pyenv").is_file()) else { return Way::Unclear };
    let here = std::env::current_dir().unwrap_or_default();
    let local = here.ancestors().map(|folder| folder.join(".python-version")).find(|file| file.is_file());
    let chosen = std::env::var("PYENV_VERSION").ok().filter(|chosen| !chosen.is_empty());
    let chosen = chosen.or_else(|| std::fs::read_to_string(local.unwrap_or_else(|| root.join("version"))).ok());
    chosen.map_or(Way::Unclear, |chosen| among(root, name, &chosen))
}

/// The tool in the first of the chosen versions that has it.
fn among(root: &Path, name: &str, chosen: &str) -> Way {
    for version in chosen.split([':', '\n', '\r', ' ']).filter(|version| !version.is_empty()) {
        let folder = root.join("versions").join(version);
        // `system`, or a version that pyenv completes by rules of its own.
        if !folder.is_dir() {
            return Way::Unclear;
        }
        let file = folder.join("bin").join(name);
        if super::layout::is_executable(&file) {
            return Way::Leads(file);
        }
    }
    Way::Nowhere
}

/// The tool behind a shim by its own answer, and its version where the answer holds it. `None` when the shim leads nowhere
/// or the tool is unknown.
fn asked(name: &str, shim: &Path) -> Option<(PathBuf, Option<String>)> {
    let question = question(name)?;
    let asked = if name == "cargo" { shim.with_file_name("rustc") } else { shim.to_owned() };
    let answer = ask(&asked, question.arguments)?;
    let lines: Vec<&str> = answer.out.lines().chain(answer.err.lines()).map(str::trim).collect();
    let (first, version) = match question.answer {
        Asked::File => (PathBuf::from(lines.first()?), lines.get(1).map(|line| (*line).to_owned())),
        Asked::Home => (Path::new(lines.first()?).join("bin").join(name), None),
        Asked::JavaHome => {
            let home = lines.iter().find_map(|line| line.strip_prefix("java.home = "))?;
            (Path::new(home).join("bin").join(name), None)
        }
    };
    // `python3` beside `python3.11` is the same program under the name that was asked for.
    let named = first.with_file_name(name);
    let file = if super::layout::is_executable(&named) { named } else { first };
    super::layout::is_executable(&file).then_some((file, version))
}

/// A tool that is installed by a version manager but not chosen in PATH; worth it for Python 2 alone, which
/// nobody has as a default any more. The last version wins.
pub(super) fn in_version_managers(name: &str, home: &Path) -> Option<PathBuf> {
    if !name.starts_with("python2") {
        return None;
    }
    let folders = [".pyenv/versions", ".asdf/installs/python", ".local/share/mise/installs/python"];
    let mut files: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| home.join(folder).read_dir().ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path().join("bin").join(name)))
        .filter(|file| super::layout::is_executable(file))
        .collect();
    files.sort();
    files.pop()
}

/// What to ask a shim, and how to read the answer.
struct Question {
    arguments: &'static [&'static str],
    answer: Asked,
}

enum Asked {
    /// First line: the file; second line, where there is one: its version.
    File,
    /// First line: the folder above `bin`.
    Home,
    /// A line of `java -XshowSettings`.
    JavaHome,
}

fn question(name: &str) -> Option<Question> {
    let file = |arguments| Some(Question { arguments, answer: Asked::File });
    let home = |arguments| Some(Question { arguments, answer: Asked::Home });
    match name {
        _ if name.starts_with("python") => {
            file(&["-c", "import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3])"])
        }
        "node" => file(&["-p", "process.execPath + '\\n' + process.versions.node"]),
        "ruby" => file(&["-e", "require 'rbconfig'; puts RbConfig.ruby, RUBY_VERSION"]),
        "perl" => file(&["-e", "printf qq(%s\\n%vd\\n), $^X, $^V"]),
        "go" => home(&["env", "GOROOT"]),
        // Cargo cannot be asked where it lives; the compiler beside it can.
        "rustc" | "cargo" => home(&["--print", "sysroot"]),
        "java" => Some(Question { arguments: &["-XshowSettings:properties", "-version"], answer: Asked::JavaHome }),
        "javac" => Some(Question { arguments: &["-J-XshowSettings:properties", "-version"], answer: Asked::JavaHome }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Way, among};

    #[test]
    fn the_first_chosen_version_that_has_the_tool_is_taken() {
        let root = tempfile::tempdir().expect("a folder");
        for version in ["3.1", "9.0"] {
            fs::create_dir_all(root.path().join("versions").join(version).join("bin")).expect("folders");
        }
        let file = root.path().join("versions/9.0/bin/python9");
        fs::copy("/bin/sh", &file).expect("copied");
        assert_eq!(among(root.path(), "python9", "3.1\r\n9.0\n"), Way::Leads(file));
        assert_eq!(among(root.path(), "python9", "3.1"), Way::Nowhere);
        assert_eq!(among(root.path(), "python9", "3.1:system"), Way::Unclear);
    }
}
