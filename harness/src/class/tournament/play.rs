//! Plays a tournament: every submission is made ready once, and then each two meet on a stage of their own.
//!
//! Who did not get along with the reference solution is then heard alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::table::{Entrant, Meeting, Outcome, REFERENCE, Side, Table};
use crate::plan::{Choices, Plan, Selection};
use crate::report::{Audience, CheckReport, Report, Tally, words};
use crate::run::{Absence, Company, Runner, Submission, side_by_side};
use crate::spec::Exercise;
use crate::spec::check::Cast;
use crate::text::{Complaint, Place};
use crate::verdict::{FindingKind, Status};

/// A tournament to be played.
#[derive(Clone, Copy, Debug)]
pub struct Tournament<'a> {
    /// The submissions: their names, no two the same, and their folders.
    pub submissions: &'a [(String, PathBuf)],
    /// What is played: see [`Plans::new`].
    pub plans: &'a Plans,
    /// How many submissions, and then how many pairs, are in play at once.
    pub at_once: usize,
}

/// What is played in a tournament.
#[derive(Clone, Debug)]
pub struct Plans {
    /// By each two: the checks in which a client plays against a server.
    pub pair: Plan,
    /// By a client, or a server, that does not get along with the reference: the checks about it alone, where there are any.
    alone: BTreeMap<&'static str, Plan>,
}

impl Plans {
    /// What is played in a tournament of this exercise.
    pub fn new(exercise: &Exercise, seed: u64) -> Result<Self, Complaint> {
        let pair = pair(exercise, seed)?;
        let alone = |role: &'static str| {
            let selection = Selection { program: Some(role.to_owned()), only: Vec::new() };
            Plan::new(exercise, &Choices::new(selection, seed)).ok().map(|plan| (role, plan))
        };
        Ok(Self { pair, alone: ["client", "server"].into_iter().filter_map(alone).collect() })
    }
}

fn pair(exercise: &Exercise, seed: u64) -> Result<Plan, Complaint> {
    let both = exercise.checks.iter().filter(|check| check.program.value == Cast::Both);
    let only: Vec<String> = both.map(|check| check.id.value.clone()).collect();
    if only.is_empty() {
        let id = &exercise.exercise.value;
        let title = format!("`{id}` has no check in which a client plays against a server");
        let remedy = "Name an exercise that has one, such as `echo`, or give the spec a check with `program: both`.";
        return Err(Complaint::new(Place::default(), title, remedy));
    }
    let selection = Selection { program: None, only };
    Plan::new(exercise, &Choices::new(selection, seed))
}

const NAME: &str = "reference";
const BROKE_OFF: &str = "The harness broke off in the middle of it.";

impl Tournament<'_> {
    /// Plays it. `heard` is told how much is over, how much there is, and what ended last.
    pub fn play(&self, runner: &Runner, mut heard: impl FnMut(usize, usize, &str)) -> Table {
        let submissions: Vec<(String, Submission)> = self.entrants();
        let (count, mut over) = (submissions.len(), 0);
        let mut companies: Vec<Option<Company>> = submissions.iter().map(|_| None).collect();
        let mut faults = Vec::new();
        side_by_side(
            &submissions,
            self.at_once,
            |(_, submission)| runner.company(&self.plans.pair, submission).map_err(|error| error.to_string()),
            |index, company| {
                match company.unwrap_or_else(|| Err(BROKE_OFF.to_owned())) {
                    Ok(company) => companies[index] = Some(company),
                    Err(error) => faults.push(format!("{} could not be made ready: {error}", submissions[index].0)),
                }
                over += 1;
                heard(over, count + count * count, &submissions[index].0);
            },
        );
        faults.sort();
        let entrants: Vec<Entrant> =
            submissions.iter().zip(&companies).map(|((name, _), it)| entrant(name, it.as_ref())).collect();
        let pairs = pairs(&entrants);
        let mut meetings = vec![None; count * count];
        side_by_side(
            &pairs,
            self.at_once,
            |(client, server)| match (&companies[*client], &companies[*server]) {
                (Some(client), Some(server)) => Some(self.meet(runner, client, server)),
                _ => None,
            },
            |index, meeting| {
                let (client, server) = pairs[index];
                meetings[client * count + server] = meeting.unwrap_or_else(|| Some(fault(BROKE_OFF.to_owned())));
                over += 1;
                heard(over, count + pairs.len(), &entrants[client].name);
            },
        );
        let plan = &self.plans.pair;
        let mut table = Table {
            exercise: plan.exercise.clone(),
            checks: plan.checks.iter().map(|check| check.facts.id.clone()).collect(),
            seed: plan.seed,
            isolation: runner.level.to_string(),
            entrants,
            meetings,
            faults,
        };
        self.hear_alone(runner, &companies, &mut table);
        table
    }

    /// Hears those alone who do not get along with the reference.
    fn hear_alone(&self, runner: &Runner, companies: &[Option<Company>], table: &mut Table) {
        let mut apart: Vec<(&str, usize)> = Vec::new();
        for entrant in REFERENCE + 1..companies.len() {
            for (role, pair) in [("client", (entrant, REFERENCE)), ("server", (REFERENCE, entrant))] {
                if table.by_the_reference(pair) == Some(false) {
                    apart.push((role, entrant));
                }
            }
        }
        side_by_side(
            &apart,
            self.at_once,
            |(role, entrant)| {
                let company = companies[*entrant].as_ref()?;
                // Where no check is about it alone, the reference is the only measure.
                let Some(plan) = self.plans.alone.get(role) else { return Some(false) };
                let mut tally = Tally::new();
                runner.play_pair(plan, (company, company), |event| tally.event(event)).ok()?;
                loses_nothing(&tally.finish())
            },
            |index, alone| {
                let (role, entrant) = apart[index];
                let entrant = &mut table.entrants[entrant];
                let side = if role == "client" { &mut entrant.client } else { &mut entrant.server };
                side.alone = alone.flatten();
            },
        );
    }

    /// The reference solution and the submissions. One that is called like it gets another name.
    fn entrants(&self) -> Vec<(String, Submission)> {
        let own = |name: &str| if name == NAME { format!("{NAME} (2)") } else { name.to_owned() };
        let submissions = self.submissions.iter();
        let submissions = submissions.map(|(name, folder)| (own(name), Submission::Folder(folder.clone())));
        std::iter::once((NAME.to_owned(), Submission::Reference)).chain(submissions).collect()
    }

    fn meet(&self, runner: &Runner, client: &Company, server: &Company) -> Meeting {
        let mut tally = Tally::new();
        let played = runner.play_pair(&self.plans.pair, (server, client), |event| tally.event(event));
        if let Err(error) = played {
            return fault(format!("A copy could not be removed: {error}."));
        }
        let meeting = met(&tally.finish());
        let is_unusable = |company: &Company, role| company.absence(role) == Some(Absence::Unusable);
        if meeting.outcome == Outcome::Apart && (is_unusable(client, "client") || is_unusable(server, "server")) {
            return Meeting { outcome: Outcome::NotStarted, ..meeting };
        }
        meeting
    }
}

