//! Blackboard: `Lab1_s123456_attempt_2026-11-20-10-15-00_server.py`, and a page `….txt` about every attempt.
//!
//! The user name is the key, `Username` in Blackboard's tables. The time is the server's, taken for this machine's zone.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::super::listing::Entry;
use super::{Part, Piece, plain_name};

const MARK: &str = "_attempt_";
const STAMP: usize = "2026-11-20-10-15-00".len();

pub(super) fn piece(entry: &Entry) -> Option<Piece> {
    let text = entry.text();
    if entry.is_folder {
        return None;
    }
    let (student, rest) = text.split_once(MARK)?;
    let (assignment, user) = student.rsplit_once('_')?;
    let (stamp, rest) = rest.split_at_checked(STAMP)?;
    let time = DateTime::strptime("%Y-%m-%d-%H-%M-%S", stamp).ok()?;
    if user.is_empty() || assignment.is_empty() {
        return None;
    }
    let part = match rest.strip_prefix('_') {
        Some(name) => Part::File(plain_name(name)?),
        None if rest == ".txt" => Part::Receipt,
        None => return None,
    };
    Some(Piece {
        key: user.to_owned(),
        display: None,
        late: false,
        submitted: time.to_zoned(TimeZone::system()).ok().map(|zoned| zoned.timestamp()),
        attempt: stamp.to_owned(),
        version: 0,
        part,
    })
}
