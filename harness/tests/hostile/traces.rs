//! What a class leaves on the machine: processes, files at places that hostile programs try, room in the folder for temporary files.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use harness::sandbox::processes::descendants;

/// Where the programs of `fixtures/hostile` try to write.
const PLACES: [&str; 5] = ["/tmp", "/var/tmp", "/dev/shm", "/home", "/"];
const NAMES: [&str; 4] = ["flood-0", "server.log", "harness-forged", "results/forged-results.json"];

/// The folder for temporary files never holds more than this: what two builds may write, and what they write until that is seen.
const MOST: u64 = 4 << 30;

/// Watches while a class is graded.
pub(crate) struct Watch {
    temporary: PathBuf,
    most: Arc<AtomicU64>,
    over: Sender<()>,
    watcher: JoinHandle<()>,
}

impl Watch {
    /// Begins. Whatever loses its parent from now on becomes a child of this process, and so cannot hide.
    pub(crate) fn over(temporary: &Path) -> Self {
        let this = Some(rustix::process::getpid());
        rustix::process::set_child_subreaper(this).expect("orphans come here");
        let ((over, is_over), most) = (channel(), Arc::new(AtomicU64::new(0)));
        let (folder, seen) = (temporary.to_owned(), most.clone());
        let watcher = std::thread::spawn(move || {
            while is_over.recv_timeout(Duration::from_millis(200)) == Err(RecvTimeoutError::Timeout) {
                seen.fetch_max(room_of(&folder), Ordering::Relaxed);
            }
        });
        Self { temporary: temporary.to_owned(), most, over, watcher }
    }

    /// Ends, and fails where something was left.
    pub(crate) fn nothing_is_left(self) {
        drop(self.over);
        self.watcher.join().expect("the watcher has ended");
        let most = self.most.load(Ordering::Relaxed);
        assert!(most < MOST, "{most} bytes of temporary files");
        let left: Vec<_> = fs::read_dir(&self.temporary).expect("a folder").collect();
        assert!(left.is_empty(), "{left:?}");
        let marks = PLACES.iter().flat_map(|place| NAMES.map(|name| Path::new(place).join(name)));
        let marks: Vec<PathBuf> = marks.filter(|mark| fs::symlink_metadata(mark).is_ok()).collect();
        assert!(marks.is_empty(), "{marks:?}");
        // The kernel ends what is left of a namespace in its own time, and it is this process that hears of it.
        let deadline = Instant::now() + Duration::from_secs(10);
        while !descendants(std::process::id().cast_signed()).is_empty() {
            assert!(
                Instant::now() < deadline,
                "processes are left: {:?}",
                descendants(std::process::id().cast_signed())
            );
            let _ = nix::sys::wait::waitpid(None, Some(nix::sys::wait::WaitPidFlag::WNOHANG));
            std::thread::yield_now();
        }
    }
}

/// What a folder takes up on the disk. Whatever goes away meanwhile takes up nothing.
fn room_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let room = entries.map(|entry| {
        let Ok(about) = entry.metadata() else { return 0 };
        let inner = if about.is_dir() { room_of(&entry.path()) } else { 0 };
        about.blocks() * 512 + inner
    });
    room.sum()
}
