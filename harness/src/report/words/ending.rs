//! Why nothing more could come, in words.

use super::super::timeline::{Scene, last_line};
use super::{blocked::blocked, exit::exit, limit::limit};
use crate::text::shown;
use crate::verdict::{Blocked, BlockedOn, Ending, Heard};

/// The reason as a verb without its subject (`closed the connection instead`), and its meaning in whole sentences.
pub(super) fn ending(scene: &Scene<'_>, heard: &Heard, ending: &Ending) -> (String, String) {
    match ending {
        Ending::Closed => ("closed the connection instead".to_owned(), String::new()),
        Ending::Reset => (
            "cut the connection with a reset".to_owned(),
            "A reset comes when a program ends, or closes its socket, while bytes that it was sent are still unread."
                .to_owned(),
        ),
        Ending::Exited(how) => (format!("{}{}", exit(*how), last_words(scene, heard)), String::new()),
        Ending::Stuck(threads) => {
            let (does, means) = blocked(scene, heard, threads);
            (format!("{does}{}", may_wait_for(scene, heard, threads)), means)
        }
        Ending::OutOfTime { charged_ms, blocked: threads } => {
            let (does, means) = blocked(scene, heard, threads);
            (format!("{does}, and did nothing else for {}", seconds(*charged_ms)), means)
        }
        Ending::Exceeded(which) => {
            let (did, look_for) = limit(*which);
            (format!("{did} and was stopped"), look_for.to_owned())
        }
    }
}

/// `; the last line it printed was: …`, if it printed anything.
fn last_words(scene: &Scene<'_>, heard: &Heard) -> String {
    let role = match heard {
        Heard::Terminal(role) | Heard::System(role) => role,
        Heard::Connection(_) | Heard::Wire | Heard::Page(_) => scene.role(),
    };
    after_printing(&scene.printed(role))
}

/// The same for output that is at hand.
pub(super) fn after_printing(output: &[u8]) -> String {
    last_line(output).map_or_else(String::new, |line| {
        let quoted = shown(line, 100);
        format!("; the last line it printed was: {}", bare(&quoted))
    })
}

/// Without the quotes, where nothing needs them.
fn bare(quoted: &str) -> &str {
    match quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains(['\\', '"']) => plain,
        _ => quoted,
    }
}

/// A program that reads on although a message is there expects its end to look otherwise.
fn may_wait_for(scene: &Scene<'_>, heard: &Heard, threads: &[Blocked]) -> &'static str {
    let Heard::Connection(name) = heard else { return "" };
    let reads_on = threads.iter().any(|thread| thread.on == BlockedOn::Connection(name.clone()));
    match scene.turns(Some(name)).last() {
        Some((sent, false)) if reads_on && sent.bytes.ends_with(b"\n") => "; it may be waiting for the end of the data",
        Some((_, false)) if reads_on => "; it may be waiting for a line end",
        _ => "",
    }
}

/// `5 s`, `0.3 s`.
pub(super) fn seconds(milliseconds: u64) -> String {
    let (whole, tenths) = (milliseconds / 1000, milliseconds % 1000 / 100);
    if tenths == 0 { format!("{whole} s") } else { format!("{whole}.{tenths} s") }
}
