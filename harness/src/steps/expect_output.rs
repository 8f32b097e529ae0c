//! `expect_output`: something is printed on a program's terminal.

use super::lint::Lint;
use crate::text::Place;
use std::time::SystemTime;

use super::expect::{Came, Found, expect, only};
use crate::stage::inbox::Next;
use crate::stage::matcher::Matcher;
use crate::stage::matcher::beside::step_with_matcher;
use crate::stage::printed::Stream;
use crate::stage::world::World;
use crate::stage::{Halt, Scene};
use crate::verdict::Heard;

step_with_matcher! {
    /// Waits until what the program printed since the last matched output holds what is awaited.
    /// Other output before, between and after costs nothing.
    ExpectOutput {
        /// `server` or `client`; by default the check's program.
        program: Option<String>,
        /// Keeps what matched under this name.
        save: Option<String>,
    }
}

impl ExpectOutput {
    /// Waits until it is printed: on the terminal as a person sees it, or on one of its streams by itself.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        // Other output is free, so a text is looked for anywhere.
        let matcher = match self.text.clone() {
            Some(text) => Matcher::Lines(text),
            None => only(&self.matchers())?,
        };
        let matcher =
            if let Matcher::Mapping(mapping) = &matcher { Matcher::Mapping(mapping.among_others()) } else { matcher };
        // Two words alike may be the first two of three: what a round prints is judged once it is all there.
        if matches!(matcher, Matcher::Pair(_)) {
            scene.until_idle()?;
        }
        let heard = Heard::Terminal(role.clone());
        let take = |world: &mut World, length: usize| {
            if let Some(player) = world.players.iter_mut().rfind(|player| player.running.role == role) {
                player.printed.take(length);
            }
        };
        // A clock reading is looked for anywhere, too.
        let anywhere = matches!(matcher, Matcher::Clock(_));
        // A round is what was printed since the last one, on the terminal as a whole.
        let as_a_whole = matches!(matcher, Matcher::Pair(_));
        expect(scene, &matcher, &heard, self.save.as_ref(), take, |world, examine| {
            let player = world.player(&role)?;
            let printed = &player.printed;
            let mut hold = |stream: &Stream| {
                let starts = if anywhere { stream.unread().len() } else { 0 };
                let mut hold_from = |start: usize| {
                    let bytes = &stream.unread()[start..];
                    let (started, sent) = (player.started, player.started);
                    let came = Came { bytes, next: Next::Bytes, ending: None, started, sent };
                    examine(came, &|_| SystemTime::now())
                };
                // What is looked for anywhere is not contradicted by what stands there: all that can be wrong is that it never came.
                let mut first = if anywhere { hold_from(starts) } else { None };
                for start in 0..=starts {
                    let found = hold_from(start);
                    if matches!(found, Some(Found::Match { .. })) {
                        return found;
                    }
                    first = first.or(found.filter(|_| !anywhere));
                }
                first
            };
            let together = hold(&printed.together);
            // What must not be printed must not be printed on either stream.
            if as_a_whole || matches!(together, Some(Found::Match { .. })) || matches!(matcher, Matcher::Not(_)) {
                return together;
            }
            // A log on one stream may stand in the middle of a line of the other.
            let apart = [&printed.output, &printed.errors].into_iter().map(hold).find_map(|found| match found {
                Some(Found::Match { near, meant, .. }) => Some(Found::Match { length: 0, near, meant }),
                Some(Found::Never { .. } | Found::Mistaken(_)) | None => None,
            });
            apart.or(together)
        })
    }
}

impl ExpectOutput {
    /// Exactly one thing is awaited on the terminal of a program of the check.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
        lint.one_matcher(place, "expect_output", &self.matchers());
        lint.save(place, self.save.as_deref());
    }
}
