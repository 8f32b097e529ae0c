//! What only Python 2 understands; in doubt a source is Python 3.

use std::sync::LazyLock;

use regex::Regex;

use super::source::text_length;

static STATEMENTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        // print "x", print x, print >>file; never `print = f`, `print in names`, or a call.
        r#"(?:^|[:;])\s*print\s*""#,
        r"(?:^|[:;])\s*print\s+>>",
        r"(?:^|[:;])\s*print\s+[A-Za-z_0-9\[{]",
        // except E, error: — a class after the comma would be Python 3.14's list of exceptions.
        r"^\s*except\s+(?:[\w.]+|\([^)]*\))\s*,\s*[a-z_]\w*\s*:",
        r#"^\s*exec\s+["\w]"#,
        r"`",
        r"[\w)\]]\s*<>\s*[\w(\[]",
        r#"^\s*raise\s+\w+\s*,\s*["\w]"#,
        r"^(?:import|from)\s+(?:urllib2|httplib|SocketServer|BaseHTTPServer|SimpleHTTPServer|Queue|ConfigParser|StringIO|urlparse|thread)\b",
    ];
    Regex::new(&forms.join("|")).ok()
});
static WORDS_AFTER_A_NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[:;])\s*print\s+(?:in|is|and|or|not|if|else|for)\b").ok());

/// The first line that no Python 3 takes: its number from 1, and its text.
pub(super) fn only_python_2(source: &str) -> Option<(usize, String)> {
    let statements = STATEMENTS.as_ref()?;
    let names = WORDS_AFTER_A_NAME.as_ref()?;
    let code = without_texts(source.trim_start_matches('\u{feff}'));
    // `raw_input` is only a name: a source that gives it a meaning, or expects it to be missing, runs on both.
    let both = ["NameError", "raw_input =", "raw_input=", "import raw_input", "def raw_input", "hasattr(__builtins__"];
    let bare_raw_input = !both.iter().any(|sign| code.contains(sign));
    let found = code.lines().position(|line| {
        (statements.is_match(line) && !names.is_match(line)) || (bare_raw_input && line.contains("raw_input("))
    })?;
    Some((found + 1, source.lines().nth(found).unwrap_or_default().trim().chars().take(80).collect()))
}

/// Python without comments and texts: lines stay lines, texts become `""`.
pub(super) fn without_texts(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => {
                let three: String = std::iter::repeat_n(letter, 3).collect();
                if rest.starts_with(&three) {
                    rest[3..].find(&three).map_or(rest.len(), |end| end + 6)
                } else {
                    text_length(rest, letter)
                }
            }
            _ => {
                code.push(letter);
                rest = &rest[letter.len_utf8()..];
                continue;
            }
        };
        let (skipped, following) = rest.split_at(length);
        code.push_str(if letter == '#' { "" } else { "\"\"" });
        code.extend(skipped.matches('\n'));
        rest = following;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::only_python_2;

    #[test]
    fn lines_that_need_python_2() {
        for line in [
            "print 'hello'",
            "print x, y",
            "print\"tight\"",
            "    print >>sys.stderr, 'x'",
            "if done: print data",
            "except socket.error, e:",
            "except (IOError, OSError), error:",
            "name = raw_input('> ')",
            "text = `number`",
            "if a <> b: pass",
            "raise ValueError, 'no'",
            "exec code in scope",
            "import SocketServer",
        ] {
            assert_eq!(only_python_2(&format!("import socket\r\n{line}\r\n")), Some((2, line.trim().to_owned())));
        }
    }

    #[test]
    fn lines_that_do_not() {
        for line in [
            "print('hello')",
            "print ('a'), b",
            "print",
            "print = logger.info",
            "if print in names: pass",
            "'''\nprint x\n'''",
            "# print x",
            "s = \"print 'x'\"; t = '`'",
            "except (A, B) as e:",
            "except ValueError, TypeError:",
            "try:\n    raw_input\nexcept NameError:\n    raw_input = input\nraw_input('x')",
            "try:\n    import urllib2\nexcept ImportError:\n    import urllib.request",
            "print(f'{a}') ; x = 1",
            "blueprint x",
            "exec('1')",
            "x: int = 3",
        ] {
            assert_eq!(only_python_2(line), None, "{line}");
        }
    }
}
