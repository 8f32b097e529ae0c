//! The habits of a program: each of its ways is played with a program that was started afresh, until one gets through.

use std::collections::BTreeMap;

use super::probe::stop_all;
use crate::stage::{Entrance, Halt, Scene};
use crate::steps::{self, Habit, Halted, Steps};
use crate::text::Bytes;

/// Learns the way of each habit. Where no way gets through, the first one stands for it: the checks then say what is wrong.
pub fn learn(
    scene: &mut Scene,
    role: &str,
    arguments: &[String],
    line_end: &str,
    habits: &[Habit],
) -> Result<BTreeMap<String, String>, Halt> {
    if let Some(launch) = scene.world().setting.programs.get_mut(role) {
        line_end.clone_into(&mut launch.line_end);
    }
    let mut learnt = BTreeMap::new();
    for habit in habits {
        let mut own = habit.one_of.first();
        'plays: for steps in &habit.plays {
            for way in &habit.one_of {
                if gets_through(scene, role, arguments, (&habit.name, way), steps)? {
                    own = Some(way);
                    break 'plays;
                }
            }
        }
        let own = own.cloned().unwrap_or_default();
        scene.variables.insert(habit.name.clone(), Bytes::from(own.as_str()));
        learnt.insert(habit.name.clone(), own);
    }
    Ok(learnt)
}

/// Whether a fresh program gets through the steps in this way.
fn gets_through(
    scene: &mut Scene,
    role: &str,
    arguments: &[String],
    (habit, way): (&str, &str),
    steps: &Steps,
) -> Result<bool, Halt> {
    scene.world().connections.clear();
    scene.current = None;
    stop_all(scene)?;
    scene.variables.insert(habit.to_owned(), Bytes::from(way));
    scene.start(role, &Entrance { arguments: Some(arguments.to_vec()), ..Entrance::default() })?;
    match steps::play(steps, scene) {
        Ok(()) => Ok(true),
        Err(Halted { halt: Halt::Found(_), .. }) => Ok(false),
        Err(Halted { halt, .. }) => Err(halt),
    }
}
