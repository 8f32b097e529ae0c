//! Which program of a submission offers a service: one of its own, or the one for all of them.

use std::collections::BTreeMap;

use super::readying::{NotReady, Readied};
use crate::plan::PlannedProgram;
use crate::program::key;
use crate::verdict::{Finding, FindingKind};

/// Whether a service, or a check that is about none, depends on the program for all of them.
pub(super) fn needs_common(common: &PlannedProgram, readied: &BTreeMap<String, Readied>) -> bool {
    let own = |service: &String| readied.get(&key(&common.role, Some(service)));
    let asked: Vec<&Readied> = common.services.keys().filter_map(own).collect();
    asked.is_empty() || asked.iter().any(|own| matches!(own, Err(NotReady::Found(_))))
}

/// Lets the program for all services offer those that have no program of their own. One that never listens may be a
/// part of the program for all: it is taken for that if the service is there.
pub(super) fn share(readied: &mut BTreeMap<String, Readied>, planned: &BTreeMap<String, PlannedProgram>) {
    for one in planned.values() {
        let Some(service) = &one.service else { continue };
        let Some(common) = readied.get(&key(&one.role, None)).cloned() else { continue };
        let Some(own) = readied.get_mut(&one.key()) else { continue };
        if let Err(NotReady::Found(finding)) = own
            && let Some(shared) = shared(service, finding, common)
        {
            *own = shared;
        }
    }
}

/// What becomes of a service whose own program was found wanting; `None` where that finding says it best.
fn shared(service: &str, finding: &Finding, common: Readied) -> Option<Readied> {
    let FindingKind::NoProgram { ambiguous, looked_for, .. } = &finding.kind else {
        return common.ok().filter(|launch| launch.services.offers(service)).map(Ok);
    };
    Some(match common {
        Ok(launch) if ambiguous.is_empty() || launch.services.offers(service) => Ok(launch),
        Err(NotReady::Found(Finding {
            kind: FindingKind::NoProgram { role, looked_for: others, ambiguous: of },
            line,
        })) => {
            let (looked_for, ambiguous) =
                (looked_for.iter().cloned().chain(others).collect(), [ambiguous.clone(), of].concat());
            Err(NotReady::Found(Finding { kind: FindingKind::NoProgram { role, looked_for, ambiguous }, line }))
        }
        Err(other) if ambiguous.is_empty() => Err(other),
        Ok(_) | Err(_) => return None,
    })
}
