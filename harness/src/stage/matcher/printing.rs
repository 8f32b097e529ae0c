//! Printing characters of ASCII, many different ones: what a character generator sends.

use serde::{Deserialize, Serialize};

use super::examine::{Outcome, whole};

/// Printing characters and line ends, nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printing {
    /// How many different ones there must be, the blank counted.
    pub different: usize,
}

/// Whoever has not sent enough different ones by then goes round in a smaller ring, and for ever.
const ENOUGH: usize = 100_000;

impl Printing {
    /// Matches up to the character with which there are enough.
    pub(super) fn examine(self, bytes: &[u8]) -> Outcome {
        let mut seen = [false; 256];
        let mut different = 0;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b' '..=b'~' if !seen[usize::from(*byte)] => {
                    seen[usize::from(*byte)] = true;
                    different += 1;
                    if different >= self.different {
                        return whole(bytes, at + 1);
                    }
                }
                // Tabs, line ends, form feeds: what languages list among their printable characters. Letters of other
                // alphabets print, too, but are not counted.
                b' '..=b'~' | 0x09..=0x0d | 0x80.. => {}
                _ => return Outcome::Differs { at, remark: Some("this is no printing character".to_owned()) },
            }
        }
        if bytes.len() >= ENOUGH {
            let remark = format!("among the first {} characters, only {different} are different", bytes.len());
            return Outcome::Differs { at: 0, remark: Some(remark) };
        }
        Outcome::Partial { suspect: None }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Printing};

    fn examine(bytes: &[u8]) -> Outcome {
        Printing { different: 5 }.examine(bytes)
    }

    #[test]
    fn enough_different_ones_match_in_any_order_and_over_lines() {
        assert!(matches!(examine(b"abab\r\naba c\n~d"), Outcome::Whole { length: 13, .. }));
    }

    #[test]
    fn others_may_still_come_or_spoil_it() {
        assert_eq!(examine(b"abcdabcdabcd\n"), Outcome::Partial { suspect: None });
        assert!(matches!(examine(&b"abcd\n".repeat(20_000)), Outcome::Differs { at: 0, remark: Some(_) }));
        assert!(matches!(examine(b"abc\0d"), Outcome::Differs { at: 3, remark: Some(_) }));
        assert!(matches!(examine(b"abcd\x7fe"), Outcome::Differs { at: 4, remark: Some(_) }));
        assert!(matches!(examine("ab\u{e9}cd\u{e8}e".as_bytes()), Outcome::Whole { length: 9, .. }));
    }
}
