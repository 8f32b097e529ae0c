//! [`Format`]: how one run is written to one file, and the list of all such formats.

use std::io::{self, Write};

use super::platforms::{autolab, classroom50, exercism, github, gradescope, prairielearn};
use super::view::{Audience, View};
use super::{Report, Reporter, events, html, json, junit, markdown, tap};

/// A format that writes one run to one file.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name, as an option of the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Whether it is one platform's own.
    pub is_a_platforms: bool,
    way: Way,
}

/// When it is written.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// Event by event.
    Stream(for<'a> fn(Box<dyn Write + 'a>, Audience) -> Box<dyn Reporter + 'a>),
    /// Once the run is over.
    AtEnd(fn(&View<'_>) -> io::Result<String>),
    /// After each check anew: whoever stops the run from outside finds what is known by then.
    AsItComes(fn(&View<'_>) -> io::Result<String>),
}

/// Every such format. The terminal stands apart, because it is told how to look, and so does the
/// gradebook, because it covers many runs.
pub const FORMATS: &[Format] = &[
    of_its_own("json", "the result as JSON", Way::AtEnd(json::text)),
    of_its_own("junit", "JUnit XML for CI", Way::AtEnd(junit::text)),
    of_its_own("tap", "TAP 14, the Test Anything Protocol", Way::AtEnd(tap::text)),
    of_its_own("markdown", "a summary in Markdown, for a job or a pull request", Way::AtEnd(markdown::text)),
    of_its_own("html", "a page for a browser, whole in one file", Way::AtEnd(html::text)),
    of_its_own(
        "events",
        "the recorded run, for `harness replay`",
        Way::Stream(|to, who| Box::new(events::Events::new(to, who))),
    ),
    of_a_platform("github", "annotations for GitHub Actions, to be given `-`", Way::AtEnd(github::text)),
    of_a_platform("gradescope", "Gradescope's `results.json`, after each check anew", Way::AsItComes(gradescope::text)),
    of_a_platform("classroom50", "Classroom 50's `result.json`", Way::AtEnd(classroom50::text)),
    of_a_platform("classroom50-body", "Classroom 50's `release-body.md`", Way::AtEnd(classroom50::release_body)),
    of_a_platform("prairielearn", "PrairieLearn's `results.json`", Way::AtEnd(prairielearn::text)),
    of_a_platform("autolab", "Autolab's feedback and scores, to be given `-`", Way::AtEnd(autolab::text)),
    of_a_platform("exercism", "exercism's `results.json`, version 3", Way::AtEnd(exercism::text)),
];

const fn of_its_own(name: &'static str, about: &'static str, way: Way) -> Format {
    Format { name, about, is_a_platforms: false, way }
}

const fn of_a_platform(name: &'static str, about: &'static str, way: Way) -> Format {
    Format { name, about, is_a_platforms: true, way }
}

impl Format {
    /// A reporter that writes it.
    pub fn reporter<'a>(&self, to: Box<dyn Write + 'a>, audience: Audience) -> Box<dyn Reporter + 'a> {
        match self.way {
            Way::Stream(reporter) => reporter(to, audience),
            Way::AtEnd(text) | Way::AsItComes(text) => Box::new(AtEnd { to, audience, text }),
        }
    }

    /// What there is to be written by now, where it is written after each check anew.
    pub fn so_far(&self, report: &Report, audience: Audience) -> Option<io::Result<String>> {
        match self.way {
            Way::AsItComes(text) => Some(text(&report.seen_by(audience))),
            Way::Stream(_) | Way::AtEnd(_) => None,
        }
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }
}

/// Writes a text about the whole run once it is over.
struct AtEnd<'a> {
    to: Box<dyn Write + 'a>,
    audience: Audience,
    text: fn(&View<'_>) -> io::Result<String>,
}

impl Reporter for AtEnd<'_> {
    fn finish(&mut self, report: &Report) -> io::Result<()> {
        self.to.write_all((self.text)(&report.seen_by(self.audience))?.as_bytes())?;
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::FORMATS;

    #[test]
    fn every_format_has_a_name_of_its_own() {
        let mut names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FORMATS.len());
    }
}
