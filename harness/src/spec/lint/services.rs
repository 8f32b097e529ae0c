//! What is wrong with the services of a server, and with what checks say about them.

use std::collections::BTreeMap;

use super::File;
use super::programs::names_of_files;
use crate::spec::{Cast, Check, Exercise};
use crate::text::{Located, similar};

pub(super) fn lint(exercise: &Exercise, taken: &[Located<Check>], file: &mut File<'_>) {
    if let Some((_, service)) = exercise.programs.client.as_ref().and_then(|client| client.services.first_key_value()) {
        file.complain(service.place, "a client offers no services", "Put `services` below the server.");
    }
    let mut ports: BTreeMap<u16, &str> = BTreeMap::new();
    for (name, service) in exercise.programs.services() {
        let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || !name.bytes().all(sound) {
            let title = format!("`{name}` cannot be the name of a service");
            file.complain(service.place, title, "Use small letters, digits and `-`.");
        }
        let port = &service.port;
        if port.value == 0 {
            file.complain(port.place, "no program can listen on port 0", "Give the port of the exercise's table.");
        }
        if let Some(other) = ports.insert(port.value, name) {
            let title = format!("`{other}` and `{name}` have the same port");
            file.complain(port.place, title, "Give each a port of its own.");
        }
        names_of_files(&service.files, file);
    }
    let server = exercise.programs.server.as_ref();
    if let Some(probe) = server.and_then(|server| server.line_end_probe.as_ref())
        && !ports.is_empty()
    {
        let remedy = "Leave `line_end_probe` out, and let the checks send whole lines.";
        file.complain(probe.place, "it is open which of the services would answer this message", remedy);
    }
    for check in exercise.checks.iter().chain(taken) {
        of_check(exercise, check, file);
    }
}

fn of_check(exercise: &Exercise, check: &Located<Check>, file: &mut File<'_>) {
    let known: Vec<&str> = exercise.programs.services().map(|(name, _)| name.as_str()).collect();
    // The place of a check that was taken over is in another file.
    let is_taken = check.taken_from.is_some();
    match (&check.service, check.program.value) {
        (Some(service), _) if is_taken && !known.contains(&service.as_str()) => {
            let title = format!("`{}`, which is taken over, is about a service `{}`", check.id.value, service.value);
            let place = file.find(0..file.source.len(), "include:");
            file.complain(place, title, "Add that service below the server.");
        }
        (Some(service), Cast::Client | Cast::Both) => {
            let title = "a service is what a server offers to the harness";
            file.complain(service.place, title, "Say `program: server`, or leave `service` out.");
        }
        (Some(service), Cast::Server) if known.is_empty() => {
            let remedy =
                format!("Add `services: {{ {}: {{ port: 7 }} }}` below the server, or leave this out.", service.value);
            file.complain(service.place, "the server of this exercise offers no services", remedy);
        }
        (Some(service), Cast::Server) if !known.contains(&service.as_str()) => {
            let title = format!("the server has no service `{}`", service.value);
            file.complain(service.place, title, similar::remedy(service, known.iter().copied()));
        }
        (None, Cast::Server) if !known.is_empty() && !is_taken => {
            let remedy = format!("Add `service: {}`, or which one it is.", known[0]);
            file.complain(check.program.place, "it is open which of the server's services this check is about", remedy);
        }
        (None | Some(_), _) => {}
    }
}
