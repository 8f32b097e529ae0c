//! Random numbers that never change: the seed of an old report draws the same values in later versions.

/// A generator of random numbers: `SplitMix64`, started from a seed and a label. Every label has numbers of its own, so
/// one more value drawn for one check changes nothing in another.
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// The dice for what the label names.
    pub fn new(seed: u64, label: &str) -> Self {
        // FNV-1a: short, and known to everybody who wants to check it.
        let hash = label
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self { state: mix(seed) ^ hash }
    }

    /// A number of 64 random bits.
    pub fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number from 0 to one less than `end`, each as likely as any other; 0 when `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        if end == 0 {
            return 0;
        }
        // What is above the last whole multiple of `end` would favour the small numbers.
        let fair = u64::MAX - u64::MAX % end;
        loop {
            let rolled = self.roll();
            if rolled < fair {
                return rolled % end;
            }
        }
    }

    /// One of several; `None` of none.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        let index = self.below(among.len() as u64);
        among.get(usize::try_from(index).unwrap_or_default())
    }
}

fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        // The first numbers of the published generator for the seed 1234567.
        let mut dice = Dice { state: 1_234_567 };
        assert_eq!(
            [dice.roll(), dice.roll(), dice.roll()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn labels_have_numbers_of_their_own_that_never_change() {
        assert_eq!(Dice::new(7, "a").roll(), Dice::new(7, "a").roll());
        assert_ne!(Dice::new(7, "a").roll(), Dice::new(7, "b").roll());
        assert_ne!(Dice::new(7, "a").roll(), Dice::new(8, "a").roll());
        let mut dice = Dice::new(7, "a check/first");
        let rolls: Vec<u64> = (0..12).map(|_| dice.below(6)).collect();
        assert_eq!(rolls, [5, 2, 3, 4, 5, 5, 3, 1, 3, 5, 3, 5]);
    }

    #[test]
    fn every_side_comes_up() {
        let mut dice = Dice::new(1, "sides");
        let mut seen = [0u32; 6];
        for _ in 0..6000 {
            seen[usize::try_from(dice.below(6)).expect("a small number")] += 1;
        }
        assert!(seen.iter().all(|count| (850..1150).contains(count)), "{seen:?}");
        assert_eq!((dice.below(0), dice.pick::<u8>(&[])), (0, None));
    }
}
