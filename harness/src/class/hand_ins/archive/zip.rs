//! Reads a zip, entry by entry, into a [`Sink`].

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use zip::{CompressionMethod, ZipArchive};

use super::sink::Sink;
use super::{Bounds, Trouble, damaged};

/// The bits of a mode that say what kind of file it is.
const KIND: u32 = 0o170_000;

pub(super) fn read(mut file: File, sink: &mut Sink<'_>) -> Result<(), Trouble> {
    // How many there are is asked first, and no list of them is made for a flood.
    if declared(&mut file).map_err(damaged)? > sink.bounds().entries {
        return Err(sink.too_many());
    }
    let mut archive = ZipArchive::new(file).map_err(damaged)?;
    for index in 0..archive.len() {
        let about = archive.by_index_data(index).map_err(damaged)?;
        let (raw, mode, encrypted) = (about.name_raw().to_vec(), about.unix_mode(), about.encrypted());
        let is_known = matches!(about.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
        let Some(inner) = sink.entry(&raw)? else { continue };
        if encrypted {
            let what = "It is encrypted. Unpack it with its password into a folder of the same name beside it.";
            return Err(Trouble::Refused(what.to_owned()));
        }
        if !is_known {
            let what = "It is compressed by a method of zip that is not known here.";
            return Err(Trouble::Refused(format!("{what} {}", super::kind::REMEDY)));
        }
        let mode = mode.unwrap_or(0);
        match mode & KIND {
            _ if raw.ends_with(b"/") || raw.ends_with(b"\\") => sink.folder(&inner)?,
            0o040_000 => sink.folder(&inner)?,
            0o120_000 => {
                let mut target = Vec::new();
                let content = archive.by_index(index).map_err(damaged)?;
                content.take(Bounds::TARGET).read_to_end(&mut target).map_err(damaged)?;
                sink.link(&inner, &target)?;
            }
            0 | 0o100_000 => {
                let mut content = archive.by_index(index).map_err(damaged)?;
                sink.file(&inner, &mut content, mode & 0o100 != 0)?;
            }
            _ => sink.refuse(&inner, "is no ordinary file: a device, a pipe or a socket")?,
        }
    }
    Ok(())
}

/// How many entries a zip says it holds: the most that any record at its end says, whichever of them counts.
fn declared(file: &mut File) -> io::Result<u64> {
    // The record of 22 bytes, before it the longer ones of large zips, and behind it a comment.
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(size.saturating_sub(22 + 76 + (1 << 16))))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let record = |at: usize| {
        let bytes = &tail[at..];
        if bytes.starts_with(b"PK\x05\x06") {
            bytes.get(10..12)?.try_into().ok().map(|count| u64::from(u16::from_le_bytes(count)))
        } else if bytes.starts_with(b"PK\x06\x06") {
            bytes.get(32..40)?.try_into().ok().map(u64::from_le_bytes)
        } else {
            None
        }
    };
    // This many say only that a longer record says it.
    let said = (0..tail.len()).filter_map(record).filter(|count| *count != u64::from(u16::MAX));
    Ok(said.max().unwrap_or(0))
}
