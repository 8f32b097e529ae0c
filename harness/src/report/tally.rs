//! The one fold from events to a [`Report`], and the one place where verdicts are made.

use super::summary::{CheckReport, Report};
use crate::event::{Event, EventKind, RunStarted};
use crate::verdict::{Fault, FaultKind, Finding, FindingKind, Status};

/// Folds the events of one run.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    report: Report,
}

impl Tally {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is known so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Takes in one event. An event of a check that was never announced is kept out of every verdict.
    pub fn event(&mut self, event: &Event) {
        match event.check {
            None => self.run_event(&event.kind),
            Some(index) => {
                if let Some(check) = self.report.checks.get_mut(index) {
                    fold(check, event);
                }
            }
        }
    }

    /// Closes the run: whatever was announced and did not end is a fault.
    pub fn finish(mut self) -> Report {
        self.close();
        self.report
    }

    fn run_event(&mut self, kind: &EventKind) {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the rest are facts of a check, and none stands outside one"
        )]
        match kind {
            EventKind::RunStarted(started) => self.report = announced(started),
            EventKind::Prepared(prepared) => self.report.programs.push(prepared.clone()),
            EventKind::Faulted(fault) => self.report.faults.push(fault.clone()),
            EventKind::RunEnded => self.close(),
            _ => {}
        }
    }

    pub(super) fn close(&mut self) {
        self.report.over = true;
        for check in &mut self.report.checks {
            if check.judged.is_none() {
                check.faults.push(never_ended(check, &self.report.faults));
                check.judged = Some(judge(check));
            }
        }
    }
}

fn announced(started: &RunStarted) -> Report {
    Report {
        begun: true,
        over: false,
        exercise: started.exercise.clone(),
        title: started.title.clone(),
        sheet: started.sheet.clone(),
        submission: started.submission.clone(),
        seed: started.seed,
        isolation: started.isolation.clone(),
        harness: started.harness.clone(),
        started: started.started.clone(),
        programs: Vec::new(),
        faults: Vec::new(),
        checks: started.checks.iter().cloned().map(CheckReport::new).collect(),
    }
}

fn fold(check: &mut CheckReport, event: &Event) {
    check.timeline.push(event.clone());
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the rest are facts that the timeline keeps and no verdict needs"
    )]
    match &event.kind {
        EventKind::Found(finding) => check.findings.push(finding.clone()),
        EventKind::Faulted(fault) => check.faults.push(fault.clone()),
        EventKind::Skipped { because_of } => check.skipped_because = Some(because_of.clone()),
        EventKind::CheckEnded { took_ms } => check.took_ms = *took_ms,
        _ => {}
    }
    let ended = matches!(event.kind, EventKind::Skipped { .. } | EventKind::CheckEnded { .. } | EventKind::Faulted(_));
    // A finding that comes after the end still counts.
    if ended || check.judged.is_some() {
        check.judged = Some(judge(check));
    }
}

/// The verdict, from the facts of a check that has ended. Ours comes first: where something of ours failed,
/// what the program seemed to do wrong proves nothing.
fn judge(check: &CheckReport) -> Status {
    let supported = |fault: &Fault| fault.kind != FaultKind::Unsupported;
    let near = |finding: &Finding| matches!(finding.kind, FindingKind::Near { .. });
    if check.faults.iter().any(supported) {
        Status::Fault
    } else if !check.faults.is_empty() {
        Status::Unsupported
    } else if check.skipped_because.is_some() {
        Status::Skip
    } else if check.findings.is_empty() {
        Status::Pass
    } else if check.findings.iter().all(near) && (check.facts.near_points > 0.0 || check.facts.points <= 0.0) {
        Status::Near
    } else {
        Status::Fail
    }
}

fn never_ended(check: &CheckReport, of_the_run: &[Fault]) -> Fault {
    if let (true, Some(fault)) = (check.timeline.is_empty(), of_the_run.first()) {
        return Fault::new(fault.kind, format!("It was not played: {}", fault.message), fault.remedy.clone());
    }
    let message = if check.timeline.is_empty() {
        "The check was announced but never played."
    } else {
        "The play of the check broke off: the process that played it ended without a word."
    };
    Fault::new(
        FaultKind::Harness,
        message,
        "Run the check again; if it happens again, report it with the recorded run.",
    )
}

