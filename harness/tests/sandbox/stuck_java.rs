//! A runtime's own threads, which wake for ever, neither hide that a Java program is stuck nor make it look stuck.

use harness::program::Toolbox;
use harness::verdict::BlockedOn;

use crate::stage::{Stage, not_tested};
use crate::stuck::stuck_in;

/// A server in one source file, which `java` runs as it is.
fn server(then: &str) -> Option<Stage> {
    Toolbox::of_this_machine().find("java")?;
    let source = format!(
        "
class Program {{
    public static void main(String[] arguments) throws Exception {{
        java.net.Socket c = new java.net.ServerSocket(4711).accept();
        {then}
    }}
}}
"
    );
    let mut stage = Stage::of("server", "java", "Program.java", &source);
    // A compiler and a program in one process, on a busy machine.
    stage.launch().limits.processor_seconds = 60;
    Some(stage.steps("[connect, send: hi, expect: answer]"))
}

#[test]
fn a_java_program_blocked_in_read_is_stuck() {
    let Some(stage) = server("while (c.getInputStream().read() >= 0) {}") else {
        return not_tested("Java: it is not here");
    };
    let blocked = stuck_in(stage);
    assert!(blocked.iter().any(|(_, on)| *on == BlockedOn::Connection("connection".to_owned())), "{blocked:?}");
}

#[test]
fn a_java_program_that_sleeps_is_not() {
    let then = "Thread.sleep(600); c.getOutputStream().write(\"answer\".getBytes());";
    let Some(stage) = server(then) else { return not_tested("Java: it is not here") };
    let told = stage.limits(|limits| limits.step_seconds = 30).play();
    assert_eq!(told.answer(), "answer");
}

#[test]
fn a_java_program_that_ends_while_a_thread_reads_the_terminal_is_not() {
    let then = "
        Thread keyboard = new Thread(() -> { try { System.in.read(); } catch (Exception e) {} });
        keyboard.setDaemon(true);
        keyboard.start();
        c.getInputStream().read();";
    let Some(stage) = server(then) else { return not_tested("Java: it is not here") };
    let steps = "[connect, send: hi, expect_exit: { code: 0 }, type: late]";
    let told = stage.steps(steps).limits(|limits| limits.step_seconds = 30).play();
    assert_eq!(told.finding(), None);
}
