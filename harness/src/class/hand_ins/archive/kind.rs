//! What kind of archive a file is, by its name and by its first bytes.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

/// A file whose name says that it is an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::class::hand_ins) struct Packed<'a> {
    /// The name without the ending.
    pub(in crate::class::hand_ins) stem: &'a OsStr,
    /// Whether it can be unpacked here.
    pub(in crate::class::hand_ins) readable: bool,
}

/// Endings, longer ones before those they end with, and whether they can be unpacked.
const ENDINGS: [(&str, bool); 21] = [
    (".tar.gz", true),
    (".tar.xz", false),
    (".tar.bz2", false),
    (".tar.zst", false),
    (".tar.lz", false),
    (".tar.z", false),
    (".tgz", true),
    (".txz", false),
    (".tbz2", false),
    (".tbz", false),
    (".tzst", false),
    (".tar", true),
    (".zip", true),
    (".zipx", false),
    (".rar", false),
    (".7z", false),
    (".gz", false),
    (".xz", false),
    (".bz2", false),
    (".zst", false),
    (".cab", false),
];

/// Whether a file is an archive, as far as its name says.
pub(in crate::class::hand_ins) fn packed(name: &OsStr) -> Option<Packed<'_>> {
    let bytes = name.as_bytes();
    ENDINGS.iter().find_map(|(ending, readable)| {
        let at = bytes.len().checked_sub(ending.len()).filter(|at| *at > 0)?;
        let matches = bytes[at..].eq_ignore_ascii_case(ending.as_bytes());
        matches.then(|| Packed { stem: OsStr::from_bytes(&bytes[..at]), readable: *readable })
    })
}

/// An archive that can be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Zip.
    Zip,
    /// Tar.
    Tar,
    /// Tar, compressed by gzip.
    TarGz,
}

/// How many bytes from its beginning tell what a file is.
pub(super) const HEAD: u64 = 512;

/// The first bytes of archives that cannot be unpacked.
const FOREIGN: [(&[u8], &str); 5] = [
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ\0", "compressed by xz"),
    (b"BZh", "compressed by bzip2"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
];

/// What an archive is: its first bytes say so, whatever its name says; or why it cannot be unpacked.
pub(super) fn format(head: &[u8], name: &OsStr) -> Result<Format, String> {
    if head.is_empty() {
        return Err("It holds no bytes at all; perhaps the upload broke off.".to_owned());
    }
    if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(format!("It is {what}, which cannot be unpacked here. {REMEDY}"));
    }
    let is_zip = [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| head.starts_with(magic));
    if is_zip {
        Ok(Format::Zip)
    } else if head.starts_with(b"\x1f\x8b") {
        Ok(Format::TarGz)
    } else if head.get(257..262) == Some(b"ustar") {
        Ok(Format::Tar)
    } else if name.as_bytes().to_ascii_lowercase().ends_with(b".zip") {
        // Something may stand before a zip, as in one that unpacks itself.
        Ok(Format::Zip)
    } else {
        // The oldest tars have no mark; whether this is one, their checksums tell.
        Ok(Format::Tar)
    }
}

/// What to do about an archive that cannot be unpacked.
pub(in crate::class::hand_ins) const REMEDY: &str = "Unpack it into a folder of the same name beside it.";

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{Format, format, packed};

    #[test]
    fn a_name_tells_an_archive_and_what_is_before_the_ending() {
        let told = |name| packed(OsStr::new(name)).map(|packed| (packed.stem.to_str().expect("text"), packed.readable));
        assert_eq!(told("ada.tar.gz"), Some(("ada", true)));
        assert_eq!(told("Ada L. 2.ZIP"), Some(("Ada L. 2", true)));
        assert_eq!(told("ada.rar"), Some(("ada", false)));
        assert_eq!(told("ada.tar.xz"), Some(("ada", false)));
        assert_eq!([told("ada.py"), told(".zip"), told("zip"), told("ada.jar")], [None; 4]);
    }

    #[test]
    fn first_bytes_count_for_more_than_the_name() {
        assert_eq!(format(b"PK\x03\x04...", OsStr::new("a.tar")), Ok(Format::Zip));
        assert_eq!(format(b"\x1f\x8b\x08", OsStr::new("a.zip")), Ok(Format::TarGz));
        assert_eq!(
            format(b"Rar!\x1a\x07\x01", OsStr::new("a.zip")),
            Err("It is a RAR archive, which cannot be unpacked here. Unpack it into a folder of the same name beside it."
                .to_owned())
        );
        assert_eq!(
            format(b"", OsStr::new("a.zip")),
            Err("It holds no bytes at all; perhaps the upload broke off.".to_owned())
        );
    }
}
