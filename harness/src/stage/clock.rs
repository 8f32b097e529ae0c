//! The stage's clock: what a clock reading may say, given when it was asked for and when it came.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

/// Processes may see the clock this much apart.
const SLACK: Duration = Duration::from_millis(50);
/// A longer exchange than this is no exchange.
const LONGEST: usize = 120;

/// The clock of one zone.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: TimeZone,
}

/// A reading found at the start of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is right, and so long.
    Right(usize),
    /// It has the form of a reading, and so many bytes, but says something else.
    Wrong(usize),
    /// It may become a reading with more bytes.
    Unfinished,
    /// It is none.
    None,
}

impl Clock {
    /// The clock of a zone, by its IANA name; an unknown one reads UTC, as programs do.
    pub fn new(zone: &str) -> Self {
        Self { zone: zone_of(zone).unwrap_or(TimeZone::UTC) }
    }

    /// Reads what stands at the start of `bytes` as a reading of this form between two moments. In place of `%Z` any
    /// name of a zone may stand: programs know different ones.
    pub fn read(&self, bytes: &[u8], form: &str, window: (SystemTime, SystemTime)) -> Reading {
        let Some((before, after)) = form.split_once("%Z") else { return self.read_plain(bytes, form, window) };
        let (first, is_right) = match self.read_plain(bytes, before, window) {
            Reading::Right(length) => (length, true),
            Reading::Wrong(length) => (length, false),
            other @ (Reading::Unfinished | Reading::None) => return other,
        };
        let name =
            bytes[first..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-:".contains(byte)).count();
        let so_far = first + name;
        match self.read_plain(&bytes[so_far..], after, window) {
            Reading::Right(length) if is_right && name > 0 => Reading::Right(so_far + length),
            Reading::Right(length) | Reading::Wrong(length) if name > 0 => Reading::Wrong(so_far + length),
            Reading::Unfinished => Reading::Unfinished,
            Reading::None if so_far == bytes.len() => Reading::Unfinished,
            Reading::Right(_) | Reading::Wrong(_) | Reading::None => Reading::None,
        }
    }

    /// Reads a form without `%Z`.
    fn read_plain(&self, bytes: &[u8], form: &str, window: (SystemTime, SystemTime)) -> Reading {
        let right = self.readings(form, window);
        if let Some(reading) = right.iter().find(|reading| bytes.starts_with(reading.as_bytes())) {
            return Reading::Right(reading.len());
        }
        let Some(example) = right.first() else { return Reading::None };
        let alike = bytes.iter().zip(example.bytes()).take_while(|(byte, like)| same_shape(**byte, *like)).count();
        match alike {
            _ if alike == example.len() => Reading::Wrong(alike),
            _ if alike == bytes.len() && alike > 0 => Reading::Unfinished,
            _ => Reading::None,
        }
    }

    /// All readings that are right in a window, from the last to the first.
    pub fn readings(&self, form: &str, window: (SystemTime, SystemTime)) -> Vec<String> {
        let moments = self.moments(window);
        let mut readings: Vec<String> = moments.iter().map(|moment| moment.strftime(form).to_string()).collect();
        readings.dedup();
        readings
    }

    /// A moment of every second of a window, from the last to the first.
    pub fn moments(&self, (from, to): (SystemTime, SystemTime)) -> Vec<Zoned> {
        let first = self.moment(from.checked_sub(SLACK).unwrap_or(from));
        let mut moment = self.moment(to + SLACK);
        let mut moments = Vec::new();
        while moments.len() < LONGEST {
            let earlier = moment.saturating_sub(1.second());
            let is_first = moment.timestamp() <= first.timestamp();
            moments.push(moment);
            if is_first {
                break;
            }
            moment = earlier.max(first.clone());
        }
        moments
    }

    fn moment(&self, at: SystemTime) -> Zoned {
        Timestamp::try_from(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.zone.clone())
    }
}

/// A zone from its own file, where there is one: the library reads the whole folder of zones first, and a stage asks once.
fn zone_of(name: &str) -> Option<TimeZone> {
    if name == "UTC" {
        return Some(TimeZone::UTC);
    }
    let file = fs::read(Path::new("/usr/share/zoneinfo").join(name));
    let zone = file.ok().and_then(|file| TimeZone::tzif(name, &file).ok());
    zone.or_else(|| TimeZone::get(name).ok())
}

/// How long until the next second has begun for every process, so that a reading of the second before is out of date.
pub fn until_next_second(now: SystemTime) -> Duration {
    let past = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().subsec_nanos();
    Duration::from_nanos(1_000_000_000 - u64::from(past)) + SLACK + Duration::from_millis(10)
}

/// Digits stand for digits and letters for letters; everything else for itself.
fn same_shape(byte: u8, like: u8) -> bool {
    (byte.is_ascii_digit() && like.is_ascii_digit())
        || (byte.is_ascii_alphabetic() && like.is_ascii_alphabetic())
        || byte == like
}

#[cfg(test)]
mod tests {
    use super::{Clock, Duration, Reading, SystemTime};

    fn read(bytes: &str) -> Reading {
        let at = |milliseconds: u64| SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds);
        // 20:00:00.9 to 20:00:02.0 in UTC
        Clock::new("UTC").read(bytes.as_bytes(), "%H:%M:%S", (at(72_000_900), at(72_002_000)))
    }

    #[test]
    fn any_second_of_the_window_is_right() {
        assert_eq!(read("20:00:00"), Reading::Right(8));
        assert_eq!(read("20:00:01]"), Reading::Right(8));
        assert_eq!(read("20:00:02"), Reading::Right(8));
    }

    #[test]
    fn any_name_of_a_zone_will_do() {
        let read = |bytes: &str| {
            let at = |milliseconds: u64| SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds);
            Clock::new("UTC").read(bytes.as_bytes(), "%H:%M:%S %Z %Y", (at(72_000_900), at(72_002_000)))
        };
        assert_eq!(read("20:00:01 UTC 1970"), Reading::Right(17));
        assert_eq!(read("20:00:01 GMT-03:30 1970\n"), Reading::Right(23));
        assert_eq!(read("08:00:01 UTC 1970"), Reading::Wrong(17));
        assert_eq!(read("20:00:01 UT"), Reading::Unfinished);
        assert_eq!(read("20:00:01 UTC 19"), Reading::Unfinished);
        assert_eq!(read("20:00:01 1970\n"), Reading::None);
    }

    #[test]
    fn others_are_wrong_unfinished_or_none() {
        assert_eq!(read("08:00:01"), Reading::Wrong(8));
        assert_eq!(read("20:00:03"), Reading::Wrong(8));
        assert_eq!(read("20:0"), Reading::Unfinished);
        assert_eq!(read("heron"), Reading::None);
        assert_eq!(read(""), Reading::None);
    }
}