#[cfg(test)]
mod tests {
    use super::{Status, Tally};
    use crate::event::EventKind;
    use crate::report::sample::{check_of, event, fault, finding, near, started};
    use crate::report::{Audience, Report};
    use crate::verdict::FaultKind;

    /// The report of a run with one check of 2 points (near: 1) and these events.
    fn report(kinds: Vec<EventKind>) -> Report {
        let mut tally = Tally::new();
        tally.event(&event(None, started(vec![check_of("one", 2.0, 1.0)])));
        for kind in kinds {
            tally.event(&event(Some(0), kind));
        }
        tally.finish()
    }

    fn ended() -> EventKind {
        EventKind::CheckEnded { took_ms: 12 }
    }

    #[test]
    fn each_verdict_follows_from_its_facts() {
        let skipped = EventKind::Skipped { because_of: "zero".to_owned() };
        let ours = || fault(FaultKind::Kernel);
        let table = [
            (vec![ended()], Status::Pass, "2", true, 0),
            (vec![near(), ended()], Status::Near, "1", true, 1),
            (vec![near(), finding(), ended()], Status::Fail, "0", true, 1),
            (vec![skipped], Status::Skip, "0", true, 1),
            (vec![fault(FaultKind::Unsupported)], Status::Unsupported, "0", false, 3),
            (vec![finding(), ours(), ended()], Status::Fault, "0", false, 3),
            (vec![ours(), fault(FaultKind::Unsupported), ended()], Status::Fault, "0", false, 3),
            (vec![finding()], Status::Fault, "0", false, 3),
            (vec![], Status::Fault, "0", false, 3),
            (vec![ended(), finding()], Status::Fail, "0", true, 1),
        ];
        for (kinds, status, score, complete, exit) in table {
            let told = format!("{kinds:?}");
            let report = report(kinds);
            let seen = (report.checks[0].status(), report.score().to_string(), report.complete(), report.exit_code());
            assert_eq!(seen, (status, score.to_owned(), complete, exit), "{told}");
        }
    }

    #[test]
    fn a_near_miss_that_earns_nothing_is_a_fail() {
        let mut tally = Tally::new();
        tally.event(&event(None, started(vec![check_of("one", 2.0, 0.0)])));
        for kind in [near(), ended()] {
            tally.event(&event(Some(0), kind));
        }
        assert_eq!(tally.finish().checks[0].status(), Status::Fail);
    }

    #[test]
    fn bonus_stands_apart_and_never_costs() {
        let mut bonus = check_of("more", 5.0, 5.0);
        bonus.bonus = true;
        let mut tally = Tally::new();
        tally.event(&event(None, started(vec![check_of("one", 0.1, 0.1), check_of("two", 0.2, 0.2), bonus])));
        for check in [0, 1] {
            tally.event(&event(Some(check), ended()));
        }
        let report = tally.finish();
        let seen = (report.score().to_string(), report.max_score().to_string(), report.bonus().to_string());
        assert_eq!(seen, ("0.3".to_owned(), "0.3".to_owned(), "0".to_owned()));
        assert_eq!((report.complete(), report.exit_code()), (true, 0));
    }

    #[test]
    fn a_fault_of_the_run_explains_the_checks_that_were_not_played() {
        let mut tally = Tally::new();
        tally.event(&event(None, started(vec![check_of("one", 2.0, 1.0)])));
        tally.event(&event(None, fault(FaultKind::Toolchain)));
        let report = tally.finish();
        assert_eq!(report.checks[0].faults[0].message, "It was not played: No java here.");
        assert_eq!(report.checks[0].status(), Status::Fault);
    }

    #[test]
    fn a_student_is_scored_on_what_is_visible() {
        let mut hidden = check_of("secret", 3.0, 3.0);
        hidden.visibility = crate::event::Visibility::AfterDue;
        let mut tally = Tally::new();
        tally.event(&event(None, started(vec![check_of("one", 2.0, 1.0), hidden])));
        tally.event(&event(Some(0), ended()));
        tally.event(&event(Some(1), finding()));
        tally.event(&event(Some(1), ended()));
        let report = tally.finish();
        let student = report.seen_by(Audience::Student);
        assert_eq!((student.max_score().to_string(), student.hidden(), student.exit_code()), ("2".to_owned(), 1, 0));
        assert_eq!((report.max_score().to_string(), report.exit_code()), ("5".to_owned(), 1));
    }

    #[test]
    fn a_run_without_a_beginning_is_incomplete() {
        assert_eq!(Tally::new().finish().exit_code(), 3);
    }
}
