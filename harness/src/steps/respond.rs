//! `respond`: the harness answers a client over HTTP.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use super::send::send_in_pieces;
use crate::proto::http::httpbin::{self, Answer};
use crate::proto::http::{self, read_cut_off};
use crate::stage::template::Template;
use crate::stage::{Halt, Scene};
use crate::text::Place;
use crate::verdict::{Fault, FaultKind};

/// Sends a response in the plainest form, by default `200 OK` with a `Content-Length`. It leaves the connection open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Respond {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
    /// The status code; by default 200.
    pub status: Option<u16>,
    /// The reason phrase; by default the usual one.
    pub reason: Option<String>,
    /// `1.0` or `1.1`; by default 1.1.
    pub version: Option<String>,
    /// Further header lines.
    pub headers: BTreeMap<String, Template>,
    /// The body.
    pub body: Option<Template>,
    /// What ends the body.
    pub framing: Framing,
    /// A public service whose answer to the last request this is: status, media type and body are its own.
    pub like: Option<Service>,
    /// The address that such a service says the request came from; by default the client's.
    pub origin: Option<Template>,
    /// Keeps that address under this name.
    pub save: Option<String>,
    /// Lengths of the pieces it is cut into, the rest last; each is read before the next is sent.
    pub in_pieces: Option<Vec<usize>>,
}

/// A public service that the harness can stand in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// httpbin.org, which tells what it was asked.
    Httpbin,
}

/// What ends a body (RFC 9112, section 6.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Framing {
    /// Its length, in `Content-Length`.
    #[default]
    Length,
    /// The last of its chunks.
    Chunks,
    /// The end of the connection, which a step after this one must bring about.
    Close,
}

/// A chunk is at most so long.
const CHUNK: usize = 1000;

impl Respond {
    /// Sends it.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let connection = scene.connection(self.on.as_ref())?;
        let origin = match &self.origin {
            Some(origin) => scene.fill(origin)?.to_text(),
            None => scene.world().connections[connection].program.ip().to_string(),
        };
        let Answer { code, mut fields, body } = match self.like {
            Some(Service::Httpbin) => mirror(scene, connection, &origin)?,
            None => Answer {
                code: self.status.unwrap_or(200),
                fields: Vec::new(),
                body: self.body.as_ref().map_or_else(|| Ok("".into()), |body| scene.fill(body))?.0,
            },
        };
        for (name, value) in &self.headers {
            fields.push((name.clone(), scene.fill(value)?.0));
        }
        let body = match self.framing {
            // These have no body, and say nothing of one (RFC 9110, section 8.6).
            Framing::Length if code < 200 || code == 204 => Vec::new(),
            Framing::Length => {
                fields.push(("Content-Length".to_owned(), body.len().to_string().into_bytes()));
                body
            }
            Framing::Chunks => {
                fields.push(("Transfer-Encoding".to_owned(), b"chunked".to_vec()));
                http::chunks(&body, CHUNK)
            }
            Framing::Close => body,
        };
        let reason = self.reason.as_deref().unwrap_or_else(|| http::reason(code));
        let line = format!("HTTP/{} {code} {reason}", self.version.as_deref().unwrap_or("1.1"));
        let mut bytes = http::head(&line, &fields);
        bytes.extend_from_slice(&body);
        send_in_pieces(scene, connection, &bytes, self.in_pieces.as_deref())?;
        scene.save(self.save.as_ref(), origin.as_str().into())
    }

    /// A connection must be open, the code must be one.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
        lint.version(place, self.version.as_deref());
        if let Some(code) = self.status.filter(|code| !(100..600).contains(code)) {
            let at = lint.find(place, &code.to_string());
            lint.complain(
                at,
                format!("`{code}` is no status code"),
                "A status code has three digits, from 100 to 599.",
            );
        }
        if let Some(body) = &self.body {
            lint.template(place, body);
        }
        let own = self.status.is_some() || self.reason.is_some() || self.body.is_some();
        if self.like.is_some() && own {
            let at = lint.find(place, "like");
            let remedy = "Leave out `status`, `reason` and `body`, or `like`.";
            lint.complain(at, "what a service answers is its own", remedy);
        }
        if self.like.is_some() {
            lint.answers(place);
        }
        let telling = [("origin", self.origin.is_some()), ("save", self.save.is_some())];
        for (named, _) in telling.into_iter().filter(|(_, is_given)| *is_given && self.like.is_none()) {
            let at = lint.find(place, named);
            lint.complain(at, "only a service tells where a request came from", "Add `like: httpbin`.");
        }
        if let Some(origin) = &self.origin {
            lint.template(place, origin);
        }
        lint.save(place, self.save.as_deref());
        lint.headers(place, &self.headers);
        lint.pieces(place, self.on.as_deref(), self.in_pieces.as_deref());
    }
}

/// What httpbin.org answers to the request that was taken last.
fn mirror(scene: &Scene, connection: usize, origin: &str) -> Result<Answer, Halt> {
    let asked = read_cut_off(scene.world().connections[connection].inbox.last_taken());
    asked.map(|request| httpbin::answer(&request, origin)).ok_or_else(|| {
        let message = "`respond: { like: httpbin }` answers a request, and none was taken before it.";
        Halt::Faulted(Fault::new(FaultKind::Spec, message, "Write `expect_request` before it."))
    })
}
