//! Moments and spans. The core has no clock: every moment is an argument.

use serde::Serialize;
use serde_json::Value;

/// Milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Timestamp(pub i64);

/// One day in milliseconds.
pub const DAY: i64 = 86_400_000;

/// The end of the year 9999, in milliseconds: later moments, and those before 1970, are typing errors.
const LATEST: i64 = 253_402_300_799_999;

impl Timestamp {
    /// Reads milliseconds, or an RFC 3339 date or date and time (`2026-11-22`, `2026-11-22T10:00:00.5+01:00`).
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => {
                let ms = number.as_f64().filter(|ms| ms.is_finite())?;
                #[allow(clippy::cast_possible_truncation)] // saturates; the range is checked next
                Timestamp(ms as i64).in_range()
            }
            Value::String(text) => Self::parse(text.trim()),
            _ => None,
        }
    }

    /// Reads an RFC 3339 date, or date and time with an offset; without an offset it is UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ScheduleTime::parse(text).map(|moment| match moment {
            ScheduleTime::Instant(time) | ScheduleTime::Wall(time) => time,
        })
    }

    fn in_range(self) -> Option<Self> {
        (0..=LATEST).contains(&self.0).then_some(self)
    }

    /// Days from `earlier` to this moment, with fractions; negative when this is the earlier one.
    #[must_use]
    pub fn days_since(self, earlier: Timestamp) -> f64 {
        #[allow(clippy::cast_precision_loss)] // under 2^53 milliseconds
        let ms = self.0.saturating_sub(earlier.0) as f64;
        #[allow(clippy::cast_precision_loss)]
        let day = DAY as f64;
        ms / day
    }

    /// The moment this many days earlier.
    #[must_use]
    pub fn minus_days(self, days: u32) -> Self {
        Timestamp(self.0.saturating_sub(i64::from(days) * DAY))
    }
}

/// A moment as people write it: everywhere at once, or by the clock on the shop's wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleTime {
    /// The text named an offset, or it was milliseconds.
    Instant(Timestamp),
    /// Without an offset: what the shop's clock shows, as if it were UTC.
    Wall(Timestamp),
}

impl ScheduleTime {
    /// Reads milliseconds, or an RFC 3339 date or date and time; without an offset it is by the shop's clock.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::parse(text.trim()),
            _ => Timestamp::read(value).map(ScheduleTime::Instant),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut rest = Rest(text.as_bytes());
        let year = rest.digits(4)?;
        rest.one_of(b"-")?;
        let month = rest.digits(2)?;
        rest.one_of(b"-")?;
        let day = rest.digits(2)?;
        if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let midnight = days_from_civil(year, month, day) * DAY;
        if rest.0.is_empty() {
            return Timestamp(midnight).in_range().map(ScheduleTime::Wall);
        }
        rest.one_of(b"Tt ")?;
        let clock = rest.clock()?;
        if rest.0.is_empty() {
            return Timestamp(midnight + clock).in_range().map(ScheduleTime::Wall);
        }
        let instant = midnight + clock - rest.offset()? * 60_000;
        if !rest.0.is_empty() {
            return None;
        }
        Timestamp(instant).in_range().map(ScheduleTime::Instant)
    }

    /// Whether it is still to come at `now`, where the shop's clock is `offset` minutes ahead of UTC.
    #[must_use]
    pub fn is_after(self, now: Timestamp, offset: i32) -> bool {
        match self {
            ScheduleTime::Instant(time) => time > now,
            ScheduleTime::Wall(time) => time.0 > now.0.saturating_add(i64::from(offset) * 60_000),
        }
    }

    /// Whether the shop's time zone matters.
    #[must_use]
    pub fn is_wall(self) -> bool {
        matches!(self, ScheduleTime::Wall(_))
    }

    /// Milliseconds to order moments by, near enough where their kinds differ.
    #[must_use]
    pub fn sort_key(self) -> i64 {
        match self {
            ScheduleTime::Instant(time) | ScheduleTime::Wall(time) => time.0,
        }
    }
}

impl Serialize for ScheduleTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ScheduleTime::Instant(time) => serializer.serialize_i64(time.0),
            ScheduleTime::Wall(time) => serializer.serialize_str(&wall_text(*time)),
        }
    }
}

/// `2026-11-22`, or `2026-11-22T10:00:00.500` where there is a time of day.
fn wall_text(time: Timestamp) -> String {
    let (year, month, day) = civil_from_days(time.0.div_euclid(DAY));
    let date = padded(year, 4) + "-" + &padded(month, 2) + "-" + &padded(day, 2);
    let clock = time.0.rem_euclid(DAY);
    if clock == 0 {
        return date;
    }
    let (seconds, millis) = (clock / 1_000, clock % 1_000);
    let part = |number: i64| padded(number, 2);
    let text = date + "T" + &part(seconds / 3_600) + ":" + &part(seconds / 60 % 60) + ":" + &part(seconds % 60);
    if millis == 0 { text } else { text + "." + &padded(millis, 3) }
}

fn padded(number: i64, width: usize) -> String {
    let digits = crate::text::digits(number.unsigned_abs());
    "0".repeat(width.saturating_sub(digits.len())) + &digits
}

/// The date of a day since 1970-01-01. Source: as [`days_from_civil`], `civil_from_days`.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// What is still to be read of a time.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// Takes the next byte when it is one of these.
    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !bytes.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    /// Takes so many digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let mut number = 0;
        for _ in 0..count {
            number = number * 10 + i64::from(self.one_of(b"0123456789")? - b'0');
        }
        Some(number)
    }

    /// Takes `10:00`, `10:00:00` or `10:00:00.5`, in milliseconds; digits after the third don't count.
    fn clock(&mut self) -> Option<i64> {
        let hours = self.digits(2)?;
        self.one_of(b":")?;
        let minutes = self.digits(2)?;
        let seconds = if self.one_of(b":").is_some() { self.digits(2)? } else { 0 };
        if hours > 23 || minutes > 59 || seconds > 60 {
            return None;
        }
        let mut millis = 0;
        if self.one_of(b".").is_some() {
            let mut unit = 100;
            while let Some(digit) = self.digits(1) {
                millis += digit * unit;
                unit /= 10;
            }
        }
        Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + millis)
    }

    /// Takes `Z`, `+01:00` or nothing, in minutes.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.one_of(b"Zz+-") {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Some(0),
        };
        let hours = self.digits(2)?;
        self.one_of(b":")?;
        Some(sign * (hours * 60 + self.digits(2)?))
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar. Source: H. Hinnant, "chrono-compatible low-level date
/// algorithms", `days_from_civil`.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_rfc_3339_says() {
        for (text, ms) in [
            ("1970-01-01", 0),
            ("1970-01-02", DAY),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2026-11-22T10:00:00Z", 1_795_341_600_000),
            ("2026-11-22T11:00:00+01:00", 1_795_341_600_000),
            ("2026-11-22 10:00:00.5", 1_795_341_600_500),
            ("2026-11-22T10:00", 1_795_341_600_000),
        ] {
            assert_eq!(Timestamp::parse(text), Some(Timestamp(ms)), "{text}");
        }
    }

    #[test]
    fn impossible_times_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "22.11.2026",
            "2026-11-22T25:00Z",
            "",
            "2026-11-22x",
            "2026-11-2é",
            "1969-12-31",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
        assert_eq!(Timestamp::parse("1970-01-01T00:00+01:00"), None);
        assert_eq!(Timestamp::read(&serde_json::json!(-5)), None);
        assert_eq!(Timestamp::read(&serde_json::json!(1e300)), None);
    }
}
