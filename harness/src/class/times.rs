//! Times as the tables of learning platforms and spreadsheets write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A moment that says its zone itself: RFC 3339, also with spaces before and after the time as platforms write it.
pub(super) fn moment(written: &str) -> Option<Timestamp> {
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
pub(super) fn time(written: &str, zone: &TimeZone) -> Option<Timestamp> {
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

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::{moment, time};

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
