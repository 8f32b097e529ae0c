//! `request`: the harness asks a server over HTTP.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use super::send::send_in_pieces;
use crate::proto::http;
use crate::stage::matcher::{examine::Mistake, filled_json};
use crate::stage::scene::mistaken;
use crate::stage::template::Template;
use crate::stage::{Halt, Scene};
use crate::text::Place;

/// Sends a request that is sound by RFC 9112, with the header lines `Host` and `Connection: close`, which others of the same
/// name replace. What is not sound is sent with `send`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Request {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
    /// The method; by default `GET`.
    pub method: Option<String>,
    /// The target, written as it is to be sent; by default `/`.
    pub target: Option<Template>,
    /// Parameters behind the target, in the order of their names; encoded as forms are.
    pub query: BTreeMap<String, Template>,
    /// `1.0` or `1.1`; by default 1.1. Without header lines of one's own, HTTP/1.0 has none.
    pub version: Option<String>,
    /// Further header lines.
    pub headers: BTreeMap<String, Template>,
    /// The body.
    pub body: Option<Template>,
    /// Fields of a form, as the body.
    pub form: Option<BTreeMap<String, Template>>,
    /// A JSON value, as the body.
    pub json: Option<serde_json::Value>,
    /// Lengths of the pieces it is cut into, the rest last; each is read before the next is sent.
    pub in_pieces: Option<Vec<usize>>,
}

impl Request {
    /// Sends it.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let connection = scene.connection(self.on.as_ref())?;
        let server = scene.world().connections[connection].program;
        let (kind, body) = self.content(scene)?;
        let old = self.version.as_deref() == Some("1.0");
        let mut fields: Vec<(String, Vec<u8>)> = Vec::new();
        if !old {
            fields.push(("Host".to_owned(), server.to_string().into_bytes()));
            fields.push(("Connection".to_owned(), b"close".to_vec()));
        }
        if let Some(body) = &body {
            fields.extend(kind.map(|kind| ("Content-Type".to_owned(), kind.as_bytes().to_vec())));
            fields.push(("Content-Length".to_owned(), body.len().to_string().into_bytes()));
        }
        for (name, value) in &self.headers {
            fields.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
            fields.push((name.clone(), scene.fill(value)?.0));
        }
        let method = self.method.as_deref().unwrap_or("GET");
        let line = format!("{method} {} HTTP/{}", self.whole_target(scene)?, if old { "1.0" } else { "1.1" });
        let mut bytes = http::head(&line, &fields);
        bytes.extend_from_slice(&body.unwrap_or_default());
        send_in_pieces(scene, connection, &bytes, self.in_pieces.as_deref())
    }

    fn whole_target(&self, scene: &Scene) -> Result<String, Halt> {
        let target = self.target.as_ref().map_or_else(|| Ok("/".into()), |target| scene.fill(target))?.to_text();
        if self.query.is_empty() {
            return Ok(target);
        }
        let sign = if target.contains('?') { '&' } else { '?' };
        Ok(format!("{target}{sign}{}", encoded(&self.query, scene)?))
    }

    /// The body and its media type, where either is given.
    fn content(&self, scene: &Scene) -> Result<(Option<&'static str>, Option<Vec<u8>>), Halt> {
        if let Some(form) = &self.form {
            return Ok((Some("application/x-www-form-urlencoded"), Some(encoded(form, scene)?.into_bytes())));
        }
        if let Some(json) = &self.json {
            let json = filled_json(json, &scene.variables).map_err(|error| mistaken(Mistake::Template(error)))?;
            return Ok((Some("application/json"), Some(json.to_string().into_bytes())));
        }
        Ok((None, self.body.as_ref().map(|body| scene.fill(body)).transpose()?.map(|body| body.0)))
    }
}

/// Fields, encoded as in a form (`application/x-www-form-urlencoded`).
fn encoded(fields: &BTreeMap<String, Template>, scene: &Scene) -> Result<String, Halt> {
    let mut encoder = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        let name = scene.fill(&Template(name.clone()))?.to_text();
        encoder.append_pair(&name, &scene.fill(value)?.to_text());
    }
    Ok(encoder.finish())
}

impl Request {
    /// A connection must be open, and a body is given in one way.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
        lint.version(place, self.version.as_deref());
        if [self.body.is_some(), self.form.is_some(), self.json.is_some()].iter().filter(|given| **given).count() > 1 {
            lint.complain(place, "`request` has several bodies", "Keep one of `body`, `form` and `json`.");
        }
        let texts = self.target.iter().chain(&self.body).chain(self.query.values());
        for text in texts.chain(self.form.iter().flat_map(BTreeMap::values)) {
            lint.template(place, text);
        }
        for name in self.query.keys().chain(self.form.iter().flat_map(BTreeMap::keys)) {
            lint.template(place, &Template(name.clone()));
        }
        lint.headers(place, &self.headers);
        if let Some(json) = &self.json {
            lint.json(place, json);
        }
        lint.pieces(place, self.on.as_deref(), self.in_pieces.as_deref());
    }
}
