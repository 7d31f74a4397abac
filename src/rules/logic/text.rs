//! Operators on texts: `cat`, `substr`, and `in` a text.

use super::term::{Term, Text};
use super::{Evaluation, LogicError};
use crate::text::cut;

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
        let start = self.integer(start)?;
        let length = self.cut_length(length)?;
        Ok(Term::text(cut(&source, start, length)))
    }

    /// How many units to take.
    fn cut_length(&mut self, length: &Term<'_>) -> Result<Option<f64>, LogicError> {
        if matches!(length, Term::Undefined) {
            return Ok(None);
        }
        let length = self.primitive(length)?;
        let wanted = self.number(&length)?;
        // JavaScript's `+` appends a text instead of adding it, and "5" with "-1" is "5-1": no number, so no length.
        Ok(Some(if wanted < 0.0 && matches!(length, Term::Text(_)) { 0.0 } else { wanted }))
    }
}
