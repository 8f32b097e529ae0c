//! Canvas: one flat folder of files, `lovelaceada_LATE_12345_67890_server-1.py`.
//!
//! Before the student's own name of the file stand the student's name without spaces, `LATE` for what came late, the number of
//! the student (`ID` in Canvas's gradebook, and the key here), and the number of the file. Where names are hidden,
//! `anon_` and a few letters stand for the student. A file that was handed in again has `-1`, `-2`, … before its ending.

use std::collections::{BTreeMap, BTreeSet};

use super::super::listing::Entry;
use super::{Part, Piece, is_number, plain_name};

pub(super) fn piece(entry: &Entry) -> Option<Piece> {
    let text = entry.text();
    if entry.is_folder {
        return None;
    }
    let words: Vec<&str> = text.split('_').collect();
    let (at, key, display, late) = student(&words)?;
    let piece = |version: u64, part: Part| Piece {
        key: key.clone(),
        display: display.clone(),
        late,
        submitted: None,
        attempt: String::new(),
        version,
        part,
    };
    match &words[at..] {
        ["text.html"] => Some(piece(0, Part::LeftOut("is text typed into Canvas"))),
        ["link.html"] => Some(piece(0, Part::LeftOut("is a link given to Canvas"))),
        [version, name @ ..] if is_number(version) && !name.is_empty() => {
            let name = plain_name(&name.join("_"))?;
            Some(piece(version.parse().ok()?, Part::File(name)))
        }
        _ => None,
    }
}

/// Where the words about the student end, the key, the name and whether it came late.
fn student(words: &[&str]) -> Option<(usize, String, Option<String>, bool)> {
    let late = |before: &[&str]| before.last() == Some(&"LATE");
    if let Some(at) = words.iter().take(2).position(|word| *word == "anon") {
        let letters = words.get(at + 1).filter(|letters| !letters.is_empty())?;
        return Some((at + 2, format!("anon_{letters}"), None, late(&words[..at])));
    }
    let at = (1..words.len()).find(|at| is_number(words[*at]))?;
    let is_late = at > 1 && late(&words[..at]);
    let name = words[..at - usize::from(is_late)].join("_");
    (!name.is_empty()).then(|| (at + 1, words[at].to_owned(), Some(name), is_late))
}

/// A name without the number of a later attempt: `server-1.py` is `server.py`, and the number 1.
fn without_number(name: &str) -> Option<(String, u32)> {
    let at = [".tar.gz", ".tar.xz", ".tar.bz2"]
        .iter()
        .find_map(|ending| name.to_lowercase().ends_with(ending).then(|| name.len() - ending.len()))
        .filter(|at| name.is_char_boundary(*at))
        .or_else(|| name.rfind('.'))
        .unwrap_or(name.len());
    let (stem, ending) = name.split_at(at);
    let (stem, number) = stem.rsplit_once('-')?;
    let is_counted = is_number(number) && !number.starts_with('0') && number.len() <= 2 && !stem.is_empty();
    is_counted.then(|| (format!("{stem}{ending}"), number.parse().unwrap_or(0)))
}

/// Which attempt a file is of, as Canvas numbers them.
pub(super) fn attempt(entry: &Entry, piece: &Piece) -> Option<u32> {
    let Part::File(name) = &piece.part else { return None };
    let written = entry.text();
    let (whole, number) = without_number(&written)?;
    // Only where the number was taken off.
    (whole.ends_with(name.as_str()) && !written.ends_with(name.as_str())).then_some(number + 1)
}

/// Takes the numbers of later attempts off the names of files. A name that ends in a number anyway, because the sheet asks for
/// it, is known by the number of students who have it.
pub(super) fn take_numbers_off(students: &mut BTreeMap<String, Vec<(&Entry, Piece)>>) {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, pieces) in students.iter() {
        for (_, piece) in pieces {
            if let Part::File(name) = &piece.part {
                used.entry(name.clone()).or_default().insert(key.clone());
            }
        }
    }
    let count = |name: &str| used.get(name).map_or(0, BTreeSet::len);
    for (_, piece) in students.values_mut().flatten() {
        let Part::File(name) = &mut piece.part else { continue };
        if let Some((whole, _)) = without_number(name) {
            let is_its_name = count(name) >= 3 && count(name) > count(&whole);
            if !is_its_name {
                *name = whole;
            }
        }
    }
}
