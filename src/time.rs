//! Moments and spans. The core has no clock: every moment is an argument.

use serde_json::Value;

/// Milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

/// One day in milliseconds.
pub const DAY: i64 = 86_400_000;

/// The year 9999, in milliseconds: later moments are typing errors.
const LATEST: i64 = 253_402_300_799_999;

impl Timestamp {
    /// Reads milliseconds, or an RFC 3339 date or date and time (`2026-11-22`, `2026-11-22T10:00:00.5+01:00`).
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => {
                let ms = number.as_f64().filter(|ms| ms.is_finite())?;
                #[allow(clippy::cast_possible_truncation)] // saturates; the range is checked next
                Some(Timestamp(ms as i64)).filter(|time| (0..=LATEST).contains(&time.0))
            }
            Value::String(text) => Self::parse(text.trim()),
            _ => None,
        }
    }

    /// Reads an RFC 3339 date, or date and time with an offset; without an offset it is UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.get(..10)?;
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2)?;
        let day = digits(parts.next()?, 2)?;
        if parts.next().is_some() || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let midnight = days_from_civil(year, month, day) * DAY;
        let rest = text.get(10..)?;
        if rest.is_empty() {
            return Some(Timestamp(midnight));
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (clock, offset) = split_offset(rest)?;
        Some(Timestamp(midnight + clock_ms(clock)? - offset * 60_000))
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

fn digits(text: &str, count: usize) -> Option<i64> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { Some(text.bytes().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'))) } else { None }
}

/// `10:00:00.5+01:00` into the clock and the offset in minutes.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, 0)) };
    let (clock, offset) = text.split_at_checked(at)?;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    Some((clock, sign * (digits(hours, 2)? * 60 + digits(minutes, 2)?)))
}

fn clock_ms(text: &str) -> Option<i64> {
    let (text, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = text.split(':');
    let hours = digits(parts.next()?, 2)?;
    let minutes = digits(parts.next()?, 2)?;
    let seconds = parts.next().map_or(Some(0), |seconds| digits(seconds, 2))?;
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let millis = fraction.bytes().chain(*b"000").take(3).fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + millis)
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
        for text in ["2026-02-29", "2026-13-01", "22.11.2026", "2026-11-22T25:00Z", "", "2026-11-22x", "2026-11-2é"] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
        assert_eq!(Timestamp::read(&serde_json::json!(-5)), None);
        assert_eq!(Timestamp::read(&serde_json::json!(1e300)), None);
    }
}
