//! Ruby programs run as they are.

use super::recipe::{Main, Recipe};
use super::{Language, Signs, script};
use crate::verdict::Fault;

/// Ruby.
pub(super) struct Ruby;

impl Language for Ruby {
    fn name(&self) -> &'static str {
        "Ruby"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rb"]
    }

    fn interpreters(&self) -> &'static [&'static str] {
        &["ruby"]
    }

    fn signs(&self) -> &'static Signs {
        &Signs {
            starts: "",
            listens: r"\b(TCPServer|UNIXServer|UDPServer|HTTPServer)\b|\.(accept|listen|bind)\b|\bSocket\.(tcp_server|udp_server)",
            dials: r"\bTCPSocket\.(new|open)|\bSocket\.tcp\b|\.connect\b|\bNet::HTTP\b",
            network: r#"require\s+['"](socket|net/http|open-uri)"#,
        }
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        Ok(script::run_by(main, self.name(), &["ruby"]))
    }
}
