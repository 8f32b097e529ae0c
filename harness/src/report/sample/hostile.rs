//! A submission that attacks every reader: whatever it names, prints or says is made to break a format.

use super::{Play, answered, check_of, found, played, printed, sent, told_of};
use crate::event::{Event, EventKind};
use crate::report::{Audience, FORMATS, Format, Gradebook, Look, Reporter, Tally, Terminal};
use crate::text::Bytes;
use crate::verdict::{Blocked, BlockedOn, Ending, Exit, Fault, FaultKind, FindingKind, Heard, Readiness, Transport};

/// Escapes, a carriage return, NUL, invalid UTF-8, an override of the direction, workflow commands, XML and a formula.
pub(in crate::report) const BYTES: &[u8] = b"\x1b[2J\x1b]0;owned\x07\r\0\xff\xc3\xe2\x80\xaeevil\n::error::owned\n  ::add-mask::x\n##[group]x\n]]></failure>&<b>\n=HYPERLINK(\"http://x\")\n";

/// The same as far as a name can hold it.
const NAME: &str =
    "::error::a\x1b[31m\r\n::stop-commands::x\n##vso[task.complete]\0\u{202e}\u{feff}]]></x>&\u{85}\u{2028}\u{fffe}z";

fn run() -> Vec<Event> {
    let name = || NAME.to_owned();
    let bytes = || Bytes::from(BYTES);
    let heard = || Heard::Connection(name());
    let kinds = vec![
        EventKind::Started { role: name(), command: name() },
        EventKind::Placed { role: name(), path: name(), length: 1 },
        EventKind::LookedUp { name: name(), answer: Some(name()) },
        EventKind::Saved { name: name(), value: bytes() },
        sent(NAME, BYTES),
        answered(NAME, BYTES),
        printed("server", BYTES),
        found(FindingKind::Differed {
            expected: name(),
            literal: Some(bytes()),
            received: bytes(),
            at: 20,
            remark: Some(name()),
            heard: heard(),
        }),
        found(FindingKind::Near { expected: name(), received: bytes(), differs: name() }),
        found(FindingKind::CutOff { unsent: bytes(), heard: heard(), ending: Ending::Exited(Exit::Code(1)) }),
    ];
    let not_ready = FindingKind::NotReady {
        role: name(),
        awaited: Readiness::Listen,
        ending: Ending::Exited(Exit::Code(1)),
        output: bytes(),
        tried: vec![vec![name()], vec![]],
        transport: Transport::Tcp,
        instead: None,
    };
    let not_found = FindingKind::NoProgram { role: name(), looked_for: vec![name()], ambiguous: vec![name(), name()] };
    let fault = |kind| EventKind::Faulted(Fault::new(kind, NAME, NAME));
    let plays = [
        kinds,
        page(),
        vec![found(not_ready)],
        vec![found(not_found)],
        of_scripts(),
        vec![fault(FaultKind::Harness)],
        vec![fault(FaultKind::Unsupported)],
        vec![EventKind::Skipped { because_of: name() }],
    ];
    let facts = || {
        let mut facts = check_of(NAME, 1.0, 1.0);
        (facts.because, facts.hint) = (name(), name());
        facts
    };
    let mut events = played(plays.into_iter().map(|kinds| Play { facts: facts(), kinds, ends: true }).collect());
    if let EventKind::RunStarted(started) = &mut events[0].kind {
        (started.submission, started.title, started.sheet) = (name(), name(), name());
    }
    events
}

/// A browser's view of it.
fn page() -> Vec<EventKind> {
    let name = || NAME.to_owned();
    let no_page = FindingKind::NoPage {
        expected: name(),
        heard: Heard::Page(name()),
        error: name(),
        status: None,
        media_type: Some(name()),
        exit: Some(Exit::Code(1)),
    };
    vec![
        EventKind::Visited { url: name() },
        EventKind::Pictured { url: name(), width: 1, height: 1, png: name() },
        found(no_page),
    ]
}

/// What the scripts of a spec may say.
fn of_scripts() -> Vec<EventKind> {
    let name = || NAME.to_owned();
    vec![
        found(FindingKind::Told { script: name(), message: Bytes::from(BYTES) }),
        found(FindingKind::Told { script: name(), message: Bytes::default() }),
        found(FindingKind::LeftWaiting {
            script: name(),
            printed: Bytes::from(BYTES),
            ending: Ending::Stuck(vec![Blocked {
                role: name(),
                call: name(),
                on: BlockedOn::Connection(format!("the {NAME}")),
                timed: false,
                threads: 1,
            }]),
        }),
    ]
}

/// Nothing in a text can act on who shows it: no control but the line feed, no direction, no command.
fn assert_harmless(format: &str, text: &str) {
    for character in text.chars() {
        let harmful = character.is_control() && character != '\n'
            || matches!(character, '\u{202e}' | '\u{feff}' | '\u{2028}' | '\u{fffe}');
        assert!(!harmful, "{format} lets {character:?} through");
    }
    for line in text.lines() {
        // The commands of our own, of which each is a whole line.
        let own = ["::error title=", "::warning title=", "::notice title="].iter().find(|own| line.starts_with(**own));
        let line = line.strip_prefix(own.filter(|_| format == "github").unwrap_or(&"")).unwrap_or(line).trim_start();
        assert!(!line.starts_with("::") && !line.contains("##vso[") && !line.contains("##["), "{format}: {line}");
    }
}

#[test]
fn no_format_lets_anything_through() {
    for format in FORMATS {
        for audience in [Audience::Student, Audience::Instructor] {
            assert_harmless(format.name, &told_of(&run(), |to| format.reporter(to, audience)));
        }
    }
    let look = Look { audience: Audience::Student, coloured: false, verbose: true };
    assert_harmless("terminal", &told_of(&run(), |to| Box::new(Terminal::new(to, look))));
}

#[test]
fn the_gradebook_stays_one_line_a_submission() {
    let mut tally = Tally::new();
    for event in &run() {
        tally.event(event);
    }
    let mut book = Gradebook::new();
    book.finish(&tally.finish()).expect("nothing is written yet");
    let mut written = Vec::new();
    book.write(&mut written).expect("a Vec takes everything");
    let text = String::from_utf8(written).expect("UTF-8");
    assert_harmless("gradebook", &text);
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[test]
fn json_gives_every_name_back_as_it_was() {
    let json = Format::named("json").expect("a format");
    let told = told_of(&run(), |to| json.reporter(to, Audience::Instructor));
    let document: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(document["submission"], NAME);
}
