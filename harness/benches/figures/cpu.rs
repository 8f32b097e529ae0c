//! The harness's own processor time: that of grading a class of tiny programs, less that of the same programs started bare.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::bare::Bare;
use super::process;
use super::sources::NATIVE_SERVER;
use super::table::Table;
use super::workshop::{Workshop, text};

/// Grades so many copies of a small native server.
pub fn measure(workshop: &Workshop, count: usize, table: &mut Table) -> io::Result<()> {
    let (class, first) = native_class(workshop, "native", count)?;
    let (bare, what) = native_server(&first)?;
    let starts = workshop.starts(&["--program", "server"], &first)?;

    let before = process::processor_time()?;
    workshop.grade(&class, &["--program", "server"])?;
    let played = process::processor_time()?;
    (0..count * starts.servers).try_for_each(|_| bare.serve_once(&first))?;
    let bare = process::processor_time()?.saturating_sub(played);
    let played = played.saturating_sub(before);

    let times = |each: usize| u32::try_from(count * each).unwrap_or(u32::MAX).max(1);
    let stages = times(starts.checks + starts.probes);
    let own = played.saturating_sub(bare);
    table.add("processor time a stage, the harness's own", per_stage(own, stages), "at most 8 ms");
    table.add("processor time a stage, with the program's", per_stage(played, stages), "");
    table.add("processor time a check, its share of probes in it", per_stage(own, times(starts.checks)), "");
    table.remark(format!(
        "{count} submissions of {what}: {} checks and {} probe each. Reading the spec, copying the submissions and the \
         rehearsal that finds out the level stand in the sum, not among the stages.",
        starts.checks, starts.probes
    ));
    Ok(())
}

/// A class of so many copies of a small native server, and the first of them.
pub fn native_class(workshop: &Workshop, name: &str, count: usize) -> io::Result<(PathBuf, PathBuf)> {
    let class = workshop.path().join(name);
    let first = class.join("student-00001");
    fs::create_dir_all(&first)?;
    native_server(&first)?;
    for number in 2..=count {
        let submission = class.join(format!("student-{number:05}"));
        fs::create_dir(&submission)?;
        fs::copy(first.join("simple_server"), submission.join("simple_server"))?;
    }
    Ok((class, first))
}

fn per_stage(time: Duration, stages: u32) -> String {
    format!("{:.1} ms", (time / stages).as_secs_f64() * 1000.0)
}

/// Puts a native server into a submission; how it is started bare, and what it is.
fn native_server(submission: &Path) -> io::Result<(Bare, &'static str)> {
    let program = submission.join("simple_server");
    let source = submission.with_extension("c");
    fs::write(&source, NATIVE_SERVER)?;
    let path = "/usr/bin:/bin".to_owned();
    let command = text(&program)?.to_owned();
    if process::compile("gcc", &source, &program) {
        return Ok((Bare { command: vec![command], path }, "a server in C"));
    }
    // Beside the harness, where cargo has put it if it was built.
    let reference = PathBuf::from(env!("CARGO_BIN_EXE_harness")).with_file_name("time_echo_server");
    fs::copy(&reference, &program).map_err(|error| {
        io::Error::other(format!("without gcc this needs the reference programs (`cargo build --release`): {error}"))
    })?;
    Ok((Bare { command: vec![command, "{port}".to_owned()], path }, "the reference server"))
}
