//! What the machine that runs the tests gives, and how a test says what it therefore leaves out.

#![allow(clippy::expect_used, clippy::allow_attributes, reason = "what helps tests may fail as they do")]

use std::io::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use harness::run::level::rehearse;
use harness::sandbox::Level;
use harness::sandbox::fork_server::ForkServer;

/// Whether this machine gives the level `full`, found out by setting a stage.
pub(crate) fn is_full(harness: &Path) -> bool {
    static FULL: OnceLock<bool> = OnceLock::new();
    *FULL.get_or_init(|| {
        let stages = ForkServer::start(harness).expect("the harness starts");
        rehearse(Level::Full, &stages).is_ok()
    })
}

/// Says what this machine does not let be tested, past the capture of the test runner.
pub(crate) fn not_tested(what: &str) {
    let _ = writeln!(std::io::stderr(), "not tested here: {what}");
}
