//! Drives a real Chromium over its debugging pipe: a page is opened, asked and clicked.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::time::Timespec;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A page that is open.
pub struct Opened {
    browser: Child,
    commands: File,
    answers: BufReader<File>,
    session: String,
    number: u64,
    /// Whatever the browser had to complain about.
    pub complaints: Vec<String>,
    _folder: TempDir,
}

impl Opened {
    /// Opens a file; nothing where there is no Chromium.
    #[expect(clippy::disallowed_methods, reason = "it is spoken to while it runs, and ends with the test")]
    pub fn file(path: &Path) -> Option<Self> {
        let chromium = harness::stage::browser::find()?;
        let folder = tempfile::tempdir().expect("a folder");
        let fifo = |name: &str| {
            let path = folder.path().join(name);
            nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
            path
        };
        let (to, from) = (fifo("to"), fifo("from"));
        // Both ends are opened for reading and writing, so that nobody waits for the other.
        let open = |path: &Path| OpenOptions::new().read(true).write(true).open(path).expect("open");
        let (commands, answers) = (open(&to), BufReader::new(open(&from)));
        let browser = Command::new("sh")
            .arg("-c")
            .arg("exec \"$0\" --headless=new --no-sandbox --disable-gpu --remote-debugging-pipe --user-data-dir=\"$1\" 3<\"$2\" 4>\"$3\"")
            .args([chromium.as_path(), &folder.path().join("profile"), &to, &from])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let (session, complaints) = (String::new(), Vec::new());
        let mut opened = Self { browser, commands, answers, session, number: 0, complaints, _folder: folder };
        let target = opened.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = opened.call("Target.attachToTarget", attach);
        session["sessionId"].as_str().expect("a session").clone_into(&mut opened.session);
        for domain in ["Page", "Runtime", "Log"] {
            opened.call(&format!("{domain}.enable"), json!({}));
        }
        opened.call("Page.navigate", json!({ "url": format!("file://{}", path.display()) }));
        opened.until(|message| message["method"] == "Page.loadEventFired");
        Some(opened)
    }

    /// What an expression is worth on the page.
    pub fn ask(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Shows the page on a screen of this width, in a dark or a light theme.
    pub fn show(&mut self, width: u32, theme: &str) {
        let screen = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", screen);
        let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Shows it as a printer would.
    pub fn print(&mut self) {
        self.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.number += 1;
        let number = self.number;
        let mut command = json!({ "id": number, "method": method, "params": parameters });
        if !self.session.is_empty() {
            command["sessionId"] = self.session.as_str().into();
        }
        self.commands.write_all(format!("{command}\0").as_bytes()).expect("told");
        let answer = self.until(|message| message["id"] == number);
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits for something to read; a browser that is gone says nothing more.
    fn wait(&self) {
        let deadline = Timespec { tv_sec: 60, tv_nsec: 0 };
        let is_there = !self.answers.buffer().is_empty()
            || poll(&mut [PollFd::new(self.answers.get_ref(), PollFlags::IN)], Some(&deadline))
                .is_ok_and(|some| some > 0);
        assert!(is_there, "the browser says nothing");
    }

    /// Hears messages up to this one.
    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            self.wait();
            let mut message = Vec::new();
            self.answers.read_until(0, &mut message).expect("heard");
            message.pop();
            let message: Value = serde_json::from_slice(&message).expect("JSON");
            if ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"]
                .iter()
                .any(|method| message["method"] == *method)
            {
                self.complaints.push(message["params"].to_string());
            }
            if is_it(&message) {
                return message;
            }
        }
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        // It has no more to do; whether it was there any more does not matter.
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}
