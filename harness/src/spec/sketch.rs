//! The beginning of a spec, to be gone on with by hand: from a template, or from a conversation that was recorded.

use std::fmt::Write as _;

use crate::event::{Channel, CheckFacts, Event, EventKind, Speaker};
use crate::text::Bytes;

/// A spec with one check of a server that answers, explained line by line.
pub fn template(id: &str) -> String {
    let title = titled(id);
    let file = id.replace('-', "_");
    format!(
        "\
# {title}. `harness lint {id}.yaml` finds mistakes, `harness check {id}.yaml DIR` plays it.
format: 1
exercise: {id}
title: {title}
sheet: \"The sheet, and the exercise's number in it\"

programs:
  server:
    files: [{file}_server.*] # `server.*` is always looked for, too
    port: 12345 # the sheet's; a program that listens elsewhere is found as well

# Drawn anew for every check, so that no program can know it.
draw:
  message: word

checks:
  - id: answers
    title: The server answers
    program: server
    points: 2
    because: \"The rule, and where the sheet states it.\"
    hint: One question that leads to the mistake.
    steps:
      - connect
      - send: \"{{message}}\"
      - expect: \"{{message}}\"

  - id: ends
    title: The server ends the connection when the client does
    program: server
    points: 1
    needs: [answers] # else this is skipped, and its points are lost
    because: \"The rule, and where the sheet states it.\"
    hint: What does recv return when the other side has ended?
    steps:
      - connect
      - send: \"{{message}}\"
      - expect: \"{{message}}\"
      - shut_down
      - expect_close
"
    )
}

/// A spec whose checks say what was said in a recorded run; nothing where no check of it had a conversation.
pub fn of_record(id: &str, events: &[Event]) -> Option<String> {
    let EventKind::RunStarted(started) = &events.first()?.kind else { return None };
    let checks: Vec<String> = started
        .checks
        .iter()
        .enumerate()
        .filter_map(|(index, facts)| {
            let own: Vec<&EventKind> =
                events.iter().filter(|event| event.check == Some(index)).map(|event| &event.kind).collect();
            check(facts, &own)
        })
        .collect();
    if checks.is_empty() {
        return None;
    }
    let mut spec = format!(
        "# From a recorded run. What was said stands here word for word: draw what may vary, and say what is free.\n\
         format: 1\nexercise: {id}\ntitle: {}\nsheet: \"The sheet, and the exercise's number in it\"\n\nprograms:\n",
        titled(id)
    );
    for role in ["server", "client"] {
        if started.checks.iter().any(|facts| facts.program == role) {
            // Writing to a String cannot fail.
            let _ = writeln!(spec, "  {role}:\n    files: [{}_{role}.*]", id.replace('-', "_"));
            if let Some(port) = port(role, events) {
                let _ = writeln!(spec, "    port: {port}");
            }
        }
    }
    let _ = write!(spec, "\nchecks:\n{}", checks.join("\n"));
    Some(spec)
}

/// Where the server of the run listened, or the client dialled.
fn port(role: &str, events: &[Event]) -> Option<u16> {
    events.iter().find_map(|event| {
        if let EventKind::Listened { role: of, address, .. } | EventKind::Dialled { role: of, address, .. } =
            &event.kind
        {
            (of == role).then(|| address.port())
        } else {
            None
        }
    })
}

fn check(facts: &CheckFacts, own: &[&EventKind]) -> Option<String> {
    if !["server", "client"].contains(&facts.program.as_str()) {
        return None;
    }
    let steps = steps(&facts.program, own);
    (steps.len() > 1).then(|| {
        format!(
            "  - id: {}\n    title: {}\n    program: {}\n    points: 1\n    because: \"The rule, and where the sheet states it.\"\n    \
             hint: One question that leads to the mistake.\n    steps:\n{}",
            facts.id,
            quoted(&facts.title),
            facts.program,
            steps.iter().map(|step| line(step)).collect::<String>()
        )
    })
}

/// A step, or a remark beside the steps.
fn line(step: &str) -> String {
    if step.starts_with('#') { format!("      {step}\n") } else { format!("      - {step}\n") }
}

/// The conversation as steps; what one side says in pieces is one step.
fn steps(role: &str, own: &[&EventKind]) -> Vec<String> {
    let mut steps = Vec::new();
    let mut said: Option<(&'static str, Vec<u8>)> = None;
    for kind in own {
        let next = if let EventKind::Passed { by, on, bytes, omitted: 0 } = kind {
            speech(by, on).map(|step| (step, bytes))
        } else {
            None
        };
        match (&mut said, next) {
            (Some((step, all)), Some((next, bytes))) if *step == next => all.extend_from_slice(&bytes.0),
            (_, Some((next, bytes))) => {
                steps.extend(said.take().map(|(step, bytes)| spoken(role, step, &bytes)));
                said = Some((next, bytes.0.clone()));
            }
            (_, None) => {
                if let Some(step) = other(role, kind) {
                    steps.extend(said.take().map(|(step, bytes)| spoken(role, step, &bytes)));
                    steps.push(step.to_owned());
                }
            }
        }
    }
    steps.extend(said.take().map(|(step, bytes)| spoken(role, step, &bytes)));
    steps
}

fn speech(by: &Speaker, on: &Channel) -> Option<&'static str> {
    match (by, on) {
        (Speaker::Harness, Channel::Connection(_)) => Some("send"),
        (Speaker::Program(_), Channel::Connection(_)) => Some("expect"),
        (Speaker::Harness, Channel::Terminal(_)) => Some("type"),
        (Speaker::Program(_), Channel::Terminal(_)) => Some("expect_output"),
        (_, Channel::StandardError(_) | Channel::Wire) => None,
    }
}

