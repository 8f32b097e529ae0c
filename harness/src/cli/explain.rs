//! `harness explain`: what an exercise asks for, or one of its checks.

use clap::Args;

use super::{say, specs};
use crate::exit::Exit;
use crate::spec::explain;

/// Explains an exercise, or one of its checks: the rule, the points, what counts as near.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The id of an exercise or the path of a spec; with `/` and the id of a check, that check.
    #[arg(value_name = "EXERCISE[/CHECK]")]
    what: String,
}

impl Explain {
    pub(super) fn run(self) -> Exit {
        self.text().map_or_else(|exit| exit, |text| say::print(&text, Exit::Full))
    }

    fn text(&self) -> Result<String, Exit> {
        let (exercise, check) = parts(&self.what);
        let exercise = specs::load(exercise)?;
        let Some(check) = check else { return Ok(explain::exercise(&exercise)) };
        explain::check(&exercise, check).map_err(|complaint| say::usage(&complaint.title, &complaint.remedy))
    }
}

/// The exercise and the check. The path of a spec has slashes of its own.
fn parts(what: &str) -> (&str, Option<&str>) {
    for ending in [".yaml/", ".yml/"] {
        if let Some(at) = what.rfind(ending) {
            return (&what[..at + ending.len() - 1], Some(&what[at + ending.len()..]));
        }
    }
    if what.ends_with(".yaml") || what.ends_with(".yml") {
        return (what, None);
    }
    what.split_once('/').map_or((what, None), |(exercise, check)| (exercise, Some(check)))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_check_follows_the_last_slash_of_an_exercise_or_a_path() {
        for (what, exercise, check) in [
            ("time-echo", "time-echo", None),
            ("time-echo/closes", "time-echo", Some("closes")),
            ("specs/time-echo.yaml", "specs/time-echo.yaml", None),
            ("specs/time-echo.yaml/closes", "specs/time-echo.yaml", Some("closes")),
            ("../x.yml/a", "../x.yml", Some("a")),
        ] {
            assert_eq!(parts(what), (exercise, check));
        }
    }
}
