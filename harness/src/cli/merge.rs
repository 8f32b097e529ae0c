//! `harness merge`: puts the parts of a class together that were graded on several machines.

use std::path::PathBuf;

use clap::Args;

use super::class_folder::{read_changes, results_folder, write_manifest};
use super::pages::Pages;
use super::say;
use crate::class::merge::{self, Part};
use crate::class::{Graded, summary};
use crate::exit::Exit;

/// Puts the parts of a class together, as `harness grade --shard K/N` has graded them.
///
/// Says what is missing or there twice, and otherwise writes what one run over the whole class would have written.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The folders with the results of the parts.
    #[arg(value_name = "PART_DIR", required = true)]
    parts: Vec<PathBuf>,
    /// Where the results of the whole class go; its changes.yaml is obeyed.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    pages: Pages,
}

impl Merge {
    pub(super) fn run(self) -> Exit {
        self.merge().unwrap_or_else(|exit| exit)
    }

    fn merge(&self) -> Result<Exit, Exit> {
        let parts: Vec<Part> = self
            .parts
            .iter()
            .map(|folder| {
                Part::read(folder).map_err(|error| {
                    let what = format!("`{}` holds no part of a class: {error}", folder.display());
                    say::usage(&what, "Name the folders that `harness grade --shard K/N --out DIR` has written.")
                })
            })
            .collect::<Result<_, _>>()?;
        let whole = merge::whole(&parts).map_err(|complaints| {
            for complaint in &complaints {
                say::complain(&complaint.what, &complaint.remedy);
            }
            Exit::Usage
        })?;
        let exercises: Vec<&str> = whole.exercises.iter().map(|exercise| exercise.id.as_str()).collect();
        let submissions: Vec<&str> = whole.submissions.keys().map(String::as_str).collect();
        let changes = read_changes(&self.out, &exercises, &submissions)?;
        let results = results_folder(&self.out, &exercises)?;
        let graded = merge::merge(&parts, &whole, &changes, &results).map_err(|error| {
            let what = format!("the results cannot be put into `{}`: {error}", self.out.display());
            say::usage(&what, "Name a folder that can be written to, and parts that can be read.")
        })?;
        write_manifest(&whole, &self.out)?;
        self.pages.draw(&results, &whole)?;
        let how = if parts.len() == 1 { "from 1 part".to_owned() } else { format!("from {} parts", parts.len()) };
        let page = summary::page(&graded, &whole.missing, &results, &how);
        Ok(say::print(&page, if graded.iter().any(Graded::is_faulty) { Exit::Fault } else { Exit::Full }))
    }
}
