//! Go: the file with `func main`, and the files of its package beside it.

use super::recipe::{Main, Recipe, argument, read, words};
use super::{Language, Signs, source};
use crate::verdict::{Fault, FaultKind};

/// Go.
pub(super) struct Go;

impl Language for Go {
    fn name(&self) -> &'static str {
        "Go"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["go"]
    }

    fn signs(&self) -> &'static Signs {
        &Signs {
            starts: r"\bfunc\s+main\s*\(",
            listens: r"\bListen(TCP|UDP|Packet|AndServe|Unix)?\s*\(|\.Accept(TCP)?\s*\(",
            dials: r"\bDial(TCP|UDP|Timeout|Context)?\s*\(|\bhttp\.(Get|Post|NewRequest)",
            network: "\"net(/http)?\"",
        }
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        if let Some(modules) = missing_modules(main) {
            return Err(Fault::new(
                FaultKind::Toolchain,
                format!("`go.mod` needs modules from the network ({modules}), and a build has none."),
                "Put them into the submission with `go mod vendor`.",
            ));
        }
        let starts = |text: &str| source::without_texts(text).contains("func main(");
        let package = package(main.source);
        let companions = main
            .siblings(&["go"])
            .into_iter()
            .filter(|(name, text)| !name.ends_with("_test.go") && !starts(text) && self::package(text) == package);
        let mut build = words(&["go", "build", "-o", &main.built(), &main.name()]);
        build.extend(companions.map(|(name, _)| argument(&name)));
        let mut recipe = Recipe::compiled(main, self.name(), &[&["go"]], build);
        let settings = [
            ("GOPROXY", "off"),
            ("GOTOOLCHAIN", "local"),
            ("GOFLAGS", "-buildvcs=false"),
            ("CGO_ENABLED", "0"),
            ("GOCACHE", "/tmp/go-build"),
            ("GOPATH", "/tmp/go"),
        ];
        recipe.environment = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Ok(recipe)
    }
}

fn package(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.trim_start_matches('\u{feff}').strip_prefix("package ")).map(str::trim)
}

/// Modules that `go.mod` requires and that do not lie in a `vendor` folder beside it.
fn missing_modules(main: &Main<'_>) -> Option<String> {
    let file = main.above(&["go.mod"])?;
    if main.folder.join(file.with_file_name("vendor")).is_dir() {
        return None;
    }
    let text = read(&main.folder.join(file));
    let required = text.lines().map(str::trim).filter_map(|line| {
        let mut words = line.strip_prefix("require ").unwrap_or(line).split_whitespace();
        let (module, version) = (words.next()?, words.next()?);
        (version.starts_with('v') && module.contains('.')).then(|| module.to_owned())
    });
    let required: Vec<String> = required.collect();
    // A module that only go.mod names is not needed.
    let used = |module: &String| main.source.contains(&format!("\"{module}"));
    let used: Vec<String> = required.into_iter().filter(used).collect();
    (!used.is_empty()).then(|| used.join(", "))
}