fn entrant(name: &str, company: Option<&Company>) -> Entrant {
    let side = |role: &str| match company {
        None => Side { absence: Some(Absence::None), ..Side::default() },
        Some(company) => Side {
            absence: company.absence(role),
            program: company.facts.iter().find(|prepared| prepared.role == role).cloned(),
            alone: None,
        },
    };
    Entrant { name: name.to_owned(), client: side("client"), server: side("server") }
}

/// Every client with every server, those with the reference solution first, because the others are judged by them.
fn pairs(entrants: &[Entrant]) -> Vec<(usize, usize)> {
    let there =
        |(client, server): &(usize, usize)| entrants[*client].client.is_there() && entrants[*server].server.is_there();
    let all = (0..entrants.len()).flat_map(|client| (0..entrants.len()).map(move |server| (client, server)));
    let mut pairs: Vec<(usize, usize)> = all.filter(there).collect();
    pairs.sort_by_key(|(client, server)| *client.min(server) != REFERENCE);
    pairs
}

/// Whether no counted check is lost; `None` where one could not be judged and none is lost.
fn loses_nothing(report: &Report) -> Option<bool> {
    let outcomes = report.checks.iter().filter(|check| !check.facts.bonus).map(|check| outcome(check).is_along());
    let outcomes: Vec<Option<bool>> = outcomes.collect();
    if outcomes.contains(&Some(false)) { Some(false) } else { (!outcomes.contains(&None)).then_some(true) }
}

/// What a report says of a meeting: the worst of its checks.
fn met(report: &Report) -> Meeting {
    let worst = report.checks.iter().max_by_key(|check| graveness(outcome(check)));
    let Some(worst) = worst else { return fault(BROKE_OFF.to_owned()) };
    let stories = words::stories(worst, &report.seen_by(Audience::Instructor));
    let told = stories.into_iter().next().map(|story| story.message).unwrap_or_default();
    let reason = reason(worst, &told);
    Meeting { outcome: outcome(worst), told, reason }
}

fn fault(told: String) -> Meeting {
    Meeting { outcome: Outcome::Fault, reason: told.clone(), told }
}

/// What is the same for all that break off at the same step in the same way. What belongs to no step is told in its own
/// words, in which ports and clocks make no difference.
fn reason(check: &CheckReport, told: &str) -> String {
    let without_numbers = |words: &str| words.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    let first = words::reasons(check).into_iter().next();
    let Some(finding) = first.filter(|finding| finding.line > 0) else { return without_numbers(told) };
    let kind = serde_json::to_value(&finding.kind).unwrap_or_default();
    let name = kind.as_object().and_then(|kind| kind.keys().next()).cloned().unwrap_or_default();
    let remark = if let FindingKind::Differed { remark, .. } = &finding.kind { remark.as_deref() } else { None };
    format!("{name} at line {}: {}", finding.line, without_numbers(remark.unwrap_or_default()))
}

fn outcome(check: &CheckReport) -> Outcome {
    match check.status() {
        Status::Pass => Outcome::Along,
        Status::Near => Outcome::Near,
        Status::Fail | Status::Skip => Outcome::Apart,
        Status::Unsupported => Outcome::Unsupported,
        Status::Fault => Outcome::Fault,
    }
}

fn graveness(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Along => 0,
        Outcome::Near => 1,
        Outcome::Apart => 2,
        Outcome::NotStarted => 3,
        Outcome::Unsupported => 4,
        Outcome::Fault => 5,
    }
}
