//! [`List`]: the submissions of an exercise and what each must get, as `audit.yaml` names them.

use std::fmt;
use std::path::Path;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::examine::examine;
use crate::spec::{Exercise, yaml_error};
use crate::text::excerpt::without_mark;
use crate::text::{Complaint, Located};
use crate::verdict::Status;

/// The submissions of an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// In the order of the file.
    pub entries: Vec<Entry>,
    /// What it is a list of.
    pub kind: Kind,
}

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Submissions, right and broken, among which every check is lost by somebody; played beside the reference solution.
    Submissions,
    /// `peers:`, programs that were not written for the exercise. They lose what their kind makes them lose, no more is
    /// asked of the list, and they need tools that are no toolchain.
    Peers,
}

/// One submission, and what it must get. It gets every point that it is not said to lose.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The folder beside the list.
    pub slug: Located<String>,
    /// What is special about it; of a broken one, its one defect.
    pub about: String,
    /// Only this role's checks are played, because the folder holds only this program.
    pub program: Option<Located<String>>,
    /// Toolchains without which it is left out, and said to be. A peer's may be any program of the stage's PATH, or the
    /// path of a file.
    #[serde(default)]
    pub needs: Vec<Located<String>>,
    /// Checks it must fail.
    #[serde(default)]
    pub loses: Vec<Located<String>>,
    /// Checks that cannot be judged because of these.
    #[serde(default)]
    pub skips: Vec<Located<String>>,
    /// Checks that pass with a remark.
    #[serde(default)]
    pub near: Vec<Located<String>>,
}

impl List {
    /// Reads the list of an exercise's submissions, which lie in `folder`; or every mistake in it.
    pub fn read(text: &str, exercise: &Exercise, folder: &Path) -> Result<Self, Vec<Complaint>> {
        let source = without_mark(text);
        let options = serde_yaml::Options::default();
        let list: Self = serde_yaml::from_str_with_options(source, options)
            .map_err(|error| vec![yaml_error::complaint(&error, source)])?;
        let complaints = examine(&list, exercise, folder);
        if complaints.is_empty() { Ok(list) } else { Err(complaints) }
    }

    /// The entry of a submission; none for the reference solution.
    pub fn entry(&self, submission: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.slug.value == submission)
    }
}

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EitherKind)
    }
}

/// A bare list is of submissions; one below `peers:` is of peers.
struct EitherKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Peers {
    peers: Vec<Entry>,
}

impl<'de> Visitor<'de> for EitherKind {
    type Value = List;

