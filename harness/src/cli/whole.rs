//! A file that is written whole or not at all: it takes its place only once its last byte is written.

use std::cell::RefCell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::class::results::{folder_of, part_in, whole};

/// An output that was found to be writable, and what has become of it.
#[derive(Clone)]
pub(super) struct Whole(Rc<State>);

struct State {
    /// Where it goes, links resolved: a link stays a link.
    path: PathBuf,
    /// What is written, without a name, so that nothing is left of a run that is broken off. For a pipe or a device: itself.
    file: File,
    is_stream: bool,
    trouble: RefCell<Option<io::Error>>,
}

impl Whole {
    /// Gets ready to write. The error is a sentence without its end, and a remedy.
    pub(super) fn open(path: &Path) -> Result<Self, (String, String)> {
        let name = path.display();
        let cannot = |error: io::Error| {
            (format!("`{name}` cannot be written: {error}"), "Give a path that you may write to, or `-`.".to_owned())
        };
        // What lies in /dev is the stream that it leads to (`/dev/stdout`), even where that is a file.
        let named_stream = path.starts_with("/dev") || path.starts_with("/proc");
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if path.is_dir() {
            return Err((format!("`{name}` is a folder"), format!("Give a file: `{}`.", path.join("…").display())));
        }
        let is_stream = named_stream || path.exists() && !path.is_file();
        let file = if is_stream {
            OpenOptions::new().append(true).open(&path).map_err(cannot)?
        } else {
            let folder = folder_of(&path);
            if !folder.is_dir() {
                let remedy = format!("Make it first: `mkdir -p {}`.", folder.display());
                return Err((format!("there is no folder `{}` to write `{name}` in", folder.display()), remedy));
            }
            tempfile::tempfile_in(folder).map_err(cannot)?
        };
        Ok(Self(Rc::new(State { path, file, is_stream, trouble: RefCell::default() })))
    }

    /// Puts these bytes in its place for now; a stream gets only what is written at the end.
    pub(super) fn put(&self, bytes: &[u8]) -> io::Result<()> {
        if self.0.is_stream {
            return Ok(());
        }
        whole(&self.0.path, bytes)
    }

    /// Puts what was written in its place.
    pub(super) fn finish(&self) -> Result<(), String> {
        let State { path, file, is_stream, trouble } = &*self.0;
        let put = || {
            if let Some(error) = trouble.take() {
                return Err(error);
            }
            if *is_stream {
                return Ok(());
            }
            let mut named = part_in(folder_of(path))?;
            let mut written = file;
            written.rewind()?;
            io::copy(&mut written, &mut named)?;
            named.persist(path)?;
            Ok(())
        };
        put().map_err(|error: io::Error| format!("`{}` could not be written: {error}", path.display()))
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&self.0.file).write(bytes).inspect_err(|error| {
            self.0.trouble.replace(Some(error.kind().into()));
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.0.file).flush()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::os::unix::fs::symlink;

    use super::Whole;

    #[test]
    fn a_file_takes_its_place_only_at_the_end_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("out"), folder.path().join("link"));
        fs::write(&path, "old").expect("written");
        symlink("out", &link).expect("linked");
        let mut whole = Whole::open(&link).expect("writable");
        whole.write_all(b"new").expect("room");
        assert_eq!(fs::read_to_string(&path).expect("text"), "old");
        whole.finish().expect("room");
        assert_eq!((fs::read_to_string(&path).expect("text").as_str(), link.is_symlink()), ("new", true));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }

    #[test]
    fn a_device_is_written_to_and_never_replaced() {
        let mut whole = Whole::open("/dev/null".as_ref()).expect("writable");
        whole.write_all(b"gone").expect("room");
        whole.finish().expect("no trouble");
        assert!(!std::path::Path::new("/dev/null").is_file());
        let mut full = Whole::open("/dev/full".as_ref()).expect("writable");
        full.write_all(b"more").expect_err("no room");
        assert_eq!(full.finish(), Err("`/dev/full` could not be written: no storage space".to_owned()));
    }
}
