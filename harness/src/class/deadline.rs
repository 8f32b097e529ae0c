//! [`Deadline`]: until when work may be handed in, and what it costs to be late.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

use super::times::length;
use crate::report::handed_in::in_words;
use crate::report::json::Adjustment;
use crate::report::{Document, HandedIn, Points};

/// What was agreed with the whole class. A roster's `due` and `attempts` are for one student.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deadline {
    /// Until when work may be handed in.
    pub due: Option<Timestamp>,
    /// So much later is not late yet.
    pub grace: SignedDuration,
    /// What it costs to be late.
    pub rate: Option<Rate>,
    /// What comes later than this after the deadline earns nothing.
    pub limit: Option<SignedDuration>,
}

/// What each begun period after the deadline costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    loss: Loss,
    /// Its length in seconds.
    period: u64,
    /// The period as it was written.
    each: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Loss {
    /// Of what the checks came to.
    Percent(f64),
    Points(f64),
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (loss, each) = text.split_once('/').ok_or("nothing says for what time it is")?;
        let (number, loss): (&str, fn(f64) -> Loss) = match loss.trim().strip_suffix('%') {
            Some(percent) => (percent, Loss::Percent),
            None => (loss, Loss::Points),
        };
        let number = number.trim().parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
        let number = number.ok_or_else(|| format!("`{}` is no number of points or percent", text.trim()))?;
        let each = each.trim();
        let period = length(each).or_else(|| length(&format!("1 {each}")));
        let period = period.and_then(|period| u64::try_from(period.as_secs()).ok()).filter(|seconds| *seconds > 0);
        let period = period.ok_or_else(|| format!("`{each}` is no length of time"))?;
        Ok(Self { loss: loss(number), period, each: each.to_owned() })
    }
}

impl Deadline {
    /// Whether what was handed in then is late.
    pub fn is_late(&self, submitted: Timestamp, due: Timestamp) -> bool {
        submitted.duration_since(due) > self.grace
    }

    /// What the rules take from a result's points, by who handed it in and when.
    pub fn of(&self, result: &Document) -> Vec<Adjustment> {
        let earned = result.earned();
        let Some(handed_in) = &result.handed_in else { return Vec::new() };
        let (loss, comment, by) = if let Some((attempt, most)) = handed_in.one_too_many() {
            (earned, format!("attempt {attempt} of at most {most} earns nothing"), "attempts")
        } else if let Some((loss, comment)) = self.loss(handed_in, earned) {
            (loss, comment, "late policy")
        } else {
            return Vec::new();
        };
        let points = Points::new(-loss.value());
        vec![Adjustment { points, comment, by: by.to_owned(), is_rule: true }]
    }

    fn loss(&self, handed_in: &HandedIn, earned: Points) -> Option<(Points, String)> {
        let late = handed_in.late_by()?;
        let told = format!("{} late", in_words(late));
        let limit = self.limit.map(|limit| limit.as_secs());
        if limit.is_some_and(|limit| i64::try_from(late).is_ok_and(|late| late > limit)) {
            return Some((earned, format!("{told}, and so late it earns nothing")));
        }
        let Rate { loss, period, each } = self.rate.as_ref()?;
        let begun = late.div_ceil(*period);
        #[expect(clippy::cast_precision_loss, reason = "no deadline is 2^53 periods ago")]
        let times = begun as f64;
        let (lost, rate) = match loss {
            Loss::Percent(percent) => (earned.value() * percent * times / 100.0, format!("{percent} %")),
            Loss::Points(points) => (points * times, points.to_string()),
        };
        Some((Points::new(lost).min(earned), format!("{told}: {begun} times {rate} for each {each} begun")))
    }
}

#[cfg(test)]
mod tests {
    use super::{Deadline, Rate};
    use crate::class::times::length;
    use crate::report::json::Check;
    use crate::report::{Document, HandedIn};

    fn deadline(rate: &str) -> Deadline {
        Deadline {
            due: "2026-11-20T23:00:00Z".parse().ok(),
            grace: length("15 min").expect("a length"),
            rate: Some(rate.parse().expect("a rate")),
            limit: length("3 days"),
        }
    }

    /// What becomes of 10 points that were handed in then.
    fn told(deadline: &Deadline, submitted: &str, attempt: u32) -> String {
        let text = r#"{"id":"a","title":"T","program":"server","status":"pass","points":10,"max_points":10,"bonus":false,"visibility":"visible","message":"","hint":"","took_ms":1}"#;
        let check: Check = serde_json::from_str(text).expect("a check");
        let submitted = submitted.parse().ok();
        let late = submitted.zip(deadline.due).is_some_and(|(submitted, due)| deadline.is_late(submitted, due));
        let handed_in = HandedIn {
            submitted,
            due: deadline.due,
            late,
            attempt: Some(attempt),
            attempts: Some(2),
            ..HandedIn::default()
        };
        let mut result = Document { checks: vec![check], handed_in: Some(handed_in), ..Document::default() };
        result.adjust(deadline.of(&result));
        let why: Vec<String> = result.adjustments.iter().map(|made| format!("{}: {}", made.by, made.comment)).collect();
        format!("{} {}", result.score, why.join("; "))
    }

    #[test]
    fn each_begun_period_costs_and_a_limit_ends_it() {
        let percent = deadline("10%/day");
        assert_eq!(told(&percent, "2026-11-20T23:00:00Z", 1), "10 ");
        assert_eq!(told(&percent, "2026-11-20T23:15:00Z", 2), "10 ");
        assert_eq!(
            told(&percent, "2026-11-20T23:15:01Z", 1),
            "9 late policy: 15 min 1 s late: 1 times 10 % for each day begun"
        );
        assert_eq!(
            told(&percent, "2026-11-22T02:00:00Z", 1),
            "8 late policy: 1 d 3 h late: 2 times 10 % for each day begun"
        );
        assert_eq!(told(&percent, "2026-11-23T23:00:01Z", 1), "0 late policy: 3 d late, and so late it earns nothing");
        assert_eq!(told(&percent, "", 3), "0 attempts: attempt 3 of at most 2 earns nothing");
        let points = deadline("1.5/2 hours");
        assert_eq!(
            told(&points, "2026-11-21T04:00:00Z", 1),
            "5.5 late policy: 5 h late: 3 times 1.5 for each 2 hours begun"
        );
        assert_eq!(
            told(&points, "2026-11-21T23:00:00Z", 1),
            "0 late policy: 1 d late: 12 times 1.5 for each 2 hours begun"
        );
    }

    #[test]
    fn what_is_no_rate_is_told() {
        let told = |text: &str| text.parse::<Rate>().expect_err("no rate");
        assert_eq!(told("10%"), "nothing says for what time it is");
        assert_eq!(told("ten/day"), "`ten/day` is no number of points or percent");
        assert_eq!(told("-1/day"), "`-1/day` is no number of points or percent");
        assert_eq!(told("10%/dya"), "`dya` is no length of time");
    }
}
