//! Several services of one server: each at its own port, all of them moved by the same number.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The services that one program offers, and where they are found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Services {
    /// The port of each by its name, as the exercise gives it. Empty for a program that offers one thing.
    pub table: BTreeMap<String, u16>,
    /// What the program adds to each of these ports. Ordinary users cannot listen below 1024, so many programs add 7000 or the like.
    pub shift: i32,
    /// The ports on which the program was seen to listen.
    pub seen: Vec<u16>,
    /// The one that a play is about.
    pub asked: Option<String>,
}

/// A shift that a program could have chosen, judged; the best is the greatest.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rated {
    /// How many services it finds.
    found: usize,
    /// No shift at all is likelier than any.
    is_none: bool,
    /// Round numbers are likelier: of how many zeros at the end.
    zeros: u32,
    shift: i32,
}

impl Services {
    /// The port of the service that a play is about.
    pub fn port(&self) -> Option<u16> {
        self.port_of(self.asked.as_ref()?)
    }

    /// The port of a service, as far as the shift is known.
    pub fn port_of(&self, service: &str) -> Option<u16> {
        moved(*self.table.get(service)?, self.shift)
    }

    /// Whether all services are there: whoever listens on these ports has nothing more to open.
    pub fn are_all_at(&self, ports: &[u16]) -> bool {
        self.best(ports).is_some_and(|best| best.found == self.table.len())
    }

    /// Learns the shift from the ports on which the program listens: the one by which most services are found. It has to
    /// tell most of the ports, or be a round number: a program with other ports than the table's fits any shift a little.
    pub fn learn(&mut self, ports: &[u16]) {
        ports.clone_into(&mut self.seen);
        let is_told =
            |best: &Rated| best.is_none || best.zeros >= 3 || (best.found > 1 && best.found * 2 > ports.len());
        self.shift = self.best(ports).filter(is_told).map_or(0, |best| best.shift);
    }

    /// Whether the program was seen to listen where this service belongs.
    pub fn offers(&self, service: &str) -> bool {
        self.port_of(service).is_some_and(|port| self.seen.contains(&port))
    }

    fn best(&self, ports: &[u16]) -> Option<Rated> {
        let apart = |port: &u16| self.table.values().map(move |own| i32::from(*port) - i32::from(*own)).collect();
        let shifts: BTreeSet<i32> = ports.iter().flat_map(|port| -> Vec<i32> { apart(port) }).collect();
        let rated = shifts.into_iter().map(|shift| {
            let found = self.table.values().filter_map(|own| moved(*own, shift)).filter(|port| ports.contains(port));
            Rated { found: found.count(), is_none: shift == 0, zeros: zeros(shift), shift }
        });
        rated.max()
    }
}

fn moved(port: u16, shift: i32) -> Option<u16> {
    u16::try_from(i32::from(port) + shift).ok().filter(|port| *port > 0)
}

fn zeros(mut number: i32) -> u32 {
    let mut zeros = 0;
    while number != 0 && number % 10 == 0 {
        number /= 10;
        zeros += 1;
    }
    zeros
}

#[cfg(test)]
mod tests {
    use super::Services;

    fn services() -> Services {
        let table = [("echo", 7), ("discard", 9), ("daytime", 13), ("quote", 17), ("chargen", 19)];
        Services { table: table.map(|(name, port)| (name.to_owned(), port)).into(), ..Services::default() }
    }

    fn shift(ports: &[u16]) -> i32 {
        let mut services = services();
        services.learn(ports);
        services.shift
    }

    #[test]
    fn the_shift_is_the_one_by_which_most_services_are_found() {
        let cases: &[(&[u16], i32)] = &[
            (&[7, 9, 13, 17, 19], 0),
            (&[10019, 10017, 10013, 10009, 10007], 10000),
            (&[4018, 4020, 4024, 4028, 4030], 4011),
            // One port is mistaken, and one has nothing to do with it.
            (&[7007, 7009, 7014, 7017, 7019, 8080], 7000),
            // The least that is needed; as 6990, it would be quote and chargen.
            (&[7007, 7009], 7000),
            (&[7013, 7019], 7000),
            (&[17, 19], 0),
            // A single one.
            (&[13], 0),
            (&[50017], 50000),
            (&[12345], 0),
            (&[7001, 7002, 7003, 7004, 7005], 0),
            // Moved down, a port would be none.
            (&[2, 6, 10, 12], -7),
            (&[], 0),
        ];
        for (ports, expected) in cases {
            assert_eq!(shift(ports), *expected, "{ports:?}");
        }
    }

    #[test]
    fn all_are_there_at_any_shift_and_in_any_order() {
        assert!(services().are_all_at(&[80, 1019, 1017, 1013, 1009, 1007]));
        assert!(!services().are_all_at(&[1007, 1009, 1013, 1017]));
        assert!(!services().are_all_at(&[1007, 1009, 1013, 1017, 1018]));
    }

    #[test]
    fn the_service_in_question_has_a_port_where_the_table_names_it() {
        let moved = Services { shift: 7000, asked: Some("daytime".to_owned()), ..services() };
        assert_eq!((moved.port(), moved.port_of("echo"), moved.port_of("users")), (Some(7013), Some(7007), None));
        assert_eq!(services().port(), None);
        assert_eq!(Services { shift: -8, ..services() }.port_of("echo"), None);
    }
}
