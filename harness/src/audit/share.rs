//! Which checks of a submission one turn plays: all, or what a broken one is named for and a share of the rest.
//!
//! That a broken submission keeps what it is not named to lose says no more about a check than what right submissions say
//! already, and costs most of an audit's time. So an audit of the whole library asks for one in six of it, others with each seed.

use super::Row;
use crate::verdict::Status;

/// An audit of the whole library plays one in so many of the checks that a broken submission is to pass.
pub const ONE_IN: u64 = 6;

impl Row {
    /// Chooses the columns that a turn plays, and counts on them from now on. A right submission shows all it can.
    pub(super) fn choose(&mut self, one_in: u64, row: usize, seed: u64) -> Vec<usize> {
        let is_broken = self.played().any(|(_, cell)| cell.named == Status::Fail);
        let mut place = seed.wrapping_add(u64::try_from(row).unwrap_or_default());
        let mut is_in_the_share = || {
            place = place.wrapping_add(1);
            place.is_multiple_of(one_in.max(1))
        };
        let mut chosen = Vec::new();
        for (column, cell) in self.cells.iter_mut().enumerate() {
            let Some(cell) = cell else { continue };
            if !is_broken || cell.named != Status::Pass || is_in_the_share() {
                cell.is_due = true;
                chosen.push(column);
            }
        }
        chosen
    }

    /// Whether a part of it has not been played, because no turn was to.
    pub(super) fn waits_for_other_seeds(&self) -> bool {
        self.left_out.is_none() && self.played().any(|(_, cell)| !cell.is_due && cell.plays == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::Row;
    use crate::audit::Cell;
    use crate::verdict::Status;

    fn row(named: &[Status]) -> Row {
        let cells = named.iter().map(|named| Some(Cell::new(*named))).collect();
        Row { submission: "one".to_owned(), left_out: None, cells, faults: Vec::new() }
    }

    #[test]
    fn a_broken_submission_plays_all_it_is_named_for_and_over_the_seeds_all_else() {
        use Status::{Fail, Near, Pass, Skip};
        let mut broken = row(&[Pass, Fail, Skip, Pass, Near, Pass, Pass, Pass, Pass]);
        let mut played = [0; 9];
        for seed in 40..43 {
            let chosen = broken.choose(3, 2, seed);
            assert_eq!(chosen.len(), 5, "three that it is named for, and a third of the other six: {chosen:?}");
            for column in chosen {
                played[column] += 1;
            }
        }
        assert_eq!(played, [1, 3, 3, 1, 3, 1, 1, 1, 1]);
    }

    #[test]
    fn what_no_turn_has_chosen_is_not_waited_for() {
        let mut broken = row(&[Status::Fail, Status::Pass, Status::Pass, Status::Pass]);
        let chosen = broken.choose(3, 0, 2);
        assert_eq!(chosen, [0, 1]);
        let waited: Vec<usize> =
            broken.played().filter(|(_, cell)| cell.is_unjudged()).map(|(column, _)| column).collect();
        assert_eq!(waited, [0, 1]);
    }

    #[test]
    fn a_right_submission_plays_everything_and_so_does_a_broken_one_where_every_check_is_asked_for() {
        let mut right = row(&[Status::Pass, Status::Near, Status::Pass, Status::Skip]);
        assert_eq!(right.choose(3, 0, 1), [0, 1, 2, 3]);
        let mut broken = row(&[Status::Pass, Status::Fail, Status::Pass, Status::Pass]);
        assert_eq!(broken.choose(1, 0, 1), [0, 1, 2, 3]);
    }
}
