//! `expect_request` and `expect_response`: a message of HTTP comes on a connection.

use super::expect::expect_on;
use super::lint::Lint;
use crate::stage::matcher::{Matcher, RequestRule, ResponseRule};
use crate::stage::{Halt, Scene};
use crate::text::Place;
use crate::verdict::{Fault, FaultKind, FindingKind};

/// Waits until a whole request has come that is as the rule says.
pub(super) fn expect_request(rule: &RequestRule, scene: &mut Scene) -> Result<(), Halt> {
    let matcher = Matcher::Request(Box::new(rule.clone()));
    match expect_on(scene, rule.on.as_ref(), &matcher, rule.save.as_ref()) {
        Err(Halt::Found(finding)) if is_over_tls(&finding) => Err(Halt::Faulted(over_tls())),
        result => result,
    }
}

/// Whether a handshake of TLS came where a request was awaited (RFC 8446, section 5.1).
fn is_over_tls(finding: &FindingKind) -> bool {
    let (FindingKind::Differed { received, .. } | FindingKind::Missing { received, .. }) = finding else {
        return false;
    };
    received.0.starts_with(&[0x16, 0x03])
}

/// The client may well be right; but nobody here can prove to be the host that it has asked.
fn over_tls() -> Fault {
    let message =
        "The client asks over TLS, as for a URL that begins with `https://`, and the harness cannot answer that.";
    Fault::new(FaultKind::Unsupported, message, "Try again with the sheet's URL, which begins with `http://`.")
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
    lint.asks();
    lint.save(place, rule.save.as_deref());
}

/// A connection must be open, and what is said of the response can be met.
pub(crate) fn lint_response(rule: &ResponseRule, place: Place, lint: &mut Lint<'_>) {
    lint.on(place, rule.on.as_deref());
    lint.stream(place, rule.on.as_deref(), "`expect_response`");
    lint.response(place, rule);
    lint.save(place, rule.save.as_deref());
}

#[cfg(test)]
mod tests {
    use super::is_over_tls;
    use crate::text::Bytes;
    use crate::verdict::{Ending, FindingKind, Heard};

    #[test]
    fn a_handshake_of_tls_is_told_from_a_request() {
        let came = |received: &[u8]| FindingKind::Missing {
            expected: "a request".to_owned(),
            literal: None,
            received: Bytes::from(received),
            heard: Heard::Connection("1".to_owned()),
            ending: Ending::Closed,
        };
        assert!(is_over_tls(&came(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")));
        assert!(!is_over_tls(&came(b"GET / HTTP/1.1\r\n")));
    }
}
