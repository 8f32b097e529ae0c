//! Times as the tables of learning platforms and spreadsheets write them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How a time is to be written, as a remedy.
pub const FORMS: &str = "Write it as `2026-11-20 23:59`, or with its zone as `2026-11-20T23:59:00+01:00`.";

/// A moment that says its zone itself: RFC 3339, also with spaces before and after the time as platforms write it.
pub fn moment(written: &str) -> Option<Timestamp> {
    let written = written.trim();
    let joined = match written.rsplit_once(' ') {
        Some((time, zone)) if zone == "Z" || zone.starts_with(['+', '-']) => format!("{time}{zone}"),
        Some((time, "UTC")) => format!("{time}Z"),
        Some(_) | None => written.to_owned(),
    };
    joined.parse().ok()
}

/// A moment, or the time on a clock in this zone: `2026-11-20 23:59`, also as `20.11.2026 23:59`. A time that the clock shows
/// twice is the first of both; one that it skips is as much later. A day without a time is none.
pub fn time(written: &str, zone: &TimeZone) -> Option<Timestamp> {
    let written = written.trim();
    if !written.contains(':') {
        return None;
    }
    let civil = || -> Option<DateTime> {
        let german = ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"];
        written.parse().ok().or_else(|| german.iter().find_map(|form| DateTime::strptime(form, written).ok()))
    };
    moment(written).or_else(|| civil()?.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp()))
}

/// A length of time as people write it: `15 min`, `2h`, `3 days`.
pub fn length(written: &str) -> Option<SignedDuration> {
    let written = written.trim();
    let (number, unit) = written.split_at(written.find(|letter: char| !letter.is_ascii_digit())?);
    let seconds = match unit.trim() {
        "s" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(seconds).map(SignedDuration::from_secs)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::{length, moment, time};

    #[test]
    fn a_length_is_a_number_and_a_unit() {
        let seconds = |written| length(written).map(|length| length.as_secs());
        assert_eq!(
            ["15 min", "2h", "3 days", " 1 week", "0s"].map(seconds),
            [900, 7_200, 259_200, 604_800, 0].map(Some)
        );
        assert_eq!(["", "day", "3", "3 moons", "-3 days", "9999999999999999 weeks"].map(seconds), [None; 6]);
    }

    #[test]
    fn a_time_is_read_with_its_own_zone_or_in_the_one_given() {
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        let read = |written: &str| time(written, &berlin).map(|time| time.to_string());
        for written in [
            "2026-11-20T22:59:00Z",
            "2026-11-20 22:59:00 Z",
            "2026-11-20 22:59:00 UTC",
            "2026-11-20 14:59:00 -0800",
            "2026-11-20T23:59:00+01:00",
            " 2026-11-20 23:59 ",
            "2026-11-20T23:59:00",
            "20.11.2026 23:59",
        ] {
            assert_eq!(read(written).as_deref(), Some("2026-11-20T22:59:00Z"), "{written}");
        }
        assert_eq!([read("2026-11-20"), read("11/20/2026 23:59"), read("soon"), read("")], [const { None }; 4]);
        assert_eq!(moment("2026-11-20 23:59"), None);
    }
}
