//! What the end of a checker means: the program kept the rule, lost, or the checker itself is broken.

use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::text::shown;
use crate::verdict::Exit;

/// The longest message for a student, in bytes.
const LONGEST: usize = 2000;

/// What a checker's end means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// The program did what it should.
    Kept,
    /// It did not, and this is what the checker has to say about it.
    Lost(Vec<u8>),
    /// The checker broke; in what way, as the end of a sentence that begins with its name.
    Broken(String),
}

/// How interpreters tell of a mistake in the script itself, in lines of their own: Python, Java, Node, Ruby.
static CRASH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let crash = r"(?m)^(Traceback \(most recent call last\):|Exception in thread |Node\.js v\d|\S+:\d+:in .*\(\w+(Error|Exception)\))";
    Regex::new(crash).ok()
});

/// Judges the end of a checker by its exit code and what it has said. In doubt the mistake is its author's.
pub fn judge(exit: Exit, output: &[u8], errors: &[u8]) -> Judged {
    let crashed = CRASH.as_ref().is_some_and(|crash| crash.is_match(errors));
    let message = output.trim_ascii();
    match exit {
        Exit::Code(0) => Judged::Kept,
        Exit::Code(1) if crashed => Judged::Broken(format!("broke off{}", last_words(errors))),
        Exit::Code(1) if message.is_empty() => {
            Judged::Broken(format!("exited with code 1 and printed no message{}", last_words(errors)))
        }
        Exit::Code(1) => Judged::Lost(message[message.len().saturating_sub(LONGEST)..].to_vec()),
        Exit::Code(code) => Judged::Broken(format!("exited with code {code}{}", last_words_of(output, errors))),
        Exit::Signal(libc::SIGXCPU) => Judged::Broken("used up its processor time".to_owned()),
        Exit::Signal(signal) => {
            Judged::Broken(format!("was ended by signal {signal}{}", last_words_of(output, errors)))
        }
    }
}

/// The last words on standard error, or on standard output where there are none.
pub fn last_words_of(output: &[u8], errors: &[u8]) -> String {
    if errors.trim_ascii().is_empty() { last_words(output) } else { last_words(errors) }
}

/// `; its last words were: …`
fn last_words(printed: &[u8]) -> String {
    let last = printed.trim_ascii().split(|byte| *byte == b'\n').next_back().unwrap_or_default();
    if last.is_empty() { String::new() } else { format!("; its last words were: {}", shown(last.trim_ascii(), 200)) }
}

#[cfg(test)]
mod tests {
    use super::{Judged, judge};
    use crate::verdict::Exit::{Code, Signal};

    #[test]
    fn an_exit_and_a_message_judge_and_all_else_is_the_authors_mistake() {
        let broken = |why: &str| Judged::Broken(why.to_owned());
        let traceback = b"Traceback (most recent call last):\n  File \"c.py\", line 1\nNameError: x\n";
        for (exit, output, errors, judged) in [
            (Code(0), &b"all is well\n"[..], &b"warning\n"[..], Judged::Kept),
            (
                Code(1),
                b"asked\n\nthe order is wrong\n",
                b"a log\n",
                Judged::Lost(b"asked\n\nthe order is wrong".into()),
            ),
            (Code(1), b"", b"", broken("exited with code 1 and printed no message")),
            (
                Code(1),
                b" \n",
                b"it is wrong\n",
                broken("exited with code 1 and printed no message; its last words were: \"it is wrong\""),
            ),
            (Code(1), b"so far so good\n", traceback, broken("broke off; its last words were: \"NameError: x\"")),
            (
                Code(1),
                b"x\n",
                b"c.rb:3:in `foo': no such thing (NoMethodError)\n",
                broken("broke off; its last words were: \"c.rb:3:in `foo': no such thing (NoMethodError)\""),
            ),
            (Code(2), b"usage\n", b"", broken("exited with code 2; its last words were: \"usage\"")),
            (Signal(11), b"", b"", broken("was ended by signal 11")),
        ] {
            assert_eq!(judge(exit, output, errors), judged);
        }
    }
}
