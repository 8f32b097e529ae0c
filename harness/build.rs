//! Hashes the sources and the specs, so that a result can say which harness it came from.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let mut hash = Sha256::new();
    for folder in ["src", "../specs"] {
        println!("cargo::rerun-if-changed={folder}");
        add(&mut hash, &here.join(folder))?;
    }
    let digest: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=HARNESS_SOURCES={digest}");
    Ok(())
}

/// Adds every file below a folder, by name and content, in the order of their names.
fn add(hash: &mut Sha256, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            add(hash, &entry.path())?;
        } else {
            let content = fs::read(entry.path())?;
            hash.update(entry.file_name().as_encoded_bytes());
            hash.update(content.len().to_le_bytes());
            hash.update(content);
        }
    }
    Ok(())
}
