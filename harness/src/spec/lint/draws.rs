//! What is wrong with the values to draw.

use super::File;
use crate::spec::Draws;
use crate::spec::draw::{Draw, LONGEST};
use crate::stage::template::OF_THE_STAGE;
use crate::steps::lint::is_name;

/// No scanner should need longer for them than a check lasts.
const MOST_PORTS: u16 = 1000;

pub(super) fn lint(draws: &Draws, file: &mut File<'_>) {
    for (name, draw) in draws {
        if name == "port" || name == "host" {
            let title = format!("`{name}` is taken: it stands for the server's address");
            file.complain(draw.place, title, "Choose another name.");
        } else if OF_THE_STAGE.contains(&name.as_str()) {
            let title = format!("`{name}` is taken: it stands for the host on which the programs run");
            file.complain(draw.place, title, "Choose another name.");
        } else if !is_name(name) {
            let title = format!("`{name}` cannot be the name of a value");
            file.complain(draw.place, title, "Use small letters, digits and `_`, a letter first.");
        }
        match &draw.value {
            Draw::Words(0) | Draw::Text(0) | Draw::Bytes(0) | Draw::Letters { count: 0, .. } => {
                file.complain(draw.place, format!("`{name}` would be empty"), "Give a length of 1 or more.");
            }
            Draw::Words(length) | Draw::Text(length) | Draw::Bytes(length) | Draw::Letters { count: length, .. }
                if *length > LONGEST =>
            {
                let remedy = format!("Give a length of {LONGEST} or less.");
                file.complain(draw.place, format!("`{name}` is too long to be drawn"), remedy);
            }
            Draw::Number { from, to } if from > to => {
                let title = format!("there is no number from {from} to {to}");
                file.complain(draw.place, title, "Write the smaller number as `from`.");
            }
            Draw::OneOf(texts) if texts.is_empty() => {
                file.complain(draw.place, format!("`{name}` offers nothing to draw from"), "Give at least one text.");
            }
            Draw::Ports { count, open, silent, .. } if !room(*count, *open, *silent) => {
                let title = format!("there is no room for the open and silent ports of `{name}`");
                file.complain(draw.place, title, format!("Give a `count` of at least {}.", needed(*open, *silent)));
            }
            Draw::Ports { count, .. } if *count > MOST_PORTS => {
                let title = format!("{count} neighbouring ports are too many");
                file.complain(draw.place, title, format!("Give a `count` of {MOST_PORTS} or less."));
            }
            Draw::Ports { .. }
            | Draw::Word
            | Draw::OneOf(_)
            | Draw::Letters { .. }
            | Draw::Words(_)
            | Draw::Text(_)
            | Draw::Bytes(_)
            | Draw::Number { .. }
            | Draw::Clock
            | Draw::Port
            | Draw::Address
            | Draw::HostName => {}
        }
    }
}

/// Whether open ports that are no neighbours, and silent ones, find room between the ends in every order.
fn room(count: u16, open: u16, silent: u16) -> bool {
    u32::from(count) >= needed(open, silent)
}

fn needed(open: u16, silent: u16) -> u32 {
    3 * u32::from(open) + u32::from(silent) + 4
}
