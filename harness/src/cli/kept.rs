//! What is kept of single checks beside the report: captures for Wireshark, and bundles to play again.

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::Args;

use super::say;
use crate::class::results::whole;
use crate::exit::Exit;
use crate::report::bundle::{self, Bundle};
use crate::report::{Audience, CheckReport, Report, View, pcap};

/// What is kept of single checks.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "What is written")]
pub(super) struct Kept {
    /// Writes a capture of each check into this folder, for Wireshark: `CHECK.pcapng`. Needs the isolation `full`.
    #[arg(long, value_name = "DIR")]
    pcap: Option<PathBuf>,
    /// Writes a folder for each lost check into this folder, to be looked at and, with `harness replay`, played again.
    #[arg(long, value_name = "DIR")]
    bundle: Option<PathBuf>,
}

impl Kept {
    /// Whether frames are to be captured.
    pub(super) fn captures(&self) -> bool {
        self.pcap.is_some() || self.bundle.is_some()
    }

    /// Makes the folders, before anything is played.
    pub(super) fn open(&self) -> Result<(), Exit> {
        for (option, folder) in [("pcap", &self.pcap), ("bundle", &self.bundle)] {
            let Some(folder) = folder else { continue };
            fs::create_dir_all(folder).map_err(|error| {
                let what = format!("--{option}: the folder `{}` cannot be made: {error}", folder.display());
                say::usage(&what, "Give a folder that you may write to.")
            })?;
        }
        Ok(())
    }

    /// Writes what was asked for. `origin` says how a bundle is played again. What cannot be written is a fault.
    pub(super) fn write(&self, report: &Report, audience: Audience, origin: &Bundle) -> Exit {
        let view = report.seen_by(audience);
        let mut captured = false;
        for check in view.checks() {
            let written = self.write_bundle(check, &view, origin).and_then(|()| self.write_capture(check, report));
            match written {
                Ok(is_there) => captured |= is_there,
                Err(error) => {
                    let what = format!("what is kept of `{}` could not be written: {error}", check.facts.id);
                    say::complain(&what, "See whether the disk has room.");
                    return Exit::Fault;
                }
            }
        }
        if self.pcap.is_some() && !captured {
            say::note(
                "--pcap: nothing was captured",
                "Frames are seen at the isolation `full`, where a check is played.",
            );
        }
        Exit::Full
    }

    /// Writes the bundle of a check that is worth one.
    fn write_bundle(&self, check: &CheckReport, view: &View<'_>, origin: &Bundle) -> io::Result<()> {
        let Some(folder) = self.bundle.as_ref().filter(|_| bundle::is_wanted(check)) else { return Ok(()) };
        let check_id = check.facts.id.clone();
        let folder = folder.join(file_name(&check_id));
        let bundle = Bundle { check: check_id, seed: view.seed(), version: bundle::FORMAT, ..origin.clone() };
        fs::create_dir_all(&folder)?;
        let files = bundle::files(check, view, &bundle)?;
        files.iter().try_for_each(|(name, bytes)| whole(&folder.join(name), bytes))
    }

    /// Writes a check's capture, if there is one.
    fn write_capture(&self, check: &CheckReport, report: &Report) -> io::Result<bool> {
        let Some(folder) = &self.pcap else { return Ok(false) };
        let Some(bytes) = pcap::bytes(check, report)? else { return Ok(false) };
        whole(&folder.join(format!("{}.pcapng", file_name(&check.facts.id))), &bytes)?;
        Ok(true)
    }
}

/// A check's id as the name of a file: what comes from a record may be anything.
fn file_name(id: &str) -> String {
    let harmless = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' };
    let name: String = id.chars().take(100).map(harmless).collect();
    if name.is_empty() { "_".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_leads_nowhere_else() {
        assert_eq!(["echo-one", "../../x", ""].map(file_name), ["echo-one", "______x", "_"]);
    }
}
