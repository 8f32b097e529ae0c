//! Names a program goes by beside its file's own: `server/main.go` is the server.

use std::path::Path;

use crate::program::language::{package_name, read};

/// Names of files that say nothing of what the program is.
const PLAIN: [&str; 7] = ["main", "index", "app", "__main__", "mod", "run", "program"];
/// Names of folders that say nothing either.
const PLAIN_FOLDERS: [&str; 9] = ["src", "main", "java", "cmd", "bin", "app", "lib", "code", "source"];

/// The other names of the file at `path`, which is relative to `folder`.
pub(super) fn aliases(folder: &Path, path: &Path, stem: &str) -> Vec<String> {
    let mut aliases = Vec::new();
    let directory = path.parent().unwrap_or(Path::new(""));
    if PLAIN.contains(&stem.to_lowercase().as_str()) {
        let names = directory.ancestors().filter_map(|above| above.file_name()?.to_str());
        aliases.extend(
            names.into_iter().find(|name| !PLAIN_FOLDERS.contains(&name.to_lowercase().as_str())).map(str::to_owned),
        );
    }
    if path.ends_with("src/main.rs") {
        let settings = directory.parent().map(|package| read(&folder.join(package).join("Cargo.toml")));
        aliases.extend(settings.as_deref().and_then(package_name));
    }
    if path.extension().is_some_and(|extension| extension.to_string_lossy().ends_with("js")) {
        aliases.extend(directory.ancestors().find_map(|package| package_main(folder, package, path)));
    }
    aliases
}

/// The name of the package, or of its folder, whose `package.json` gives this file as its `main`.
fn package_main(folder: &Path, package: &Path, path: &Path) -> Option<String> {
    let settings: serde_json::Value = serde_json::from_str(&read(&folder.join(package).join("package.json"))).ok()?;
    let main = settings.get("main")?.as_str()?.trim_start_matches("./");
    let own = package.join(main);
    let same = own == path || own.with_extension("js") == path;
    let name = package.file_name().and_then(|name| name.to_str()).or_else(|| settings.get("name")?.as_str());
    name.filter(|_| same).map(str::to_owned)
}
