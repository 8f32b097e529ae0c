//! How a browser is started: alone with one page, and without anything that it would do by itself.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::Browser;
use crate::program::Helper;
use crate::program::helper::HelperOrder;
use crate::sandbox::view;
use crate::stage::Setting;
use crate::stage::raise;
use crate::verdict::{Fault, FaultKind};

/// Where the page is shown.
pub(super) const WIDTH: u32 = 800;
/// See [`WIDTH`].
pub(super) const HEIGHT: u32 = 600;

/// What a person would do: install one.
const REMEDY: &str =
    "Install one (Debian and Ubuntu: `apt install chromium`; not as a snap), or Google's `google-chrome-stable`.";

/// Folders with fonts, their settings and the list of them that is made once, and where a browser may be.
const SHOWN: &[&str] = &["/etc/fonts", "/var/cache/fontconfig", "/opt/google"];

const FLAGS: &[&str] = &[
    "--headless",
    "--remote-debugging-pipe",
    // It is in namespaces of its own already, and may make no others there.
    "--no-sandbox",
    "--no-zygote",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    // What it would do beside showing a page.
    "--no-startup-window",
    "--no-first-run",
    "--no-pings",
    "--disable-auto-reload",
    "--no-proxy-server",
    "--mute-audio",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    // It would try the page over TLS first.
    "--disable-features=HttpsUpgrades",
    // The same picture on every machine.
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

/// A person's choice under "Preload pages": with it, no connection is made that no request needs. Flags come and go; this stays.
const PREFERENCES: &str = r#"{"net":{"network_prediction_options":2}}"#;

impl Browser {
    /// Starts the browser of this machine for the pages of one server.
    pub(super) fn start(setting: &Setting, server: SocketAddr) -> Result<Self, Fault> {
        let Some(browser) = &setting.browser else {
            return Err(Fault::new(FaultKind::Unsupported, "This machine has no browser that can be driven.", REMEDY));
        };
        let order = HelperOrder {
            command: command(browser, server),
            root: setting.root.join("view"),
            shown: SHOWN.iter().map(PathBuf::from).filter(|folder| folder.is_dir()).collect(),
            files: raise::host_files(setting),
            placed: vec![(PathBuf::from("Default/Preferences"), PREFERENCES.into())],
        };
        match Helper::start(order) {
            Ok(helper) => Ok(Self::new(helper)),
            Err(error) => Err(Fault::new(
                FaultKind::Unsupported,
                format!("The browser ({}) could not be started: {error}.", browser.display()),
                REMEDY,
            )),
        }
    }

    /// The fault of a browser that is gone before it was asked to go.
    pub(super) fn gone(&self) -> Fault {
        let errors = self.helper.errors();
        let last = errors.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("it said nothing");
        Fault::new(FaultKind::Unsupported, format!("The browser ended by itself: {last}."), REMEDY)
    }
}

/// The shell gives the pipes the numbers on which a browser is driven: it speaks on 4 and is told on 3.
fn command(browser: &Path, server: SocketAddr) -> Vec<String> {
    let driven = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >&2"#;
    let of_the_play = [
        format!("--user-data-dir={}", view::FOLDER),
        format!("--window-size={WIDTH},{HEIGHT}"),
        // Some ports are those of other services, to which no page should lead.
        format!("--explicitly-allowed-ports={}", server.port()),
        // Nothing is loaded from anywhere else; every address leads to this host, and to the student's server.
        format!("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {}", server.ip()),
    ];
    let words = ["/bin/sh", "-c", driven].map(str::to_owned);
    let flags = FLAGS.iter().map(|flag| (*flag).to_owned());
    words.into_iter().chain([browser.display().to_string()]).chain(flags).chain(of_the_play).collect()
}

/// A server's address as it stands in a URL.
pub(super) fn host(server: SocketAddr) -> String {
    match server {
        SocketAddr::V4(server) => server.ip().to_string(),
        SocketAddr::V6(server) => format!("[{}]", server.ip()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::command;

    #[test]
    fn a_browser_is_let_to_one_server_only() {
        let last = |server: &str| {
            let command = command(Path::new("/b"), server.parse().expect("an address"));
            (command[3].clone(), command[command.len() - 2..].join("\n"))
        };
        assert_eq!(
            last("127.0.0.1:6789"),
            (
                "/b".to_owned(),
                "--explicitly-allowed-ports=6789\n--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1".to_owned()
            )
        );
        assert!(last("[::1]:80").1.ends_with("EXCLUDE ::1"));
    }
}
