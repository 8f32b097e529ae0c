//! [`Placed`]: who of a roster handed in what.

use std::collections::BTreeMap;

use super::{Member, Roster, names};
use crate::class::{Refused, Student};

/// What came of holding submissions against a roster. Everything is an index: of a student, of a refused submission, of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Whose each submission is, in the order of the submissions; `None` for nobody's.
    pub students: Vec<Option<usize>>,
    /// Whose each refused submission is, in their order.
    pub refused: Vec<Option<usize>>,
    /// Members of whom nothing is there, in the order of the roster.
    pub missing: Vec<usize>,
    /// Members of whom something may be there, as the notes say: neither placed nor missing.
    pub unclear: Vec<usize>,
    /// What could not be decided, and what is nobody's; a sentence each.
    pub notes: Vec<String>,
}

/// How a submission was found to be a member's; what comes first counts for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Id,
    Email,
    Name,
}

/// Whether a submission may be a member's.
type Whether<'a> = &'a dyn Fn(&Member) -> bool;

impl Roster {
    /// Finds whose each submission is: by its name among the ids, then by e-mail address or what stands before its `@`, then
    /// by the full name. Where that leaves a choice, nothing is chosen, and a note says so.
    pub fn place(&self, students: &[Student], refused: &[Refused]) -> Placed {
        let mut placed = Placed::default();
        let called = students.iter().map(|student| (student.name.as_str(), student.display.as_deref()));
        let called = called.chain(refused.iter().map(|refused| (refused.name.as_str(), refused.display.as_deref())));
        let called: Vec<(&str, Option<&str>)> = called.collect();
        let mut claims: BTreeMap<usize, Vec<(By, usize)>> = BTreeMap::new();
        for (at, (name, display)) in called.iter().enumerate() {
            match self.found(name, *display) {
                None => placed.notes.push(format!("`{name}` is in no line of the roster.")),
                Some((by, members)) => match members.as_slice() {
                    [only] => claims.entry(*only).or_default().push((by, at)),
                    several => {
                        let lines = self.lines(several);
                        placed
                            .notes
                            .push(format!("`{name}` may be of the lines {lines} of the roster, and counts for none."));
                        placed.unclear.extend(several);
                    }
                },
            }
        }
        let mut whose: Vec<Option<usize>> = vec![None; called.len()];
        for (member, mut claims) in claims {
            claims.sort_unstable();
            let best = claims[0].0;
            let claimants: Vec<usize> = claims.iter().filter(|(by, _)| *by == best).map(|(_, at)| *at).collect();
            match claimants.as_slice() {
                [only] => {
                    whose[*only] = Some(member);
                    let others = claims.iter().filter(|(_, at)| at != only);
                    placed.notes.extend(others.map(|(_, at)| self.taken(called[*at].0, called[*only].0, member)));
                }
                several => {
                    let names: Vec<String> = several.iter().map(|at| format!("`{}`", called[*at].0)).collect();
                    let line = self.members[member].line;
                    placed.notes.push(format!(
                        "Line {line} of the roster may have handed in {}; none counts.",
                        names.join(" or ")
                    ));
                    placed.unclear.push(member);
                }
            }
        }
        placed.unclear.retain(|member| !whose.contains(&Some(*member)));
        placed.unclear.sort_unstable();
        placed.unclear.dedup();
        let is_missing = |member: &usize| !whose.contains(&Some(*member)) && !placed.unclear.contains(member);
        placed.missing = (0..self.members.len()).filter(is_missing).collect();
        placed.refused = whose.split_off(students.len());
        placed.students = whose;
        placed
    }

    /// The members whom a submission may be of, by what says so most surely.
    fn found(&self, name: &str, display: Option<&str>) -> Option<(By, Vec<usize>)> {
        let by_id = |member: &Member| member.ids.iter().any(|id| is_same(id, name));
        let by_email = |member: &Member| {
            let email = member.email.as_deref().unwrap_or_default();
            let local = email.split_once('@').map_or("", |(local, _)| local);
            !name.is_empty() && (is_same(email, name) || is_same(local, name))
        };
        let by_name = |member: &Member| {
            let known = member.name.as_deref().unwrap_or_default();
            names::same(known, display.unwrap_or(name))
        };
        let ways: [(By, Whether<'_>); 3] = [(By::Id, &by_id), (By::Email, &by_email), (By::Name, &by_name)];
        ways.into_iter().find_map(|(by, is)| {
            let members: Vec<usize> =
                self.members.iter().enumerate().filter(|(_, member)| is(member)).map(|(at, _)| at).collect();
            (!members.is_empty()).then_some((by, members))
        })
    }

    fn lines(&self, members: &[usize]) -> String {
        let lines: Vec<String> = members.iter().map(|member| self.members[*member].line.to_string()).collect();
        lines.join(", ")
    }

    fn taken(&self, name: &str, other: &str, member: usize) -> String {
        let line = self.members[member].line;
        format!("`{name}` may be of line {line} of the roster, which is `{other}`'s for better reasons.")
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
