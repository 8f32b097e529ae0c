//! A Cargo package: which of its programs the main file is, and whether it can be built without a network.

use std::path::Path;

use super::recipe::{BUILT, Main, Recipe, read, words};
use crate::verdict::{Fault, FaultKind};

/// The recipe by the nearest `Cargo.toml` at or above the main file.
pub(super) fn recipe(main: &Main<'_>) -> Result<Option<Recipe>, Fault> {
    let Some(file) = main.above(&["Cargo.toml"]) else { return Ok(None) };
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let settings = read(&main.folder.join(&file));
    let Ok(inner) = main.file.strip_prefix(&folder) else { return Ok(None) };
    let Some(program) = program(&settings, inner) else { return Ok(None) };
    let vendored = main.folder.join(&folder).join(".cargo/config.toml").is_file();
    let crates = outside_crates(&settings);
    if !vendored && !crates.is_empty() {
        return Err(Fault::new(
            FaultKind::Toolchain,
            format!("`Cargo.toml` needs crates from the network ({}), and a build has none.", crates.join(", ")),
            "Put them into the submission with `cargo vendor` and the `.cargo/config.toml` that it prints.",
        ));
    }
    // Installed, and the rest left outside the folder: every start of the program copies the folder.
    let build = words(&[
        "cargo",
        "install",
        "--path",
        ".",
        "--offline",
        "--quiet",
        "--debug",
        "--no-track",
        "--bin",
        &program,
        "--root",
        BUILT,
    ]);
    let environment =
        [("CARGO_HOME", "/tmp/cargo"), ("CARGO_TARGET_DIR", "/tmp/cargo-target"), ("RUSTFLAGS", "--cap-lints=allow")];
    Ok(Some(Recipe {
        language: "Rust".to_owned(),
        tools: [&["rustc"][..], &["cargo"], &["cc", "gcc", "clang"]].map(words).to_vec(),
        builds: vec![build],
        run: vec![format!("{BUILT}/bin/{program}")],
        working_directory: folder,
        environment: environment.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        ..Recipe::default()
    }))
}

/// The name of the program whose main file this is; `None` for a file that is no program of the package.
fn program(settings: &str, inner: &Path) -> Option<String> {
    let named = tables(settings).into_iter().filter(|(table, _)| table == "[[bin]]").find_map(|(_, keys)| {
        let value = |wanted: &str| keys.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone());
        value("path").filter(|path| Path::new(path) == inner).and_then(|_| value("name"))
    });
    let stem = inner.file_stem()?.to_str()?.to_owned();
    let above = inner.parent()?;
    named.or_else(|| {
        if inner == Path::new("src/main.rs") {
            package_name(settings)
        } else if above == Path::new("src/bin") {
            Some(stem)
        } else if above.parent() == Some(Path::new("src/bin")) && stem == "main" {
            above.file_name().and_then(|name| name.to_str()).map(str::to_owned)
        } else {
            None
        }
    })
}

/// The package's name.
pub(crate) fn package_name(settings: &str) -> Option<String> {
    let tables = tables(settings);
    let (_, keys) = tables.iter().find(|(table, _)| table == "[package]")?;
    keys.iter().find(|(key, _)| key == "name").map(|(_, value)| value.clone())
}

/// Dependencies that are not paths.
fn outside_crates(settings: &str) -> Vec<String> {
    let all = tables(settings);
    let listed = all.iter().filter(|(table, _)| table == "[dependencies]").flat_map(|(_, keys)| keys);
    let listed = listed.filter(|(_, value)| !value.contains("path")).map(|(key, _)| key.clone());
    let own_table = all.iter().filter(|(_, keys)| !keys.iter().any(|(key, _)| key == "path"));
    let own_table =
        own_table.filter_map(|(table, _)| table.strip_prefix("[dependencies.")?.strip_suffix(']').map(str::to_owned));
    listed.chain(own_table).collect()
}

/// A TOML file's tables with their `key = value` lines, as far as a manifest needs: quotes are taken off.
fn tables(settings: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tables = vec![(String::new(), Vec::new())];
    for line in settings.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
        if line.starts_with('[') {
            tables.push((line.to_owned(), Vec::new()));
        } else if let (Some((key, value)), Some((_, keys))) = (line.split_once('='), tables.last_mut()) {
            keys.push((key.trim().to_owned(), value.trim().trim_matches(['"', '\'']).to_owned()));
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{outside_crates, program};

    const SETTINGS: &str = "[package]\r\nname = \"hw1\" # mine\n[[bin]]\nname = \"srv\"\npath = \"code/server.rs\"\n[dependencies]\ntokio = { version = \"1\" }\nshared = { path = \"../shared\" }\n[dependencies.rand]\nversion = \"0.8\"\n";

    #[test]
    fn a_file_is_the_program_that_cargo_takes_it_for() {
        let named = |file: &str| program(SETTINGS, Path::new(file)).unwrap_or_default();
        assert_eq!(
            ["src/main.rs", "src/bin/client.rs", "src/bin/echo/main.rs", "code/server.rs", "src/util.rs"].map(named),
            ["hw1", "client", "echo", "srv", ""]
        );
    }

    #[test]
    fn crates_from_the_network_are_named() {
        assert_eq!(outside_crates(SETTINGS), ["tokio", "rand"]);
    }
}
