//! What a source looks like it does, by the signs of its language.

use std::sync::LazyLock;

use regex::Regex;

use crate::program::language::{LANGUAGES, Language, Signs};

/// What a source seems to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four facts that do not depend on one another")]
pub(super) struct Look {
    /// It holds the beginning of a program.
    pub(super) starts: bool,
    /// It waits for others.
    pub(super) listens: bool,
    /// It goes to others.
    pub(super) dials: bool,
    /// It has to do with a network at all.
    pub(super) network: bool,
}

impl Look {
    /// The best fit.
    pub(super) const BEST: usize = 2;

    /// How well it fits a role: 0 not at all, 1 perhaps, 2 well.
    pub(super) fn fits(self, role: &str) -> usize {
        let (own, other) = if role == "server" { (self.listens, self.dials) } else { (self.dials, self.listens) };
        usize::from(own) + usize::from(own && !other)
    }

    /// Looks at a source.
    pub(super) fn of(language: &dyn Language, source: &str) -> Self {
        let found = COMPILED.iter().find(|(name, _)| *name == language.name());
        let Some((_, [starts, listens, dials, network])) = found else { return Self::default() };
        let code = language.code(source);
        let says = |sign: &Option<Regex>, text: &str| sign.as_ref().is_some_and(|sign| sign.is_match(text));
        Self {
            starts: starts.is_none() || says(starts, &code),
            listens: says(listens, &code),
            dials: says(dials, &code),
            // Names of libraries may stand in texts: `require('net')`.
            network: says(network, source),
        }
    }
}

/// By language: the expressions of [`Signs`], in their order there.
type Compiled = (&'static str, [Option<Regex>; 4]);

static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let compile = |sign: &str| if sign.is_empty() { None } else { Regex::new(sign).ok() };
    let all = |signs: &Signs| [signs.starts, signs.listens, signs.dials, signs.network].map(compile);
    LANGUAGES.iter().map(|language| (language.name(), all(language.signs()))).collect()
});

#[cfg(test)]
mod tests {
    use super::{COMPILED, Look};
    use crate::program::language::{LANGUAGES, by_extension};

    #[test]
    fn every_sign_is_a_sound_expression() {
        for (language, (name, signs)) in LANGUAGES.iter().zip(COMPILED.iter()) {
            let written = language.signs();
            let written = [written.starts, written.listens, written.dials, written.network];
            assert_eq!(written.map(str::is_empty), signs.each_ref().map(Option::is_none), "{name}");
        }
    }

    #[test]
    fn servers_and_clients_of_every_language_are_told_apart() {
        let cases = [
            (
                "py",
                "s.bind(('', 1))\ns.listen()\nc, a = s.accept()",
                "s.connect(('localhost', 1)) # the server must s.listen()",
            ),
            ("c", "int main() { bind(s, a, n); listen(s, 5); }", "int main(void) { connect(s, a, n); /* listen( */ }"),
            (
                "java",
                "ServerSocket s = new ServerSocket(1);",
                "Socket s = new Socket(\"localhost\", 1); // ServerSocket",
            ),
            ("go", "l, err := net.Listen(\"tcp\", \":1\")", "c, err := net.Dial(\"tcp\", \":1\")"),
            ("rs", "let l = TcpListener::bind(\"[::]:1\")?;", "let s = TcpStream::connect(\"[::1]:1\")?;"),
            ("js", "net.createServer(s => {}).listen(1)", "net.createConnection({ port: 1 })"),
            ("rb", "s = TCPServer.new(1)", "s = TCPSocket.new('localhost', 1)"),
            (
                "pl",
                "IO::Socket::INET->new(LocalPort => 1, Listen => 5)",
                "IO::Socket::INET->new(PeerAddr => 'localhost:1')",
            ),
            ("sh", "nc -lk 9000", "exec 3<>/dev/tcp/localhost/9000"),
        ];
        for (extension, server, client) in cases {
            let language = by_extension(Some(extension)).expect("known");
            let fits = |source| ["server", "client"].map(|role| Look::of(language, source).fits(role) == Look::BEST);
            assert_eq!((fits(server), fits(client)), ([true, false], [false, true]), "{extension}");
        }
    }
}
