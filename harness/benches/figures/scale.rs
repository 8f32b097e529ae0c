//! Many small submissions: what one of ten thousand costs against one of a hundred, in time and in memory.

use std::io;
use std::time::Duration;

use super::cpu;
use super::table::Table;
use super::workshop::Workshop;

/// One check, so that a class of ten thousand ends today.
const ONE_CHECK: [&str; 2] = ["--only", "appends-time"];

/// How often the small class is graded, so that it is not measured on one lucky second.
const TIMES: u32 = 5;

/// Grades a class of a hundred, and one of so many.
pub fn measure(workshop: &Workshop, many: usize, table: &mut Table) -> io::Result<()> {
    let few = 100;
    let (small, _) = cpu::native_class(workshop, "small", few)?;
    let (large, _) = cpu::native_class(workshop, "large", many)?;
    let again = [&ONE_CHECK[..], &["--regrade"]].concat();
    let (mut wall, mut memory) = (Duration::ZERO, 0);
    for _ in 0..TIMES {
        let graded = workshop.grade(&small, &again)?;
        wall += graded.wall;
        memory = graded.memory.max(memory);
    }
    let graded = workshop.grade(&large, &again)?;
    let each = |wall: Duration, count: usize| {
        wall.as_secs_f64() * 1000.0 / f64::from(u32::try_from(count).unwrap_or(u32::MAX))
    };
    let (one, other) = (each(wall / TIMES, few), each(graded.wall, many));
    table.add(
        &format!("a submission among {many}, against one among {few}"),
        format!("{:.2}", other / one),
        "at most 1.10",
    );
    table.add(
        &format!("memory with {many} submissions, against that with {few}"),
        format!("{:.2}", mebibytes(graded.memory) / mebibytes(memory)),
        "flat",
    );
    table.remark(format!(
        "A submission took {other:.1} ms among {many}, and {one:.1} ms among {few}, which were graded {TIMES} times; the harness's own \
         process held at most {:.1} MiB, and {:.1} MiB.",
        mebibytes(graded.memory),
        mebibytes(memory)
    ));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a figure with one digit")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
