//! Makes a folder of whatever a submission is; what is written, is written to a folder of ours.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::archive::{Packed, Trouble, packed, unpack};
use super::junk::{is_junk, sweep};
use super::quoted;
use crate::program::copy::{Bounds, CopyError, copy};

/// Where a submission's files lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A folder.
    Folder(PathBuf),
    /// An archive.
    Archive(PathBuf),
    /// Loose files, each with the name that the student gave it.
    Files(Vec<(PathBuf, OsString)>),
}

/// A submission's folder, and what was left as it is, a sentence each.
pub(super) type Settled = (PathBuf, Vec<String>);

/// The folder with a submission's files: its own where nothing is to be unpacked, else `room`, which is made for it.
/// `spare` is a folder that may be made and is gone afterwards.
pub(super) fn settle(source: &Source, room: &Path, spare: &Path) -> Result<Settled, Trouble> {
    match source {
        Source::Folder(folder) => of_folder(folder, room, spare),
        Source::Archive(archive) => of_archive(archive, room, spare),
        Source::Files(files) => {
            if let [(path, name)] = files.as_slice()
                && packed(name).is_some()
            {
                return of_archive(path, room, spare);
            }
            fs::create_dir_all(room).map_err(Trouble::Failed)?;
            for (path, name) in files {
                fs::copy(path, room.join(name)).map_err(Trouble::Failed)?;
            }
            let top = Top::of(room).map_err(Trouble::Failed)?;
            Ok((room.to_owned(), top.unpack_beside(room)?))
        }
    }
}

fn of_folder(folder: &Path, room: &Path, spare: &Path) -> Result<Settled, Trouble> {
    let top = Top::of(folder).map_err(|error| Trouble::Refused(format!("It cannot be read: {error}.")))?;
    if let Some(only) = top.only_archive() {
        return of_archive(&folder.join(only), room, spare);
    }
    if !top.archives().any(|packed| packed.readable && !top.holds(packed.stem)) {
        return Ok((folder.to_owned(), top.unpack_beside(folder)?));
    }
    let mut notes = copy(folder, room, Bounds::default()).map_err(|error| match error {
        CopyError::TooLarge(what) => Trouble::Refused(what),
        CopyError::Failed(path, error) => {
            Trouble::Refused(format!("`{}` cannot be copied: {error}.", quoted(path.as_os_str())))
        }
    })?;
    sweep(room).map_err(Trouble::Failed)?;
    notes.extend(top.unpack_beside(room)?);
    Ok((room.to_owned(), notes))
}

/// Unpacks an archive, and once more where it holds nothing but an archive.
fn of_archive(archive: &Path, room: &Path, spare: &Path) -> Result<Settled, Trouble> {
    readable(archive)?;
    unpack(archive, room)?;
    let Some(within) = Top::of(room).map_err(Trouble::Failed)?.only_archive().map(OsStr::to_owned) else {
        return Ok((room.to_owned(), Vec::new()));
    };
    fs::rename(room, spare).map_err(Trouble::Failed)?;
    let within = spare.join(within);
    let unpacked = readable(&within).and_then(|()| unpack(&within, room));
    fs::remove_dir_all(spare).map_err(Trouble::Failed)?;
    unpacked.map_err(|trouble| match trouble {
        Trouble::Refused(why) => Trouble::Refused(format!("It holds nothing but an archive. {why}")),
        Trouble::Failed(error) => Trouble::Failed(error),
    })?;
    if Top::of(room).map_err(Trouble::Failed)?.only_archive().is_some() {
        let what = "It is an archive in an archive in an archive. Unpack it into a folder of the same name beside it.";
        return Err(Trouble::Refused(what.to_owned()));
    }
    Ok((room.to_owned(), Vec::new()))
}

fn readable(archive: &Path) -> Result<(), Trouble> {
    match archive.file_name().and_then(packed) {
        Some(Packed { readable: false, .. }) => Err(Trouble::Refused(
            "It is an archive of a kind that cannot be unpacked here, which are zip, tar and tar.gz. Unpack it into a \
             folder of the same name beside it."
                .to_owned(),
        )),
        Some(_) | None => Ok(()),
    }
}

/// What lies in a folder, without what lies deeper and without junk.
struct Top {
    /// Names in their order, and whether each is an ordinary file.
    names: Vec<(OsString, bool)>,
}

