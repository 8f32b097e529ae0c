//! The current date and time of day in any form that a person can read: RFC 867 fixes none.

use jiff::Zoned;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::Since;
use super::examine::{Context, Outcome, whole};
use crate::text::Bytes;

/// A date with its year, and the hour and the minute; with the second, if it says one. The order is free, months may have
/// English names, and hours may be counted to twelve with AM or PM. UTC is near where it is not called so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateAndTime {
    /// From when on it is current.
    #[serde(default)]
    pub since: Since,
}

impl DateAndTime {
    /// Matches everything that has come, as soon as all of it is said.
    pub(super) fn examine(self, bytes: &[u8], context: &Context<'_>) -> Outcome {
        let since = match self.since {
            Since::Send => context.sent,
            Since::Start => context.started,
        };
        let Some(last) = bytes.len().checked_sub(1) else { return Outcome::Partial { suspect: None } };
        outcome(bytes, &context.clock.moments((since, (context.arrived)(last))))
    }
}

fn outcome(bytes: &[u8], moments: &[Zoned]) -> Outcome {
    let said = Said::read(&String::from_utf8_lossy(bytes));
    let is_utc = || moments.iter().any(|moment| said.is(&moment.with_time_zone(TimeZone::UTC)));
    if moments.iter().any(|moment| said.is(moment)) || (said.names_utc && is_utc()) {
        return whole(bytes, bytes.len());
    }
    if is_utc() {
        let near = Some("the zone, which is UTC and is not called so".to_owned());
        return Outcome::Whole { length: bytes.len(), near, meant: Bytes::from(bytes) };
    }
    Outcome::Partial { suspect: (!bytes.trim_ascii().is_empty()).then_some(0) }
}

/// What stands in a text: numbers and words.
struct Said {
    numbers: Vec<Number>,
    words: Vec<String>,
    names_utc: bool,
}

/// A number as it is written, and what stands before it since the last one.
struct Number {
    value: i32,
    digits: usize,
    after: String,
}

impl Said {
    fn read(text: &str) -> Self {
        let mut numbers = Vec::new();
        let mut after = String::new();
        for part in parts(text, |letter| letter.is_ascii_digit()) {
            if !part.starts_with(|first: char| first.is_ascii_digit()) {
                part.clone_into(&mut after);
                continue;
            }
            // Written without signs between: 20261121, 154004. Behind a point, six digits are a fraction of a second.
            let widths: &[usize] = match part.len() {
                14 => &[4, 2, 2, 2, 2, 2],
                8 => &[4, 2, 2],
                6 if !after.ends_with(['.', ',']) => &[2, 2, 2],
                length => &[length],
            };
            let mut rest = part;
            for width in widths {
                let (number, others) = rest.split_at(*width);
                let value = number.parse().unwrap_or(-1);
                numbers.push(Number { value, digits: *width, after: std::mem::take(&mut after) });
                rest = others;
            }
        }
        let words: Vec<String> = parts(text, char::is_alphabetic)
            .into_iter()
            .filter(|part| part.starts_with(char::is_alphabetic))
            .map(str::to_lowercase)
            .collect();
        let names_utc = words.iter().any(|word| ["utc", "gmt", "z"].contains(&word.as_str()))
            || ["+00:00", "+0000"].iter().any(|offset| text.contains(offset));
        Self { numbers, words, names_utc }
    }

    /// Whether it says this moment.
    fn is(&self, moment: &Zoned) -> bool {
        (0..self.numbers.len())
            .any(|at| self.time_at(at, moment).is_some_and(|length| self.has_date_beside(at..at + length, moment)))
    }

    /// How many numbers from here on are the time of day.
    fn time_at(&self, at: usize, moment: &Zoned) -> Option<usize> {
        let [hour, minute, rest @ ..] = &self.numbers[at..] else { return None };
        let short = |number: &Number, value: i8| number.digits <= 2 && number.value == i32::from(value);
        let half = if moment.hour() < 12 { ["am", "a"] } else { ["pm", "p"] };
        let of_twelve = (moment.hour() + 11) % 12 + 1;
        let has_half = self.words.iter().any(|word| half.contains(&word.as_str()));
        let is_hour = short(hour, moment.hour()) || (has_half && short(hour, of_twelve));
        if !is_hour || !short(minute, moment.minute()) || minute.after.len() > 3 {
            return None;
        }
        match rest {
            [second, ..] if second.after == minute.after || [":", "m"].contains(&second.after.as_str()) => {
                short(second, moment.second()).then_some(3)
            }
            _ => Some(2),
        }
    }

