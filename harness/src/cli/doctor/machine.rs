//! [`Machine`]: what this machine says about itself that explains a refusal.

use std::fs;
use std::path::{Path, PathBuf};

/// Facts about this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Machine {
    /// `Linux 6.18.44 x86_64`.
    pub(super) system: String,
    /// Where the harness's executable lies.
    pub(super) harness: PathBuf,
    /// The user the harness runs as.
    pub(super) uid: u32,
    /// What may stand in the way.
    pub(super) obstacles: Vec<Obstacle>,
}

/// A setting or a rule that may be why the kernel refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// `user.max_user_namespaces` is 0.
    NoNamespaces,
    /// Debian's switch `kernel.unprivileged_userns_clone` is off.
    SwitchedOff,
    /// Ubuntu's rule: user namespaces only for programs with an `AppArmor` profile.
    AppArmor,
    /// `kernel.yama.ptrace_scope` keeps processes from looking at others.
    Ptrace,
    /// It is a container.
    Container,
    /// A filter of system calls stands over the harness itself.
    Filter,
}

impl Machine {
    /// This machine.
    pub(super) fn this(harness: PathBuf) -> Self {
        let system = nix::sys::utsname::uname().map_or_else(
            |_| String::new(),
            |name| [name.sysname(), name.release(), name.machine()].map(|word| word.to_string_lossy()).join(" "),
        );
        Self { system, harness, uid: nix::unistd::geteuid().as_raw(), obstacles: obstacles() }
    }

    /// Whether this stands in the way.
    pub(super) fn has(&self, obstacle: Obstacle) -> bool {
        self.obstacles.contains(&obstacle)
    }
}

fn obstacles() -> Vec<Obstacle> {
    let setting = |path: &str| fs::read_to_string(Path::new("/proc/sys").join(path)).unwrap_or_default();
    let is = |path: &str, value: &str| setting(path).trim() == value;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let in_container = ["/.dockerenv", "/run/.containerenv"].iter().any(|mark| Path::new(mark).exists())
        || ["container", "KUBERNETES_SERVICE_HOST"].iter().any(|name| std::env::var_os(name).is_some());
    [
        (Obstacle::NoNamespaces, is("user/max_user_namespaces", "0")),
        (Obstacle::SwitchedOff, is("kernel/unprivileged_userns_clone", "0")),
        (Obstacle::AppArmor, is("kernel/apparmor_restrict_unprivileged_userns", "1")),
        (Obstacle::Ptrace, setting("kernel/yama/ptrace_scope").trim() >= "2"),
        (Obstacle::Container, in_container),
        (
            Obstacle::Filter,
            status.lines().any(|line| line.strip_prefix("Seccomp:").is_some_and(|mode| mode.trim() == "2")),
        ),
    ]
    .into_iter()
    .filter_map(|(obstacle, stands)| stands.then_some(obstacle))
    .collect()
}
