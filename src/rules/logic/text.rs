//! Operators on texts: `cat`, `substr`, and `in` a text.

use super::term::{Term, Text};
use super::{Evaluation, LogicError};

impl Evaluation {
    /// The arguments' texts one after the other; null adds nothing.
    pub(super) fn cat<'a>(&mut self, args: &[Term<'a>]) -> Result<Term<'a>, LogicError> {
        Ok(Term::text(self.join(args.iter().cloned(), "")?))
    }

    /// Whether `text` holds the text of `part`; the empty text holds nothing, not even itself.
    pub(super) fn text_holds(&mut self, part: &Term<'_>, text: &Text<'_>) -> Result<bool, LogicError> {
        let part = self.text(part)?;
        self.spend(text.len() + part.len())?;
        Ok(!text.is_empty() && text.contains(&*part))
    }

    /// From `start`, counted from the end when negative, `length` code units; a negative `length` leaves out that many
    /// at the end. Half a surrogate pair at a cut is dropped.
    pub(super) fn substr<'a>(
        &mut self,
        source: &Term<'_>,
        start: &Term<'_>,
        length: &Term<'_>,
    ) -> Result<Term<'a>, LogicError> {
        let source = self.text(source)?;
        self.spend(source.len())?;
        let units: Vec<u16> = source.encode_utf16().collect();
        let start = from_end(self.integer(start)?, units.len());
        let rest = units.get(start..).unwrap_or_default();
        let length = self.cut_length(rest.len(), length)?;
        Ok(Term::text(whole_characters(rest.get(..length).unwrap_or_default())))
    }

    /// How many of `available` units to take.
    fn cut_length(&mut self, available: usize, length: &Term<'_>) -> Result<usize, LogicError> {
        if matches!(length, Term::Undefined) {
            return Ok(available);
        }
        let length = self.primitive(length)?;
        let wanted = self.number(&length)?;
        if wanted >= 0.0 || wanted.is_nan() {
            return Ok(clamped(wanted, available));
        }
        // JavaScript's `+` appends a text instead of adding it, and "5" with "-1" is "5-1": no number, so no length.
        let added = if matches!(length, Term::Text(_)) { 0.0 } else { available as f64 + wanted };
        Ok(clamped(added, available))
    }
}

/// A start within `0..=size`; negative ones count from the end.
fn from_end(start: f64, size: usize) -> usize {
    clamped(if start < 0.0 { start + size as f64 } else { start }, size)
}

/// A length within `0..=limit`; NaN is 0.
// The clamp keeps the cast in range, and a cast of NaN is 0.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn clamped(length: f64, limit: usize) -> usize {
    length.clamp(0.0, limit as f64) as usize
}

/// The text of the units, without halves of surrogate pairs.
pub(super) fn whole_characters(units: &[u16]) -> String {
    char::decode_utf16(units.iter().copied()).filter_map(Result::ok).collect()
}
