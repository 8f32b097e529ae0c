//! Draws the values of a play from its seed.

use std::net::Ipv4Addr;
use std::sync::Arc;

use regex::Regex;

use super::Dice;
use super::ports::{self, Asked};
use crate::spec::Draw;
use crate::spec::draw::Script;
use crate::stage::template::OF_THE_STAGE;
use crate::text::Bytes;

/// Consonants and vowels take turns in a word. Missing letters are those that common prompts and answers are made of.
const CONSONANTS: &[u8] = b"bdfgklmnrvz";
const VOWELS: &[u8] = b"aeiou";

/// Letters of one word: four consonants and three vowels make about two million words.
const WORD: usize = 7;

/// Words that prompts and logs are made of; no drawn word holds one of them.
const COMMON: &[&str] =
    &["name", "line", "file", "none", "done", "dial", "bind", "read", "load", "move", "lose", "mode"];

/// How many addresses there are whose first byte is settled.
const ADDRESSES: f64 = 256.0 * 256.0 * 253.0;

/// How often a value that is no good is drawn again before it is taken as it is.
const PATIENCE: usize = 1000;

/// Draws the values of one play, so that no text among them equals or holds another.
#[derive(Debug)]
pub struct Drawer {
    seed: u64,
    play: String,
    prompts: Arc<[Regex]>,
    taken: Vec<String>,
}

impl Drawer {
    /// A drawer for one play. No word it draws is one that the prompts ask with.
    pub fn new(seed: u64, play: &str, prompts: impl Into<Arc<[Regex]>>) -> Self {
        Self { seed, play: play.to_owned(), prompts: prompts.into(), taken: Vec::new() }
    }

    /// Every value of a draw, with the name that it stands under.
    pub fn draw_all(&mut self, name: &str, draw: &Draw) -> Vec<(String, Bytes)> {
        if let Draw::Ports { count, open, silent, first, last } = *draw {
            let asked = Asked { count, open, silent, ends: (first, last) };
            return ports::draw(name, &mut Dice::new(self.seed, &format!("{}/{name}", self.play)), asked);
        }
        vec![(name.to_owned(), self.draw(name, draw))]
    }

    /// The value of this name.
    fn draw(&mut self, name: &str, draw: &Draw) -> Bytes {
        let mut dice = Dice::new(self.seed, &format!("{}/{name}", self.play));
        let text = match *draw {
            Draw::Word => self.text(&mut dice, |dice| letters(dice, WORD)),
            Draw::Words(count) => {
                let words: Vec<String> = (0..count).map(|_| self.text(&mut dice, |dice| letters(dice, WORD))).collect();
                words.join(" ")
            }
            Draw::Text(length) => self.text(&mut dice, |dice| letters(dice, length)),
            Draw::Letters { of, count } => self.text(&mut dice, |dice| letters_of(of, dice, count)),
            Draw::OneOf(ref texts) => dice.pick(texts).cloned().unwrap_or_default(),
            Draw::Bytes(length) => return Bytes((0..length).map(|_| dice.roll().to_le_bytes()[0]).collect()),
            Draw::Number { from, to } => {
                let span = to.abs_diff(from);
                let rolled = if span == u64::MAX { dice.roll() } else { dice.below(span + 1) };
                from.wrapping_add_unsigned(rolled).to_string()
            }
            Draw::Clock => {
                format!("{:02}:{:02}:{:02}", dice.below(24), dice.below(60), dice.below(60))
            }
            Draw::Port => (10_000 + dice.below(20_000)).to_string(),
            Draw::Address => address(&mut dice, 20, 80).to_string(),
            Draw::HostName => {
                let mut word = || self.text(&mut dice, |dice| letters(dice, WORD));
                format!("{}.{}.example", word(), word())
            }
            // Several values stand for it, none of them under its own name.
            Draw::Ports { .. } => String::new(),
        };
        Bytes::from(text.as_str())
    }

