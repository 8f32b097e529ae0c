//! Whole classes: right ones against a bare loop, hanging ones against right ones, and the worst there is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::bare;
use super::process::Finished;
use super::sources::{CLIENT, SERVER, client_that, server_that};
use super::table::Table;
use super::workshop::Workshop;

/// A class of right submissions, all on one port, against a loop that starts the same programs as often. Tells how many checks were played.
pub fn against_bare_loop(workshop: &Workshop, count: usize, table: &mut Table) -> io::Result<usize> {
    let class = workshop.class("class", count, SERVER, CLIENT)?;
    let submissions = submissions(&class)?;
    let starts = workshop.starts(&[], &submissions[0])?;
    let bare = bare::class(&submissions, starts)?;
    let graded = workshop.grade(&class, &[])?;
    table.add(&format!("a class of {count} on one port, against a bare loop"), ratio(graded.wall, bare), "at most 1.4");
    table.remark(format!(
        "The class took {}, the bare loop {} ({} starts of servers and {} of clients a submission). {}",
        seconds(graded.wall),
        seconds(bare),
        starts.servers,
        starts.clients,
        summary(&graded)
    ));
    let mixed = workshop.class("mixed", count, SERVER, CLIENT)?;
    let (server, client) = (server_that(HANGS.1), client_that(HANGS.2));
    for submission in self::submissions(&mixed)?.iter().step_by(3) {
        fs::write(submission.join("simple_server.py"), &server)?;
        fs::write(submission.join("simple_client.py"), &client)?;
    }
    let mixed = workshop.grade(&mixed, &[])?;
    let what = format!("a class of {count}, a third of which {}, against that class", HANGS.0);
    table.add(&what, ratio(mixed.wall, graded.wall), "at most 1.3");
    table.remark(format!("With a third that {}: {}. {}", HANGS.0, seconds(mixed.wall), summary(&mixed)));
    Ok(count * starts.checks)
}

/// What the server and the client of the commonest hanging submission do.
const HANGS: (&str, &str, &str) = ("accepts and hangs", "listener.accept()", "client.recv(1)");

/// Classes that hang against one that is right. Tells how many checks the right ones played.
pub fn hanging(workshop: &Workshop, count: usize, table: &mut Table) -> io::Result<usize> {
    let right = workshop.class("right", count, SERVER, CLIENT)?;
    let starts = workshop.starts(&[], &submissions(&right)?[0])?;
    let right = workshop.grade(&right, &[])?;
    let hangs = [
        HANGS,
        (
            "reads and hangs",
            "client.recv(2048)\nclient.recv(2048)\nlistener.accept()",
            "client.sendall(b'a word')\nclient.recv(2048)\nsignal.pause()",
        ),
    ];
    for (what, server, client) in hangs {
        let class = workshop.class(&what.replace(' ', "-"), count, &server_that(server), &client_that(client))?;
        let graded = workshop.grade(&class, &[])?;
        table.add(
            &format!("a class of {count} that {what}, against a right one"),
            ratio(graded.wall, right.wall),
            "at most 2",
        );
        table.remark(format!(
            "{} that {what}: {}, {count} right ones: {}. {}",
            count,
            seconds(graded.wall),
            seconds(right.wall),
            summary(&graded)
        ));
    }
    Ok(count * starts.checks)
}

/// One submission each that sleeps for ever and that spins.
pub fn sleeping_and_spinning(workshop: &Workshop, table: &mut Table) -> io::Result<()> {
    for (what, does) in [("sleeps for ever", "time.sleep(10 ** 8)"), ("spins for ever", "while True: pass")] {
        let class = workshop.class(&what.replace(' ', "-"), 1, &server_that(does), &client_that(does))?;
        let graded = workshop.grade(&class, &[])?;
        table.add(&format!("a submission that {what}"), seconds(graded.wall), "");
        table.remark(format!("One that {what}: {}", summary(&graded)));
    }
    Ok(())
}

fn submissions(class: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders =
        fs::read_dir(class)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    folders.sort();
    Ok(folders)
}

/// What the harness says about the class as a whole.
fn summary(graded: &Finished) -> &str {
    graded.printed.lines().find(|line| line.contains("with full marks")).unwrap_or("It said nothing.")
}

fn ratio(one: Duration, other: Duration) -> String {
    format!("{:.2}", one.as_secs_f64() / other.as_secs_f64())
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
