//! Takes the control sequences out of what is printed (ECMA-48): a terminal is coloured by them, and a person never sees them.

/// Where in a control sequence a stream stands. A sequence may be cut between two pieces of output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Escapes {
    /// In none.
    #[default]
    Outside,
    /// Behind its first byte, ESC.
    Begun,
    /// In one of parameters and a final byte, such as `ESC [ 1 m`.
    Control,
    /// In a string, such as a title or the address of a link, that lasts until BEL or `ESC \`.
    Text,
    /// Behind an ESC in a string.
    TextEnding,
}

impl Escapes {
    /// What a person sees of these bytes.
    pub fn without(&mut self, bytes: &[u8]) -> Vec<u8> {
        bytes.iter().copied().filter(|byte| self.shows(*byte)).collect()
    }

    fn shows(&mut self, byte: u8) -> bool {
        const ESC: u8 = 0x1b;
        const BEL: u8 = 0x07;
        let (next, shown) = match (*self, byte) {
            (Self::Outside | Self::Begun | Self::Control, ESC) => (Self::Begun, false),
            (Self::Outside, _) => (Self::Outside, true),
            (Self::Begun, b'[') => (Self::Control, false),
            // Titles and links, and the other kinds of strings.
            (Self::Begun, b']' | b'P' | b'X' | b'^' | b'_') => (Self::Text, false),
            // Two or three bytes, such as `ESC 7` or `ESC ( B`.
            (Self::Begun, b' '..=b'/') => (Self::Begun, false),
            (Self::Begun, 0x30..=0x7e) | (Self::Control, 0x40..=0x7e) => (Self::Outside, false),
            (Self::Control, b' '..=b'?') => (Self::Control, false),
            // No sequence after all: what cannot stand in one is shown.
            (Self::Begun | Self::Control, _) => (Self::Outside, true),
            (Self::Text, BEL) | (Self::TextEnding, BEL | b'\\') => (Self::Outside, false),
            (Self::Text | Self::TextEnding, ESC) => (Self::TextEnding, false),
            // A string is never so long as to hold lines; one that lacks its end must not swallow what follows.
            (Self::Text | Self::TextEnding, b'\r' | b'\n') => (Self::Outside, true),
            (Self::Text | Self::TextEnding, _) => (Self::Text, false),
        };
        *self = next;
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::Escapes;

    fn seen(pieces: &[&str]) -> String {
        let mut escapes = Escapes::default();
        pieces.iter().map(|piece| String::from_utf8_lossy(&escapes.without(piece.as_bytes())).into_owned()).collect()
    }

    #[test]
    fn colours_titles_and_links_are_not_seen() {
        assert_eq!(seen(&["\x1b[1mServer\x1b[0m: heron\r\n"]), "Server: heron\r\n");
        assert_eq!(
            seen(&["\x1b]0;title\x07one \x1b]8;;http://x/\x1b\\two\x1b]8;;\x1b\\ \x1b(Bthree\x1b[K"]),
            "one two three"
        );
    }

    #[test]
    fn a_sequence_may_come_in_pieces() {
        assert_eq!(seen(&["one\x1b", "[3", "1mtwo\x1b", "[m"]), "onetwo");
    }

    #[test]
    fn what_is_no_sequence_is_seen() {
        assert_eq!(seen(&["[1m ünï\t\x1b\nnext \x1b[1\nlast"]), "[1m ünï\t\nnext \nlast");
        assert_eq!(seen(&["\x1b]title\nnext"]), "\nnext");
    }
}
