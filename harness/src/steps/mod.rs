//! The steps of a check: one kind a file, with its data, its action and its lint together; the list is here.

mod accept;
mod connect;
mod expect;
mod expect_dial;
mod expect_end;
mod expect_output;
mod expect_wire;
mod hang_up;
pub mod lint;
mod process;
mod send;
mod shape;
mod type_line;
mod wait_until;
mod written;

use serde::{Deserialize, Serialize};

pub use accept::Accept;
pub use connect::Connect;
pub use expect::Expect;
pub use expect_dial::ExpectDial;
pub use expect_end::{Before, ExpectClose, ExpectExit};
pub use expect_output::ExpectOutput;
pub use expect_wire::{ExpectWire, ExpectWireClose};
pub use hang_up::OnConnection;
pub use process::{Signal, SignalName, Start};
pub use send::Send;
pub use shape::{ForEach, Repeat, Until};
pub use type_line::Type;
pub use wait_until::WaitUntil;

use crate::text::Located;

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
    /// Waits for the clock.
    WaitUntil(WaitUntil),
    /// Something comes on a connection.
    Expect(Expect),
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
}

#[cfg(test)]
mod tests {
    use super::Steps;

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
- expect: { interleaved: { text: '{m}', clock: '%H' } }
- expect_close
- wait_until: next_second
";

    #[test]
    fn steps_survive_the_way_to_the_stage() {
        let steps: Steps = serde_yaml::from_str(YAML).unwrap();
        let json = serde_json::to_string(&steps).unwrap();
        let back: Steps = serde_json::from_str(&json).unwrap();
        assert_eq!(format!("{back:?}").len() > 10, true);
        assert_eq!(back[3].value, steps[3].value);
        assert_eq!(back[4].place.line, 6);
        println!("{:#?}", steps[4]);
        for bad in [
            "- send: { txt: a }",
            "- connect: { as: [1] }",
            "- exspect: a",
            "- repeat:\n    steps:\n      - sned: a",
            "- conect",
            "- send",
            "- send: a\n  expect: b",
            "- expect: { txt: a, on: c }",
        ] {
            println!("{}", serde_yaml::from_str::<Steps>(bad).unwrap_err());
        }
    }
}
