//! The steps of a check: one kind a file, with its data, its action and its lint together; the list is here.

mod accept;
pub mod act;
mod connect;
mod connect_after;
mod expect;
mod expect_dial;
mod expect_end;
mod expect_http;
mod expect_listen;
mod expect_output;
mod expect_page;
mod expect_ports;
mod expect_wire;
mod habit;
mod hang_up;
pub mod lint;
mod port;
mod process;
mod ready;
mod request;
mod respond;
mod script;
mod seen;
mod send;
mod shape;
mod type_line;
mod wait_until;
mod written;

use serde::{Deserialize, Serialize};

pub use accept::Accept;
pub use act::{Halted, play};
pub use connect::Connect;
pub use expect::Expect;
pub use expect_dial::ExpectDial;
pub use expect_end::{Before, ExpectClose, ExpectExit};
pub use expect_listen::ExpectListen;
pub use expect_output::ExpectOutput;
pub use expect_page::ExpectPage;
pub use expect_ports::ExpectPorts;
pub use expect_wire::{ExpectWire, ExpectWireClose};
pub use habit::{ByHabit, Habit};
pub use hang_up::OnConnection;
pub use port::Port;
pub use process::{Signal, SignalName, Start};
pub use ready::{await_ready, await_server, not_ready};
pub use request::Request;
pub use respond::{Framing, Respond};
pub use script::Script;
pub use seen::Seen;
pub use send::{Send, send_bytes};
pub use shape::{ForEach, Repeat, Until};
pub use type_line::Type;
pub use wait_until::WaitUntil;

use crate::stage::matcher::{RequestRule, ResponseRule};
use crate::stage::{Halt, Scene};
use crate::text::Located;

/// Connects to the server, as the step `connect` without more does.
pub fn connect(scene: &mut Scene) -> Result<(), Halt> {
    Connect::default().act(scene)
}

/// The steps of a check, each with its place in the spec.
pub type Steps = Vec<Located<Step>>;

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", remote = "Self")]
pub enum Step {
    /// Connects to the server.
    Connect(Option<Connect>),
    /// Takes the next connection that the client has dialled.
    Accept(Option<Accept>),
    /// Sends bytes on a connection.
    Send(Send),
    /// Sends a request of HTTP.
    Request(Request),
    /// Sends a response of HTTP.
    Respond(Respond),
    /// Types at a program's terminal.
    Type(Type),
    /// Closes the sending side of a connection, so that the program reads the end of data.
    ShutDown(Option<OnConnection>),
    /// Closes a connection.
    Close(Option<OnConnection>),
    /// Cuts a connection with a reset.
    Reset(Option<OnConnection>),
    /// Sends a signal to a program.
    Signal(Signal),
    /// Starts a program that was not started with the check.
    Start(Start),
    /// Runs a script of the author's, whose exit judges.
    Script(Script),
    /// Waits for the clock, or until every program waits for somebody else.
    WaitUntil(WaitUntil),
    /// Something comes on a connection.
    Expect(Expect),
    /// A request of HTTP comes on a connection.
    ExpectRequest(RequestRule),
    /// A response of HTTP comes on a connection.
    ExpectResponse(ResponseRule),
    /// The program closes a connection.
    ExpectClose(Option<ExpectClose>),
    /// Nothing comes on a connection.
    ExpectQuiet(Option<OnConnection>),
    /// Something is printed on a program's terminal.
    ExpectOutput(ExpectOutput),
    /// A program ends.
    ExpectExit(Option<ExpectExit>),
    /// A program dials.
    ExpectDial(Option<ExpectDial>),
    /// A program listens.
    ExpectListen(Option<ExpectListen>),
    /// A program ends after it has printed which ports are open.
    ExpectPorts(ExpectPorts),
    /// A browser shows a page of the server.
    ExpectPage(ExpectPage),
    /// One program of the submission says something to the other.
    ExpectWire(ExpectWire),
    /// The two programs of the submission end their connection.
    ExpectWireClose(Option<ExpectWireClose>),
    /// Plays steps over and over.
    Repeat(Repeat),
    /// Plays steps for each of several connections.
    ForEach(ForEach),
    /// Plays branches at the same time.
    Together(Vec<Steps>),
    /// Plays the first alternative that the program takes part in.
    Either(Vec<Steps>),
    /// Plays the steps for the way in which the program does something.
    ByHabit(ByHabit),
}

#[cfg(test)]
mod tests {
    use super::{Repeat, Step, Steps};

    const YAML: &str = "
- connect
- connect: { as: c, count: 8 }
- send: hello
- send: { pick: [rock, paper], save: move }
- repeat:
    at_most: 200
    until: { reply: you win }
    steps:
      - expect: { one_of: [you win, draw], save: reply }
- expect: { interleaved: { text: '{move}', clock: '%H' } }
- expect: { not: { contains: x } }
- expect_close
- wait_until: next_second
- together: [[connect], [reset]]
";

    #[test]
    fn steps_survive_the_way_to_the_stage_with_their_lines() {
        let steps: Steps = serde_yaml::from_str(YAML).expect("sound steps");
        let json = serde_json::to_string(&steps).expect("JSON");
        let back: Steps = serde_json::from_str(&json).expect("the same JSON");
        let lines = |steps: &Steps| steps.iter().map(|step| step.place.line).collect::<Vec<_>>();
        assert_eq!(lines(&back), [2, 3, 4, 5, 6, 11, 12, 13, 14, 15]);
        assert_eq!(lines(&back), lines(&steps));
        for (sent, written) in back.iter().zip(&steps) {
            match (&sent.value, &written.value) {
                // Steps within steps differ in their offsets, which no stage needs.
                (Step::Repeat(Repeat { steps: sent, .. }), Step::Repeat(Repeat { steps: written, .. })) => {
                    assert_eq!((&sent[0].value, sent[0].place.line), (&written[0].value, written[0].place.line));
                }
                (Step::Together(sent), Step::Together(written)) => assert_eq!(sent[1][0].value, written[1][0].value),
                (sent, written) => assert_eq!(sent, written),
            }
        }
    }

    #[test]
    fn a_mistake_is_told_where_it_stands() {
        for (written, told) in [
            (
                "- send: { txt: a }",
                "unknown field `txt`, expected one of on, text, bytes, pick, as_long_as, save, encoding, in_pieces, bare at line 1, column 11",
            ),
            ("- connect: { as: [1] }", "expected string scalar at line 1, column 18"),
            ("- repeat:\n    steps:\n      - send", "`send` says too little: write `send: …` at line 3, column 9"),
            (
                "- send: a\n  expect: b",
                "`expect` belongs to the step above it (indent it further) or is a step of its own (give it a `-`) at line 1, column 3",
            ),
            ("- wait_until: noon", "unknown variant `noon`, expected one of next_second, settled at line 1, column 15"),
        ] {
            let error = serde_yaml::from_str::<Steps>(written).expect_err(written);
            assert_eq!(error.without_snippet().to_string(), told);
        }
    }
}
