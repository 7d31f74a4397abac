//! From the fields of a row to values, or to the reason why the row is skipped.

use crate::replay::columns::{Column, Columns};
use crate::replay::lines::Outcome;
use crate::replay::row::Row;
use crate::replay::skipped::Reason;
use crate::time::{DAY, Timestamp};

/// Why a row is skipped, and what was found.
pub type Skip = (Reason, String);

/// The most pieces a cart line holds, as in a cart document.
const MAX_PIECES: u32 = 9_999;

/// The field as text, without outer blanks.
pub fn text<'r>(columns: &Columns, record: Row<'r>, column: Column) -> Result<&'r str, Skip> {
    std::str::from_utf8(columns.field(record, column))
        .map(str::trim)
        .map_err(|_| (Reason::NotUtf8, format!("`{}` is not UTF-8", column.name())))
}

/// Not blank.
pub fn needed(text: &str, column: Column) -> Result<&str, Skip> {
    if text.is_empty() {
        return Err((Reason::Missing, format!("`{}` is blank", column.name())));
    }
    Ok(text)
}

/// A moment as RFC 3339 writes it.
pub fn moment(text: &str) -> Result<Timestamp, Skip> {
    Timestamp::parse(text).ok_or_else(|| {
        let short: String = text.chars().take(40).collect();
        (Reason::BadDate, format!("`{short}` {}", date_fault(text)))
    })
}

fn date_fault(text: &str) -> &'static str {
    let date = text.split([' ', 'T']).next().unwrap_or("");
    let parts: Vec<Option<u32>> = date.split(['/', '.', '-']).map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [Some(a), Some(b), Some(_)] if (1..=12).contains(a) && (1..=12).contains(b) && a != b => {
            "can be read with the day or the month first; write it like 2010-01-31"
        }
        [Some(_), Some(_), Some(_)] => "is not a date of RFC 3339; write it like 2010-01-31",
        _ => "is not a date; write it like 2010-01-31 or 2010-01-31 10:00:00",
    }
}

/// A whole number; `3.0` counts, as tools write it for columns with blanks.
pub fn whole(text: &str) -> Result<i64, Skip> {
    let bare = text.strip_suffix(".0").unwrap_or(text);
    bare.parse().map_err(|_| (Reason::BadQuantity, format!("`{text}`")))
}

/// Pieces bought.
pub fn quantity(pieces: i64) -> Result<u32, Skip> {
    match u32::try_from(pieces) {
        Ok(0) | Err(_) if pieces <= 0 => Err((Reason::NoPieces, format!("{pieces} pieces"))),
        Ok(pieces) if pieces <= MAX_PIECES => Ok(pieces),
        _ => Err((Reason::TooManyPieces, format!("{pieces} pieces"))),
    }
}

/// What `returned_quantity` and `returned_at` say of a line that was ordered `at`, and how many pieces came back.
pub fn outcome(returned: &str, returned_at: &str, at: Timestamp, quantity: u32) -> Result<(Outcome, u32), Skip> {
    let bad = |found: String| (Reason::BadReturn, found);
    let when = match returned_at {
        "" => None,
        text => {
            let when = moment(text).map_err(|(_, found)| bad(format!("`returned_at` {found}")))?;
            // A day without a time: known once the day is over.
            let when = if text.len() == 10 { Timestamp(when.0 + DAY - 1) } else { when };
            if when < at {
                return Err(bad(format!("returned `{text}`, before it was ordered")));
            }
            Some(when)
        }
    };
    if returned.is_empty() {
        // A day without a number: all of them.
        return Ok(when.map_or((Outcome::Unknown, 0), |when| (Outcome::Returned(Some(when)), quantity)));
    }
    let pieces =
        whole(returned).map_err(|(_, found)| bad(format!("`returned_quantity` {found} is not a whole number")))?;
    match u32::try_from(pieces) {
        Ok(0) if when.is_some() => Err(bad(format!("returned `{returned_at}`, but 0 pieces"))),
        Ok(0) => Ok((Outcome::Kept, 0)),
        Ok(pieces) if pieces <= quantity => Ok((Outcome::Returned(when), pieces)),
        _ => Err(bad(format!("{pieces} of {quantity} pieces returned"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_read_as_they_are_known() {
        let at = Timestamp::parse("2010-01-01").unwrap();
        assert_eq!(outcome("", "", at, 2), Ok((Outcome::Unknown, 0)));
        assert_eq!(outcome("0", "", at, 2), Ok((Outcome::Kept, 0)));
        assert_eq!(outcome("1.0", "", at, 2), Ok((Outcome::Returned(None), 1)));
        let end_of_day = Outcome::Returned(Some(Timestamp(at.0 + DAY - 1)));
        assert_eq!(outcome("", "2010-01-01", at, 2), Ok((end_of_day, 2)));
    }
}
