//! A request of HTTP: framed as RFC 9112 says, for the target and with the content that a check asks for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Matcher;
use super::examine::{Context, Mistake, Outcome};
use super::http::{Body, Headers, unfinished};
use super::json;
use crate::proto::http::{Reading, Request, Target, form_fields, read_cut_off, read_request};
use crate::stage::template::Template;
use crate::text::Bytes;

/// What is awaited of a request; anything goes where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RequestRule {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
    /// Keeps the body under this name.
    pub save: Option<String>,
    /// The method; upper and lower case are different ones (RFC 9110, section 9.1).
    pub method: Option<String>,
    /// The path of the target, in origin form or in absolute form.
    pub path: Option<Template>,
    /// The host that is asked, in the header `Host` or in an absolute form. HTTP/1.0 may leave it open.
    pub host: Option<Template>,
    /// Parameters of the query, in any order, among others.
    pub query: BTreeMap<String, Template>,
    /// Header lines that must be there, and how their values begin, in upper or lower case.
    pub headers: BTreeMap<String, Template>,
    /// Fields of a form in the body, in any order, among others.
    pub form: BTreeMap<String, Template>,
    /// A JSON value in the body: an object holds these fields, among others.
    pub json: Option<serde_json::Value>,
    /// The body, whole.
    pub body: Option<Box<Matcher>>,
    /// It must end with its blank line, or it is no request. Otherwise one that never ends is taken for whole once the
    /// client waits for its answer.
    pub finished: bool,
}

impl RequestRule {
    /// Holds what came against the rule.
    pub(super) fn examine(&self, bytes: &[u8], context: &Context<'_>) -> Result<Outcome, Mistake> {
        let ended = context.ending.is_some();
        match read_request(bytes, ended) {
            Reading::Whole(request) => self.judge(request, context),
            Reading::Broken(broken) => Ok(Outcome::Differs { at: broken.at, remark: Some(broken.rule) }),
            Reading::Unfinished { lacks } => {
                if ended
                    && !self.finished
                    && !bytes.trim_ascii().is_empty()
                    && let Some(request) = read_cut_off(bytes)
                {
                    return self.judge(request, context);
                }
                Ok(unfinished(bytes, lacks, context))
            }
        }
    }

    fn judge(&self, request: Request, context: &Context<'_>) -> Result<Outcome, Mistake> {
        if let Some(differs) = self.differs(&request, context)? {
            return Ok(differs);
        }
        let near = request.head.bare_line_feed.then(|| "line ends of the head: LF instead of CR LF".to_owned());
        Ok(Outcome::Whole { length: request.length, near, meant: Bytes(request.body) })
    }

    fn differs(&self, request: &Request, context: &Context<'_>) -> Result<Option<Outcome>, Mistake> {
        let differs = |at, remark: String| Ok(Some(Outcome::Differs { at, remark: Some(remark) }));
        let target = request.target();
        if let Some(method) = self.method.as_ref().filter(|method| **method != request.method) {
            return differs(0, format!("the method is `{}`, not `{method}`", request.method));
        }
        let place = request.method.len() + 1;
        if let Some(path) = &self.path {
            let path = path.fill(context.variables)?.to_text();
            if decoded(target.path) != decoded(&path) {
                return differs(place, format!("the path is `{}`, not `{path}`", target.path));
            }
        }
        let query = form_fields(target.query.unwrap_or_default().as_bytes());
        if let Some(remark) = missing(&self.query, &query, "the query", context)? {
            return differs(place, remark);
        }
        if let Some(remark) = self.wrong_host(request, &target, context)? {
            return differs(place, remark);
        }
        if let Some((at, remark)) = Headers(&self.headers).differ(&request.head, context)? {
            return differs(at, remark);
        }
        self.wrong_body(request, context)
    }

    fn wrong_host(
        &self,
        request: &Request,
        target: &Target<'_>,
        context: &Context<'_>,
    ) -> Result<Option<String>, Mistake> {
        let Some(host) = &self.host else { return Ok(None) };
        let host = host.fill(context.variables)?.to_text();
        let header = request.head.named("host").next().map(|field| String::from_utf8_lossy(&field.value).into_owned());
        let named = header.clone().or_else(|| target.authority.map(str::to_owned));
        Ok(match named {
            _ if request.minor == 1 && header.is_none() => {
                Some("a request of HTTP/1.1 needs a header `Host` (RFC 9112, section 3.2)".to_owned())
            }
            Some(named) if !without_port(&named).eq_ignore_ascii_case(without_port(&host)) => {
                Some(format!("the host is `{named}`, not `{host}`"))
            }
            _ => None,
        })
    }

    fn wrong_body(&self, request: &Request, context: &Context<'_>) -> Result<Option<Outcome>, Mistake> {
        let place = request.head.length;
        let differs = |remark: String| Ok(Some(Outcome::Differs { at: place, remark: Some(remark) }));
        if !self.form.is_empty()
            && let Some(remark) = missing(&self.form, &form_fields(&request.body), "the form in the body", context)?
        {
            return differs(remark);
        }
        if let Some(awaited) = &self.json {
            let awaited = json::filled(awaited, context.variables)?;
            match serde_json::from_slice(&request.body) {
                Err(error) => return differs(format!("the body is no JSON (RFC 8259): {error}")),
                Ok(came) if !json::holds(&came, &awaited) => return differs(format!("the body is not {awaited}")),
                Ok(_) => {}
            }
        }
        match &self.body {
            Some(matcher) => Body { bytes: &request.body, place, what: "body" }.differs(matcher, context),
            None => Ok(None),
        }
    }

    /// What is awaited, in words.
    pub(super) fn describe(&self) -> String {
        match &self.method {
            Some(method) => format!("a request `{method}`"),
            None => "a request".to_owned(),
        }
    }
}

/// What of the awaited fields is missing or differs.
fn missing(
    awaited: &BTreeMap<String, Template>,
    came: &[(String, String)],
    place: &str,
    context: &Context<'_>,
) -> Result<Option<String>, Mistake> {
    for (name, value) in awaited {
        let value = value.fill(context.variables)?.to_text();
        match came.iter().find(|(came, _)| came == name) {
            None => return Ok(Some(format!("{place} has no `{name}`"))),
            Some((_, came)) if *came != value => {
                return Ok(Some(format!("`{name}` is `{came}` in {place}, not `{value}`")));
            }
            Some(_) => {}
        }
    }
    Ok(None)
}

/// A path with its escapes resolved.
fn decoded(path: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(path).collect()
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}
