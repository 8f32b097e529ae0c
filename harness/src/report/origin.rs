//! [`Origin`]: what a result follows from. The same origin gives the same result, so that one need not be played again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The harness that this is: its version, and the beginning of the SHA-256 of its sources and specs.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("HARNESS_SOURCES"));

/// Everything that a result depends on, beside the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// [`BUILD`] of the harness that played.
    pub harness: String,
    /// The spec and each file that it names, with the SHA-256 of its content, as `sha256sum` prints it.
    pub spec: BTreeMap<String, String>,
    /// SHA-256 of the submission; see `class::hashes`.
    pub submission: String,
    /// Seed of every random value.
    pub seed: u64,
    /// `full` or `plain`.
    pub isolation: String,
    /// Whether near misses give no points.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// Only the checks of this program were played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// Only these checks were played; all, when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::{BUILD, Origin};

    #[test]
    fn the_build_is_a_version_and_a_hash() {
        let (version, sources) = BUILD.split_once('+').expect("two parts");
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
        assert!(sources.len() == 12 && sources.bytes().all(|digit| digit.is_ascii_hexdigit()), "{sources}");
    }

    #[test]
    fn what_was_not_asked_for_does_not_stand_in_it() {
        let text = serde_json::to_string(&Origin { seed: 7, ..Origin::default() }).expect("JSON");
        assert_eq!(text, r#"{"harness":"","spec":{},"submission":"","seed":7,"isolation":""}"#);
        assert_eq!(serde_json::from_str::<Origin>(&text).expect("read").seed, 7);
    }
}