    fn expecting(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        form.write_str("a list of submissions, or `peers:` with a list of programs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<List, A::Error> {
        let entries = Deserialize::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(List { entries, kind: Kind::Submissions })
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<List, A::Error> {
        let Peers { peers } = Deserialize::deserialize(MapAccessDeserializer::new(fields))?;
        Ok(List { entries: peers, kind: Kind::Peers })
    }
}

impl Entry {
    /// How this check must end.
    pub fn named(&self, check: &str) -> Status {
        let is_in = |ids: &[Located<String>]| ids.iter().any(|id| id.value == check);
        if is_in(&self.loses) {
            Status::Fail
        } else if is_in(&self.skips) {
            Status::Skip
        } else if is_in(&self.near) {
            Status::Near
        } else {
            Status::Pass
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Kind, List};
    use crate::spec::library;
    use crate::text::excerpt::render_all;
    use crate::verdict::Status;

    /// Reads the list beside four folders.
    fn read(text: &str) -> Result<List, String> {
        let folder = tempfile::tempdir().expect("a folder");
        for slug in ["good", "slow", "stray", "odd"] {
            fs::create_dir(folder.path().join(slug)).expect("a folder");
        }
        let exercise = library::find("time-echo").expect("it is there").load().expect("it is sound");
        List::read(text, &exercise, folder.path())
            .map_err(|complaints| render_all(&complaints, "audit.yaml", text, false))
    }

    #[test]
    fn what_an_entry_does_not_name_must_pass() {
        let list = read(
            "- { slug: good, about: A }\n- { slug: stray, about: B }\n- { slug: odd, about: B }\n\
             - slug: slow\n  about: C\n  loses: [every-block]\n  skips: [clock-moves]\n  near: [closes]\n",
        );
        let list = list.expect("a sound list");
        let checks = ["every-block", "clock-moves", "closes", "appends-time"];
        assert_eq!(
            checks.map(|check| list.entries[3].named(check)),
            [Status::Fail, Status::Skip, Status::Near, Status::Pass]
        );
    }

    #[test]
    fn what_is_not_there_is_told_at_its_place() {
        let told = read(
            "- { slug: good, about: A, loses: [every-blok], needs: [jawac] }
- { slug: stary, about: B }
- { slug: slow, about: C, program: sever }
",
        );
        assert_eq!(
            told.expect_err("mistakes"),
            "\
error: the folder `odd` is not in the list
--> audit.yaml
 = help: Add it to the list with what it must get, or remove the folder.

error: `time-echo` has no check `every-blok`
 --> audit.yaml:1:35
  |
1 | - { slug: good, about: A, loses: [every-blok], needs: [jawac] }
  |                                   ^^^^^^^^^^
  |
  = help: Did you mean `every-block`?

error: no toolchain is called `jawac`
 --> audit.yaml:1:56
  |
1 | - { slug: good, about: A, loses: [every-blok], needs: [jawac] }
  |                                                        ^^^^^
  |
  = help: Did you mean `javac`?

error: there is no folder `stary` beside the list
 --> audit.yaml:2:11
  |
2 | - { slug: stary, about: B }
  |           ^^^^^
  |
  = help: Did you mean `stray`?

error: `time-echo` asks for no sever
 --> audit.yaml:3:36
  |
3 | - { slug: slow, about: C, program: sever }
  |                                    ^^^^^
  |
  = help: Did you mean `server`?"
        );
    }

    #[test]
    fn what_contradicts_itself_is_told_at_its_place() {
        let told = read(
            "- { slug: good, about: A }
- { slug: good, about: C, program: client, loses: [every-block] }
- { slug: slow, about: D, loses: [closes], near: [closes] }
- { slug: stray, about: E }
- { slug: reference, about: F }
- { slug: odd, about: G }
",
        );
        assert_eq!(
            told.expect_err("mistakes"),
            "\
error: `good` is in the list twice
 --> audit.yaml:2:11
  |
2 | - { slug: good, about: C, program: client, loses: [every-block] }
  |           ^^^^
  |
  = help: Keep one of the two entries.

error: `every-block` is not played with a client alone
 --> audit.yaml:2:52
  |
2 | - { slug: good, about: C, program: client, loses: [every-block] }
  |                                                    ^^^^^^^^^^^
  |
  = help: Remove it, or remove `program: client`.

error: `closes` is named twice
 --> audit.yaml:3:51
  |
3 | - { slug: slow, about: D, loses: [closes], near: [closes] }
  |                                                   ^^^^^^
  |
  = help: Name it once: a check ends in one way.

error: `reference` is the name of the reference solution, which is always played
 --> audit.yaml:5:11
  |
5 | - { slug: reference, about: F }
  |           ^^^^^^^^^
  |
  = help: Give the folder another name."
        );
    }

    #[test]
    fn peers_may_need_any_program_and_their_mistakes_have_their_places_too() {
        let all = "- { slug: good, about: A, needs: [nc.openbsd] }\n- { slug: slow, about: B }\n- { slug: stray, about: C }\n";
        let list = read(&format!("peers:\n{all}- {{ slug: odd, about: D }}\n")).expect("a sound list");
        assert_eq!((list.kind, list.entries.len()), (Kind::Peers, 4));
        assert_eq!(
            read(&format!("peers:\n{all}- {{ slug: odd, about: D, loses: [every-blok] }}\n")).expect_err("a mistake"),
            "\
error: `time-echo` has no check `every-blok`
 --> audit.yaml:5:34
  |
5 | - { slug: odd, about: D, loses: [every-blok] }
  |                                  ^^^^^^^^^^
  |
  = help: Did you mean `every-block`?"
        );
        assert_eq!(
            read("pears: []\n").expect_err("a mistake"),
            "\
error: there is no field `pears` here
 --> audit.yaml:1:1
  |
1 | pears: []
  | ^^^^^
  |
  = help: Did you mean `peers`?"
        );
    }

    #[test]
    fn mistakes_of_its_shape_are_told_like_those_of_a_spec() {
        assert_eq!(
            read("- { slug: good, about: A, lose: [closes] }\n").expect_err("a mistake"),
            "\
error: there is no field `lose` here
 --> audit.yaml:1:27
  |
1 | - { slug: good, about: A, lose: [closes] }
  |                           ^^^^
  |
  = help: Did you mean `loses`?"
        );
    }
}
