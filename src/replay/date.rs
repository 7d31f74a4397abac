//! Moments as people read them.

use crate::time::{DAY, Timestamp};

/// The day, `2010-01-31`. Source: H. Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
pub fn day(at: Timestamp) -> String {
    let days = at.0.div_euclid(DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_survive_a_round_trip() {
        for text in ["1970-01-01", "1999-12-31", "2000-02-29", "2009-12-01", "2010-01-31", "2100-03-01"] {
            assert_eq!(day(Timestamp::parse(text).unwrap()), text);
        }
    }
}
