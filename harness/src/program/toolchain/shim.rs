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

/// The tool behind a shim, and its version where the answer holds it. `None` when the shim leads nowhere
/// or the tool is unknown.
pub(super) fn behind(name: &str, shim: &Path) -> Option<(PathBuf, Option<String>)> {
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
