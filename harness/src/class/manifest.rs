//! [`Manifest`]: what a folder of results is the result of, kept in its `grading.json`.
//!
//! It keeps the seed, so that the same command goes on where an earlier one stopped, and says enough that shards can be put
//! together without a doubt.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Missing;
use super::results::whole;
use super::shard::Shard;
use crate::text::{Medium, safe};

/// Its name in the folder.
pub const FILE: &str = "grading.json";

/// Version of this format.
const VERSION: u32 = 1;

/// What is graded, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    version: u32,
    /// The build of the harness.
    pub harness: String,
    /// Seed of every random value.
    pub seed: u64,
    /// `full` or `plain`.
    pub isolation: String,
    /// The exercises in their order, each with the hashes of its spec's files.
    pub exercises: Vec<Exercise>,
    /// The whole class by the names of its submissions, sorted, with the file name of each one's results.
    pub submissions: BTreeMap<String, String>,
    /// Those who should have handed in and have not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    /// Which part of it is graded here; all of it, when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
}

/// An exercise of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercise {
    /// Its id.
    pub id: String,
    /// The SHA-256 of its spec and of each file that it names.
    pub spec: BTreeMap<String, String>,
}

impl Manifest {
    /// A manifest of this format.
    pub fn new(harness: &str, seed: u64, isolation: String) -> Self {
        Self {
            version: VERSION,
            harness: harness.to_owned(),
            seed,
            isolation,
            exercises: Vec::new(),
            submissions: BTreeMap::new(),
            missing: Vec::new(),
            shard: None,
        }
    }

    /// The names of the submissions that are graded here, in their order.
    pub fn own(&self) -> impl Iterator<Item = (&str, &str)> {
        let places = self.submissions.iter().enumerate();
        let own = places.filter(|(place, _)| self.shard.is_none_or(|shard| shard.takes(*place)));
        own.map(|(_, (name, file))| (name.as_str(), file.as_str()))
    }

    /// Reads the manifest in a folder of results; `None` where there is none.
    pub fn read(out: &Path) -> Result<Option<Self>, String> {
        let text = match fs::read_to_string(out.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        let manifest: Self = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        if manifest.version == VERSION {
            Ok(Some(manifest))
        } else {
            Err(format!("it is of version {}, and this harness reads version {VERSION}", manifest.version))
        }
    }

    /// Writes it into a folder of results.
    pub fn write(&self, out: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        whole(&out.join(FILE), format!("{}\n", safe(&text, Medium::Json)).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{FILE, Manifest, Shard};

    #[test]
    fn a_manifest_is_read_back_and_knows_its_part() {
        let out = tempfile::tempdir().expect("a folder");
        assert_eq!(Manifest::read(out.path()), Ok(None));
        let mut manifest = Manifest::new("0.1.0+abc", 7, "full".to_owned());
        for name in ["zoe", "ada", "bob"] {
            manifest.submissions.insert(name.to_owned(), format!("_{name}"));
        }
        manifest.shard = Some(Shard { number: 1, of: 2 });
        manifest.write(out.path()).expect("written");
        assert_eq!(Manifest::read(out.path()), Ok(Some(manifest.clone())));
        assert_eq!(manifest.own().collect::<Vec<_>>(), [("ada", "_ada"), ("zoe", "_zoe")]);
        manifest.shard = None;
        assert_eq!(manifest.own().count(), 3);
    }

    #[test]
    fn a_damaged_manifest_is_told() {
        let out = tempfile::tempdir().expect("a folder");
        fs::write(out.path().join(FILE), "{").expect("written");
        assert!(Manifest::read(out.path()).expect_err("damaged").contains("line 1"));
    }
}
