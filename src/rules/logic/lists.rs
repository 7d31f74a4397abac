//! Operators on lists: those that run logic over each element, `merge`, and `in` a list.

use super::operators::Call;
use super::term::{List, Record, Term};
use super::{Evaluation, LogicError, MAX_DEPTH};

impl Evaluation {
    /// The logic's value for each element.
    pub(super) fn map<'a>(&mut self, call: &Call<'a, '_>, data: &Term<'a>) -> Result<Term<'a>, LogicError> {
        let Some(list) = self.list(call, data)? else {
            return Ok(Term::list(Vec::new()));
        };
        let mapped = list.iter().map(|element| self.argument(call, 1, &element));
        Ok(Term::list(mapped.collect::<Result<_, _>>()?))
    }

    /// The elements for which the logic is true.
    pub(super) fn filter<'a>(&mut self, call: &Call<'a, '_>, data: &Term<'a>) -> Result<Term<'a>, LogicError> {
        let Some(list) = self.list(call, data)? else {
            return Ok(Term::list(Vec::new()));
        };
        let mut kept = Vec::new();
        for element in list.iter() {
            if self.argument(call, 1, &element)?.truthy() {
                kept.push(element);
            }
        }
        Ok(Term::list(kept))
    }

    /// Runs the logic over `{"current": …, "accumulator": …}` for each element; its value is the next accumulator.
    pub(super) fn reduce<'a>(&mut self, call: &Call<'a, '_>, data: &Term<'a>) -> Result<Term<'a>, LogicError> {
        let list = self.list(call, data)?;
        let mut accumulator = if call.has(2) { self.argument(call, 2, data)? } else { Term::Null };
        for current in list.iter().flat_map(List::iter) {
            let turn = Term::Record(Record::turn(current, accumulator));
            accumulator = self.argument(call, 1, &turn)?;
            if accumulator.built_depth() > MAX_DEPTH {
                return Err(LogicError::TooDeep { pointer: call.place.pointer() });
            }
        }
        Ok(accumulator)
    }

    /// Whether the logic is true for all elements; false without elements.
    pub(super) fn all(&mut self, call: &Call<'_, '_>, data: &Term<'_>) -> Result<bool, LogicError> {
        match self.list(call, data)? {
            Some(list) if list.len() > 0 => Ok(!self.any(&list, call, false)?),
            _ => Ok(false),
        }
    }

    /// Whether the logic is true for an element.
    pub(super) fn some(&mut self, call: &Call<'_, '_>, data: &Term<'_>) -> Result<bool, LogicError> {
        match self.list(call, data)? {
            Some(list) => self.any(&list, call, true),
            None => Ok(false),
        }
    }

    /// Whether the logic comes out as `wanted` for an element; stops at the first.
    fn any<'a>(&mut self, list: &List<'a>, call: &Call<'a, '_>, wanted: bool) -> Result<bool, LogicError> {
        for element in list.iter() {
            if self.argument(call, 1, &element)?.truthy() == wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first argument, when it is a list.
    fn list<'a>(&mut self, call: &Call<'a, '_>, data: &Term<'a>) -> Result<Option<List<'a>>, LogicError> {
        match self.argument(call, 0, data)? {
            Term::List(list) => Ok(Some(list)),
            _ => Ok(None),
        }
    }

    /// One list of the arguments, or of their elements where they are lists.
    pub(super) fn merge<'a>(&mut self, args: &[Term<'a>]) -> Result<Term<'a>, LogicError> {
        let mut merged = Vec::new();
        for arg in args {
            match arg {
                Term::List(list) => {
                    self.spend(list.len())?;
                    merged.extend(list.iter());
                }
                _ => merged.push(arg.clone()),
            }
        }
        Ok(Term::list(merged))
    }

    /// Whether `whole`, a list or a text, holds `part`; nothing else holds anything.
    pub(super) fn is_in(&mut self, part: &Term<'_>, whole: &Term<'_>) -> Result<bool, LogicError> {
        match whole {
            Term::Text(text) => self.text_holds(part, text),
            Term::List(list) => self.list_holds(part, list),
            _ => Ok(false),
        }
    }

    fn list_holds(&mut self, part: &Term<'_>, list: &List<'_>) -> Result<bool, LogicError> {
        for element in list.iter() {
            self.spend(1)?;
            if self.strictly_equal(part, &element)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
