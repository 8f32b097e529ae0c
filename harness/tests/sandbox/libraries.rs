//! A library that the machine does not have is the machine's fault, and one that nobody knows is the program's.

use harness::event::EventKind;
use harness::verdict::FaultKind;

use crate::stage::Stage;

/// What was told of a program that ends as if it had not found this module.
fn ended_without(module: &str) -> (Option<FaultKind>, bool) {
    let source = format!("raise ModuleNotFoundError(\"No module named '{module}'\")");
    let told = Stage::client(&source).steps("[accept]").play();
    let fault = told.0.iter().find_map(|kind| match kind {
        EventKind::Faulted(fault) => Some(fault.kind),
        _ => None,
    });
    (fault, told.finding().is_some())
}

#[test]
fn a_library_that_is_missing_costs_nothing() {
    assert_eq!(ended_without("requests"), (Some(FaultKind::Unsupported), false));
    assert_eq!(ended_without("reqests"), (None, true));
}
