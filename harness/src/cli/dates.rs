//! The options about until when work may be handed in, and what it costs to be late.

use clap::Args;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::say;
use crate::class::{Deadline, times};
use crate::exit::Exit;

/// Until when work may be handed in, and what it costs to be late.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Late work")]
pub(super) struct Dates {
    /// Until when work may be handed in, as in `2026-11-20 23:59`, here or with a zone; a roster's column `due` is for one student.
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    /// So much later is not late yet, as in `15 min`.
    #[arg(long, value_name = "LENGTH")]
    grace: Option<String>,
    /// What each begun period takes from the points, bonus aside: `10%/day` of what was earned, or `2/hour`. Without it, what is
    /// late is only shown.
    #[arg(long, value_name = "RATE")]
    late: Option<String>,
    /// What is later than this earns nothing, as in `3 days`.
    #[arg(long, value_name = "LENGTH")]
    late_limit: Option<String>,
}

impl Dates {
    /// What they say. A mistake in them is printed.
    pub(super) fn read(&self) -> Result<Deadline, Exit> {
        let due = self.due.as_deref().map(|text| {
            let time = times::time(text, &TimeZone::system());
            time.ok_or_else(|| say::usage(&format!("`--due {text}` is no time"), times::FORMS))
        });
        let rate = self.late.as_deref().map(|text| {
            text.parse().map_err(|what: String| {
                let remedy =
                    "Write `10%/day` for a tenth of the points for each day begun, or `2/hour` for two points an hour.";
                say::usage(&format!("`--late {text}`: {what}"), remedy)
            })
        });
        Ok(Deadline {
            due: due.transpose()?,
            grace: length("grace", self.grace.as_deref())?.unwrap_or_default(),
            rate: rate.transpose()?,
            limit: length("late-limit", self.late_limit.as_deref())?,
        })
    }
}

fn length(option: &str, given: Option<&str>) -> Result<Option<SignedDuration>, Exit> {
    let Some(text) = given else { return Ok(None) };
    times::length(text).map(Some).ok_or_else(|| {
        say::usage(&format!("`--{option} {text}` is no length of time"), "Write it as `15 min`, `2 hours` or `3 days`.")
    })
}
