//! Draws the time zone of a play, so that no two fields of the clock show the same number.

use std::path::Path;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Dice;

/// Zones of every offset from UTC that is in use, most of them without summer time.
const ZONES: &[&str] = &[
    "Pacific/Pago_Pago",
    "Pacific/Honolulu",
    "Pacific/Marquesas",
    "America/Anchorage",
    "Pacific/Pitcairn",
    "America/Phoenix",
    "America/Costa_Rica",
    "America/Bogota",
    "America/Caracas",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Atlantic/South_Georgia",
    "Atlantic/Cape_Verde",
    "Africa/Abidjan",
    "Africa/Lagos",
    "Africa/Maputo",
    "Africa/Nairobi",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Tashkent",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Australia/Eucla",
    "Asia/Tokyo",
    "Australia/Darwin",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Pacific/Noumea",
    "Pacific/Fiji",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
];

/// The zone of a machine that has no zone files.
const NO_ZONE: &str = "UTC";

/// Minutes that a drawn clock reading keeps away from the time of the play.
const APART: i64 = 10;

/// The zones for which this folder (usually `/usr/share/zoneinfo`) holds a file: those that programs can read as well.
pub fn available(folder: &Path) -> Vec<&'static str> {
    ZONES.iter().copied().filter(|zone| folder.join(zone).is_file()).collect()
}

/// A zone in which, at this instant and for two minutes after it, no two of these agree: the hour of 24 and of 12, the
/// minute, the month, the day, the hour in UTC. Nor is it the time of one of the readings that the play draws. Where no
/// zone is as good as that, one of the best.
pub fn draw(seed: u64, now: Timestamp, zones: &[&str], readings: &[Time]) -> String {
    let rated: Vec<(u32, &str)> = zones.iter().filter_map(|zone| Some((faults(now, zone, readings)?, *zone))).collect();
    let best = rated.iter().map(|(faults, _)| *faults).min();
    let best: Vec<&str> = rated.iter().filter(|(faults, _)| Some(*faults) == best).map(|(_, zone)| *zone).collect();
    Dice::new(seed, "zone").pick(&best).copied().unwrap_or(NO_ZONE).to_owned()
}

/// How much agrees in this zone at the worst of the minutes to come; a reading that is near is worse than anything.
fn faults(now: Timestamp, zone: &str, readings: &[Time]) -> Option<u32> {
    let zone = TimeZone::get(zone).ok()?;
    let agreeing =
        (0..=2).filter_map(|minutes| Some(agreeing(now.checked_add(minutes.minutes()).ok()?, &zone))).max()?;
    let clock = now.to_zoned(zone).time();
    let near = readings.iter().filter(|reading| minutes_between(clock, **reading) < APART).count();
    Some(agreeing + 1000 * u32::try_from(near).unwrap_or(1))
}

/// The pairs of the clock's fields that show the same number; those that a program mixes up most easily weigh most.
fn agreeing(at: Timestamp, zone: &TimeZone) -> u32 {
    let here = at.to_zoned(zone.clone());
    let hour = here.hour();
    let of_twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let utc = at.to_zoned(TimeZone::UTC).hour();
    let (minute, month, day) = (here.minute(), here.month(), here.day());
    let pairs = [
        (hour, of_twelve, 100),
        (hour, utc, 100),
        (minute, month, 20),
        (hour, minute, 10),
        (hour, day, 10),
        (hour, month, 10),
        (minute, day, 10),
        (minute, utc, 1),
        (minute, of_twelve, 1),
        (of_twelve, utc, 1),
        (of_twelve, month, 1),
        (of_twelve, day, 1),
        (month, day, 1),
        (month, utc, 1),
        (day, utc, 1),
    ];
    pairs.iter().filter(|(one, other, _)| one == other).map(|(_, _, weight)| weight).sum()
}

/// Minutes between two readings of a clock, the shorter way around.
fn minutes_between(one: Time, other: Time) -> i64 {
    let minute = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    let apart = (minute(one) - minute(other)).abs();
    apart.min(24 * 60 - apart)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use jiff::tz::TimeZone;
    use jiff::{Timestamp, ToSpan};

    use super::{ZONES, agreeing, draw};

    #[test]
    fn what_programs_mix_up_never_agrees_and_hardly_ever_anything_else() {
        let mut now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("an instant");
        let mut worst = std::collections::BTreeMap::new();
        for seed in 0..8616 {
            let zone = TimeZone::get(&draw(seed, now, ZONES, &[])).expect("a zone");
            let faults = (0..=2).map(|minutes| agreeing(now + minutes.minutes(), &zone)).max();
            *worst.entry(faults.unwrap_or_default()).or_insert(0) += 1;
            now += 61.minutes();
        }
        // Hours of a year by the weight of what agreed then.
        assert_eq!(worst.into_iter().collect::<Vec<_>>(), [(0, 8104), (1, 509), (2, 2), (3, 1)]);
    }

    #[test]
    fn the_same_seed_and_time_draw_the_same_zone_and_other_seeds_others() {
        let now: Timestamp = "2026-11-21T09:19:00Z".parse().expect("an instant");
        let zones: Vec<String> = (0..6).map(|seed| draw(seed, now, ZONES, &[])).collect();
        assert_eq!(
            zones,
            ["Australia/Darwin", "Asia/Kolkata", "Asia/Kabul", "Australia/Darwin", "Asia/Kathmandu", "Asia/Kabul"]
        );
        assert_eq!(draw(1, now, &[], &[]), "UTC");
    }

    #[test]
    fn a_drawn_reading_is_never_the_time_of_the_play() {
        let now: Timestamp = "2026-11-21T09:19:00Z".parse().expect("an instant");
        let without: Vec<String> = (0..50).map(|seed: u8| draw(seed.into(), now, ZONES, &[])).collect();
        let reading = now.to_zoned(TimeZone::get(&without[0]).expect("a zone")).time();
        assert!((0..50).all(|seed: u8| draw(seed.into(), now, ZONES, &[reading]) != without[0]));
        // No good zone reads three in the morning: its hours of 12 and 24 would agree.
        assert!(
            (0..50).all(|seed: u8| draw(seed.into(), now, ZONES, &[time(3, 3, 3, 0)]) == without[usize::from(seed)])
        );
    }
}
