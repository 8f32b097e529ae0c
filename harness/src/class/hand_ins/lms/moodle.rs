//! Moodle: `Ada Lovelace_1234567_assignsubmission_file_`, a folder for each student or a prefix of each file.
//!
//! The number is the participant's: `Identifier` in Moodle's grading worksheet (`Participant 1234567`), and the key here.
//! A group's name may stand before the student's.

use super::super::listing::Entry;
use super::{Part, Piece, is_number, plain_name};

const MARK: &str = "_assignsubmission_";

pub(super) fn piece(entry: &Entry) -> Option<Piece> {
    let text = entry.text();
    let (student, rest) = text.split_once(MARK)?;
    let (name, number) = student.rsplit_once('_')?;
    if !is_number(number) || name.is_empty() {
        return None;
    }
    let (plugin, file) = rest.split_once('_').unwrap_or((rest, ""));
    let part = match plugin {
        "file" if entry.is_folder => Part::Folder,
        "file" => Part::File(plain_name(file)?),
        // A file's name then begins the plugin's own way, as in `onlinetext.html`.
        _ if plugin.starts_with("onlinetext") => Part::LeftOut("is text typed into Moodle"),
        _ => Part::LeftOut("is no file that was handed in"),
    };
    Some(Piece {
        key: number.to_owned(),
        display: Some(name.to_owned()),
        late: false,
        submitted: None,
        attempt: String::new(),
        version: 0,
        part,
    })
}
