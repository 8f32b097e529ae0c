//! `connect`: the harness connects to the server.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::text::Place;

/// Connects to the server, as soon as it listens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    /// Name of the connection; with `count`, of the group (`c` makes `c1`, `c2` …).
    #[serde(rename = "as")]
    pub name: Option<String>,
    /// How many to open, one after the other.
    pub count: Option<u32>,
}

impl Connect {
    /// Only to a server can one connect; a group needs a name and a size.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        if lint.plays_both() {
            lint.complain(
                place,
                "the harness connects to nobody while the two programs talk to each other",
                "Read their conversation with `expect_wire`.",
            );
        } else if !lint.plays("server") {
            lint.complain(
                place,
                "nobody can connect to a client",
                "Take the connection that it dials with `- accept`.",
            );
        }
        match (self.count, self.name.as_deref()) {
            (Some(0), _) => {
                let at = lint.find(place, "count");
                lint.complain(at, "a count of 0 opens nothing", "Give a count of 1 or more.");
            }
            (Some(count), _) if count > MOST => {
                let at = lint.find(place, "count");
                lint.complain(
                    at,
                    format!("{count} connections are too many"),
                    format!("At most {MOST} are opened at once."),
                );
            }
            (Some(_), None) => {
                let at = lint.find(place, "count");
                lint.complain(
                    at,
                    "a group of connections needs a name",
                    "Add `as: c`; they are then `c1`, `c2` and so on.",
                );
            }
            _ => {}
        }
        lint.open(place, self.name.as_deref(), self.count.map(|count| count.min(MOST)));
    }
}

/// More connections than any exercise needs; a program may hold about a thousand files open.
const MOST: u32 = 500;
