//! Types at a program's terminal when the program asks for input.

use std::io;

use regex::RegexBuilder;

use super::template::{Template, Variables};
use crate::program::InputLine;
use crate::program::terminal::Terminal;
use crate::text::Bytes;

/// Answers prompts with the lines that the spec gives.
pub struct Typist {
    /// What each line answers, as a pattern, and the line.
    lines: Vec<(Option<String>, Vec<u8>)>,
    next: usize,
    /// The end of what was printed: the prompt stands in it.
    heard: Vec<u8>,
    ended: bool,
    /// What a step wants typed next.
    handed: Option<Typed>,
    /// How often the program had had a processor when something was last typed.
    typed_at: Option<u64>,
}

/// What is typed next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A line.
    Line(Vec<u8>),
    /// The end of input.
    End,
}

impl Typed {
    /// Types it; returns what a person would see typed.
    pub fn type_at(&self, terminal: &Terminal) -> io::Result<Bytes> {
        match self {
            Self::Line(line) => {
                terminal.type_line(line)?;
                Ok(Bytes([line.as_slice(), b"\n"].concat()))
            }
            Self::End => {
                terminal.end_input()?;
                Ok(Bytes::default())
            }
        }
    }
}

/// How much of the output may belong to a prompt.
const PROMPT: usize = 400;

impl Typist {
    /// A typist who knows these lines, the holes of which are filled from `variables`.
    pub fn new(lines: &[InputLine], variables: &Variables) -> Self {
        let lines = lines
            .iter()
            .map(|line| {
                let text = Template(line.line.clone())
                    .fill(variables)
                    .map_or_else(|_| line.line.clone().into_bytes(), |text| text.0);
                (line.asks.clone(), text)
            })
            .collect();
        Self { lines, next: 0, heard: Vec::new(), ended: false, handed: None, typed_at: None }
    }

    /// A typist who answers the prompts that are known, and types nothing else but what steps hand over.
    pub fn for_steps(lines: &[InputLine], variables: &Variables) -> Self {
        let mut typist = Self::new(lines, variables);
        typist.lines.retain(|(asks, _)| asks.is_some());
        typist.without_end()
    }

    /// The same typist, who never ends the input.
    pub fn without_end(mut self) -> Self {
        self.ended = true;
        self
    }

    /// Hands over what is to be typed when the program next waits for input.
    pub fn hand(&mut self, typed: Typed) {
        self.handed = Some(typed);
    }

    /// Whether something that was handed over is still to be typed.
    pub fn has_something(&self) -> bool {
        self.handed.is_some()
    }

    /// Takes back what was handed over and has not been typed.
    pub fn take_back(&mut self) -> Option<Typed> {
        self.handed.take()
    }

    /// Notes what the program printed.
    pub fn hear(&mut self, printed: &[u8]) {
        self.heard.extend_from_slice(printed);
        let surplus = self.heard.len().saturating_sub(PROMPT);
        self.heard.drain(..surplus);
    }

    /// What to type at a program that waits for input, and has had a processor so often. Until it has moved, it has
    /// not read what was typed last.
    pub fn answer_at(&mut self, turns: u64) -> Option<Typed> {
        if self.awaits(turns) {
            return None;
        }
        let typed = self.answer()?;
        self.typed_at = Some(turns);
        Some(typed)
    }

    /// Whether a program that has had a processor so often cannot have seen what was typed last.
    pub fn awaits(&self, turns: u64) -> bool {
        self.typed_at == Some(turns)
    }

    /// What to type at a program that waits for input: the answer to its prompt, else what a step has handed over, else
    /// the next line in order, else the end of input, once.
    fn answer(&mut self) -> Option<Typed> {
        let prompt = String::from_utf8_lossy(&self.heard).into_owned();
        let prompt = prompt.trim_end().rsplit('\n').next().unwrap_or_default();
        self.heard.clear();
        let asked = self.lines.iter().find(|(asks, _)| asks.as_ref().is_some_and(|asks| is_asked(asks, prompt)));
        if let Some((_, line)) = asked {
            return Some(Typed::Line(line.clone()));
        }
        if let Some(typed) = self.handed.take() {
            return Some(typed);
        }
        let in_order = self.lines.iter().enumerate().skip(self.next).find(|(_, (asks, _))| asks.is_none());
        if let Some((at, (_, line))) = in_order {
            let line = line.clone();
            self.next = at + 1;
            return Some(Typed::Line(line));
        }
        (!std::mem::replace(&mut self.ended, true)).then_some(Typed::End)
    }
}

/// Whether a prompt asks this. Patterns are compiled only now: most programs never ask.
fn is_asked(asks: &str, prompt: &str) -> bool {
    RegexBuilder::new(asks).case_insensitive(true).build().is_ok_and(|asks| asks.is_match(prompt))
}

#[cfg(test)]
mod tests {
    use super::{InputLine, Typed, Typist, Variables};

    fn typist() -> Typist {
        let line = |asks: Option<&str>, line: &str| InputLine { asks: asks.map(str::to_owned), line: line.to_owned() };
        Typist::new(&[line(Some("port"), "4711"), line(None, "first"), line(None, "second")], &Variables::new())
    }

    #[test]
    fn a_prompt_is_answered_by_what_it_asks() {
        let mut typist = typist();
        typist.hear(b"Welcome!\nEnter the Port: ");
        assert_eq!(typist.answer(), Some(Typed::Line(b"4711".to_vec())));
    }

    #[test]
    fn other_prompts_get_the_lines_in_order_and_then_the_end_once() {
        let mut typist = typist();
        let answers: Vec<_> = (0..4).map(|_| typist.answer()).collect();
        let line = |text: &str| Some(Typed::Line(text.as_bytes().to_vec()));
        assert_eq!(answers, [line("first"), line("second"), Some(Typed::End), None]);
    }

    #[test]
    fn for_steps_known_prompts_are_answered_and_else_only_what_was_handed_over_is_typed() {
        let line = |asks: Option<&str>, line: &str| InputLine { asks: asks.map(str::to_owned), line: line.to_owned() };
        let mut typist = Typist::for_steps(&[line(Some("port"), "4711"), line(None, "first")], &Variables::new());
        typist.hand(Typed::Line(b"hello".to_vec()));
        typist.hear(b"Enter the port: ");
        let answers: Vec<_> = (0..3).map(|_| typist.answer()).collect();
        assert_eq!(answers, [Some(Typed::Line(b"4711".to_vec())), Some(Typed::Line(b"hello".to_vec())), None]);
    }
}