fn other(role: &str, kind: &EventKind) -> Option<&'static str> {
    if let EventKind::Connected { .. } = kind {
        Some(if role == "server" { "connect" } else { "accept" })
    } else if let EventKind::Closed { by: Speaker::Harness, .. } = kind {
        Some("shut_down")
    } else if let EventKind::Closed { by: Speaker::Program(_), .. } = kind {
        Some("expect_close")
    } else {
        None
    }
}

fn spoken(role: &str, step: &str, bytes: &[u8]) -> String {
    let coded = || quoted(&Bytes(bytes.to_vec()).to_coded());
    match (step, std::str::from_utf8(bytes)) {
        // What a server prints is seldom anybody's affair.
        ("expect_output", Ok(_)) if role == "server" => format!("# It printed {}", coded()),
        // The step types a line.
        ("type", Ok(text)) => format!("type: {}", template_of(text.trim_end_matches('\n'))),
        ("expect_output", Ok(text)) => format!("expect_output: {{ contains: {} }}", template_of(text.trim())),
        ("expect_output" | "type", Err(_)) => format!("# {step}: {}", coded()),
        (_, Ok(text)) => format!("{step}: {}", template_of(text)),
        (_, Err(_)) => {
            let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{step}: {{ bytes: {{ hex: \"{}\" }} }}", hex.join(" "))
        }
    }
}

/// A text in which braces stand for themselves.
fn template_of(text: &str) -> String {
    quoted(&text.replace('{', "{{").replace('}', "}}"))
}

/// A text as YAML quotes it: as JSON does.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn titled(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{of_record, template};
    use crate::event::Event;
    use crate::spec::library::Source;

    fn mistakes(text: &str) -> Vec<String> {
        let source = Source { name: "x.yaml".to_owned(), text: text.to_owned(), folder: None };
        source.load().err().unwrap_or_default().into_iter().map(|complaint| complaint.title).collect()
    }

    #[test]
    fn the_template_has_no_mistake() {
        assert_eq!(mistakes(&template("guess-a-number")), Vec::<String>::new());
    }

    #[test]
    fn a_conversation_becomes_steps() {
        let lines = [
            r#"{"at":0,"check":null,"kind":{"run_started":{"version":1,"harness":"x","exercise":"e","title":"E","sheet":"","submission":"ada","seed":7,"isolation":"full","started":"","checks":[{"id":"greets","title":"The server greets","program":"server","points":1,"near_points":1,"bonus":false,"because":"","hint":"","visibility":"visible","line":1}]}}}"#,
            r#"{"at":1,"check":0,"kind":{"listened":{"role":"server","address":"127.0.0.1:7777"}}}"#,
            r#"{"at":2,"check":0,"kind":{"connected":{"connection":"c","program":"127.0.0.1:7777","harness":"127.0.0.1:60000"}}}"#,
            r#"{"at":3,"check":0,"kind":{"passed":{"by":"harness","on":{"connection":"c"},"bytes":"he{n}\n","omitted":0}}}"#,
            r#"{"at":4,"check":0,"kind":{"passed":{"by":{"program":"server"},"on":{"connection":"c"},"bytes":"\\xff","omitted":0}}}"#,
            r#"{"at":5,"check":0,"kind":{"passed":{"by":{"program":"server"},"on":{"connection":"c"},"bytes":"a","omitted":0}}}"#,
            r#"{"at":6,"check":0,"kind":{"closed":{"by":{"program":"server"},"connection":"c","reset":false}}}"#,
        ];
        let events: Vec<Event> = lines.iter().map(|line| serde_json::from_str(line).expect("an event")).collect();
        let spec = of_record("say-hello", &events).expect("a spec");
        assert!(
            spec.ends_with(
                "  server:\n    files: [say_hello_server.*]\n    port: 7777\n\nchecks:\n  - id: greets\n    title: \"The server greets\"\n    \
                 program: server\n    points: 1\n    because: \"The rule, and where the sheet states it.\"\n    \
                 hint: One question that leads to the mistake.\n    steps:\n      - connect\n      - send: \"he{{n}}\\n\"\n      \
                 - expect: { bytes: { hex: \"ff 61\" } }\n      - expect_close\n"
            ),
            "{spec}"
        );
        assert_eq!(mistakes(&spec), Vec::<String>::new());
        assert_eq!(of_record("say-hello", &events[..2]), None, "nothing was said");
    }
}
