//! The first line `#!` of a script: which interpreter, with which arguments.

/// What a first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shebang {
    /// The interpreter's file name: `python3`.
    pub interpreter: String,
    /// What follows it: `-u`.
    pub arguments: Vec<String>,
}

impl Shebang {
    /// Reads the beginning of a file. A byte order mark and a carriage return do no harm.
    pub fn of(head: &[u8]) -> Option<Self> {
        let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
        let line = head.strip_prefix(b"#!")?.split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
        let line = std::str::from_utf8(line).ok()?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let mut interpreter = base(&words.next()?);
        if interpreter == "env" {
            // `env -S VAR=1 python3 -u`: options and variables of env come first.
            interpreter = base(&words.find(|word| !word.starts_with('-') && !word.contains('='))?);
        }
        Some(Self { interpreter, arguments: words.collect() })
    }

    /// The interpreter without its version: `python` for `python3.11`.
    pub fn plain_name(&self) -> &str {
        self.interpreter.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
    }
}

/// Also of a path as Windows writes it.
fn base(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".exe").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::Shebang;

    #[test]
    fn first_lines_as_people_write_them() {
        let read = |line: &str| {
            Shebang::of(line.as_bytes()).map(|found| format!("{} {:?}", found.interpreter, found.arguments))
        };
        assert_eq!(read("#!/usr/bin/env python3\r\nimport socket").as_deref(), Some("python3 []"));
        assert_eq!(read("#! /usr/bin/python3.11 -u\n").as_deref(), Some("python3.11 [\"-u\"]"));
        assert_eq!(read("#!/usr/bin/env -S DEBUG=1 node --no-warnings\n").as_deref(), Some("node [\"--no-warnings\"]"));
        assert_eq!(read("\u{feff}#!C:\\Python27\\python.exe\n").as_deref(), Some("python []"));
        assert_eq!(read("#!\n"), None);
        assert_eq!(read("# !/bin/sh\n"), None);
    }
}
