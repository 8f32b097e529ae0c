//! Names as the exercises compare them: without case, `_`, `-` and spaces.

use globset::{GlobBuilder, GlobMatcher};

/// The name with everything that is free taken out.
pub(crate) fn folded(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// A wanted file name: `simple_server.*`.
pub(crate) struct Pattern {
    /// As it was written, for what is spelt exactly like it.
    exact: Option<GlobMatcher>,
    /// The name before the last dot, folded.
    stem: Option<GlobMatcher>,
    /// What the extension must be, folded; `*` for any and for none.
    extension: String,
}

impl Pattern {
    /// Reads a glob.
    pub(crate) fn new(written: &str) -> Self {
        let (stem, extension) = written.rsplit_once('.').unwrap_or((written, "*"));
        let glob = |text: &str| GlobBuilder::new(text).build().ok().map(|glob| glob.compile_matcher());
        Self { exact: glob(stem), stem: glob(&folded(stem)), extension: extension.to_lowercase() }
    }

    /// Whether a file's stem and extension are what is wanted.
    pub(crate) fn matches(&self, stem: &str, extension: Option<&str>) -> bool {
        let same_kind = self.extension == "*" || extension.is_some_and(|found| found.to_lowercase() == self.extension);
        same_kind && self.stem.as_ref().is_some_and(|wanted| wanted.is_match(folded(stem)))
    }

    /// Whether the stem is spelt to the letter as it is wanted.
    pub(crate) fn is_spelt(&self, stem: &str) -> bool {
        self.exact.as_ref().is_some_and(|wanted| wanted.is_match(stem))
    }

    /// Whether the stem holds the wanted one among other words: `hw1_simple_server (2)`.
    pub(crate) fn is_within(&self, stem: &str) -> bool {
        let wanted = self.stem.as_ref().map(|stem| stem.glob().glob()).unwrap_or_default();
        // A short name (`nc`) is within too many words.
        wanted.len() > 4 && !wanted.contains(['*', '?', '[', '{']) && folded(stem).contains(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn case_underscores_hyphens_and_spaces_are_free() {
        let wanted = Pattern::new("simple_server.*");
        for stem in ["simple_server", "SimpleServer", "Simple-Server", "simple server", "SIMPLESERVER"] {
            assert!(wanted.matches(stem, Some("java")) && wanted.matches(stem, None), "{stem}");
        }
        assert!(!wanted.matches("simple_server2", Some("py")) && wanted.is_within("HW1-Simple_Server (2)"));
        assert!(wanted.is_spelt("simple_server") && !wanted.is_spelt("SimpleServer"));
    }

    #[test]
    fn a_glob_and_an_extension_bind() {
        assert!(Pattern::new("socketExample*.*").matches("SocketExample1", Some("py")));
        assert!(!Pattern::new("server.py").matches("server", Some("js")));
        assert!(!Pattern::new("nc.*").is_within("functions"));
    }
}
