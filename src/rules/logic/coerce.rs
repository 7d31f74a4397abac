//! JavaScript's coercions and the comparisons built on them. Reading a text costs its length.

use super::term::{Term, Text};
use super::{Evaluation, LogicError, number};
use std::cmp::Ordering;

impl Evaluation {
    /// `String(term)`.
    pub(super) fn text<'a>(&mut self, term: &Term<'a>) -> Result<Text<'a>, LogicError> {
        Ok(match term {
            Term::Undefined => Text::Given("undefined"),
            Term::Null => Text::Given("null"),
            Term::Bool(true) => Text::Given("true"),
            Term::Bool(false) => Text::Given("false"),
            Term::Number(number) => Text::Built(number::to_text(*number).into()),
            Term::Text(text) => text.clone(),
            Term::List(list) => Text::Built(self.join(list.iter(), ",")?.into()),
            Term::Record(_) => Text::Given("[object Object]"),
        })
    }

    /// `Array.prototype.join`: null and undefined leave their place empty.
    pub(super) fn join<'a>(
        &mut self,
        items: impl Iterator<Item = Term<'a>>,
        separator: &str,
    ) -> Result<String, LogicError> {
        let mut joined = String::new();
        for (index, item) in items.enumerate() {
            self.spend(1)?;
            if index > 0 {
                joined.push_str(separator);
            }
            if matches!(item, Term::Null | Term::Undefined) {
                continue;
            }
            let piece = self.text(&item)?;
            self.spend(piece.len())?;
            joined.push_str(&piece);
        }
        Ok(joined)
    }

    /// `Number(term)`.
    pub(super) fn number(&mut self, term: &Term<'_>) -> Result<f64, LogicError> {
        match term {
            Term::Undefined | Term::Record(_) => Ok(f64::NAN),
            Term::Null => Ok(0.0),
            Term::Bool(flag) => Ok(f64::from(*flag)),
            Term::Number(number) => Ok(*number),
            Term::Text(_) | Term::List(_) => {
                let text = self.text(term)?;
                self.spend(text.len())?;
                Ok(number::from_text(&text))
            }
        }
    }

    /// `parseFloat(term)`.
    pub(super) fn leading_number(&mut self, term: &Term<'_>) -> Result<f64, LogicError> {
        match term {
            // By way of its text a number comes back as itself, but for the sign of zero.
            Term::Number(number) => Ok(number + 0.0),
            Term::Text(_) | Term::List(_) => {
                let text = self.text(term)?;
                self.spend(text.len())?;
                Ok(number::leading(&text))
            }
            _ => Ok(f64::NAN),
        }
    }

    /// `ToIntegerOrInfinity(term)`.
    pub(super) fn integer(&mut self, term: &Term<'_>) -> Result<f64, LogicError> {
        let number = self.number(term)?;
        Ok(if number.is_nan() { 0.0 } else { number.trunc() })
    }

    /// `a === b`.
    pub(super) fn strictly_equal(&mut self, a: &Term<'_>, b: &Term<'_>) -> Result<bool, LogicError> {
        Ok(match (a, b) {
            (Term::Undefined, Term::Undefined) | (Term::Null, Term::Null) => true,
            (Term::Bool(a), Term::Bool(b)) => a == b,
            (Term::Number(a), Term::Number(b)) => a == b,
            (Term::Text(a), Term::Text(b)) => {
                self.spend(a.len().min(b.len()))?;
                **a == **b
            }
            (Term::List(a), Term::List(b)) => a.is(b),
            (Term::Record(a), Term::Record(b)) => a.is(b),
            _ => false,
        })
    }

    /// `a == b`.
    pub(super) fn loosely_equal(&mut self, a: &Term<'_>, b: &Term<'_>) -> Result<bool, LogicError> {
        match (a, b) {
            (Term::Undefined | Term::Null, Term::Undefined | Term::Null) => Ok(true),
            (Term::Undefined | Term::Null, _) | (_, Term::Undefined | Term::Null) => Ok(false),
            (Term::Text(_), Term::Text(_)) | (Term::List(_) | Term::Record(_), Term::List(_) | Term::Record(_)) => {
                self.strictly_equal(a, b)
            }
            (Term::List(_) | Term::Record(_), _) => {
                let a = Term::Text(self.text(a)?);
                self.loosely_equal(&a, b)
            }
            (_, Term::List(_) | Term::Record(_)) => self.loosely_equal(b, a),
            _ => Ok(self.number(a)? == self.number(b)?),
        }
    }

    /// The order that `<`, `<=`, `>` and `>=` see: texts by UTF-16 code units, everything else as numbers. None with
    /// NaN, where all four are false.
    pub(super) fn order(&mut self, a: &Term<'_>, b: &Term<'_>) -> Result<Option<Ordering>, LogicError> {
        let (a, b) = (self.primitive(a)?, self.primitive(b)?);
        if let (Term::Text(a), Term::Text(b)) = (&a, &b) {
            self.spend(a.len().min(b.len()))?;
            return Ok(Some(a.encode_utf16().cmp(b.encode_utf16())));
        }
        Ok(self.number(&a)?.partial_cmp(&self.number(&b)?))
    }

    /// `ToPrimitive(term)`: arrays and objects turn into their text.
    pub(super) fn primitive<'a>(&mut self, term: &Term<'a>) -> Result<Term<'a>, LogicError> {
        Ok(match term {
            Term::List(_) | Term::Record(_) => Term::Text(self.text(term)?),
            _ => term.clone(),
        })
    }
}
