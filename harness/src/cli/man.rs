//! `harness man`: one manual page about the whole command line.

use std::io::{self, Write as _};

use clap::{Args, Command};
use clap_mangen::Man;

use super::say;
use crate::exit::Exit;

/// Prints the manual page of all commands.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  harness man > harness.1 && man ./harness.1")]
pub(super) struct ManPage {}

impl ManPage {
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(super) fn run(self, command: Command) -> Exit {
        match page(command) {
            Ok(page) => say::print(&page, Exit::Full),
            Err(error) => {
                say::complain(&format!("the manual page could not be made: {error}"), "");
                Exit::Fault
            }
        }
    }
}

fn page(mut command: Command) -> io::Result<String> {
    command.build();
    let commands: Vec<Command> = command.get_subcommands().filter(|command| !command.is_hide_set()).cloned().collect();
    let mut page = Vec::new();
    let main = Man::new(command);
    main.render_title(&mut page)?;
    main.render_name_section(&mut page)?;
    main.render_synopsis_section(&mut page)?;
    main.render_description_section(&mut page)?;
    main.render_options_section(&mut page)?;
    for command in commands {
        writeln!(page, ".SH \"HARNESS {}\"", command.get_name().to_uppercase())?;
        page.extend_from_slice(section(command)?.as_bytes());
    }
    main.render_version_section(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// A command as a section of the page: its own sections become the parts of this one.
fn section(command: Command) -> io::Result<String> {
    let has_extra = command.get_after_help().is_some();
    let man = Man::new(command);
    let mut text = Vec::new();
    man.render_description_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if has_extra {
        // Examples keep their lines.
        text.extend_from_slice(b".nf\n");
        man.render_extra_section(&mut text)?;
        text.extend_from_slice(b".fi\n");
    }
    Ok(String::from_utf8_lossy(&text).replace(".SH ", ".SS "))
}
