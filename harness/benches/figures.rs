//! The figures the harness is held to, as ratios of things that run side by side in one run.
//!
//! `cargo bench -p harness --bench figures`, with `-- --quick` for a tenth of the work. No figure fails the run: a busy
//! machine is no defect. What cannot be measured at all does.

/// What the figures are made of.
mod figures {
    pub mod bare;
    pub mod class;
    pub mod cpu;
    pub mod leftovers;
    pub mod process;
    pub mod scale;
    pub mod sources;
    pub mod table;
    pub mod workshop;
}

use std::io;
use std::time::Instant;

use figures::leftovers::Before;
use figures::table::Table;
use figures::workshop::Workshop;
use figures::{class, cpu, process, scale};

fn main() -> io::Result<()> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let tenth = if quick { 1 } else { 10 };
    let began = Instant::now();
    process::adopt_orphans()?;
    let workshop = Workshop::open()?;
    let before = Before::now()?;
    let mut table = Table::default();

    table.note("the harness's own processor time");
    cpu::measure(&workshop, tenth * 10, &mut table)?;
    table.note("a class against a bare loop");
    let mut checks = class::against_bare_loop(&workshop, tenth * 30, &mut table)?;
    table.note("classes that hang");
    checks += class::hanging(&workshop, tenth * 3, &mut table)?;
    table.note("many submissions");
    scale::measure(&workshop, tenth * 1000, &mut table)?;
    table.note("submissions that sleep or spin");
    class::sleeping_and_spinning(&workshop, &mut table)?;
    table.note("what is left");
    before.compare(&workshop, checks, &mut table)?;
    table.print(began.elapsed())
}
