//! `expect_page`: a real browser opens a page of the server, and shows what it should.

use serde::{Deserialize, Serialize};

use super::expect::hold;
use super::lint::Lint;
use super::ready::await_server;
use super::{Step, Steps};
use crate::stage::browser::Visit;
use crate::stage::matcher::Matcher;
use crate::stage::template::Template;
use crate::stage::{Halt, Scene};
use crate::text::{Bytes, Place};
use crate::verdict::{FindingKind, Heard, Transport};

/// Opens a page in a browser as soon as the server listens, and holds what a person would see against matchers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExpectPage {
    /// What is asked for; by default `/`.
    pub target: Option<Template>,
    /// What the page shows: its text as it is laid out, without anything of the markup.
    pub shows: Option<Matcher>,
    /// The title of its window.
    pub title: Option<Matcher>,
}

/// What is awaited, in words and as the text itself where it is one.
type Awaited = (String, Option<Bytes>);

impl ExpectPage {
    /// Waits until the page is there, or never will be, and judges what is shown.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let server = await_server(scene, Some(Transport::Tcp))?;
        let target = self.target.as_ref().map_or_else(|| Ok("/".into()), |target| scene.fill(target))?.to_text();
        let visit = scene.visit(server, &target)?;
        let heard = Heard::Page(visit.url.clone());
        let awaited = [(&self.shows, false), (&self.title, true)];
        for (matcher, is_title) in awaited.into_iter().filter_map(|(given, is)| Some((given.as_ref()?, is))) {
            let Some(shown) = &visit.shown else {
                return Err(lost(scene, self.words(scene, matcher), None, heard, visit));
            };
            let bytes = if is_title { &shown.title } else { &shown.text };
            if let Some(finding) = hold(scene, matcher, &bytes.0, &heard)? {
                let bytes = bytes.clone();
                return Err(lost(scene, self.words(scene, matcher), Some((bytes, finding)), heard, visit));
            }
        }
        Ok(())
    }

    fn words(&self, scene: &Scene, matcher: &Matcher) -> Awaited {
        let told = matcher.describe(&scene.variables);
        let is_title = self.title.as_ref() == Some(matcher);
        (if is_title { format!("{told} as its title") } else { told }, matcher.literal(&scene.variables))
    }
}

/// The finding of a page that is not as it should be, or not there. `shown` is what was seen in its place.
fn lost(
    scene: &Scene,
    (expected, literal): Awaited,
    shown: Option<(Bytes, FindingKind)>,
    heard: Heard,
    visit: Visit,
) -> Halt {
    // A server that was stopped has closed its connections, too.
    match scene.exceeded() {
        Ok(None) => {}
        Ok(Some(limit)) => return scene.stopped(limit),
        Err(halt) => return halt,
    }
    let exit = scene.world().player("server").and_then(|player| player.running.exit);
    let (received, finding) = shown.map_or_else(|| (Bytes::default(), None), |(bytes, kind)| (bytes, Some(kind)));
    let kind = match (visit.failure, visit.ending, finding) {
        (Some(failure), ..) => {
            let (error, status, media_type) = (failure.error, failure.status, failure.media_type);
            FindingKind::NoPage { expected, heard, error, status, media_type, exit }
        }
        (None, Some(ending), _) => FindingKind::Missing { expected, literal, received, heard, ending },
        (None, None, Some(FindingKind::Differed { at, remark, .. })) => {
            FindingKind::Differed { expected, literal, received, at, remark, heard }
        }
        (None, None, _) => {
            let remark = Some("that is not on it".to_owned());
            FindingKind::Differed { expected, literal, received, at: 0, remark, heard }
        }
    };
    Halt::Found(Box::new(kind))
}

impl ExpectPage {
    /// Only a server has pages, and something must be awaited of them.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        if lint.plays_both() || !lint.plays("server") {
            lint.complain(
                place,
                "a browser visits a server that plays alone",
                "Write the check with `program: server`.",
            );
        }
        if let Some(target) = &self.target {
            if !target.0.starts_with('/') {
                let at = lint.find(place, &target.0);
                lint.complain(at, "a target begins with `/`", format!("Write `target: \"/{}\"`.", target.0));
            }
            lint.template(place, target);
        }
        if self.shows.is_none() && self.title.is_none() {
            let remedy = "Write `shows: { contains: some text }`, or `title: { text: some title }`.";
            lint.complain(place, "`expect_page` does not say what the page shows", remedy);
        }
        for matcher in self.shows.iter().chain(&self.title) {
            lint.matcher(place, matcher);
        }
    }
}

/// Two browsers at once would have to be told apart.
pub(crate) fn lint_together(branches: &[Steps], place: Place, lint: &mut Lint<'_>) {
    let visits = |step: &Step| matches!(step, Step::ExpectPage(_));
    if branches.iter().filter(|branch| branch.iter().any(|step| step.is_any(&visits))).count() > 1 {
        lint.complain(place, "several branches visit a page at the same time", "Keep `expect_page` in one of them.");
    }
}
