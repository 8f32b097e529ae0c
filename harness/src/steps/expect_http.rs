//! `expect_request` and `expect_response`: a message of HTTP comes on a connection.

use super::expect::expect_on;
use super::lint::Lint;
use crate::stage::matcher::{Matcher, RequestRule, ResponseRule};
use crate::stage::{Halt, Scene};
use crate::text::Place;

/// Waits until a whole request has come that is as the rule says.
pub(super) fn expect_request(rule: &RequestRule, scene: &mut Scene) -> Result<(), Halt> {
    let matcher = Matcher::Request(Box::new(rule.clone()));
    expect_on(scene, rule.on.as_ref(), &matcher, rule.save.as_ref())
}

/// Waits until a whole response has come that is as the rule says.
pub(super) fn expect_response(rule: &ResponseRule, scene: &mut Scene) -> Result<(), Halt> {
    let matcher = Matcher::Response(Box::new(rule.clone()));
    expect_on(scene, rule.on.as_ref(), &matcher, rule.save.as_ref())
}

/// A connection must be open, and what is said of the request can be met.
pub(crate) fn lint_request(rule: &RequestRule, place: Place, lint: &mut Lint<'_>) {
    lint.on(place, rule.on.as_deref());
    lint.stream(place, rule.on.as_deref(), "`expect_request`");
    lint.request(place, rule);
    lint.save(place, rule.save.as_deref());
}

/// A connection must be open, and what is said of the response can be met.
pub(crate) fn lint_response(rule: &ResponseRule, place: Place, lint: &mut Lint<'_>) {
    lint.on(place, rule.on.as_deref());
    lint.stream(place, rule.on.as_deref(), "`expect_response`");
    lint.response(place, rule);
    lint.save(place, rule.save.as_deref());
}
