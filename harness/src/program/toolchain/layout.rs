//! Which folders of this machine a tool needs to run, read from the file system without running it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::USUAL_PATH;

/// A tool's file and what must be seen for it to run.
pub(super) struct Layout {
    pub(super) path: PathBuf,
    pub(super) prefixes: Vec<PathBuf>,
    pub(super) path_entries: Vec<PathBuf>,
}

/// Folders that every program sees.
const SEEN: [&str; 3] = ["/usr", "/bin", "/sbin"];
/// Folders whose tools share what lies beside them: all of it must be seen.
const STORES: [&str; 4] = ["/nix/store", "/gnu/store", "/home/linuxbrew/.linuxbrew", "/opt/homebrew"];

/// The layout of the tool `name` that lies at `file`.
pub(super) fn of(name: &str, file: &Path, home: Option<&Path>) -> Layout {
    let mut prefixes = Vec::new();
    let environment = virtual_environment(file);
    let chain = links(file);
    let real = chain.last().cloned().unwrap_or_else(|| file.to_owned());
    // A virtual environment works only through its own link; everything else runs from its real folder,
    // under the name that was asked for where it is known there by that name.
    let beside = real.with_file_name(name);
    let path = match (&environment, is_executable(&beside)) {
        (Some(_), _) => file.to_owned(),
        (None, true) => beside,
        (None, false) => real.clone(),
    };
    for hop in links(&path) {
        add(&mut prefixes, prefix(&hop, home));
    }
    if let Some(folder) = environment {
        add(&mut prefixes, Some(folder));
    }
    if matches!(name, "java" | "javac") {
        for folder in links_out(&real) {
            add(&mut prefixes, Some(folder));
        }
    }
    Layout { path_entries: path_entries(name, &path), path, prefixes }
}

/// Whether this is a file that may be run.
pub(in crate::program) fn is_executable(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

fn is_seen(path: &Path) -> bool {
    SEEN.iter().any(|seen| path.starts_with(seen)) || path.to_str().is_some_and(|text| text.starts_with("/lib"))
}

/// Adds a folder that is not seen yet.
fn add(prefixes: &mut Vec<PathBuf>, folder: Option<PathBuf>) {
    let Some(folder) = folder.filter(|folder| !is_seen(folder)) else { return };
    if !prefixes.iter().any(|known| folder.starts_with(known)) {
        prefixes.retain(|known| !known.starts_with(&folder));
        prefixes.push(folder);
    }
}

/// The files a chain of links leads over, the real one last; each with its folder's real path.
fn links(file: &Path) -> Vec<PathBuf> {
    let mut chain = Vec::new();
    let mut next = file.to_owned();
    // The kernel itself gives up after forty.
    for _ in 0..40 {
        let Some(folder) = next.parent().and_then(|folder| folder.canonicalize().ok()) else { break };
        let here = next.file_name().map_or_else(|| folder.clone(), |name| folder.join(name));
        let target = fs::read_link(&here);
        chain.push(here);
        match target {
            Ok(target) => next = folder.join(target),
            Err(_) => break,
        }
    }
    chain
}

/// The folder that must be seen for the file at this hop: the prefix above `bin`, but never a home directory or the like.
fn prefix(file: &Path, home: Option<&Path>) -> Option<PathBuf> {
    if let Some(store) = STORES.iter().find(|store| file.starts_with(store)) {
        return Some(PathBuf::from(store));
    }
    let folder = file.parent()?;
    let above = folder.parent().filter(|_| folder.ends_with("bin"));
    let too_much = |wide: &Path| {
        wide.parent().is_none_or(|above| above == Path::new("/") || above == Path::new("/home"))
            || home.is_some_and(|home| home.starts_with(wide))
            || wide.ends_with(".local")
    };
    above.filter(|above| !too_much(above)).or(Some(folder)).map(Path::to_owned)
}

/// The virtual environment that the file belongs to.
fn virtual_environment(file: &Path) -> Option<PathBuf> {
    let folder = file.parent()?.parent()?;
    folder.join("pyvenv.cfg").is_file().then(|| folder.to_owned())
}

/// Folders that the settings of a JDK are linked to: Debian keeps them below /etc.
fn links_out(tool: &Path) -> Vec<PathBuf> {
    let Some(home) = tool.parent().and_then(Path::parent) else { return Vec::new() };
    let folders = ["conf", "conf/security", "conf/management", "lib", "lib/security", "jre/lib", "jre/lib/security"];
    let entries = folders.iter().filter_map(|folder| home.join(folder).read_dir().ok()).flatten().flatten();
    let links = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_symlink()));
    let real = links.filter_map(|link| link.path().canonicalize().ok());
    real.filter(|target| !target.starts_with(home)).filter_map(|target| target.parent().map(Path::to_owned)).collect()
}

