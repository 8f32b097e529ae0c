//! Reads a tar, entry by entry, into a [`Sink`].

use std::cell::Cell;
use std::io::{self, Read};

use tar::{Archive, Entry};

use super::sink::Sink;
use super::{Trouble, damaged};

pub(super) fn read(reader: impl Read, sink: &mut Sink<'_>) -> Result<(), Trouble> {
    let left = Cell::new(Some(sink.bounds().of_a_tar()));
    let mut archive = Archive::new(Metered { reader, left: &left });
    let entries = archive.entries().map_err(damaged)?;
    for found in entries {
        let taken = found.map_err(damaged).and_then(|mut found| entry(&mut found, sink));
        // The end of a flood looks like damage to whoever reads it.
        taken.map_err(|trouble| if left.get().is_none() { sink.too_large() } else { trouble })?;
    }
    Ok(())
}

fn entry<R: Read>(found: &mut Entry<'_, R>, sink: &mut Sink<'_>) -> Result<(), Trouble> {
    let kind = found.header().entry_type();
    if kind.is_pax_global_extensions() {
        return Ok(());
    }
    let raw = found.path_bytes().into_owned();
    let Some(inner) = sink.entry(&raw)? else { return Ok(()) };
    let target = found.link_name_bytes().map(std::borrow::Cow::into_owned).unwrap_or_default();
    let runs = found.header().mode().is_ok_and(|mode| mode & 0o100 != 0);
    if kind.is_dir() || raw.ends_with(b"/") {
        sink.folder(&inner)
    } else if kind.is_symlink() {
        sink.link(&inner, &target)
    } else if kind.is_hard_link() {
        sink.hard_link(&inner, &target)
    } else if kind.is_character_special() || kind.is_block_special() || kind.is_fifo() {
        sink.refuse(&inner, "is no ordinary file: a device or a pipe")
    } else {
        // What a tar does not know, it takes for a file, as the standard asks for.
        sink.file(&inner, found, runs)
    }
}

/// Ends when more was read than any archive within the bounds holds: what is skipped or kept in memory counts as well.
struct Metered<'a, R> {
    reader: R,
    left: &'a Cell<Option<u64>>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.left.set(self.left.get().and_then(|left| left.checked_sub(read as u64)));
        if self.left.get().is_none() { Err(io::Error::other("there is no end to it")) } else { Ok(read) }
    }
}
