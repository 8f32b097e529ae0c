//! Faults in words: what failed of ours, and that it costs the student nothing.

use super::Story;
use crate::verdict::{Fault, FaultKind};

pub(super) fn story(fault: &Fault) -> Story {
    let title = match fault.kind {
        FaultKind::Kernel => "the operating system refused something that the harness needs",
        FaultKind::Toolchain => "this machine lacks what is needed to run the program",
        FaultKind::Spec => "the exercise's spec asks for something that cannot be done",
        FaultKind::Machine => "this machine ran out of something",
        FaultKind::Harness => "the harness itself failed",
        FaultKind::Unsupported => "this check cannot be played on this machine",
        FaultKind::Refused => "what was handed in cannot be taken",
    };
    let message = match fault.message.trim_end_matches('.') {
        "" => title.to_owned(),
        message => format!("{title}. {message}"),
    };
    let comfort = match fault.kind {
        FaultKind::Refused => "Nothing of it was judged.",
        FaultKind::Kernel
        | FaultKind::Toolchain
        | FaultKind::Spec
        | FaultKind::Machine
        | FaultKind::Harness
        | FaultKind::Unsupported => "This is not a mistake in the submission and costs no points.",
    };
    let diagnosis = if fault.remedy.is_empty() { comfort.to_owned() } else { format!("{comfort} {}", fault.remedy) };
    Story::new(title.to_owned(), message).with_diagnosis(diagnosis)
}