/// What must go before the usual PATH so that `name` means `path`.
fn path_entries(name: &str, path: &Path) -> Vec<PathBuf> {
    let usual = USUAL_PATH.iter().map(|folder| Path::new(folder).join(name)).find(|file| is_executable(file));
    let same =
        usual.is_some_and(|usual| usual.canonicalize().ok() == path.canonicalize().ok() && reaches_without_etc(&usual));
    path.parent().filter(|_| !same).map(Path::to_owned).into_iter().collect()
}

/// Whether a link in a usual folder works where /etc is not this machine's (Debian's alternatives pass through it).
fn reaches_without_etc(usual: &Path) -> bool {
    links(usual).iter().all(|hop| is_seen(hop))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::{of, prefix};

    fn tool(file: &Path) {
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::copy("/bin/sh", file).expect("copied");
    }

    #[test]
    fn a_home_directory_is_never_shown_for_the_sake_of_a_tool_in_it() {
        let home = tempfile::tempdir().expect("a folder");
        for folder in ["bin", ".local/bin"] {
            let file = home.path().join(folder).join("node");
            tool(&file);
            assert_eq!(of("node", &file, Some(home.path())).prefixes, [home.path().join(folder)]);
        }
        let nvm = home.path().join(".nvm/versions/node/v20.1.0/bin/node");
        tool(&nvm);
        assert_eq!(of("node", &nvm, Some(home.path())).prefixes, [home.path().join(".nvm/versions/node/v20.1.0")]);
    }

    #[test]
    fn a_virtual_environment_is_used_as_such() {
        let place = tempfile::tempdir().expect("a folder");
        let (base, own) = (place.path().join("base/bin/python3"), place.path().join("venv/bin/python3"));
        tool(&base);
        fs::create_dir_all(place.path().join("venv/bin")).expect("folders");
        fs::write(place.path().join("venv/pyvenv.cfg"), "home = x\n").expect("written");
        symlink(&base, &own).expect("linked");
        let layout = of("python3", &own, None);
        assert_eq!((layout.path, layout.path_entries), (own, vec![place.path().join("venv/bin")]));
        assert_eq!(layout.prefixes, [place.path().join("venv"), place.path().join("base")]);
    }

    #[test]
    fn the_settings_of_a_jdk_are_shown_where_they_really_lie() {
        let place = tempfile::tempdir().expect("a folder");
        let (home, settings) = (place.path().join("jdk"), place.path().join("etc/java"));
        tool(&home.join("bin/java"));
        fs::create_dir_all(home.join("conf")).expect("folders");
        fs::create_dir_all(&settings).expect("folders");
        fs::write(settings.join("net.properties"), "").expect("written");
        symlink(settings.join("net.properties"), home.join("conf/net.properties")).expect("linked");
        assert_eq!(of("java", &home.join("bin/java"), None).prefixes, [home, settings]);
    }

    #[test]
    fn a_store_is_shown_whole() {
        let shown = |file: &str| prefix(Path::new(file), None).map(|folder| folder.display().to_string());
        assert_eq!(shown("/nix/store/abc-node/bin/node").as_deref(), Some("/nix/store"));
        assert_eq!(shown("/opt/conda/bin/python3").as_deref(), Some("/opt/conda"));
        assert_eq!(shown("/opt/bin/go").as_deref(), Some("/opt/bin"));
    }
}
