//! Points: decimal fractions that add up exactly and print cleanly.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number of points, in millionths, so that 0.1 and 0.2 make 0.3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

const MILLION: f64 = 1_000_000.0;

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);

    /// Points as a spec writes them, rounded to a millionth. What is no number is worth nothing.
    pub fn new(points: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and no exercise has 10^12 points")]
        Self((points * MILLION).round() as i64)
    }

    /// The nearest floating-point number; it prints without a tail of digits.
    pub fn value(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 millionths, nine milliard points")]
        let millionths = self.0 as f64;
        millionths / MILLION
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        Self(points.fold(0, |sum, points| sum.saturating_add(points.0)))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        form.pad(&self.value().to_string())
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1_000_000 == 0 {
            serializer.serialize_i64(self.0 / 1_000_000)
        } else {
            serializer.serialize_f64(self.value())
        }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn tenths_and_thirds_add_up_cleanly() {
        let tenths: Points = [0.1, 0.2].into_iter().map(Points::new).sum();
        let thirds: Points = [1.0 / 3.0; 3].into_iter().map(Points::new).sum();
        assert_eq!((tenths.to_string(), thirds.to_string()), ("0.3".to_owned(), "0.999999".to_owned()));
    }

    #[test]
    fn whole_points_are_whole_in_json() {
        let points = [3.0, 2.5, 0.0, f64::NAN].map(Points::new);
        assert_eq!(serde_json::to_string(&points).expect("JSON"), "[3,2.5,0,0]");
    }
}