    /// Whether the numbers outside of this part, and the words, hold the date.
    fn has_date_beside(&self, time: std::ops::Range<usize>, moment: &Zoned) -> bool {
        let (year, month) = (i32::from(moment.year()), i32::from(moment.month()));
        let others: Vec<&Number> =
            self.numbers.iter().enumerate().filter(|(at, _)| !time.contains(at)).map(|(_, number)| number).collect();
        let is_year = |number: &Number| match number.digits {
            4 => number.value == year,
            2 => number.value == year % 100,
            _ => false,
        };
        let name = moment.strftime("%B").to_string().to_lowercase();
        let is_named = self.words.iter().any(|word| word.len() >= 3 && name.starts_with(word.as_str()));
        let places = |is_it: &dyn Fn(&Number) -> bool| -> Vec<usize> {
            (0..others.len()).filter(|at| is_it(others[*at])).collect()
        };
        let years = places(&is_year);
        let days = places(&|number| number.digits <= 2 && number.value == i32::from(moment.day()));
        let months = places(&|number| number.digits <= 2 && number.value == month);
        // Each is a number of its own.
        years.iter().any(|year| {
            days.iter().any(|day| day != year && (is_named || months.iter().any(|month| month != day && month != year)))
        })
    }
}

/// The text cut where letters of this kind begin or end.
fn parts(text: &str, is_inside: impl Fn(char) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut begin = 0;
    let mut last = None;
    for (at, letter) in text.char_indices() {
        let inside = is_inside(letter);
        if last.is_some_and(|last| last != inside) {
            parts.push(&text[begin..at]);
            begin = at;
        }
        last = Some(inside);
    }
    if begin < text.len() {
        parts.push(&text[begin..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Outcome, outcome};

    /// What is said of a text at 21:40:04 in Kathmandu, 15:55:04 in UTC.
    fn judged(text: &str) -> &'static str {
        let moment = "2026-11-21T21:40:04+05:45[Asia/Kathmandu]".parse().expect("a moment");
        match outcome(text.as_bytes(), &[moment]) {
            Outcome::Whole { near: None, .. } => "right",
            Outcome::Whole { near: Some(_), .. } => "near",
            Outcome::Partial { .. } | Outcome::Differs { .. } => "wrong",
        }
    }

    #[test]
    fn any_form_that_says_it_all_is_right() {
        for text in [
            "Sat Nov 21 21:40:04 2026\r\n",
            "Sat Nov 21 21:40:04 NPT 2026",
            "Saturday, November 21, 2026 21:40:04-NPT",
            "21 NOV 26 21:40:04 NPT",
            "2026-11-21 21:40:04.123456",
            "2026-11-21T21:40:04+05:45",
            "20261121T214004",
            "11/21/2026, 9:40:04 PM",
            "21.11.2026 21:40",
            "Today is the 21st of november 2026.\nIt is 21h40.",
            "Sat Nov 21 2026 21:40:04 GMT+0545 (Nepal Time)",
            "21:40:04 21/11/26",
            "2026-11-21T15:55:04.123Z",
            "Sat, 21 Nov 2026 15:55:04 GMT",
        ] {
            assert_eq!(judged(text), "right", "{text}");
        }
    }

    #[test]
    fn utc_is_near_where_it_is_not_called_so() {
        assert_eq!(judged("Sat Nov 21 15:55:04 2026\n"), "near");
    }

    #[test]
    fn what_lacks_a_part_or_says_another_is_not_the_moment() {
        for text in [
            "",
            "21:40:04",
            "Sat Nov 21 2026",
            "Nov 21 21:40:04",
            "21/10/126 21:40:04",
            "21/10/2026 21:40:04",
            "2026-11-21 09:40:04",
            "2026-11-21 21:11:04",
            "Sat Nov 21 21:40:05 2026",
            "1795277704",
        ] {
            assert_eq!(judged(text), "wrong", "{text}");
        }
    }
}
