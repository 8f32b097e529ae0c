//! [`Record`]: everything that happened with one submission, packed, from which its pages are drawn again and again.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use super::results::part_in;
use crate::event::Event;
use crate::report::{Report, Tally, events, replay};

/// A record that is being written; it takes its place only once it is whole.
pub struct Record {
    file: GzEncoder<NamedTempFile>,
    trouble: Option<io::Error>,
}

impl Record {
    /// A record in this folder, which has no name yet.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: GzEncoder::new(part_in(folder)?, Compression::fast()), trouble: None })
    }

    /// Writes down an event. What goes wrong is told at the end.
    pub fn event(&mut self, event: &Event) {
        let written = events::line(event).and_then(|line| self.file.write_all(line.as_bytes()));
        self.trouble = self.trouble.take().or(written.err());
    }

    /// Puts it in its place.
    pub fn finish(self, path: &Path) -> io::Result<()> {
        if let Some(error) = self.trouble {
            return Err(error);
        }
        self.file.finish()?.persist(path)?;
        Ok(())
    }
}

/// The lines of a record.
pub fn open(path: &Path) -> io::Result<impl BufRead + use<>> {
    Ok(BufReader::new(MultiGzDecoder::new(BufReader::new(File::open(path)?))))
}

/// What a record amounts to; nothing where there is none that can be read.
pub fn read(path: &Path) -> Option<Report> {
    let mut tally = Tally::new();
    for event in &replay::read(open(path).ok()?).ok()? {
        tally.event(event);
    }
    Some(tally.finish())
}

#[cfg(test)]
mod tests {
    use super::{Record, read};
    use crate::event::{Event, EventKind};

    #[test]
    fn a_record_is_read_back_and_half_of_one_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ada.jsonl.gz");
        assert!(read(&path).is_none());
        let mut record = Record::in_folder(folder.path()).expect("a file");
        let started = serde_json::from_str(
            r#"{"version":1,"harness":"x","exercise":"echo","title":"Echo","sheet":"","submission":"ada","seed":7,"isolation":"full","started":"2026-11-20T10:00:00Z","checks":[]}"#,
        );
        let started = EventKind::RunStarted(started.expect("a start"));
        record.event(&Event { at: 0, check: None, kind: started });
        record.finish(&path).expect("written");
        assert_eq!(read(&path).map(|report| (report.submission, report.seed)), Some(("ada".to_owned(), 7)));
        let bytes = std::fs::read(&path).expect("read");
        std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("written");
        assert!(read(&path).is_none());
    }
}
