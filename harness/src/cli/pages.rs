//! The options about what students may see of a class, and the pages for a browser.

use clap::{Args, ValueEnum};

use super::say;
use crate::class::{Manifest, Results, pages};
use crate::exit::Exit;
use crate::report::Time;

/// What students may see, and whether pages are drawn.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Pages {
    /// What students may see by now in their feedback.
    #[arg(long, value_name = "TIME", value_enum, default_value_t)]
    feedback: When,
    /// Draws no pages for a browser.
    #[arg(long)]
    no_pages: bool,
}

/// When students read their feedback.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum When {
    /// Checks that are `visible`.
    #[default]
    BeforeDue,
    /// And those that are visible `after_due`.
    AfterDue,
    /// And those that are visible `after_published`.
    Published,
}

impl Pages {
    /// When students read.
    pub(super) fn time(self) -> Time {
        match self.feedback {
            When::BeforeDue => Time::BeforeDue,
            When::AfterDue => Time::AfterDue,
            When::Published => Time::Published,
        }
    }

    /// Draws the pages, if they are wanted.
    pub(super) fn draw(self, results: &Results, manifest: &Manifest) -> Result<(), Exit> {
        if self.no_pages {
            return Ok(());
        }
        pages::write(results, manifest, self.time()).map_err(|error| {
            let what = format!("the pages for `{}` cannot be written: {error}", results.page().display());
            say::complain(&what, "The results and the gradebook are there; see whether the disk has room.");
            Exit::Fault
        })
    }
}
