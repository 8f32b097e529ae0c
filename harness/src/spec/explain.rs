//! What `harness list` and `harness explain` say about exercises.

use super::{Check, Exercise, Service, scripts};
use crate::event::Visibility;
use crate::stage::near::{Freedom, NearRule, Worth};
use crate::text::{Complaint, Located, Place, similar};

/// One line an exercise: id, points, programs, title, sheet; in columns.
pub fn list(exercises: &[Exercise]) -> String {
    let mut rows = vec![["EXERCISE", "POINTS", "PROGRAMS", "TITLE", "SHEET"].map(str::to_owned)];
    for exercise in exercises {
        let programs: Vec<&str> = exercise
            .programs
            .all()
            .filter_map(|(_, program)| program.files.first())
            .map(|name| name.as_str())
            .collect();
        rows.push([
            exercise.exercise.value.clone(),
            points(exercise.points()),
            programs.join(", "),
            exercise.title.value.clone(),
            exercise.sheet.clone(),
        ]);
    }
    columns(&rows)
}

/// An exercise: its programs and its checks.
pub fn exercise(exercise: &Exercise) -> String {
    let id = &exercise.exercise.value;
    let mut lines = vec![format!("{} ({id})", exercise.title.value), exercise.sheet.clone(), String::new()];
    lines.push("Programs".to_owned());
    for (role, program) in exercise.programs.all() {
        let names: Vec<&str> = program.files.iter().map(|name| name.as_str()).collect();
        let port = program.port.as_ref().map(|port| format!(", port {} is tried first", port.value));
        let over = if program.transport.is_tcp() { "" } else { ", over UDP" };
        lines.push(format!("  {role}: {} (or {role}.*){}{over}", names.join(", "), port.unwrap_or_default()));
        let mut services: Vec<_> = program.services.iter().collect();
        services.sort_by_key(|(_, service)| service.port.value);
        for (service, Located { value: Service { port, files }, .. }) in services {
            let names: Vec<&str> = files.iter().map(|name| name.as_str()).collect();
            let own = if names.is_empty() { String::new() } else { format!(", or by {}", names.join(", ")) };
            lines.push(format!("    {service}: at port {} or as far above it as the others{own}", port.value));
        }
    }
    lines.push(format!("\nChecks, {} points", points(exercise.points())));
    let row = |check: &Located<Check>| {
        [format!("  {}", check.id.value), worth(check), check.program.name().to_owned(), check.title.value.clone()]
    };
    let rows: Vec<[String; 4]> = exercise.checks.iter().map(row).collect();
    lines.push(columns(&rows));
    lines.push(format!("More about a check: harness explain {id}/CHECK\n"));
    lines.join("\n")
}

/// A check: its rule, its points, what it needs, what counts as near, what is drawn for it.
pub fn check(exercise: &Exercise, id: &str) -> Result<String, Complaint> {
    let Some(check) = exercise.check(id) else {
        let known = exercise.checks.iter().map(|check| check.id.value.as_str());
        let title = format!("`{}` has no check `{id}`", exercise.exercise.value);
        return Err(Complaint::new(Place::default(), title, similar::remedy(id, known)));
    };
    let mut lines = vec![format!("{}/{id}: {}\n", exercise.exercise.value, check.title.value)];
    lines.push(format!("Program  {}", check.program.name()));
    lines.extend(check.service.as_ref().map(|service| format!("Service  {}", service.value)));
    lines.push(format!("Points   {}", worth(check)));
    lines.push(format!("Rule     {}", check.because.trim_end()));
    lines.push(format!("Hint     {}", check.hint.trim_end()));
    if !check.needs.is_empty() {
        let needs: Vec<&str> = check.needs.iter().map(|id| id.as_str()).collect();
        lines.push(format!("Needs    {}", needs.join(", ")));
    }
    lines.extend(check.taken_from.as_ref().map(|from| format!("From     {from}")));
    let seen = match check.visibility {
        Visibility::Visible => None,
        Visibility::Hidden => Some("never by the student"),
        Visibility::AfterDue => Some("by the student once the exercise is due"),
        Visibility::AfterPublished => Some("by the student once grades are published"),
    };
    lines.extend(seen.map(|seen| format!("Seen     {seen}")));
    let near = check.near.clone().or_else(|| exercise.near.clone()).unwrap_or_default();
    lines.push(format!("Near     {}", near_in_words(&near)));
    lines.extend(
        scripts::of(&check.steps).iter().map(|file| format!("Script   {file}, the author's own, judges by its exit")),
    );
    let files = exercise.files.keys().chain(check.files.keys());
    lines.extend(files.map(|path| format!("Places   {path} in the program's folder")));
    lines.extend(check.draw.iter().map(|(name, draw)| format!("Draws    {name}: {}", draw.words())));
    Ok(lines.join("\n") + "\n")
}