    /// The stage's own name: long, so that no program can take its length for granted.
    pub fn stage_name(&mut self) -> String {
        let mut dice = Dice::new(self.seed, &format!("{}/stage name", self.play));
        let words: Vec<String> = (0..3).map(|_| self.text(&mut dice, |dice| letters(dice, WORD))).collect();
        words.join("-")
    }

    /// The stage's own address, in the private range 10.0.0.0/8. It reads differently from its other end, so that a
    /// program that mixes the order of the bytes up never prints it.
    pub fn stage_address(&self) -> Ipv4Addr {
        let drawn = address(&mut Dice::new(self.seed, &format!("{}/stage address", self.play)), 10, 1);
        match drawn.octets() {
            [first, second, third, last] if (first, second) == (last, third) => {
                Ipv4Addr::new(first, second, third, last + 1)
            }
            _ => drawn,
        }
    }

    /// Draws until the text holds no common word, looks like no prompt, and neither holds another nor is held by it.
    fn text(&mut self, dice: &mut Dice, draw: impl Fn(&mut Dice) -> String) -> String {
        let mut text = draw(dice);
        for _ in 0..PATIENCE {
            if self.is_good(&text) {
                break;
            }
            text = draw(dice);
        }
        self.taken.push(text.clone());
        text
    }

    fn is_good(&self, text: &str) -> bool {
        // A text of many letters holds every short word sooner or later, and a text of few is soon used up.
        let comparable = (WORD..100).contains(&text.len());
        let alone = self.taken.iter().all(|other| {
            if other.len() >= WORD && text.len() >= WORD {
                !other.contains(text) && !text.contains(other.as_str())
            } else {
                other != text
            }
        });
        let common = comparable && COMMON.iter().any(|word| text.contains(word));
        alone && !common && !self.prompts.iter().any(|prompt| prompt.is_match(text))
    }
}

/// How many different values a draw can give, for the odds that a guess is right.
pub fn possibilities(draw: &Draw) -> f64 {
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let letters = |length: usize| 11f64.powi(count(length.div_ceil(2))) * 5f64.powi(count(length / 2));
    match *draw {
        Draw::Word => letters(WORD),
        Draw::Words(words) => letters(WORD).powi(count(words)),
        Draw::Text(length) => letters(length),
        Draw::Letters { of, count: length } => f64::from(of.size()).powi(count(length)),
        Draw::OneOf(ref texts) => f64::from(count(texts.len())),
        Draw::Bytes(length) => 256f64.powi(count(length)),
        Draw::Number { from, to } => {
            let span = to.abs_diff(from);
            // Halves of 32 bits each, because a whole u64 does not fit a float exactly.
            let half = |bits: u64| f64::from(u32::try_from(bits & 0xffff_ffff).unwrap_or(u32::MAX));
            half(span >> 32) * 4_294_967_296.0 + half(span) + 1.0
        }
        Draw::Clock => 86_400.0,
        Draw::Port => 20_000.0,
        Draw::Address => 80.0 * ADDRESSES,
        Draw::HostName => letters(WORD).powi(2),
        Draw::Ports { count, open, .. } => choices(count, open) * 20_000.0,
    }
}

