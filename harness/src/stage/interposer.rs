//! An interposer stands between the harness and a program, and spoils what the program says as broken programs do.
//!
//! An audit plays the reference solution behind it, and asks whether a check notices.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// One way to spoil what programs say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interposer {
    /// Where it stands.
    pub on: Way,
    /// What it does.
    pub operator: Operator,
}

/// Where an interposer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// On every connection with a program.
    Connections,
    /// Between the programs and their terminals.
    Terminals,
}

/// What is done to the pieces in which a program speaks. A piece is what came at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operator {
    /// The first piece is lost; at a terminal, all are.
    Drop,
    /// Each piece comes only with the one after it, the last with the end.
    Delay,
    /// Each piece comes twice.
    Duplicate,
    /// Of each piece, the first half comes.
    Truncate,
    /// The halves of each piece change places.
    Reorder,
    /// Each ASCII letter comes in the other case.
    ChangeCase,
    /// The first piece lacks its first byte that is no white space; at a terminal, each piece lacks its last one.
    CutByte,
    /// After half of the first piece, the connection ends.
    CloseEarly,
    /// The end of a connection never comes.
    NeverClose,
    /// What is said on a connection comes on another one.
    WrongClient,
}

impl Way {
    /// As it is written in a list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connections => "connections",
            Self::Terminals => "terminals",
        }
    }
}

impl Operator {
    /// As it is written in a list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Delay => "delay",
            Self::Duplicate => "duplicate",
            Self::Truncate => "truncate",
            Self::Reorder => "reorder",
            Self::ChangeCase => "change-case",
            Self::CutByte => "cut-byte",
            Self::CloseEarly => "close-early",
            Self::NeverClose => "never-close",
            Self::WrongClient => "wrong-client",
        }
    }

    /// Those that can stand on a way.
    pub fn on(way: Way) -> &'static [Self] {
        use Operator::{
            ChangeCase, CloseEarly, CutByte, Delay, Drop, Duplicate, NeverClose, Reorder, Truncate, WrongClient,
        };
        match way {
            Way::Connections => {
                &[Drop, Delay, Duplicate, Truncate, Reorder, ChangeCase, CutByte, CloseEarly, NeverClose, WrongClient]
            }
            Way::Terminals => &[Drop, Truncate, Reorder, ChangeCase, CutByte],
        }
    }
}

/// Which byte is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    First,
    Last,
}

/// A piece, and who sent it if that is not the one who was spoken to.
pub type Piece = (Vec<u8>, Option<SocketAddr>);

/// What an interposer knows of one stream of pieces.
#[derive(Debug, Default)]
pub struct Passage {
    /// Whether a piece has come.
    begun: bool,
    /// Pieces that wait for the next one.
    waiting: Vec<Piece>,
    /// Whether anything was spoiled.
    pub spoiled: bool,
}

impl Passage {
    /// What comes of these pieces on a connection. `ends` says that no more follow.
    pub fn of_connection(&mut self, operator: Operator, pieces: Vec<Piece>, ends: bool) -> Vec<Piece> {
        let mut passed = Vec::new();
        for (bytes, from) in pieces {
            let is_first = !std::mem::replace(&mut self.begun, true);
            if operator == Operator::Drop && is_first {
                self.spoiled = true;
            } else if operator == Operator::CloseEarly && is_first {
                passed.push((self.first_half(&bytes), from));
            } else if operator == Operator::Delay {
                self.spoiled = true;
                passed.append(&mut self.waiting);
                self.waiting.push((bytes, from));
            } else if operator == Operator::Duplicate {
                self.spoiled = true;
                passed.extend([(bytes.clone(), from), (bytes, from)]);
            } else {
                passed.push((self.spoil(operator, bytes, is_first.then_some(Cut::First)), from));
            }
        }
        if ends {
            passed.append(&mut self.waiting);
        }
        passed
    }

    /// What comes of a piece at a terminal.
    pub fn of_terminal(&mut self, operator: Operator, bytes: Vec<u8>) -> Vec<u8> {
        if operator == Operator::Drop {
            self.spoiled = true;
            return Vec::new();
        }
        self.spoil(operator, bytes, Some(Cut::Last))
    }

    /// One piece, spoiled by itself.
    fn spoil(&mut self, operator: Operator, mut bytes: Vec<u8>, cut: Option<Cut>) -> Vec<u8> {
        let whole = bytes.clone();
        match operator {
            Operator::Truncate => bytes = self.first_half(&whole),
            Operator::Reorder => bytes.rotate_left(whole.len() / 2),
            Operator::ChangeCase => bytes.iter_mut().for_each(|byte| {
                *byte = if byte.is_ascii_lowercase() { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() };
            }),
            Operator::CutByte => {
                let is_shown = |byte: &u8| !byte.is_ascii_whitespace();
                let at = cut.and_then(|cut| match cut {
                    Cut::First => bytes.iter().position(is_shown),
                    Cut::Last => bytes.iter().rposition(is_shown),
                });
                if let Some(at) = at {
                    bytes.remove(at);
                }
            }
            Operator::Drop
            | Operator::Delay
            | Operator::Duplicate
            | Operator::CloseEarly
            | Operator::NeverClose
            | Operator::WrongClient => {}
        }
        self.spoiled |= bytes != whole;
        bytes
    }

    fn first_half(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.spoiled = true;
        bytes[..bytes.len() / 2].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::{Operator, Passage, Way};

    fn on_connection(operator: Operator) -> String {
        let mut passage = Passage::default();
        let mut heard = Vec::new();
        for (piece, ends) in [("Heron\n", false), ("teal", false), ("", true)] {
            let pieces = if piece.is_empty() { Vec::new() } else { vec![(piece.as_bytes().to_vec(), None)] };
            let passed = passage.of_connection(operator, pieces, ends);
            heard.push(passed.iter().map(|(bytes, _)| String::from_utf8_lossy(bytes)).collect::<Vec<_>>().join("|"));
        }
        heard.join(" / ").escape_debug().to_string()
    }

    #[test]
    fn each_operator_spoils_in_its_way() {
        let table = [
            (Operator::Drop, r" / teal / "),
            (Operator::Delay, r" / Heron\n / teal"),
            (Operator::Duplicate, r"Heron\n|Heron\n / teal|teal / "),
            (Operator::Truncate, r"Her / te / "),
            (Operator::Reorder, r"on\nHer / alte / "),
            (Operator::ChangeCase, r"hERON\n / TEAL / "),
            (Operator::CutByte, r"eron\n / teal / "),
            (Operator::CloseEarly, r"Her / teal / "),
            (Operator::NeverClose, r"Heron\n / teal / "),
            (Operator::WrongClient, r"Heron\n / teal / "),
        ];
        assert_eq!(table.map(|(operator, _)| operator).as_slice(), Operator::on(Way::Connections));
        for (operator, heard) in table {
            assert_eq!(on_connection(operator), heard, "{operator:?}");
        }
    }

    #[test]
    fn what_stays_as_it_was_is_not_spoiled() {
        let mut passage = Passage::default();
        for (operator, piece) in
            [(Operator::ChangeCase, "12:30"), (Operator::Reorder, "aaaa"), (Operator::CutByte, " \n")]
        {
            assert_eq!(passage.of_terminal(operator, piece.into()), piece.as_bytes());
            assert!(!passage.spoiled, "{operator:?}");
            passage = Passage::default();
        }
        assert_eq!(passage.of_terminal(Operator::Drop, b"x".to_vec()), b"");
        assert!(passage.spoiled);
    }
}
