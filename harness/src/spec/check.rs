//! One check as its author wrote it.

use serde::{Deserialize, Serialize};

use super::{Draws, Files, LimitChanges};
use crate::event::Visibility;
use crate::stage::Standing;
use crate::stage::near::NearRule;
use crate::stage::template::Template;
use crate::steps::Steps;
use crate::text::Located;

/// One check: a play, what it is worth, and the words for those who lose it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its id, unique in the exercise.
    pub id: Located<String>,
    /// What the program does if all is well, as a sentence without its subject's name.
    pub title: Located<String>,
    /// Which program it is about.
    pub program: Located<Cast>,
    /// Which of the server's services it is about, where there are several: the one whose port `connect` reaches.
    pub service: Option<Located<String>>,
    /// Points for a pass.
    pub points: Located<f64>,
    /// Whether its points stand apart from the score.
    #[serde(default)]
    pub bonus: bool,
    /// The rule, and where the sheet states it.
    pub because: Located<String>,
    /// One hint that leads to the mistake.
    pub hint: Located<String>,
    /// Checks without which this one is not played.
    #[serde(default)]
    pub needs: Vec<Located<String>>,
    /// Who may see its result, and when.
    #[serde(default)]
    pub visibility: Visibility,
    /// Values drawn for it, beside the exercise's.
    #[serde(default)]
    pub draw: Draws,
    /// Files that its programs find where they work, beside the exercise's.
    #[serde(default)]
    pub files: Files,
    /// What a near miss is; by default the exercise's rule.
    pub near: Option<NearRule>,
    /// What its programs may use up.
    #[serde(default)]
    pub limits: LimitChanges,
    /// Who stands at addresses that are dialled.
    pub standing: Option<Located<Standing>>,
    /// What its one program is started with, in place of the arguments that do elsewhere.
    pub arguments: Option<Vec<Located<Template>>>,
    /// The play.
    pub steps: Steps,
    /// The exercise it was taken over from, if it is not this exercise's own.
    #[serde(skip)]
    pub taken_from: Option<String>,
}

/// Which programs of a submission take part in a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cast {
    /// The server; the harness plays the client.
    Server,
    /// The client; the harness plays the server.
    Client,
    /// Both, against each other.
    Both,
}

impl Cast {
    /// The roles.
    pub fn roles(self) -> &'static [&'static str] {
        match self {
            Self::Server => &["server"],
            Self::Client => &["client"],
            Self::Both => &["server", "client"],
        }
    }

    /// As written in a spec and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
            Self::Both => "both",
        }
    }
}

impl Check {
    /// Who stands at addresses that are dialled: the harness, unless the two programs play against each other.
    pub fn standing(&self) -> Standing {
        match (&self.standing, self.program.value) {
            (Some(standing), _) => standing.value.clone(),
            (None, Cast::Both) => Standing::Refuse,
            (None, Cast::Server | Cast::Client) => Standing::Answer,
        }
    }
}
