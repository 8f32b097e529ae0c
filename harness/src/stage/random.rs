//! What a play draws while it goes on: the same numbers for the same seed, for ever.

/// A small generator (`SplitMix64`, by Steele, Lea and Flood, 2014). Its numbers are part of what a seed means.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A generator of its own for the branch of this number.
    pub fn branch(&self, number: u64) -> Self {
        let mut branch = Self { state: self.state ^ (number + 1).wrapping_mul(0xd6e8_feb8_6659_fd93) };
        branch.roll();
        branch
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, each as likely as the others.
    pub fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.roll()) * bound as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A letter from `a` to `z`.
    pub fn letter(&mut self) -> u8 {
        b'a' + u8::try_from(self.below(26)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_seed_means_the_same_numbers_for_ever() {
        let mut random = Random::new(1_234_567);
        assert_eq!([random.roll(), random.roll()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn every_number_below_a_bound_is_drawn() {
        let mut random = Random::new(7);
        let mut seen = [false; 3];
        for _ in 0..100 {
            seen[random.below(3)] = true;
        }
        assert_eq!(seen, [true; 3]);
    }
}