/// How many different names and addresses a stage can have, by the names that stand for them.
pub fn possibilities_of_the_stage() -> [(&'static str, f64); 2] {
    let [name, address] = OF_THE_STAGE;
    [(name, possibilities(&Draw::Words(3))), (address, ADDRESSES)]
}

/// In how many ways so many ports can be open among others, no two of them neighbours.
fn choices(count: u16, open: u16) -> f64 {
    let places = f64::from(count) - 3.0 - f64::from(open);
    (0..open).map(|nth| (places - f64::from(nth)).max(1.0) / f64::from(nth + 1)).product()
}

fn letters(dice: &mut Dice, length: usize) -> String {
    let letter = |index: usize, dice: &mut Dice| {
        let kind = if index.is_multiple_of(2) { CONSONANTS } else { VOWELS };
        dice.pick(kind).copied().map_or('a', char::from)
    };
    (0..length).map(|index| letter(index, dice)).collect()
}

fn letters_of(script: Script, dice: &mut Dice, count: usize) -> String {
    let number = |dice: &mut Dice| u32::try_from(dice.below(u64::from(script.size()))).unwrap_or_default();
    (0..count).map(|_| script.letter(number(dice))).collect()
}

/// An address whose first byte is one of `count` from `first` on, and whose last is neither 0, 1 nor 255.
fn address(dice: &mut Dice, first: u8, count: u64) -> Ipv4Addr {
    let mut byte = |end| u8::try_from(dice.below(end)).unwrap_or_default();
    Ipv4Addr::new(first + byte(count), byte(256), byte(256), 2 + byte(253))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use regex::Regex;

    use super::Drawer;
    use crate::spec::Draw;
    use crate::spec::draw::Script;

    #[test]
    fn a_seed_draws_these_values_for_ever() {
        let mut drawer = Drawer::new(1, "a-check", vec![]);
        let drawn = [
            ("a", Draw::Word),
            ("b", Draw::Words(3)),
            ("c", Draw::Text(20)),
            ("d", Draw::Number { from: -5, to: 5 }),
            ("e", Draw::Clock),
            ("f", Draw::Port),
            ("g", Draw::Address),
            ("h", Draw::HostName),
            ("i", Draw::Bytes(4)),
            ("j", Draw::Letters { of: Script::Greek, count: 4 }),
            ("k", Draw::OneOf(vec!["red".to_owned(), "green".to_owned()])),
        ]
        .map(|(name, draw)| drawer.draw(name, &draw).to_coded());
        assert_eq!(
            drawn,
            [
                "kakaziv",
                "rabimam bamabuf buboruk",
                "kakonivonagumodidoza",
                "-5",
                "21:15:11",
                "11057",
                "46.84.161.207",
                "rugirab.gadukig.example",
                "pNI\\x88",
                "ωγοε",
                "green"
            ]
        );
        assert_eq!(
            (drawer.stage_name(), drawer.stage_address().to_string()),
            ("minolan-zomogid-mukivem".to_owned(), "10.17.30.85".to_owned())
        );
    }

    #[test]
    fn words_differ_and_hold_neither_each_other_nor_a_prompt() {
        let prompt = Regex::new("(?i)bo|vu").expect("a regular expression");
        let mut drawer = Drawer::new(3, "a-check", vec![prompt.clone()]);
        let words: Vec<String> = (0..500).map(|index| drawer.draw(&index.to_string(), &Draw::Word).to_text()).collect();
        for (index, word) in words.iter().enumerate() {
            assert!(word.len() == 7 && word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
            assert!(!prompt.is_match(word) && !word.contains("name"), "{word}");
            assert!(!words[..index].contains(word), "{word}");
        }
    }

    #[test]
    fn one_value_more_changes_no_other() {
        let alone = Drawer::new(5, "a-check", vec![]).draw("b", &Draw::Word);
        let mut drawer = Drawer::new(5, "a-check", vec![]);
        drawer.draw("a", &Draw::Text(2048));
        assert_eq!(drawer.draw("b", &Draw::Word), alone);
    }

    #[test]
    fn every_letter_of_a_script_is_a_letter_of_the_same_length() {
        let drawn = |of| Drawer::new(2, "a-check", vec![]).draw("text", &Draw::Letters { of, count: 2000 }).to_text();
        let scripts = [Script::Latin, Script::Greek, Script::Cyrillic, Script::Hangul, Script::Emoji];
        let lengths = scripts.map(|script| drawn(script).chars().map(char::len_utf8).collect::<BTreeSet<_>>());
        assert_eq!(lengths, [2, 2, 2, 3, 4].map(|length| BTreeSet::from([length])));
        assert!(scripts[..4].iter().all(|script| drawn(*script).chars().all(char::is_alphabetic)));
        assert_eq!(scripts.map(Script::size), [62, 23, 32, 11_172, 143]);
    }
}
