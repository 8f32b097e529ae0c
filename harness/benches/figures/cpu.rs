//! The harness's own processor time: that of a run, less that of the same programs started bare as often.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::bare::Bare;
use super::process;
use super::sources::NATIVE_SERVER;
use super::table::Table;
use super::workshop::{Workshop, text};

/// Plays a small native server so many times.
pub fn measure(workshop: &Workshop, times: usize, table: &mut Table) -> io::Result<()> {
    let submission = workshop.path().join("native");
    fs::create_dir(&submission)?;
    let (bare, what) = native_server(&submission)?;
    let starts = workshop.starts(&["--program", "server"], &submission)?;

    let before = process::processor_time()?;
    for _ in 0..times {
        workshop.harness(&["check", "time-echo", "--program", "server", text(&submission)?])?;
    }
    let played = process::processor_time()?;
    for _ in 0..times {
        (0..starts.servers).try_for_each(|_| bare.serve_once(&submission))?;
    }
    let bare = process::processor_time()?.saturating_sub(played);
    let played = played.saturating_sub(before);

    let stages = u32::try_from(times * (starts.checks + starts.probes)).unwrap_or(u32::MAX).max(1);
    table.add(
        "processor time a stage, the harness's own",
        per_stage(played.saturating_sub(bare), stages),
        "at most 8 ms",
    );
    table.add("processor time a stage, with the program's", per_stage(played, stages), "");
    table.remark(format!(
        "Stages: {times} runs of {} checks and {} probe of {what}. Reading the spec, copying the submission and the \
         rehearsal that finds out the level stand in the sum, not among the stages.",
        starts.checks, starts.probes
    ));
    Ok(())
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
