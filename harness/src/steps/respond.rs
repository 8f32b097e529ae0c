//! `respond`: the harness answers a client over HTTP.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use super::send::send_in_pieces;
use crate::proto::http;
use crate::stage::template::Template;
use crate::stage::{Halt, Scene};
use crate::text::Place;

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
    /// Lengths of the pieces it is cut into, the rest last; each is read before the next is sent.
    pub in_pieces: Option<Vec<usize>>,
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
        let body = self.body.as_ref().map_or_else(|| Ok("".into()), |body| scene.fill(body))?.0;
        let mut fields: Vec<(String, Vec<u8>)> = Vec::new();
        for (name, value) in &self.headers {
            fields.push((name.clone(), scene.fill(value)?.0));
        }
        let body = match self.framing {
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
        let code = self.status.unwrap_or(200);
        let reason = self.reason.as_deref().unwrap_or_else(|| http::reason(code));
        let line = format!("HTTP/{} {code} {reason}", self.version.as_deref().unwrap_or("1.1"));
        let mut bytes = http::head(&line, &fields);
        bytes.extend_from_slice(&body);
        send_in_pieces(scene, connection, &bytes, self.in_pieces.as_deref())
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
        lint.headers(place, &self.headers);
        lint.pieces(place, self.on.as_deref(), self.in_pieces.as_deref());
    }
}
