//! What is wrong with what a step awaits of a request or a response.

use std::collections::BTreeMap;

use super::Lint;
use crate::stage::matcher::{RequestRule, ResponseRule};
use crate::stage::template::Template;
use crate::text::Place;

impl Lint<'_> {
    /// Its status can be met, its templates can be filled.
    pub(crate) fn response(&mut self, place: Place, rule: &ResponseRule) {
        if let Some(status) = rule.status.as_ref().filter(|status| !status.is_sound()) {
            let at = self.find(place, &status.0);
            let title = format!("`{}` is no status", status.0);
            self.complain(at, title, "Write three digits, or `x` for any digit but the first: `404`, `2xx`.");
        }
        if let Some(says) = &rule.says {
            self.template(place, says);
        }
        self.headers(place, &rule.headers);
        if let Some(body) = &rule.body {
            self.matcher(place, body);
        }
    }

    /// Its templates can be filled.
    pub(crate) fn request(&mut self, place: Place, rule: &RequestRule) {
        for text in rule.path.iter().chain(&rule.host) {
            self.template(place, text);
        }
        for text in rule.query.values().chain(rule.form.values()) {
            self.template(place, text);
        }
        if let Some(path) = rule.path.as_ref().filter(|path| !path.0.starts_with(['/', '{', '*'])) {
            let at = self.find(place, &path.0);
            self.complain(at, "a path begins with `/`", format!("Write `path: /{}`.", path.0));
        }
        self.headers(place, &rule.headers);
        if let Some(json) = &rule.json {
            self.json(place, json);
        }
        if let Some(body) = &rule.body {
            self.matcher(place, body);
        }
    }

    /// A request was taken.
    pub(crate) fn asks(&mut self) {
        self.reach.asked = true;
    }

    /// A service answers a request that was taken before.
    pub(crate) fn answers(&mut self, place: Place) {
        if !self.reach.asked {
            let at = self.find(place, "like");
            self.complain(
                at,
                "a service answers a request, and none was taken yet",
                "Put `- expect_request` before this step.",
            );
        }
    }

    /// A version of HTTP that is written in text.
    pub(crate) fn version(&mut self, place: Place, version: Option<&str>) {
        if let Some(version) = version.filter(|version| !["1.0", "1.1"].contains(version)) {
            let at = self.find(place, version);
            self.complain(
                at,
                format!("`{version}` is no version of HTTP here"),
                "Write `version: \"1.0\"` or `\"1.1\"`.",
            );
        }
    }

    /// Names of header lines are tokens, their values can be filled.
    pub(crate) fn headers(&mut self, place: Place, headers: &BTreeMap<String, Template>) {
        for (name, value) in headers {
            if name.is_empty()
                || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
            {
                let at = self.find(place, name);
                let title = format!("`{name}` is no name of a header");
                self.complain(at, title, "Letters, digits and `-`, without the colon (RFC 9110, section 5.1).");
            }
            self.template(place, value);
        }
    }

    /// Every text in it can be filled.
    pub(crate) fn json(&mut self, place: Place, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => self.template(place, &Template(text.clone())),
            serde_json::Value::Array(values) => values.iter().for_each(|value| self.json(place, value)),
            serde_json::Value::Object(fields) => fields.values().for_each(|value| self.json(place, value)),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
        }
    }
}
