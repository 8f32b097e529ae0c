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
    /// Ubuntu's rule: user namespaces only for programs with an `AppArmor` profile.
    pub(super) restricted_by_apparmor: bool,
    /// Debian's switch `kernel.unprivileged_userns_clone` is off.
    pub(super) userns_switched_off: bool,
    /// `user.max_user_namespaces` is 0.
    pub(super) userns_limited_to_none: bool,
    /// `kernel.yama.ptrace_scope` keeps processes from looking at others.
    pub(super) ptrace_restricted: bool,
    /// It is a container.
    pub(super) in_container: bool,
    /// A filter of system calls stands over the harness itself.
    pub(super) filtered: bool,
}

impl Machine {
    /// This machine.
    pub(super) fn this(harness: PathBuf) -> Self {
        let system = nix::sys::utsname::uname().map_or_else(
            |_| String::new(),
            |name| [name.sysname(), name.release(), name.machine()].map(|word| word.to_string_lossy()).join(" "),
        );
        let setting = |path: &str| fs::read_to_string(Path::new("/proc/sys").join(path)).ok();
        let is = |path: &str, value: &str| setting(path).is_some_and(|text| text.trim() == value);
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        Self {
            system,
            harness,
            uid: nix::unistd::geteuid().as_raw(),
            restricted_by_apparmor: is("kernel/apparmor_restrict_unprivileged_userns", "1"),
            userns_switched_off: is("kernel/unprivileged_userns_clone", "0"),
            userns_limited_to_none: is("user/max_user_namespaces", "0"),
            ptrace_restricted: setting("kernel/yama/ptrace_scope").is_some_and(|text| text.trim() >= "2"),
            in_container: ["/.dockerenv", "/run/.containerenv"].iter().any(|mark| Path::new(mark).exists())
                || std::env::var_os("container").is_some()
                || std::env::var_os("KUBERNETES_SERVICE_HOST").is_some(),
            filtered: status.lines().any(|line| line.strip_prefix("Seccomp:").is_some_and(|mode| mode.trim() == "2")),
        }
    }
}
