//! Names of people as they are compared: without case, without the order of their parts, however accents were typed.

/// Letters with an accent, by the letter without.
const BASES: [(char, &str); 20] = [
    ('a', "àáâãäåāăąǎ"),
    ('c', "çćĉċč"),
    ('d', "ďđð"),
    ('e', "èéêëēĕėęě"),
    ('g', "ĝğġģ"),
    ('h', "ĥħ"),
    ('i', "ìíîïĩīĭįı"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľŀł"),
    ('n', "ñńņňŉ"),
    ('o', "òóôõöøōŏő"),
    ('r', "ŕŗř"),
    ('s', "śŝşšș"),
    ('t', "ţťŧț"),
    ('u', "ùúûüũūŭůűų"),
    ('w', "ŵ"),
    ('y', "ýÿŷ"),
    ('z', "źżž"),
    ('\'', "’ʼ`"),
];

/// The parts of a name, in the order of the alphabet: `Lovelace, Ada` and `Ada Lovelace` have the same.
pub(super) fn parts(name: &str) -> Vec<String> {
    let letters: String = name.chars().flat_map(char::to_lowercase).filter_map(base).collect();
    let mut parts: Vec<String> = letters
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    parts.sort();
    parts
}

/// Whether two names are one. A name in one word, as Canvas writes it, is the other's parts run together.
pub(super) fn same(one: &str, other: &str) -> bool {
    let (mine, theirs) = (parts(one), parts(other));
    if mine.is_empty() || theirs.is_empty() {
        return false;
    }
    mine == theirs || is_run_together(&mine, other) || is_run_together(&theirs, one)
}

fn is_run_together(one: &[String], other: &str) -> bool {
    let [word] = one else { return false };
    let letters = |text: &str| -> String {
        text.chars().flat_map(char::to_lowercase).filter_map(base).filter(|letter| letter.is_alphanumeric()).collect()
    };
    // With the surname first, as a comma shows, or else as the last word.
    let turned = other.split_once(',').map(|(last, first)| format!("{first} {last}")).unwrap_or_default();
    let last_first = other.rsplit_once(' ').map(|(first, last)| format!("{last} {first}")).unwrap_or_default();
    let word = letters(word);
    [other, turned.as_str(), last_first.as_str()].iter().any(|text| letters(text) == word)
}

/// The letter without its accent; `None` for an accent that was typed by itself.
fn base(letter: char) -> Option<char> {
    if ('\u{300}'..='\u{36f}').contains(&letter) {
        return None;
    }
    let found = BASES.iter().find(|(_, accented)| accented.contains(letter));
    Some(found.map_or(letter, |(base, _)| *base))
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for (one, other) in [
            ("Lovelace, Ada", "ada LOVELACE"),
            ("José Peña", "Jose\u{301} Pen\u{303}a"),
            ("Šimon Dvořák", "dvorak, simon"),
            ("lovelaceada", "Ada Lovelace"),
            ("Lovelace, Ada", "lovelaceada"),
            ("o'brienconan", "O'Brien, Conan"),
            ("鷺 一郎", "鷺 一郎"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [("Ada Lovelace", "Ada King"), ("Ada", "Ada Lovelace"), ("", ""), ("-", "-")] {
            assert!(!same(one, other), "{one} {other}");
        }
    }
}
