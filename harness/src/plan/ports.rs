//! Draws neighbouring ports of which some are open, for programs that look for them.

use super::Dice;
use crate::spec::draw::PARTS;
use crate::text::Bytes;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// How many ports, the ends included.
    pub count: u16,
    /// How many between the ends are open.
    pub open: u16,
    /// How many below the last open one are silent.
    pub silent: u16,
    /// Whether the first and the last are open, too.
    pub ends: (bool, bool),
}

/// The values of a draw, each under its part's name. No two open ports are neighbours, so that no program says them as one;
/// and past every silent one another is open, so that who breaks off at it misses something.
pub(super) fn draw(name: &str, dice: &mut Dice, asked: Asked) -> Vec<(String, Bytes)> {
    let first = 10_000 + below(dice, 20_000);
    let last = first + asked.count.saturating_sub(1);
    let mut open: Vec<u16> = Vec::new();
    // A port within two of an end is no neighbour of one that is open.
    let mut between: Vec<u16> = (first.saturating_add(2)..=last.saturating_sub(2)).collect();
    while open.len() < usize::from(asked.open) && !between.is_empty() {
        let port = take(dice, &mut between);
        between.retain(|other| other.abs_diff(port) > 1);
        open.push(port);
    }
    let highest = open.iter().max().copied().unwrap_or(last);
    let mut rest: Vec<u16> = (first.saturating_add(1)..highest).filter(|port| !open.contains(port)).collect();
    let mut silent: Vec<u16> = (0..asked.silent.min(len(&rest))).map(|_| take(dice, &mut rest)).collect();
    open.extend(asked.ends.0.then_some(first));
    open.extend(asked.ends.1.then_some(last));
    open.sort_unstable();
    silent.sort_unstable();
    let values = [vec![first], vec![last], open, silent, vec![first - 1], vec![last + 1]];
    PARTS.iter().zip(values).map(|(part, ports)| (format!("{name}_{part}"), text(&ports))).collect()
}

fn text(ports: &[u16]) -> Bytes {
    let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
    Bytes::from(ports.join(" ").as_str())
}

fn take(dice: &mut Dice, ports: &mut Vec<u16>) -> u16 {
    let at = below(dice, len(ports));
    ports.remove(usize::from(at))
}

fn below(dice: &mut Dice, end: u16) -> u16 {
    u16::try_from(dice.below(end.into())).unwrap_or_default()
}

fn len(ports: &[u16]) -> u16 {
    u16::try_from(ports.len()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Asked, Dice, draw};

    #[test]
    fn a_seed_draws_these_ports_for_ever() {
        let asked = Asked { count: 20, open: 4, silent: 2, ends: (true, false) };
        let drawn = draw("scan", &mut Dice::new(1, "a-check/scan"), asked);
        let shown: Vec<String> = drawn.iter().map(|(name, value)| format!("{name} = {}", value.to_text())).collect();
        let expected = "\
scan_first = 26356, scan_last = 26375, scan_open = 26356 26366 26368 26371 26373, scan_silent = 26362 26367, \
scan_before = 26355, scan_after = 26376";
        assert_eq!(shown.join(", "), expected);
    }

    #[test]
    fn open_ports_are_no_neighbours_and_there_are_as_many_as_were_asked_for() {
        for seed in 0..500 {
            let asked = Asked { count: 16, open: 4, silent: 0, ends: (true, true) };
            let drawn = draw("scan", &mut Dice::new(seed, "scan"), asked);
            let open: Vec<u16> = drawn[2].1.to_text().split(' ').map(|port| port.parse().expect("a port")).collect();
            assert_eq!(open.len(), 6, "{open:?}");
            assert!(open.windows(2).all(|pair| pair[0] + 1 < pair[1]), "{open:?}");
        }
    }
}
