//! Python 3, and Python 2 where a source needs it.

use std::path::{Path, PathBuf};

use super::python2::{self, only_python_2};
use super::recipe::{Main, Recipe, file_name, words};
use super::{Language, Signs};
use crate::verdict::{Fault, FaultKind};

/// Python.
pub(super) struct Python;

impl Language for Python {
    fn name(&self) -> &'static str {
        "Python"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["py", "py3", "py2", "pyw"]
    }

    fn interpreters(&self) -> &'static [&'static str] {
        &["python", "pythonw"]
    }

    fn signs(&self) -> &'static Signs {
        &Signs {
            starts: "",
            listens: r"\.(listen|accept|bind)\s*\(|\b(start_server|create_server|serve_forever|\w*Server)\s*\(",
            dials: r"\.connect(_ex)?\s*\(|\b(create_connection|open_connection|urlopen|HTTPS?Connection)\s*\(|\brequests\.|\.sendto\s*\(",
            network: r"\b(socket|socketserver|asyncio|urllib2?|http|httplib|requests)\b",
        }
    }

    fn code(&self, source: &str) -> String {
        python2::without_texts(source)
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        let (options, asked) = match &main.shebang {
            Some(shebang) => (shebang.arguments.clone(), shebang.interpreter.as_str()),
            None => (Vec::new(), ""),
        };
        let evidence = if asked.starts_with("python3") { None } else { evidence(main) };
        let (language, tools): (&str, &[&str]) = match &evidence {
            Some(_) => ("Python 2", &["python2", "python2.7"]),
            // The source is the same in both; the one that was asked for goes first.
            None if asked.starts_with("python2") => ("Python", &["python2", "python2.7", "python3"]),
            None => ("Python", &["python3"]),
        };
        let (working_directory, program) = as_module(main).unwrap_or_else(|| as_file(main));
        let mut run = words(&tools[..1]);
        run.extend(options);
        run.extend(program);
        Ok(Recipe {
            language: language.to_owned(),
            tools: vec![words(tools)],
            run,
            working_directory,
            missing: evidence.map(|evidence| {
                Fault::new(
                    FaultKind::Unsupported,
                    format!("{evidence} This machine has no Python 2."),
                    "Install a Python 2.7 (with pyenv: `pyenv install 2.7.18`) and try again.",
                )
            }),
            ..Recipe::default()
        })
    }
}

/// The sentence that names the first line which needs Python 2, in the file or in a module beside it that it imports.
fn evidence(main: &Main<'_>) -> Option<String> {
    let says = |name: &str, source: &str| {
        let (line, text) = only_python_2(source)?;
        Some(format!("Line {line} of `{name}` needs Python 2: `{text}`."))
    };
    let modules = main.siblings(&["py"]);
    let imported = modules.iter().filter(|(name, _)| imports(main.source, name.trim_end_matches(".py")));
    says(&file_name(main.file), main.source)
        .or_else(|| imported.into_iter().find_map(|(name, source)| says(name, source)))
}

/// Whether a line of the source imports the module, or something from it.
fn imports(source: &str, module: &str) -> bool {
    source.lines().map(str::trim_start).any(|line| {
        let named = line.strip_prefix("from ").or_else(|| line.strip_prefix("import ")).unwrap_or_default();
        let end = if line.starts_with("from ") { named.find(" import").unwrap_or(named.len()) } else { named.len() };
        named[..end].split(',').filter_map(|name| name.split_whitespace().next()).any(|name| {
            let first = name.split('.').next().unwrap_or_default();
            first == module
        })
    })
}

/// Whether the source names its own folder as a package: `from app.net import x` or `from app import net`, where the
/// folder `app` holds `net`. A folder that is called `socket` for its subject is none.
fn imports_from(main: &Main<'_>, own: &str) -> bool {
    let folder = main.folder.join(main.directory());
    main.source.lines().map(str::trim_start).any(|line| {
        let mut names = line.split([' ', '\t', '.', ',', ';', '\r']).filter(|word| !word.is_empty());
        let first = (names.next(), names.next());
        let part = names.find(|word| *word != "import").unwrap_or_default();
        matches!(first, (Some("from" | "import"), Some(name)) if name == own)
            && !part.is_empty()
            && (folder.join(format!("{part}.py")).is_file() || folder.join(part).is_dir())
    })
}

fn as_file(main: &Main<'_>) -> (PathBuf, Vec<String>) {
    (main.directory(), vec![main.name()])
}

/// A file that speaks of itself as part of a package runs as `-m package.module` from the folder above the package.
fn as_module(main: &Main<'_>) -> Option<(PathBuf, Vec<String>)> {
    let directory = main.directory();
    let own = directory.file_name()?.to_str()?.to_owned();
    let relative = main.source.lines().any(|line| line.trim_start().starts_with("from ."));
    if !relative && !imports_from(main, &own) {
        return None;
    }
    // `from app.net import x` in app/net/server.py: the package begins at the outermost folder that is one.
    let is_package = |folder: &Path| main.folder.join(folder).join("__init__.py").is_file();
    let mut top = directory.as_path();
    while let Some(above) = top.parent().filter(|above| above.file_name().is_some() && is_package(above)) {
        top = above;
    }
    let above = top.parent()?;
    let inner = main.file.with_extension("");
    let parts = inner.strip_prefix(above).ok()?.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>()?;
    Some((above.to_owned(), vec!["-m".to_owned(), parts.join(".")]))
}
