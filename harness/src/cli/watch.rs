//! `harness check --watch`: plays again whenever a file of the submission changes, first what was lost.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::say;
use crate::exit::Exit;
use crate::program::copy::is_left_out;

/// A folder that is watched.
pub(super) struct Watch {
    // Watches as long as it lives.
    _watcher: RecommendedWatcher,
    changes: Receiver<()>,
}

/// An editor that saves makes several changes; so long after the last of them, it is done.
const QUIET: Duration = Duration::from_millis(60);

impl Watch {
    /// Watches a folder and everything in it.
    pub(super) fn on(folder: &Path) -> Result<Self, Exit> {
        let (told, changes) = channel();
        let hear = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| is_of_interest(&event)) {
                // Nobody listens any more at the end.
                let _ = told.send(());
            }
        };
        let watch = || {
            let mut watcher = notify::recommended_watcher(hear)?;
            watcher.watch(folder, RecursiveMode::Recursive)?;
            Ok(watcher)
        };
        let watcher = watch().map_err(|error: notify::Error| {
            let what = format!("`{}` cannot be watched: {error}", folder.display());
            say::complain(&what, "See `/proc/sys/fs/inotify/max_user_watches`; without `--watch` it is checked once.");
            Exit::Fault
        })?;
        Ok(Self { _watcher: watcher, changes })
    }

    /// Waits for the next change, and until it is quiet again; false where nothing is watched any more.
    pub(super) fn wait(&self) -> bool {
        if self.changes.recv().is_err() {
            return false;
        }
        while self.changes.recv_timeout(QUIET).is_ok() {}
        true
    }
}

/// Whether something was written, made, moved or taken away that could be part of a program.
fn is_of_interest(event: &Event) -> bool {
    let is_change = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    is_change && event.paths.iter().any(|path| !path.iter().any(|part| is_left_out(&part.to_string_lossy())))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use notify::event::{AccessKind, CreateKind, EventKind, ModifyKind};

    use super::{Event, Watch, is_of_interest};

    #[test]
    fn a_saved_file_is_noticed_also_in_a_folder_below() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("src")).expect("made");
        let Ok(watch) = Watch::on(folder.path()) else { panic!("not watched") };
        fs::write(folder.path().join("src/server.py"), "print()").expect("written");
        assert!(watch.wait());
    }

    #[test]
    fn reading_and_caches_are_of_no_interest() {
        let told = |kind, path: &str| is_of_interest(&Event::new(kind).add_path(path.into()));
        assert!(told(EventKind::Modify(ModifyKind::Any), "/hw/server.py"));
        assert!(!told(EventKind::Access(AccessKind::Any), "/hw/server.py"));
        assert!(!told(EventKind::Create(CreateKind::File), "/hw/__pycache__/server.cpython-312.pyc"));
    }
}
