//! Archives for tests, honest ones and others.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;

/// A zip of these files.
pub(super) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let mode = if name.ends_with(".sh") { 0o755 } else { 0o600 };
        writer.start_file(*name, SimpleFileOptions::default().unix_permissions(mode)).expect("an entry");
        writer.write_all(content).expect("written");
    }
    writer.finish().expect("a zip").into_inner()
}

/// A tar of these files.
pub(super) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = tar::Builder::new(Vec::new());
    for (name, content) in files {
        entry(&mut writer, name, tar::EntryType::Regular, "", content);
    }
    writer.into_inner().expect("a tar")
}

/// One entry of a tar, however wrong its name.
pub(super) fn entry(
    writer: &mut tar::Builder<Vec<u8>>,
    name: &str,
    kind: tar::EntryType,
    target: &str,
    content: &[u8],
) {
    let mut header = tar::Header::new_ustar();
    let fields = header.as_ustar_mut().expect("ustar");
    fields.name[..name.len()].copy_from_slice(name.as_bytes());
    fields.linkname[..target.len()].copy_from_slice(target.as_bytes());
    header.set_entry_type(kind);
    header.set_mode(0o700);
    header.set_size(content.len() as u64);
    header.set_cksum();
    writer.append(&header, content).expect("an entry");
}

/// Compressed by gzip.
pub(super) fn gz(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(content).expect("written");
    writer.finish().expect("compressed")
}

/// One text in place of another of the same length, wherever it stands.
pub(super) fn changed(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let found: Vec<usize> = (0..=bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!found.is_empty());
    for at in found {
        bytes[at..at + from.len()].copy_from_slice(to);
    }
    bytes
}

/// All files and links below a folder, in order.
pub(super) fn listed(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, before: &str, names: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let name = format!("{before}{}", entry.file_name().display());
            if entry.file_type().expect("a kind").is_dir() {
                walk(&entry.path(), &format!("{name}/"), names);
            } else {
                names.push(name);
            }
        }
    }
    let mut names = Vec::new();
    walk(folder, "", &mut names);
    names.sort();
    names
}
