//! Unpacks an archive that a stranger made into a folder of its own, or refuses it with the reason.
//!
//! No header is believed: bytes and entries are counted while they are unpacked, and nothing is written through a link,
//! because links are made last of all. An entry that stands twice replaces the one before it, as `tar` and `unzip` do.

mod bounds;
mod kind;
mod sink;
mod tar;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_links;
mod zip;

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

pub(super) use bounds::Bounds;
use kind::{Format, format};
pub(super) use kind::{Packed, packed};
use sink::Sink;

/// Why there is nothing unpacked.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The archive is not as it should be; a whole sentence or more.
    Refused(String),
    /// The unpacked files could not be written, which is no fault of the archive.
    Failed(io::Error),
}

/// An entry that was left out of a class's archive: its path, and why in a sentence.
pub(super) type Blamed = (PathBuf, String);

/// Unpacks a submission into a folder that is made for it. One bad entry and the whole of it is refused.
pub(super) fn unpack(archive: &Path, into: &Path) -> Result<(), Trouble> {
    unpacked(archive, into, Bounds::SUBMISSION, None).map(|_| ())
}

/// Unpacks a class. A link out of the folder or a device in it is blamed on the submission that it is part of, so that
/// the others go on; an entry without a place inside has no such submission, and the archive is refused.
pub(super) fn unpack_class(archive: &Path, into: &Path) -> Result<Vec<Blamed>, Trouble> {
    unpacked(archive, into, Bounds::CLASS, Some(Vec::new()))
}

fn unpacked(archive: &Path, into: &Path, bounds: Bounds, blamed: Option<Vec<Blamed>>) -> Result<Vec<Blamed>, Trouble> {
    let unreadable = |error: io::Error| Trouble::Refused(format!("It cannot be read: {error}."));
    let mut file = File::open(archive).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > bounds.bytes {
        return Err(Trouble::Refused(format!("It is larger than {}.", bounds.in_words())));
    }
    let mut head = Vec::new();
    (&mut file).take(kind::HEAD).read_to_end(&mut head).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    let format = format(&head, archive.file_name().unwrap_or_default()).map_err(Trouble::Refused)?;
    fs::create_dir_all(into).map_err(Trouble::Failed)?;
    let mut sink = Sink::new(into, bounds, size, blamed);
    let written = match format {
        Format::Zip => zip::read(file, &mut sink),
        Format::Tar => tar::read(file, &mut sink),
        Format::TarGz => tar::read(flate2::read::MultiGzDecoder::new(io::BufReader::new(file)), &mut sink),
    };
    written.and_then(|()| sink.finish()).inspect_err(|_| {
        // What is left of it is in the way of nothing, should it stay.
        let _ = fs::remove_dir_all(into);
    })
}

fn damaged(error: impl std::fmt::Display) -> Trouble {
    Trouble::Refused(format!("It is damaged, or no archive at all: {error}."))
}
