//! The options that say what is written where: the terminal report, and every format of [`FORMATS`].

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, error::Error};

use super::say::{self, Leavable};
use super::whole::Whole;
use crate::event::{Event, EventKind};
use crate::exit::Exit;
use crate::report::{Audience, Desk, FORMATS, Format, Look, Report, Reporter, Terminal};

/// What was asked for.
#[derive(Clone, Debug)]
pub(super) struct Outputs {
    verbose: bool,
    audience: Audience,
    /// Formats by their index in [`FORMATS`], and where they go.
    paths: Vec<(usize, PathBuf)>,
}

/// Outputs that were found to be writable.
pub(super) struct Opened {
    look: Look,
    to_standard_output: Option<&'static Format>,
    files: Vec<(&'static Format, Whole)>,
}

impl Outputs {
    /// Finds out whether everything can be written, before anything is played.
    pub(super) fn open(&self) -> Result<Opened, Exit> {
        let (standard, files): (Vec<_>, Vec<_>) = self.paths.iter().partition(|(_, path)| path == Path::new("-"));
        if let [(first, _), (second, _), ..] = standard.as_slice() {
            let what = format!("--{} and --{} cannot both go to standard output", name(*first), name(*second));
            return Err(say::usage(&what, "Give one of them a path."));
        }
        for (at, (format, path)) in files.iter().enumerate() {
            if let Some((other, _)) = files[..at].iter().find(|(_, other)| other == path) {
                let what = format!("--{} and --{} name the same file", name(*other), name(*format));
                return Err(say::usage(&what, "Give each a path of its own."));
            }
        }
        let to_standard_output = standard.first().and_then(|(format, _)| FORMATS.get(*format));
        let open = |(format, path): &(usize, PathBuf)| {
            let whole = Whole::open(path)
                .map_err(|(what, remedy)| say::usage(&format!("--{}: {what}", name(*format)), &remedy));
            Ok((&FORMATS[*format], whole?))
        };
        let coloured = if to_standard_output.is_some() {
            say::is_coloured(&io::stderr())
        } else {
            say::is_coloured(&io::stdout())
        };
        Ok(Opened {
            look: Look { audience: self.audience, coloured, verbose: self.verbose },
            to_standard_output,
            files: files.into_iter().map(open).collect::<Result<_, Exit>>()?,
        })
    }
}

impl Opened {
    /// A desk with a reporter for each output. Where standard output is taken, the terminal report goes to standard error.
    pub(super) fn desk(&self) -> Desk<'static> {
        let audience = self.look.audience;
        let standard: Box<dyn Write> = Box::new(Leavable(io::stdout()));
        let mut reporters: Vec<Box<dyn Reporter>> = Vec::new();
        match self.to_standard_output {
            Some(format) => {
                let errors = Box::new(Leavable(io::stderr()));
                reporters.push(format.reporter(standard, audience));
                reporters.push(Box::new(Terminal::new(errors, self.look)));
            }
            None => reporters.push(Box::new(Terminal::new(standard, self.look))),
        }
        for (format, whole) in &self.files {
            reporters.push(format.reporter(Box::new(BufWriter::new(whole.clone())), audience));
            reporters.push(Box::new(SoFar { format, whole: whole.clone(), audience }));
        }
        Desk::new(reporters)
    }

    /// Who reads.
    pub(super) fn audience(&self) -> Audience {
        self.look.audience
    }

    /// Closes the run and puts the files in their places. A file that cannot be written is a fault.
    pub(super) fn finish(self, desk: Desk<'_>) -> (Report, Exit) {
        let (report, told) = desk.finish();
        let mut exit = Exit::of(&report.seen_by(self.look.audience));
        let troubles: Vec<String> = self.files.iter().filter_map(|(_, whole)| whole.finish().err()).collect();
        if let (Err(error), true) = (told, troubles.is_empty()) {
            say::complain(&format!("the report could not be written: {error}"), "See whether the disk has room.");
            exit = Exit::Fault;
        }
        for trouble in troubles {
            say::complain(&trouble, "See whether the disk has room, and whether the folder is still there.");
            exit = Exit::Fault;
        }
        (report, exit)
    }
}

/// Puts what is known in its place after each check, for formats that ask for that.
struct SoFar {
    format: &'static Format,
    whole: Whole,
    audience: Audience,
}

impl Reporter for SoFar {
    fn event(&mut self, event: &Event, report: &Report) -> io::Result<()> {
        if !matches!(event.kind, EventKind::CheckEnded { .. } | EventKind::Skipped { .. }) {
            return Ok(());
        }
        match self.format.so_far(report, self.audience) {
            Some(text) => self.whole.put(text?.as_bytes()),
            None => Ok(()),
        }
    }
}

impl Args for Outputs {
    fn augment_args(command: Command) -> Command {
        let verbose = Arg::new("verbose").short('v').long("verbose").action(ArgAction::SetTrue);
        let command = command.arg(verbose.help("Shows everything that was said, check by check").help_heading(HEADING));
        let audience = Arg::new("audience").long("audience").value_name("WHO").default_value(STUDENT);
        let audience = audience.value_parser([STUDENT, INSTRUCTOR]).hide_default_value(true);
        let help = "Who reads: `student` sees no hidden checks, `instructor` sees all [default: student]";
        let command = command.arg(audience.hide_possible_values(true).help(help).help_heading(HEADING));
        FORMATS.iter().fold(command, |command, format| {
            let path = clap::value_parser!(PathBuf);
            let arg = Arg::new(format.name).long(format.name).value_name("PATH|-").value_parser(path);
            let heading = if format.is_a_platforms { PLATFORMS } else { HEADING };
            let arg = arg.help(format!("Writes {}", format.about)).help_heading(heading);
            // Who needs a platform's knows that it is there; `--help` tells all.
            command.arg(arg.hide_short_help(format.is_a_platforms))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |(index, format): (usize, &Format)| Some((index, matches.get_one::<PathBuf>(format.name)?.clone()));
        let paths = FORMATS.iter().enumerate().filter_map(given).collect();
        let instructor = matches.get_one::<String>("audience").is_some_and(|audience| audience == INSTRUCTOR);
        let audience = if instructor { Audience::Instructor } else { Audience::Student };
        Ok(Self { verbose: matches.get_flag("verbose"), audience, paths })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

const STUDENT: &str = "student";
const INSTRUCTOR: &str = "instructor";
const HEADING: &str = "What is written";
const PLATFORMS: &str = "What is written for platforms";

fn name(format: usize) -> &'static str {
    FORMATS.get(format).map_or("", |format| format.name)
}
