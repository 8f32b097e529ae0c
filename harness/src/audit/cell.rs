//! [`Cell`]: one check of one submission, as it is named to end and as it ended each time it was played.

use crate::verdict::Status;

/// A check of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How the list says that it must end.
    pub named: Status,
    /// Whether any turn plays it. A share of what broken submissions are to pass waits for other seeds.
    pub is_due: bool,
    /// How often it was played.
    pub plays: usize,
    /// The plays that ended otherwise, in the order of their seeds.
    pub surprises: Vec<Surprise>,
    /// Why this machine cannot play it, in one line. As with a submission that is left out, that says nothing about the spec.
    pub unsupported: Option<String>,
}

/// A play that did not end as it is named to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surprise {
    /// The seed it was played with.
    pub seed: u64,
    /// How it ended.
    pub got: Status,
    /// What the report says of it, in one line; empty for a pass.
    pub message: String,
}

impl Cell {
    /// A check that has not been played.
    pub fn new(named: Status) -> Self {
        Self { named, is_due: false, plays: 0, surprises: Vec::new(), unsupported: None }
    }

    /// Takes in how a play ended. What the report says is asked for where it is kept.
    pub fn record(&mut self, seed: u64, got: Status, message: impl FnOnce() -> String) {
        if got == Status::Unsupported {
            self.unsupported.get_or_insert_with(message);
            return;
        }
        self.plays += 1;
        if got != self.named {
            let place = self.surprises.partition_point(|surprise| surprise.seed <= seed);
            self.surprises.insert(place, Surprise { seed, got, message: message() });
        }
    }

    /// Whether every play ended as it is named to.
    pub fn is_as_named(&self) -> bool {
        self.surprises.is_empty()
    }

    /// What to show for it: how it is named to end, or else the worst of what it did instead.
    pub fn shown(&self) -> Status {
        self.surprises.iter().map(|surprise| surprise.got).max_by_key(|got| graveness(*got)).unwrap_or(self.named)
    }

    /// Whether something of ours kept a play of it from being judged.
    pub fn is_unjudged(&self) -> bool {
        let never_ended = self.is_due && self.plays == 0 && self.unsupported.is_none();
        never_ended || self.surprises.iter().any(|surprise| surprise.got == Status::Fault)
    }
}

fn graveness(status: Status) -> u8 {
    match status {
        Status::Pass => 0,
        Status::Near => 1,
        Status::Skip => 2,
        Status::Fail => 3,
        Status::Unsupported => 4,
        Status::Fault => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use crate::verdict::Status;

    #[test]
    fn what_this_machine_cannot_play_is_no_surprise() {
        let mut cell = Cell { is_due: true, ..Cell::new(Status::Pass) };
        assert!(cell.is_unjudged(), "nobody has played it");
        cell.record(1, Status::Unsupported, || "no browser".to_owned());
        assert_eq!((cell.plays, cell.is_as_named(), cell.is_unjudged()), (0, true, false));
        assert_eq!(cell.unsupported.as_deref(), Some("no browser"));
    }

    #[test]
    fn only_what_is_not_as_named_is_kept_and_the_worst_is_shown() {
        let mut cell = Cell::new(Status::Pass);
        cell.record(1, Status::Pass, || panic!("nobody reads this"));
        assert_eq!((cell.is_as_named(), cell.shown(), cell.is_unjudged()), (true, Status::Pass, false));
        cell.record(3, Status::Skip, String::new);
        cell.record(2, Status::Fail, || "Nothing came.".to_owned());
        assert_eq!((cell.plays, cell.surprises.len(), cell.surprises[0].seed), (3, 2, 2));
        assert_eq!((cell.is_as_named(), cell.shown(), cell.is_unjudged()), (false, Status::Fail, false));
        cell.record(4, Status::Fault, String::new);
        assert_eq!((cell.shown(), cell.is_unjudged()), (Status::Fault, true));
    }
}
