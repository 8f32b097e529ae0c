//! Which limit a program on the stage is over: of what it uses up, and of what it says.

use super::connection::Connection;
use super::world::{Player, World};
use crate::program::usage;
use crate::sandbox::Limits;
use crate::verdict::{Ending, Limit};

impl World {
    /// What a player may use up.
    pub fn limits_of(&self, player: usize) -> Limits {
        self.setting.limits_of(&self.players[player].running.role)
    }

    /// The limit that a program has gone over by now. To look into a build's folder, too, takes a while.
    pub fn look_for_excess(&self, into_folders: bool) -> Option<Limit> {
        (0..self.players.len()).find_map(|index| {
            let (running, limits) = (&self.players[index].running, self.limits_of(index));
            let overfull = || (into_folders && usage::is_overfull(running, &limits)).then_some(Limit::Files);
            usage::exceeded(running, &limits).or_else(overfull)
        })
    }

    /// The reason why a wait ended in vain. A program that had said more by then than anybody reads had no other.
    pub fn reason(&self, ending: Ending) -> Ending {
        let out_of_time = matches!(ending, Ending::OutOfTime { .. });
        let may_say_more = out_of_time || matches!(ending, Ending::Stuck(_));
        let talks_on = |player: &Player| player.printed.omitted > 0;
        if may_say_more && self.connections.iter().any(Connection::is_flooded) {
            Ending::Exceeded(Limit::Sent)
        } else if out_of_time && self.players.iter().any(talks_on) {
            Ending::Exceeded(Limit::Output)
        } else {
            ending
        }
    }
}
