//! Shows a [`Table`] to an instructor: a sign a pair, who got along with how many, and who breaks the rule.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::stories::{Story, stories};
use super::{Outcome, Side, Table};
use crate::run::Absence;
use crate::text::page::{FAINT, PLAIN, Page, WRONG};
use crate::text::{Medium, safe};

/// How many of those of whom the same is told are named; the rest are counted.
const NAMED: usize = 8;

/// The page of a tournament.
pub fn render(table: &Table, coloured: bool) -> String {
    let mut page = Page::new(coloured);
    page.line(PLAIN, &format!("Tournament of {}: clients in rows, servers in columns", table.exercise));
    page.line(PLAIN, "");
    page.line(FAINT, ". get along   ~ nearly   x do not   - not started   ? unsupported   ! fault");
    page.line(PLAIN, "");
    let names: Vec<String> = table.entrants.iter().map(|entrant| one_line(&entrant.name)).collect();
    matrix(&mut page, table, &names);
    page.line(PLAIN, "");
    partners(&mut page, table, &names);
    for (heading, told) in stories(table) {
        page.line(PLAIN, "");
        page.line(WRONG, heading);
        for story in &told {
            tell(&mut page, story);
        }
    }
    page.line(PLAIN, "");
    page.into_text()
}

/// The sign of an outcome.
pub fn sign(outcome: Outcome) -> char {
    match outcome {
        Outcome::Along => '.',
        Outcome::Near => '~',
        Outcome::Apart => 'x',
        Outcome::NotStarted => '-',
        Outcome::Unsupported => '?',
        Outcome::Fault => '!',
    }
}

fn matrix(page: &mut Page, table: &Table, names: &[String]) {
    let digits = names.len().to_string().len().max(2);
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let mut head = format!("{:1$}", "", digits + width + 3);
    for number in 1..=names.len() {
        let _ = write!(head, " {number:>digits$}");
    }
    page.line(FAINT, &head);
    for (client, name) in names.iter().enumerate() {
        let gap = " ".repeat(width - name.width() + 1);
        page.put(FAINT, &format!("{:>digits$}  ", client + 1)).put(PLAIN, &format!("{name}{gap}"));
        for server in 0..names.len() {
            let shown = table.meeting(client, server).map_or(' ', |meeting| sign(meeting.outcome));
            let style = if " .~".contains(shown) { PLAIN } else { WRONG };
            page.put(PLAIN, &" ".repeat(digits)).put(style, &shown.to_string());
        }
        page.trim_end();
        page.line(PLAIN, "");
    }
}

fn partners(page: &mut Page, table: &Table, names: &[String]) {
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let shown = |side: &Side, (along, of): (usize, usize)| match side.absence {
        None => format!("{along} of {of}"),
        Some(Absence::None) => "none".to_owned(),
        Some(Absence::Unusable) => "not started".to_owned(),
        Some(Absence::Faulted) => "fault".to_owned(),
        Some(Absence::Unsupported) => "unsupported".to_owned(),
    };
    page.line(FAINT, &format!("{:width$}  {:<12}server", "gets along with", "client", width = width.max(15)));
    for (entrant, name) in names.iter().enumerate() {
        let sides = &table.entrants[entrant];
        let gap = " ".repeat(width.max(15) - name.width() + 2);
        let client = shown(&sides.client, table.partners_of_client(entrant));
        let server = shown(&sides.server, table.partners_of_server(entrant));
        page.line(PLAIN, &format!("{name}{gap}{client:<12}{server}"));
    }
}

fn tell(page: &mut Page, story: &Story) {
    let mut named: Vec<String> = story.of.iter().take(NAMED).map(|who| one_line(who)).collect();
    if story.of.len() > NAMED {
        named.push(format!("{} more", story.of.len() - NAMED));
    }
    page.line(PLAIN, &format!("  {}:", named.join("; ")));
    page.line(PLAIN, &format!("      {}", one_line(&story.words)));
}

/// A stranger's text on one line of a terminal.
fn one_line(text: &str) -> String {
    safe(text, Medium::Terminal).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::super::{Entrant, Meeting, Outcome, Side, Table};
    use super::render;
    use crate::run::Absence;

    #[expect(clippy::unnecessary_wraps, reason = "not every two meet")]
    fn meeting(outcome: Outcome, told: &str) -> Option<Meeting> {
        let reason = told.split(' ').take(2).collect();
        Some(Meeting { outcome, told: told.to_owned(), reason })
    }

    fn table() -> Table {
        let entrant = |name: &str| Entrant { name: name.to_owned(), ..Entrant::default() };
        let absent = |absence| Side { absence: Some(absence), ..Side::default() };
        let (along, near) = (|| meeting(Outcome::Along, ""), || meeting(Outcome::Near, "Another case."));
        let mute = |port| meeting(Outcome::Apart, &format!("The client at port {port} \u{1b}[2Jsays nothing"));
        let lines = |second| meeting(Outcome::Apart, &format!("The server still waits at 20:10:{second}"));
        let (go, build) = (|| meeting(Outcome::Fault, "No `go` is here."), || meeting(Outcome::NotStarted, "No `;`."));
        Table {
            exercise: "greeting".to_owned(),
            entrants: vec![
                entrant("reference"),
                entrant("ada"),
                Entrant { client: absent(Absence::Unusable), ..entrant("bob\u{1b}[2J") },
                Entrant { client: absent(Absence::None), server: absent(Absence::Faulted), ..entrant("eve") },
                Entrant { client: Side { alone: Some(false), ..Side::default() }, ..entrant("zoe") },
            ],
            meetings: [
                vec![along(), along(), along(), go(), near()],
                vec![along(), along(), lines(17), go(), lines(18)],
                vec![build(), build(), build(), build(), build()],
                vec![None, None, None, None, None],
                vec![mute(61_000), mute(61_001), mute(61_002), go(), mute(61_003)],
            ]
            .concat(),
            ..Table::default()
        }
    }

    #[test]
    fn a_table_shows_every_pair_and_tells_each_reason_once() {
        assert_eq!(
            render(&table(), false),
            "\
Tournament of greeting: clients in rows, servers in columns

. get along   ~ nearly   x do not   - not started   ? unsupported   ! fault

                 1  2  3  4  5
 1  reference    .  .  .  !  ~
 2  ada          .  .  x  !  x
 3  bob\\x1b[2J   -  -  -  -  -
 4  eve
 5  zoe          x  x  x  !  x

gets along with  client      server
reference        3 of 3      1 of 2
ada              1 of 3      1 of 2
bob\\x1b[2J       not started 1 of 3
eve              none        fault
zoe              0 of 3      1 of 2

Breaks the rule, for it does not get along with the reference either, and loses checks by itself:
  zoe's client:
      The client at port 61000 \\x1b[2Jsays nothing

Neither of the two breaks a rule, and yet they do not get along:
  ada's client and bob\\x1b[2J's server; ada's client and zoe's server:
      The server still waits at 20:10:17

Not played:
  bob\\x1b[2J's client:
      No `;`.
  eve's server:
      No `go` is here.

"
        );
    }

    #[test]
    fn colours_only_when_told_and_they_change_no_word() {
        let coloured = render(&table(), true);
        assert!(coloured.contains('\u{1b}'));
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), render(&table(), false));
    }
}
