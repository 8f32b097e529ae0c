//! [`Sink`]: takes the entries of an archive, and writes them below one folder and nowhere else.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Read, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Component, Path, PathBuf};

use super::{Blamed, Bounds, Trouble, damaged};
use crate::class::hand_ins::junk::is_junk;
use crate::class::hand_ins::quoted;
use crate::program::copy::LONGEST_PATH;

/// Where an archive is unpacked. As long as entries come, there is no link in the folder, so that no path leads out of it.
pub(super) struct Sink<'a> {
    into: &'a Path,
    bounds: Bounds,
    /// Bytes of the archive.
    packed: u64,
    bytes: u64,
    entries: u64,
    links: BTreeMap<PathBuf, OsString>,
    /// Where bad entries are kept, if they do not end it all.
    blamed: Option<Vec<Blamed>>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(into: &'a Path, bounds: Bounds, packed: u64, blamed: Option<Vec<Blamed>>) -> Self {
        Self { into, bounds, packed, bytes: 0, entries: 0, links: BTreeMap::new(), blamed }
    }

    /// What the archive may hold.
    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Counts an entry, and gives its path inside; `None` for what is left out and for the folder itself.
    pub(super) fn entry(&mut self, raw: &[u8]) -> Result<Option<PathBuf>, Trouble> {
        self.entries += 1;
        if self.entries > self.bounds.entries {
            return Err(self.too_many());
        }
        let inner = inner(raw).map_err(Trouble::Refused)?;
        let is_left_out = inner.as_os_str().is_empty() || inner.iter().any(is_junk);
        Ok((!is_left_out).then_some(inner))
    }

    pub(super) fn too_many(&self) -> Trouble {
        Trouble::Refused(format!("It holds more than {} files and folders.", self.bounds.entries))
    }

    pub(super) fn too_large(&self) -> Trouble {
        Trouble::Refused(format!("It unpacks to more than {}.", self.bounds.in_words()))
    }

    /// An entry that may not be there.
    pub(super) fn refuse(&mut self, inner: &Path, why: &str) -> Result<(), Trouble> {
        let sentence = format!("Its entry `{}` {why}.", quoted(inner.as_os_str()));
        match &mut self.blamed {
            Some(blamed) => {
                // So that the submission is seen to be there, even if nothing else of it is.
                let submission = inner.parent().and_then(|folder| folder.iter().next());
                let _ = submission.map(|submission| fs::create_dir(self.into.join(submission)));
                blamed.push((inner.to_owned(), sentence));
            }
            None => return Err(Trouble::Refused(sentence)),
        }
        Ok(())
    }

    pub(super) fn folder(&mut self, inner: &Path) -> Result<(), Trouble> {
        match fs::create_dir_all(self.into.join(inner)) {
            Ok(()) => Ok(()),
            Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotADirectory) => {
                self.refuse(inner, "needs a folder where there is a file")
            }
            Err(error) => Err(Trouble::Failed(error)),
        }
    }

    pub(super) fn file(&mut self, inner: &Path, content: &mut dyn Read, runs: bool) -> Result<(), Trouble> {
        let path = self.into.join(inner);
        self.folder(inner.parent().unwrap_or(Path::new("")))?;
        self.links.remove(inner);
        let mut file = match File::create(&path) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), ErrorKind::IsADirectory | ErrorKind::NotADirectory) => {
                return self.refuse(inner, "is a file and a folder");
            }
            // Its folder was refused just before.
            Err(error) if error.kind() == ErrorKind::NotFound && self.blamed.is_some() => return Ok(()),
            Err(error) => return Err(Trouble::Failed(error)),
        };
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = match content.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(damaged(error)),
            };
            self.spend(read)?;
            file.write_all(&buffer[..read]).map_err(Trouble::Failed)?;
        }
        file.set_permissions(Permissions::from_mode(if runs { 0o755 } else { 0o644 })).map_err(Trouble::Failed)
    }

    /// A symbolic link, which is made once everything else is there.
    pub(super) fn link(&mut self, inner: &Path, target: &[u8]) -> Result<(), Trouble> {
        let target = OsStr::from_bytes(target);
        if !stays(inner, Path::new(target)) {
            let why = format!("is a link to `{}`, out of its folder", quoted(target));
            return self.refuse(inner, &why);
        }
        match fs::remove_file(self.into.join(inner)) {
            Err(error) if matches!(error.kind(), ErrorKind::IsADirectory) => {
                return self.refuse(inner, "is a link and a folder");
            }
            Ok(()) | Err(_) => {}
        }
        self.links.insert(inner.to_owned(), target.to_owned());
        Ok(())
    }

    /// A second name of an earlier entry, which becomes a copy.
    pub(super) fn hard_link(&mut self, inner: &Path, target: &[u8]) -> Result<(), Trouble> {
        let Ok(target) = self::inner(target) else {
            let why = format!("is a hard link to `{}`, out of its folder", quoted(OsStr::from_bytes(target)));
            return self.refuse(inner, &why);
        };
        if target.iter().any(is_junk) {
            return Ok(());
        }
        match File::open(self.into.join(&target)) {
            Ok(mut file) if file.metadata().is_ok_and(|about| about.is_file()) && target != inner => {
                let runs = file.metadata().is_ok_and(|about| about.permissions().mode() & 0o100 != 0);
                self.file(inner, &mut file, runs)
            }
            Ok(_) | Err(_) => {
                let why = format!("is a hard link to `{}`, which is no file before it", quoted(target.as_os_str()));
                self.refuse(inner, &why)
            }
        }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Trouble> {
        self.bytes += bytes as u64;
        if self.bytes > self.bounds.bytes {
            return Err(self.too_large());
        }
        match self.bounds.ratio {
            Some(ratio) if self.bytes > Bounds::HARMLESS && self.bytes / ratio > self.packed => {
                let what = format!("It unpacks to more than {ratio} times its size, as only a bomb does.");
                Err(Trouble::Refused(what))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Makes the links, and gives back what was blamed. A link that leads nowhere is left out.
    pub(super) fn finish(mut self) -> Result<Vec<Blamed>, Trouble> {
        let links = std::mem::take(&mut self.links);
        // Before the first link, so that none of them is made through another.
        for inner in links.keys() {
            self.folder(inner.parent().unwrap_or(Path::new("")))?;
        }
        for (inner, target) in &links {
            match symlink(target, self.into.join(inner)) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    self.refuse(inner, "is a link and a folder")?;
                }
                Err(error) if matches!(error.kind(), ErrorKind::NotADirectory) => {}
                Err(error) => return Err(Trouble::Failed(error)),
            }
        }
        let root = self.into.canonicalize().map_err(Trouble::Failed)?;
        let led: Vec<(&PathBuf, io::Result<PathBuf>)> =
            links.keys().map(|inner| (inner, self.into.join(inner).canonicalize())).collect();
        for (inner, leads) in led {
            let escapes = leads.as_ref().is_ok_and(|leads| !leads.starts_with(&root));
            let path = self.into.join(inner);
            if (escapes || leads.is_err()) && path.is_symlink() {
                fs::remove_file(path).map_err(Trouble::Failed)?;
            }
            if escapes {
                self.refuse(inner, "is a link that leads out of its folder by way of others")?;
            }
        }
        Ok(self.blamed.unwrap_or_default())
    }
}

/// An entry's path inside, or why it has none. Windows' tools write `\` between names, so it counts as `/`.
fn inner(raw: &[u8]) -> Result<PathBuf, String> {
    let refuse = |why: &str| Err(format!("Its entry `{}` {why}.", quoted(OsStr::from_bytes(raw))));
    let slashes: Vec<u8> = raw.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
    if slashes.contains(&0) {
        return refuse("has a zero byte in its name");
    }
    if slashes.starts_with(b"/") {
        return refuse("has an absolute path");
    }
    if slashes.len() >= 2 && slashes[0].is_ascii_alphabetic() && slashes[1] == b':' {
        return refuse("begins with a drive of Windows");
    }
    let names: Vec<&[u8]> =
        slashes.split(|byte| *byte == b'/').filter(|name| !name.is_empty() && *name != b".").collect();
    if names.contains(&&b".."[..]) {
        return refuse("leads out of its folder with `..`");
    }
    if slashes.len() > LONGEST_PATH || names.len() > Bounds::DEPTH || names.iter().any(|name| name.len() > Bounds::NAME)
    {
        return refuse("has a path that is too long or too deep");
    }
    Ok(names.into_iter().map(OsStr::from_bytes).collect())
}

/// Whether a link's target is inside as far as its words go; where it really leads is seen once everything is there.
fn stays(link: &Path, target: &Path) -> bool {
    let mut depth = link.components().count().saturating_sub(1);
    !target.as_os_str().is_empty()
        && target.components().all(|part| match part {
            Component::Normal(_) => {
                depth += 1;
                true
            }
            Component::ParentDir => depth.checked_sub(1).map(|up| depth = up).is_some(),
            Component::CurDir => true,
            Component::RootDir | Component::Prefix(_) => false,
        })
}
