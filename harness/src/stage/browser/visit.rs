//! A visit: the browser opens a page, and what it shows is read and pictured.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::start::{HEIGHT, WIDTH, host};
use super::{Browser, Failure};
use crate::event::EventKind;
use crate::sandbox::Level;
use crate::stage::scene::{Halt, Scene, Waited, broken};
use crate::stage::world::World;
use crate::text::Bytes;
use crate::verdict::{Ending, Fault, FaultKind};

/// What a browser itself may take for one thing, from its start to a picture. It is ours, and so is what it takes longer.
const LONGEST: Duration = Duration::from_secs(60);
/// A picture is worth less than a verdict.
const LONGEST_PICTURE: Duration = Duration::from_secs(5);
/// What a picture may take up in a recorded run, in characters of base 64: 200 KB.
const LARGEST_PICTURE: usize = 200_000 / 3 * 4;

/// What a person sees: the words on the page, and the title of its window.
const READ: &str = "JSON.stringify({ title: document.title, text: document.body ? document.body.innerText : '' })";

/// What came of a visit.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The page's address.
    pub url: String,
    /// What is shown, if anything of the server's is.
    pub shown: Option<Shown>,
    /// Why it is not the page, or not all of it.
    pub failure: Option<Failure>,
    /// Why the rest never came, where the browser still waits for it.
    pub ending: Option<Ending>,
}

/// What a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its title.
    pub title: Bytes,
    /// Its text, as it is laid out.
    pub text: Bytes,
}

impl Scene {
    /// Has a browser open what the server has under a target, and ends the browser again.
    pub fn visit(&self, server: SocketAddr, target: &str) -> Result<Visit, Halt> {
        let visit = self.visit_with_browser(server, target);
        let browser = self.world().browser.take();
        drop(browser);
        visit
    }

    fn visit_with_browser(&self, server: SocketAddr, target: &str) -> Result<Visit, Halt> {
        self.start_browser(server)?;
        let url = format!("http://{}:{}{target}", host(server), server.port());
        self.state(EventKind::Visited { url: url.clone() })?;
        let ending = self.open_page(&url)?;
        // That its end never comes may be known before its beginning is shown, or the browser's own page about the error.
        let _ = self.own_wait(Instant::now() + LONGEST_PICTURE, |browser| browser.page.is_settled().then_some(()));
        let shown = if self.with_browser(|browser| browser.page.is_there())? { Some(self.read_page()?) } else { None };
        let failure = self.with_browser(|browser| browser.page.failure.clone())?;
        let is_blank = shown.as_ref().is_none_or(|shown| shown.text.0.is_empty());
        self.take_picture(url.clone(), is_blank)?;
        Ok(Visit { url, shown, failure, ending })
    }

