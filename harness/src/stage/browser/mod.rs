//! A real browser on the stage: it opens one page of the student's server, and tells what a person would see.

mod find;
mod message;
mod page;
mod start;
mod visit;

use std::collections::BTreeMap;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::program::Helper;
use crate::sandbox::threads::Thread;
use message::{Inbox, Message};
use page::Page;

pub use find::find;
pub use page::Failure;
pub use visit::{Shown, Visit};

/// A browser that runs.
pub struct Browser {
    helper: Helper,
    inbox: Inbox,
    /// The number of the last command.
    commands: u64,
    /// Answers that nobody has taken yet.
    answers: BTreeMap<u64, Result<Value, String>>,
    /// The name under which commands reach the page, once there is one.
    session: Option<String>,
    /// What is known of the page.
    page: Page,
    /// The command that opens the page: its answer may say why it did not.
    opens: Option<u64>,
    /// How many events it has told of.
    events: u64,
    /// Whether the play waits for the page, and not for the browser itself.
    page_is_awaited: bool,
    is_gone: bool,
}

impl Browser {
    fn new(helper: Helper) -> Self {
        Self {
            helper,
            inbox: Inbox::default(),
            commands: 0,
            answers: BTreeMap::new(),
            session: None,
            page: Page::default(),
            opens: None,
            events: 0,
            page_is_awaited: false,
            is_gone: false,
        }
    }

    /// Where it speaks, to be polled; nothing once it is gone.
    pub fn descriptor(&self) -> Option<Arc<OwnedFd>> {
        (!self.is_gone).then(|| self.helper.output())
    }

    /// Takes in what it has said.
    pub fn take_in(&mut self) -> io::Result<()> {
        let Some(bytes) = self.helper.hear()? else {
            self.is_gone = true;
            return Ok(());
        };
        for message in self.inbox.take(&bytes) {
            match message {
                Message::Answer { to, answer } => {
                    if let (true, Ok(answer)) = (self.opens == Some(to), &answer) {
                        self.page.hear_opened(answer);
                    }
                    self.answers.insert(to, answer);
                }
                Message::Event { method, parameters } => {
                    self.events += 1;
                    self.page.hear(&method, &parameters);
                    // A page that asks its reader something waits for the answer.
                    if method == "Page.javascriptDialogOpening" {
                        self.command("Page.handleJavaScriptDialog", &json!({ "accept": true }))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether it has asked the server for something, and can do nothing before that has come.
    pub fn awaits_server(&self) -> bool {
        self.page_is_awaited && self.page.awaits()
    }

    /// The threads that what comes from the server goes through: those of its network, and those that show pages. Others
    /// turn for ever, as the sign does that a page is being loaded.
    pub fn threads(&self) -> Vec<Thread> {
        self.helper.threads(|command| command.contains("--type=renderer") || command.contains("NetworkService"))
    }

    /// Gives it a command; its number.
    fn command(&mut self, method: &str, parameters: &Value) -> io::Result<u64> {
        self.commands += 1;
        let mut command = json!({ "id": self.commands, "method": method, "params": parameters });
        let is_for_the_page = !method.starts_with("Browser.") && !method.starts_with("Target.");
        if let (true, Some(session)) = (is_for_the_page, &self.session) {
            command["sessionId"] = session.as_str().into();
        }
        match self.helper.tell(&message::framed(&command)) {
            // That it is gone is seen where it is heard.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            told => told?,
        }
        Ok(self.commands)
    }
}
