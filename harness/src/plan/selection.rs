//! Which checks of an exercise are played.

use crate::spec::{Check, Exercise};
use crate::text::{Complaint, Located, Place, similar};

/// What was asked for on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// `server` or `client`: only the checks that are about this program alone.
    pub program: Option<String>,
    /// Only these checks; all, when empty.
    pub only: Vec<String>,
}

impl Selection {
    /// The checks to play, in the order of the spec; at least one.
    pub fn of<'a>(&self, exercise: &'a Exercise) -> Result<Vec<&'a Located<Check>>, Complaint> {
        for id in &self.only {
            if exercise.check(id).is_none() {
                let known = exercise.checks.iter().map(|check| check.id.value.as_str());
                let title = format!("`{}` has no check `{id}`", exercise.exercise.value);
                return Err(Complaint::new(Place::default(), title, similar::remedy(id, known)));
            }
        }
        if let Some(role) = &self.program
            && exercise.programs.get(role).is_none()
        {
            let title = format!("`{}` asks for no {role}", exercise.exercise.value);
            let known = exercise.programs.all().map(|(role, _)| role);
            return Err(Complaint::new(Place::default(), title, similar::remedy(role, known)));
        }
        let selected: Vec<_> = exercise.checks.iter().filter(|check| self.takes(check)).collect();
        if selected.is_empty() {
            let program = self.program.as_deref().unwrap_or("program");
            let title = format!("no check is left: none of those asked for is about the {program} alone");
            return Err(Complaint::new(Place::default(), title, "Leave out `--program`, or name another check."));
        }
        Ok(selected)
    }

    fn takes(&self, check: &Check) -> bool {
        let asked = self.only.is_empty() || self.only.contains(&check.id.value);
        asked && self.program.as_ref().is_none_or(|role| check.program.name() == role)
    }
}

#[cfg(test)]
mod tests {
    use super::Selection;
    use crate::spec::library::find;

    fn select(program: Option<&str>, only: &[&str]) -> Result<Vec<String>, (String, String)> {
        let exercise = find("time-echo").expect("it is there").load().expect("it is sound");
        let only = only.iter().map(|id| (*id).to_owned()).collect();
        let selected = Selection { program: program.map(str::to_owned), only }.of(&exercise);
        let selected = selected.map_err(|complaint| (complaint.title, complaint.remedy))?;
        Ok(selected.iter().map(|check| check.id.value.clone()).collect())
    }

    fn told(title: &str, remedy: &str) -> Result<Vec<String>, (String, String)> {
        Err((title.to_owned(), remedy.to_owned()))
    }

    #[test]
    fn a_program_has_the_checks_that_are_about_it_alone() {
        assert_eq!(
            select(Some("client"), &[]),
            Ok(["sends-message", "prints-reply", "closes"].map(str::to_owned).to_vec())
        );
        assert_eq!(select(None, &[]).map(|checks| checks.len()), Ok(9));
    }

    #[test]
    fn the_order_is_the_specs_whatever_was_typed() {
        let checks = ["appends-time", "closes"].map(str::to_owned).to_vec();
        assert_eq!(select(None, &["closes", "appends-time"]), Ok(checks));
    }

    #[test]
    fn what_cannot_be_selected_is_told_with_a_remedy() {
        assert_eq!(select(None, &["close"]), told("`time-echo` has no check `close`", "Did you mean `closes`?"));
        assert_eq!(select(Some("sever"), &[]), told("`time-echo` asks for no sever", "Did you mean `server`?"));
        assert_eq!(
            select(Some("server"), &["closes"]),
            told(
                "no check is left: none of those asked for is about the server alone",
                "Leave out `--program`, or name another check."
            )
        );
    }
}