fn near_in_words(near: &NearRule) -> String {
    let freedoms: Vec<&str> = near
        .may_differ_in
        .iter()
        .map(|freedom| match freedom {
            Freedom::Case => "letter case",
            Freedom::Space => "space around the text",
            Freedom::Closing => "a closing sign",
            Freedom::Words => "words around an inserted value",
        })
        .collect();
    let worth = match near.worth {
        Worth::Full => "all points",
        Worth::Half => "half of the points",
        Worth::Nothing => "nothing",
    };
    if freedoms.is_empty() {
        return "no answer is near: it is right or wrong".to_owned();
    }
    format!("an answer that differs only in {} earns {worth}", freedoms.join(", "))
}

fn worth(check: &Check) -> String {
    let bonus = if check.bonus { " bonus" } else { "" };
    format!("{}{bonus}", check.points.value)
}

fn points((counted, bonus): (f64, f64)) -> String {
    if bonus > 0.0 { format!("{counted} + {bonus} bonus") } else { counted.to_string() }
}

/// Rows with each column as wide as its widest entry.
fn columns<const WIDTH: usize>(rows: &[[String; WIDTH]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..WIDTH).map(width).collect();
    let line = |row: &[String; WIDTH]| {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}", width = *width)).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{check, exercise, list};
    use crate::spec::library::find;

    #[test]
    fn exercises_are_listed_and_explained() {
        let time_echo = find("time-echo").expect("it is there").load().expect("it is sound");
        assert_eq!(
            list(std::slice::from_ref(&time_echo)),
            "\
EXERCISE   POINTS  PROGRAMS                          TITLE               SHEET
time-echo  20      simple_server.*, simple_client.*  Echo with the time  Internet Protocols, Problem 1
"
        );
        assert_eq!(
            exercise(&time_echo),
            "\
Echo with the time (time-echo)
Internet Protocols, Problem 1

Programs
  server: simple_server.* (or server.*), port 33498 is tried first
  client: simple_client.* (or client.*)

Checks, 20 points
  appends-time   4  server  The server sends a block back with the current time after it
  every-block    3  server  The server answers every block of a connection as it comes
  clock-moves    2  server  The server reads the clock for each block anew
  large-block    2  server  The server sends a message of 2048 bytes back whole
  ends-at-eof    2  server  The server ends the connection once the client has no more data
  sends-message  2  client  The client connects and sends a message
  prints-reply   2  client  The client prints what the server answered
  closes         1  client  The client closes the connection when it is done
  own-pair       2  both    The client and the server of the submission work together

More about a check: harness explain time-echo/CHECK
"
        );
        assert_eq!(check(&time_echo, "closes"), Ok("\
time-echo/closes: The client closes the connection when it is done

Program  client
Points   1
Rule     The sheet's section on the client ends by closing the socket; a server learns from that that no more data comes.
Hint     What does the client do once the reply is printed and there is nothing more to send?
Needs    sends-message
Near     an answer that differs only in letter case, space around the text, a closing sign, words around an inserted value earns all points
Draws    reading: a clock reading that is not the current time
".to_owned()));
        let complaint = check(&time_echo, "close").expect_err("there is none");
        assert_eq!(
            (complaint.title.as_str(), complaint.remedy.as_str()),
            ("`time-echo` has no check `close`", "Did you mean `closes`?")
        );
    }
}
