//! For tests of matchers: what came at 20:00:02 on the first day of 1970, and what a matcher says of it.

use std::time::{Duration, SystemTime};

use super::examine::{Context, Outcome};
use crate::stage::clock::Clock;
use crate::stage::near::NearRule;
use crate::stage::template::Variables;
use crate::verdict::Ending;

/// What a matcher says of something that was asked for at 20:00:00 and these milliseconds.
pub(super) fn held(asked: u64, examine: impl Fn(&Context<'_>) -> Outcome) -> String {
    let at = |milliseconds: u64| SystemTime::UNIX_EPOCH + Duration::from_millis(72_000_000 + milliseconds);
    let context = Context {
        variables: &Variables::new(),
        near: &NearRule::default(),
        clock: &Clock::new("UTC"),
        started: at(0),
        sent: at(asked),
        arrived: &|_| at(2000),
        ending: None,
    };
    match examine(&context) {
        Outcome::Whole { length, near: None, .. } => format!("{length}"),
        Outcome::Whole { length, near: Some(near), .. } => format!("{length}, near: {near}"),
        Outcome::Partial { suspect: None } => "more".to_owned(),
        Outcome::Partial { suspect: Some(at) } => format!("more, or wrong at {at}"),
        Outcome::Differs { at, remark } => format!("differs at {at}: {}", remark.unwrap_or_default()),
    }
}

/// What a matcher says of everything that a program had to say.
pub(super) fn held_to_the_end(examine: impl Fn(&Context<'_>) -> Outcome) -> String {
    held(0, |context| examine(&Context { ending: Some(&Ending::Closed), ..*context }))
}
