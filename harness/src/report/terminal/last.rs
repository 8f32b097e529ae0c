//! The last words of the terminal report: the score, what it lacks, and how to see more.

use super::super::page::{Page, STRONG, colour};
use super::super::view::View;
use super::super::words::{self, Story};
use crate::text::thousands;
use crate::verdict::Status;

pub(super) fn last_words(page: &mut Page, view: &View<'_>, verbose: bool) {
    for fault in &view.report.faults {
        let story = Story::of_fault(fault);
        page.end_line().put(colour(Status::Fault), "!! ").labelled("", &format!("{}.", story.message));
        page.labelled("   ", &story.diagnosis);
    }
    page.end_line();
    score(page, view);
    programs(page, view);
    let hidden = view.hidden();
    if hidden > 0 {
        page.labelled(
            "",
            &format!(
                "There {} that you do not see here.",
                if hidden == 1 {
                    "is one hidden check".to_owned()
                } else {
                    format!("are {} hidden checks", thousands(hidden as u64))
                }
            ),
        );
    }
    let lost = view.score() < view.max_score();
    if lost && !verbose {
        page.labelled("", "Run again with -v to see everything that was said.");
    }
}

fn score(page: &mut Page, view: &View<'_>) {
    let status = match view.exit_code() {
        0 => Status::Pass,
        1 => Status::Fail,
        _ => Status::Fault,
    };
    page.put(STRONG, "Score ").put(colour(status), &format!("{} of {}", view.score(), view.max_score()));
    if view.max_bonus() > super::super::Points::ZERO {
        page.plain(&format!(", and {} of {} bonus points", view.bonus(), view.max_bonus()));
    }
    page.end_line();
    let lacking: Vec<&str> = view.lacking().into_iter().map(|check| check.facts.id.as_str()).collect();
    if !lacking.is_empty() {
        let story = "The score is not complete: these checks could not be judged, which is not the student's doing:";
        page.labelled("", &format!("{story} {}.", lacking.join(", ")));
    } else if !view.report.begun {
        page.labelled("", "The run never began, so there is no score.");
    }
}

fn programs(page: &mut Page, view: &View<'_>) {
    for program in &view.report.programs {
        page.labelled("", &format!("{}: {}", program.role, words::program(program)));
    }
}