impl Top {
    fn of(folder: &Path) -> io::Result<Self> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !is_junk(&entry.file_name()) {
                names.push((entry.file_name(), entry.file_type()?.is_file()));
            }
        }
        names.sort();
        Ok(Self { names })
    }

    /// The archive, where there is nothing else.
    fn only_archive(&self) -> Option<&OsStr> {
        match self.names.as_slice() {
            [(name, true)] if packed(name).is_some() => Some(name),
            _ => None,
        }
    }

    fn archives(&self) -> impl Iterator<Item = Packed<'_>> {
        self.names.iter().filter(|(_, is_file)| *is_file).filter_map(|(name, _)| packed(name))
    }

    fn holds(&self, name: &OsStr) -> bool {
        self.names.iter().any(|(there, _)| there == name)
    }

    /// Unpacks each archive into a folder beside it, if there is none of that name; the archive stays, since a program may
    /// be meant to send it. What cannot be unpacked is told.
    fn unpack_beside(&self, folder: &Path) -> Result<Vec<String>, Trouble> {
        let mut notes = Vec::new();
        for (name, _) in self.names.iter().filter(|(_, is_file)| *is_file) {
            let Some(packed) = packed(name).filter(|packed| !self.holds(packed.stem)) else { continue };
            if !packed.readable {
                notes.push(format!("The archive `{}` in it cannot be unpacked here and stays as it is.", quoted(name)));
                continue;
            }
            let into = folder.join(packed.stem);
            if into.exists() {
                // Another archive of that stem was unpacked there.
                notes.push(format!("The archive `{}` in it has another's name and stays as it is.", quoted(name)));
                continue;
            }
            unpack(&folder.join(name), &into).map_err(|trouble| match trouble {
                Trouble::Refused(why) => Trouble::Refused(format!("The archive `{}` in it: {why}", quoted(name))),
                Trouble::Failed(error) => Trouble::Failed(error),
            })?;
        }
        Ok(notes)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::archive::Trouble;
    use super::super::packing::{listed, tar, zip};
    use super::{Source, settle};

    /// A folder with these files, settled: what lies where it was settled, whether that is in place, and the notes.
    fn settled(files: &[(&str, Vec<u8>)]) -> Result<(Vec<String>, bool, Vec<String>), String> {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("ada");
        fs::create_dir(&folder).expect("a folder");
        for (name, content) in files {
            fs::write(folder.join(name), content).expect("written");
        }
        let before = listed(&folder);
        let told = settle(&Source::Folder(folder.clone()), &home.path().join("room"), &home.path().join("spare"));
        assert_eq!(listed(&folder), before);
        assert!(!home.path().join("spare").exists());
        match told {
            Ok((settled, notes)) => Ok((listed(&settled), settled == folder, notes)),
            Err(Trouble::Refused(why)) => Err(why),
            Err(Trouble::Failed(error)) => panic!("{error}"),
        }
    }

    #[test]
    fn a_plain_folder_stays_where_it_is() {
        let told = settled(&[("server.py", Vec::new())]).expect("settled");
        assert_eq!(told, (vec!["server.py".to_owned()], true, Vec::new()));
    }

    #[test]
    fn a_folder_with_nothing_but_an_archive_is_that_archive_unpacked_and_one_within_it_too() {
        let once = zip(&[("server.py", b"x")]);
        let names = |files: &[(&str, Vec<u8>)]| settled(files).map(|(names, ..)| names);
        assert_eq!(names(&[("a.zip", once.clone()), (".DS_Store", Vec::new())]), Ok(vec!["server.py".to_owned()]));
        let twice = tar(&[("inner.zip", &once)]);
        assert_eq!(names(&[("a.tar", twice.clone())]), Ok(vec!["server.py".to_owned()]));
        let thrice = zip(&[("a.tar", &twice)]);
        assert_eq!(
            names(&[("a.zip", thrice)]).expect_err("refused"),
            "It is an archive in an archive in an archive. Unpack it into a folder of the same name beside it."
        );
    }

    #[test]
    fn archives_beside_other_files_are_unpacked_beside_them_unless_they_already_are() {
        let archive = zip(&[("server.py", b"x")]);
        let (names, in_place, _) =
            settled(&[("report.txt", Vec::new()), ("code.zip", archive.clone()), ("a.py~", Vec::new())])
                .expect("settled");
        assert_eq!(
            (names, in_place),
            (["code.zip", "code/server.py", "report.txt"].map(str::to_owned).to_vec(), false)
        );
        let (_, in_place, _) = settled(&[("code", Vec::new()), ("code.zip", archive)]).expect("settled");
        assert!(in_place);
    }

    #[test]
    fn an_archive_of_another_kind_is_refused_alone_and_left_beside_others() {
        assert_eq!(
            settled(&[("a.rar", b"Rar!".to_vec())]).expect_err("refused"),
            "It is an archive of a kind that cannot be unpacked here, which are zip, tar and tar.gz. Unpack it into a \
             folder of the same name beside it."
        );
        let (_, in_place, notes) = settled(&[("a.rar", Vec::new()), ("server.py", Vec::new())]).expect("settled");
        assert!(in_place);
        assert_eq!(notes, ["The archive `a.rar` in it cannot be unpacked here and stays as it is."]);
    }
}
