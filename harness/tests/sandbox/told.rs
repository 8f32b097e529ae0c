//! What a stage has told of a play, and the few questions that tests ask of it.

use std::net::SocketAddr;

use harness::event::{Channel, EventKind, Speaker};
use harness::verdict::{Exit, FindingKind};

/// The events of a play, in their order.
#[derive(Default)]
pub(crate) struct Told(pub(crate) Vec<EventKind>);

/// One line an event, as in a recorded run.
impl std::fmt::Debug for Told {
    fn fmt(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|kind| writeln!(form, "{}", serde_json::to_string(kind).unwrap_or_default()))
    }
}

impl Told {
    /// What the program printed on standard output.
    pub(crate) fn printed(&self) -> String {
        self.passed(|on| matches!(on, Channel::Terminal(_)))
    }

    /// What it printed on standard error.
    pub(crate) fn printed_errors(&self) -> String {
        self.passed(|on| matches!(on, Channel::StandardError(_)))
    }

    /// What it said on its connections.
    pub(crate) fn said(&self) -> String {
        self.passed(|on| matches!(on, Channel::Connection(_)))
    }

    fn passed(&self, wanted: impl Fn(&Channel) -> bool) -> String {
        let bytes = self.0.iter().filter_map(|kind| match kind {
            EventKind::Passed { by: Speaker::Program(_), on, bytes, .. } if wanted(on) => Some(bytes.0.clone()),
            _ => None,
        });
        String::from_utf8_lossy(&bytes.collect::<Vec<_>>().concat()).into_owned()
    }

    /// Where it dialled, and who stood there.
    pub(crate) fn dialled(&self) -> Vec<(SocketAddr, &str)> {
        let dialled = |kind| match kind {
            &EventKind::Dialled { address, ref answered_by, .. } => Some((address, answered_by.as_str())),
            _ => None,
        };
        self.0.iter().filter_map(dialled).collect()
    }

    /// Where it listened.
    pub(crate) fn listened(&self) -> Vec<SocketAddr> {
        let address = |kind: &EventKind| match kind {
            EventKind::Listened { address, .. } => Some(*address),
            _ => None,
        };
        self.0.iter().filter_map(address).collect()
    }

    /// The names it asked for, and the answers.
    pub(crate) fn looked_up(&self) -> Vec<(&str, Option<&str>)> {
        self.0
            .iter()
            .filter_map(|kind| match kind {
                EventKind::LookedUp { name, answer } => Some((name.as_str(), answer.as_deref())),
                _ => None,
            })
            .collect()
    }

    /// What it said on its connections, if nothing was found or failed.
    pub(crate) fn answer(&self) -> String {
        self.sound();
        self.said()
    }

    /// How it ended by itself, if it did.
    pub(crate) fn exit(&self) -> Option<Exit> {
        self.0.iter().find_map(|kind| match kind {
            EventKind::Exited { exit, .. } => Some(*exit),
            _ => None,
        })
    }

    /// What was found about it, if anything.
    pub(crate) fn finding(&self) -> Option<&FindingKind> {
        self.0.iter().find_map(|kind| match kind {
            EventKind::Found(finding) => Some(&finding.kind),
            _ => None,
        })
    }

    /// What it printed, if it then ended well and nothing was found or failed.
    pub(crate) fn sound(&self) -> String {
        let faulted = self.0.iter().any(|kind| matches!(kind, EventKind::Faulted(_)));
        let ended = matches!(self.0.last(), Some(EventKind::CheckEnded { .. }));
        assert!(!faulted && ended && self.finding().is_none(), "the play went wrong:\n{self:?}");
        self.printed()
    }
}