    /// Starts the browser, with an empty page.
    fn start_browser(&self, server: SocketAddr) -> Result<(), Halt> {
        let started = {
            let mut world = self.world();
            if world.setting.level != Level::Full {
                let message = "A browser is let only to a network of its own.";
                return Err(unsupported(message, "Run where `harness doctor` says `full`."));
            }
            if world.browser.is_some() {
                let message = "Two pages cannot be visited at the same time.";
                return Err(Halt::Faulted(Fault::new(FaultKind::Spec, message, "Visit one after the other.")));
            }
            Browser::start(&world.setting, server).map(|browser| world.browser = Some(browser))
        };
        started.map_err(Halt::Faulted)?;
        let target = self.ask("Target.createTarget", &json!({ "url": "about:blank" }))?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.ask("Target.attachToTarget", &attach)?["sessionId"].as_str().map(str::to_owned);
        self.with_browser(|browser| browser.session = session)?;
        let size = json!({ "width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Page.enable", &json!({}))?;
        self.tell("Network.enable", &json!({}))?;
        self.tell("Inspector.enable", &json!({}))?;
        self.tell("Emulation.setDeviceMetricsOverride", &size)?;
        // Browsers ask for it after each page, whether or not there is one.
        self.ask("Network.setBlockedURLs", &json!({ "urls": ["*/favicon.ico"] })).map(|_| ())
    }

    /// Opens the page and waits until everything of it has come; or why it never will, although the browser waits.
    fn open_page(&self, url: &str) -> Result<Option<Ending>, Halt> {
        let opens = self.tell("Page.navigate", &json!({ "url": url }))?;
        self.with_browser(|browser| browser.opens = Some(opens))?;
        let (mut deadline, mut stuck_at) = (Instant::now() + LONGEST, None);
        loop {
            self.with_browser(|browser| browser.page_is_awaited = true)?;
            let waited = self.wait(|world| {
                if world.browser.as_ref().is_some_and(Browser::awaits_server) {
                    // How long that may take, the limits of the check say.
                    deadline = Instant::now() + LONGEST;
                }
                over(world, deadline, |browser| browser.page.is_over().then_some(()))
            });
            self.with_browser(|browser| browser.page_is_awaited = false)?;
            let ending = match waited {
                Ok(over) => return over.map(|()| None),
                Err(Waited::Halted(halt)) => return Err(halt),
                Err(Waited::Ended(Ending::Exceeded(limit))) => return Err(self.stopped(limit)),
                Err(Waited::Ended(ending)) => ending,
            };
            // What had come to its ears by then, it has told before it answers this.
            let before = self.with_browser(|browser| browser.events)?;
            self.ask("Browser.getVersion", &json!({}))?;
            let (events, awaits) = self.with_browser(|browser| (browser.events, browser.page.awaits()))?;
            // A second time, because its parts hand things on to each other.
            let is_stuck = events == before && stuck_at == Some(before);
            if awaits && (is_stuck || !matches!(ending, Ending::Stuck(_))) {
                return Ok(Some(ending));
            }
            stuck_at = Some(events);
        }
    }

    fn read_page(&self) -> Result<Shown, Halt> {
        let answer = self.ask("Runtime.evaluate", &json!({ "expression": READ, "returnByValue": true }))?;
        let read = answer.pointer("/result/value").and_then(Value::as_str);
        let read: Value = read.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let text = |name: &str| Bytes::from(read[name].as_str().unwrap_or_default());
        Ok(Shown { title: text("title"), text: text("text") })
    }

    /// Pictures what is shown. A browser that has nothing to show, or takes long, is not waited for.
    fn take_picture(&self, url: String, is_blank: bool) -> Result<(), Halt> {
        let deadline = Instant::now() + LONGEST_PICTURE;
        let page =
            |browser: &mut Browser| (browser.page.is_there(), browser.page.is_loaded, browser.page.shows_error());
        let (is_there, is_loaded, shows_error) = self.with_browser(page)?;
        let is_drawn = if shows_error {
            self.own_wait(deadline, |browser| browser.page.is_loaded.then_some(())).is_ok()
        } else {
            is_there && (is_loaded || !is_blank)
        };
        if !is_drawn {
            return Ok(());
        }
        let number = self.tell("Page.captureScreenshot", &json!({ "format": "png" }))?;
        let Ok(Ok(answer)) = self.own_wait(deadline, |browser| browser.answers.remove(&number)) else { return Ok(()) };
        match answer["data"].as_str() {
            Some(png) if png.len() <= LARGEST_PICTURE => {
                self.state(EventKind::Pictured { url, width: WIDTH, height: HEIGHT, png: png.to_owned() })
            }
            _ => Ok(()),
        }
    }

    /// Gives the browser a command and waits for its answer.
    fn ask(&self, method: &str, parameters: &Value) -> Result<Value, Halt> {
        let number = self.tell(method, parameters)?;
        let answer = self.own_wait(Instant::now() + LONGEST, |browser| browser.answers.remove(&number))?;
        answer
            .map_err(|why| unsupported(format!("The browser does not know `{method}`: {why}."), "Install a newer one."))
    }

    fn tell(&self, method: &str, parameters: &Value) -> Result<u64, Halt> {
        self.with_browser(|browser| browser.command(method, parameters))?.map_err(broken)
    }

    /// Waits for the browser itself. Whatever the server does meanwhile, it is not what is waited for.
    fn own_wait<T>(&self, deadline: Instant, mut done: impl FnMut(&mut Browser) -> Option<T>) -> Result<T, Halt> {
        loop {
            match self.wait(|world| over(world, deadline, &mut done)) {
                Ok(done) => return done,
                Err(Waited::Halted(halt)) => return Err(halt),
                Err(Waited::Ended(Ending::Exceeded(limit))) => return Err(self.stopped(limit)),
                Err(Waited::Ended(_)) => {}
            }
        }
    }

    fn with_browser<T>(&self, act: impl FnOnce(&mut Browser) -> T) -> Result<T, Halt> {
        match &mut self.world().browser {
            Some(browser) => Ok(act(browser)),
            None => Err(broken(io::Error::other("there is no browser"))),
        }
    }
}

/// What was waited for, or the fault of a browser that is gone or takes too long.
fn over<T>(
    world: &mut World,
    deadline: Instant,
    mut done: impl FnMut(&mut Browser) -> Option<T>,
) -> Option<Result<T, Halt>> {
    let browser = world.browser.as_mut()?;
    if let Some(done) = done(browser) {
        return Some(Ok(done));
    }
    if browser.is_gone {
        return Some(Err(Halt::Faulted(browser.gone())));
    }
    if browser.page.is_broken {
        return Some(Err(unsupported("The browser broke over the page.", "Play the check again.")));
    }
    let is_late = Instant::now() >= deadline;
    is_late.then(|| {
        let message = format!("The browser took longer than {} seconds.", LONGEST.as_secs());
        Err(Halt::Faulted(Fault::new(FaultKind::Machine, message, "Run fewer checks at once (`--jobs`).")))
    })
}

fn unsupported(message: impl Into<String>, remedy: &str) -> Halt {
    Halt::Faulted(Fault::new(FaultKind::Unsupported, message, remedy))
}
